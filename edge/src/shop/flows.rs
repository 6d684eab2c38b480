//! The shop's flows: published as versions that are kept, and found again with all that they call.

use super::store::{Languages, Live};
use super::{FlowVersion, Shop};
use crate::calls::{Published, WantFlow};
use crate::error::{Error, Result};
use crate::kept;
use shared::conversation::FlowRef;
use shared::flow::{Flow, Library, lint};
use shared::id::FlowId;
use shared::wire::document_v1::FlowDraft;

/// The flow for a chat that was opened by hand, if the shop has one of this name.
const WELCOME: &str = "welcome";

impl Shop {
    /// Keeps a flow without mistakes as its next version. What is no mistake and yet seldom meant is told, and refuses
    /// nothing.
    pub(super) fn publish(&self, document: &str) -> Result<FlowVersion> {
        self.loaded()?;
        let draft: FlowDraft = kept::read(document)?;
        let flow = Flow::validate(&draft)
            .map_err(|problems| Error::unprocessable("flow", "the flow has mistakes", problems))?;
        let language = flow.locale().language().code();
        self.check_calls(&draft, language)?;
        let version = self.store.publish(flow.id(), language, document, &draft)?;
        self.awake.replace(None);
        Ok(FlowVersion {
            version,
            warnings: lint(&draft),
        })
    }

    /// With this flow in place, no flow may call itself through others. A call of a flow that is still to be published is
    /// let pass, since one of several has to be the first.
    fn check_calls(&self, draft: &FlowDraft, language: &'static str) -> Result<()> {
        let live = self.store.live([language; 2])?.into_iter();
        let live = live.map(|flow| flow.draft);
        let others = live.filter(|other| other.id != draft.id);
        let mut flows: Vec<Flow> = others
            .chain([draft.clone()])
            .filter_map(|draft| Flow::validate(&draft).ok())
            .collect();
        let mut all = 0;
        while all != flows.len() {
            all = flows.len();
            let ids: Vec<FlowId> = flows.iter().map(|flow| flow.id().clone()).collect();
            flows.retain(|flow| flow.calls().all(|id| ids.contains(id)));
        }
        Library::of(flows).map(|_| ()).map_err(|problems| {
            Error::unprocessable("flow", "the flow's calls have mistakes", problems)
        })
    }

    pub(super) fn wanted(&self, want: WantFlow, languages: Languages) -> Result<Option<Live>> {
        match want {
            WantFlow::Version(id, version) => self.store.version(&id, version),
            WantFlow::Newest(id) => match self.store.newest(&id, languages)? {
                Some(flow) => Ok(Some(flow)),
                None => self.welcome(languages),
            },
            WantFlow::Welcome => self.welcome(languages),
        }
    }

    /// The flows that `flow` calls: at the versions that are wanted, or else the newest of each. One that is not there is
    /// left out; the conversation hands over where it would be called.
    pub(super) fn called(
        &self,
        flow: Option<&Live>,
        wanted: Option<Vec<FlowRef>>,
        languages: Languages,
    ) -> Result<Vec<Published>> {
        if let Some(wanted) = wanted {
            let flows = wanted
                .iter()
                .map(|flow| self.store.version(&flow.id, flow.version));
            let flows = flows.collect::<Result<Vec<_>>>()?.into_iter().flatten();
            return Ok(flows.map(|flow| flow.published).collect());
        }
        let mut open: Vec<FlowId> = flow.map(|flow| calls_of(&flow.draft)).unwrap_or_default();
        let mut called: Vec<Live> = Vec::new();
        while let Some(id) = open.pop() {
            let known = called.iter().any(|flow| flow.draft.id == id.as_str());
            if let (false, Some(flow)) = (known, self.store.newest(&id, languages)?) {
                open.extend(calls_of(&flow.draft));
                called.push(flow);
            }
        }
        Ok(called.into_iter().map(|flow| flow.published).collect())
    }

    /// The flow named `welcome`, else the first by id that neither a page nor an occasion begins.
    fn welcome(&self, languages: Languages) -> Result<Option<Live>> {
        let live = self.store.live(languages)?;
        let named = live.iter().position(|flow| flow.draft.id == WELCOME);
        let by_hand = live
            .iter()
            .position(|flow| flow.draft.trigger.is_none() && flow.draft.after.is_none());
        Ok(named
            .or(by_hand)
            .and_then(|index| live.into_iter().nth(index)))
    }
}

fn calls_of(draft: &FlowDraft) -> Vec<FlowId> {
    draft.calls().filter_map(|id| id.parse().ok()).collect()
}
