//! The shop's own document: who it is, how it delivers, when its people are there. Text stays text here; the parts
//! that `shared` decides with are parsed by [`crate::promise::DeliveryRules::parse`] and
//! [`crate::hours::OpeningHours::parse`], the rest by the edge.

use super::commerce::{
    AnswerDraft, DiscountDraft, ExpressDraft, HandlingDraft, ReturnsDraft, SizeChartDraft,
};
use crate::handoff::HandoffRulesDraft;
use crate::hours::SpecialHoursDraft;
use crate::policy::{Approval, Category, Stricter};
use crate::time::Weekday;
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// A shop as its operator writes it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShopDocument {
    /// The permanent host name.
    pub shop: String,
    /// What shoppers call it.
    pub name: String,
    /// The origins its pages are served from, such as `https://fernwood.example`; the first is its front page.
    pub origins: Vec<String>,
    /// The language of its texts.
    pub locale: String,
    /// ISO 4217; the currency of its catalogue and delivery prices.
    pub currency: String,
    /// ISO 3166 alpha-2: where it is, and where it delivers when nothing else is known.
    pub country: String,
    /// IANA zone of its clocks.
    pub time_zone: String,
    /// Where people of the shop read what is handed over to them.
    pub support_email: String,
    /// Who messages come from.
    pub sender: SenderDraft,
    /// The key of the shop's sending account; a secret.
    pub brevo_api_key: String,
    /// `#rrggbb`.
    pub accent: String,
    /// `right` or `left`.
    pub side: String,
    /// When its people answer.
    pub opening_hours: HoursDraft,
    /// How it delivers.
    pub delivery: DeliveryDraft,
    /// Sessions that get no invitation, in basis points.
    pub holdout_bp: u16,
    /// Days without invitations after one was dismissed.
    pub pause_days: u16,
    /// Replaces the dwell of every flow's trigger when given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dwell_seconds: Option<u16>,
    /// The flows that its pages may invite to, by id; every flow with a trigger when left out. A flow that is not listed
    /// still begins by hand, by a link and where another calls it. Each that is listed adds to what every page loads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invites: Option<Vec<String>>,
    /// The attributes that shoppers are told of, in the order they matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeDraft>,
    /// When the shop sends no text messages, beyond what the law says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<OpenDraft>,
    /// The sizes of what it sells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub size_charts: Vec<SizeChartDraft>,
    /// What may go back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returns: Option<ReturnsDraft>,
    /// Its discount codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<DiscountDraft>,
    /// When a person takes over; Parley's own rules when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoff: Option<HandoffRulesDraft>,
    /// Days on which its people answer at other times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub special_hours: Option<SpecialHoursDraft>,
    /// Answers to what shoppers ask, from its own pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<AnswerDraft>,
    /// What it asks of its messages beyond the rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stricter: Option<Stricter>,
    /// The templates of its WhatsApp number, as they stand in the account.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub whatsapp_templates: Vec<TemplateDraft>,
    /// Days after its last turn until a conversation and its record are deleted; 90 when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_days: Option<u16>,
}

impl core::fmt::Debug for ShopDocument {
    /// Names the shop only: the document holds a secret.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("ShopDocument")
            .field("shop", &self.shop)
            .finish_non_exhaustive()
    }
}

/// Who messages come from.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SenderDraft {
    /// The name beside the e-mail address.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The name or number of text messages: at most 11 letters and digits, or a number.
    pub sms: String,
    /// The countries (ISO 3166 alpha-2) in which that name or number is registered, or its toll-free number is verified.
    /// Where a country asks for that, no text message goes without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registered: Vec<String>,
    /// The number of WhatsApp messages, digits with the country code; without one nothing goes by WhatsApp.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whatsapp: Option<String>,
    /// The domain at which answers to e-mails are received for the shop, as its records (MX) say; without one they go to
    /// the shop's own mailbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replies: Option<String>,
    /// The number of the list of contacts on which whoever agrees to marketing is put; without one on none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<i64>,
}

impl core::fmt::Debug for SenderDraft {
    /// Without its addresses and numbers.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("SenderDraft")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// A template of WhatsApp, which goes outside the day after the shopper's last message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateDraft {
    /// Its number in the sending account.
    pub id: String,
    /// What it carries.
    pub about: About,
    /// The language of its text (`de`).
    pub language: String,
    /// What WhatsApp classes it as.
    pub category: Category,
    /// What became of it.
    pub approval: Approval,
    /// Its text as WhatsApp has it, with holes such as `{{params.shop}}`.
    pub text: String,
}

/// What a message is about, as far as Parley has words of its own for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// What was found in a conversation.
    Summary,
    /// A cart.
    Cart,
    /// A product that can be bought again.
    Stock,
    /// An order.
    Order,
}

/// When people of the shop answer, in its local time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoursDraft {
    /// One entry a stretch of time.
    pub open: Vec<OpenDraft>,
    /// Days on which nobody answers, as `2026-12-25`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<String>,
}

/// A stretch of time on some weekdays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenDraft {
    /// The weekdays.
    pub days: Vec<Weekday>,
    /// Local time, as `09:00`.
    pub from: String,
    /// Local time, as `17:30`; `24:00` is midnight.
    pub to: String,
}

/// How the shop delivers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveryDraft {
    /// Orders placed before this local time leave the same day, as `14:00`.
    pub cut_off: String,
    /// Business days from order to dispatch, beyond the cut-off.
    #[serde(default)]
    pub handling_days: u8,
    /// The days on which parcels leave and arrive.
    pub business_days: Vec<Weekday>,
    /// Days that are no business days, as `2026-12-25`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<String>,
    /// Where it delivers to; the first that lists a country counts.
    pub zones: Vec<ZoneDraft>,
    /// What these rules are called when they are quoted, such as `Delivery information`.
    pub source: String,
    /// Their page, as a path on the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_path: Option<String>,
    /// Products whose dispatch takes another time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handling: Vec<HandlingDraft>,
}

/// Countries delivered to on the same terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneDraft {
    /// What it is called in a sentence: `Germany`, `the European Union`.
    pub name: String,
    /// ISO 3166 alpha-2.
    pub countries: Vec<String>,
    /// Business days from dispatch to arrival, at least.
    pub min_days: u8,
    /// Business days from dispatch to arrival, at most.
    pub max_days: u8,
    /// What it costs, in the shop's currency, as `4.90`.
    pub price: String,
    /// Free for orders of this much or more, in the shop's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_over: Option<String>,
    /// Only where the postal code begins so; everywhere in these countries when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub postal_codes: Vec<String>,
    /// Who brings it, as it is called in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// Days on which nothing is brought there, as `2026-12-25`; the shop's holidays when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holidays: Option<Vec<String>>,
    /// Faster ways.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub express: Vec<ExpressDraft>,
}

/// How shoppers are told of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeDraft {
    /// The attribute's key, such as `texture`.
    pub key: String,
    /// What it is called: `Texture`.
    pub label: String,
    /// How a value reads in a sentence, with the hole `{value}`: `{value} texture`; the value when none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phrase: Option<String>,
    /// What its values are called; a value that is not listed is shown as it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueDraft>,
}

/// What a value of an attribute is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueDraft {
    /// The value, in lower case.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// How it reads in a sentence, in place of the attribute's phrase: `fragrance-free`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phrase: Option<String>,
}
