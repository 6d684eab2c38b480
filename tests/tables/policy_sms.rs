//! What a text message must say and be sent from: the shop's name, how to stop, its length, its sender.

use crate::given::{address, agreed, draft};
use crate::policy::decided;
use shared::channel::{Channel, Purpose};
use shared::delivery::{Draft, Message};
use shared::flow::TextsDraft;
use shared::locale::Language;
use shared::optout::is_opt_out;
use shared::policy::{Facts, Reason, Verdict, page, takes_answers};
use shared::time::Offset;
use xtask::message::words;

const BERLIN: &str = "+491701234567";

fn text(to: &str, purpose: Purpose, language: Option<&str>, text: &str) -> Draft {
    Draft {
        message: Message::Sms { text: text.into() },
        language: language.map(Into::into),
        ..draft(Channel::Sms, purpose, to)
    }
}

/// Decides at noon, where no clock shows night, and looks at the reasons against the message only.
#[track_caller]
fn check(draft: &Draft, change: impl FnOnce(&mut Facts<'_>), expected: &[Reason]) {
    let verdict = decided(draft, &agreed(draft), |facts| {
        let zones = shared::policy::zones_needed(draft, &[]);
        facts.clocks = zones
            .into_iter()
            .map(|zone| (zone.into(), Offset(60)))
            .collect();
        change(facts);
    });
    match verdict {
        Verdict::Allow(_) => assert_eq!(expected, [], "{:?}", draft.message),
        Verdict::Deny { reasons } => assert_eq!(reasons, expected, "{:?}", draft.message),
        Verdict::Hold { .. } => panic!("noon is no night: {verdict:?}"),
    }
}

#[test]
fn how_to_stop_is_said_in_the_drafts_language() {
    for (language, wording) in [
        ("en", "Reply STOP to opt out"),
        ("en-GB", "Text STOP to end"),
        ("de", "Antworten Sie STOP zum Abbestellen"),
        ("de-AT", "Abmelden: STOP"),
        ("fr", "STOP au 36111"),
        ("fr", "Répondez STOP pour ne plus recevoir de SMS"),
        ("es", "Responde STOP para darte de baja"),
        ("it", "Rispondi STOP per non ricevere altri SMS"),
        ("nl", "Antwoord STOP om je af te melden"),
        ("pt", "Responda STOP para sair"),
        ("pt-BR", "Envie STOP para cancelar"),
        ("pl", "Odpisz STOP, aby zrezygnować"),
        ("sv", "Svara STOP för att avsluta"),
        ("da", "Svar STOP for at afmelde"),
        ("ja", "配信停止はSTOPと返信"),
        ("ar", "أرسل STOP لإلغاء الاشتراك"),
        ("he", "להסרה השיבו STOP"),
    ] {
        let says = |language| {
            let said = format!("Fernwood: -10 % {wording}");
            text(BERLIN, Purpose::Marketing, language, &said)
        };
        check(&says(Some(language)), |_| {}, &[]);
        check(&says(None), |_| {}, &[]);
        check(&says(Some("fi")), |_| {}, &[Reason::UnknownLanguage]);
    }
}

#[test]
fn every_translation_of_the_playbook_says_how_to_stop_as_the_law_wants_it() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/playbook/texts");
    let mut said = 0;
    for language in std::fs::read_dir(folder).unwrap() {
        let language = language.unwrap().path();
        let code = language.file_name().unwrap().to_str().unwrap();
        for file in std::fs::read_dir(&language).unwrap() {
            let texts = std::fs::read(file.unwrap().path()).unwrap();
            let texts: TextsDraft = serde_json::from_slice(&texts).unwrap();
            let Some(wording) = texts
                .texts
                .get("opt_out.sms")
                .filter(|text| !text.is_empty())
            else {
                continue;
            };
            let offer = format!("Fernwood: -10 % {wording}");
            check(
                &text(BERLIN, Purpose::Marketing, Some(code), &offer),
                |_| {},
                &[],
            );
            said += 1;
        }
    }
    assert!(said > 0, "there are translations");
}

#[test]
fn the_word_alone_another_language_or_no_word_does_not_say_how_to_stop() {
    for (language, said) in [
        (Some("en"), "Fernwood: ten percent off"),
        (Some("en"), "Fernwood: STOP paying full price"),
        (Some("de"), "Fernwood: zehn Prozent. Reply STOP to opt out"),
        (Some("fr"), "Fernwood: dix pour cent. STOP"),
        (Some("ja"), "Fernwood: 10%引き。Reply STOP"),
        (None, "Fernwood: a stopgap. Reply YES"),
    ] {
        let draft = text(BERLIN, Purpose::Marketing, language, said);
        check(&draft, |_| {}, &[Reason::NoStopWording]);
    }
    check(
        &text(BERLIN, Purpose::Utility, Some("en"), "Fernwood: your cart"),
        |_| {},
        &[],
    );
}

#[test]
fn each_word_that_a_text_tells_is_one_that_we_take_for_a_withdrawal() {
    let page = page();
    let rows = page.split("| country | word |").nth(1).unwrap();
    let words: Vec<&str> = rows
        .lines()
        .skip(2)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split(" | ").nth(1))
        .collect();
    assert_eq!(words, ["UNSUB", "STOP"]);
    assert!(words.into_iter().all(is_opt_out));
}

#[test]
fn norway_has_a_word_of_its_own() {
    let to_norway = |said| text("+4791234567", Purpose::Marketing, Some("en"), said);
    check(&to_norway("Fernwood: Reply UNSUB to end"), |_| {}, &[]);
    let reasons = [Reason::NoStopWording];
    check(&to_norway("Fernwood: Reply STOP to end"), |_| {}, &reasons);
}

#[test]
fn marketing_names_the_shop_and_in_the_united_states_every_text_does() {
    let nameless = "Your cart waits. Reply STOP to end";
    for (to, purpose, reasons) in [
        (BERLIN, Purpose::Marketing, &[Reason::NoBrand][..]),
        (BERLIN, Purpose::Utility, &[]),
        ("+19195550100", Purpose::Utility, &[Reason::NoBrand]),
        ("+14165550100", Purpose::Utility, &[]),
    ] {
        check(&text(to, purpose, None, nameless), |_| {}, reasons);
    }
    let named = text(BERLIN, Purpose::Marketing, None, "FERNWOOD: Reply STOP");
    check(&named, |_| {}, &[]);
    check(&named, |facts| facts.brand = " ".into(), &[Reason::NoBrand]);
}

#[test]
fn marketing_takes_no_more_segments_than_the_rules_and_the_shop_allow() {
    let of = |letters: usize| {
        let said = format!("Fernwood: Reply STOP {}", "a".repeat(letters));
        text(BERLIN, Purpose::Marketing, None, &said)
    };
    let long = [Reason::TooManySegments];
    check(&of(591), |_| {}, &[]);
    check(&of(592), |_| {}, &long);
    check(&of(139), |facts| facts.stricter.sms_segments = Some(1), &[]);
    check(
        &of(140),
        |facts| facts.stricter.sms_segments = Some(1),
        &long,
    );
    check(
        &of(592),
        |facts| facts.stricter.sms_segments = Some(9),
        &long,
    );
    let utility = Draft {
        purpose: Purpose::Utility,
        ..of(900)
    };
    check(&utility, |_| {}, &[]);
}

#[test]
fn a_sender_is_one_that_the_country_takes() {
    let no = [Reason::SenderNotTaken];
    for (to, sender, reasons) in [
        ("+19195550100", "18005550100", &[][..]),
        ("+19195550100", "+18335550100", &[]),
        ("+19195550100", "FERNWOOD", &no),
        ("+19195550100", "19195550111", &no),
        ("+14165550100", "18885550100", &[]),
        ("+14165550100", "FERNWOOD", &no),
        ("+17875550100", "FERNWOOD", &no),
        ("+33612345678", "FERNWOOD", &[]),
        ("+33612345678", "33612345679", &no),
        ("+262692123456", "38123", &no),
        (BERLIN, "491701234568", &[]),
        (BERLIN, "AB", &no),
        (BERLIN, "FERNWOODSTORE", &no),
        (BERLIN, "FERN WOOD", &no),
        (BERLIN, "+FERNWOOD", &no),
        (BERLIN, "", &no),
        ("+919812345678", "FERNWOOD", &[]),
    ] {
        let draft = draft(Channel::Sms, Purpose::Marketing, to);
        let change = |facts: &mut Facts<'_>| {
            if let Some(known) = &mut facts.sender {
                known.id = sender.into();
            }
        };
        check(&draft, change, reasons);
    }
}

#[test]
fn an_answer_arrives_where_only_a_number_may_be_the_sender() {
    for (to, arrives) in [
        ("+12125550142", true),
        (BERLIN, false),
        ("carla@shopper.example", false),
    ] {
        assert_eq!(takes_answers(&address(to)), arrives, "{to}");
    }
}

#[test]
fn where_senders_are_registered_only_a_registered_one_sends() {
    let no = [Reason::SenderNotTaken];
    for to in ["+19195550100", "+14165550100", "+17875550100"] {
        let draft = draft(Channel::Sms, Purpose::Marketing, to);
        let unverified = |facts: &mut Facts<'_>| {
            if let Some(known) = &mut facts.sender {
                known.registered = ["IN".parse().unwrap()].into();
            }
        };
        check(&draft, unverified, &no);
    }
    let to_india = draft(Channel::Sms, Purpose::Utility, "+919812345678");
    check(
        &to_india,
        |facts| {
            if let Some(sender) = &mut facts.sender {
                sender.registered.clear();
            }
        },
        &no,
    );
    check(
        &draft(Channel::Sms, Purpose::Utility, BERLIN),
        |facts| facts.sender = None,
        &[Reason::UnknownSender],
    );
}

#[test]
fn what_parley_itself_says_of_stopping_is_taken_in_every_language() {
    for language in Language::ALL {
        let stop = words(language).unwrap().say("stop_sms").to_owned();
        let said = format!("Fernwood: https://fernwood.example/c/1 {stop}");
        let draft = text(BERLIN, Purpose::Marketing, Some(language.code()), &said);
        check(&draft, |_| {}, &[]);
    }
}

#[test]
fn a_text_message_that_sells_nothing_has_a_length_too() {
    let of = |letters: usize| {
        let said = format!("Fernwood: {}", "a".repeat(letters));
        text(BERLIN, Purpose::Utility, None, &said)
    };
    check(&of(8 * 153 - 10), |_| {}, &[]);
    check(&of(8 * 153 - 9), |_| {}, &[Reason::TooManySegments]);
}
