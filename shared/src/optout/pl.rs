//! How people stop messages in Polish.

use super::table::Table;

pub(super) const TABLE: Table = Table {
    language: "pl",
    unspaced: false,
    stop: "stop stopsms wypisz wypiszmnie wypiszciemnie wypisac rezygnuje rezygnacja zatrzymaj przestancie \
        przestan dosc niewysylajcie niechcesmsow prosewypisac",
    whole: "koniec anuluj anulowac zakoncz odwoluje cofam cofnij wycofuje usun niejestemzainteresowany \
        niejestemzainteresowana dajciemispokoj zlynumer",
    here: "",
    stop_all: "stopwszystko stopwszystkim wypiszzewszystkiego rezygnujezewszystkiego",
    start: "wznow zapisz rozpocznij",
    help: "pomoc",
    polite: "prosze dziekuje dzieki dzien dobry witam czesc pozdrawiam uprzejmie ok tak",
    ends: "stop przestancie przestan przestac nie zadnych zadne zadnej nigdy koniec dosc usuncie usun usunac \
        skreslcie wykreslcie cofam wycofuje odwoluje rezygnuje skonczcie zaprzestac bez usuniecie",
    alone: "wypisac wypisz wypiszcie",
    objects: "wiadomosc wiadomosci sms smsy smsow esemesow mail maile maili mailem email emaile emaili reklam \
        reklamy newsletter newslettera newsletterow spam spamu spamowac kontaktowac kontaktujcie pisac \
        piszcie wysylac wysylajcie wysylania przysylac przysylajcie przysylania listy lista numer numeru \
        zgode zgody whatsapp powiadomien powiadomienia marketing marketingu",
    everything: "wszystko wszystkich wszystkie wszystkim wszystkiego",
    fillers: "ja mnie mi moj moja moje mojego mojej was wam wasz wasza waszych wasze do od z ze na w tych te tego \
        tej tym ten ow y e juz wiecej chce chcialbym chcialabym zycze sobie otrzymywac dostawac odbierac \
        natychmiast teraz dalszych kolejnych swoja swoj jak moge sie o marketingowych reklamowych handlowych",
    joins: "i ale bo poniewaz",
    opposite: &[
        "nie przestawajcie",
        "nie wypisujcie",
        "nie wypisuj",
        "nie moge",
        "nie rezygnuje",
        "nie usuncie",
        "nie usuwajcie",
        "nie chce sie wypisac",
        "nie koniec",
        "nie wypisac",
    ],
    confirmation: "{shop}: Rezygnacja przyjęta. Nie wyślemy już tutaj żadnych wiadomości.",
};
