//! One shopper of one shop: the consent ledger and the caps. The only place that gives permits to send.

use crate::answer;
use crate::ask::{self, Class};
use crate::error::Result;
use crate::log::Ids;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

#[durable_object(alarm)]
pub struct Shopper {
    state: State,
    env: Env,
}

impl DurableObject for Shopper {
    fn new(state: State, env: Env) -> Self {
        Self { state, env }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        answer::of(self.serve(request), Ids::default())
    }

    async fn alarm(&self) -> worker::Result<Response> {
        Response::empty()
    }
}

impl Shopper {
    fn serve(&self, request: Request) -> Result<Response> {
        let path = request.path();
        match path.as_str() {
            _ => ask::unknown(Class::Shopper, &path),
        }
    }
}
