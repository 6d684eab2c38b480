//! The shop's cart, changed as the shopper and only when they say so: through the theme's own action where there is
//! one, else through the Ajax cart. Never polled; written one call at a time.

use crate::chat::Chat;
use crate::chat::door::{self, Answer};
use crate::page;
use leptos::prelude::*;
use shared::id::{ConversationId, VariantId};
use shared::money::{Currency, Money};
use shared::wire::frame_v1::{CartLine, CartReport, CodeOutcome, Say};
use wasm_bindgen::JsValue;

/// On a line that the chat added; a leading underscore keeps it off the checkout page.
const LINE_PROPERTY: &str = "_parley";
/// On the cart: two underscores keep it out of the theme's templates, one is the way for shops that refuse that.
const CART_ATTRIBUTES: [&str; 2] = ["__parley", "_parley"];
/// Lines told to the edge; a frame has a bound, and nobody reads more.
const MOST_LINES: usize = 40;
const LONGEST_TITLE: usize = 80;
const TRY_AGAIN_AFTER_MS: u32 = 1200;
const SETTLES_MS: u32 = 700;

/// What became of adding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is in the cart.
    Added,
    /// The shop refused, in its own words if it gave any.
    Refused(Option<String>),
    /// Too much at once; nothing was added.
    Busy,
    /// No answer that could be read; nothing was added.
    Away,
}

impl Chat {
    /// Adds to the cart and tells the conversation what became of it.
    pub(crate) async fn add(self, variant: VariantId, quantity: u32) -> Outcome {
        let inner = self.inner();
        let conversation = inner.kept.borrow().conversation.clone();
        let name = conversation.as_ref().map(ConversationId::as_str);
        let before = inner.cart.borrow().clone();
        let mut outcome = put(&variant, quantity, name).await;
        let mut after = read().await;
        if let (Outcome::Refused(_), Some(before), Some(after)) = (&outcome, &before, &after)
            && count(after, &variant) > count(before, &variant)
        {
            // The shop added what it had left, and answers as if it had added nothing.
            outcome = Outcome::Added;
        }
        if outcome == Outcome::Added
            && let (Some(conversation), Some(cart)) = (&conversation, &mut after)
            && inner.kept.borrow().marked.as_ref() != Some(&cart.token)
            && mark(conversation).await
        {
            inner.kept.borrow_mut().marked = Some(cart.token.clone());
        }
        let told = match &outcome {
            Outcome::Added => Some(Say::Added { variant, quantity }),
            Outcome::Refused(reason) => Some(Say::NotAdded {
                variant,
                reason: reason.clone(),
            }),
            Outcome::Busy | Outcome::Away => None,
        };
        if let Some(told) = told {
            self.say(told);
        }
        self.tell_cart(after);
        outcome
    }

    /// Sets how many of a line there are, and tells the conversation when the shop's cart took it.
    pub(crate) async fn change(self, variant: VariantId, quantity: u32) -> Outcome {
        let fields = [
            ("id", number_or_text(&variant)),
            ("quantity", quantity.into()),
        ];
        let outcome = write("cart/change.js", &door::object(fields)).await;
        if outcome == Outcome::Added {
            // The cart first, so that what is shown next is the new one.
            self.tell_cart(read().await);
            self.say(Say::Changed { variant, quantity });
        }
        outcome
    }

    /// Applies a discount code beside those the cart has, and tells the conversation what became of it.
    pub(crate) async fn apply(self, code: String) {
        let outcome = match codes().await {
            Some(mut codes) => {
                codes.retain(|other| !other.eq_ignore_ascii_case(&code));
                codes.push(code.clone());
                let fields = [("discount", codes.join(",").as_str().into())];
                let answer = post("cart/update.js", &door::object(fields)).await;
                applied(answer, &code).await
            }
            None => CodeOutcome::Failed,
        };
        self.tell_cart(read().await);
        self.say(Say::Applied { code, outcome });
    }

    /// Reads the cart, now that it may be another.
    pub(super) fn read_cart(self) {
        door::spawn(async move {
            // The page tells of a change when it begins; several in a row are read once, by the last of them.
            let inner = self.inner();
            let reading = inner.reading.get().wrapping_add(1);
            inner.reading.set(reading);
            door::pause(SETTLES_MS).await;
            if inner.reading.get() == reading {
                self.tell_cart(read().await);
            }
        });
    }

    /// Tells the conversation of the cart, when it is another than before.
    fn tell_cart(self, cart: Option<CartReport>) {
        let inner = self.inner();
        let Some(cart) = cart else {
            return;
        };
        if inner.cart.replace(Some(cart.clone())).as_ref() != Some(&cart) {
            self.send(self.state.try_update(|state| state.on_cart(cart)));
        }
    }
}

/// Puts into the cart.
async fn put(variant: &VariantId, quantity: u32, conversation: Option<&str>) -> Outcome {
    if let Some(outcome) = put_by_action(variant, quantity, conversation).await {
        return outcome;
    }
    let mut line = vec![
        ("id", number_or_text(variant)),
        ("quantity", quantity.into()),
    ];
    if let Some(conversation) = conversation {
        let property = [(LINE_PROPERTY, conversation.into())];
        line.push(("properties", door::object(property)));
    }
    let items = js_sys::Array::of1(&door::object(line));
    // Some old libraries give every list a way of its own to be written as JSON, and it is not the one asked for.
    door::put(&items, "toJSON", &JsValue::UNDEFINED);
    let body = door::object([("items", items.into())]);
    write("cart/add.js", &body).await
}

/// Writes to the Ajax cart.
async fn write(path: &str, body: &JsValue) -> Outcome {
    let mut answer = post(path, body).await;
    if answer.as_ref().is_some_and(|answer| answer.status == 409) {
        // Another write was under way; the platform asks for one at a time.
        door::pause(TRY_AGAIN_AFTER_MS).await;
        answer = post(path, body).await;
    }
    let Some(answer) = answer else {
        return Outcome::Away;
    };
    match answer.status {
        200..=299 => Outcome::Added,
        404 | 422 => Outcome::Refused(reason(&answer).await),
        409 | 429 => Outcome::Busy,
        _ => Outcome::Away,
    }
}

/// The discount codes that hold for the cart.
async fn codes() -> Option<Vec<String>> {
    let cart = door::get(&address("cart.js")).await?.json().await?;
    let codes = door::list(&cart, "discount_codes").unwrap_or_default();
    let held = codes.iter().filter(|code| holds(code));
    Some(held.filter_map(|code| door::text(code, "code")).collect())
}

/// What became of a code, from the cart it was applied to.
async fn applied(answer: Option<Answer>, code: &str) -> CodeOutcome {
    let Some(answer) = answer.filter(|answer| (200..=299).contains(&answer.status)) else {
        return CodeOutcome::Failed;
    };
    let Some(cart) = answer.json().await else {
        return CodeOutcome::Failed;
    };
    let codes = door::list(&cart, "discount_codes").unwrap_or_default();
    let same = |other: &JsValue| {
        door::text(other, "code").is_some_and(|other| other.eq_ignore_ascii_case(code))
    };
    if codes.iter().any(|code| same(code) && holds(code)) {
        CodeOutcome::Applied
    } else {
        CodeOutcome::NotApplicable
    }
}

fn holds(code: &JsValue) -> bool {
    door::field(code, "applicable").and_then(|value| value.as_bool()) == Some(true)
}

/// The cart as it is now.
async fn read() -> Option<CartReport> {
    let answer = door::get(&address("cart.js")).await?;
    report(&answer.json().await?)
}

/// Writes the conversation's id onto the cart, so that its order is known as assisted. Whether it is there now.
async fn mark(conversation: &ConversationId) -> bool {
    for name in CART_ATTRIBUTES {
        let attribute = door::object([(name, conversation.as_str().into())]);
        let body = door::object([("attributes", attribute)]);
        let answer = post("cart/update.js", &body).await;
        if answer.is_some_and(|answer| (200..=299).contains(&answer.status)) {
            return true;
        }
    }
    false
}

/// How many of a variant are in the cart.
fn count(cart: &CartReport, variant: &VariantId) -> u32 {
    let lines = cart.lines.iter().filter(|line| line.variant == *variant);
    lines.map(|line| line.quantity).sum()
}

/// Through the theme's action, which also shows the new cart. Its default would reload the page, so it is not used.
async fn put_by_action(
    variant: &VariantId,
    quantity: u32,
    conversation: Option<&str>,
) -> Option<Outcome> {
    let actions = door::path(&door::window(), &["Shopify", "actions"])?;
    let update = door::field(&actions, "updateCart")?;
    if door::call(&update, "isDefault", &[])?.as_bool()? {
        return None;
    }
    let mut line = vec![
        ("merchandiseId", number_or_text(variant)),
        ("quantity", quantity.into()),
    ];
    if let Some(conversation) = conversation {
        let attribute = [
            ("key", LINE_PROPERTY.into()),
            ("value", conversation.into()),
        ];
        let attributes = js_sys::Array::of1(&door::object(attribute));
        line.push(("attributes", attributes.into()));
    }
    let lines = js_sys::Array::of1(&door::object(line));
    let change = door::object([("lines", lines.into())]);
    let context = door::object([("context", "dialog".into())]);
    let options = door::object([("event", context)]);
    let promise = door::call(&actions, "updateCart", &[change, options])?;
    let Some(result) = door::wait(promise).await else {
        return Some(Outcome::Away);
    };
    let errors = door::list(&result, "userErrors").unwrap_or_default();
    Some(match errors.first() {
        Some(error) => Outcome::Refused(door::text(error, "message")),
        None => Outcome::Added,
    })
}

/// The shop's words. Bot protection answers with a page of HTML, which is nobody's words.
async fn reason(answer: &Answer) -> Option<String> {
    let body = answer.json().await?;
    let text = door::text(&body, "description")?;
    (!text.is_empty()).then(|| text.chars().take(300).collect())
}

fn report(cart: &JsValue) -> Option<CartReport> {
    let currency: Currency = door::text(cart, "currency")?.parse().ok()?;
    let money = |object: &JsValue, key: &str| Some(minor(door::number(object, key)?, currency));
    let line = |item: &JsValue| {
        let title: String = door::text(item, "title")?;
        Some(CartLine {
            variant: door::number(item, "variant_id")?.to_string().parse().ok()?,
            title: title.chars().take(LONGEST_TITLE).collect(),
            quantity: door::number(item, "quantity")?.try_into().ok()?,
            total: money(item, "final_line_price")?,
        })
    };
    let items = door::list(cart, "items")?;
    let token = door::text(cart, "token")?;
    let (token, _) = token.split_once('?').unwrap_or((&token, ""));
    Some(CartReport {
        token: token.into(),
        total: money(cart, "total_price")?,
        lines: items.iter().take(MOST_LINES).filter_map(line).collect(),
    })
}

/// The Ajax cart counts hundredths in every currency, also in those that have none.
fn minor(hundredths: i64, currency: Currency) -> Money {
    let minor = match currency.digits() {
        0 => hundredths / 100,
        2 => hundredths,
        digits => hundredths.saturating_mul(10_i64.saturating_pow(digits)) / 100,
    };
    Money::new(minor, currency)
}

/// The Ajax cart takes a variant as a number, which has room for every number the platform gives.
fn number_or_text(variant: &VariantId) -> JsValue {
    // Parsing a whole number: the standard library's parser of floats brings ten kilobytes of tables.
    match variant.as_str().parse::<u64>() {
        #[expect(
            clippy::cast_precision_loss,
            reason = "no id of the platform comes near 2^53"
        )]
        Ok(number) => JsValue::from_f64(number as f64),
        Err(_) => variant.as_str().into(),
    }
}

async fn post(path: &str, body: &JsValue) -> Option<Answer> {
    let text = js_sys::JSON::stringify(body).ok()?;
    let post = door::Post {
        content_type: "application/json",
        body: text.into(),
        ..door::Post::default()
    };
    door::post(&address(path), post).await
}

/// A shop with several languages serves each under its own root.
fn address(path: &str) -> String {
    [&page::root(), path].concat()
}
