//! Transactional e-mail. What was accepted is in the mailbox at once, unless its recipient is blocked; then it is
//! recorded as blocked, and the sender learns that only from the statistics. A replayed idempotency key is refused.

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::reply::{self, Refused, refused, text, texts};
use super::{BrevoState, blocklist, happening};
use crate::settings::{Settings, Template};
use crate::world::Shared;
use crate::{clock, token};

const KEY_LIFE_MS: i64 = 30 * 60 * 1000;

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Email {
    pub(crate) message_id: String,
    pub(crate) from: Value,
    pub(crate) reply_to: Value,
    /// Those it reached.
    pub(crate) to: Vec<Value>,
    /// Those it did not reach, because they are blocked.
    pub(crate) blocked: Vec<Value>,
    pub(crate) subject: String,
    pub(crate) html: String,
    pub(crate) text: String,
    pub(crate) tags: Vec<String>,
    pub(crate) headers: Value,
    pub(crate) template_id: Option<i64>,
    pub(crate) at_ms: i64,
    /// What happened to it later: to whom, what in the statistics' words, when.
    #[serde(default)]
    pub(crate) later: Vec<(String, String, i64)>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Wanted {
    email: Option<String>,
    event: Option<String>,
    message_id: Option<String>,
    tags: Option<String>,
    limit: Option<usize>,
    offset: Option<usize>,
}

pub(crate) async fn send(State(world): State<Shared>, bytes: Bytes) -> Response {
    let settings = world.settings();
    let outcome = reply::body(&bytes).and_then(|body| accept(&mut world.brevo(), &settings, &body));
    world.touch();
    match outcome {
        Ok((status, body, emails)) => {
            for email in &emails {
                happening::of_email(&world, email);
            }
            reply::with(status, &body)
        }
        Err(refused) => refused.into_response(),
    }
}

fn accept(
    state: &mut BrevoState,
    settings: &Settings,
    body: &Value,
) -> Result<(u16, Value, Vec<Email>), Refused> {
    let versions = body
        .get("messageVersions")
        .and_then(Value::as_array)
        .cloned();
    let many = versions.is_some();
    let versions = versions.unwrap_or_else(|| vec![body.clone()]);
    let mut emails = Vec::new();
    for version in &versions {
        emails.push(compose(state, settings, body, version)?);
    }
    let cost = i64::try_from(emails.len()).unwrap_or(i64::MAX);
    if state.emails_used + cost > settings.email_credits {
        return Err(Refused {
            status: 402,
            ..refused(
                "not_enough_credits",
                "You do not have enough credits to send this email",
            )
        });
    }
    if let Some(key) = header(body, "idempotencyKey") {
        take_key(state, key)?;
    }
    let ids: Vec<String> = emails
        .iter()
        .map(|email| email.message_id.clone())
        .collect();
    if header(body, "X-Sib-Sandbox") == Some("drop") {
        emails.clear();
    }
    state.emails_used += i64::try_from(emails.len()).unwrap_or(i64::MAX);
    state.emails.extend(emails.clone());
    let status = if body.get("scheduledAt").is_some() {
        202
    } else {
        201
    };
    let answer = if many {
        json!({"messageIds": ids})
    } else {
        json!({"messageId": ids.first()})
    };
    Ok((status, answer, emails))
}

/// A header of the message, whose name may be written in any case.
fn header<'a>(body: &'a Value, name: &str) -> Option<&'a str> {
    let headers = body.get("headers").and_then(Value::as_object)?;
    let held = headers
        .iter()
        .find(|(held, _)| held.eq_ignore_ascii_case(name));
    held?.1.as_str()
}

fn take_key(state: &mut BrevoState, key: &str) -> Result<(), Refused> {
    let now = clock::now_ms();
    let used = state.keys.get(key);
    if used.is_some_and(|used| now - used < KEY_LIFE_MS) {
        let told = "A request with this idempotencyKey was already accepted";
        return Err(refused("duplicate_parameter", told));
    }
    state.keys.insert(key.to_owned(), now);
    Ok(())
}

/// One e-mail out of the request and, when there are versions, one of them.
fn compose(
    state: &BrevoState,
    settings: &Settings,
    body: &Value,
    version: &Value,
) -> Result<Email, Refused> {
    let part = |name: &str| {
        version
            .get(name)
            .or_else(|| body.get(name))
            .cloned()
            .unwrap_or(Value::Null)
    };
    let template_id = body.get("templateId").and_then(Value::as_i64);
    let sender = sender(settings, body, template_id)?;
    let wording = wording(&template(settings, template_id)?, &part)?;
    let recipients = recipients(&part)?;
    let from = text(&sender, "email").unwrap_or_default();
    let (blocked, to) = recipients.into_iter().partition(|recipient| {
        blocklist::holds(state, text(recipient, "email").unwrap_or_default(), from)
    });
    Ok(Email {
        message_id: format!(
            "<{}.{}@smtp-relay.mailin.fr>",
            clock::now_ms(),
            token::hex(12)
        ),
        from: sender,
        reply_to: part("replyTo"),
        to,
        blocked,
        subject: wording.subject,
        html: wording.html_content,
        text: wording.text_content,
        tags: texts(body, "tags"),
        headers: part("headers"),
        template_id,
        at_ms: text(body, "scheduledAt")
            .and_then(clock::from_text)
            .unwrap_or_else(clock::now_ms),
        later: Vec::new(),
    })
}

/// Subject and contents with their holes filled, the request's own before the template's.
fn wording(template: &Template, part: &dyn Fn(&str) -> Value) -> Result<Template, Refused> {
    let params = part("params");
    let fill = |name: &str, from_template: &str| {
        let own = part(name);
        let own = own.as_str().filter(|own| !own.is_empty());
        fill_params(own.unwrap_or(from_template), &params)
    };
    let wording = Template {
        subject: fill("subject", &template.subject),
        html_content: fill("htmlContent", &template.html_content),
        text_content: fill("textContent", &template.text_content),
        ..Template::default()
    };
    if wording.subject.is_empty() {
        return Err(refused("missing_parameter", "subject is missing"));
    }
    if wording.html_content.is_empty() && wording.text_content.is_empty() {
        let told = "Either of htmlContent or textContent is missing";
        return Err(refused("missing_parameter", told));
    }
    Ok(wording)
}

fn recipients(part: &dyn Fn(&str) -> Value) -> Result<Vec<Value>, Refused> {
    let list = |name| part(name).as_array().cloned().unwrap_or_default();
    if list("to").is_empty() {
        return Err(refused("missing_parameter", "to is missing"));
    }
    let recipients = [list("to"), list("cc"), list("bcc")].concat();
    if recipients.len() > 99 {
        return Err(refused("out_of_range", "Number of recipients exceeds 99"));
    }
    Ok(recipients)
}

fn template(settings: &Settings, id: Option<i64>) -> Result<Template, Refused> {
    let Some(id) = id else {
        return Ok(Template::default());
    };
    let found = settings.templates.get(&id.to_string()).cloned();
    let active = found.filter(|template| !template.inactive);
    active.ok_or_else(|| refused("invalid_parameter", "templateId does not exist"))
}

fn sender(settings: &Settings, body: &Value, template_id: Option<i64>) -> Result<Value, Refused> {
    let Some(sender) = body.get("sender").filter(|sender| sender.is_object()) else {
        return match template_id {
            Some(_) => Ok(json!({"name": "Template sender", "email": "template@brevo.example"})),
            None => Err(refused("missing_parameter", "sender is missing")),
        };
    };
    if sender.get("id").is_none() && text(sender, "email").is_none() {
        return Err(refused("missing_parameter", "sender.email is missing"));
    }
    let address = text(sender, "email").unwrap_or_default().to_owned();
    let is_verified = settings.senders.is_empty() || settings.senders.contains(&address);
    if !is_verified || settings.unverified_senders.contains(&address) {
        let told = format!(
            "Sending has been rejected because the sender you used {address} is not valid. Validate your sender or authenticate your domain"
        );
        return Err(refused("invalid_parameter", &told));
    }
    Ok(sender.clone())
}

/// `{{ params.NAME }}`, with or without spaces, by the value of NAME; what is not given becomes empty.
pub(crate) fn fill_params(text: &str, params: &Value) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let Some((hole, after)) = after.split_once("}}") else {
            filled.push_str("{{");
            rest = after;
            continue;
        };
        match hole.trim().strip_prefix("params.") {
            Some(path) => {
                let value = path
                    .split('.')
                    .try_fold(params, |value, step| value.get(step.trim()));
                match value {
                    Some(Value::String(text)) => filled.push_str(text),
                    Some(Value::Null) | None => {}
                    Some(other) => filled.push_str(&other.to_string()),
                }
            }
            None => filled.extend(["{{", hole, "}}"]),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

pub(crate) async fn statistics(
    State(world): State<Shared>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let limit = wanted.limit.unwrap_or(2500);
    let fits = |event: &Value, name: &str, asked: &Option<String>| {
        asked
            .as_deref()
            .is_none_or(|asked| text(event, name) == Some(asked))
    };
    let emails = world.brevo().emails.clone();
    let events: Vec<Value> = emails
        .iter()
        .rev()
        .flat_map(Email::happenings)
        .filter(|event| fits(event, "email", &wanted.email) && fits(event, "event", &wanted.event))
        .filter(|event| {
            fits(event, "messageId", &wanted.message_id) && fits(event, "tag", &wanted.tags)
        })
        .skip(wanted.offset.unwrap_or(0))
        .take(limit)
        .collect();
    reply::with(200, &json!({"events": events}))
}

impl Email {
    /// What the statistics say of it, newest first. Their names are a vocabulary of their own.
    fn happenings(&self) -> Vec<Value> {
        let told = |address: Option<&str>, event: &str, at_ms: i64| {
            json!({"email": address, "date": clock::to_text(at_ms), "event": event,
                "messageId": self.message_id, "subject": self.subject, "tag": self.tags.first(),
                "from": text(&self.from, "email"), "templateId": self.template_id})
        };
        let event = |recipient: &Value, event| told(text(recipient, "email"), event, self.at_ms);
        let later = self.later.iter().rev();
        let later = later.map(|(address, event, at_ms)| told(Some(address), event, *at_ms));
        let reached = self
            .to
            .iter()
            .flat_map(|one| [event(one, "delivered"), event(one, "requests")]);
        let missed = self
            .blocked
            .iter()
            .flat_map(|one| [event(one, "blocked"), event(one, "requests")]);
        later.chain(reached).chain(missed).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::fill_params;

    #[test]
    fn holes_are_filled_by_name_and_path() {
        let params = json!({"NAME": "Ada", "order": {"id": 7}});
        assert_eq!(
            fill_params(
                "Hi {{params.NAME}}, {{ params.order.id }}{{params.none}}!",
                &params
            ),
            "Hi Ada, 7!"
        );
        assert_eq!(
            fill_params("{{ contact.X }} {{", &params),
            "{{ contact.X }} {{"
        );
    }
}
