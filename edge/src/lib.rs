//! Parley's Worker. It performs what `shared` decides, and decides nothing itself.
//!
//! A request meets [`router`] first: it parses, asks one object, answers. Five kinds of object keep what must last,
//! each with its own SQLite: a [`conversation`] owns one shopper's turns and sockets; a [`shop`] its document, flows
//! and session records; a [`catalog`] its products; a [`shopper`] consent and caps, and is the only place that gives
//! permits; an [`outbox`] the shop's deliveries. They speak with each other through [`ask`], in JSON.
//!
//! One order everywhere: load → decide → save in one transaction → arm the one alarm → perform. A crash anywhere
//! repeats work and loses none. `entry.mjs` turns a panic into a fast error with the rows rolled back.
#![forbid(unsafe_code)]

mod answer;
mod ask;
mod body;
#[expect(
    dead_code,
    unused_imports,
    reason = "the client is whole, and held to Brevo's own, before everything that calls it is there"
)]
mod brevo;
mod calls;
mod catalog;
mod challenge;
mod clock;
mod config;
mod confirm;
mod conversation;
mod customer;
mod door;
mod embed;
mod erasure;
mod error;
mod guard;
mod health;
mod inbound;
mod kept;
mod limits;
mod log;
mod opening;
mod operator;
mod outbox;
mod preferences;
mod router;
mod session;
mod shop;
mod shopify;
mod shopper;
mod tables;
mod words;

use worker::{Context, Env, Request, Response, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _context: Context) -> worker::Result<Response> {
    router::route(request, &env).await
}
