//! How anger and confusion sound in French.

use super::table::{Cues, Table};

pub(super) const TABLE: Table = Table {
    language: "fr",
    common: "le la les un une des et est je vous il elle ce c j l d qu que qui dans pour pas ne avec sur mon ma mes votre vos nous on au aux du de quand ou comment quel quelle merci bonjour commande sont ai avez suis puis peut",
    anger: Cues {
        clear: "
            inadmissible* | inacceptable* | pas acceptable | intolerable | honteux | honteuse | honte | scandale | scandaleux
            scandaleuse | lamentable* | minable* | deplorable* | arnaque* | arnaqueurs | arnaque* | escroc* | escroquerie | du vol
            voleurs | voleur | furieux | furieuse | en colere | enerve* | agace* | exasper* | excede* | hors de moi | revolt* | remonte*
            j en ai assez | me/nous prenez pour | moquez de | moque de | foutez de | fout de | foutage | marre | ras le bol | plein le dos
 trop c est trop | ridicule | sert a rien | servez a rien | inutile* | nul | nulle | nuls | pourri* | merde | merdique | putain
            bordel | plus jamais | jamais plus | pire ~ service/site/experience/boutique | perte de temps | perdre mon temps
            remboursee/rembourse/remboursement immediat* | remboursez | rendez moi | mon argent | avocat | justice | porter plainte
            porte plainte | plainte | dgccrf | que choisir | repression des fraudes | mise en demeure | tribunal | avis negatif
            mauvais avis | une etoile | decu* | deception | incompeten* | menteurs | mensonge | irrespect* | manque de respect
            foutu* | catastroph* | desastreux | desastreuse | a fuir | fuyez | insupportable | n importe quoi
            c est une blague | une blague | publicite mensongere | mauvaise foi | abus* | indigne | idiots
        ",
        likely: "
            fait ~ semaines/mois/jours | depuis ~ semaines/mois/jours | depuis un mois | il y a un mois | j attends | attends toujours | toujours rien
            toujours pas | aucune reponse | pas de reponse | sans reponse | personne ne ~ repond* | personne ~ aide | ne repond* jamais
            repondez jamais | repondez pas | jamais de reponse | injoignable* | deuxieme/troisieme/quatrieme/enieme/2eme/3eme fois | # fois
            encore une fois | mauvaise qualite | mauvais service | mecontent* | insatisfait* | frustr* | penible | reclamation
            immediatement | franchement | incroyable | c est fou | pas normal | anormal | pas serieux | peu serieux | bravo
 felicitations | merci pour rien | n est pas possible | pas possible | j exige | exige | en ai assez | mal eleve
            moindre des choses | m attendais a | horrible | affreux | affreuse | ca suffit | suffit | toujours la meme | meme reponse
            se moque | negligence | inefficace | bloque* | lent | triste
        ",
        hint: "
            encore | toujours | mauvais | mauvaise | perdu | casse* | faux | erreur | deteste | jamais | enfin | retard | urgent

        ",
    },
    confusion: Cues {
        clear: "
            comprends pas | comprend pas | comprends rien | pas compris | rien compris | comprends plus | comprends toujours pas | mal compris
            pas tout compris | pas du tout compris | comprends ~ pas | pige pas | rien pige | capte pas | pas clair | pas tres clair
            pas claire | pas tres claire | pas vraiment clair | peu clair | flou | flous | confus* | embrouill* | perplexe
            suis ~ perdu | suis ~ perdue | m y perds | y perd | perds le fil | aucune idee | sais pas ~ lequel/laquelle/quoi/comment/quel/quelle/ou/si
            sais plus | voulez vous dire | vous voulez dire | veux tu dire | veut dire quoi | que veut dire | qu est ce que ~ veut dire
            que signifie | ca veut dire | ca signifie | comment ca | contradict* | contredit | incomprehensible | ne vois pas ~ ou/comment/quoi
            vois pas ~ ou/comment | dans le flou | melange* | m emmele* | hein | deboussol* | paume* | je nage | pas sur* de comprendre
            quel rapport | ne m y retrouve | m y retrouve pas | depasse*
        ",
        likely: "
            sais pas | pas sur | pas sure | complique | comment faire | que dois je | pas trouve | trouve pas | arrive pas | n y arrive
            marque ~ et | ecrit ~ mais | pourtant | dit ~ et | reexpliquer | expliquer encore | euh | bizarre | etrange | j hesite
            expliquez moi | lequel alors | c est quoi | quoi | au juste | du coup lequel | attendez
        ",
        hint: "difference | expliquer | lequel | laquelle | alors | pourquoi | peu | comprendre",
    },
    stronger: "tres | trop | tellement | vraiment | extremement | completement | totalement | carrement | absolument | si | super | hyper | particulierement | profondement | un peu | franchement | plus que",
    denied_before: "pas | jamais | sans | aucun | aucune | rien | ni",
    denied_after: "",
    prefixes: "",
};
