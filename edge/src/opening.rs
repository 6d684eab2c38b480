//! `POST /v1/conversations`: a page opens the chat. Who may, how often, and the token it gets.
//!
//! No cookie is set or read anywhere, so no foreign page can act as a shopper: what acts is a token that only the page
//! which opened the conversation was given. The origin is the shop's, or nothing is begun.

use crate::answer;
use crate::ask::{Class, ask};
use crate::body;
use crate::calls::{self, Holds, Opening, Origins, Theirs, WantTheirs};
use crate::challenge;
use crate::error::{Error, Result};
use crate::limits;
use crate::log::{Ids, RAY};
use crate::session::{self, Claims, Signer};
use crate::{clock, config, words};
use shared::id::{ConversationId, CustomerId, ShopId};
use shared::time::Instant;
use shared::wire::challenge_v1::PROOF_HEADER;
use shared::wire::frame_v1::{MAX_FRAME_BYTES, Open, Opened};
use worker::{Env, Request, Response};

/// What a request says beside its body.
struct Caller {
    origin: Option<String>,
    address: Option<String>,
    proof: Option<String>,
    ray: Option<String>,
}

/// A conversation begins, or is found again, and the page gets its token.
pub(crate) async fn open(mut request: Request, env: &Env) -> Result<Response> {
    let headers = request.headers();
    let caller = Caller {
        origin: headers.get("Origin")?,
        address: headers.get("CF-Connecting-IP")?,
        proof: headers.get(PROOF_HEADER)?,
        ray: headers.get(RAY)?,
    };
    let response = match opened(&mut request, env, &caller).await {
        Ok(response) => response,
        // Which shop's page asks is not known to every refusal, and none holds anything: whoever asked may read it.
        Err(error) if error.code != FOREIGN => {
            answer::failure(&error, Ids::of_request(caller.ray.as_deref()))?
        }
        Err(error) => return Err(error),
    };
    if let Some(origin) = &caller.origin {
        answer::allow_origin(&response, origin)?;
    }
    Ok(response)
}

/// A preflight does not name the shop, so it promises nothing: the call itself is checked, and so is who reads it.
pub(crate) fn preflight(request: &Request) -> Result<Response> {
    let origin = request.headers().get("Origin")?;
    answer::preflight(&origin.ok_or_else(foreign_origin)?)
}

/// Whose pages are the shop's, and what it lacks, also for a page in this locale; 404 for a shop that is not there.
pub(crate) async fn origins_of(env: &Env, shop: &ShopId, locale: Option<&str>) -> Result<Origins> {
    ask(env, Class::Shop, shop.as_str(), calls::ORIGINS, &locale).await
}

pub(crate) fn foreign_origin() -> Error {
    let message = "this page's origin is not one of the shop's";
    Error::refusal(403, FOREIGN, message)
}

async fn opened(request: &mut Request, env: &Env, caller: &Caller) -> Result<Response> {
    let body = body::read(request, MAX_FRAME_BYTES).await?;
    let open: Open = shared::wire::decode(&body, MAX_FRAME_BYTES)
        .map_err(|error| Error::bad_request("unknown_frame", error.to_string()))?;
    if open.key.as_str().len() < session::MIN_KEY_CHARS {
        let message = "a conversation's key has at least 16 characters";
        return Err(Error::bad_request("weak_key", message));
    }
    let signer = Signer::of(&config::token_secrets(env)?);
    let now = clock::now();
    let conversation = session::conversation(&open.shop, &open.key).ok_or_else(no_id)?;
    let address = caller.address.as_deref();
    match limits::opening(env, &open.shop, address).await {
        limits::Opening::Plain => {}
        limits::Opening::Suspect => {
            let proof = caller.proof.as_deref().unwrap_or_default();
            if !challenge::is_solved(&signer, proof, &conversation, now) {
                let challenge = challenge::of(&signer, &conversation, now)?;
                return answer::bytes_with(428, shared::wire::encode(&challenge));
            }
        }
        limits::Opening::TooMany(seconds) => return Err(Error::too_many(seconds)),
    }
    let origin = caller.origin.as_ref().ok_or_else(foreign_origin)?;
    let origins = origins_of(env, &open.shop, Some(&open.visit.locale)).await?;
    if !origins.origins.contains(origin) {
        return Err(foreign_origin());
    }
    limits::let_in(env, &open.shop).await?;
    words::hand_over(env, &open.shop, &origins).await;
    let opened = begin(env, &signer, open, conversation, origin, now).await?;
    answer::bytes(shared::wire::encode(&opened))
}

async fn begin(
    env: &Env,
    signer: &Signer,
    open: Open,
    own: ConversationId,
    origin: &str,
    now: Instant,
) -> Result<Opened> {
    let tokens = open.known.as_deref().unwrap_or_default().split(' ');
    // A token that tells nothing any more only means that nobody is known.
    let earlier = tokens
        .clone()
        .find_map(|token| signer.recognise(token, &open.shop, now).ok());
    let customer = tokens
        .clone()
        .find_map(|token| signer.customer(token, &open.shop, now).ok());
    // Where a page is already, it stays.
    let here = earlier.as_ref().filter(|claims| claims.is_of(&own));
    let here = here.map(|claims| claims.conversation.clone());
    let stays = here.is_some() || open.flow.is_some();
    let mut opening = Opening {
        conversation: here.unwrap_or_else(|| own.clone()),
        shop: open.shop.clone(),
        shopper: session::shopper(&open.shop, &open.key).ok_or_else(no_id)?,
        known: earlier.map(|claims| claims.shopper),
        flow: open.flow,
        visit: open.visit,
    };
    let holds = match customer {
        Some(customer) => open_as(env, customer, stays, &mut opening).await?,
        None => ask_to_open(env, &opening).await?,
    };
    let claims = Claims {
        shop: opening.shop,
        own: (opening.conversation != own).then_some(own),
        conversation: opening.conversation,
        shopper: holds.shopper,
        origin: origin.to_owned(),
        expires: now + session::TOKEN_LIFE,
    };
    Ok(Opened {
        token: signer.sign(&claims)?,
        conversation: claims.conversation,
        expires: claims.expires,
    })
}

/// Opens a customer's conversation, which is the one that they opened last, wherever that was. One that is over, or a page
/// that stays where it is, puts the page's own in its place.
async fn open_as(
    env: &Env,
    customer: CustomerId,
    stays: bool,
    opening: &mut Opening,
) -> Result<Holds> {
    let (shop, here) = (opening.shop.clone(), opening.conversation.clone());
    let mut want = WantTheirs {
        customer,
        here: here.clone(),
        stays,
    };
    loop {
        let theirs: Theirs = ask(env, Class::Shop, shop.as_str(), calls::CUSTOMER, &want).await?;
        opening.conversation = theirs.conversation;
        opening.known = theirs.shopper.or_else(|| opening.known.take());
        let opened = ask_to_open(env, opening).await;
        let is_over = match &opened {
            Ok(holds) => holds.ended,
            Err(error) => error.status == 410,
        };
        if !is_over || opening.conversation == here {
            return opened;
        }
        want.stays = true;
    }
}

async fn ask_to_open(env: &Env, opening: &Opening) -> Result<Holds> {
    let name = opening.conversation.as_str();
    ask(env, Class::Conversation, name, calls::OPEN, opening).await
}

fn no_id() -> Error {
    Error::fault("an id could not be made")
}

const FOREIGN: &str = "foreign_origin";
