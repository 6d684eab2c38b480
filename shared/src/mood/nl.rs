//! How anger and confusion sound in Dutch.

use super::table::{Cues, Table};

pub(super) const TABLE: Table = Table {
    language: "nl",
    common: "de het een en is ik jullie je u dat dit die van in op voor met niet mijn me wij we ze zijn heb heeft hebben kan kunnen wat wanneer waar welke hoe bij ook nog maar of als om te naar er aan graag hallo dank bestelling moet",
    anger: Cues {
        clear: "
            belachelijk | onacceptabel | niet acceptabel | onaanvaardbaar | schandalig | schande | schandaal | te gek voor woorden | ongehoord | schaamteloos
            schaam je | schamen | waardeloos | waardeloze | ronduit slecht | woest | boos | kwaad | pissig | razend | laaiend | woedend | geirriteerd door | ergerlijk
            spuugzat | beu | het zat | er genoeg | er klaar mee | helemaal klaar mee | genoeg van | maat is vol | oplicht* | oplichters | oplichterij | bedrog | bedriegers | fraude
            dieven | diefstal | afzetters | afzetterij | geld terug | wil mijn geld | advocaat | juridische stappen | rechtszaak | klacht in | klacht indienen
            consumentenbond | politie | aangifte | slechte recensie | negatieve recensie | slechte review | negatieve review | een ster | teleurgesteld*
            teleurstell* | slaat nergens op | nergens op | nutteloos | nutteloze | zinloos | tijdverspilling | verspilling van | zonde van ~ tijd | mijn tijd
            nooit meer | nooit weer | slechtste | bagger | rotzooi | troep | klote* | kut* | shit | verdomme | godverdomme | tering* | flikker | idioten
            leugenaars | liegen | incompetent* | onbekwaam | amateurs | amateuristisch | respectloos | onbeschoft* | brutaal | drama | dramatisch* | rampzalig
            misleidend* | aan het lijntje | voor de gek | voor schut | grap | lachertje | hoe durven | om te huilen | triest
            klaar met jullie/deze/dit | annuleer alles | afgeschreven ~ niemand | twee keer afgeschreven
            niemand ~ verantwoordelijk* | hoe moeilijk kan | van het kastje naar | kastje naar de muur
            word ~ doorgestuurd | hoe kunnen jullie ~ verkopen | of ik ~ bank/advocaat/politie
            anders ~ bank/advocaat/politie | nul sterren | geduld is op | mijn geduld | pure diefstal
            jullie bakken er niks | wat een zooitje | zooitje | aanfluiting | dieptriest | om je te schamen
        ",
        likely: "
            al ~ weken/maanden/dagen/maand/week | weken geleden | maand geleden | maanden geleden | weken ~ wachten | wacht al | wacht nog | wacht ~ steeds | nog steeds niet | nog steeds niks
            nog steeds niets | nog steeds geen | nog altijd | niemand ~ reageert/antwoordt/helpt/belt/bereikbaar | reageren nooit | reageert niet | reageren niet | geen reactie
            geen antwoord | geen gehoor | alweer | weer een | opnieuw | voor de tweede | tweede keer | derde keer | # keer | zoveelste | slechte kwaliteit | slechte service
            ontevreden | frustr* | vervelend* | irritant* | klacht | ongelooflijk | ongelofelijk | niet te geloven | kan niet waar | kan echt niet | dit kan niet | eis | onmiddellijk
            steeds hetzelfde | zelfde antwoord | had ik niet verwacht | nou lekker | lekker dan | gefeliciteerd | bravo | bedankt voor niets | nou fijn | fijn hoor | onprofessioneel
            waar blijft | schiet op | nu meteen | per direct | wat een | te laat | erg slecht | heel slecht | vreselijk* | verschrikkelijk*
            derde/tweede/vierde mail/bericht/keer | elke keer | na een wasbeurt | na een dag | en niemand | in de wacht
            dagen te laat | weken te laat | opgehangen | valt/viel ~ uit elkaar
        ",
        hint: "
            kapot | verkeerd* | kwijt | slecht* | haat | nooit | fout | weer | eindelijk | meteen | direct | niemand
        ",
    },
    confusion: Cues {
        clear: "
            begrijp ~ niet | begrijp niks | begrijp niets | begrijpen ~ niet | niet begrepen | niet begrijpen | snap ~ niet | snap niks | snap niets | niet snappen | snappen ~ niet
            verward | verwarrend* | verwarring | in de war | onduidelijk* | niet duidelijk | niet helemaal duidelijk | niet echt duidelijk | wat bedoel* | wat bedoelt | bedoel je | bedoelt u
            wat betekent | wat houdt ~ in | draad kwijt | ben de weg kwijt | spoor bijster | geen idee | geen flauw | weet niet ~ welke/hoe/wat/waar/of | weet ~ niet welke/hoe/wat/waar/of
            kom er niet uit | kom ~ niet uit | niet volgen | volg ~ niet | raak ~ kwijt | he | huh | hoezo | tegenstrijdig* | tegenspre* | klopt niet | klopt ~ niet | kan ~ niet volgen
            ondoorgrondelijk | onbegrijpelijk* | snap er | geen touw | abracadabra | wegwijs | door de bomen
            niks wijzer | niets wijzer | staat allebei | wat klopt er | wat is ~ waar | wat is het nou | touw aan
            mis ik iets | gaat me boven de pet | petje te boven | geen chocola | moet ~ voorstellen | wat nou precies
            klopt er nou | wat geldt
        ",
        likely: "
            weet ~ niet | niet zeker | twijfel | ingewikkeld | lastig | kan ~ niet vinden | niet vinden | nergens vinden | hoe werkt dit | nog een keer uitleggen | nog eens uitleggen
            staat ~ maar | net ~ nu | eerst ~ nu | stond ~ nu | welke dan | wat nu | hoe dan | hoe kan dat | vreemd | raar | waar moet | wat precies | dacht dat
            wacht even | hoezo
        ",
        hint: "verschil | uitleggen | welke | sorry | even | eigenlijk",
    },
    asked: "recensie* | review* | ster | sterren | geld terug | klacht | advocaat",
    others: "mijn/onze zoon/dochter/man/vrouw/moeder/vader/vriend/vriendin/kind/zus/broer",
    stronger: "heel | erg | zo | echt | zeer | ontzettend | enorm | totaal | helemaal | volkomen | compleet | ontiegelijk | super | best | behoorlijk | flink | bijzonder | diep | meer dan",
    denied_before: "niet | geen | nooit | zonder | niks | niets",
    denied_after: "",
    prefixes: "",
};
