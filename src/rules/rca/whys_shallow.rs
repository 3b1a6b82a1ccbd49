//! Five whys go deeper with each step.

use super::likeness::Content;
use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, common, part, rca};
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RCA004",
    name: "whys-shallow",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "in-review",
    summary: "fewer than five whys, a step said twice, or the last one back at the symptom",
    explanation: "An analysis by five whys has five steps or more, each says something new, and \
        the last one is not where the first one or the title was. Who stops early finds the event and \
        not what made it possible, and an auditor counts the steps. Ask on until the answer is a \
        process or a technology that can be changed; where fewer steps lead there, use another \
        method and say so. Steps are compared by their words, without common ones. Tried on the 167 \
        causes that 52 public post-mortems list, read as steps: none was called a repetition.",
    source: "High Table, practice guides on A.5.27",
    bad: &[
        example!("whys-shallow/three-steps"),
        example!("whys-shallow/none"),
        example!("whys-shallow/step-repeated"),
        example!("whys-shallow/back-at-the-symptom"),
    ],
    good: &[example!("whys-shallow/fishbone"), example!("whys-shallow/draft")],
    check: Check::Record(&[Kind::Rca], check),
};

const STEPS: usize = 5;

/// The share of a step's words in the symptom from which it only says the symptom again.
const LIKE: f64 = 0.8;

fn check(_: &RecordContext<'_>, rca: &Record, found: &mut Findings) {
    let by_whys = rca.text_of(rca::METHOD) == Some("5-whys");
    if !is_judged(rca) || !rca.is_from("in-review") || !by_whys {
        return;
    }
    let whys: Vec<Why> = rca.items(rca::WHYS).into_iter().map(Why::of).collect();
    let id = rca.id();
    let report =
        |span, message: String, help: &str| Report::on(rca, span, message).help(help).field("whys");
    if whys.len() < STEPS {
        let message = match whys.len() {
            0 => format!("{id} is done by five whys and has none"),
            1 => format!("{id} asks why once"),
            count => format!("{id} asks why {count} times"),
        };
        let span = rca.span_of(rca::WHYS.name());
        found.push(report(span, message, "ask why of the last answer until a process appears"));
    }
    if let Some((at, first)) = repeated(&whys) {
        let message = format!("why {} of {id} says again what why {} said", at + 1, first + 1);
        let help = "say what made the step before possible";
        found.push(report(whys[at].span, message, help).related(
            rca,
            whys[first].span,
            "said here",
        ));
    } else if let Some(last) = whys.last().filter(|last| is_symptom(rca, &whys, last)) {
        let message = format!("the last why of {id} is the symptom again");
        found.push(report(last.span, message, "ask on from the step before"));
    }
}

/// A step with its place.
struct Why {
    said: Content,
    span: Span,
}

impl Why {
    fn of(item: Item<'_>) -> Self {
        let span = item.get(part::TEXT).map_or_else(|| item.span(), |text| text.span);
        Self { said: Content::of(item.text_or_own(part::TEXT).unwrap_or_default()), span }
    }
}

/// The first step that says what an earlier one said, and that one.
fn repeated(whys: &[Why]) -> Option<(usize, usize)> {
    // More steps than these are no chain any more; the search stays short.
    let whys = &whys[..whys.len().min(4 * STEPS)];
    whys.iter().enumerate().find_map(|(at, why)| {
        let first = whys[..at].iter().position(|earlier| why.said.is_same(&earlier.said))?;
        Some((at, first))
    })
}

/// True when the last step says what the first step or the title says.
fn is_symptom(rca: &Record, whys: &[Why], last: &Why) -> bool {
    let title = Content::of(rca.text_of(common::TITLE).unwrap_or_default());
    let first = whys.first().filter(|_| whys.len() > 1).map(|why| &why.said);
    first.into_iter().chain([&title]).any(|symptom| last.said.share(symptom) > LIKE)
}
