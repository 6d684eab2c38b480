//! A conversation as the platform calls it.

use super::alarm::Alarm;
use super::{Conversation, ids};
use crate::answer;
use crate::guard;
use shared::time::Span;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use worker::js_sys::Promise;
use worker::wasm_bindgen_futures::future_to_promise;
use worker::{DurableObject, Env, Request, Response, State, WebSocket, durable_object, web_sys};

/// The object. What still waits for something when a call has returned has the conversation, too.
#[durable_object]
pub struct ConversationObject(Rc<Conversation>);

impl DurableObject for ConversationObject {
    fn new(state: State, env: Env) -> Self {
        let conversation = Conversation::new(state, env);
        guard::pass(conversation.point("new"));
        Self(Rc::new(conversation))
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        if let Some(answer) = guard::pass_fetch(self.0.point("fetch"), &request).await? {
            return Ok(answer);
        }
        let name = self.0.name();
        answer::of(self.0.serve(request).await, ids(&name))
    }

    async fn alarm(&self) -> worker::Result<Response> {
        guard::pass(self.0.point("alarm"));
        self.0.armed.set(Alarm::Unset);
        if let Err(error) = self.0.ring().await {
            self.0.failed(&error);
            // A failed alarm is tried again six times only; a new one, as often as it takes.
            self.0.state.storage().set_alarm(RETRY.0).await?;
        }
        Response::empty()
    }

    async fn websocket_close(
        &self,
        socket: WebSocket,
        code: usize,
        reason: String,
        _clean: bool,
    ) -> worker::Result<()> {
        guard::pass(self.0.point("webSocketClose"));
        self.0.closed(&socket, code, &reason).await;
        Ok(())
    }

    async fn websocket_error(
        &self,
        socket: WebSocket,
        _error: worker::Error,
    ) -> worker::Result<()> {
        guard::pass(self.0.point("webSocketError"));
        self.0.closed(&socket, 1011, "the connection broke").await;
        Ok(())
    }
}

#[wasm_bindgen]
impl ConversationObject {
    /// Takes a message of a socket; one that is text has no bytes, and is no frame. Nearly every turn is done when this
    /// returns; what has to wait for something is a promise. `DurableObject::websocket_message` would always make one, and a
    /// task of its own to take the turn in.
    pub fn hear(&self, socket: web_sys::WebSocket, bytes: Vec<u8>) -> Option<Promise> {
        let conversation = Rc::clone(&self.0);
        let mut heard: Pin<Box<dyn Future<Output = ()>>> = Box::pin(async move {
            guard::pass(conversation.point("webSocketMessage"));
            conversation.hear(&socket.into(), bytes).await;
        });
        match heard.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(()) => None,
            // Whatever it waits for is told of the promise's own waker when that asks again.
            Poll::Pending => Some(future_to_promise(async move {
                heard.await;
                Ok(JsValue::UNDEFINED)
            })),
        }
    }
}

/// After an alarm that failed.
const RETRY: Span = Span::seconds(30);
