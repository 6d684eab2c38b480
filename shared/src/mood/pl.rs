//! How anger and confusion sound in Polish.

use super::table::{Cues, Table};

pub(super) const TABLE: Table = Table {
    language: "pl",
    common: "i w na z do sie nie to jest czy jak co kiedy gdzie jaki jaka ktory ktora dla po od ja mam moge mozna moje moj moja ten ta te prosze dzien dobry dziekuje zamowienie zamowienia jestem sa za ale juz o przy macie",
    anger: Cues {
        clear: "
            skandal* | niedopuszczaln* | nie do przyjecia | nieakceptowaln* | karygodn* | zenad* | zenujac* | wstyd* | hanba | bezczeln* | bezczelnosc | chamstw* | chamsk*
            wsciekl* | jestem/bylem/bylam zly/zla | jestem ~ bardzo/strasznie/tak/naprawde zly/zla | wkurz* | wkurw* | zdenerwowan* | rozzloszczon* | oburzon* | oburzajac* | zirytowan* | irytujac* | oszu* | oszust* | oszukan* | zlodziej* | kradziez | naciaga* | wyludz*
            zwrotu pieniedzy | oddajcie | oddawac pieniadze | moje pieniadze | zadam | prawnik* | prawnika | adwokat* | sad | sadu | policj* | uokik | rzecznik* | rzecznika praw | federacj*
            negatywna opinie | negatywna opinia | zla opinie | negatywne opinie | jedna gwiazdke | zawiedzion* | rozczarowan* | rozczarowuj* | zawiodl* | do niczego | bezuzyteczn* | beznadziejn* | beznadzieja
            strata czasu | strata czasu | szkoda ~ czasu | marnujecie | marnowanie | fataln* | fatalnie | tragiczn* | tragedia | dramat* | koszmar* | najgorsz* | nigdy wiecej | wiecej nie kupie | ostatni raz
            mam dosc | mam ~ dosc | dosyc | cierpliwosc | kpina | kpiny | kpicie | zarty | zart | smieszne | smiechu warte | robicie ~ idioty | gowno | gown* | kurwa | cholera | cholern* | do dupy | szajs
            niekompeten* | klamc* | klamstw* | klamiecie | lekcewaz* | brak szacunku | ignorujecie | olewacie | idioci | masakra | porazka | badziew* | szmelc | bubel | tandet* | nieprofesjonaln* | paranoja
            rece opadaja | koniec z tym | anulowac wszystko | anulujcie wszystko | nikt ~ odpowiedzialnosci
            pobraliscie ~ dwa razy | sciagneliscie ~ dwa razy | odsylaj* mnie ~ kogos/innego/dalej | odsylacie
            odbijaja ~ pileczke | spychologia | jak mozna ~ sprzedawac | albo ~ oddacie/zwrocicie | ide do banku
            zero gwiazdek | tracilam/stracilem/stracilam/tracilem cierpliwosc | skandaliczn* | szlag | rozboj | kabaret
            cyrk | wprowadzacie w blad | bez jaj
        ",
        likely: "
            od ~ tygodni/miesiaca/miesiecy/dni/tygodnia | czekam od | czekam juz | czekam ~ tygodni* | ciagle czekam | nadal czekam | nadal nie | wciaz nie | dalej nie | nikt ~ odpisuje/odpowiada/pomaga/odbiera/reaguje
            nikt nie | nigdy nie odpowiad* | nie odpowiad* | nie odpisuj* | brak odpowiedzi | bez odpowiedzi | zero odpowiedzi | zero kontaktu | znowu | kolejny raz | drugi raz | trzeci raz | po raz | # raz
 slaba jakosc | kiepska jakosc | kiepsk* | slab* | niezadowolon* | frustr* | denerwuj* | reklamacj* ~ ignor* | skarg* | skarge | niewiarygodn* | nie do wiary | natychmiast
            ile mozna | co to ma byc | co za | brawo | gratulacje | gratuluje | dzieki za nic | spodziewalam sie | spodziewalem sie | miesiac temu | tygodni temu | tygodnie temu | zglaszam | to samo
            w kolko | okropn* | straszn* | zenada | niepowazn* | jaja | przesada
            trzeci/drugi/czwarty/kolejny mail/raz/telefon | za kazdym razem | po pierwszym praniu | po jednym dniu
            i nikt | dalej cisza | cisza | dni opoznienia | tygodni opoznienia | rozlaczyl* | rozpadl*
        ",
        hint: "
            zgubion* | zepsut* | uszkodzon* | bledn* | nienawidze | nigdy | blad | wreszcie | zle | pilne | nie ten | nie ta
        ",
    },
    confusion: Cues {
        clear: "
            nie rozumiem | nie zrozumial* | nic nie rozumiem | nie zrozumialem | nie lapie | nie czaje | nie kumam | nie ogarniam | nie kapuje | nie pojmuje | trudno zrozumiec
            niejasn* | nie jest ~ jasne | nie jest jasne | nie do konca jasne | niezrozumial* | zdezorientowan* | pogubil* | pogubi* | zagubion* | zgubilam sie | zgubilem sie | gubie sie | mylace | myle
            nie mam pojecia | bez pojecia | nie mam zielonego | nie wiem ~ ktory/ktora/ktore/co/jak/gdzie/czy/jaki | nie wiem juz | co masz na mysli | co maja panstwo na mysli | co pan* ma na mysli | na mysli
            co to znaczy | co to oznacza | co znaczy | co oznacza | o co chodzi | jak to | nie ma sensu | bez sensu | sprzeczn* | nie zgadza sie | nie zgadza | nie trzyma sie | skolowan* | zmieszan* | metlik
            zakrecon* | ze co | co prosze | czarna magia | mieszam sie
            nic z tego nie wiem | i tak i tak | polapac | to ile ~ w koncu | ktore/ktora/co jest prawda/prawdziwe
            co w koncu | nie wiem w koncu | nie lapie sie | nie umiem ~ zrozumiec | nie moge ~ zrozumiec | co to w ogole
            jak ja mam | dla mnie chinski | w koncu ile | glupieje
        ",
        likely: "
            nie wiem | nie jestem pewn* | skomplikowan* | nie moge znalezc | nie widze gdzie | jak to dziala | wyjasnic jeszcze raz | wytlumacz* jeszcze | przed chwila ~ teraz | bylo ~ a teraz | pisze ~ a
   to jak | wiec ktory | dziwne | watpliwosci | w koncu ktory | gubi
            najpierw ~ teraz | chwila | przeciez
        ",
        hint: "roznic* | wyjasni* | wytlumacz* | ktory | ktora | troche | hmm",
    },
    asked: "opini* | gwiazdk* | zwrot* | pieniedzy | pieniadze | reklamac* | skarg* | prawnik*",
    others: "syn/corka/maz/zona/mama/tata/przyjaciel/przyjaciolka/brat/siostra/dziecko",
    stronger: "bardzo | tak | naprawde | totalnie | kompletnie | absolutnie | strasznie | calkowicie | zupelnie | niezwykle | mocno | wyjatkowo | po prostu | niesamowicie | mega | taka | taki",
    denied_before: "nie | bez | nigdy | ani | zaden | zadnego",
    denied_after: "",
    prefixes: "",
};
