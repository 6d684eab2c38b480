//! Two sockets, one process. Answers HTTP/1.1 with hyper directly, because a stand-in must be able to close a
//! connection without an answer, as a network does.

use std::convert::Infallible;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tower_service::Service;

use crate::control::Dropped;
use crate::world::World;
use crate::{brevo, control, storefront};

#[derive(Clone, Debug)]
pub struct Options {
    /// HTML put before `</body>` on each storefront page, read at each request.
    pub embed_file: Option<PathBuf>,
    /// Where the state is kept; in memory only when absent.
    pub state_folder: Option<PathBuf>,
    /// The permanent domain the storefront claims to have.
    pub shop: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            embed_file: None,
            state_folder: None,
            shop: "fernwood.myshopify.com".to_owned(),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Addresses {
    /// Origin of the storefront.
    pub storefront: String,
    /// Base of the messaging API, ending in `/v3`.
    pub brevo: String,
    /// The page that shows received messages; with `.json`, the same as data.
    pub mailbox: String,
}

impl Addresses {
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({"storefront": self.storefront, "brevo": self.brevo, "mailbox": self.mailbox})
    }
}

/// The running stand-ins; dropping it ends them.
#[derive(Debug)]
pub struct Handle {
    addresses: Addresses,
    tasks: Vec<AbortHandle>,
}

impl Handle {
    #[must_use]
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Starts both stand-ins on the given listeners, inside the running tokio runtime.
///
/// # Errors
/// When the state folder cannot be used or its files are damaged.
pub fn serve(
    storefront: TcpListener,
    brevo: TcpListener,
    options: Options,
) -> anyhow::Result<Handle> {
    let brevo_origin = format!("http://{}", brevo.local_addr()?);
    let addresses = Addresses {
        storefront: format!("http://{}", storefront.local_addr()?),
        brevo: format!("{brevo_origin}/v3"),
        mailbox: format!("{brevo_origin}/mailbox"),
    };
    let world = Arc::new(World::open(options, addresses.clone())?);
    let shop = control::watched(
        storefront::router(&world),
        &world,
        control::Side::Storefront,
    );
    let messages = control::watched(brevo::router(&world), &world, control::Side::Brevo);
    let tasks = vec![
        tokio::spawn(accept(storefront, shop)).abort_handle(),
        tokio::spawn(accept(brevo, messages)).abort_handle(),
    ];
    Ok(Handle { addresses, tasks })
}

async fn accept(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        if let Ok((stream, peer)) = listener.accept().await {
            connections.spawn(connection(stream, peer, router.clone()));
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router) {
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        let mut router = router.clone();
        request.extensions_mut().insert(ConnectInfo(peer));
        async move { answer(&mut router, request.map(Body::new)).await }
    });
    // A peer that goes away mid-request is that peer's business.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn answer(router: &mut Router, request: Request) -> Result<Response, ConnectionDropped> {
    let answer: Result<Response, Infallible> = router.call(request).await;
    let Ok(response) = answer;
    if response.extensions().get::<Dropped>().is_some() {
        Err(ConnectionDropped)
    } else {
        Ok(response)
    }
}

/// Makes hyper close the connection without an answer.
#[derive(Debug)]
struct ConnectionDropped;

impl fmt::Display for ConnectionDropped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("connection dropped on request")
    }
}

impl std::error::Error for ConnectionDropped {}
