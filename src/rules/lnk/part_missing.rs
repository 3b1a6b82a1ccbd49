//! The cause, lesson, decision or finding that is named stands in the record that is named.

use crate::diag::Level;
use crate::record::Record;
use crate::register::{Target, part_ids};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::Kind;
use crate::term::nearest;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "LNK003",
    name: "part-missing",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "record exists, its `#C1` or `#L1` does not",
    explanation: "An action answers a cause or a lesson by its id inside the record, such as \
        `RCA-2026-0001#C1`. When that part is not there, nobody can tell which cause the action \
        answers, and the cause counts as unanswered. Correct the part's id, or give the cause or \
        lesson the id that is named.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[example!("part-missing/no-such-cause"), example!("part-missing/record-without-parts")],
    good: &[example!("part-missing/inline-lesson")],
    check: Check::Register(&[Kind::Action, Kind::ManagementReview, Kind::TrendReport], check),
};

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    for link in &record.links {
        let Some(part) = &link.target.part else { continue };
        let Target::Record(target) = cx.register.resolve(link) else { continue };
        if cx.register.has_part(&link.target) {
            continue;
        }
        let parts = part_ids(target);
        let help = match nearest(part, parts.iter().copied()) {
            Some(meant) => format!("did you mean `{}#{meant}`?", target.id()),
            None if parts.is_empty() => format!("name {} as a whole", target.id()),
            None => format!("name one of its parts: {}", parts.join(", ")),
        };
        let message = format!("{} names {}, which has no part {part}", record.id(), target.id());
        found.push(
            Report::on(record, link.span, message)
                .help(help)
                .field(&link.field)
                .argument(format!("{}#{part}", link.target.id))
                .related(target, target.head(), "this record has no such part"),
        );
    }
}
