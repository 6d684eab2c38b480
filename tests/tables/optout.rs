//! Which replies withdraw consent.

use shared::optout::is_opt_out;

#[test]
fn the_seven_words_and_their_close_forms_withdraw() {
    for message in [
        "stop",
        "STOP",
        "Stop.",
        " stop \n",
        "S.T.O.P.",
        "stop!!!",
        "STOP ALL",
        "stopall",
        "please stop",
        "Stop please",
        "quit",
        "Quit.",
        "END",
        "end",
        "revoke",
        "Revoke consent",
        "opt out",
        "OPT-OUT",
        "optout",
        "Opt me out",
        "cancel",
        "CANCEL ALL",
        "unsubscribe",
        "Unsubscribe me, please",
        "UNSUB",
        "stop texting me",
    ] {
        assert!(is_opt_out(message), "{message}");
    }
}

#[test]
fn a_word_within_a_question_withdraws_nothing() {
    for message in [
        "",
        "   ",
        "please",
        "start",
        "stopp",
        "when does it end?",
        "cancel my order",
        "can I cancel the subscription",
        "the weekend",
        "stop by the store",
        "don't stop",
        "yes",
        "I want to return the serum and stop worrying about whether it fits my skin type at all",
    ] {
        assert!(!is_opt_out(message), "{message}");
    }
}
