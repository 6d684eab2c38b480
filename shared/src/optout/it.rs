//! How people stop messages in Italian.

use super::table::Table;

pub(super) const TABLE: Table = Table {
    language: "it",
    unspaced: false,
    stop: "stop stopsms stopmessaggi basta bastamessaggi bastasms cancellami cancellatemi disiscrivimi \
        disiscrivermi disiscrivetemi disiscrizione rimuovimi rimuovetemi disattiva piunessunmessaggio \
        smettetela smettila",
    whole: "annulla annullare cancella cancellare revoca revocare termina terminare ferma fermare esci disdetta \
        disdire noninteressato noninteressata lasciatemiinpace numerosbagliato",
    here: "fine",
    stop_all: "stoptutto stoptutti cancellatutto annullatutto bastatutto",
    start: "avvia inizia iscrivimi riprendi attiva",
    help: "aiuto",
    polite: "per favore grazie prego ciao buongiorno salve piacere cortesia ok si mille",
    ends: "stop basta smettete smetti smettetela smettere smetta non nessun nessuna mai niente cancellate \
        cancella cancellare rimuovete rimuovi rimuovere eliminate elimina eliminare togliete togli togliere \
        toglietemi toglimi revoco ritiro interrompete fermate",
    alone: "disiscrivere disiscrivermi disiscrivetemi disiscrivimi disiscrizione cancellatemi cancellami",
    objects: "messaggio messaggi sms email mail mails posta pubblicita newsletter spam contattare contattarmi \
        contattatemi contattate scrivere scrivermi scrivetemi inviare inviarmi inviatemi inviate inviateci \
        mandare mandarmi mandatemi mandate lista elenco numero whatsapp notifiche consenso disturbare \
        disturbarmi disturbatemi promozioni comunicazioni",
    everything: "tutto tutti tutta tutte",
    fillers: "io mi me mio mia miei vi voi vostri vostre vostra vostro di da dei del della dalla dal delle i il la \
        le lo l un una altri altre piu voglio vorrei desidero ricevere a al subito ora che con in questi \
        queste questo posso come essere e commerciali pubblicitari pubblicitarie marketing questa",
    joins: "ma perche",
    opposite: &[
        "non smettete",
        "non smetti",
        "non smettere",
        "non cancellate",
        "non cancellare",
        "non cancellatemi",
        "non disiscrivetemi",
        "non voglio disiscrivermi",
        "non rimuovete",
        "non posso",
        "non basta",
    ],
    confirmation: "{shop}: Disiscrizione confermata. Non riceverai più nostri messaggi qui.",
};
