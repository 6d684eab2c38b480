//! Whether somebody asks for a person, in any of thirteen languages. What merely speaks of persons ("for a person with
//! an allergy") is no such wish.

use crate::heard::{self, Begin, Heard, Word, find, listed};
use core::ops::Range;

/// How a person is asked for in one language; lists of patterns as [`crate::heard`] reads them.
struct Wording {
    asks: Asks,
    /// What takes the wish back when it stands before it.
    denied_before: &'static str,
    /// What takes the wish back when it stands behind it.
    denied_after: &'static str,
    prefixes: &'static str,
}

/// A list of patterns, read when this is compiled.
struct Asks {
    list: &'static str,
    read: &'static [Begin],
}

macro_rules! asks {
    ($list:literal) => {{
        const READ: [Begin; heard::count($list)] = heard::read_all($list);
        Asks {
            list: $list,
            read: &READ,
        }
    }};
}

/// Whether the shopper asks to be answered by a person. Every language is tried, because whoever asks must be heard
/// even when the chat has taken their language for another.
#[must_use]
pub fn asks_for_person(text: &str) -> bool {
    // The rules are also asked when nothing was said.
    !text.is_empty() && is_asked_for(&Heard::of(text))
}

/// The same, of what others listen to as well.
pub(crate) fn is_asked_for(heard: &Heard) -> bool {
    // In a script in which no word is written, no wish is found.
    let (mut plain, mut other) = (false, false);
    for word in heard.clauses.iter().flat_map(|clause| &clause.words) {
        if word.is_plain() {
            plain = true;
        } else {
            other = true;
        }
    }
    WORDINGS.iter().any(|wording| {
        let written = if wording.is_plain() { plain } else { other };
        written && wording.heard(heard)
    })
}

impl Wording {
    fn heard(&self, heard: &Heard) -> bool {
        let beginnings = heard.beginnings(self.prefixes);
        let asks = beginnings.among_read(self.asks.list, self.asks.read);
        let asked_in = |pattern: &str, clause: &[Word]| {
            let asked = find(pattern, clause, self.prefixes);
            asked.iter().any(|asked| !self.denies(asked, clause))
        };
        asks.into_iter().any(|pattern| {
            let mut clauses = heard.clauses.iter();
            clauses.any(|clause| asked_in(pattern, &clause.words))
        })
    }

    /// Whether its patterns are written in ASCII.
    // INVARIANT: all of them as the first one, or none.
    fn is_plain(&self) -> bool {
        let asks = self.asks.list.trim_ascii_start();
        asks.as_bytes().first().is_some_and(u8::is_ascii)
    }

    fn denies(&self, asked: &Range<usize>, clause: &[Word]) -> bool {
        let near = |gap: Option<usize>| gap.is_some_and(|gap| gap <= DENIAL_REACH);
        let found = |list| listed(list).flat_map(|pattern| find(pattern, clause, self.prefixes));
        let before = |denial: Range<usize>| near(asked.start.checked_sub(denial.end));
        let after = |denial: Range<usize>| near(denial.start.checked_sub(asked.end));
        found(self.denied_before).any(before) || found(self.denied_after).any(after)
    }
}

const DENIAL_REACH: usize = 3;

const WORDINGS: [Wording; 13] = [
    // English
    Wording {
        asks: asks!("
            talk/speak/chat/talking/speaking/chatting/write to/with ~ human/humans/person/agent/someone/somebody/representative/rep/advisor/adviser/colleague/manager/supervisor/staff/people/employee/operator
            connect/transfer/put/pass/forward me ~ human/person/agent/someone/somebody/representative/colleague/manager/support
            human/agent/representative/operator please | person please | real person/human please | please ~ real person/human
            =human | =agent | =a human | =an agent | =a person | =person | =real person | =a real person | =representative | =operator | =live agent
            live agent/person/representative | actual human/person please | is there ~ human/person/someone ~ talk/speak/there
            can/could/will/would a human/person/someone/somebody ~ call/answer/contact/help/ring | someone ~ call me | call me back
            get me ~ human/person/manager/agent/someone | want/need/prefer ~ human/agent/representative/operator | i want/need a person/real | let me ~ human
            any humans/human ~ here/there | need human help/support | human support/assistance
        "),
        denied_before: "not | t | dont | without | no | never | instead of",
        denied_after: "",
        prefixes: "",
    },
    // German
    Wording {
        asks: asks!("
            mit ~ menschen/mensch/mitarbeiter/mitarbeiterin/person/jemandem/jemanden/jemand/berater/beraterin/kollegen/kollegin/kundenservice/kundendienst/support ~ sprechen/reden/chatten/schreiben/telefonieren/verbinden/verbunden/unterhalten
            sprechen/reden mit ~ menschen/mitarbeiter/mitarbeiterin/person/jemandem/berater | echter/echten/richtiger/richtigen mensch/menschen/mitarbeiter ~ bitte/sprechen
            mensch bitte | mitarbeiter bitte | berater bitte | bitte ~ echten/richtigen menschen | =mitarbeiter | =ein mitarbeiter | =ein mensch | =echter mensch | =berater | =kundenservice
            menschliche/menschlichen/menschlicher ansprechpartner/hilfe/unterstutzung/beratung | gibt es ~ menschen ~ hier | ist da ~ mensch/jemand
            kann/konnte mich ~ jemand/mitarbeiter anrufen/zuruckrufen | rufen sie mich ~ an/zuruck | ruckruf bitte | bitte um ~ ruckruf | verbinden sie mich | personlichen ansprechpartner
        "),
        denied_before: "nicht | kein | keinen | keinem | ohne | statt | nie",
        denied_after: "nicht sprechen | nicht reden",
        prefixes: "",
    },
    // French
    Wording {
        asks: asks!("
            parler/discuter/echanger/parle/chatter a/avec/au ~ quelqu/personne/humain/conseiller/conseillere/agent/vendeur/vendeuse/operateur/responsable/humaine
            joindre/contacter ~ conseiller/conseillere/humain/quelqu | humain s il | humain svp | conseiller s il | conseiller svp | vraie personne | vrai conseiller | vrai humain
            =humain | =un humain | =conseiller | =un conseiller | =une conseillere | =un agent | =operateur | =une personne svp
            mettez/mettre moi en relation/contact | quelqu un ~ rappeler/appeler/rappelle/repondre | contact humain | assistance humaine | passez moi ~ conseiller/responsable/quelqu/humain | rappelez moi
        "),
        denied_before: "pas | sans | jamais | plutot que",
        denied_after: "",
        prefixes: "",
    },
    // Spanish
    Wording {
        asks: asks!("
            hablar/chatear/hablo/comunicarme/contactar con ~ persona/alguien/humano/agente/asesor/asesora/operador/operadora/encargado/responsable/representante
            persona real | persona de verdad | humano por favor | agente por favor | persona por favor | asesor por favor | =humano | =un humano | =agente | =un agente | =asesor | =una persona | =operador
            pasame/paseme/pasenme/pasarme/comuniqueme con ~ persona/alguien/humano/agente/asesor/encargado/responsable | me atienda ~ persona/alguien/humano | atencion humana | agente humano
            alguien ~ llamarme/llame | llamenme | me llame ~ alguien
        "),
        denied_before: "no | sin | nunca | en vez de",
        denied_after: "",
        prefixes: "",
    },
    // Italian
    Wording {
        asks: asks!("
            parlare/parlo/chattare con ~ persona/qualcuno/umano/operatore/operatrice/essere/consulente/addetto/responsabile/vero
            persona vera/reale | operatore umano | operatore per favore | umano per favore | =operatore | =un operatore | =un umano | =umano | =una persona | =persona per favore
            passatemi/passami/mettetemi ~ operatore/persona/qualcuno/responsabile | qualcuno ~ richiamare/chiamarmi/richiami | richiamatemi | assistenza umana
        "),
        denied_before: "non | senza | mai | invece di",
        denied_after: "",
        prefixes: "",
    },
    // Dutch
    Wording {
        asks: asks!("
            met ~ mens/iemand/medewerker/persoon/collega/klantenservice ~ praten/spreken/chatten/bellen/overleggen
            praten/spreken/chatten met ~ mens/iemand/medewerker/persoon/collega/klantenservice | echt mens | echte medewerker | echte persoon
            mens alsjeblieft/aub/graag/alstublieft | medewerker alsjeblieft/aub/graag/alstublieft | =medewerker | =een medewerker | =een mens | =mens | =klantenservice
            verbind me | doorverbonden | kan iemand ~ bellen/terugbellen/helpen | bel me terug | menselijke hulp/medewerker
        "),
        denied_before: "niet | geen | zonder | nooit",
        denied_after: "niet spreken | niet praten",
        prefixes: "",
    },
    // Portuguese
    Wording {
        asks: asks!("
            falar/conversar/falo com ~ pessoa/alguem/humano/atendente/agente/operador/operadora/assistente/vendedor/responsavel/gente/gerente
            pessoa real | pessoa de verdade | atendente por favor | humano por favor | =atendente | =humano | =um humano | =uma pessoa | =um atendente | =operador
            atendimento humano | atendente humano | transfere/transferir/transfira/passe/passa/passem ~ atendente/pessoa/humano/alguem/assistente | alguem ~ ligar/ligue/contactar | me liga | liguem me
        "),
        denied_before: "nao | sem | nunca | em vez de",
        denied_after: "",
        prefixes: "",
    },
    // Polish
    Wording {
        asks: asks!("
            porozmawiac/rozmawiac/pogadac/rozmowa/rozmowe/polaczyc/polaczenie/polaczcie/skontaktowac/kontakt z/ze ~ czlowiekiem/kims/konsultantem/konsultantka/osoba/pracownikiem/doradca/obsluga
            zywym/prawdziwym czlowiekiem | zywy/prawdziwy czlowiek | prosze/poprosze ~ konsultanta/czlowieka | konsultanta/konsultant/czlowiek prosze | =konsultant | =czlowiek | =konsultanta
            niech ktos ~ oddzwoni/zadzwoni | ktos ~ zadzwonic/oddzwonic
        "),
        denied_before: "nie | bez | zamiast",
        denied_after: "",
        prefixes: "",
    },
    // Swedish
    Wording {
        asks: asks!("
            prata/tala/chatta/snacka/kontakt med ~ manniska/person/nagon/medarbetare/handlaggare/kundtjanst/radgivare/saljare
            riktig/levande manniska | riktig person | manniska tack | =manniska | =en manniska | =kundtjanst | =handlaggare
            koppla/kopplad ~ manniska/nagon/kundtjanst/person/handlaggare | kan nagon ~ ringa/hjalpa/svara | ring mig | manuell hjalp
        "),
        denied_before: "inte | utan | aldrig | slippa",
        denied_after: "",
        prefixes: "",
    },
    // Danish
    Wording {
        asks: asks!("
            tale/snakke/chatte/skrive/kontakt med ~ menneske/person/nogen/medarbejder/kundeservice/radgiver/konsulent
            rigtigt/levende menneske | rigtig person | menneske tak | medarbejder tak | =menneske | =et menneske | =medarbejder | =kundeservice
            stil/stille/stillet ~ om/igennem ~ menneske/medarbejder/nogen/kundeservice | kan nogen ~ ringe/hjaelpe/svare | ring til mig | ring mig
        "),
        denied_before: "ikke | uden | aldrig | slippe",
        denied_after: "",
        prefixes: "",
    },
    // Japanese
    Wording {
        asks: asks!("
            人と話 | 人間と話 | 担当者と話 | 担当の方と話 | スタッフと話 | 店員と話 | 店員さんと話 | 誰かと話 | 人とチャット | 人と直接 | オペレーターと | オペレーターに | オペレーターを | オペレータに | =オペレーター
            担当者につな | 担当者に代わ | 担当者をお願 | 担当者お願 | 担当の方に代わ | 人に代わ | 人間に代わ | 人につな | 人間につな | スタッフにつな | スタッフに代わ | 有人対応 | 有人チャット | 有人サポート | 生身の人
            人間の対応 | 人間に対応 | 人に対応して | 担当者から連絡 | 電話をください | 電話ください | 責任者と話 | 責任者を出
        "),
        denied_before: "",
        denied_after: "たくない | たくありません | さなくて | 必要はな | 必要はありま | 必要ありま | さずに",
        prefixes: "",
    },
    // Arabic
    Wording {
        asks: asks!("
            اتكلم/اتحدث/التحدث/التكلم/الكلام/نتكلم/احكي/التواصل/اتواصل/التواصل مع ~ شخص/موظف/موظفه/انسان/احد/حد/بشر/مندوب/ممثل/مسوول
            اكلم ~ موظف/موظفه/شخص/انسان/احد/حد/مسوول/مندوب | حولني/حولوني/حولوا ~ موظف/شخص/انسان/احد | موظف لو سمحت | موظف من فضلك | شخص حقيقي | انسان حقيقي
            =موظف | =انسان | موظف خدمه | كلموني | اتصلوا بي | احد يتصل بي | خدمه العملاء لو سمحت
        "),
        denied_before: "لا | بدون | دون | مو | مش | ما",
        denied_after: "",
        prefixes: "و ف ب ك ل ال لل",
    },
    // Hebrew
    Wording {
        asks: asks!("
            לדבר/להתכתב/לשוחח/מדבר/מדברת עם ~ נציג/נציגה/אדם/מישהו/מישהי/אנושי/מנהל/מנהלת/נציגים
            נציג אנושי | נציגה אנושית | מענה אנושי | נציג בבקשה | נציגה בבקשה | אדם אמיתי | בן אדם אמיתי | =נציג | =נציגה | =בן אדם | =שירות לקוחות
            העבירו/תעבירו/להעביר/תעביר/תעבירי/חברו ~ נציג/נציגה/מישהו/מנהל | שמישהו יתקשר | שיחזרו אלי | תתקשרו אלי | תחזרו אלי
        "),
        denied_before: "לא | בלי | ללא | במקום",
        denied_after: "",
        prefixes: "ו ה ב ל מ ש כ",
    },
];

#[cfg(test)]
mod tests {
    use super::{WORDINGS, find, listed};
    use crate::heard::{Beginnings, clauses, visible};

    #[test]
    fn a_wish_in_the_words_of_any_pattern_is_among_those_that_may_be_found() {
        for wording in &WORDINGS {
            let asks = &wording.asks;
            for pattern in listed(asks.list) {
                let bare = pattern.replace(['~', '/', '=', '*'], " ");
                let clauses = clauses(&visible(&bare));
                let beginnings = Beginnings::of(&clauses, wording.prefixes);
                let among = beginnings.among_read(asks.list, asks.read);
                assert!(among.contains(&pattern), "{pattern}");
            }
        }
    }

    #[test]
    fn a_language_is_written_in_one_script() {
        for wording in WORDINGS {
            for pattern in listed(wording.asks.list) {
                // What may be any word is no word of a script.
                assert!(!pattern.starts_with(['~', '#', '*']), "{pattern}");
                let mut letters = pattern.chars().filter(|sign| sign.is_alphanumeric());
                let plain = wording.is_plain();
                assert!(
                    letters.all(|letter| letter.is_ascii() == plain),
                    "{pattern}"
                );
            }
            assert!(!wording.is_plain() || wording.prefixes.is_empty());
        }
    }

    #[test]
    fn every_pattern_is_written_as_it_is_compared() {
        for wording in WORDINGS {
            for pattern in listed(wording.asks.list) {
                let bare = pattern.trim_start_matches('=').replace(['~', '/'], " ");
                let folded = clauses(&visible(&bare));
                let words = folded.into_iter().flat_map(|clause| clause.words);
                let clause: Vec<_> = words.collect();
                let whole = 0..clause.len();
                assert_eq!(find(&bare, &clause, "").first(), Some(&whole), "{pattern}");
            }
        }
    }
}
