//! The message after the chat: only on the channel that was agreed to in this conversation, and only once a step.

use super::act::{Act, made_id};
use super::{CartStep, Effect};
use crate::channel::Channel;
use crate::delivery::{Draft, Message, Recipient};
use crate::flow::{FollowUp, Template};
use crate::id::{StepId, VariantId};
use crate::message::{self, About, FollowUpFacts, WhatsAppFacts};
use crate::time::Span;
use crate::wire::frame_v1::{Author, Part, Turn};
use crate::wire::snapshot_v1::Agreed;
use alloc::{collections::BTreeMap, format, string::String, vec::Vec};

impl Act<'_> {
    /// Puts the follow-up of this step on its way; `false` when nothing was agreed to that it could take.
    pub(super) fn send_follow_up(&mut self, step: &StepId) -> bool {
        let flow = self.flow_of(Some(step));
        let follow_up = flow.and_then(|flow| flow.follow_up());
        let (Some(follow_up), Some(agreed)) = (follow_up, self.state.agreed.clone()) else {
            return false;
        };
        if !follow_up.channels.contains(&agreed.channel) {
            return false;
        }
        let Some(message) = self.message(follow_up, &agreed) else {
            return false;
        };
        let conversation = self.state.conversation.clone();
        let Some(id) = made_id(&format!("follow-up.{conversation}.{step}")) else {
            return false;
        };
        let due = self.now + Span::minutes(i64::from(follow_up.after_minutes));
        self.effects.push(Effect::Deliver(Draft {
            id,
            shop: self.state.shop.clone(),
            shopper: self.state.shopper.clone(),
            conversation,
            channel: agreed.channel,
            purpose: agreed.purpose,
            recipient: Recipient::Shopper {
                address: agreed.address,
            },
            message,
            due,
            expires: due + WANTED,
            // A flow does not tell its language.
            language: self.flow().map(|flow| flow.draft().language.clone()),
        }));
        self.no_way_back();
        true
    }

    fn message(&self, follow_up: &FollowUp, agreed: &Agreed) -> Option<Message> {
        let about = if self.state.shown.is_empty() && self.state.cart.is_some() {
            About::Cart
        } else {
            About::Summary
        };
        let own = |template: &Template, part| {
            let said = self.fill(template);
            if said.is_empty() {
                let shop = |name: &str| (name == "shop").then(|| self.shop.name.clone());
                about.say(part, &self.shop.words, &shop)
            } else {
                said
            }
        };
        let facts = FollowUpFacts {
            shop: &self.shop.name,
            origin: &self.shop.origin,
            words: &self.shop.words,
            subject: own(&follow_up.subject, message::Part::Subject),
            intro: own(&follow_up.text, message::Part::Intro),
            short: own(&follow_up.sms, message::Part::Sms),
            opt_out: message::way_out(follow_up, agreed.channel, &|template| self.fill(template)),
            products: &self.state.shown,
            cart: self.state.cart.as_ref(),
            cart_link: self.cart_address(),
            asked: self.asked(),
            today: self.shop.clock.local(self.now).date,
            delivery: self.state.delivery.as_deref(),
            support: &self.shop.support,
            preferences: self.shop.preferences.as_deref(),
        };
        match agreed.channel {
            Channel::Email => Some(message::follow_up_email(&facts)),
            Channel::Sms => Some(message::follow_up_sms(&facts, &agreed.address)),
            Channel::WhatsApp => Some(message::whatsapp(&WhatsAppFacts {
                templates: &self.shop.templates,
                about: Some(about),
                purpose: agreed.purpose,
                words: &self.shop.words,
                free: message::free_text(&facts),
                known: &|name: &str| match name {
                    "shop" => Some(self.shop.name.clone()),
                    "link" => Some(message::follow_up_link(&facts)),
                    "product" => Some(self.state.shown.first()?.title.clone()),
                    "preferences" => self.shop.preferences.clone(),
                    _ => None,
                },
            })),
            Channel::Chat => None,
        }
    }

    /// The shopper's questions, each with the first words of the answer: what follows them leads on in the chat.
    fn asked(&self) -> Vec<(String, String)> {
        let first = |turn: &Turn| {
            turn.parts.iter().find_map(|part| {
                if let Part::Text(text) = part {
                    Some(text.chars().take(MAX_QUOTED).collect())
                } else {
                    None
                }
            })
        };
        let pair = |seq: &u64| {
            let mut from = self.turns.iter().skip_while(|turn| turn.seq < *seq);
            let question = from.next().and_then(first)?;
            let answer = from.find(|turn| turn.author == Author::Assistant)?;
            Some((question, first(answer)?))
        };
        self.state.asked.iter().filter_map(pair).collect()
    }

    /// An address that fills a cart with what the shopper has in theirs, on any device; none when it is empty.
    fn cart_address(&self) -> Option<String> {
        let mut lines: BTreeMap<VariantId, u32> = BTreeMap::new();
        let reported = self.state.cart.iter().flat_map(|cart| &cart.lines);
        for line in reported {
            *lines.entry(line.variant.clone()).or_default() += line.quantity.min(MAX_QUANTITY);
        }
        // What was added here may not have been reported yet.
        for step in &self.state.record.cart {
            if let CartStep::Added { variant, quantity } = step {
                lines.entry(variant.clone()).or_insert(*quantity);
            }
        }
        let pairs: Vec<String> = lines
            .iter()
            .map(|(variant, quantity)| format!("{variant}:{quantity}"))
            .collect();
        // `storefront=true` opens the cart and not the checkout: whoever follows the link still decides.
        (!pairs.is_empty()).then(|| {
            format!(
                "{}/cart/{}?storefront=true",
                self.shop.origin,
                pairs.join(",")
            )
        })
    }
}

/// After two days nobody waits for a link any more.
const WANTED: Span = Span::hours(48);
const MAX_QUANTITY: u32 = 999;
/// Characters of a question, and of its answer.
const MAX_QUOTED: usize = 600;
