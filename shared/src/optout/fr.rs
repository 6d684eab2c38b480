//! How people stop messages in French.

use super::table::Table;

pub(super) const TABLE: Table = Table {
    language: "fr",
    unspaced: false,
    stop: "stop stopper stopsms arret arreter arretez arrete arretsms desabonner desabonnement desabonnezmoi \
        medesabonner desinscrire desinscription desinscrivezmoi medesinscrire plusdemessages plusdesms",
    whole: "annuler resilier quitter terminer revoquer finir supprimer cesser pasinteresse pasinteressee \
        laissezmoitranquille mauvaisnumero fauxnumero",
    here: "fin",
    stop_all: "stoptout toutarreter arreteztout stoptous arrettotal",
    start: "demarrer reprendre reabonner reabonnement commencer inscription",
    help: "aide",
    polite: "svp stp merci bonjour bonsoir s il vous te plait d avance ok oui salut",
    ends: "stop stopper stoppez arretez arreter arrete cessez cesser cesse plus pas aucun aucune jamais rien \
        supprimez supprimer supprime retirez retirer retire enlevez enlever effacez effacer revoque revoquer",
    alone: "desabonner desabonnez desabonne desabonnement desinscrire desinscrivez desinscris desinscription",
    objects: "message messages sms texto textos mail mails email emails courriel courriels publicite publicites \
        pub pubs newsletter newsletters infolettre spam contacter contactez contact ecrire ecrivez envoyez \
        envoyer envoie envois envoi liste listes numero whatsapp notification notifications consentement promotions \
        demarchage relances deranger derangez harceler diffusion",
    everything: "tout tous toute toutes",
    fillers: "je j tu me m moi nous ne n de des du le la les l un une vos votre ton tes mon ma mes souhaite veux \
        voudrais desire aimerais recevoir etre par sur en ces ce cet cette immediatement maintenant \
        desormais avenir a que qu puis pouvez comment se e autres commerciaux commerciales publicitaires \
        veuillez",
    joins: "et mais car donc parce",
    opposite: &[
        "pas arreter",
        "arretez pas",
        "arrete pas",
        "pas desabonner",
        "desabonnez pas",
        "pas desinscrire",
        "supprimez pas",
        "pas supprimer",
        "arretez jamais",
    ],
    confirmation: "{shop} : désinscription confirmée. Vous ne recevrez plus de messages de notre part ici.",
};
