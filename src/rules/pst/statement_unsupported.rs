//! A statement rests on an export, and somebody else signs it.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, part, period_statement};
use crate::term::Profile;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PST003",
    name: "statement-unsupported",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "declared",
    summary: "no export of the source, or signed off by its declarant",
    explanation: "A declared statement names under `source_export` the export from the ticket \
        system that its counts were taken from; a digest is enough. It is signed off by another \
        person than the one who declares it. The statement stands for thousands of events that \
        never become files, so its source must be there to be drawn from. Add the export, and \
        have somebody else sign; in the profile small both are notes.",
    source: "",
    bad: &[
        example!("statement-unsupported/no-export"),
        example!("statement-unsupported/signed-by-declarant"),
        example!("statement-unsupported/small-organisation"),
    ],
    good: &[example!("statement-unsupported/draft")],
    check: Check::Record(&[Kind::PeriodStatement], check),
};

fn check(cx: &RecordContext<'_>, statement: &Record, found: &mut Findings) {
    if !is_judged(statement) || !statement.is_from("declared") {
        return;
    }
    let id = statement.id();
    let most = if cx.profile == Profile::Small { Level::Note } else { Level::Warning };
    let name = period_statement::SOURCE_EXPORT.name();
    if statement.root().value(name).is_none_or(Item::is_blank) {
        found.push(
            Report::on(
                statement,
                statement.value_span_of(name),
                format!("{id} has no export of its source"),
            )
            .help("add the export, or a digest of it, as `source_export`")
            .field(name)
            .at_most(most),
        );
    }
    let declarant = statement.get(period_statement::DECLARED_BY);
    let signed = statement.get(period_statement::SIGNED_OFF).and_then(|it| it.get(part::NAME));
    if let (Some(signed), Some(declarant)) = (signed, declarant)
        && signed.value == declarant.value
    {
        let message = format!("{id} was signed off by {}, who declares it", signed.value);
        found.push(
            Report::on(statement, signed.span, message)
                .help("have somebody else sign it off")
                .field("signed_off")
                .related(statement, declarant.span, "the declarant")
                .at_most(most),
        );
    }
}
