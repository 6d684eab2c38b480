//! What a step looks up, made from the answers given so far; then the conversation waits. A step that lacks what it
//! needs to know goes on as if nothing had been found.

use super::act::Act;
use super::path::lead;
use super::{About, Answer, CartStep, Effect, Query};
use crate::flow::{LookUpKind, RecommendMode, Step};
use crate::id::{StepId, VariantId};
use crate::recommend::{Prefer, Require, Want};
use crate::sort;
use crate::time::Span;
use crate::wire::document_v1::WantDraft;
use crate::wire::frame_v1::{Author, FieldKind, PageKind, Part};
use crate::wire::snapshot_v1::{Phase, Waiting};
use alloc::{
    boxed::Box,
    collections::BTreeMap,
    string::{String, ToString},
    vec,
    vec::Vec,
};

impl Act<'_> {
    /// Looks up what this step names; the step to go on with when it cannot.
    pub(super) fn look_up_kind(
        &mut self,
        id: &StepId,
        what: LookUpKind,
        with: &BTreeMap<String, String>,
        none: &StepId,
    ) -> Option<StepId> {
        match self.query(what, with) {
            Some(query) => self.look_up(id, query),
            None => Some(lead(id, none)),
        }
    }

    /// Looks up products that fit; the step to go on with when there is nothing to look for.
    pub(super) fn look_up_products(
        &mut self,
        id: &StepId,
        mode: RecommendMode,
        want: &WantDraft,
        none: &StepId,
    ) -> Option<StepId> {
        let want = self.want(want);
        self.state.wanted = Some(id.clone());
        let beside = match mode {
            RecommendMode::Products => return self.look_up(id, Query::Recommend(want)),
            RecommendMode::Seen => {
                let handles = self.seen_last(want.limit);
                if handles.len() < 2 {
                    return Some(lead(id, none));
                }
                let want = Want {
                    handles,
                    available_only: false,
                    ..want
                };
                return self.look_up(id, Query::Recommend(want));
            }
            RecommendMode::Gift => Vec::new(),
            RecommendMode::Bundle => self.about().into_iter().collect(),
            RecommendMode::CompleteSet => {
                let lines = self.state.cart.iter().flat_map(|cart| &cart.lines);
                lines
                    .map(|line| About::Variant(line.variant.clone()))
                    .collect()
            }
        };
        let want = Box::new(want);
        self.look_up(id, Query::Suggest { mode, want, beside })
    }

    /// Looks up how the products shown last differ.
    pub(super) fn look_up_differences(&mut self, id: &StepId, none: &StepId) -> Option<StepId> {
        if self.state.shown.len() < 2 {
            return Some(lead(id, none));
        }
        let products = self.state.shown.iter().map(|card| card.product.clone());
        let query = Query::CompareFor {
            products: products.collect(),
            want: Box::new(self.wanted()),
        };
        self.look_up(id, query)
    }

    /// The wish of the step that recommended last, with the answers of now; it is made anew, so that no wish is stored.
    fn wanted(&self) -> Want {
        let step = self.state.wanted.as_ref().and_then(|id| self.step(id));
        if let Some(Step::Recommend { want, .. }) = step {
            return self.want(want);
        }
        Want {
            labels: self.shop.labels.clone(),
            ..Want::default()
        }
    }

    /// What is kept by this name, as it was typed or as it reads in a sentence.
    pub(super) fn known(&self, name: &str) -> Option<String> {
        self.state.answers.get(name).map(|answer| match answer {
            Answer::Chosen { text, .. } | Answer::Typed(text) => text.clone(),
        })
    }

    /// What to look up; none when something it needs is not known.
    fn query(&self, what: LookUpKind, with: &BTreeMap<String, String>) -> Option<Query> {
        let part = |part: &str| self.known(with.get(part)?);
        let country = self.state.record.country.clone();
        let order = || Some((part("order_number")?, part("email")?));
        Some(match what {
            LookUpKind::Delivery => Query::Delivery {
                country,
                variants: self.wanted_variants(),
                postal_code: self.postal_code(),
            },
            LookUpKind::Product => Query::Recommend(self.want_page()?),
            LookUpKind::Stock => Query::Stock(self.about()?),
            LookUpKind::Order => {
                let (number, email) = order()?;
                Query::Order { number, email }
            }
            LookUpKind::Returns => {
                let (number, email) = order()?;
                Query::Returns { number, email }
            }
            LookUpKind::Discount => Query::Discount {
                code: part("code")?,
                country,
                lines: self.lines(),
                codes: self.applied_codes(),
            },
            LookUpKind::ReturnPolicy => Query::ReturnPolicy { country },
            LookUpKind::Answer => Query::Answer {
                question: part("question").or_else(|| self.last_written())?,
            },
            LookUpKind::Size => Query::Size {
                about: self.about()?,
                with: self.parts(with),
            },
            LookUpKind::Compatibility => Query::Compatibility {
                about: self.about()?,
                with: part("model").map(|_| self.parts(with))?,
            },
            LookUpKind::Loyalty => Query::Loyalty {
                email: part("email").or_else(|| self.given_email())?,
            },
        })
    }

    /// What is known of the parts of a look-up. A choice is looked up by what it is, not by how it reads.
    fn parts(&self, with: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let known = with.iter().filter_map(|(part, name)| {
            let values = self.chosen(name);
            (!values.is_empty()).then(|| (part.clone(), values.join(",")))
        });
        sort::map(known)
    }

    /// The postal code that a field of the flow was filled with.
    fn postal_code(&self) -> Option<String> {
        self.flow()?.steps().find_map(|(_, step)| {
            let Step::Fill(fill) = step else {
                return None;
            };
            let asked = fill.kind == FieldKind::PostalCode;
            asked.then(|| self.known(&fill.save)).flatten()
        })
    }

    fn applied_codes(&self) -> Vec<String> {
        let steps = self.state.record.cart.iter();
        let codes = steps.filter_map(|step| {
            if let CartStep::CodeApplied { code } = step {
                Some(code.clone())
            } else {
                None
            }
        });
        codes.collect()
    }

    fn given_email(&self) -> Option<String> {
        let email = self.state.contact.as_ref();
        email.map(|email| email.as_str().to_string())
    }

    fn look_up(&mut self, id: &StepId, query: Query) -> Option<StepId> {
        self.flush();
        self.state.lookups = self.state.lookups.wrapping_add(1);
        let lookup = self.state.lookups;
        self.state.phase = Phase::Waiting(Waiting {
            step: id.clone(),
            lookup,
            query: query.clone(),
            tries: 1,
            due: self.now + FIRST_WAIT,
            queued: Vec::new(),
        });
        self.effects.push(Effect::LookUp { lookup, query });
        None
    }

    /// The product of the page the shopper is on.
    fn page_product(&self) -> Option<String> {
        let page = self.state.page.as_ref();
        let page = page.filter(|page| page.kind == PageKind::Product);
        page.and_then(|page| page.handle.clone())
    }

    fn want_page(&self) -> Option<Want> {
        Some(Want {
            handles: vec![self.page_product()?],
            limit: 1,
            labels: self.shop.labels.clone(),
            ..Want::default()
        })
    }

    /// The product it is about: that of the page, or else the one shown last, or else the only one in the cart.
    fn about(&self) -> Option<About> {
        let shown = || {
            let path = &self.state.shown.first()?.path;
            path.strip_prefix("/products/").map(String::from)
        };
        let meant = self.page_product().or_else(shown).map(About::Handle);
        meant.or_else(|| match self.state.cart.as_ref()?.lines.as_slice() {
            [line] => Some(About::Variant(line.variant.clone())),
            [] | [_, ..] => None,
        })
    }

    /// The products looked at, newest first: that of the page, then those of the visit as far as it is remembered.
    fn seen_last(&self, limit: u8) -> Vec<String> {
        let page = self.page_product();
        let earlier = self.state.record.seen.iter().rev();
        let earlier = earlier.filter(|handle| page.as_ref() != Some(*handle));
        let handles = page.iter().chain(earlier);
        handles.take(usize::from(limit)).cloned().collect()
    }

    /// What the shopper wrote last.
    fn last_written(&self) -> Option<String> {
        let mut turns = self.turns.iter().rev();
        let turn = turns.find(|turn| turn.author == Author::Shopper)?;
        turn.parts.iter().find_map(|part| {
            if let Part::Text(text) = part {
                Some(text.clone())
            } else {
                None
            }
        })
    }

    /// What an order would hold: the cart, or else the products recommended last.
    fn wanted_variants(&self) -> Vec<VariantId> {
        let cart = self.state.cart.iter().flat_map(|cart| &cart.lines);
        let variants: Vec<_> = cart.map(|line| line.variant.clone()).collect();
        if !variants.is_empty() {
            return variants;
        }
        let firsts = self
            .state
            .shown
            .iter()
            .filter_map(|card| card.variants.first());
        firsts.map(|variant| variant.id.clone()).collect()
    }

    pub(super) fn chosen(&self, data: &str) -> Vec<String> {
        match self.state.answers.get(data) {
            Some(Answer::Chosen { ids, .. }) => ids.iter().map(|id| id.as_str().into()).collect(),
            Some(Answer::Typed(text)) => vec![text.to_lowercase()],
            None => Vec::new(),
        }
    }

    /// What the flow wants, with the answers given so far.
    fn want(&self, draft: &WantDraft) -> Want {
        let values = |fixed: &[String], from: Option<&String>| -> Vec<String> {
            from.map_or_else(
                || fixed.iter().map(|value| value.to_lowercase()).collect(),
                |from| self.chosen(from),
            )
        };
        let require = draft.require.iter().map(|require| Require {
            attribute: require.attribute.clone(),
            values: values(&require.values, require.from.as_ref()),
            all: require.all,
        });
        let wanted = draft.prefer.iter().filter(|prefer| {
            let only_if = prefer.only_if.as_ref();
            only_if.is_none_or(|only_if| self.chose(&only_if.data, &only_if.is))
        });
        let prefer = wanted.map(|prefer| Prefer {
            attribute: prefer.attribute.clone(),
            values: values(&prefer.values, prefer.from.as_ref()),
            weight: prefer.weight,
            reason: prefer.reason.clone(),
            asked: prefer.from.is_some(),
        });
        Want {
            kinds: draft.kinds.clone(),
            tags: draft.tags.clone(),
            require: require.collect(),
            prefer: prefer.collect(),
            available_only: true,
            limit: draft.limit,
            labels: self.shop.labels.clone(),
            ..Want::default()
        }
    }
}

/// A look-up is a call to a neighbouring object; one that takes longer than this was lost with the object that made it.
const FIRST_WAIT: Span = Span::seconds(5);
