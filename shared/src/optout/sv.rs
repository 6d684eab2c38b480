//! How people stop messages in Swedish.

use super::table::Table;

pub(super) const TABLE: Table = Table {
    language: "sv",
    unspaced: false,
    stop: "stop stopp stoppa stoppasms sluta slutasms avregistrera avregistreramig avprenumerera avanmal \
        avanmalmig avanmala avbestall ingasms ingaflersms ingaflermeddelanden ingenreklam",
    whole: "avbryt avsluta slut aterkalla upphor tabort inteintresserad lamnamigifred felnummer",
    here: "",
    stop_all: "stoppaalla stoppaallt stoppalla stoppallt avslutaallt slutamedallt",
    start: "starta anmal anmalan prenumerera ateruppta",
    help: "hjalp",
    polite: "tack snalla vanligen hej hejsan tackar ok ja vanliga halsningar",
    ends: "stop stopp stoppa sluta slutar inga ingen inget inte aldrig upphor bort radera aterkallar avbryt \
        avsluta slippa",
    alone: "avregistrera avprenumerera avanmala avanmal avregistrering",
    objects: "sms smsa meddelande meddelanden mejl mejla mejlen mail maila mailen email epost post reklam reklamen \
        nyhetsbrev nyhetsbrevet spam kontakta kontakt skriva skriv skicka skickar lista listan sandlistan \
        nummer samtycke whatsapp utskick utskicken aviseringar notiser erbjudanden marknadsforing",
    everything: "alla allt allting",
    fillers: "jag mig min mitt mina oss vi ni er era ert du din dina dig fran av pa till med att fa ta emot vill \
        skulle vilja onskar mer mera fler langre de dessa detta den nu genast omedelbart kan hur snarast bli \
        ha framover i fortsattningen e prenumerationen",
    joins: "och men eftersom",
    opposite: &[
        "sluta inte",
        "stoppa inte",
        "inte sluta",
        "inte stoppa",
        "avregistrera inte",
        "inte avregistrera",
        "ta inte bort",
        "kan inte",
    ],
    confirmation: "{shop}: Du är avregistrerad och får inga fler meddelanden från oss här.",
};
