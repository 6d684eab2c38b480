//! One conversation: its turns, its flow, its sockets and its one alarm. `shared` decides; this performs.
//!
//! One order, in [`Conversation::take`]: load → handle → save turns, errands and state in one transaction → arm the
//! alarm → show and perform. What leaves the object is an errand, a row that is deleted only when its receiver has
//! answered, so a crash anywhere repeats work and loses none. An acknowledgement follows the write.

mod alarm;
mod audience;
mod context;
mod errand;
mod exchange;
mod frame;
mod keeping;
mod look_up;
mod object;
#[cfg(feature = "panics")]
mod planted;
mod presence;
mod reader;
mod show;
mod socket;
mod store;
mod tell;
mod transcript;

pub(crate) use reader::{Reader, Role};
pub(crate) use transcript::transcript;

use crate::answer;
use crate::ask::{self, Class};
use crate::calls::{self, Holds, Opening, WantFlow, WantTranscript, WantWrote};
use crate::clock;
use crate::error::{Error, Result};
use crate::guard::{self, Point};
use crate::log::{self, Ids};
use alarm::Alarm;
use context::Told;
use exchange::Post;
use frame::Ear;
use reader::Attachments;
use shared::conversation::{self, Effect, Input};
use shared::id::{ShopId, TurnId};
use shared::time::{Instant, Span};
use shared::wire::agent_v1;
use shared::wire::frame_v1::Holder;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use store::{Held, Store};
use worker::{Env, Request, Response, State};

pub(crate) struct Conversation {
    state: State,
    env: Env,
    store: Store,
    /// The conversation as stored, while the object is awake. INVARIANT: never ahead of the rows.
    held: RefCell<Option<Held>>,
    /// What the shop told last.
    told: RefCell<Option<Rc<Told>>>,
    /// When the alarm rings, once this instance knows.
    armed: Cell<Alarm>,
    /// Frames taken since the start of a minute.
    frames: Cell<frame::Window>,
    /// How long the shop keeps conversations, as it told last.
    keep: Cell<Option<Span>>,
    /// Faults of ours that the shop has not been told of.
    faults: Cell<u32>,
    /// What its sockets are.
    attachments: Attachments,
    /// Posted questions that wait for an answer.
    waiting: RefCell<Vec<Rc<Post>>>,
    /// When readers without a socket were heard last.
    heard: RefCell<BTreeMap<Role, Instant>>,
    /// How far they have read.
    read: RefCell<BTreeMap<Role, u64>>,
    /// What consoles were told last beside the turns.
    told_context: RefCell<Option<agent_v1::Context>>,
}

/// What happened, and who told, if somebody did.
struct Event<'a> {
    input: Input,
    from: Option<Ear<'a>>,
}

impl Conversation {
    fn new(state: State, env: Env) -> Self {
        Self {
            store: Store::new(&state),
            state,
            env,
            held: RefCell::default(),
            told: RefCell::default(),
            armed: Cell::default(),
            frames: Cell::default(),
            keep: Cell::default(),
            faults: Cell::default(),
            attachments: Attachments::default(),
            waiting: RefCell::default(),
            heard: RefCell::default(),
            read: RefCell::default(),
            told_context: RefCell::default(),
        }
    }

    async fn serve(&self, mut request: Request) -> Result<Response> {
        let path = request.path();
        match path.as_str() {
            calls::OPEN => {
                let opening: Opening = ask::read(&mut request).await?;
                answer::json(&self.open(opening).await?)
            }
            calls::SOCKET => self.accept(&request),
            calls::EXCHANGE => self.exchange(request).await,
            #[cfg(feature = "panics")]
            calls::WRITTEN => answer::json(&self.store.written()),
            calls::WROTE => {
                let want: WantWrote = ask::read(&mut request).await?;
                self.wrote(want).await
            }
            calls::TRANSCRIPT => {
                let want: WantTranscript = ask::read(&mut request).await?;
                self.transcript(&want.shop)
            }
            calls::ERASE => {
                let want: WantTranscript = ask::read(&mut request).await?;
                self.erase(&want.shop).await
            }
            _ => ask::unknown(Class::Conversation, &path),
        }
    }

    /// A page opens the conversation: a new one begins, an old one only learns of the visit.
    async fn open(&self, opening: Opening) -> Result<Holds> {
        if !self.has_begun()? {
            let want = opening.flow.map_or(WantFlow::Welcome, WantFlow::Newest);
            let (known, new) = (opening.known, &opening.shopper);
            let locale = Some(opening.visit.locale.as_str());
            let learn = |who| self.learn(&opening.shop, Some(want.clone()), who, locale);
            let told = learn(known.as_ref().unwrap_or(new).clone()).await?;
            if told.erased && known.is_some() {
                // What was told is for the shopper who is no more.
                learn(new.clone()).await?;
            }
            // Another opening may have come first while the shop was asked.
            if !self.has_begun()? {
                let shop = opening.shop;
                let shopper = known.filter(|_| !told.erased).unwrap_or(opening.shopper);
                let new =
                    conversation::Conversation::new(opening.conversation, shop.clone(), shopper);
                self.held.replace(Some(Held::new(new, shop)));
            }
        }
        let input = Input::Opened(Box::new(opening.visit));
        self.take(Event { input, from: None }).await?;
        self.with(|held| {
            Ok(Holds {
                shopper: held.conversation.record().shopper.clone(),
                ended: held.conversation.now().holder == Holder::Ended,
            })
        })
    }

    /// The one order. Inputs that follow from this one (what others answer to look-ups) go the same way.
    async fn take(&self, event: Event<'_>) -> Result<()> {
        self.know_alarm().await?;
        let mut inputs: VecDeque<Input> = self.vanished()?.into_iter().collect();
        inputs.push_back(event.input);
        let shop = self.shop().await?;
        while let Some(input) = inputs.pop_front() {
            #[cfg(feature = "panics")]
            self.ack_first(&input, event.from).await?;
            let effects = self.decide(input, &shop)?;
            guard::pass(self.point("decided"));
            let performs = self.arm_for(&effects).await?;
            guard::pass(self.point("armed"));
            #[cfg(feature = "panics")]
            self.second_of_two(&effects).await?;
            self.show(&effects, event.from)?;
            for effect in &effects {
                if let Effect::LookUp { lookup, query } = effect {
                    let found = self.look_up(query, &shop).await;
                    inputs.extend(found.map(|found| Input::Found {
                        lookup: *lookup,
                        found,
                    }));
                }
            }
            if effects.iter().any(errand::is_urgent) {
                self.run_errands().await?;
            }
            // What was found has a step of its own, which arms anew.
            if performs && inputs.is_empty() {
                self.arm().await?;
            }
        }
        Ok(())
    }

    /// Load, handle, save. Nothing here awaits, so the rows are one transaction and no other event comes between.
    fn decide(&self, input: Input, told: &Told) -> Result<Vec<Effect>> {
        if !self.load()? {
            return Err(unknown());
        }
        let now = clock::now();
        let mut held = self.held.borrow_mut();
        let Some(known) = held.as_mut() else {
            return Err(unknown());
        };
        #[cfg(feature = "panics")]
        self.forget_ids(known)?;
        let effects = known.conversation.handle(input, &told.context, now);
        let effects = look_up::answer_at_once(known, effects, told, now);
        let written = &effects;
        #[cfg(feature = "panics")]
        let written = &self.first_of_two(known, written)?;
        let saved = self.store.save(known, written, now);
        if saved.is_err() {
            // What could not be written is forgotten; the page sends it again.
            *held = None;
        }
        saved.map(|()| effects)
    }

    /// A fault that nobody is answered about: logged, and counted for the shop.
    fn failed(&self, error: &Error) {
        self.failed_at(error, None);
    }

    /// The same about a turn, whose id its page can show.
    fn failed_at(&self, error: &Error, turn: Option<&TurnId>) {
        let (name, shop) = (self.name(), self.with(|held| Ok(held.shop.clone())));
        let ids = Ids {
            shop: shop.as_ref().ok().map(ShopId::as_str),
            turn: turn.map(TurnId::as_str),
            ..ids(&name)
        };
        log::fault(error, ids);
        self.faults.set(self.faults.get().saturating_add(1));
    }

    /// The shopper wrote back to a message. What is not taken now may be told again.
    async fn wrote(&self, want: WantWrote) -> Result<Response> {
        if !self.is_of(&want.shop)? {
            return Err(unknown());
        }
        let input = Input::Wrote {
            id: want.id.clone(),
            from: want.from,
            text: want.text,
        };
        self.take(Event { input, from: None }).await?;
        if self.load()? && self.with(|held| Ok(held.conversation.has_taken(&want.id)))? {
            return ask::done();
        }
        Err(Error::too_many(60))
    }

    /// Brings the stored conversation into memory; false when none is stored.
    fn load(&self) -> Result<bool> {
        let mut held = self.held.borrow_mut();
        if held.is_none() {
            *held = self.store.load()?;
            if held.is_none() && self.store.erased()?.is_some() {
                return Err(keeping::erased());
            }
        }
        Ok(held.is_some())
    }

    /// Whether it is a conversation of this shop. No other shop learns even that there is one.
    fn is_of(&self, shop: &ShopId) -> Result<bool> {
        Ok(self.load()? && self.with(|held| Ok(held.shop == *shop))?)
    }

    /// Whether a conversation is stored, and not only about to be.
    fn has_begun(&self) -> Result<bool> {
        Ok(self.load()? && self.with(|held| Ok(held.has_begun()))?)
    }

    fn with<T>(&self, read: impl FnOnce(&Held) -> Result<T>) -> Result<T> {
        self.held
            .borrow()
            .as_ref()
            .map_or_else(|| Err(unknown()), read)
    }

    fn name(&self) -> String {
        self.state.id().name().unwrap_or_default()
    }

    fn point(&self, handler: &'static str) -> Point<'_> {
        Point {
            state: &self.state,
            class: Class::Conversation,
            handler,
        }
    }
}

fn unknown() -> Error {
    Error::not_found("there is no such conversation")
}

fn ids(conversation: &str) -> Ids<'_> {
    Ids {
        conversation: Some(conversation),
        ..Ids::default()
    }
}
