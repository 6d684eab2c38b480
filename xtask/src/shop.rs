//! `cargo xtask shop`: what an operator does with a shop on a Worker, be it on this machine or deployed.

mod call;
mod translated;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::prepare::{Tools, prepare};

pub(crate) use call::Call;
pub use translated::translated;

/// One thing to do.
pub enum Action {
    /// Add a shop, or replace its document.
    Add(PathBuf),
    /// Replace a shop's catalogue.
    Import {
        /// The shop's domain.
        shop: String,
        /// The result of a bulk operation.
        file: PathBuf,
    },
    /// Publish flows, one after the other.
    Publish {
        /// The shop's domain.
        shop: String,
        /// Flow documents.
        flows: Vec<PathBuf>,
        /// Their translations, each published as a version in its language.
        texts: Vec<PathBuf>,
    },
    /// Print what the Worker knows of a shop.
    Show(String),
    /// Print whether the shop's account at Brevo is set up.
    Check {
        /// The shop's domain.
        shop: String,
        /// Whether to create what is missing and can be created.
        mends: bool,
    },
}

/// A Worker's operator calls.
pub struct Operator<'a> {
    /// The tools to call with.
    pub tools: &'a Tools,
    /// The Worker's origin.
    pub edge: &'a str,
    /// The Worker's `OPERATOR_SECRET`.
    pub secret: &'a str,
}

/// Does it, and prints what the Worker answered.
///
/// # Errors
/// When a file cannot be read, or the Worker refuses it; the message holds every problem, one a line.
pub fn run(action: &Action, edge: &str, secret: &str) -> Result<()> {
    let tools = prepare(&[])?;
    let operator = Operator {
        tools: &tools,
        edge: edge.trim_end_matches('/'),
        secret,
    };
    match action {
        Action::Add(file) => println!("{:#}", operator.add(&read(file)?)?),
        Action::Import { shop, file } => println!("{:#}", operator.import(shop, &read(file)?)?),
        Action::Publish { shop, flows, texts } => {
            let own = flows.iter().map(|flow| Ok((flow, read(flow)?)));
            let own: Vec<_> = own.collect::<Result<_>>()?;
            let documents: Vec<_> = own.iter().map(|(_, document)| document.as_str()).collect();
            let other = texts.iter().map(|file| {
                let translated = translated(&documents, &read(file)?);
                Ok((
                    file,
                    translated.with_context(|| file.display().to_string())?,
                ))
            });
            let other: Vec<_> = other.collect::<Result<_>>()?;
            for (file, flow) in own.iter().chain(&other) {
                let answer = operator
                    .publish(shop, flow)
                    .with_context(|| file.display().to_string())?;
                println!("{}: {answer}", file.display());
            }
        }
        Action::Show(shop) => println!("{:#}", operator.show(shop)?),
        Action::Check { shop, mends } => {
            let found = operator.check(shop, *mends)?;
            println!("{}", told(&found));
            if found.get("ready") != Some(&Value::Bool(true)) {
                bail!("the shop's account at Brevo is not ready");
            }
        }
    }
    Ok(())
}

impl Operator<'_> {
    /// Adds the shop that the document names, or replaces its document.
    ///
    /// # Errors
    /// When the Worker refuses it.
    pub fn add(&self, document: &str) -> Result<Value> {
        let shop = text_in(document, "shop")?;
        self.ask("PUT", &format!("/operator/shops/{shop}"), document)
    }

    /// Replaces a shop's catalogue.
    ///
    /// # Errors
    /// When the Worker refuses it; the old catalogue is still in force then.
    pub fn import(&self, shop: &str, catalogue: &str) -> Result<Value> {
        self.ask(
            "PUT",
            &format!("/operator/shops/{shop}/catalogue"),
            catalogue,
        )
    }

    /// Publishes a flow under the id in its document.
    ///
    /// # Errors
    /// When the Worker refuses it; the old version is still in force then.
    pub fn publish(&self, shop: &str, flow: &str) -> Result<Value> {
        let id = text_in(flow, "id")?;
        self.ask("PUT", &format!("/operator/shops/{shop}/flows/{id}"), flow)
    }

    /// What the Worker knows of a shop.
    ///
    /// # Errors
    /// When it knows no such shop.
    pub fn show(&self, shop: &str) -> Result<Value> {
        self.ask("GET", &format!("/operator/shops/{shop}"), "")
    }

    /// Whether the shop's account at Brevo is set up; with `mends` what can be created is.
    ///
    /// # Errors
    /// When the Worker knows no such shop.
    pub fn check(&self, shop: &str, mends: bool) -> Result<Value> {
        let method = if mends { "POST" } else { "GET" };
        self.ask(method, &format!("/operator/shops/{shop}/brevo/check"), "")
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Result<Value> {
        let url = format!("{}{path}", self.edge);
        let call = Call {
            method,
            url: &url,
            body: body.as_bytes(),
            secret: Some(self.secret),
            origin: None,
        };
        let (status, body) = call.make(self.tools)?;
        let answer = serde_json::from_slice(&body).unwrap_or(Value::Null);
        if (200..300).contains(&status) {
            return Ok(answer);
        }
        bail!(
            "{method} {path} was refused with {status}: {}",
            refusal(&answer, &body)
        );
    }
}

/// A line for each thing that was looked at: a mark, what is so, and what to do.
fn told(found: &Value) -> String {
    let findings = found.get("findings").and_then(Value::as_array);
    let line = |finding: &Value| {
        let text = |name| {
            finding
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let mark = match text("state") {
            "good" => "✓",
            "advice" => "·",
            _ => "✗",
        };
        let todo = text("todo");
        let rest = if todo.is_empty() {
            String::new()
        } else {
            format!("\n    {todo}")
        };
        format!("{mark} {}{rest}", text("says"))
    };
    let lines: Vec<String> = findings.into_iter().flatten().map(line).collect();
    lines.join("\n")
}

/// The message, then each problem on a line of its own; or the body, when it is not the Worker's JSON.
fn refusal(answer: &Value, body: &[u8]) -> String {
    let text = |value: &Value, name: &str| {
        value
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let Some(message) = answer.get("message").and_then(Value::as_str) else {
        return String::from_utf8_lossy(body).chars().take(500).collect();
    };
    let problems = answer
        .get("problems")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let lines = problems.iter().map(|problem| {
        format!(
            "\n  {}: {}",
            text(problem, "place"),
            text(problem, "reason")
        )
    });
    format!("{message}{}", lines.collect::<String>())
}

fn text_in(document: &str, name: &str) -> Result<String> {
    let value: Value = serde_json::from_str(document).context("the document is not JSON")?;
    let text = value.get(name).and_then(Value::as_str);
    text.map(str::to_owned)
        .with_context(|| format!("the document has no text `{name}`"))
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_refusal_lists_every_problem_with_its_place() {
        let answer = json!({"code": "catalogue", "message": "2 lines are broken", "problems": [
            {"place": "line 3", "reason": "no JSON"}, {"place": "line 9", "reason": "no parent"}]});
        assert_eq!(
            refusal(&answer, b""),
            "2 lines are broken\n  line 3: no JSON\n  line 9: no parent"
        );
    }

    #[test]
    fn a_refusal_by_something_else_is_shown_as_it_came() {
        assert_eq!(refusal(&Value::Null, b"<h1>502</h1>"), "<h1>502</h1>");
    }

    #[test]
    fn a_check_is_told_line_by_line_with_what_to_do() {
        let found = json!({"ready": false, "findings": [
            {"about": "key", "state": "good", "says": "Brevo takes the key.", "todo": ""},
            {"about": "sender", "state": "bad", "says": "The sender is not verified.", "todo": "Verify it."}]});
        assert_eq!(
            told(&found),
            "✓ Brevo takes the key.\n✗ The sender is not verified.\n    Verify it."
        );
    }

    #[test]
    fn a_document_without_its_id_is_refused() {
        assert_eq!(
            text_in(r#"{"id":"finder"}"#, "id").ok().as_deref(),
            Some("finder")
        );
        assert!(text_in(r#"{"id":7}"#, "id").is_err());
        assert!(text_in("{", "id").is_err());
    }
}
