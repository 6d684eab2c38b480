//! One HTTP or HTTPS call, made by Node: it is there anyway, and a TLS stack of our own would double the time that the
//! commands take to compile.

use std::io::Write;
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::prepare::Tools;

/// What to ask.
pub(crate) struct Call<'a> {
    pub(crate) method: &'a str,
    pub(crate) url: &'a str,
    pub(crate) body: &'a [u8],
    /// The operator's secret, when the address is the operator's.
    pub(crate) secret: Option<&'a str>,
    /// The page's origin, when the call is a page's.
    pub(crate) origin: Option<&'a str>,
}

impl<'a> Call<'a> {
    /// What anybody may read.
    pub(crate) fn get(url: &'a str) -> Self {
        Self {
            method: "GET",
            url,
            body: b"",
            secret: None,
            origin: None,
        }
    }
}

impl Call<'_> {
    /// The status and the body of the answer.
    pub(crate) fn make(&self, tools: &Tools) -> Result<(u16, Vec<u8>)> {
        let mut node = tools.command("node");
        node.args([
            "--input-type=module",
            "--eval",
            SCRIPT,
            self.method,
            self.url,
        ])
        .args(self.origin);
        node.env_remove(SECRET)
            .envs(self.secret.map(|secret| (SECRET, secret)));
        node.stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = node.spawn().context("cannot start node")?;
        if let Some(mut stdin) = child.stdin.take() {
            // A server that answers before it has read everything closes the pipe; its answer says why.
            let _ = stdin.write_all(self.body);
        }
        let output = child.wait_with_output()?;
        if !output.status.success() {
            bail!(
                "{} {}: {}",
                self.method,
                self.url,
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        split(&output.stdout)
            .with_context(|| format!("{} {} gave no answer", self.method, self.url))
    }
}

fn split(answer: &[u8]) -> Option<(u16, Vec<u8>)> {
    let end = answer.iter().position(|byte| *byte == b'\n')?;
    let (status, body) = answer.split_at_checked(end)?;
    Some((
        std::str::from_utf8(status).ok()?.parse().ok()?,
        body.get(1..)?.to_vec(),
    ))
}

const SECRET: &str = "PARLEY_OPERATOR_SECRET";
const SCRIPT: &str = include_str!("call.mjs");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_a_status_and_whatever_bytes_follow() {
        assert_eq!(
            split(b"200\n\x00\n\xff"),
            Some((200, b"\x00\n\xff".to_vec()))
        );
        assert_eq!(split(b"204\n"), Some((204, Vec::new())));
        assert_eq!(split(b"no answer"), None);
    }
}
