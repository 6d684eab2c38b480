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
            silence radio | annulez tout | j arrete avec | personne ~ responsabilite* | debite* deux fois
            preleve* deux fois | me/nous renvoie ~ quelqu un | me/nous balade* | balade* de service | osez vous
            osez vendre | comment osez | ou je vais voir/saisis/appelle ~ banque/avocat
            sinon je ~ banque/avocat/plainte | opposition a/aupres | zero etoile | patience a ~ limites
            a bout de patience | a bout de nerfs | du grand n importe quoi | plus jamais chez | scandalis*
            foutage de gueule | bande de
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
            troisieme/deuxieme/quatrieme/enieme mail/message/appel | a chaque fois | au premier lavage
            au bout d un jour | et personne | raccroche | jours de retard | semaines de retard
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
            pas plus avance* | dit les deux | qu est ce qui est ~ vrai | lequel est ~ vrai/bon/juste | pas a saisir
            n arrive pas a comprendre | n arrive pas a saisir | m echappe | du chinois | completement perdu*
            c est quoi ~ au juste | je m y perds | je ne vois pas | pas logique | pas coherent | incoheren*
        ",
        likely: "
            sais pas | pas sur | pas sure | complique | comment faire | que dois je | pas trouve | trouve pas | arrive pas | n y arrive
            marque ~ et | ecrit ~ mais | pourtant | dit ~ et | reexpliquer | expliquer encore | euh | bizarre | etrange | j hesite
            expliquez moi | lequel alors | c est quoi | quoi | au juste | du coup lequel | attendez
            d abord ~ maintenant | avant ~ maintenant
        ",
        hint: "difference | expliquer | lequel | laquelle | alors | pourquoi | peu | comprendre",
    },
    asked: "avis | etoile* | mon argent | rembours* | plainte | avocat | reclamation",
    others: "mon/ma/mes/notre fils/fille/mari/femme/mere/pere/ami/amie/enfant/enfants/soeur/frere/copain/copine",
    stronger: "tres | trop | tellement | vraiment | extremement | completement | totalement | carrement | absolument | si | super | hyper | particulierement | profondement | un peu | franchement | plus que",
    denied_before: "pas | jamais | sans | aucun | aucune | rien | ni",
    denied_after: "",
    prefixes: "",
};
