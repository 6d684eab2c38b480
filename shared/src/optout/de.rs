//! How people stop messages in German.

use super::table::Table;

pub(super) const TABLE: Table = Table {
    language: "de",
    unspaced: false,
    stop: "stop stopp stoppen aufhoren hortauf horauf horenauf abmelden abbestellen austragen abmeldung \
        meldetmichab melddich meldenmichab schluss stopsms keinesms keinesmsmehr keinewerbung \
        keinewerbungmehr keinenachrichten keinenachrichtenmehr nichtmehrschreiben nichtmehrschicken \
        unterlassen",
    whole: "ende beenden kundigen kundigung widerruf widerrufen abbestellung loschen austritt keininteresse \
        lasstmichinruhe lassmichinruhe falschenummer tragensiemichaus tragtmichaus",
    here: "",
    stop_all: "stopalle stoppalle stopalles allestoppen allesstoppen allesabbestellen allesabmelden stoppalles",
    start: "starten anmelden fortsetzen anmeldung",
    help: "hilfe",
    polite: "bitte danke dankeschon vielen dank hallo hi guten tag ok liebes team gruss grusse mfg ja",
    ends: "stop stopp stoppen stoppt stoppe stoppst aufhoren hort hore hor horen keine keinen kein keinerlei \
        nicht nichts nie niemals unterlassen unterlasst loscht loschen losche entfernt entfernen entferne \
        streicht streichen widerrufe widerruf beenden beendet beende nehmt nimm nehmen",
    alone: "abmelden abbestellen austragen abmeldung abbestelle",
    objects: "sms nachricht nachrichten mail mails email emails werbung werbemails werbenachrichten newsletter \
        spam whatsapp textnachrichten benachrichtigungen kontaktieren kontaktiert kontakt schreiben schreibt \
        schreib anschreiben schicken schickt schick schicke senden sendet zusenden zuzusenden zuzuschicken \
        verteiler liste nummer handynummer telefonnummer einwilligung zustimmung belastigen belastigt \
        angebote",
    everything: "alle alles allen allem uberall samtliche samtlichen",
    fillers: "ich mir mich uns wir euch ihr eure eurer euren eurem ihre ihren ihrer ihrem sie du dir dein deine \
        deiner mein meine meiner meinen mochte moechte will wollen wunsche mehr weitere weiteren weiter \
        weiterhin von vom auf aus zu zum zur damit an am der die den dem diese diesen dieser bekommen \
        erhalten empfangen sofort jetzt hiermit werden kann konnen konntet konnten wie sich e per zukunft \
        kunftig langer ab es eine einen mit fur ihnen",
    joins: "und aber denn weil da",
    opposite: &[
        "nicht aufhoren",
        "nicht stoppen",
        "nicht abmelden",
        "nicht abbestellen",
        "nicht austragen",
        "nicht loschen",
        "nicht entfernen",
        "hort nicht auf",
        "kann keine",
        "kann nicht",
        "konnen keine",
    ],
    confirmation: "{shop}: Sie sind abgemeldet und erhalten hier keine Nachrichten mehr von uns.",
};
