//! A flow in another language, as the document a Worker is given.

use anyhow::{Result, bail};
use shared::flow::{FlowProblem, TextsDraft, read, with_texts};

/// The one of these flows that `texts` is a translation of, in its language.
///
/// # Errors
/// When none of them is meant, or the translation does not fit; the message holds every problem, one a line.
pub fn translated(flows: &[&str], texts: &str) -> Result<String> {
    let texts: TextsDraft = serde_json::from_str(texts)?;
    for flow in flows {
        let draft = read(flow.as_bytes())
            .map_err(|errors| problems(errors.into_iter().map(FlowProblem::from)))?;
        if draft.id == texts.flow {
            let draft = with_texts(&draft, &texts).map_err(problems)?;
            return Ok(serde_json::to_string(&draft)?);
        }
    }
    bail!("none of the flows given is called \"{}\"", texts.flow)
}

fn problems(problems: impl IntoIterator<Item = FlowProblem>) -> anyhow::Error {
    let lines = problems.into_iter();
    let lines: Vec<_> = lines
        .map(|problem| format!("{}: {}", problem.place, problem.reason))
        .collect();
    anyhow::anyhow!(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOW: &str = include_str!("../../../shared/playbook/cart-return.json");
    const GERMAN: &str = include_str!("../../../shared/playbook/texts/de/cart-return.json");

    #[test]
    fn a_flow_with_other_texts_is_the_same_flow_in_their_language() {
        let german = translated(&[FLOW], GERMAN).unwrap();
        let german = read(german.as_bytes()).unwrap();
        assert_eq!((&*german.id, &*german.language), ("cart-return", "de"));
    }

    #[test]
    fn texts_of_no_flow_given_or_that_do_not_fit_are_refused() {
        let error = translated(&[], GERMAN).unwrap_err().to_string();
        assert!(error.contains("cart-return"), "{error}");
        let short = GERMAN.replace("steps.bye.text", "steps.nowhere.text");
        let error = translated(&[FLOW], &short).unwrap_err().to_string();
        assert!(error.contains("steps.bye.text"), "{error}");
        assert!(error.contains("steps.nowhere.text"), "{error}");
    }
}
