//! A shop with one shopper in it, over HTTP and with a cookie.

use std::path::PathBuf;

use sandbox::client::{Answer, request};
use sandbox::{Catalogue, Handle, Options, Variant, serve};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// A shop with one shopper in it.
pub(crate) struct Shop {
    handle: Handle,
    pub(crate) cookie: String,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        Self::with(Options::default()).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let storefront = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let brevo = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let handle = serve(storefront, brevo, options).unwrap();
        Self {
            handle,
            cookie: String::new(),
        }
    }

    pub(crate) fn origin(&self) -> &str {
        &self.handle.addresses().storefront
    }

    pub(crate) async fn call(
        &mut self,
        method: &str,
        path: &str,
        body: &str,
    ) -> anyhow::Result<Answer> {
        let url = format!("{}{path}", self.origin());
        let headers = [
            ("cookie", self.cookie.as_str()),
            ("content-type", "application/json"),
        ];
        let answer = request(method, &url, &headers, body.as_bytes()).await?;
        if let Some(cookie) = answer.header("set-cookie") {
            self.keep(cookie);
        }
        Ok(answer)
    }

    /// Keeps a cookie beside those of other names, as a browser does.
    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap();
        let name = pair.split('=').next().unwrap();
        let mut kept: Vec<&str> = self
            .cookie
            .split("; ")
            .filter(|held| !held.is_empty() && held.split('=').next() != Some(name))
            .collect();
        if !cookie.contains("Max-Age=0") {
            kept.push(pair);
        }
        self.cookie = kept.join("; ");
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.call("GET", path, "").await.unwrap()
    }

    pub(crate) async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.call("POST", path, &body.to_string()).await.unwrap()
    }

    pub(crate) async fn add(&mut self, variant: i64, quantity: i64) -> Answer {
        self.post(
            "/cart/add.js",
            json!({"items": [{"id": variant, "quantity": quantity}]}),
        )
        .await
    }

    #[track_caller]
    pub(crate) fn check(answer: &Answer, status: u16, body: &Value) {
        assert_eq!((answer.status, &answer.json()), (status, body));
    }
}

pub(crate) fn catalogue() -> Catalogue {
    Catalogue::fernwood().unwrap()
}

pub(crate) fn variant(handle: &str, title: &str) -> Variant {
    let catalogue = catalogue();
    let product = catalogue.product(handle).unwrap();
    product
        .variants
        .iter()
        .find(|variant| variant.title == title)
        .unwrap()
        .clone()
}

pub(crate) fn cream() -> i64 {
    variant("oat-barrier-cream", "50 ml").id
}

pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("sandbox-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
