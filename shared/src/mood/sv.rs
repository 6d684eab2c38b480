//! How anger and confusion sound in Swedish.

use super::table::{Cues, Table};

pub(super) const TABLE: Table = Table {
    language: "sv",
    common: "jag ar det den en ett och att i pa for med inte har kan ni du vi min mitt mina som till av om nar var vilken vilket hur vad sa men eller hej tack bestallning fran ska skulle finns dig mig er era de detta har",
    anger: Cues {
        clear: "
            oacceptabel* | oacceptabelt | inte acceptabelt | inte okej | lojligt | lojlig | skandal* | skamligt | skam | skams | frackt | frackhet | oforskam* | rasande | arg | arga | forbannad* | skitarg
            ursinnig | vansinnig | upprord | irriterad pa | irriterad over | sur pa | bedragare | bedrageri | bluff* | lurad | lurade | lurendrejeri | tjuvar | stold | svindel | ran | pengarna tillbaka
            mina pengar | pengar tillbaka | advokat | jurist | polisanmal* | anmaler | anmala er | arn | konsumentverket | konsumentombudsmannen | rattsliga atgarder | daligt omdome | negativ recension
            dalig recension | en stjarna | besviken | besvikna | besvikelse | urusel* | urusla | usel | usla | uselt | vardelos* | vardelosa | skrap | skit* | javla | javlar | fan | helvete | for helvete | bedrovlig*
            under all kritik | katastrof* | sloseri | slosar ~ tid | slosa min tid | aldrig mer | aldrig igen | handlar aldrig | samsta | samst | trott pa | less pa | fatt nog | nog nu | utan dess like | odugliga | inkompetent*
            lognare | ljuger | respektlost | nonchalant* | oserios* | oseriost | idioter | skamt | ett skamt | skojar ni | driver ni | hur vagar | vilseledande | horribel* | pinsam* | oprofessionell*
            slut med er | avboka allt | orkar ~ inte svara | ingen ~ ansvar | drog pengarna ~ ganger
            dragit ~ tva ganger | blir ~ skickad vidare | skickas runt | bollas | hur kan ni salja
            annars gar/kontaktar/anmaler ~ banken/polisen/arn | noll stjarnor | talamodet | tappat talamodet
            fullstandigt vardelost | vilket skamt | aldrig varit med om | sa daligt | lurendrejare | man blir mork*
            trott pa er
        ",
        likely: "
            i ~ veckor | i ~ manader | vantat i | vantat ~ manad | vantat ~ vecka | vantar fortfarande | fortfarande inte | fortfarande inget | fortfarande ingen | ingen ~ svarar/hjalper/bryr
            svarar aldrig | svarar inte | inget svar | ingen respons | far inget svar | annu ett | annu en gang | andra gangen | tredje gangen | # ganger | gang pa gang | om och om igen
            dalig kvalitet | dalig service | dalig kundtjanst | missnojd* | frustrer* | irriterand* | klagomal | klaga | reklamera ~ nu | otroligt | inte klokt | helt sjukt | ofattbart | kraver | omedelbart | genast
            samma svar | hade ~ inte vantat | grattis | bravo | jattebra jobbat | tack for ingenting | manad sen | veckor sen | manad sedan | veckor sedan | ska ta sadan tid | nu racker | racker nu | hemsk* | fruktansvard*
 vilken dalig | vad haller ni pa
            tredje/andra/fjarde mejlet/mailet/gangen | varje gang | efter en tvatt | efter en dag | och ingen | tystnad
            dagar forsenad* | veckor forsenad* | gick sonder | la pa luren
        ",
        hint: "
            fel | trasig* | borta | dalig* | daligt | hatar | aldrig | forsenad* | igen | antligen | nu | ingen
        ",
    },
    confusion: Cues {
        clear: "
            forstar inte | forstar ~ inte | forstod inte | forstar ingenting | inte forsta | fattar inte | fattar ~ inte | fattar ingenting | fattade inte | begriper inte | hajar inte | forvirra* | forvirrande
            oklart | oklar | inte klart | inte helt klart | otydlig* | vad menar | vad menas | vad betyder | vad innebar | tappat traden | vilse | ingen aning | vet inte ~ vilken/vilket/hur/vad/var/om
            hanger inte med | hanger ~ inte med | hangde inte med | blir inte klok | far inte ihop | gar inte ihop | stammer inte | motsag* | rorigt | rorig | virrig | snurrig | obegriplig* | va | hur menar | kan inte lista ut
            inte lista ut | svart att forsta | blandar ihop
            inte klokare | bade och | vad ar det som galler | vad galler ~ egentligen | vilket stammer | vad stammer
            fatt om bakfoten | ska ~ vara for nagot | rena grekiskan | helt borta | snurrig* | snarjigt
        ",
        likely: "
            vet inte | inte saker | osaker | komplicerat | krangligt | hittar inte | kan inte hitta | hur funkar | hur fungerar det | forklara igen | forklara en gang | nyss ~ nu | star ~ men | stod ~ nu
            vilken da | vilken ar det | hur da | konstigt | skumt | undrar var | var ska jag | trodde
            forst ~ nu | vanta nu | vanta lite
        ",
        hint: "skillnad* | forklara | vilken | ursakta | lite | egentligen",
    },
    asked: "omdome* | recension* | stjarn* | pengar tillbaka | pengarna tillbaka | klaga | klagomal | reklamera | arn",
    others: "min/mitt/var/vara son/dotter/man/fru/mamma/pappa/van/barn/syster/bror/sambo",
    stronger: "valdigt | mycket | sa | helt | verkligen | riktigt | extremt | otroligt | jatte | totalt | fullstandigt | oerhort | djupt | rejalt | grymt | ganska | ratt | minst sagt",
    denied_before: "inte | ingen | inga | inget | aldrig | utan | ej | icke",
    denied_after: "",
    prefixes: "",
};
