//! The messaging service and a client with a key.

use sandbox::client::{Answer, request};
use sandbox::{Handle, Options, serve};
use serde_json::{Value, json};
use tokio::net::TcpListener;

pub(crate) struct Service(pub(crate) Handle);

impl Service {
    pub(crate) async fn open() -> Self {
        let storefront = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let brevo = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let service = Self(serve(storefront, brevo, Options::default()).unwrap());
        // Ten a second would make these tests wait; the limits have a test of their own.
        service
            .control("settings", json!({"rate_limits": {"contacts": [1000, 1]}}))
            .await;
        service
    }

    pub(crate) async fn call(
        &self,
        method: &str,
        path: &str,
        body: &Value,
    ) -> anyhow::Result<Answer> {
        let url = format!("{}{path}", self.0.addresses().brevo);
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        request(
            method,
            &url,
            &[("api-key", "xkeysib-test")],
            body.as_bytes(),
        )
        .await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path, &body).await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, &Value::Null).await.unwrap()
    }

    pub(crate) async fn control(&self, what: &str, body: Value) {
        let origin = self.0.addresses().brevo.trim_end_matches("/v3");
        let url = format!("{origin}/_control/{what}");
        let answer = request("POST", &url, &[], body.to_string().as_bytes())
            .await
            .unwrap();
        assert!(answer.status < 300, "{}", answer.text());
    }

    pub(crate) async fn look(&self, what: &str) -> Value {
        let origin = self.0.addresses().brevo.trim_end_matches("/v3");
        let url = format!("{origin}/_control/{what}");
        request("GET", &url, &[], b"").await.unwrap().json()
    }

    pub(crate) async fn mailbox(&self) -> Value {
        let url = format!("{}.json", self.0.addresses().mailbox);
        request("GET", &url, &[], b"").await.unwrap().json()
    }
}

#[track_caller]
pub(crate) fn refuses(answer: &Answer, status: u16, code: &str, message: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.json()["code"], code);
    let told = answer.json()["message"].as_str().unwrap().to_owned();
    assert!(told.contains(message), "{told}");
}

pub(crate) fn email(to: &str) -> Value {
    json!({"sender": {"name": "Fernwood", "email": "hello@fernwood.example"}, "to": [{"email": to}],
        "subject": "Your cart", "htmlContent": "<p>Hi {{params.NAME}}</p>", "params": {"NAME": "Ada"}, "tags": ["cart"]})
}

pub(crate) fn text(recipient: &str) -> Value {
    json!({"sender": "Fernwood", "recipient": recipient, "content": "Your cart", "tag": "cart"})
}
