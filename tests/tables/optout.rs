//! Which replies withdraw consent, in every language: labelled messages in `optout/*.tsv` (what it asks for, the
//! message), then what no spelling may change.

use proptest::prelude::*;
use shared::consent::Scope;
use shared::optout::{MAX_CHARS, Reply, confirmation, is_opt_out, read};

const LABELLED: [(&str, &str); 13] = [
    ("en", include_str!("optout/en.tsv")),
    ("de", include_str!("optout/de.tsv")),
    ("fr", include_str!("optout/fr.tsv")),
    ("es", include_str!("optout/es.tsv")),
    ("it", include_str!("optout/it.tsv")),
    ("nl", include_str!("optout/nl.tsv")),
    ("pt", include_str!("optout/pt.tsv")),
    ("pl", include_str!("optout/pl.tsv")),
    ("sv", include_str!("optout/sv.tsv")),
    ("da", include_str!("optout/da.tsv")),
    ("ja", include_str!("optout/ja.tsv")),
    ("ar", include_str!("optout/ar.tsv")),
    ("he", include_str!("optout/he.tsv")),
];

fn rows(labelled: &'static str) -> impl Iterator<Item = (Option<Reply>, String)> {
    labelled.lines().map(|line| {
        let (label, message) = line.split_once('\t').unwrap();
        let reply = match label {
            "stop" => Some(Reply::Stop),
            "stop_all" => Some(Reply::StopAll),
            "start" => Some(Reply::Start),
            "help" => Some(Reply::Help),
            "-" => None,
            _ => panic!("{label} labels nothing"),
        };
        (reply, message.replace("\\n", "\n"))
    })
}

#[track_caller]
fn check(expected: Option<Reply>, message: &str, language: Option<&str>) {
    let opens: String = message.chars().take(60).collect();
    assert_eq!(read(message, language), expected, "{opens} ({language:?})");
}

#[test]
fn each_language_has_its_labelled_messages_and_all_of_them_are_right() {
    let mut wrong = Vec::new();
    for (language, labelled) in LABELLED {
        let all: Vec<_> = rows(labelled).collect();
        let stops = all
            .iter()
            .filter(|(reply, _)| matches!(reply, Some(Reply::Stop | Reply::StopAll)));
        assert!(stops.count() >= 20, "{language} has too few opt-outs");
        let others = all.iter().filter(|(reply, _)| reply.is_none());
        assert!(others.count() >= 15, "{language} has too few look-alikes");
        for (expected, message) in all {
            for hint in [Some(language), None] {
                let found = read(&message, hint);
                if found != expected {
                    wrong.push(format!("{message} ({hint:?}): {found:?}, not {expected:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_seven_words_of_the_law_withdraw_in_every_language() {
    for word in [
        "stop",
        "quit",
        "end",
        "revoke",
        "opt out",
        "cancel",
        "unsubscribe",
    ] {
        for (language, _) in LABELLED {
            check(Some(Reply::Stop), word, Some(language));
        }
        assert!(is_opt_out(&word.to_uppercase()), "{word}");
    }
}

#[test]
fn a_word_that_means_something_else_elsewhere_is_taken_where_it_belongs() {
    for (word, language) in [
        ("fine", "it-IT"),
        ("fin", "fr"),
        ("pare", "pt_BR"),
        ("fra", "da"),
    ] {
        check(Some(Reply::Stop), word, Some(language));
        check(None, word, None);
        check(None, word, Some("en-GB"));
    }
}

#[test]
fn what_does_not_show_or_is_only_spelt_otherwise_changes_nothing() {
    for message in [
        "ＳＴＯＰ",
        "s\u{200b}t\u{200d}o\u{feff}p",
        "\u{200f}stop\u{202c}",
        "s t o p",
        "s-t-o-p",
        "st\u{ad}op",
        "🛑🛑 stop 🛑",
        "STOP\u{3000}",
        "\"stop\"",
        "stop\u{fe0f}",
        "> STOP to end\nstop",
        "Stop\n--\nAlice, Fernwood Lane 5",
        "تـــوقـــف",
        "تَوَقَّفْ",
        "הָסֵר",
        "de\u{301}sinscription",
        "ABBESTELLEN",
        &format!("stop{}", " ".repeat(100_000)),
    ] {
        check(Some(Reply::Stop), message, None);
    }
}

#[test]
fn quoted_words_and_long_texts_withdraw_nothing() {
    let shop = "> Reply STOP to end\nI like the serum";
    check(None, shop, None);
    check(None, "", None);
    check(None, " \u{200b}\n", None);
    check(None, "🛑", None);
    check(None, &"s".repeat(100_000), None);
    check(None, &"stop by the store ".repeat(6000), None);
    check(None, &"stop ".repeat(20_000), None);
    check(None, &"もう".repeat(50_000), None);
    check(None, &format!("{}\nstop", "a".repeat(100_000)), None);
    check(
        Some(Reply::Stop),
        &format!("Stop.\n{}", "a ".repeat(50_000)),
        None,
    );
}

#[test]
fn a_sentence_that_is_cut_off_is_not_read_as_whole() {
    let before = "a".repeat(MAX_CHARS - 30);
    let text = format!("{before}. Please stop sending me texts about my order");
    check(None, &text, None);
}

#[test]
fn a_stop_takes_back_its_channel_and_a_stop_of_everything_all() {
    for (reply, scope) in [
        (Reply::Stop, Some(Scope::Channel)),
        (Reply::StopAll, Some(Scope::Everything)),
        (Reply::Start, None),
        (Reply::Help, None),
    ] {
        assert_eq!(reply.withdraws(), scope);
    }
}

#[test]
fn every_language_confirms_once_and_names_the_shop() {
    let english = confirmation("en", "Fernwood");
    for (language, _) in LABELLED {
        let text = confirmation(language, "Fernwood");
        assert!(text.starts_with("Fernwood"), "{text}");
        assert!(!text.contains(['{', '}']), "{text}");
        assert!(
            language == "en" || text != english,
            "{language} is not English"
        );
        assert!(text.chars().count() <= 100, "{text}");
        check(None, &text, Some(language));
    }
    assert_eq!(
        confirmation("de-AT", "Fernwood"),
        confirmation("de", "Fernwood")
    );
    assert_eq!(confirmation("xx", "Fernwood"), english);
}

fn labelled() -> impl Strategy<Value = (Option<Reply>, String)> {
    let all = LABELLED.iter().flat_map(|(_, labelled)| rows(labelled));
    prop::sample::select(all.collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn spaces_case_and_marks_around_a_message_change_nothing((expected, message) in labelled(), before in "[ \u{200b}\u{200f}!🙏]{0,4}", after in "[ \u{2069}.!🛑]{0,4}") {
        let dressed = format!("{before}{}{after}", message.to_lowercase());
        prop_assert_eq!(read(&dressed, None), expected);
    }

    #[test]
    fn any_text_is_read(text in any::<String>(), language in "[a-z-]{0,5}") {
        let reply = read(&text, Some(&language));
        prop_assert_eq!(read(&text, Some(&language)), reply);
    }

    // Not one letter drawn out, which is that letter: Polish has a word `z`.
    #[test]
    fn a_clause_with_a_word_of_no_table_withdraws_nothing(word in "qx[qxz]{2,6}", (_, message) in labelled()) {
        let clause: String = message.chars().filter(|letter| letter.is_alphanumeric() || *letter == ' ').collect();
        let sounds = clause.chars().all(|letter| letter.is_ascii() || letter == ' ');
        prop_assume!(sounds && !clause.contains(" and ") && !clause.contains(" but "));
        let odd = format!("{word} {clause} {word}");
        prop_assert!(!is_opt_out(&odd), "{odd}");
    }
}
