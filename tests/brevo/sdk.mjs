// Brevo's own client for Node, npm package @getbrevo/brevo, against the stand-in whose address is the argument. For each
// call it sets the stage, calls, and prints one line of JSON: what went over the wire, and what the client made of the
// answer. The facts are those of `calls.json`, in this client's own words.
import { readFileSync } from "node:fs";
import { BrevoClient } from "@getbrevo/brevo";

const base = process.argv[2];
const origin = base.replace(/\/v3$/, "");
const stage = JSON.parse(readFileSync(new URL("stage.json", import.meta.url), "utf8"));
const brevo = new BrevoClient({ apiKey: "xkeysib-test", baseUrl: base, maxRetries: 0 });

const at = "2026-11-23T05:31:01Z";
const email = "ada@example.com";
const headers = (idempotencyKey) => ({ idempotencyKey, "X-Mailin-custom": "c1.follow-up" });
const event = (identifiers, channel) => ({ event_name: "parley_message_sent", event_date: at, identifiers, event_properties: { channel } });
const product = { id: "p1", name: "Cream", url: "https://fernwood.example/products/cream", imageUrl: "https://fernwood.example/cream.png", sku: "CR-1", price: 24.05, stock: 3, categories: ["skincare"] };
const category = { id: "skincare", name: "Skincare", url: "https://fernwood.example/collections/skincare" };
const order = {
  id: "1001", createdAt: at, updatedAt: at, status: "paid", amount: 48.1, products: [{ productId: "p1", variantId: "v1", quantity: 2, price: 24.05 }],
  identifiers: { email_id: email, ext_id: "s1" }, storeId: "fernwood.myshopify.com", coupons: ["WELCOME10"],
};
const text = { sender: "FERNWOOD", type: "transactional", tag: ["parley", "c1.follow-up"] };
const webhook = { url: "https://parley.example/hook", events: ["delivered", "hardBounce"], batched: true, auth: { type: "bearer", token: "hush" } };

const calls = {
  upsert_contact: () => brevo.contacts.createContact({ email, ext_id: "s1", attributes: { FIRSTNAME: "Ada", PARLEY_CHATS: 2 }, listIds: [7], updateEnabled: true }),
  mirror_grant: () => brevo.contacts.createContact({ email, updateEnabled: true, attributes: { PARLEY_CONSENT_CHANNEL: "email", PARLEY_CONSENT_PURPOSE: "marketing", PARLEY_CONSENT_AT: at, PARLEY_CONSENT_WORDING: "email-marketing.en.1", PARLEY_CONSENT_SOURCE: "chat", PARLEY_WITHDRAWN_AT: "" } }),
  update_contact: () => brevo.contacts.updateContact({ identifier: email, identifierType: "email_id", emailBlacklisted: true, smsBlacklisted: true, unlinkListIds: [7] }),
  read_contact: () => brevo.contacts.getContactInfo({ identifier: "491701234567", identifierType: "phone_id" }),
  read_contact_by_id: () => brevo.contacts.getContactInfo({ identifier: 21, identifierType: "contact_id" }),
  read_attributes: () => brevo.contacts.getAttributes(),
  create_attribute: () => brevo.contacts.createAttribute({ attributeCategory: "normal", attributeName: "PARLEY_CONSENT_AT", type: "text" }),
  read_folders: () => brevo.contacts.getFolders({ limit: 50 }),
  read_lists: () => brevo.contacts.getLists({ limit: 50 }),
  create_list: () => brevo.contacts.createList({ name: "Chat", folderId: 1 }),
  add_to_list: () => brevo.contacts.addContactToList({ listId: 21, body: { emails: [email] } }),
  remove_from_list: () => brevo.contacts.removeContactFromList({ listId: 21, body: { emails: [email] } }),
  event: () => brevo.event.createEvent(event({ email_id: email }, "email")),
  events: () => brevo.event.createBatchEvents({ events: [event({ email_id: email }, "email"), event({ phone_id: "491701234567" }, "sms")] }),
  email: () => brevo.transactionalEmails.sendTransacEmail({
    sender: { email: "hello@fernwood.example", name: "Fernwood" }, to: [{ email }], replyTo: { email: "help@fernwood.example" }, subject: "Your picks",
    htmlContent: "<p>Hello</p>", textContent: "Hello", headers: headers("6f9619ff-8b86-8011-b42d-00c04fc964ff"), tags: ["parley"],
  }),
  email_by_template: () => brevo.transactionalEmails.sendTransacEmail({ to: [{ email }], templateId: 3, params: { NAME: "Ada" }, headers: headers("6f9619ff-8b86-8011-b42d-00c04fc96500"), tags: ["parley"] }),
  confirmation: () => brevo.contacts.createDoiContact({ email, includeListIds: [7], templateId: 4, redirectionUrl: "https://fernwood.example/thanks" }),
  sms: () => brevo.transactionalSms.sendAsyncTransactionalSms({ ...text, recipient: "491701234567", content: "Fernwood: grüezi ✓", unicodeEnabled: true }),
  sms_in_america: () => brevo.transactionalSms.sendAsyncTransactionalSms({ ...text, recipient: "12125550123", content: "hello", unicodeEnabled: false, organisationPrefix: "Fernwood" }),
  whatsapp: () => brevo.transactionalWhatsApp.sendWhatsappMessage({ senderNumber: "4930123456", contactNumbers: ["491701234567"], text: "Hello" }),
  whatsapp_by_template: () => brevo.transactionalWhatsApp.sendWhatsappMessage({ senderNumber: "4930123456", contactNumbers: ["491701234567"], templateId: 7, params: { NAME: "Ada" } }),
  email_reports: () => brevo.transactionalEmails.getEmailEventReport({ limit: 100, days: 1, email }),
  sms_reports: () => brevo.transactionalSms.getSmsEvents({ limit: 100, days: 1, tags: "c1.follow-up" }),
  whatsapp_reports: () => brevo.transactionalWhatsApp.getWhatsappEventReport({ limit: 1000, days: 2, contactNumber: "491701234567" }),
  activate: () => brevo.ecommerce.activateTheECommerceApp(),
  product: () => brevo.ecommerce.createUpdateProduct({ ...product, updateEnabled: true }),
  products: () => brevo.ecommerce.createUpdateBatchProducts({ products: [product], updateEnabled: true }),
  category: () => brevo.ecommerce.createUpdateCategory({ ...category, updateEnabled: true }),
  categories: () => brevo.ecommerce.createUpdateBatchCategory({ categories: [category], updateEnabled: true }),
  order: () => brevo.ecommerce.createOrder(order),
  live_orders: () => brevo.ecommerce.createBatchOrder({ orders: [order], historical: false }),
  past_orders: () => brevo.ecommerce.createBatchOrder({ orders: [order], historical: true }),
  task_types: () => brevo.tasks.getAllTaskTypes(),
  task: () => brevo.tasks.createATask({ name: "Call Ada back", taskTypeId: "61a88a2eb7a574180261234b", date: at, notes: "She asked for a person.", contactsIds: [21] }),
  mark_task: () => brevo.tasks.updateATask({ id: "61a5cd07ca1347c800000015", done: true }),
  note: () => brevo.notes.createANote({ text: "Asked for a person.", contactIds: [21] }),
  deal: () => brevo.deals.createADeal({ name: "Fernwood, a large order", linkedContactsIds: [21] }),
  plans: () => brevo.account.getAccount(),
  senders: () => brevo.senders.getSenders(),
  domains: () => brevo.domains.getDomains(),
  email_templates: () => brevo.transactionalEmails.getSmtpTemplates({ limit: 1000 }),
  whatsapp_templates: () => brevo.whatsAppCampaigns.getWhatsAppTemplates({ limit: 100 }),
  whatsapp_quality: () => brevo.whatsAppCampaigns.getWhatsAppConfig(),
  webhooks: () => brevo.webhooks.getWebhooks({ type: "transactional" }),
  create_webhook: () => brevo.webhooks.createWebhook({ ...webhook, type: "transactional", channel: "email" }),
  update_webhook: () => brevo.webhooks.updateWebhook({ webhookId: 21, ...webhook }),
  delete_webhook: () => brevo.webhooks.deleteWebhook({ webhookId: 21 }),
};

const control = (method, what, body) => fetch(`${origin}/_control/${what}`, { method, body: body && JSON.stringify(body) });

for (const [name, call] of Object.entries(calls)) {
  await control("POST", "reset");
  await control("POST", "settings", stage.settings);
  for (const [method, path, body] of stage.before[name] ?? []) {
    await fetch(base + path, { method, headers: { "api-key": "xkeysib-test" }, body: JSON.stringify(body) });
  }
  await control("DELETE", "requests");
  const outcome = await call().then((answer) => ({ answer: answer ?? null }), (error) => ({ error: String(error) }));
  const { requests } = await (await control("GET", "requests?path=/v3")).json();
  console.log(JSON.stringify({ name, requests, ...outcome }));
}
