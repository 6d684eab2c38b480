//! The flows that merchants get: each is without mistakes, says nothing that another says, and is told by a transcript
//! from its first words to its last message.

use super::{check, document};
use serde_json::Value;
use shared::flow::{
    Flow, FlowDraft, Library, Phrase, TextsDraft, explore, read, with_texts, words,
};
use shared::locale::Language;
use shared::wire::settings_v1::Audience;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Documents that have no transcript yet. Empty once the playbook is whole.
const UNTOLD: [&str; 0] = [];

const MAIN_PATH: &str = "# main path";
const TO_A_PERSON: &str = "# to a person";
const WITH_CONSENT: &str = "# follow-up with consent";
const WITHOUT_CONSENT: &str = "# follow-up without consent";
const NO_FOLLOW_UP: &str = "# no follow-up";
const HEADS: [&str; 5] = [
    MAIN_PATH,
    TO_A_PERSON,
    WITH_CONSENT,
    WITHOUT_CONSENT,
    NO_FOLLOW_UP,
];

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The names of the files in a folder that end so.
fn names(path: &str, ending: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder(path)).unwrap();
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .map(|path| name(&path))
        .collect();
    names.sort();
    names
}

#[track_caller]
fn drafts() -> Vec<FlowDraft> {
    let documents = names("../shared/playbook", "json").into_iter();
    let draft = |name: String| {
        let draft = read(document(&name).as_bytes());
        assert!(draft.is_ok(), "{name}: {draft:#?}");
        let draft = draft.unwrap();
        assert_eq!(draft.id, name, "the file is named after its flow");
        draft
    };
    documents.map(draft).collect()
}

fn library() -> Library {
    Library::validate(drafts()).unwrap()
}

/// The playbook in another language.
#[track_caller]
fn translated(language: Language) -> Vec<FlowDraft> {
    let texts = format!("../shared/playbook/texts/{}", language.code());
    let translate = |draft: FlowDraft| {
        let file = folder(&texts).join(format!("{}.json", draft.id));
        let name = file.display();
        assert!(file.is_file(), "{name} is missing");
        let texts = std::fs::read(&file).unwrap();
        let texts: TextsDraft = serde_json::from_slice(&texts).unwrap();
        assert_eq!(texts.language, language.code(), "{name}");
        let translated = with_texts(&draft, &texts);
        assert!(translated.is_ok(), "{name}: {translated:#?}");
        translated.unwrap()
    };
    drafts().into_iter().map(translate).collect()
}

/// The scenes of a transcript by their first lines, in order.
fn scenes(name: &str) -> Vec<(String, String)> {
    let path = folder("transcripts/playbook").join(format!("{name}.txt"));
    let text = std::fs::read_to_string(path).unwrap();
    let mut scenes: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if HEADS.contains(&line) {
            scenes.push((line.into(), String::new()));
        } else if let Some((_, scene)) = scenes.last_mut() {
            scene.push_str(line);
            scene.push('\n');
        }
    }
    scenes
}

#[test]
fn each_language_knows_the_commonest_questions_as_people_write_them() {
    let rows = [
        ("de", "Wann kommt das an?", "Kann ich das zurückgeben?"),
        (
            "fr",
            "Quand est-ce que ça arrive ?",
            "Puis-je le retourner ?",
        ),
        ("es", "¿Cuándo llega?", "¿Puedo devolverlo?"),
        ("it", "Quando arriva?", "Posso fare un reso?"),
        ("nl", "Wanneer komt het aan?", "Kan ik het terugsturen?"),
        ("pt", "Quando chega?", "Posso devolver?"),
        ("pl", "Kiedy dotrze przesyłka?", "Czy mogę to zwrócić?"),
        ("sv", "När kommer det?", "Kan jag returnera den?"),
        ("da", "Hvornår kommer den?", "Kan jeg returnere den?"),
        ("ja", "いつ届きますか？", "返品できますか？"),
        ("ar", "متى يصل الطلب؟", "هل يمكنني إرجاعه؟"),
        ("he", "מתי זה מגיע?", "אפשר להחזיר?"),
    ];
    let [_english, others @ ..] = Language::ALL;
    for language in others {
        let (_, delivery, returns) = rows
            .into_iter()
            .find(|(code, ..)| *code == language.code())
            .unwrap();
        let drafts = translated(language);
        let finder = drafts
            .iter()
            .find(|draft| draft.id == "product-finder")
            .unwrap();
        let finder = Flow::validate(finder).unwrap();
        for (said, question) in [(delivery, "delivery"), (returns, "returns")] {
            let asked = finder.question(said).map(|question| question.id.as_str());
            assert_eq!(asked, Some(question), "{said}");
        }
    }
}

#[test]
fn the_playbook_is_whole_in_every_language() {
    let [_english, others @ ..] = Language::ALL;
    for language in others {
        let drafts = translated(language);
        for draft in &drafts {
            let words = &draft.opt_out.sms;
            let says = words.is_empty() || words.contains("STOP");
            assert!(says, "{}, {}: {words}", language.code(), draft.id);
        }
        let library = Library::validate(drafts);
        assert!(library.is_ok(), "{}: {library:#?}", language.code());
    }
}

#[test]
fn the_flows_are_without_mistakes_and_what_they_call_is_there() {
    assert!(library().flows().count() > 0);
}

#[test]
fn every_flow_is_told_from_its_first_words_to_its_last_message() {
    let told = names("transcripts/playbook", "txt");
    for draft in drafts() {
        if told.contains(&draft.id) {
            told_whole(&draft);
        } else {
            assert!(UNTOLD.contains(&draft.id.as_str()), "{}", draft.id);
        }
    }
}

#[track_caller]
fn told_whole(draft: &FlowDraft) {
    let scenes = scenes(&draft.id);
    let heads: Vec<&str> = scenes.iter().map(|(head, _)| head.as_str()).collect();
    let last: &[&str] = match draft.follow_up {
        Some(_) => &[WITH_CONSENT, WITHOUT_CONSENT],
        None => &[NO_FOLLOW_UP],
    };
    let expected = [&[MAIN_PATH, TO_A_PERSON], last].concat();
    assert_eq!(heads, expected, "the scenes of {}", draft.id);
    let begins = format!("flow {}\n", draft.id);
    for (head, scene) in &scenes {
        let wrote = scene.contains(" to the shopper, ");
        let right = match head.as_str() {
            TO_A_PERSON => scene.contains("(a person has been told)"),
            WITH_CONSENT => wrote,
            WITHOUT_CONSENT | NO_FOLLOW_UP => !wrote,
            _ => true,
        };
        assert!(right, "{head} of {} does not show that", draft.id);
        assert!(scene.starts_with(&begins), "{head} of {}", draft.id);
    }
}

#[test]
fn every_transcript_is_as_it_happens() {
    for name in names("transcripts/playbook", "txt") {
        check(&format!("playbook/{name}"));
    }
}

#[test]
fn every_flow_can_be_walked_through_with_a_person_and_the_end_in_reach() {
    let library = library();
    for flow in library.flows() {
        let report = explore(&library, flow.id(), STATES).unwrap();
        let faults = [
            report.dead_ends,
            report.without_person,
            report.without_end,
            report.unreached,
        ]
        .concat();
        assert_eq!(faults, Vec::<String>::new(), "{}", flow.id());
    }
}

#[test]
fn no_two_flows_say_the_same() {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    let mut twice = Vec::new();
    for name in names("../shared/playbook", "json") {
        let mut flow: Value = serde_json::from_str(&document(&name)).unwrap();
        flow.as_object_mut().unwrap().remove("opt_out");
        let mut own = BTreeSet::new();
        texts(&flow, &mut own);
        for text in own {
            if COMMON.contains(&text.as_str()) {
                continue;
            }
            if let Some(other) = said.insert(text.clone(), name.clone()) {
                twice.push(format!("{other} and {name} both say \"{text}\""));
            }
        }
    }
    assert_eq!(twice, Vec::<String>::new());
}

/// Enough to see every ask of the largest flow; all states of those with many questions would take minutes.
const STATES: usize = 3000;

/// Short remarks that any flow may make.
const COMMON: [&str; 7] = [
    "All right, nothing will be sent.",
    "Here it is:",
    "Is there anything else?",
    "Side by side:",
    "What is it about?",
    "Where should it go? Pick one; it is used for this message only.",
    "Which concern is it?",
];

fn texts(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if ["text", "subject", "sms"].contains(&name.as_str()) => {
                        found.insert(text.clone());
                    }
                    other => texts(other, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
        _ => {}
    }
}

#[test]
fn the_four_audiences_never_read_the_same() {
    for draft in drafts() {
        let Some(trigger) = &draft.trigger else {
            continue;
        };
        let invited = FOUR
            .into_iter()
            .filter(|audience| trigger.audience.is_empty() || trigger.audience.contains(audience));
        let invited: Vec<Audience> = invited.collect();
        let own = &draft.first_message.for_audience;
        let text = |audience: &Audience| {
            let own = own.iter().find(|own| own.audience == *audience);
            own.map_or(&draft.first_message.text, |own| &own.text)
        };
        let read: BTreeSet<&String> = invited.iter().map(text).collect();
        assert_eq!(read.len(), invited.len(), "{}: {read:#?}", draft.id);
    }
}

const FOUR: [Audience; 4] = [
    Audience::FirstVisit,
    Audience::CartAbandoner,
    Audience::RecentBuyer,
    Audience::Vip,
];

#[test]
fn every_phrase_of_a_question_asks_it() {
    let library = library();
    let mut lost = Vec::new();
    for flow in library.flows() {
        for question in &flow.draft().questions {
            for said in spoken(&question.phrases) {
                let found = flow.question(&said).map(|found| found.id.as_str());
                if found != Some(question.id.as_str()) || calls_a_person(flow, &said) {
                    lost.push(format!("{}: {}: {said}", flow.id(), question.id));
                }
            }
        }
    }
    assert_eq!(lost, Vec::<String>::new());
}

#[test]
fn every_phrase_of_a_choice_picks_it_and_nothing_else() {
    let library = library();
    let mut lost = Vec::new();
    for flow in library.flows() {
        let document: Value = serde_json::from_str(&document(flow.id().as_str())).unwrap();
        for step in document["steps"].as_array().unwrap() {
            let choices = step["choices"].as_array().into_iter().flatten();
            let choices: Vec<Vec<String>> = choices.map(phrases).collect();
            for (index, own) in choices.iter().enumerate() {
                for said in spoken(own) {
                    let place = format!("{}: {}: {said}", flow.id(), step["id"]);
                    let best = choices.iter().map(|other| score(other, &said)).max();
                    let picks = |other: &&Vec<String>| Some(score(other, &said)) == best;
                    let picked: Vec<_> = choices.iter().filter(picks).collect();
                    let alone = picked == [&choices[index]];
                    if !alone || flow.question(&said).is_some() || calls_a_person(flow, &said) {
                        lost.push(place);
                    }
                }
            }
        }
    }
    assert_eq!(lost, Vec::<String>::new());
}

fn phrases(choice: &Value) -> Vec<String> {
    let phrases = choice["phrases"].as_array().into_iter().flatten();
    phrases
        .map(|phrase| phrase.as_str().unwrap().to_string())
        .collect()
}

/// What a shopper may say to be understood by these phrases: each with its first words, and once with every other word.
fn spoken(phrases: &[String]) -> Vec<String> {
    let mut spoken = Vec::new();
    for phrase in phrases {
        let groups: Vec<Vec<&str>> = phrase
            .split_whitespace()
            .map(|group| group.split('|').collect())
            .collect();
        let first: Vec<&str> = groups
            .iter()
            .filter_map(|group| group.first().copied())
            .collect();
        for (place, group) in groups.iter().enumerate() {
            let with = |word: &&str| {
                let words = first.iter().enumerate();
                let said: Vec<&str> = words
                    .map(|(at, first)| if at == place { word } else { first })
                    .copied()
                    .collect();
                said.join(" ")
            };
            spoken.extend(group.iter().map(with));
        }
    }
    spoken
}

fn score(phrases: &[String], said: &str) -> usize {
    let said = words(said);
    let score = |phrase: &String| Phrase::parse(phrase).unwrap().score(&said);
    phrases.iter().map(score).max().unwrap_or(0)
}

fn calls_a_person(flow: &Flow, said: &str) -> bool {
    let said = words(said);
    let phrases = &flow.handoff().words;
    phrases.iter().any(|phrase| phrase.score(&said) > 0)
}
