//! How many requests the service takes: fixed windows per family of endpoints, the documented numbers unless a test
//! sets others, and the three headers on every answer. There is no `Retry-After`.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::{fault_body, reply};
use crate::clock;
use crate::world::{Shared, World};

#[derive(Clone, Copy)]
pub(crate) struct Window {
    began_ms: i64,
    used: u32,
}

struct Family {
    name: &'static str,
    limit: u32,
    seconds: i64,
}

struct Count {
    limit: u32,
    remaining: u32,
    reset: i64,
    exceeded: bool,
}

pub(crate) async fn count(State(world): State<Shared>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let path = path.strip_prefix("/v3").unwrap_or(path);
    let mut count = spend(&world, &family(request.method(), path));
    let mut response = if count.exceeded {
        reply::with(429, &fault_body(StatusCode::TOO_MANY_REQUESTS))
    } else {
        next.run(request).await
    };
    if response.status() == StatusCode::TOO_MANY_REQUESTS {
        count.remaining = 0;
    }
    let headers = [
        ("x-sib-ratelimit-limit", i64::from(count.limit)),
        ("x-sib-ratelimit-remaining", i64::from(count.remaining)),
        ("x-sib-ratelimit-reset", count.reset),
    ];
    for (name, value) in headers {
        response
            .headers_mut()
            .insert(HeaderName::from_static(name), HeaderValue::from(value));
    }
    response
}

fn spend(world: &World, family: &Family) -> Count {
    let set = world.settings().rate_limits.get(family.name).copied();
    let (limit, seconds) = set.unwrap_or((family.limit, family.seconds));
    let now = clock::now_ms();
    let mut state = world.brevo();
    let window = state.windows.entry(family.name).or_insert(Window {
        began_ms: now,
        used: 0,
    });
    if now - window.began_ms >= seconds * 1000 {
        *window = Window {
            began_ms: now,
            used: 0,
        };
    }
    let exceeded = window.used >= limit;
    window.used = window.used.saturating_add(1);
    let left_ms = window.began_ms + seconds * 1000 - now;
    Count {
        limit,
        remaining: limit.saturating_sub(window.used),
        reset: (left_ms + 999) / 1000,
        exceeded,
    }
}

/// The general limits, which hold for every plan.
fn family(method: &Method, path: &str) -> Family {
    let of = |name, limit, seconds| Family {
        name,
        limit,
        seconds,
    };
    let post = *method == Method::POST;
    match path {
        "/smtp/email" if post => of("smtp/email", 1000, 1),
        "/smtp/blockedContacts" if *method == Method::GET => of("smtp/blockedContacts", 1000, 1),
        "/smtp/emails" => of("smtp/emails", 2, 1),
        "/transactionalSMS/send" | "/transactionalSMS/sms" if post => {
            of("transactionalSMS", 150, 1)
        }
        "/events" if post => of("events", 10, 1),
        "/orders/status" if post => of("orders/status", 5, 1),
        "/products" if post => of("products", 2, 1),
        _ if path.starts_with("/smtp/") => of("smtp", 300, 3600),
        _ if path == "/contacts" || path.starts_with("/contacts/") => of("contacts", 10, 1),
        _ if path.starts_with("/loyalty/") => of("loyalty", 600, 3600),
        _ => of("other", 100, 3600),
    }
}
