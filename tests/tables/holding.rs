//! What a service was told of a contact against what it holds of them now.

use shared::inbound::{Holding, Seen};

fn holding(contact: &str, id: &str, list: i64) -> Holding {
    Holding {
        contact: contact.into(),
        id: id.into(),
        list,
    }
}

/// A contact was told of at this address, with this id, on list 7; and this is what became of it where its list is `list`
/// and a contact with `id`, these addresses and these lists is seen.
#[track_caller]
fn check_held(
    (contact, told): (&str, &str),
    seen: Option<(&str, &str, &[i64])>,
    list: Option<i64>,
    words: Option<&str>,
) {
    let addresses = |all: &str| -> Vec<String> { all.split(' ').map(Into::into).collect() };
    let held = seen.map(|(id, all, lists)| (id, addresses(all), lists));
    let held = held.as_ref().map(|(id, addresses, lists)| Seen {
        id,
        addresses,
        lists,
    });
    let holding = holding(contact, told, 7);
    assert_eq!(
        holding.lost(held.as_ref(), list),
        words,
        "{holding:?} {seen:?}"
    );
}

#[test]
fn who_is_not_held_any_more_as_the_service_was_told_is_lost_and_nobody_else() {
    let (mail, number, both) = ("a@shopper.example", "+491", "a@shopper.example +491");
    check_held((mail, "1"), Some(("1", mail, &[7, 9])), Some(7), None);
    check_held((mail, ""), Some(("1", both, &[7])), Some(7), None);
    // The shop names another list now, or none.
    check_held((mail, "1"), Some(("1", mail, &[])), Some(8), None);
    check_held((mail, "1"), Some(("1", mail, &[])), None, None);
    let left = Some("the contact left the list");
    check_held((mail, "1"), Some(("1", mail, &[9])), Some(7), left);
    let moved = Some("the contact has another address");
    check_held((number, "1"), Some(("1", mail, &[7])), Some(7), moved);
    let another = Some("the address belongs to another contact");
    check_held((number, "1"), Some(("2", both, &[7])), Some(7), another);
    check_held((number, "1"), Some(("2", both, &[])), None, another);
    let gone = Some("the contact is gone, or has another address");
    check_held((mail, "1"), None, Some(7), gone);
    let unlisted = holding(mail, "1", 0);
    let addresses = [mail.to_string()];
    let seen = Seen {
        id: "1",
        addresses: &addresses,
        lists: &[],
    };
    assert_eq!(unlisted.lost(Some(&seen), Some(7)), None);
}
