//! The review of a significant incident is attended by functions outside security.

use super::people::names;
use crate::chain::{Grade, is_judged, severity_of};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, part, pir};
use crate::term::Profile;
use std::collections::BTreeSet;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR004",
    name: "security-only",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "held",
    summary: "review of a significant incident brought too few functions together",
    explanation: "Besides security the review of a significant incident brings at least two other \
        functions together, such as IT, HR, legal or the business; in small organisations one is \
        enough. Causes that lie between two teams are not seen by either alone, and an auditor reads \
        the list of attendees for that. The function stands in `attendees`, else in `people.yaml`; \
        while somebody's function is known from neither, that person may be of another function and \
        nothing is raised. Hold the review again with the functions that the incident touched, or add \
        those who were there.",
    source: "UpGuard and High Table, practice guides on A.5.27",
    bad: &[example!("security-only/security-and-it"), example!("security-only/small-organisation")],
    good: &[
        example!("security-only/function-from-people"),
        example!("security-only/low-severity"),
        example!("security-only/small-with-one"),
    ],
    check: Check::Register(&[Kind::Pir], check),
};

fn check(cx: &RegisterContext<'_>, review: &Record, found: &mut Findings) {
    if !is_judged(review) || !review.is_from("held") || !is_significant(cx, review) {
        return;
    }
    // With fewer than two people PIR003 says what there is to say.
    if names(&review.items(pir::ATTENDEES)).len() < 2 {
        return;
    }
    let wanted = if cx.basis.profile == Profile::Small { 1 } else { 2 };
    let Some(outside) = outside_security(cx, review).filter(|outside| outside.len() < wanted)
    else {
        return;
    };
    let there = match outside.into_iter().collect::<Vec<_>>().as_slice() {
        [] => "security alone".to_owned(),
        some => format!("security and {}", some.join(", ")),
    };
    let message = format!("{} was attended by {there}", review.id());
    let help = format!("have {wanted} functions outside security take part, or add who was there");
    let span = review.span_of("attendees");
    found.push(Report::on(review, span, message).help(help).field("attendees"));
}

fn is_significant(cx: &RegisterContext<'_>, review: &Record) -> bool {
    let named = review.incidents();
    let mut incidents =
        named.iter().filter_map(|id| cx.register.get_kind(Kind::Incident, id.value));
    incidents.any(|incident| {
        is_judged(incident)
            && Grade::of(incident) > Grade::Info
            && cx.basis.terms.is_significant(severity_of(incident))
    })
}

/// The functions outside security; `None` while somebody's function is not known.
fn outside_security<'a>(cx: &RegisterContext<'a>, review: &'a Record) -> Option<BTreeSet<&'a str>> {
    let listed = |name: &str| cx.people.get(name).and_then(|person| person.function);
    let attendees = review.items(pir::ATTENDEES).into_iter();
    let functions = attendees.map(|attendee| {
        let stated = attendee.text_of(part::FUNCTION);
        stated.or_else(|| attendee.text_of(part::NAME).and_then(listed))
    });
    let known: BTreeSet<_> = functions.collect::<Option<_>>()?;
    Some(known.into_iter().filter(|function| *function != "security").collect())
}
