//! How anger and confusion sound in Italian.

use super::table::{Cues, Table};

pub(super) const TABLE: Table = Table {
    language: "it",
    common: "il lo la i gli le un una e e sono che di del della in per con non mi ho ha hai si ci vi mio mia questo questa quando dove come quale cosa salve ciao buongiorno grazie ordine posso potete avete da al alla ma anche dopo va",
    anger: Cues {
        clear: "
            vergogna | vergognos* | vergognate* | inaccettabil* | inammissibil* | intollerabil* | scandalos* | scandalo | indegn*
            prendendo in giro | presa in giro | prendete in giro | preso in giro | presi in giro | prendere in giro | furios* | arrabbiat* | incazzat*
            infuriat* | indignat* | imbestialit* | irritat* con | truffa | truffe | truffator* | truffat* | adesso basta | ora basta | basta cosi | ladri | ladro | furto | rubat* | imbroglion*
            fregatura | fregat* | pessim* | schifo | schifos* | schifezza | penos* | ridicol* | assurd* | merda | cazzo | vaffanculo | stronz*
            rivoglio ~ soldi | voglio ~ soldi | ridatemi | restituitemi | i miei soldi | rimborso immediato | stufo | stufa | stanc* di | ne ho abbastanza
            non ne posso piu | avvocat* | vie legali | denuncia* | denuncer* | altroconsumo | associazione consumatori | codacons
            recensione negativa | pessima recensione | una stella | delus* | delusione | inutil* | non serve a nulla | non serve a niente
            non servite a | perdita di tempo | perdere tempo | perdendo tempo | peggior* ~ servizio/negozio/esperienza/sito/assistenza | il peggior*
            mai piu | non comprero | non compro piu | incompeten* | bugiard* | disonest* | mancanza di rispetto | maleducat* | vi rendete conto
            fate pena | fate schifo | idioti | disastro | disastros* | pubblicita ingannevole | alla faccia | buffoni | pagliacci | orribile servizio
            roba da matti | ho chiuso | annullate tutto | addebitat* due volte | nessuno ~ responsabilita | mi rimbalza*
            scaricabarile | come fate a vendere | o mi rimborsate | altrimenti ~ banca/avvocato/denuncia | zero stelle
            la pazienza e finita | perso la pazienza | perdendo la pazienza | vi state approfittando | cose da pazzi
            e uno schifo | gente incompetente | pagliacciata | indecent* | una farsa
        ",
        likely: "
            da ~ settimane/mesi/giorni | da un mese | un mese fa | settimane fa | aspetto da | sto aspettando | ancora niente | ancora nulla
            nessuno ~ risponde/aiuta/risolve | non risponde* | rispondete mai | nessuna risposta | senza risposta | seconda volta | terza volta
            ennesima volta | # volte | di nuovo | scarsa qualita | qualita scadente | scadente | pessimo servizio | insoddisfatt*
            scontent* | frustra* | fastidio* | infastidit* | reclamo | lamentel* | incredibile | non e possibile | pretendo | esigo | immediatamente
            subito | sempre la stessa | stessa risposta | mi aspettavo | complimenti | bravissimi | bravi | grazie per niente | ma dai | poco seri*
            non e normale | ignorat* | ignorando | terribile | orribile | trascurat* | vi pare | ma stiamo scherzando | scherzando | nemmeno
            terza/seconda/quarta/ennesima mail/email/volta | ogni volta | al primo lavaggio | dopo un giorno | e nessuno
            ancora silenzio | giorni di ritardo | settimane di ritardo | riattacca*
        ",
        hint: "
            sbagliat* | rott* | pers* | odio | mai | errore | ancora | ritardo | nessuno | urgente | risolvete
        ",
    },
    confusion: Cues {
        clear: "
            non capisco | non ho capito | non ci ho capito | non riesco a capire | non si capisce | capito niente | capito nulla | non ci capisco
            non comprendo | non mi e chiaro | non mi e ~ chiaro | non e chiaro | non e molto chiaro | poco chiar* | non chiar* | confus* | confusione
            mi confond* | perpless* | mi sono pers* | mi perdo | sono pers* | smarrit* | non ho idea | nessuna idea | non so ~ quale/cosa/come/dove/se
            non saprei | cosa vuol dire | che vuol dire | che significa | cosa significa | cosa intend* | che intend* | in che senso | ma come
            contraddi* | incomprensibil* | non ha senso | non torna | non mi torna | non quadra | boh | disorientat* | spaesat* | non mi raccapezzo
            mi sfugge | non mi orizzonto
            ne so quanto prima | il contrario di tutto | qual e ~ giusto/vero | cosa sarebbe | cosa e vero
            non mi ci raccapezzo | mi sto perdendo | non ci arrivo | non mi entra | un rebus | in confusione
            come sarebbe
        ",
        likely: "
            cioe | eh | non so | non sono sicur* | complicat* | non trovo | non riesco | come funziona | rispiegare | spiegare di nuovo | prima ~ ora | prima ~ adesso
            c e scritto ~ ma | dice ~ ma | quale allora | allora quale | cosa esattamente | dubbi* | strano | com e possibile
            =come | =cosa | aspetti | aspetta
            dice ~ e poi | sarebbe
        ",
        hint: "differenza | spiegare | quale | allora | capire",
    },
    asked: "recension* | stella | stelle | soldi | rimborso | reclamo | avvocat* | denuncia*",
    others: "mio/mia figlio/figlia/marito/moglie/madre/padre/amico/amica/ragazzo/ragazza/fratello/sorella",
    stronger: "molto | cosi | davvero | veramente | tanto | estremamente | completamente | totalmente | assolutamente | troppo | proprio | decisamente | abbastanza | alquanto | rimast* | piu che",
    denied_before: "non | mai | senza | nessun | nessuna | niente | ne",
    denied_after: "",
    prefixes: "",
};
