//! How people stop messages in Danish.

use super::table::Table;

pub(super) const TABLE: Table = Table {
    language: "da",
    unspaced: false,
    stop: "stop stopsms stopnu afmeld afmeldmig afmelding afmelde frameld framelding holdop ingensms \
        ingenreklamer ingenreklame ikkeflerebeskeder ikkeflere ingenflerebeskeder",
    whole: "annuller annullere opsig ophor slut tilbagekald afslut ikkeinteresseret fjernmig sletmig \
        ladmigvaereifred forkertnummer",
    here: "fra",
    stop_all: "stopalt stopalle afmeldalt afmeldalle",
    start: "tilmeld genoptag",
    help: "hjaelp",
    polite: "tak venligst hej venlig hilsen pa forhand ok ja",
    ends: "stop stoppe stopper ingen ikke aldrig intet hold holde slet slette fjern fjerne tilbagekalder \
        traekker",
    alone: "afmeld afmelde afmeldes afmelding frameld framelde framelding",
    objects: "sms smser smsen besked beskeder mail mails maile email emails reklame reklamer nyhedsbrev \
        nyhedsbreve nyhedsbrevet spam kontakt kontakte kontakter skrive skriv skriver sende send sender \
        liste listen mailliste maillisten nummer samtykke whatsapp notifikationer henvendelser marketing \
        markedsforing",
    everything: "alle alt",
    fillers: "jeg mig min mit mine os vi i jer jeres du din dit dine fra af til med at fa modtage onsker vil gerne \
        have flere mere laengere de disse denne nu straks omgaende kan hvordan er op blive fremover skal \
        tilbage e slettes fjernes nogen",
    joins: "og men fordi",
    opposite: &[
        "stop ikke",
        "ikke stoppe",
        "kan ikke",
        "afmeld ikke",
        "ikke afmelde",
        "ikke afmeldes",
        "hold ikke",
    ],
    confirmation: "{shop}: Du er afmeldt og får ikke flere beskeder fra os her.",
};
