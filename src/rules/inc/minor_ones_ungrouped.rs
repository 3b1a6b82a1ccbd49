//! Small incidents that belong together are looked at together.

use crate::chain::{Grade, is_judged, reviews_of};
use crate::diag::Level;
use crate::pattern::{Group, groups, is_counted};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident, part};
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC010",
    name: "minor-ones-ungrouped",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "closed",
    summary: "three or more low incidents in 90 days share vector and asset, and no review groups them",
    explanation: "Three or more closed incidents of low severity came within 90 days by the same vector \
        to the same asset, and no review names more than one of them. Each by itself was light \
        work; together they are a pattern, and reviewing only what was severe misses it. Whoever \
        reads the register from outside sees the row of equal entries at once. Hold one grouped \
        review for them: a `pir` that names them all under `incidents`. The finding stands at the \
        last of them and names the others. Measured by the vectors and assets as written, so two \
        words for one thing keep a group apart.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[
        example!("minor-ones-ungrouped/each-by-itself"),
        example!("minor-ones-ungrouped/the-last-left-out"),
    ],
    good: &[
        example!("minor-ones-ungrouped/grouped"),
        example!("minor-ones-ungrouped/spread-over-a-year"),
    ],
    check: Check::Whole(check),
};

/// How many make a group.
const LEAST: usize = 3;

/// Days within which they lie.
const DAYS: i64 = 90;

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    let minor = cx.register.of_kind(Kind::Incident).filter(|it| {
        is_judged(it) && is_counted(it) && it.status() == "closed" && Grade::of(it) == Grade::Low
    });
    for group in groups(minor, cx.assets, cx.basis.now.zone, (LEAST, DAYS)) {
        if !group.members.iter().all(|member| is_grouped(cx, member, &group)) {
            found.push(report(&group));
        }
    }
}

/// True when a review names this incident and another of the group.
fn is_grouped(cx: &RegisterContext<'_>, incident: &Record, group: &Group<'_>) -> bool {
    let others = |review: &Record| {
        let named = review.incidents();
        let ids = group.members.iter().map(|member| member.id());
        ids.filter(|id| *id != incident.id() && named.iter().any(|it| it.value == *id)).count()
    };
    reviews_of(cx.register, incident.id()).any(|review| others(review) > 0)
}

fn report(group: &Group<'_>) -> Report {
    let (last, earlier) = group.members.split_last().expect("a group has three members or more");
    let message = format!(
        "{} low incidents came by {} to {}, the last is {}, and no review looks at them together",
        group.members.len(),
        group.vector,
        group.asset,
        last.id()
    );
    let ids: Vec<_> = group.members.iter().map(|member| member.id()).collect();
    let help = format!("hold one review with `incidents: [{}]`", ids.join(", "));
    let report = Report::on(last, vector_span(last), message).help(help).field("attack.vector");
    let report = report.argument(group.vector.clone()).argument(group.asset);
    earlier.iter().fold(report, |report, it| report.related(it, vector_span(it), it.title()))
}

fn vector_span(incident: &Record) -> Span {
    let vector = incident.get(incident::ATTACK).and_then(|attack| attack.get(part::VECTOR));
    vector.map_or_else(|| incident.head(), |vector| vector.span)
}
