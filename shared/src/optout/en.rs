//! How people stop messages in English.

use super::table::Table;

pub(super) const TABLE: Table = Table {
    language: "en",
    unspaced: false,
    stop: "stop stopit stopnow stopthis stopmessages stopmessaging stopmessagingme stoptexts stoptexting \
        stoptextingme stopsms stopemails stopspam optout optmeout unsubscribe unsubscribeme unsub \
        nomoremessages nomoretexts",
    whole: "quit end revoke revokeconsent cancel leavemealone notinterested nomore enough remove removeme \
        losemynumber wrongnumber",
    here: "",
    stop_all: "stopall cancelall quitall endall unsubscribeall optoutall stopeverything unsubscribemefromall",
    start: "start unstop restart resume resubscribe subscribe optin",
    help: "help helpme info",
    polite: "please pls plz thanks thank you u thx kindly ok okay hi hello hey dear sorry yes",
    ends: "stop quit cease end cancel dont not no never without remove removed delete take revoke withdraw",
    alone: "unsubscribe unsubscribed unsub opt optout",
    objects: "message messages messaging text texts texting sms email emails emailing mail mails mailing spam \
        spamming marketing ad ads adverts advertising newsletter newsletters contact contacting write \
        writing bother bothering number list whatsapp notification notifications promotion promotions promos \
        consent offers reminders send sending",
    everything: "all everything everywhere every",
    fillers: "i m ll d me my we us our your to the a an any anymore more these those this that from of for at on \
        off out with want wish would like do can could will should must be get getting receive receiving \
        again ever now immediately asap right away further future phone cell mobile subscription \
        subscriptions how am im longer wanna anything",
    joins: "and but so because since",
    opposite: &[
        "dont stop",
        "not stop",
        "never stop",
        "dont unsubscribe",
        "not unsubscribe",
        "dont want to unsubscribe",
        "dont opt",
        "not opt",
        "dont want to opt",
        "dont want to stop",
        "dont want you to stop",
        "dont remove",
        "not remove",
        "dont delete",
        "dont cancel",
        "not cancel",
        "dont end",
        "dont get",
        "never get",
        "no longer get",
        "no longer getting",
        "no longer receive",
        "no longer receiving",
        "not getting",
        "not receiving",
        "not get",
        "dont receive",
        "not receive",
        "can not",
    ],
    confirmation: "{shop}: You are unsubscribed and will get no more messages from us here.",
};
