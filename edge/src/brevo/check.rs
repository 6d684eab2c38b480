//! Whether an account is set up for a shop, in sentences for its merchant, each with what to do. Reads; with
//! [`Wish::Mend`] it also creates the attributes that are missing and sets the webhooks ([`super::hooks`]), nothing else.
//!
//! Some eight calls, and at most six more to mend, count for the hundred an hour that WhatsApp and the sales pages share:
//! [`Wish::calls`] are reserved there before it begins, and where they are needed for messages it says when to ask again.

use super::hooks::Hook;
use super::wire::{Domain, EmailTemplate, Plan, Sender, WhatsAppTemplate};
use super::{Account, Failure, setup};
use serde::Serialize;
use shared::time::Span;
use shared::wire::document_v1::{SenderDraft, TemplateDraft};
use templates::{TEMPLATES, reclassed, templates};

mod templates;

/// What was found. It is ready when nothing is [`State::Bad`].
#[derive(Debug, Serialize)]
pub(crate) struct Found {
    ready: bool,
    findings: Vec<Finding>,
    /// The templates that WhatsApp classes as ones that sell, and the shop's document does not; none where they were not
    /// looked at.
    #[serde(skip)]
    pub(crate) sells: Option<Vec<String>>,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    /// A stable name: `key`, `sender`.
    about: &'static str,
    state: State,
    /// What is so.
    says: String,
    /// What the merchant should do; empty when nothing.
    todo: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    Good,
    /// Messages go, and something could be better.
    Advice,
    /// Something does not work until this is done.
    Bad,
}

/// What the asker wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    Look,
    Mend,
}

impl Wish {
    /// How many of the rarest calls it makes at most.
    pub(crate) const fn calls(self) -> u32 {
        match self {
            Self::Look => 8,
            Self::Mend => 14,
        }
    }
}

impl Account {
    /// Looks at everything that sending for this shop needs, by its sender and the templates that its document lists.
    pub(crate) async fn check(
        &self,
        (sender, used): (&SenderDraft, &[TemplateDraft]),
        hook: &Hook,
        wish: Wish,
    ) -> Found {
        let plans = match self.look(setup::plans()).await {
            Ok(plans) => plans,
            // Nothing else would be answered either.
            Err(failure) => return Found::of(vec![closed(&failure)]),
        };
        let mut findings = vec![key(), addresses()];
        findings.extend(credits(&plans));
        let senders = self.look(setup::senders()).await;
        findings.push(judged("sender", senders, |all| sender_of(sender, &all)));
        let domains = self.look(setup::domains()).await;
        findings.push(judged("domain", domains, |all| domain_of(sender, &all)));
        findings.push(self.attributes(wish).await);
        let templates = self.look(setup::email_templates()).await;
        findings.push(judged("templates", templates, |all| unused(&all)));
        let (of_whatsapp, sells) = self.whatsapp(sender, used).await;
        findings.extend(of_whatsapp);
        findings.push(self.webhooks(sender, hook, wish).await);
        Found {
            sells,
            ..Found::of(findings)
        }
    }

    async fn attributes(&self, wish: Wish) -> Finding {
        let missing = match wish {
            Wish::Look => self.missing_attributes().await,
            Wish::Mend => self.prepare().await,
        };
        judged("attributes", missing, |missing| attributes(&missing, wish))
    }

    async fn whatsapp(
        &self,
        sender: &SenderDraft,
        used: &[TemplateDraft],
    ) -> (Vec<Finding>, Option<Vec<String>>) {
        if sender.whatsapp.is_none() {
            let says = "The shop sends nothing by WhatsApp: its document names no number.";
            return (vec![good("whatsapp", says)], None);
        }
        let quality = self.look(setup::whatsapp_quality()).await;
        let mut findings = vec![judged("whatsapp", quality, |quality| whatsapp(&quality))];
        match self.look(setup::whatsapp_templates()).await {
            Ok(held) => {
                findings.extend(templates(used, &held));
                (findings, Some(reclassed(used, &held)))
            }
            Err(failure) => {
                findings.push(unknown(TEMPLATES, &failure));
                (findings, None)
            }
        }
    }
}

impl Found {
    fn of(findings: Vec<Finding>) -> Self {
        let ready = findings.iter().all(|finding| finding.state != State::Bad);
        Self {
            ready,
            findings,
            sells: None,
        }
    }

    /// The account was not looked at.
    pub(crate) fn later(wait: Span) -> Self {
        let minutes = (wait.0 / 60_000 + 1).max(1);
        Self::of(vec![bad(
            "brevo",
            "The account was not looked at: of the calls that Brevo takes in an hour, those that are left are kept for \
             messages.",
            &format!("Run this check again in {minutes} minutes."),
        )])
    }

    /// Something that the outbox knows by itself.
    pub(crate) fn advise(&mut self, says: &str) {
        let todo = "See GET /operator/shops/SHOP/outbox/standing for what stops messages.";
        self.findings.push(advice("outbox", says, todo));
    }
}

fn judged<T>(
    about: &'static str,
    outcome: Result<T, Failure>,
    judge: impl FnOnce(T) -> Finding,
) -> Finding {
    outcome.map_or_else(|failure| unknown(about, &failure), judge)
}

/// The first call was refused.
fn closed(failure: &Failure) -> Finding {
    if *failure == Failure::BlockedIp {
        return bad(
            "addresses",
            "Brevo refuses calls from unknown IP addresses, so nothing can be sent.",
            "In Brevo open Security, Authorised IPs, and switch off the blocking of unknown IP addresses: this service \
             calls from changing ones.",
        );
    }
    if failure.stops_the_account() {
        return bad(
            "key",
            "Brevo does not take the shop's API key.",
            "In Brevo open SMTP & API, API keys, make a new key, and put it into the shop's document as brevo_api_key.",
        );
    }
    unknown("brevo", failure)
}

pub(super) fn unknown(about: &'static str, failure: &Failure) -> Finding {
    let says = format!("This could not be looked at: {failure}.");
    bad(about, &says, "Try again in some minutes.")
}

fn key() -> Finding {
    good("key", "Brevo takes the shop's API key.")
}

fn addresses() -> Finding {
    advice(
        "addresses",
        "Brevo takes calls from this service.",
        "Brevo may begin to block unknown IP addresses by itself after 30 days. See that Security, Authorised IPs has the \
         blocking switched off.",
    )
}

fn credits(plans: &[Plan]) -> [Finding; 2] {
    let left = |of_sms: bool| {
        let plans = plans.iter().filter(|plan| (plan.kind == "sms") == of_sms);
        plans.map(Plan::whole).sum::<i64>()
    };
    let finding = |about, what: &str, left: i64| {
        if left < 1 {
            let says = format!("The account has no credits left for {what}.");
            return bad(
                about,
                &says,
                "Buy credits in Brevo, or wait for those of the next period.",
            );
        }
        good(
            about,
            &format!("The account has {left} credits for {what}."),
        )
    };
    [
        finding("email_credits", "e-mail", left(false)),
        finding("sms_credits", "SMS", left(true)),
    ]
}

fn sender_of(draft: &SenderDraft, senders: &[Sender]) -> Finding {
    let email = &draft.email;
    let held = senders
        .iter()
        .find(|held| held.email.eq_ignore_ascii_case(email));
    match held {
        Some(held) if held.active => good("sender", &format!("Messages may come from {email}.")),
        Some(_) => bad(
            "sender",
            &format!("The sender {email} is not verified yet."),
            "Open the message that Brevo sent to this address and follow its link.",
        ),
        None => bad(
            "sender",
            &format!("The account has no sender {email}."),
            "In Brevo open Senders, Domains & Dedicated IPs, add it, and follow the link that Brevo mails to it.",
        ),
    }
}

fn domain_of(draft: &SenderDraft, domains: &[Domain]) -> Finding {
    let (_, domain) = draft.email.rsplit_once('@').unwrap_or_default();
    let held = domains
        .iter()
        .find(|held| held.domain_name.eq_ignore_ascii_case(domain));
    if held.is_some_and(|held| held.authenticated) {
        return good("domain", &format!("The domain {domain} is authenticated."));
    }
    bad(
        "domain",
        &format!(
            "The domain {domain} is not authenticated, so mailboxes may refuse its e-mails or call them spam."
        ),
        "In Brevo open Senders, Domains & Dedicated IPs, Domains, and add the DNS records that it shows for this domain.",
    )
}

fn attributes(missing: &[&str], wish: Wish) -> Finding {
    match (missing, wish) {
        ([], _) => good(
            "attributes",
            "The account has every attribute that Parley fills.",
        ),
        (created, Wish::Mend) => {
            let says = format!("Created the attributes {}.", created.join(", "));
            good("attributes", &says)
        }
        (missing, Wish::Look) => bad(
            "attributes",
            &format!(
                "The account lacks the attributes {}, which keep the proof of a consent.",
                missing.join(", ")
            ),
            "Run this check with --mend, which creates them, or create them in Brevo under Contacts, Settings, as text.",
        ),
    }
}

/// Parley writes its e-mails itself, and asks for the second yes by one of them.
fn unused(templates: &[EmailTemplate]) -> Finding {
    let active = templates.iter().filter(|template| template.is_active);
    let says = format!(
        "Parley writes its e-mails itself, the one that asks for a second yes too: none of the account's {} active e-mail \
         templates is used.",
        active.count()
    );
    good("templates", &says)
}

fn whatsapp(quality: &str) -> Finding {
    if quality == "RED" || quality == "YELLOW" {
        let says = format!(
            "WhatsApp rates the shop's number {quality}: recipients block or report its messages."
        );
        return advice(
            "whatsapp",
            &says,
            "Send less, and only what was asked for, or WhatsApp will stop it.",
        );
    }
    good("whatsapp", "The account sends by WhatsApp.")
}

pub(super) fn good(about: &'static str, says: &str) -> Finding {
    finding(about, State::Good, says, "")
}

pub(super) fn advice(about: &'static str, says: &str, todo: &str) -> Finding {
    finding(about, State::Advice, says, todo)
}

pub(super) fn bad(about: &'static str, says: &str, todo: &str) -> Finding {
    finding(about, State::Bad, says, todo)
}

fn finding(about: &'static str, state: State, says: &str, todo: &str) -> Finding {
    Finding {
        about,
        state,
        says: says.to_owned(),
        todo: todo.to_owned(),
    }
}

#[cfg(test)]
impl Finding {
    #[track_caller]
    pub(super) fn is(&self, state: State, says: &str) {
        assert_eq!(self.state, state, "{self:?}");
        assert!(self.says.contains(says), "{self:?}");
        assert_eq!(self.todo.is_empty(), state == State::Good, "{self:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::sender;
    use super::*;

    #[track_caller]
    fn check(finding: &Finding, state: State, says: &str) {
        finding.is(state, says);
    }

    #[test]
    fn a_number_that_is_blocked_often_is_told_of() {
        check(&whatsapp("RED"), State::Advice, "RED");
        check(&whatsapp("GREEN"), State::Good, "sends");
    }

    #[test]
    fn a_sender_is_there_verified_and_of_an_authenticated_domain() {
        let held = |active| Sender {
            email: "Hello@Fernwood.example".into(),
            active,
        };
        let domain = |authenticated| Domain {
            domain_name: "fernwood.example".into(),
            authenticated,
        };
        check(
            &sender_of(&sender(), &[held(true)]),
            State::Good,
            "may come",
        );
        check(
            &sender_of(&sender(), &[held(false)]),
            State::Bad,
            "not verified",
        );
        check(&sender_of(&sender(), &[]), State::Bad, "no sender");
        check(
            &domain_of(&sender(), &[domain(true)]),
            State::Good,
            "authenticated",
        );
        check(
            &domain_of(&sender(), &[domain(false)]),
            State::Bad,
            "not authenticated",
        );
        check(&domain_of(&sender(), &[]), State::Bad, "not authenticated");
    }

    #[test]
    fn a_closed_account_says_which_door_is_shut() {
        let refused = |status| Failure::Permanent {
            status,
            code: "unauthorized".into(),
            message: "Key not found".into(),
            duplicates: Vec::new(),
        };
        check(
            &closed(&Failure::BlockedIp),
            State::Bad,
            "unknown IP addresses",
        );
        check(&closed(&refused(401)), State::Bad, "API key");
        check(&closed(&refused(400)), State::Bad, "Key not found");
        let silent = Failure::Retryable {
            after: None,
            status: None,
        };
        check(&closed(&silent), State::Bad, "no answer");
    }

    #[test]
    fn credits_are_counted_by_channel() {
        let of = |kind: &str, credits| Plan {
            kind: kind.into(),
            credits,
        };
        let [email, sms] = credits(&[
            of("subscription", 0.0),
            of("payAsYouGo", 200.0),
            of("sms", 0.0),
        ]);
        check(&email, State::Good, "200 credits");
        check(&sms, State::Bad, "no credits left for SMS");
    }
}
