//! What the shop's document says of its templates of WhatsApp against what the account has.

use super::super::setup::MOST_TEMPLATES;
use super::super::wire::WhatsAppTemplate;
use super::{Finding, State, advice, bad, finding, good};
use shared::policy::Approval;
use shared::wire::document_v1::TemplateDraft;

/// Where the shop's document is wrong about its templates, one finding for each; else how the account's are.
pub(super) fn templates(used: &[TemplateDraft], held: &[WhatsAppTemplate]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = used.iter().filter_map(|one| differs(one, held)).collect();
    if findings.is_empty() {
        findings.push(approved(held));
    }
    findings
}

/// What is so of a template otherwise than the shop's document has it.
fn differs(used: &TemplateDraft, held: &[WhatsAppTemplate]) -> Option<Finding> {
    let id = &used.id;
    let goes = used.approval == Approval::Approved;
    // Policy lets nothing go by one of which the document itself says that it is not approved.
    let state = if goes { State::Bad } else { State::Advice };
    let Some(one) = held.iter().find(|one| id.parse() == Ok(one.id)) else {
        if held.len() >= MOST_TEMPLATES {
            let says = format!(
                "WhatsApp template {id} of the shop's document is not among the {} that Brevo shows.",
                held.len()
            );
            let todo =
                "In Brevo see under Campaigns, WhatsApp, Templates that it is there and approved.";
            return Some(advice(TEMPLATES, &says, todo));
        }
        let says = format!(
            "WhatsApp template {id} of the shop's document is not in the account any more: nothing goes by it."
        );
        let todo = "In Brevo make it anew under Campaigns, WhatsApp, Templates, and put its new number into the shop's \
                    document once it is approved; until then take it out of the document.";
        return Some(finding(TEMPLATES, state, &says, todo));
    };
    if goes && one.is_reclassed(used.category) {
        return Some(classed_anew(one));
    }
    match (goes, one.is_approved()) {
        (true, true) | (false, false) => None,
        (true, false) => {
            let says = format!(
                "WhatsApp template {id} ({}) is {}, not approved as the shop's document says: nothing goes by it.",
                one.name,
                one.status.to_lowercase()
            );
            let todo = "In Brevo mend it under Campaigns, WhatsApp, Templates, and wait until WhatsApp approves it; until \
                        then say in the document what it is, so that another that fits is taken.";
            Some(bad(TEMPLATES, &says, todo))
        }
        (false, true) => {
            let says = format!(
                "WhatsApp template {id} ({}) is approved, and the shop's document does not say so: nothing goes by it.",
                one.name
            );
            let todo = "Write approved as its approval in the shop's document.";
            Some(advice(TEMPLATES, &says, todo))
        }
    }
}

fn classed_anew(one: &WhatsAppTemplate) -> Finding {
    let says = format!(
        "WhatsApp template {} ({}) is classed as marketing now, not as the shop's document says: it carries nothing but \
         what sells.",
        one.id, one.name
    );
    let todo = "Write marketing as its category in the shop's document, and make another in Brevo under Campaigns, WhatsApp, \
                Templates, that informs and does not sell.";
    bad(TEMPLATES, &says, todo)
}

/// The templates of the document that WhatsApp has classed anew as ones that sell.
pub(super) fn reclassed(used: &[TemplateDraft], held: &[WhatsAppTemplate]) -> Vec<String> {
    let is_reclassed = |used: &&TemplateDraft| {
        let mut same = held.iter().filter(|one| used.id.parse() == Ok(one.id));
        same.any(|one| one.is_reclassed(used.category))
    };
    let used = used.iter().filter(is_reclassed);
    used.map(|used| used.id.clone()).collect()
}

fn approved(templates: &[WhatsAppTemplate]) -> Finding {
    let is_approved = |template: &&WhatsAppTemplate| template.is_approved();
    let good_ones = templates.iter().filter(is_approved).count();
    let others = templates.iter().filter(|template| !is_approved(template));
    let others: Vec<String> = others
        .map(|template| format!("{} {} ({})", template.id, template.name, template.status))
        .collect();
    if good_ones == 0 {
        return bad(
            TEMPLATES,
            "WhatsApp has approved none of the account's templates, so no first message can go there.",
            "In Brevo make a template under Campaigns, WhatsApp, Templates, and wait until WhatsApp has approved it.",
        );
    }
    let says = format!("{good_ones} templates are approved.");
    if others.is_empty() {
        return good(TEMPLATES, &says);
    }
    let todo = format!("These cannot be sent: {}.", others.join(", "));
    advice(TEMPLATES, &says, &todo)
}

/// What findings about the templates of WhatsApp are about.
pub(super) const TEMPLATES: &str = "whatsapp_templates";

#[cfg(test)]
mod tests {
    use super::*;
    use shared::policy::Category;
    use shared::wire::document_v1::About;

    #[test]
    fn whatsapp_needs_an_approved_template() {
        let of = |id, status: &str| WhatsAppTemplate {
            id,
            name: "hello".into(),
            status: status.into(),
            category: "UTILITY".into(),
        };
        approved(&[]).is(State::Bad, "none");
        approved(&[of(1, "pending")]).is(State::Bad, "none");
        approved(&[of(1, "approved")]).is(State::Good, "1 template");
        let mixed = approved(&[of(1, "approved"), of(2, "rejected")]);
        mixed.is(State::Advice, "1 template");
        assert!(mixed.todo.contains("2 hello (rejected)"), "{}", mixed.todo);
    }

    #[test]
    fn each_template_of_the_document_is_there_and_as_the_document_has_it() {
        let used = |id: &str, approval| TemplateDraft {
            id: id.into(),
            about: About::Summary,
            language: "en".into(),
            category: Category::Utility,
            approval,
            text: "Hello".into(),
        };
        let held = |id, status: &str| WhatsAppTemplate {
            id,
            name: "hello".into(),
            status: status.into(),
            category: "utility".into(),
        };
        let account = [held(7, "APPROVED"), held(8, "paused"), held(9, "pending")];
        let (goes, waits) = (Approval::Approved, Approval::Pending);
        for (used, state, says) in [
            (used("7", goes), State::Advice, "1 templates are approved"),
            (used("9", waits), State::Advice, "1 templates are approved"),
            (
                used("6", goes),
                State::Bad,
                "6 of the shop's document is not in the account",
            ),
            (
                used("6", waits),
                State::Advice,
                "not in the account any more",
            ),
            (
                used("8", goes),
                State::Bad,
                "8 (hello) is paused, not approved",
            ),
            (used("7", waits), State::Advice, "7 (hello) is approved"),
        ] {
            let found = templates(&[used], &account);
            assert_eq!(found.len(), 1, "{found:?}");
            found[0].is(state, says);
        }
        let both = templates(
            &[used("6", goes), used("8", goes), used("7", goes)],
            &account,
        );
        assert_eq!(both.len(), 2, "{both:?}");
        let mut anew = held(7, "approved");
        anew.category = "MARKETING".into();
        let found = templates(&[used("7", goes)], core::slice::from_ref(&anew));
        found[0].is(State::Bad, "classed as marketing now");
        assert_eq!(
            reclassed(&[used("7", goes), used("9", goes)], &[anew]),
            ["7"]
        );
        assert!(reclassed(&[used("7", goes)], &account).is_empty());
        // A whole page may hide it.
        let page: Vec<_> = (100..200).map(|id| held(id, "approved")).collect();
        for one in templates(&[used("6", goes)], &page) {
            one.is(State::Advice, "not among the 100");
        }
    }
}
