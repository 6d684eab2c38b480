//! What somebody changes of a contact in Brevo's own pages: who is not held there any more as they agreed is sold to no
//! more, and nobody else is touched.

use crate::drain::put;
use crate::inbound::{brevo, control, hooked, reports};
use crate::journeys::{Reader, flow};
use crate::stage::{Shop, World, own, until};
use crate::whatsapp;
use serde_json::{Value, json};

/// The list of those who agreed to be sold to.
const LIST: i64 = 7;
const NUMBER: &str = "+447911123456";

/// A shop with such a list, in a country where a yes is enough, that hears what Brevo reports.
#[track_caller]
fn shop(world: &World) -> Shop {
    let shop = whatsapp::shop_on(world, "approved");
    let mut document = shop.document();
    document["country"] = "FR".into();
    document["sender"]["list"] = LIST.into();
    document["sender"]["whatsapp"] = "4930123456".into();
    document["whatsapp_templates"] = json!([{
        "id": "701", "about": "summary", "language": "en", "category": "marketing", "approval": "approved",
        "text": "{{params.shop}}: here is what we found. {{params.link}}"
    }]);
    let (status, answer) = shop.put_document(&document);
    assert_eq!(status, 200, "{answer}");
    let (status, answer) = shop.publish(&flow("sale", "birthday", 8000, "marketing"));
    assert_eq!(status, 200, "{answer}");
    let mut by_whatsapp = whatsapp::flow();
    by_whatsapp["steps"][0]["purpose"] = "marketing".into();
    by_whatsapp["opt_out"]["wordings"][0]["purpose"] = "marketing".into();
    let (status, answer) = shop.publish(&by_whatsapp);
    assert_eq!(status, 200, "{answer}");
    hooked(&shop);
    shop
}

/// Somebody who agreed to be sold to by e-mail, and is on the list.
#[track_caller]
fn sold_to(shop: Shop, address: &str) -> Reader {
    let reader = Reader::of(shop, "sale", address);
    let path = format!("/contacts/{}", address.replace('@', "%40"));
    until("Brevo has them on the list", || {
        brevo(&reader.shop, &path).json()["listIds"] == json!([LIST])
    });
    reader
}

/// What is withdrawn in this shopper's ledger: channel, purpose, and what Brevo told.
fn withdrawn(shop: &Shop, shopper: &str) -> Vec<[String; 4]> {
    let kept = shop.show(&format!("/shoppers/{shopper}"));
    let entries = kept["consent"]["entries"].as_array().cloned();
    let all = entries.unwrap_or_default().into_iter();
    let withdrawals = all.map(|one| one["entry"].clone());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    withdrawals
        .filter(|entry| entry["kind"] == "withdrawal")
        .map(|entry| {
            let by = &entry["proof"]["source"]["webhook"]["by"];
            [
                &entry["channel"],
                &entry["purpose"],
                &entry["proof"]["text"],
                by,
            ]
            .map(text)
        })
        .collect()
}

#[track_caller]
fn check(shop: Shop, address: &str, event: &Value, told: &str) {
    let reader = sold_to(shop, address);
    control(&reader.shop, "happenings", event);
    until("what sells is withdrawn", || {
        withdrawn(&reader.shop, &reader.id)
            == [["email", "marketing", told, "brevo"].map(String::from)]
    });
}

#[test]
fn who_left_the_list_or_has_another_address_or_is_gone_is_sold_to_no_more() {
    let stage = own();
    let world = World::on(&stage);
    // What has nothing to do with it changes nothing.
    let reader = sold_to(shop(&world), "ada.stays@shopper.example");
    let name = json!({"attributes": {"FIRSTNAME": "Ada"}});
    control(
        &reader.shop,
        "happenings",
        &updated("ada.stays@shopper.example", &name),
    );
    until("it is looked at", || reports(&reader.shop, "taken") > 0);
    let left = updated("bo.left@shopper.example", &json!({"unlinkListIds": [LIST]}));
    check(
        shop(&world),
        "bo.left@shopper.example",
        &left,
        "the contact left the list",
    );
    let renamed = updated(
        "cy.old@shopper.example",
        &json!({"attributes": {"EMAIL": "cy.new@shopper.example"}}),
    );
    let told = "the contact is gone, or has another address";
    check(shop(&world), "cy.old@shopper.example", &renamed, told);
    let deleted = json!({"event": "contactDeleted", "email": "di.gone@shopper.example"});
    check(shop(&world), "di.gone@shopper.example", &deleted, told);
    assert_eq!(
        withdrawn(&reader.shop, &reader.id),
        Vec::<[String; 4]>::new()
    );
}

fn updated(email: &str, change: &Value) -> Value {
    json!({"event": "contactUpdated", "email": email, "change": change})
}

#[test]
fn a_contact_that_is_told_of_under_its_new_address_is_known_by_its_id() {
    let stage = own();
    let reader = sold_to(shop(&World::on(&stage)), "ed.old@shopper.example");
    let contact = brevo(&reader.shop, "/contacts/ed.old%40shopper.example").json();
    let path = format!("/v3/contacts/{}?identifierType=contact_id", contact["id"]);
    let new = "ed.new@shopper.example";
    put(
        &reader.shop,
        "PUT",
        &path,
        &json!({"attributes": {"EMAIL": new}}),
    );
    control(&reader.shop, "happenings", &updated(new, &json!({})));
    until("what sells is withdrawn", || {
        let all = withdrawn(&reader.shop, &reader.id);
        all.len() == 1 && all[0][2] == "the contact has another address"
    });
}

#[test]
fn who_agrees_anew_is_on_the_list_again_and_stays() {
    let stage = own();
    let mut again = sold_to(shop(&World::on(&stage)), "fi.again@shopper.example");
    let left = updated(
        "fi.again@shopper.example",
        &json!({"unlinkListIds": [LIST]}),
    );
    control(&again.shop, "happenings", &left);
    until("what sells is withdrawn", || {
        withdrawn(&again.shop, &again.id).len() == 1
    });
    again = again.anew("sale");
    let contact = || brevo(&again.shop, "/contacts/fi.again%40shopper.example").json();
    until("Brevo has them on the list", || {
        contact()["listIds"] == json!([LIST])
    });
    let before = reports(&again.shop, "taken");
    control(
        &again.shop,
        "happenings",
        &updated(
            "fi.again@shopper.example",
            &json!({"attributes": {"FIRSTNAME": "Fi"}}),
        ),
    );
    until("it is looked at", || reports(&again.shop, "taken") > before);
    assert_eq!(withdrawn(&again.shop, &again.id), Vec::<[String; 4]>::new());
}

#[test]
fn a_number_that_another_contact_has_now_is_sold_to_no_more_and_the_other_is_left_alone() {
    let stage = own();
    let shop = shop(&World::on(&stage));
    let flow = ("by-whatsapp", "key-0001-0001-0001");
    let conversation = whatsapp::agree_in(flow, &shop, NUMBER).expect("asked");
    let record = shop.show(&format!("/conversations/{conversation}"));
    let shopper = record["record"]["shopper"].as_str().expect("a shopper");
    let by_number = "/contacts/447911123456?identifierType=phone_id";
    until("the grant is mirrored", || {
        brevo(&shop, by_number).json()["attributes"]["PARLEY_WHATSAPP"] == "yes"
    });
    let first = brevo(&shop, by_number).json()["id"].clone();
    let heir = "heir@shopper.example";
    let path = format!("/v3/contacts/{first}?identifierType=contact_id");
    put(
        &shop,
        "PUT",
        &path,
        &json!({"attributes": {"SMS": "", "WHATSAPP": ""}}),
    );
    put(&shop, "POST", "/v3/contacts", &json!({"email": heir}));
    let change = json!({"attributes": {"SMS": NUMBER}});
    control(
        &shop,
        "happenings",
        &json!({"event": "contactUpdated", "email": heir, "change": change}),
    );
    let told = "the address belongs to another contact";
    until("what sells is withdrawn", || {
        withdrawn(&shop, shopper) == [["whats_app", "marketing", told, "brevo"].map(String::from)]
    });
    until("all is told", || {
        shop.show("/outbox/standing")["unmirrored"] == 0
    });
    let heir = brevo(&shop, "/contacts/heir%40shopper.example").json();
    assert_eq!(heir["smsBlacklisted"], false, "{heir}");
    assert!(!heir.to_string().contains("PARLEY_WITHDRAWN_AT"), "{heir}");
}

#[test]
fn what_is_told_of_a_number_that_two_contacts_have_goes_to_its_own_and_takes_it_from_neither() {
    let stage = own();
    let shop = shop(&World::on(&stage));
    let (texted, chatted) = ("texted@shopper.example", "chatted@shopper.example");
    for (email, attribute) in [(texted, "SMS"), (chatted, "WHATSAPP")] {
        let contact = json!({"email": email, "attributes": {attribute: NUMBER}});
        put(&shop, "POST", "/v3/contacts", &contact);
    }
    let flow = ("by-whatsapp", "key-0001-0001-0001");
    assert!(whatsapp::agree_in(flow, &shop, NUMBER).is_some());
    let contact =
        |email: &str| brevo(&shop, &format!("/contacts/{}", email.replace('@', "%40"))).json();
    until("it is told", || {
        contact(texted)["attributes"]["PARLEY_WHATSAPP"] == "yes"
    });
    assert_eq!(contact(texted)["attributes"]["WHATSAPP"], Value::Null);
    assert_eq!(contact(texted)["listIds"], json!([LIST]));
    let other = contact(chatted);
    assert_eq!(other["attributes"], json!({"WHATSAPP": NUMBER}), "{other}");
    let standing = shop.show("/outbox/standing");
    assert!(!standing.to_string().contains("refused"), "{standing}");
    let all = brevo(&shop, "/contacts?limit=50&offset=0").json();
    assert_eq!(all["contacts"].as_array().map(Vec::len), Some(2), "{all}");
}
