//! A shopper's page and an operator without a browser: they speak to a running Worker as those two do.
//!
//! Everything here blocks, with a time-out that only ends a test that would hang; no test measures time by it.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on stops where it stands"
)]

mod agent;
mod line;
mod party;
mod post;
mod socket;
mod tab;
mod words;

pub use agent::{AgentSocket, context, named, said};
pub use line::Carrier;
pub use party::{Console, Party, Pass, ShopperPage};
pub use socket::Socket;
pub use tab::{Log, Tab};
pub use words::words;

use std::collections::BTreeMap;
use std::net::TcpStream;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::Value;
use sha2::{Digest, Sha256};
use shared::wire::challenge_v1::{self, Challenge, PROOF_HEADER};
use shared::wire::frame_v1::{Open, Opened, Page, PageKind, Visit};
use shared::wire::frame_v2::SUBPROTOCOL;
use tungstenite::WebSocket;
use tungstenite::client::IntoClientRequest;
use tungstenite::protocol::WebSocketConfig;

/// Longer than any answer takes; a test that waits this long has failed.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A running Worker.
#[derive(Clone)]
pub struct Edge {
    /// Such as `http://127.0.0.1:8787`.
    pub origin: String,
    /// What the operator's calls carry.
    pub operator_secret: String,
    agent: ureq::Agent,
}

/// What the Worker answered.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The bytes of the body.
    pub body: Vec<u8>,
    /// `Access-Control-Allow-Origin`, when it was sent.
    pub allowed_origin: Option<String>,
    /// All headers, by name in lower case.
    pub headers: BTreeMap<String, String>,
}

impl Answer {
    /// The body as JSON; null when it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The `code` of an error.
    #[must_use]
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Edge {
    /// Speaks to the Worker at `origin`.
    #[must_use]
    pub fn new(origin: &str, operator_secret: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build();
        Self {
            origin: origin.to_owned(),
            operator_secret: operator_secret.to_owned(),
            agent: config.into(),
        }
    }

    /// The same for a tab, which waits longer than any answer is held, and has a connection of its own for each request.
    #[must_use]
    pub fn of_a_tab(origin: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_idle_connections(0)
            .input_buffer_size(BUFFER)
            .output_buffer_size(BUFFER)
            .timeout_global(Some(PATIENCE * 2))
            .build();
        Self {
            agent: config.into(),
            ..Self::new(origin, "")
        }
    }

    /// Sends a request with these headers.
    ///
    /// # Panics
    /// When nothing answers.
    #[must_use]
    pub fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.try_call(method, path, headers, body)
            .expect("the Worker answers")
    }

    /// Sends a request that may find nobody.
    ///
    /// # Errors
    /// When nothing answers.
    pub fn try_call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.origin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.to_vec()).map_err(ureq::Error::from)?;
        let mut response = self.agent.run(request)?;
        let allowed_origin = response
            .headers()
            .get("access-control-allow-origin")
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        let status = response.status().as_u16();
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| {
            let value = value.to_str().unwrap_or_default();
            (name.as_str().to_owned(), value.to_owned())
        });
        Ok(Answer {
            status,
            headers: headers.collect(),
            body: response
                .body_mut()
                .with_config()
                .limit(MOST_BYTES)
                .read_to_vec()?,
            allowed_origin,
        })
    }

    /// A call of the operator.
    #[must_use]
    pub fn operator(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        let bearer = format!("Bearer {}", self.operator_secret);
        self.call(
            method,
            path,
            &[
                ("authorization", &bearer),
                ("content-type", "application/json"),
            ],
            body,
        )
    }

    /// Opens the chat from a page of `origin`, whose address is its own; a challenge is solved.
    ///
    /// # Panics
    /// When nothing answers.
    #[must_use]
    pub fn open(&self, origin: &str, open: &Open) -> Answer {
        self.try_open(origin, open).expect("the Worker answers")
    }

    /// The same from a page that may find nobody.
    ///
    /// # Errors
    /// When nothing answers.
    ///
    /// # Panics
    /// When a challenge is none.
    pub fn try_open(&self, origin: &str, open: &Open) -> Result<Answer, ureq::Error> {
        let [a, b, c, _] = NEXT_ADDRESS.fetch_add(1, Ordering::Relaxed).to_le_bytes();
        let address = format!("10.{c}.{b}.{a}");
        let answer = self.try_open_from(&address, origin, open, None)?;
        if answer.status != 428 {
            return Ok(answer);
        }
        let challenge: Challenge = shared::wire::decode(&answer.body, 10_000).expect("a challenge");
        self.try_open_from(&address, origin, open, Some(&solved(&challenge)))
    }

    /// Opens the chat from a network address, with a proof if there is one.
    ///
    /// # Panics
    /// When nothing answers.
    #[must_use]
    pub fn open_from(
        &self,
        address: &str,
        origin: &str,
        open: &Open,
        proof: Option<&str>,
    ) -> Answer {
        self.try_open_from(address, origin, open, proof)
            .expect("the Worker answers")
    }

    fn try_open_from(
        &self,
        address: &str,
        origin: &str,
        open: &Open,
        proof: Option<&str>,
    ) -> Result<Answer, ureq::Error> {
        let mut headers = vec![
            ("origin", origin),
            ("content-type", "application/octet-stream"),
            ("cf-connecting-ip", address),
        ];
        headers.extend(proof.map(|proof| (PROOF_HEADER, proof)));
        self.try_call(
            "POST",
            "/v1/conversations",
            &headers,
            &shared::wire::encode(open),
        )
    }

    /// Opens the chat and expects it to be taken.
    ///
    /// # Panics
    /// When it is refused.
    #[must_use]
    pub fn opened(&self, origin: &str, open: &Open) -> Opened {
        let answer = self.open(origin, open);
        assert_eq!(
            answer.status,
            200,
            "{}",
            String::from_utf8_lossy(&answer.body)
        );
        shared::wire::decode(&answer.body, 10_000).expect("an Opened")
    }

    /// Connects a socket from a page of `origin`.
    ///
    /// # Errors
    /// With the HTTP status when the Worker refuses it.
    ///
    /// # Panics
    /// When nothing answers.
    pub fn connect(&self, origin: &str, token: &str) -> Result<Socket, u16> {
        self.connect_with(origin, &format!("{SUBPROTOCOL}, {token}"))
    }

    /// Connects a socket with any subprotocols.
    ///
    /// # Errors
    /// With the HTTP status when the Worker refuses it.
    ///
    /// # Panics
    /// When nothing answers.
    pub fn connect_with(&self, origin: &str, protocols: &str) -> Result<Socket, u16> {
        match self.upgrade("/v1/socket", origin, protocols) {
            Ok(socket) => Ok(Socket::new(socket, protocols)),
            Err(NotConnected::Refused(status)) => Err(status),
            Err(NotConnected::Broken) => panic!("the handshake broke"),
        }
    }

    /// Asks for a WebSocket at `path`.
    fn upgrade(
        &self,
        path: &str,
        origin: &str,
        protocols: &str,
    ) -> Result<WebSocket<TcpStream>, NotConnected> {
        let host = self.origin.trim_start_matches("http://");
        let mut request = format!("ws://{host}{path}")
            .into_client_request()
            .expect("a request");
        let headers = request.headers_mut();
        headers.insert("origin", origin.parse().expect("an origin"));
        headers.insert(
            "sec-websocket-protocol",
            protocols.parse().expect("subprotocols"),
        );
        let stream = TcpStream::connect(host).map_err(|_| NotConnected::Broken)?;
        stream.set_nodelay(true).map_err(|_| NotConnected::Broken)?;
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        let config = WebSocketConfig::default().read_buffer_size(BUFFER);
        match tungstenite::client::client_with_config(request, stream, Some(config)) {
            Ok((socket, _)) => Ok(socket),
            Err(tungstenite::HandshakeError::Failure(tungstenite::Error::Http(response))) => {
                Err(NotConnected::Refused(response.status().as_u16()))
            }
            Err(_) => Err(NotConnected::Broken),
        }
    }
}

/// The proof that solves a challenge.
///
/// # Panics
/// Never for one of the edge's.
#[must_use]
pub fn solved(challenge: &Challenge) -> String {
    let text_hash = Sha256::digest(&challenge.text).into();
    let solves = |number: &u64| {
        let hash = Sha256::digest(challenge_v1::hashed(text_hash, *number));
        challenge_v1::is_solved(&hash, challenge.bits)
    };
    let number = (0..u64::MAX).find(solves).expect("a number");
    challenge.proof(number)
}

/// The address of the next page; many of one would be taken for no shoppers.
static NEXT_ADDRESS: AtomicU32 = AtomicU32::new(1);

/// The longest answer: the mailbox of some hundred schedules.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// What is read at once. Each connection clears its own, and tabs make thousands.
const BUFFER: usize = 16 * 1024;

/// Why there is no socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotConnected {
    /// The Worker answered with this status.
    Refused(u16),
    /// Nothing answered, or not to the end.
    Broken,
}

/// A chat opened by hand on a product page.
///
/// # Panics
/// When one of these is no id.
#[must_use]
pub fn opening(shop: &str, key: &str, flow: Option<&str>) -> Open {
    Open {
        shop: shop.parse().expect("a shop"),
        key: key.parse().expect("a key"),
        flow: flow.map(|flow| flow.parse().expect("a flow")),
        known: None,
        visit: Visit {
            locale: "en".into(),
            country: Some("DE".into()),
            returning: Some(false),
            page: Page {
                kind: PageKind::Product,
                handle: None,
            },
            seen: Vec::new(),
            invited: None,
            cart: None,
        },
    }
}
