//! Version 1 of what a shopper's page and a conversation say to each other. Frozen once shipped; goldens in
//! `tests/wire`. The domain uses these types as its own until a second version parts them.
//!
//! Over HTTP: `POST /v1/conversations` takes [`Open`] and answers [`Opened`]. Over the socket at `GET /v1/socket`
//! (subprotocols `parley.v1` and the token): the page sends one [`ShopperFrame`] a message, first
//! [`ShopperFrame::Resume`]; the edge sends one [`EdgeFrame`] a message. Where no socket opens, `POST /v1/exchange` takes
//! an [`Exchange`] and answers a list of [`EdgeFrame`].
//!
//! A page that was cached yesterday reads the frames it knows and skips the others, so frames may be added at the end of
//! [`EdgeFrame`]. What stands inside a turn may not: a turn that cannot be read leaves a gap for ever. Refusals may be
//! added for what no earlier page sends.

use crate::channel::{Channel, Purpose};
use crate::id::{
    ChoiceId, ConversationId, FlowId, ProductId, ShopId, TurnId, VariantId, WordingId,
};
use crate::money::Money;
use crate::time::Instant;
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// The subprotocol that names this version of the frames.
pub const SUBPROTOCOL: &str = "parley.v1";
/// The content type that names this version of the frames where they are posted.
pub const CONTENT_TYPE: &str = "application/vnd.parley.v1";
/// The longest frame taken from a page, in bytes.
pub const MAX_FRAME_BYTES: usize = 8 * 1024;
/// The longest body of an exchange, in bytes.
pub const MAX_EXCHANGE_BYTES: usize = 4 * MAX_FRAME_BYTES;
/// The most frames of an exchange.
pub const MAX_EXCHANGE_FRAMES: usize = 32;
/// The longest free text of one turn, in characters.
pub const MAX_TURN_CHARS: usize = 2000;

/// A shopper opens the chat: begin a conversation, or come back to one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// The shop the page belongs to.
    pub shop: ShopId,
    /// A random key made by the page; the same key again opens the same conversation.
    pub key: TurnId,
    /// The flow to begin with: an accepted invitation's, or none for the shop's own welcome.
    pub flow: Option<FlowId>,
    /// What tells who the shopper is, with spaces between: the last token of this page's conversation or of an earlier one,
    /// where it may be remembered, and that of a customer who is signed in (`GET /v1/proxy/customer`).
    pub known: Option<String>,
    /// What the page may tell about this visit.
    pub visit: Visit,
}

/// The answer to [`Open`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The conversation.
    pub conversation: ConversationId,
    /// Signed by the edge; names shop, conversation, shopper, origin and expiry. Goes into the socket's subprotocol.
    pub token: String,
    /// When the token ends.
    pub expires: Instant,
}

/// What a page tells about the visit. Empty lists and `None` where consent does not allow more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Language and region of the page, such as `en` or `de-AT`.
    pub locale: String,
    /// Country the shop shows prices for, as ISO 3166 alpha-2, when the page says so.
    pub country: Option<String>,
    /// Whether an earlier visit is remembered; `None` when nothing may be.
    pub returning: Option<bool>,
    /// The page the shopper is on.
    pub page: Page,
    /// Products viewed in this session, oldest first, by handle; empty without consent to remember.
    pub seen: Vec<String>,
    /// Why the shopper was invited; `None` when the chat was opened by hand.
    pub invited: Option<String>,
    /// The cart as the page sees it.
    pub cart: Option<CartReport>,
}

/// A page of the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// What kind of page it is.
    pub kind: PageKind,
    /// The product's or collection's handle, on such pages.
    pub handle: Option<String>,
}

/// Kinds of pages that rules and records tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// The front page.
    Home,
    /// A product's page.
    Product,
    /// A list of products.
    Collection,
    /// The cart.
    Cart,
    /// Search results.
    Search,
    /// Anything else.
    Other,
}

impl PageKind {
    /// As records and ids write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Product => "product",
            Self::Collection => "collection",
            Self::Cart => "cart",
            Self::Search => "search",
            Self::Other => "other",
        }
    }
}

/// The cart as the page sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartReport {
    /// The cart's token up to `?`; joins an order to the conversation.
    pub token: String,
    /// What it costs in all.
    pub total: Money,
    /// Its lines.
    pub lines: Vec<CartLine>,
}

/// A line of the cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    /// The variant.
    pub variant: VariantId,
    /// Product and variant as the shop names them.
    pub title: String,
    /// How many.
    pub quantity: u32,
    /// What the line costs.
    pub total: Money,
}

/// From the page to the conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShopperFrame {
    /// First on every socket: send what came after this turn (0 for all).
    Resume {
        /// The last turn the page has.
        after: u64,
    },
    /// The shopper takes a turn. Sent again with the same id until acknowledged.
    Say {
        /// Made by the page, random.
        id: TurnId,
        /// What the shopper does.
        say: Say,
    },
    /// The shopper is, or stopped, typing. Never stored.
    Typing(bool),
    /// The shopper has moved to this page.
    Page(Page),
    /// The cart changed, or was read for the first time.
    Cart(CartReport),
    /// The shopper has seen everything up to this turn. Never stored.
    Read(u64),
}

/// What a page posts where no socket opens, and gets a list of [`EdgeFrame`] for. The frames are taken in order as over a
/// socket; what answers them comes first, then the turns after `after`, then what holds now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// The last turn the page has; a [`ShopperFrame::Resume`] among the frames replaces it.
    pub after: u64,
    /// At most [`MAX_EXCHANGE_FRAMES`].
    pub frames: Vec<ShopperFrame>,
    /// Whether to wait a while for something to tell when there is nothing.
    pub wait: bool,
}

/// What a shopper can do in a turn.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Say {
    /// Free text.
    Text(String),
    /// Picks from the choices of the turn numbered `ask`.
    Choose {
        /// The turn that asked.
        ask: u64,
        /// One, or several where the ask allows.
        choices: Vec<ChoiceId>,
    },
    /// Fills in the field that the turn numbered `ask` shows.
    Fill {
        /// The turn that asked.
        ask: u64,
        /// As typed.
        value: String,
    },
    /// Answers the consent form of the turn numbered `ask`.
    Consent {
        /// The turn that asked.
        ask: u64,
        /// The one channel agreed to; `None` for "no, thank you".
        grant: Option<Granted>,
    },
    /// Added a product to the cart through a card, and the shop's cart took it.
    Added {
        /// What was added.
        variant: VariantId,
        /// How many were added.
        quantity: u32,
    },
    /// The shop's cart refused what the shopper wanted to add.
    NotAdded {
        /// What was refused.
        variant: VariantId,
        /// The shop's own words, when it gave any.
        reason: Option<String>,
    },
    /// "Talk to a person".
    Person,
    /// "End": the shopper closes the conversation.
    End,
    /// Changed a line of the cart, and the shop's cart took it.
    Changed {
        /// The line's variant.
        variant: VariantId,
        /// How many there are now; 0 when it was removed.
        quantity: u32,
    },
    /// Tried the discount code that the open turn offers.
    Applied {
        /// The code.
        code: String,
        /// What the shop's cart made of it.
        outcome: CodeOutcome,
    },
    /// Rates, in the turn numbered `ask`.
    Rate {
        /// The turn that asked.
        ask: u64,
        /// From 1 to 5.
        stars: u8,
        /// A remark; none when nothing was written.
        comment: Option<String>,
    },
    /// Back to the ask before.
    Back,
    /// Back to the ask of this earlier turn, to answer it otherwise.
    Change {
        /// The turn that asked.
        ask: u64,
    },
}

impl core::fmt::Debug for Say {
    /// Without what was typed.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Text(_) => f.write_str("Text"),
            Self::Choose { ask, choices } => write!(f, "Choose({ask}, {choices:?})"),
            Self::Fill { ask, .. } => write!(f, "Fill({ask})"),
            Self::Consent { ask, grant } => write!(f, "Consent({ask}, {grant:?})"),
            Self::Added { variant, quantity } => write!(f, "Added({variant}, {quantity})"),
            Self::NotAdded { variant, .. } => write!(f, "NotAdded({variant})"),
            Self::Person => f.write_str("Person"),
            Self::End => f.write_str("End"),
            Self::Changed { variant, quantity } => write!(f, "Changed({variant}, {quantity})"),
            Self::Applied { outcome, .. } => write!(f, "Applied({outcome:?})"),
            Self::Rate { ask, stars, .. } => write!(f, "Rate({ask}, {stars})"),
            Self::Back => f.write_str("Back"),
            Self::Change { ask } => write!(f, "Change({ask})"),
        }
    }
}

/// What the shop's cart made of a discount code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeOutcome {
    /// It holds for this cart.
    Applied,
    /// It does not hold for this cart.
    NotApplicable,
    /// The cart could not be asked.
    Failed,
}

/// Consent as given in the form.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Granted {
    /// The channel agreed to.
    pub channel: Channel,
    /// The address or number to use, as typed.
    pub address: String,
    /// The wording that was shown.
    pub wording: WordingId,
}

impl core::fmt::Debug for Granted {
    /// Without the address.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Granted")
            .field("channel", &self.channel)
            .field("wording", &self.wording)
            .finish_non_exhaustive()
    }
}

/// From the conversation to the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EdgeFrame {
    /// The answer to [`ShopperFrame::Resume`]; turns up to `last` follow.
    Welcome {
        /// The conversation.
        conversation: ConversationId,
        /// The newest turn.
        last: u64,
    },
    /// A turn, new or replayed. The same number always means the same turn.
    Turn(Turn),
    /// A shopper's turn is stored.
    Acked {
        /// The page's id of it.
        id: TurnId,
        /// Its number.
        seq: u64,
    },
    /// Something was not taken. Nothing of it is stored.
    Refused {
        /// The turn that was refused, when it could be read.
        id: Option<TurnId>,
        /// Why.
        refusal: Refusal,
        /// Seconds until it may be tried again; 0 when trying again is no use.
        retry_after_s: u32,
    },
    /// What holds now; sent after every change.
    Now(Now),
    /// The agent who has the conversation; none when no agent has it. Sent after a welcome and after every change.
    Agent(Option<Agent>),
    /// The agent is, or stopped, typing. It is over by itself when their turn comes.
    Typing(bool),
    /// The agent has seen everything up to this turn.
    Read(u64),
}

/// An agent who has the conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// By the name shown to shoppers.
    pub name: String,
    /// Whether they are connected.
    pub there: bool,
}

/// What holds now in a conversation; never stored as a turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Now {
    /// The turn whose choices, field or form is open, if any.
    pub ask: Option<u64>,
    /// Who answers.
    pub holder: Holder,
    /// Whether an answer is being prepared (shown as typing).
    pub busy: bool,
}

/// Who answers the shopper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// The assistant.
    Assistant,
    /// A person has been asked for and has the conversation.
    Person,
    /// Nobody: the conversation has ended.
    Ended,
}

/// Why a frame or turn was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Not a frame of this version.
    UnknownFrame,
    /// More bytes than [`MAX_FRAME_BYTES`].
    FrameTooLarge,
    /// More characters than [`MAX_TURN_CHARS`].
    TextTooLong,
    /// Nothing but white space.
    TextEmpty,
    /// The ask is no longer open, or never was.
    AskClosed,
    /// A choice, channel or wording that the ask does not offer.
    NotOffered,
    /// More turns than a minute allows.
    TooManyTurns,
    /// The conversation has ended.
    Ended,
    /// A product that the shop does not have.
    UnknownVariant,
    /// A fault of ours; the same turn may be sent again.
    Fault,
    /// There is nothing to go back to, or what came since cannot be undone.
    CannotGoBack,
    /// A turn that the conversation does not have; resume from 0.
    UnknownTurn,
    /// An agent's frame, from a shopper's page.
    OtherRole,
    /// As many pages wait for this conversation as may.
    TooManyReaders,
}

/// A turn of the conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Its number: 1, 2, 3 … without a gap.
    pub seq: u64,
    /// The page's id for a shopper's turn; made from the number for the others.
    pub id: TurnId,
    /// Who took it.
    pub author: Author,
    /// When it was stored.
    pub at: Instant,
    /// What it shows, in order.
    pub parts: Vec<Part>,
}

/// Who took a turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// The shopper.
    Shopper,
    /// The assistant (a flow).
    Assistant,
    /// A person of the shop, by the name shown.
    Agent(String),
}

/// A piece of a turn. Text is text: nothing in it is ever read as HTML.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Words.
    Text(String),
    /// Choices to pick from.
    Choices(Choices),
    /// A field to fill in.
    Field(Field),
    /// Products with the reasons for them.
    Products(Vec<Card>),
    /// How products differ.
    Comparison(Comparison),
    /// A consent form.
    Consent(ConsentForm),
    /// Where an answer comes from.
    Source {
        /// What it is called.
        label: String,
        /// Its page on the shop, when it has one.
        url: Option<String>,
    },
    /// The shopper added a product to the cart.
    Added {
        /// Product and variant.
        title: String,
        /// How many.
        quantity: u32,
    },
    /// The shopper agreed to, or declined, being written to.
    Consented {
        /// The channel agreed to; `None` when declined.
        channel: Option<Channel>,
        /// The address with its middle hidden (`a…e@example.com`).
        hint: String,
    },
    /// A link to the shop (the cart, a policy page).
    Link {
        /// What it says.
        label: String,
        /// Where it leads.
        url: String,
    },
    /// A person has been told.
    HandedOver,
    /// The conversation ended here.
    Ended,
    /// The lines of the cart, to change or remove.
    Lines(Vec<CartLine>),
    /// A discount code, to be applied with one press.
    Code(String),
    /// A rating to give.
    Rating(Rating),
}

impl core::fmt::Debug for Part {
    /// Without words that may be a shopper's.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Text(_) => f.write_str("Text"),
            Self::Choices(choices) => write!(f, "{choices:?}"),
            Self::Field(field) => write!(f, "{field:?}"),
            Self::Products(cards) => write!(f, "Products({cards:?})"),
            Self::Comparison(comparison) => write!(f, "{comparison:?}"),
            Self::Consent(form) => write!(f, "{form:?}"),
            Self::Source { label, .. } => write!(f, "Source({label:?})"),
            Self::Added { title, quantity } => write!(f, "Added({title:?}, {quantity})"),
            Self::Consented { channel, hint } => write!(f, "Consented({channel:?}, {hint})"),
            Self::Link { label, .. } => write!(f, "Link({label:?})"),
            Self::HandedOver => f.write_str("HandedOver"),
            Self::Ended => f.write_str("Ended"),
            Self::Lines(lines) => write!(f, "Lines({lines:?})"),
            Self::Code(_) => f.write_str("Code"),
            Self::Rating(rating) => write!(f, "{rating:?}"),
        }
    }
}

/// A rating to give, from one star to five.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// What is shown beside a field for a remark; no field when none is given.
    pub comment: Option<String>,
}

/// Choices to pick from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// Whether several may be picked.
    pub many: bool,
    /// In the order shown.
    pub choices: Vec<Choice>,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is sent back.
    pub id: ChoiceId,
    /// What is shown.
    pub label: String,
}

/// A field to fill in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// What goes in.
    pub kind: FieldKind,
    /// What is shown beside it.
    pub label: String,
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Free text.
    Text,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A postal code.
    PostalCode,
    /// A whole number.
    Quantity,
}

/// A product as recommended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The product.
    pub product: ProductId,
    /// Its name.
    pub title: String,
    /// Its page, as a path on the shop (`/products/…`).
    pub path: String,
    /// Its picture.
    pub image: Option<Image>,
    /// Why it is recommended: what matched, one line each.
    pub reasons: Vec<String>,
    /// How it differs from the others shown, in one sentence.
    pub differs: Option<String>,
    /// What can be bought; at least one.
    pub variants: Vec<CardVariant>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Where it is.
    pub url: String,
    /// What it shows, in words.
    pub alt: String,
}

/// A variant on a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardVariant {
    /// What goes into the cart.
    pub id: VariantId,
    /// Its options (`50 ml`, `M / Sand`); empty when the product has only one variant.
    pub label: String,
    /// Its price.
    pub price: Money,
    /// The price before a reduction.
    pub was: Option<Money>,
    /// Whether it can be bought now.
    pub available: bool,
}

/// How products differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The products' names, one a column.
    pub titles: Vec<String>,
    /// What differs, one row each.
    pub rows: Vec<ComparisonRow>,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonRow {
    /// What is compared (`Texture`).
    pub label: String,
    /// One value a product, in the order of the titles.
    pub values: Vec<String>,
}

/// A form that asks for consent to be written to on one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentForm {
    /// What the messages are for.
    pub purpose: Purpose,
    /// What can be agreed to; the shopper picks at most one.
    pub offers: Vec<ConsentOffer>,
}

/// One channel of a consent form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentOffer {
    /// The channel.
    pub channel: Channel,
    /// Which wording this is; kept as proof.
    pub wording: WordingId,
    /// The exact words the shopper agrees to.
    pub text: String,
}
