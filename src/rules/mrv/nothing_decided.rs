//! A management review decides, on figures, and names what improved.

use crate::chain::{is_action_owed, is_judged, management_held_at};
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Decimal, Key, Kind, Words, action, management_review, part};
use crate::term::{Day, Stamp};
use std::collections::BTreeSet;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "MRV002",
    name: "nothing-decided",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "approved",
    summary: "no approved decision, recurrence rate or improvement, or a high action left undecided",
    explanation: "An approved management review has at least one decision with `approved_by`, \
        the recurrence rate among its figures (from held on), and the improvements that were \
        presented. Each action of critical or high priority that was opened before it is \
        approved or refused by name, in this review or another. Minutes in which management only \
        took note do not show that it steers. Record the decisions with who approved them; \
        `not_approved` is a decision too.",
    source: "High Table, practice guides on A.5.27",
    bad: &[
        example!("nothing-decided/no-approver"),
        example!("nothing-decided/no-recurrence-rate"),
        example!("nothing-decided/no-improvements"),
        example!("nothing-decided/high-action-undecided"),
    ],
    good: &[example!("nothing-decided/refused"), example!("nothing-decided/held-and-not-approved")],
    check: Check::Whole(check),
};

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    let mut approved = Vec::new();
    for review in cx.register.of_kind(Kind::ManagementReview).filter(|review| is_judged(review)) {
        check_figures(review, found);
        if !review.is_from("approved") {
            continue;
        }
        check_decisions(review, found);
        let name = management_review::IMPROVEMENTS.name();
        if review.root().value(name).is_none_or(Item::is_blank) {
            let message = format!("{} names no improvement", review.id());
            let help = "record under `improvements` what has become better";
            found.push(
                Report::on(review, review.value_span_of(name), message).help(help).field(name),
            );
        }
        approved
            .extend(management_held_at(review).map(|held| (held.day(cx.basis.now.zone), review)));
    }
    approved.sort_by_key(|(held, review)| (*held, &review.path));
    check_actions(cx, &approved, found);
}

fn check_figures(review: &Record, found: &mut Findings) {
    const RECURRENCE: Key<Decimal> = Key::new("recurrence_rate");
    let figures = review.get(management_review::FIGURES);
    if !review.is_from("held") || figures.is_some_and(|it| it.get(RECURRENCE).is_some()) {
        return;
    }
    let message = format!("{} was held without the recurrence rate", review.id());
    found.push(
        Report::on(review, review.span_of("figures"), message)
            .help("add `recurrence_rate` to `figures`, with `n` and the day")
            .field("figures.recurrence_rate"),
    );
}

fn check_decisions(review: &Record, found: &mut Findings) {
    let decisions = review.items(management_review::DECISIONS);
    let by = |item: &Item<'_>| item.text_of(part::APPROVED_BY).is_some_and(|by| !by.is_empty());
    if decisions.iter().any(by) {
        return;
    }
    let message = format!("{} has no decision that somebody approved", review.id());
    found.push(
        Report::on(review, review.span_of("decisions"), message)
            .help("record each decision with `approved_by`")
            .field("decisions"),
    );
}

/// High actions that no review decided on, each told at the first review held since it was opened.
fn check_actions(cx: &RegisterContext<'_>, approved: &[(Day, &Record)], found: &mut Findings) {
    let decided = decided(cx);
    for action in cx.register.of_kind(Kind::Action) {
        let Some(opened) = opened(cx, action).filter(|_| !decided.contains(action.id())) else {
            continue;
        };
        let first = approved.partition_point(|(held, _)| *held < opened);
        let Some((_, review)) = approved.get(first) else { continue };
        let message = format!("{} neither approves nor refuses {}", review.id(), action.id());
        let priority = action.text_of(action::PRIORITY).unwrap_or_default();
        found.push(
            Report::on(review, review.span_of("decisions"), message)
                .help("name the action under `approves` or `not_approved` of a decision")
                .field("decisions")
                .argument(action.id())
                .related(
                    action,
                    action.value_span_of("priority"),
                    format!("of {priority} priority"),
                ),
        );
    }
}

/// When an action of high priority was opened, as far as it says so.
fn opened(cx: &RegisterContext<'_>, action: &Record) -> Option<Day> {
    let high = matches!(action.text_of(action::PRIORITY), Some("critical" | "high"));
    if !high || !is_judged(action) || !is_action_owed(action) {
        return None;
    }
    let zone = cx.basis.now.zone;
    let done = action.get(action::IMPLEMENTED_AT).map(|at| *at);
    let stamp = action.get(action::OPENED_AT).map(|at| Stamp::Day(*at)).or(done)?;
    Some(stamp.day(zone))
}

/// The ids that a decision of a held review approves or refuses.
fn decided<'a>(cx: &RegisterContext<'a>) -> BTreeSet<&'a str> {
    const NOT_APPROVED: Key<Words> = Key::new("not_approved");
    let held = |review: &&Record| management_held_at(review).is_some();
    let reviews = cx.register.of_kind(Kind::ManagementReview).filter(held);
    let decisions = reviews.flat_map(|review| review.items(management_review::DECISIONS));
    let ids = |item: Item<'a>| {
        item.words(part::APPROVES).into_iter().chain(item.words(NOT_APPROVED)).map(|id| id.value)
    };
    decisions.flat_map(ids).collect()
}
