//! A technical change was looked at for what else it does.

use super::is_technical;
use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, action, part};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT014",
    name: "side-effects-unchecked",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "verified",
    summary: "technical change verified without a look at its side effects",
    explanation: "The verification of a technical action says under `side_effects` that somebody looked \
        whether the change opened something new (`checked: true`, with the result). A fix that breaks \
        a neighbour is the next incident, and High Table asks for a test that no new weakness came \
        with it. Look, and record `checked` and `result`. An action without any verification is left \
        to `not-tested`.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("side-effects-unchecked/not-told"), example!("side-effects-unchecked/said-no")],
    good: &[example!("side-effects-unchecked/not-technical")],
    check: Check::Record(&[Kind::Action], check),
};

fn check(_: &RecordContext<'_>, action: &Record, found: &mut Findings) {
    if !is_judged(action) || !action.is_from("verified") || !is_technical(action) {
        return;
    }
    let Some(verification) = action.get(action::VERIFICATION) else { return };
    let effects = verification.get(part::SIDE_EFFECTS);
    let checked = effects.and_then(|effects| effects.get(part::CHECKED));
    let span = match checked {
        Some(checked) if checked.value => return,
        Some(checked) => checked.span,
        None => effects.map_or_else(|| action.span_of(action::VERIFICATION.name()), |it| it.span),
    };
    let message = format!("{} is technical, and nobody looked at its side effects", action.id());
    found.push(
        Report::on(action, span, message)
            .help("look whether it opened something new; record `side_effects`")
            .field("verification.side_effects"),
    );
}
