"""Brevo's own client for Python, the package brevo-python, against the stand-in whose address is the argument.

For each call it sets the stage, calls, and prints one line of JSON: what went over the wire, and what the client made of
the answer. The facts are those of `calls.json`, in this client's own words.
"""

import datetime
import json
import pathlib
import sys
import urllib.request

from brevo import Brevo
from brevo.contacts.types.add_contact_to_list_request_body_emails import AddContactToListRequestBodyEmails
from brevo.contacts.types.remove_contact_from_list_request_body_emails import RemoveContactFromListRequestBodyEmails
from brevo.transactional_whats_app.types.send_whatsapp_message_request_params import SendWhatsappMessageRequestParams
from brevo.transactional_whats_app.types.send_whatsapp_message_request_text import SendWhatsappMessageRequestText

BASE = sys.argv[1]
ORIGIN = BASE.removesuffix("/v3")
STAGE = json.loads(pathlib.Path(__file__).with_name("stage.json").read_text())

brevo = Brevo(api_key="xkeysib-test", base_url=BASE)

AT = datetime.datetime(2026, 11, 23, 5, 31, 1, tzinfo=datetime.timezone.utc)
STAMP = "2026-11-23T05:31:01Z"
ADA = "ada@example.com"
PRODUCT = {
    "id": "p1", "name": "Cream", "url": "https://fernwood.example/products/cream",
    "image_url": "https://fernwood.example/cream.png", "sku": "CR-1", "price": 24.05, "stock": 3, "categories": ["skincare"],
}
CATEGORY = {"id": "skincare", "name": "Skincare", "url": "https://fernwood.example/collections/skincare"}
ORDER = {
    "id": "1001", "created_at": STAMP, "updated_at": STAMP, "status": "paid", "amount": 48.1,
    "products": [{"product_id": "p1", "variant_id": "v1", "quantity": 2, "price": 24.05}],
    "identifiers": {"email_id": ADA, "ext_id": "s1"}, "store_id": "fernwood.myshopify.com", "coupons": ["WELCOME10"],
}
TEXT = {"sender": "FERNWOOD", "type": "transactional", "tag": ["parley", "c1.follow-up"]}
WEBHOOK = {
    "url": "https://parley.example/hook", "events": ["delivered", "hardBounce"], "batched": True,
    "auth": {"type": "bearer", "token": "hush"},
}


def headers(key):
    return {"idempotencyKey": key, "X-Mailin-custom": "c1.follow-up"}


def event(at, identifiers, channel):
    return {
        "event_name": "parley_message_sent", "event_date": at, "identifiers": identifiers,
        "event_properties": {"channel": channel},
    }


CALLS = {
    "upsert_contact": lambda: brevo.contacts.create_contact(
        email=ADA, ext_id="s1", attributes={"FIRSTNAME": "Ada", "PARLEY_CHATS": 2}, list_ids=[7], update_enabled=True),
    "mirror_grant": lambda: brevo.contacts.create_contact(email=ADA, update_enabled=True, attributes={
        "PARLEY_CONSENT_CHANNEL": "email", "PARLEY_CONSENT_AT": STAMP, "PARLEY_CONSENT_WORDING": "email-marketing.en.1", "PARLEY_CONSENT_PURPOSE": "marketing",
        "PARLEY_CONSENT_SOURCE": "chat", "PARLEY_WITHDRAWN_AT": ""}),
    "update_contact": lambda: brevo.contacts.update_contact(
        ADA, identifier_type="email_id", email_blacklisted=True, sms_blacklisted=True, unlink_list_ids=[7]),
    "read_contact": lambda: brevo.contacts.get_contact_info("491701234567", identifier_type="phone_id"),
    "read_contact_by_id": lambda: brevo.contacts.get_contact_info(21, identifier_type="contact_id"),
    "read_attributes": lambda: brevo.contacts.get_attributes(),
    "create_attribute": lambda: brevo.contacts.create_attribute("normal", "PARLEY_CONSENT_AT", type="text"),
    "read_folders": lambda: brevo.contacts.get_folders(limit=50),
    "read_lists": lambda: brevo.contacts.get_lists(limit=50),
    "create_list": lambda: brevo.contacts.create_list(name="Chat", folder_id=1),
    "add_to_list": lambda: brevo.contacts.add_contact_to_list(21, request=AddContactToListRequestBodyEmails(emails=[ADA])),
    "remove_from_list": lambda: brevo.contacts.remove_contact_from_list(
        21, request=RemoveContactFromListRequestBodyEmails(emails=[ADA])),
    "event": lambda: brevo.event.create_event(**event(AT, {"email_id": ADA}, "email")),
    "events": lambda: brevo.event.create_batch_events(
        events=[event(STAMP, {"email_id": ADA}, "email"), event(STAMP, {"phone_id": "491701234567"}, "sms")]),
    "email": lambda: brevo.transactional_emails.send_transac_email(
        sender={"email": "hello@fernwood.example", "name": "Fernwood"}, to=[{"email": ADA}],
        reply_to={"email": "help@fernwood.example"}, subject="Your picks", html_content="<p>Hello</p>", text_content="Hello",
        headers=headers("6f9619ff-8b86-8011-b42d-00c04fc964ff"), tags=["parley"]),
    "email_by_template": lambda: brevo.transactional_emails.send_transac_email(
        to=[{"email": ADA}], template_id=3, params={"NAME": "Ada"},
        headers=headers("6f9619ff-8b86-8011-b42d-00c04fc96500"), tags=["parley"]),
    "confirmation": lambda: brevo.contacts.create_doi_contact(
        email=ADA, include_list_ids=[7], template_id=4, redirection_url="https://fernwood.example/thanks"),
    "sms": lambda: brevo.transactional_sms.send_async_transactional_sms(
        **TEXT, recipient="491701234567", content="Fernwood: grüezi ✓", unicode_enabled=True),
    "sms_in_america": lambda: brevo.transactional_sms.send_async_transactional_sms(
        **TEXT, recipient="12125550123", content="hello", unicode_enabled=False, organisation_prefix="Fernwood"),
    "whatsapp": lambda: brevo.transactional_whats_app.send_whatsapp_message(request=SendWhatsappMessageRequestText(
        sender_number="4930123456", contact_numbers=["491701234567"], text="Hello")),
    "whatsapp_by_template": lambda: brevo.transactional_whats_app.send_whatsapp_message(
        request=SendWhatsappMessageRequestParams(
            sender_number="4930123456", contact_numbers=["491701234567"], template_id=7, params={"NAME": "Ada"})),
    "email_reports": lambda: brevo.transactional_emails.get_email_event_report(limit=100, days=1, email=ADA),
    "sms_reports": lambda: brevo.transactional_sms.get_sms_events(limit=100, days=1, tags="c1.follow-up"),
    "whatsapp_reports": lambda: brevo.transactional_whats_app.get_whatsapp_event_report(
        limit=1000, days=2, contact_number="491701234567"),
    "activate": lambda: brevo.ecommerce.activate_the_e_commerce_app(),
    "product": lambda: brevo.ecommerce.create_update_product(**PRODUCT, update_enabled=True),
    "products": lambda: brevo.ecommerce.create_update_batch_products(products=[PRODUCT], update_enabled=True),
    "category": lambda: brevo.ecommerce.create_update_category(**CATEGORY, update_enabled=True),
    "categories": lambda: brevo.ecommerce.create_update_batch_category(categories=[CATEGORY], update_enabled=True),
    "order": lambda: brevo.ecommerce.create_order(**ORDER),
    "live_orders": lambda: brevo.ecommerce.create_batch_order(orders=[ORDER], historical=False),
    "past_orders": lambda: brevo.ecommerce.create_batch_order(orders=[ORDER], historical=True),
    "task_types": lambda: brevo.tasks.get_all_task_types(),
    "task": lambda: brevo.tasks.create_a_task(
        name="Call Ada back", task_type_id="61a88a2eb7a574180261234b", date=AT, notes="She asked for a person.",
        contacts_ids=[21]),
    "mark_task": lambda: brevo.tasks.update_a_task("61a5cd07ca1347c800000015", done=True),
    "note": lambda: brevo.notes.create_a_note(text="Asked for a person.", contact_ids=[21]),
    "deal": lambda: brevo.deals.create_a_deal(name="Fernwood, a large order", linked_contacts_ids=[21]),
    "plans": lambda: brevo.account.get_account(),
    "senders": lambda: brevo.senders.get_senders(),
    "domains": lambda: brevo.domains.get_domains(),
    "email_templates": lambda: brevo.transactional_emails.get_smtp_templates(limit=1000),
    "whatsapp_templates": lambda: brevo.whats_app_campaigns.get_whats_app_templates(limit=100),
    "whatsapp_quality": lambda: brevo.whats_app_campaigns.get_whats_app_config(),
    "webhooks": lambda: brevo.webhooks.get_webhooks(type="transactional"),
    "create_webhook": lambda: brevo.webhooks.create_webhook(**WEBHOOK, type="transactional", channel="email"),
    "update_webhook": lambda: brevo.webhooks.update_webhook(21, **WEBHOOK),
    "delete_webhook": lambda: brevo.webhooks.delete_webhook(21),
}


def ask(method, url, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method, headers={"api-key": "xkeysib-test"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read()


for name, call in CALLS.items():
    ask("POST", f"{ORIGIN}/_control/reset")
    ask("POST", f"{ORIGIN}/_control/settings", STAGE["settings"])
    for method, path, body in STAGE["before"].get(name, []):
        ask(method, BASE + path, body)
    ask("DELETE", f"{ORIGIN}/_control/requests")
    line = {"name": name}
    try:
        line["answer"] = repr(call())[:500]
    except Exception as error:  # noqa: BLE001 -- whatever it is, the suite tells it
        line["error"] = repr(error)[:500]
    line["requests"] = json.loads(ask("GET", f"{ORIGIN}/_control/requests?path=/v3"))["requests"]
    print(json.dumps(line))
