//! One HTTP/1.1 request over a plain connection, closed afterwards. Enough to post a webhook and to test the
//! stand-ins; speaks neither TLS nor redirects.

use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case, in the order of arrival.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(held, _)| held == name)
            .map(|(_, value)| value.as_str())
    }

    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; null when it is something else.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

/// Sends one request and reads the whole answer.
///
/// # Errors
/// When the address is not `http://`, nobody answers in five seconds, or the connection ends before a whole answer.
pub async fn request(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> anyhow::Result<Answer> {
    let rest = url
        .strip_prefix("http://")
        .with_context(|| format!("not an http address: {url}"))?;
    let (host, path) = match rest.find(['/', '?']) {
        Some(at) => rest.split_at(at),
        None => (rest, "/"),
    };
    let slash = if path.starts_with('/') { "" } else { "/" };
    let mut head =
        format!("{method} {slash}{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
    for (name, value) in headers {
        head.extend([*name, ": ", *value, "\r\n"]);
    }
    head += "content-length: ";
    head += &body.len().to_string();
    head += "\r\n\r\n";
    let bytes = tokio::time::timeout(PATIENCE, exchange(method, host, [head.as_bytes(), body]))
        .await
        .with_context(|| format!("{url} did not answer in time"))?
        .with_context(|| format!("no answer from {url}"))?;
    parse(method, &bytes)
}

async fn exchange(method: &str, host: &str, parts: [&[u8]; 2]) -> std::io::Result<Vec<u8>> {
    let address = if host.contains(':') {
        host.to_owned()
    } else {
        format!("{host}:80")
    };
    let mut stream = TcpStream::connect(address).await?;
    for part in parts {
        stream.write_all(part).await?;
    }
    let mut bytes = Vec::new();
    // Not every server closes when asked to, so a whole answer ends the wait.
    while stream.read_buf(&mut bytes).await? > 0 && !is_whole(method, &bytes) {}
    Ok(bytes)
}

fn parse(method: &str, bytes: &[u8]) -> anyhow::Result<Answer> {
    let end = bytes
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .context("connection closed without an answer")?;
    let (head, rest) = bytes.split_at(end);
    let body = rest.get(4..).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .context("no status line")?
        .parse()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    if method == "HEAD" {
        // Its length is that of the body which a `GET` would bring.
        return Ok(Answer {
            status,
            headers,
            body: Vec::new(),
        });
    }
    let chunked = headers
        .iter()
        .any(|(name, value)| name == "transfer-encoding" && value.contains("chunked"));
    let body = if chunked {
        unchunk(body)?
    } else {
        body.to_vec()
    };
    let promised = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .and_then(|(_, v)| v.parse().ok());
    if promised.is_some_and(|length: usize| length > body.len()) {
        bail!("connection closed within the body");
    }
    Ok(Answer {
        status,
        headers,
        body,
    })
}

/// Whether an answer that says how long it is has arrived in full.
fn is_whole(method: &str, bytes: &[u8]) -> bool {
    parse(method, bytes).is_ok_and(|answer| {
        let says_length = |name| answer.header(name).is_some();
        matches!(answer.status, 204 | 304)
            || says_length("content-length")
            || says_length("transfer-encoding")
    })
}

fn unchunk(mut rest: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = rest
            .windows(2)
            .position(|window| window == b"\r\n")
            .context("chunk without a size")?;
        let size = std::str::from_utf8(rest.get(..line).unwrap_or_default())?;
        let size = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16)?;
        let start = line + 2;
        if size == 0 {
            return Ok(body);
        }
        body.extend_from_slice(rest.get(start..start + size).context("chunk cut short")?);
        rest = rest
            .get(start + size + 2..)
            .context("chunk without an end")?;
    }
}

const PATIENCE: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn chunked_answers_are_joined() {
        let raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
        assert_eq!(parse("GET", raw).expect("whole").body, b"abcde");
    }

    #[test]
    fn a_cut_answer_is_no_answer() {
        assert!(parse("GET", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").is_err());
        assert!(parse("GET", b"").is_err());
    }

    #[test]
    fn an_answer_to_head_names_a_length_and_has_no_body() {
        let raw = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
        assert!(parse("HEAD", raw).expect("whole").body.is_empty());
    }
}
