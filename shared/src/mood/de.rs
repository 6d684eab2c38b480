//! How anger and confusion sound in German.

use super::table::{Cues, Table};

pub(super) const TABLE: Table = Table {
    language: "de",
    common: "der die das und ist ich sie es ein eine einen nicht mit fur auf mir mich wir ihr haben habe hat kann konnen wie was wann wo welche welches welcher bei zu im am von auch noch schon aber oder wenn bitte danke hallo ihnen mein meine meiner bestellung",
    anger: Cues {
        clear: "
            unverschamt* | frechheit | zumutung | unzumutbar | inakzeptabel | nicht akzeptabel | nicht hinnehmbar
            untragbar | skandal* | betrug | betruger* | betrogen | abzocke* | abzocker* | abgezockt | verarsch* | wucher
            stinksauer | sauer | wutend | zornig | verargert | argerlich | aufgebracht | emport* | genervt | angepisst
            lacherlich | nutzlos | unbrauchbar | sauerei | saftladen | drecksladen | mist | scheiss* | scheisse
            verdammt* | zum kotzen | kotzt | dreist* | respektlos | unter aller | katastroph* | =das ist das letzte | =das ist ja das letzte | miserabel | miserabl* | mies
            miese* | mieser | grottig | unterirdisch | grauenhaft* | schlechteste* | nie wieder | nie mehr
            mir reicht | reicht s | reichts | es reicht | reicht jetzt | reicht mir | nase voll | schnauze voll | faxen dicke
            hals raus | keine lust mehr | satt | mein geld zuruck | geld zuruck | anwalt | rechtsanwalt | anzeige erstatten | zeige sie an
            polizei | verbraucherschutz | verbraucherzentrale | rechtliche schritte | schlechte/negative bewertung
            negativ bewerten | schlecht bewerten | ein/einen stern | enttausch* | wollen sie/ihr mich | wollt ihr mich
            fur dumm | veralbern | verschaukel* | verschwendete zeit | zeitverschwendung | zeit verschwenden
            geht gar nicht | kann doch nicht sein | kann nicht sein | nicht wahr sein | darf nicht wahr | schamt | schamen
            lugner | lugen | gelogen | inkompeten* | unfahig* | idioten | schrott | mull | unprofessionell
            ein witz | schlechter witz | frech | letzte frist | stinkt mir | ich fasse es nicht | sauladen
            platzt ~ kragen | durch mit | fertig mit ~ laden/shop/euch/ihnen | fuhlt sich ~ zustandig
            doppelt/zweimal abgebucht | schieb* mich ~ ab/weiter | abgewimmelt | abwimmeln | wie kann man so etwas/was
            wie kann man sowas | sonst ~ bank/anwalt/polizei | bodenlos* | armutszeugnis | geduld ist ~ ende
            am ende ~ geduld | null sterne | stornieren sie alles | alles stornieren | geht s noch | gehts noch
            was erlauben | verlorene zeit | nie mehr was | kundenfeindlich*
        ",
        likely: "
            seit ~ wochen/monat/monaten/tagen/woche | wochen lang | wochenlang | tagelang | monatelang | warte ~ seit | warte ~ immer
            warte ~ schon | keiner/niemand ~ meldet/antwortet/reagiert/hilft/kummert/erreichbar/zustandig | antworte* ~ nie
            antwortet nicht | antworten nicht | meldet sich nicht | reagiert nicht | keine antwort | keine reaktion
            nie ~ erreichbar | schon wieder | immer noch | noch immer | immer wieder | zum zweiten/dritten/vierten/wiederholten mal
            zum # mal | wo bleibt | unmoglich | unzufrieden | nervt | nervig | nerven | frustrier* | na super/toll/klasse/prima/danke
            ja super/toll | beschwer* | beschwerde | peinlich | witz | quatsch | unsinn | blodsinn | ignoriert | hingehalten
            vertrost* | nicht zu fassen | unfassbar | unglaublich | traurig | sehr schlecht | schlechter service | schlechte qualitat
            dauernd | standig | was soll das | was fallt | kann man vergessen | vergessen sie | erwarte* ~ sofort | verlange | fordere
            nicht erwartet | hinhalten | verloren gegangen | sprachlos | ahnungslos | stornier* ~ sofort | stunden
            gluckwunsch | herzlichen gluckwunsch | bravo | so geht das nicht | geht so nicht | horror | furchtbar* | schrecklich*
            dritte/zweite/vierte/funfte mail/nachricht/anfrage | jedes mal | nach einer wasche | nach einem tag
            in der warteschleife | funkstille | und keiner | und niemand | tagen verspatung | aufgelegt
            auseinandergefallen
        ",
        hint: "
            sofort | endlich | langst | schlecht* | falsch* | kaputt | verloren | hasse | problem | wieder | nie | umgehend | spat
   arger | defekt | echt | wirklich
        ",
    },
    confusion: Cues {
        clear: "
            verstehe ~ nicht | versteh ~ nicht | verstehen ~ nicht | nicht ~ verstanden | nicht verstehen | nicht versteht | nichts verstanden
            verstehe nichts | verstehe nur bahnhof | kapier* ~ nicht | nicht kapiert | begreif* ~ nicht | raff* ~ nicht
            check* ~ nicht | blick* ~ nicht | durchblick | verwirr* | unklar | nicht klar | nicht ganz klar | nicht so klar
            komme ~ nicht klar | komm ~ nicht klar | komme ~ nicht weiter | komm ~ nicht weiter | komme ~ nicht zurecht
            keine ahnung | kein plan | keinen plan | ratlos | uberfordert | was meinen sie | was meinst du | was meint ihr
            was soll das heissen | was heisst das | was bedeutet | nicht schlau | steig* ~ nicht durch | ha | =wie bitte | haa | hah
            widerspr* | weiss ~ nicht welch* | weiss ~ nicht wie/was/ob/wo/wann/wohin | weiss nicht mehr | bin irritiert | wie jetzt
            was denn nun | welche* denn nun | was nun | unverstandlich | missverstandlich | durcheinander | passt nicht zusammen
            nicht nachvollzieh* | werde ~ nicht schlau | auf dem schlauch | stehe ~ schlauch | bahnhof | verstehe ~ kein wort
            genauso schlau | nicht schlauer | so schlau wie | was stimmt denn/nun/jetzt | was gilt denn/nun/jetzt
            schleierhaft | mir ein ratsel | steht beides | leuchtet ~ nicht ein | erschliesst ~ nicht
            nicht mitgekommen | komme ich ~ nicht mit | den uberblick verloren | ja was denn | erst ~ dann ~ jetzt
            was soll ~ sein
        ",
        likely: "
            weiss nicht | kompliziert | unsicher | nicht sicher | wie funktioniert das | noch mal erklaren | nochmal erklaren
            erklaren sie ~ nochmal | finde ~ nicht | nicht gefunden | was genau | wie meinen | wieso steht | warum steht | da steht ~ aber
            stand ~ jetzt | vorhin ~ jetzt | eben ~ jetzt | dachte | welche* denn | wo denn | wie denn | wo muss | verloren | seltsam | komisch
            oder doch | irgendwie | verstehen
            hiess ~ jetzt | erst hiess | wie soll ich
        ",
        hint: "welche* | unterschied | erklaren | etwas | moment | sorry | eigentlich",
    },
    asked: "bewertung* | bewerten | stern | sterne | geld zuruck | anwalt | beschwer* | stornier*",
    others: "mein/meine/unser/unsere sohn/tochter/mann/frau/mutter/vater/freund/freundin/kind/kinder/schwester/bruder",
    stronger: "sehr | so | echt | wirklich | total | absolut | vollig | extrem | mehr als | richtig | ziemlich | uberhaupt | masslos | dermassen | unglaublich | mega | ganz | leider | einfach nur",
    denied_before: "nicht | kein | keine | keinen | nie | niemals | ohne | nichts | keineswegs",
    denied_after: "",
    prefixes: "",
};
