//! How anger and confusion sound in Danish.

use super::table::{Cues, Table};

pub(super) const TABLE: Table = Table {
    language: "da",
    common: "jeg er det den en et og at i pa for med ikke har kan du vi min mit mine som til af om nar hvor hvilken hvilket hvordan hvad sa men eller hej tak ordre fra skal ville findes dig mig jer jeres de dette her vaere",
    anger: Cues {
        clear: "
            uacceptabel* | uacceptabelt | ikke acceptabelt | ikke i orden | ikke okay | latterlig* | skandal* | skandalos* | skam | skammeligt | fraekt | fraekhed | uforskammet* | rasende | vred | vrede | sur over | pissesur
            hamrende sur | pisse irriteret | ophidset | oprort | fortornet | svindler* | svindel | snyd | snydt | bedrag* | bedragere | fup | fupnummer | tyve | tyveri | roveri | penge tilbage | mine penge
            advokat | politianmeld* | anmelder jer | anmelde jer | forbrugerklagenaevnet | forbrugerradet | klager til | forbrugerombudsmanden | retslige skridt | darlig anmeldelse | negativ anmeldelse | en stjerne
            trustpilot | skuffet | skuffende | skuffelse | elendig* | elendigt | vaerdilos* | ubrugelig* | ubrugeligt | lort | lorte* | pis | fandme | fanden | for helvede | helvede | skrald | makvaerk | mog*
            under al kritik | katastrof* | spild af | spilder ~ tid | aldrig mere | aldrig igen | handler aldrig | kober aldrig | vaerste | darligste | traet af | faet nok | nok er nok | uduelig* | inkompetent* | logner* | lyver | respektlost
            userios* | useriost | idioter | joke | en vittighed | gor grin | tager pis | tage pis | pisse pa | hvor vover | vildledende | rystet | pinlig* | uprofessionel* | for darligt | til grin | grinagtigt
            faerdig med jer/jeres | annuller det hele | gider ~ ikke svare | ingen ~ ansvar* | trukket ~ to gange
            bliver ~ sendt videre | sendt rundt | kastebold | hvordan kan i saelge | falder fra hinanden
            ellers gar/kontakter/melder ~ banken/politiet/forbrugerklagenaevnet | nul stjerner | talmodighed*
            hvad bilder i | til at lukke op | ren svindel | sikke noget | mage til
        ",
        likely: "
            i ~ uger | i ~ maneder | ventet i | ventet ~ maned | ventet ~ uge | venter stadig | stadig ikke | stadig ingen | stadig intet | ingen ~ svarer/hjaelper/reagerer | svarer aldrig | svarer ikke | intet svar
            horer intet | far ikke svar | ikke faet svar | endnu en | endnu et | igen igen | anden gang | tredje gang | # gange | gang pa gang | igen og igen | darlig kvalitet | darlig service | darlig kundeservice | utilfreds*
            frustrer* | irriterende | klage | klager | utroligt | helt til | ufatteligt | kraever | omgaende | ojeblikkeligt | straks | samme svar | ikke forventet | havde ~ ikke forventet | tillykke | bravo | flot klaret
            tak for ingenting | maned siden | uger siden | sa er det nok | nu ma det | nu stopper | hold da op | kan ikke passe | kan ikke vaere rigtigt | forfaerdelig* | raedselsfuld* | hablos*
            tredje/anden/fjerde mail/gang/besked | hver gang | efter en vask | efter en dag | og ingen | tavshed
            dage forsinket | uger forsinket | smed roret pa | faldt/falder fra hinanden
        ",
        hint: "
            forkert* | odelagt | itu | vaek | darlig* | darligt | hader | aldrig | forsinket | igen | endelig | nu | ingen
        ",
    },
    confusion: Cues {
        clear: "
            forstar ikke | forstar ~ ikke | forstod ikke | forstar intet | forstar ingenting | ikke forsta | forstar jeg ikke | fatter ikke | fatter ~ ikke | fatter intet | fattede ikke | begriber ikke | forvirr* | forvirrende
            uklart | uklar | ikke klart | ikke helt klart | ikke klar over | utydelig* | hvad mener | hvad menes | hvad betyder | tabt traden | mistet traden | faret vild | ingen anelse | aner ikke | ingen ide
            ved ikke ~ hvilken/hvilket/hvordan/hvad/hvor/om | finde ud af | kan ikke folge med | ikke helt med | er ikke med | star af | haenger ikke sammen | giver ikke mening | giver ingen mening | ingen mening | modsig* | modstrid* | passer ikke sammen
            rodet | uforstaelig* | hva | hvabehar | hvad for noget | hvordan skal det forstas | svaert at forsta | blander | pa herrens mark
            ikke blevet klogere | lige klog | star der begge | hvad er ~ rigtigt | hvad passer | til at ga op
            hvad gaelder | skal ~ forestille | ikke til at forsta | volapyk | det rene | helt sort | hvad er op og ned
            rundt pa gulvet | haenger ikke
        ",
        likely: "
            ved ikke | ikke sikker | usikker | kompliceret | indviklet | besvaerligt | kan ikke finde | finder ikke | hvordan virker | hvordan fungerer det | forklare igen | forklar igen | for ~ nu | star ~ men | stod ~ nu
            hvilken sa | sa hvilken | hvordan det | maerkeligt | underligt | hvor skal | troede | i tvivl | =hvad
            forst ~ nu | vent lidt | begge dele
        ",
        hint: "forskel* | forklar* | hvilken | undskyld | lidt | egentlig",
    },
    asked: "anmeldelse* | stjerne* | pengene tilbage | penge tilbage | klage | klager",
    others: "min/mit/vores son/datter/mand/kone/mor/far/ven/veninde/barn/soster/bror/kaereste",
    stronger: "meget | sa | helt | virkelig | rigtig | ekstremt | utrolig | totalt | fuldstaendig | fuldstaendigt | dybt | ret | super | vildt | yderst | enormt | mildest talt | noget sa",
    denied_before: "ikke | ingen | intet | aldrig | uden | ej",
    denied_after: "",
    prefixes: "",
};
