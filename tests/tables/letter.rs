//! What is left of a letter that answers another.

use shared::inbound::own_words;

#[test]
fn a_letter_is_left_its_writers_own_words() {
    for (letter, own) in [
        ("Yes.", "Yes."),
        ("  Yes.\r\n\r\n\r\n\r\nPlease. ", "Yes.\n\nPlease."),
        (
            "I take it.\n\nOn Mon, Nov 23, 2026 at 1:00 PM Fernwood <hello@fernwood.example>\nwrote:\n\n> Your cart\n> waits\n",
            "I take it.",
        ),
        (
            "Passt es?\n\nAm 23.11.2026 um 13:00 schrieb Fernwood <hello@fernwood.example>:\n\nIhr Warenkorb wartet.",
            "Passt es?",
        ),
        (
            "On 23 Nov 2026 Fernwood wrote:\n> Does it fit?\n\nYes.\n> And the colour?\nGreen.",
            "Yes.\nGreen.",
        ),
        (
            "Danke!\n\n________________________________\nVon: Fernwood\nGesendet: Montag\n\nIhr Warenkorb",
            "Danke!",
        ),
        (
            "Merci.\n\nDe : Fernwood <hello@fernwood.example>\nEnvoyé : lundi 23\nObjet : votre panier\n\nVotre panier",
            "Merci.",
        ),
        ("Oui.\n-----Message d'origine-----\nVotre panier", "Oui."),
        ("When?\n\n-- \nCarla\n+49 151 0000000", "When?"),
        (
            "2026/11/23 13:00、Fernwood <hello@fernwood.example>のメール:\n\nカート",
            "2026/11/23 13:00、Fernwood <hello@fernwood.example>のメール:\n\nカート",
        ),
        (
            "はい。\n\n2026/11/23 13:00、Fernwood <hello@fernwood.example>のメール:\n\nカート",
            "はい。",
        ),
        // Words of people, which only look like it.
        ("I wrote: no.\nSo: what now?", "I wrote: no.\nSo: what now?"),
        ("From: me.\nThat is all.", "From: me.\nThat is all."),
        // Where nothing would be left, everything is.
        ("> Your cart\n> waits", "> Your cart\n> waits"),
        ("", ""),
        ("a\u{0}b\u{7}c", "abc"),
    ] {
        assert_eq!(own_words(letter), own, "{letter}");
    }
    assert_eq!(own_words(&"long ".repeat(1000)).chars().count(), 1999);
}
