//! `trace --format markdown`: a table with a row an incident, for a comment or a step summary.
//!
//! No title and no text of a record: such places are read by more people than the repository is.

use crate::chain::{Chain, Standing, label};
use crate::escape::markdown_cell;
use crate::record::Record;
use crate::schema::incident;
use crate::verdict::Verdict;
use std::fmt::Write;

/// The chains as a Markdown table; one sentence when there are none.
pub fn trace_markdown(chains: &[(&Record, Chain)]) -> String {
    if chains.is_empty() {
        return "No incident's chain is touched.\n".to_owned();
    }
    let mut out = String::from(
        "### Chains of incidents\n\n| Incident | Severity | Status | Learning | Not found | Cannot tell |\n\
         |---|---|---|---|---|---|\n",
    );
    for (incident, chain) in chains {
        let cells = [
            incident.id().to_owned(),
            incident.text_of(incident::SEVERITY).unwrap_or_default().to_owned(),
            incident.status().to_owned(),
            learning(chain),
            stages(chain, |standing| {
                matches!(standing.verdict, Verdict::Missing | Verdict::Partly)
            }),
            stages(chain, |standing| standing.verdict == Verdict::CannotTell),
        ];
        let cells: Vec<_> = cells.iter().map(|cell| markdown_cell(cell)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out
}

fn learning(chain: &Chain) -> String {
    if chain.is_learning_complete() { "complete".to_owned() } else { chain.counted() }
}

/// The stages of a chain for which `is_meant` holds, by their names.
fn stages(chain: &Chain, is_meant: impl Fn(&Standing) -> bool) -> String {
    let meant = chain.stages.iter().filter(|standing| is_meant(standing));
    meant.map(|standing| label(standing.stage)).collect::<Vec<_>>().join(", ")
}
