//! The webhooks by which an account reports to this Worker: which there must be, whether they are there, and setting them.
//!
//! What ends a message or a consent is told event by event. What only follows a message on its way is told in batches,
//! five minutes late, since a campaign's worth of it comes at once.

use super::check::{Finding, advice, bad, good, unknown};
use super::wire::{Auth, Channel, Webhook};
use super::{Account, Failure, Wish, setup};
use serde::{Deserialize, Serialize};
use shared::wire::document_v1::SenderDraft;

/// Where reports are heard, and what they must carry. It has no `Debug`: it holds a secret.
#[derive(Serialize, Deserialize)]
pub(crate) struct Hook {
    pub(crate) url: String,
    pub(crate) token: String,
}

/// Events of one kind that are reported in one way.
struct Wanted {
    kind: &'static str,
    channel: Channel,
    batched: bool,
    events: &'static [&'static str],
}

/// What a shop should learn of.
const WANTED: [Wanted; 5] = [
    Wanted {
        kind: "transactional",
        channel: Channel::Email,
        batched: false,
        events: &["hardBounce", "blocked", "spam", "invalid", "unsubscribed"],
    },
    Wanted {
        kind: "transactional",
        channel: Channel::Email,
        batched: true,
        events: &["delivered", "softBounce", "deferred"],
    },
    Wanted {
        kind: "transactional",
        channel: Channel::Sms,
        batched: false,
        events: &["delivered", "softBounce", "hardBounce", "unsubscribed"],
    },
    // By itself, since Brevo's pages do not agree on whether it may be asked for here.
    Wanted {
        kind: "transactional",
        channel: Channel::Sms,
        batched: false,
        events: &["reply"],
    },
    Wanted {
        kind: "marketing",
        channel: Channel::Email,
        batched: false,
        events: &[
            "unsubscribed",
            "spam",
            "hardBounce",
            "contactUpdated",
            "contactDeleted",
        ],
    },
];
/// What is written back by e-mail, where the shop has answers received.
const LETTERS: Wanted = Wanted {
    kind: "inbound",
    channel: Channel::Email,
    batched: false,
    events: &["inboundEmailProcessed"],
};

/// What is to be done about one of them.
#[derive(Debug, PartialEq, Eq)]
enum Lack {
    /// There is none.
    Missing,
    /// It lacks events, or carries another token.
    Stale(i64),
}

impl Account {
    pub(super) async fn webhooks(&self, sender: &SenderDraft, hook: &Hook, wish: Wish) -> Finding {
        let mut all = Vec::new();
        for kind in ["transactional", "marketing", "inbound"] {
            match self.look(setup::webhooks(kind)).await {
                Ok(webhooks) => all.extend(webhooks),
                // So says Brevo that there is none.
                Err(Failure::Permanent { status: 404, .. }) => {}
                Err(failure) => return unknown("webhooks", &failure),
            }
        }
        let lacks = lacking(sender, hook, &all);
        if wish == Wish::Look || lacks.is_empty() {
            return judged(&lacks, hook);
        }
        // One that Brevo refuses keeps no other from being set.
        let mut refused = Vec::new();
        for (wanted, lack) in &lacks {
            let webhook = made(wanted, sender, hook);
            let outcome = match lack {
                Lack::Missing => {
                    let created = self.look(setup::create_webhook(&webhook)).await;
                    created.map(|_| ())
                }
                Lack::Stale(id) => self.look(setup::update_webhook(*id, &webhook)).await,
            };
            if let Err(failure) = outcome {
                refused.push(format!("{} ({failure})", wanted.events.join(", ")));
            }
        }
        if refused.is_empty() {
            return good("webhooks", &format!("Brevo now reports to {}.", hook.url));
        }
        let says = format!("No webhook could be set for {}.", refused.join("; "));
        let todo = "In Brevo open Settings, Webhooks: an account has at most 40. Then run this check again.";
        bad("webhooks", &says, todo)
    }
}

/// What there must be and is not, each with what is to be done.
fn lacking(sender: &SenderDraft, hook: &Hook, all: &[Webhook]) -> Vec<(&'static Wanted, Lack)> {
    let letters = sender.replies.as_ref().map(|_| &LETTERS);
    let lack = |wanted: &'static Wanted| {
        let own = all.iter().find(|held| {
            held.url == hook.url
                && held.kind.as_deref().unwrap_or("transactional") == wanted.kind
                && held.channel.unwrap_or(Channel::Email) == wanted.channel
                && held.batched == wanted.batched
                && (wanted.events.iter()).any(|event| held.events.iter().any(|one| one == event))
        });
        let Some(own) = own else {
            return Some((wanted, Lack::Missing));
        };
        let hears = |event: &&str| own.events.iter().any(|held| held == event);
        let carries = own
            .auth
            .as_ref()
            .is_some_and(|auth| auth.token == hook.token);
        let fits = wanted.events.iter().all(hears) && carries;
        let elsewhere = wanted.kind == "inbound" && own.domain != sender.replies;
        (!fits || elsewhere).then_some((wanted, Lack::Stale(own.id)))
    };
    WANTED.iter().chain(letters).filter_map(lack).collect()
}

fn judged(lacks: &[(&Wanted, Lack)], hook: &Hook) -> Finding {
    let todo = "Run this check with --mend, which sets the webhooks.";
    let events = |stale: bool| {
        let of = lacks
            .iter()
            .filter(|(_, lack)| (*lack != Lack::Missing) == stale);
        let events: Vec<&str> = of.flat_map(|(wanted, _)| wanted.events).copied().collect();
        events.join(", ")
    };
    if lacks.is_empty() {
        return good(
            "webhooks",
            "Brevo reports what becomes of messages, and who left.",
        );
    }
    let stale = events(true);
    if !stale.is_empty() {
        let says = format!("A webhook carries an old token or lacks events: {stale}.");
        return bad("webhooks", &says, todo);
    }
    let says = format!(
        "No webhook of the account reports {} to {}: bounces and people who left are seen only in Brevo.",
        events(false),
        hook.url
    );
    advice("webhooks", &says, todo)
}

fn made(wanted: &Wanted, sender: &SenderDraft, hook: &Hook) -> Webhook {
    let letters = wanted.kind == "inbound";
    Webhook {
        id: 0,
        url: hook.url.clone(),
        events: wanted.events.iter().map(|&event| event.into()).collect(),
        kind: Some(wanted.kind.into()),
        channel: Some(wanted.channel).filter(|_| wanted.kind == "transactional"),
        batched: wanted.batched,
        auth: Some(Auth {
            kind: "bearer".into(),
            token: hook.token.clone(),
        }),
        domain: sender.replies.clone().filter(|_| letters),
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::State;
    use super::super::samples::sender;
    use super::*;

    fn hook(token: &str) -> Hook {
        Hook {
            url: "https://parley.example/v1/brevo/fernwood.myshopify.com".into(),
            token: token.into(),
        }
    }

    #[test]
    fn what_was_set_lacks_nothing_until_its_token_changes() {
        let sender = SenderDraft {
            replies: Some("reply.fernwood.example".into()),
            ..sender()
        };
        let set = |lacks: &[(&'static Wanted, Lack)]| {
            let made = lacks
                .iter()
                .map(|(wanted, _)| made(wanted, &sender, &hook("hush")));
            made.collect::<Vec<_>>()
        };
        let first = lacking(&sender, &hook("hush"), &[]);
        assert_eq!(first.len(), 6);
        judged(&first, &hook("hush")).is(State::Advice, "hardBounce");
        let all = set(&first);
        let none = lacking(&sender, &hook("hush"), &all);
        judged(&none, &hook("hush")).is(State::Good, "reports");
        let renewed = lacking(&sender, &hook("new"), &all);
        assert_eq!(renewed.len(), 6);
        judged(&renewed, &hook("new")).is(State::Bad, "old token");
        let mut fewer = all.clone();
        fewer[4].events.retain(|event| event != "contactUpdated");
        let lacks = lacking(&sender, &hook("hush"), &fewer);
        judged(&lacks, &hook("hush")).is(State::Bad, "contactUpdated");
        let moved = SenderDraft {
            replies: Some("mail.fernwood.example".into()),
            ..sender.clone()
        };
        assert_eq!(lacking(&moved, &hook("hush"), &all).len(), 1);
        let elsewhere = Hook {
            url: "https://other.example/v1/brevo/fernwood.myshopify.com".into(),
            ..hook("hush")
        };
        assert_eq!(lacking(&sender, &elsewhere, &all).len(), 6);
    }
}
