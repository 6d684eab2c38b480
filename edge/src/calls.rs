//! What objects ask each other: paths and the shapes that are nobody else's. Everything is `POST` JSON through
//! [`crate::ask`]; a receiver may be asked the same thing twice and does it once.
//!
//! | object | path | asked | answers |
//! | --- | --- | --- | --- |
//! | Shop | `/context` | [`WantContext`] | [`Context`]; 404 for a shop that is not there |
//! | Shop | `/origins` | the page's locale | [`Origins`]; 404 |
//! | Shop | `/settings` | a page's locale, or null | the bytes of the settings file; 404 |
//! | Shop | `/words` | [`Said`] | [`crate::ask::Done`] |
//! | Shop | `/rules` | `null` | a version as in [`Context`], and the document, without its secret; 404 |
//! | Shop | `/following` | [`WantFollowing`] | [`Following`]; 404 |
//! | Shop | `/customer` | [`WantTheirs`] | [`Theirs`]; 410 where it is another customer's |
//! | Shop | `/report` | [`Report`] | [`Reported`] |
//! | Shop | `/erase`, `/of` | [`WantErase`] | [`Erasing`] |
//! | Shop | `/bury` | [`Buried`] | [`crate::ask::Done`] |
//! | Shop | `/recall` | [`WantRecall`] | [`Recalled`] |
//! | Shop | `/counters` | `{}` | [`crate::shop::Day`]s |
//! | Shop | `/sending` | `{}` | [`Sending`]; 404 |
//! | Shop | `/document` | [`PutDocument`] | [`crate::ask::Done`] |
//! | Shop | `/publish`, `/currency`, `/summary` | what [`crate::operator`] was given | what it answers |
//! | Catalog | `/find` | [`WantFound`] | `conversation::Found` |
//! | Catalog | `/about` | `conversation::Query` | the products it is about |
//! | Catalog | `/import/{currency}` | lines of a bulk operation | `catalog::Imported`; 422 |
//! | Catalog | `/count` | `{}` | `catalog::Count` |
//! | Shopper | `/record` | a ledger entry | [`crate::ask::Done`] |
//! | Shopper | `/permit` | [`WantPermit`] | `policy::Verdict` |
//! | Shopper | `/erase` | `{}` | what stays of withdrawals; `/bury` then empties it |
//! | Shopper | `/of` | `{}` | `consent::Export` |
//! | Shopper | `/confirm` | [`WantConfirmation`] | [`Confirmed`] |
//! | Shopper | `/preferences` | [`WantPreferences`] | the page, as it is then |
//! | Shopper | `/happened` | a `journey::Occasion` | [`crate::ask::Done`] |
//! | Shopper | `/contrast` | [`WantContrast`] | [`crate::ask::Done`] |
//! | Shopper | `/waiting` | `{}` | a list of [`Waiting`] |
//! | Outbox | `/deliver` | `delivery::Draft` | [`crate::ask::Done`] |
//! | Outbox | `/mirror` | [`WantMirror`] | [`crate::ask::Done`] |
//! | Outbox | `/told` | a body of reports | [`crate::outbox::Counted`]; 400 |
//! | Outbox | `/entries` | [`WantEntries`] | deliveries, the newest first |
//! | Outbox | `/states`, `/standing` | `{}` | how many are in each state; how it stands with Brevo |
//! | Outbox | `/erase`, `/of` | [`WantErase`] | [`crate::ask::Done`]; the shopper's deliveries |
//! | Conversation | `/open` | [`Opening`] | [`Holds`] |
//! | Conversation | `/transcript` | [`WantTranscript`] | record and turns; 404; 410 when erased |
//! | Conversation | `/wrote` | [`WantWrote`] | [`crate::ask::Done`]; 404; 410; 429 |
//! | Conversation | `/erase` | [`WantTranscript`] | [`crate::ask::Done`]; 404; 410 |
//! | Conversation | `/socket` | a WebSocket upgrade with its [`crate::conversation::Reader`] | 101; 404; 429 |
//! | Conversation | `/exchange` | frames with their [`crate::conversation::Reader`] | frames; 404 |

mod conversation;
mod words;

pub(crate) use conversation::{Holds, Opening, Theirs, WantTheirs, WantTranscript, WantWrote};
pub(crate) use words::{Origins, Said, WantFound};

use crate::error::Result;
use crate::kept;
use serde::{Deserialize, Serialize};
use shared::consent::{self, AddressHash, Remnant};
use shared::contact::EmailAddress;
use shared::conversation::{FlowRef, Record};
use shared::delivery::Draft;
use shared::handoff;
use shared::hours::OpeningHours;
use shared::id::{ConsentId, ConversationId, DeliveryId, FlowId, ShopperId};
use shared::policy::{Stricter, Suppression};
use shared::recommend::Labels;
use shared::time::{Clock, Instant, Offset, Span};
use shared::wire::document_v1::{
    FlowDraft, OccasionKind, SenderDraft, ShopDocument, TemplateDraft,
};

pub(crate) const CONTEXT: &str = "/context";
pub(crate) const ORIGINS: &str = "/origins";
pub(crate) const WORDS: &str = "/words";
pub(crate) const SETTINGS: &str = "/settings";
pub(crate) const CUSTOMER: &str = "/customer";
pub(crate) const REPORT: &str = "/report";
pub(crate) const SENDING: &str = "/sending";
pub(crate) const DOCUMENT: &str = "/document";
pub(crate) const PUBLISH: &str = "/publish";
pub(crate) const CURRENCY: &str = "/currency";
pub(crate) const SUMMARY: &str = "/summary";
pub(crate) const RULES: &str = "/rules";
pub(crate) const FIND: &str = "/find";
pub(crate) const ABOUT: &str = "/about";
/// The currency follows.
pub(crate) const IMPORT: &str = "/import/";
pub(crate) const COUNT: &str = "/count";
pub(crate) const RECORD: &str = "/record";
pub(crate) const PERMIT: &str = "/permit";
pub(crate) const CONFIRM: &str = "/confirm";
pub(crate) const PREFERENCES: &str = "/preferences";
pub(crate) const HAPPENED: &str = "/happened";
pub(crate) const WAITING: &str = "/waiting";
pub(crate) const FOLLOWING: &str = "/following";
pub(crate) const DELIVER: &str = "/deliver";
pub(crate) const ENTRIES: &str = "/entries";
pub(crate) const CHECK: &str = "/check";
pub(crate) const MEND: &str = "/mend";
pub(crate) const STATES: &str = "/states";
pub(crate) const STANDING: &str = "/standing";
pub(crate) const MIRROR: &str = "/mirror";
pub(crate) const TOLD: &str = "/told";
pub(crate) const CONTRAST: &str = "/contrast";
pub(crate) const WROTE: &str = "/wrote";
pub(crate) const OPEN: &str = "/open";
pub(crate) const TRANSCRIPT: &str = "/transcript";
pub(crate) const SOCKET: &str = "/socket";
pub(crate) const ERASE: &str = "/erase";
pub(crate) const BURY: &str = "/bury";
pub(crate) const OF: &str = "/of";
pub(crate) const RECALL: &str = "/recall";
pub(crate) const COUNTERS: &str = "/counters";
pub(crate) const EXCHANGE: &str = "/exchange";
#[cfg(feature = "panics")]
pub(crate) const WRITTEN: &str = "/panics/written";

/// Asks a shop for what a conversation needs to know.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WantContext {
    /// Which flow: the one named at this version, the newest of the one named, or the shop's welcome.
    pub(crate) flow: WantFlow,
    /// The flows it calls: these versions, or the newest ones for a conversation that begins.
    pub(crate) called: Option<Vec<FlowRef>>,
    /// Whose conversation it is, as far as anybody is known.
    pub(crate) shopper: Option<ShopperId>,
    /// The page's, for a conversation that begins.
    pub(crate) locale: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WantFlow {
    /// The flow that a conversation without an invitation begins with; none when the shop has published none.
    Welcome,
    /// The newest version; the welcome when the shop has no such flow.
    Newest(FlowId),
    /// This very version, which the shop keeps as long as it keeps anything.
    Version(FlowId, u32),
}

/// What a conversation needs to know of its shop.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Context {
    /// Counts up whenever the shop's document or flows change.
    pub(crate) version: u64,
    pub(crate) name: String,
    /// The front page, without a slash at the end.
    pub(crate) origin: String,
    /// The flow that was wanted; none when the shop has published none.
    pub(crate) flow: Option<Published>,
    /// The flows it calls, directly or through others.
    pub(crate) called: Vec<Published>,
    /// Where its people read what is handed over to them.
    pub(crate) support: EmailAddress,
    pub(crate) hours: OpeningHours,
    /// Its clock, with the changes it makes in the next weeks.
    pub(crate) clock: Clock,
    pub(crate) labels: Labels,
    pub(crate) handoff: handoff::Rules,
    /// Whether consent to be sold to by e-mail has to be confirmed from the mailbox.
    #[serde(default)]
    pub(crate) confirms_email: bool,
    /// How long after its last turn a conversation is kept.
    pub(crate) keep: Span,
    /// Whether the shopper was erased.
    pub(crate) erased: bool,
    /// Where this Worker is reached; none before a document was put by this release.
    pub(crate) address: Option<String>,
    /// The templates of its WhatsApp number.
    pub(crate) templates: Vec<TemplateDraft>,
    /// The words of the flow's language; none for English.
    pub(crate) words: Option<Said>,
    /// Those of the page's language, where that is another; none for English.
    #[serde(default)]
    pub(crate) page_words: Option<Said>,
}

/// A flow as published; it was validated then.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Published {
    pub(crate) version: u32,
    /// The document as it was sent: nothing here writes one anew.
    pub(crate) document: String,
}

impl Published {
    /// Its draft.
    pub(crate) fn draft(&self) -> Result<FlowDraft> {
        Ok(kept::read(&self.document)?)
    }
}

/// A conversation tells how it went.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Report {
    pub(crate) record: Record,
    /// Faults of ours in it since it last told.
    pub(crate) faults: u32,
}

/// What it is told.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Reported {
    /// How long after its last turn a conversation is kept.
    pub(crate) keep: Span,
    /// Whether the shopper was erased.
    pub(crate) erased: bool,
}

/// Whom to erase, or to show.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WantErase {
    pub(crate) shopper: ShopperId,
}

/// What a shop knows of a shopper.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Erasing {
    pub(crate) conversations: Vec<ConversationId>,
}

/// What is left of a shopper who was erased.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Buried {
    pub(crate) shopper: ShopperId,
    pub(crate) remnants: Vec<Remnant>,
}

/// A shopper's ledger meets an address.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WantRecall {
    pub(crate) shopper: ShopperId,
    pub(crate) address: AddressHash,
}

/// What is known of the two.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Recalled {
    /// Whether the shopper was erased.
    pub(crate) erased: bool,
    /// What is left of withdrawals for the address.
    pub(crate) remnants: Vec<Remnant>,
}

/// What it takes to send for a shop. It has no `Debug`: it holds a secret.
#[derive(Serialize, Deserialize)]
pub(crate) struct Sending {
    pub(crate) sender: SenderDraft,
    pub(crate) brevo_api_key: String,
    pub(crate) facts: ShopFacts,
}

/// What policy must know of a shop.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ShopFacts {
    /// Where the shop wants to be told.
    pub(crate) support: EmailAddress,
    /// Its own clock now.
    pub(crate) clock: Offset,
    /// What it asks for beyond the law.
    pub(crate) stricter: Stricter,
    /// ISO 3166 alpha-2: where it is, whose rules for confirmations count.
    pub(crate) country: String,
    /// What it calls itself.
    pub(crate) brand: String,
    /// What its text messages are sent from.
    pub(crate) sms_sender: String,
    /// Where that is registered, as ISO 3166 alpha-2.
    pub(crate) sms_registered: Vec<String>,
    /// The templates of its WhatsApp number.
    pub(crate) templates: Vec<TemplateDraft>,
}

/// Puts a shop's document. It has no `Debug`: it holds a secret.
#[derive(Serialize, Deserialize)]
pub(crate) struct PutDocument {
    pub(crate) document: ShopDocument,
    /// Where the operator reached this Worker, such as `https://parley.example.workers.dev`.
    pub(crate) address: String,
}

/// Asks a shop what is said to a shopper later.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WantFollowing {
    /// After what; none for what needs no flow.
    pub(crate) event: Option<OccasionKind>,
    /// Who asks to see it, where that is a page.
    pub(crate) shopper: Option<ShopperId>,
}

/// What a shop tells of what is said later.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Following {
    /// The flows that begin after it, as they are live.
    pub(crate) flows: Vec<Published>,
    /// The front page, without a slash at the end.
    pub(crate) origin: String,
    /// The language and region of the shop.
    pub(crate) locale: String,
    /// Where this Worker is reached; none before a document was put by this release.
    pub(crate) address: Option<String>,
    pub(crate) facts: ShopFacts,
    /// The words of the shop's language and of those flows'.
    pub(crate) words: Vec<Said>,
    /// Whether who asks was erased.
    pub(crate) erased: bool,
}

/// Asks a shopper's store about a confirmation.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WantConfirmation {
    pub(crate) grant: ConsentId,
    pub(crate) shop: ShopFacts,
    /// None while the page is only looked at.
    pub(crate) press: Option<Press>,
}

/// The button of a confirmation's page was pressed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Press {
    /// The words on it.
    pub(crate) button: String,
    /// The page's address, without the secret in it.
    pub(crate) place: String,
}

/// Asks a shopper's store for the page of their preferences.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WantPreferences {
    pub(crate) shop: ShopFacts,
    /// What the page says.
    pub(crate) words: Said,
    /// What was posted; none while the page is only looked at.
    pub(crate) form: Option<String>,
}

/// How far a confirmation is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Confirmed {
    /// It is waited for; these words are to be confirmed.
    Ask { agreed: String },
    /// It is confirmed.
    Done,
    /// It is not waited for any more.
    Over,
}

/// A message of a journey that is still to come.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Waiting {
    pub(crate) flow: FlowId,
    /// In milliseconds since 1970.
    pub(crate) due: Instant,
    /// After what.
    pub(crate) event: OccasionKind,
    pub(crate) key: String,
}

/// Asks a shopper's store whether a draft may go now.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WantPermit {
    pub(crate) draft: Draft,
    pub(crate) shop: ShopFacts,
    /// What is known to stand against its address.
    #[serde(default)]
    pub(crate) suppressed: Vec<Suppression>,
    /// When somebody last wrote from its address by WhatsApp.
    pub(crate) heard: Option<Instant>,
}

/// What a shopper agreed to has changed, and Brevo is to know.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WantMirror {
    pub(crate) shopper: ShopperId,
    pub(crate) mirror: consent::Mirror,
}

/// Asks a shopper's store which side is right where Brevo has blocked a channel, or has not.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WantContrast {
    /// What is to be kept when the shopper left at Brevo; it names the channel.
    pub(crate) withdrawal: consent::Entry,
    pub(crate) blocked: bool,
}

/// Which deliveries to show.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct WantEntries {
    /// Only those in this state.
    pub(crate) state: Option<String>,
    /// Those that come after this one in the list.
    pub(crate) after: Option<DeliveryId>,
    pub(crate) most: Option<u32>,
}
