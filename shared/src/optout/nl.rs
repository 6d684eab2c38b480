//! How people stop messages in Dutch.

use super::table::Table;

pub(super) const TABLE: Table = Table {
    language: "nl",
    unspaced: false,
    stop: "stop stoppen stopsms stopmaar stopdaarmee afmelden uitschrijven ophouden houop houdop houdtop \
        schrijfmijuit schrijfmeuit meldmijaf meldmeaf geensms geenreclame geenberichten geenberichtenmeer \
        geensmsmeer afmelding uitschrijving",
    whole: "einde eind annuleren annuleer beeindigen herroepen opzeggen verwijderen geeninteresse \
        laatmemetrust laatmijmetrust verkeerdnummer",
    here: "uit af",
    stop_all: "stopalles allesstoppen allesafmelden allesuitschrijven stopallemaal",
    start: "starten aanmelden hervatten inschrijven",
    help: "hulp",
    polite: "a u b alsjeblieft alstublieft aub svp dank bedankt dankjewel dankuwel hallo hoi wel ok ja beste",
    ends: "stop stopt stoppen geen niet nooit niets ophouden houd hou houdt verwijder verwijderen haal halen \
        schrap herroep trek uit",
    alone: "afmelden uitschrijven afgemeld uitgeschreven uitschrijving afmelding",
    objects: "bericht berichten berichtjes sms smsjes smsen mail mails mailen mailtjes email emails emailen appjes \
        appen appberichten whatsapp reclame reclames nieuwsbrief nieuwsbrieven spam contact contacteren \
        benaderen sturen stuur stuurt toesturen schrijven lijst mailinglijst nummer telefoonnummer \
        toestemming lastigvallen lastig meldingen marketing",
    everything: "alle alles overal",
    fillers: "ik me mij mijn we wij ons je jij jullie u uw de een deze die dit met van op aan naar te om meer wil \
        wens zou willen ontvangen krijgen nu direct onmiddellijk verder voortaan kan hoe mezelf mijzelf in \
        toekomst jes worden verzenden graag vallen e uit langer het voor schrijf",
    joins: "en maar want omdat",
    opposite: &[
        "niet stoppen",
        "niet uitschrijven",
        "niet afmelden",
        "niet ophouden",
        "niet verwijderen",
        "stop niet",
        "stopt niet",
        "verwijder niet",
        "kan geen",
        "kan niet",
    ],
    confirmation: "{shop}: Je bent afgemeld en ontvangt hier geen berichten meer van ons.",
};
