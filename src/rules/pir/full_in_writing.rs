//! A full review is a meeting or a call.

use crate::chain::{is_judged, lacks_meeting};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident, pir};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR020",
    name: "full-in-writing",
    levels: Levels::Always(Level::Error),
    basis: Basis::OwnPolicy,
    from: "held",
    summary: "full review was held in writing",
    explanation: "A full review is a meeting or a call; `form: written` is the form of a light \
        one. Critical and high incidents get a full review, and medium ones where `review_tier` \
        says so. People who only write to each other do not find out where their memories differ, \
        which is why everybody who took part is brought together after something serious. Hold the \
        meeting or call and record it, or, where the lighter form was enough, say so in \
        `review_tier` and, for high severity, in `tier_reason`.",
    source: "High Table and AuditFront, practice guides on A.5.27",
    bad: &[example!("full-in-writing/by-mail"), example!("full-in-writing/of-high-severity")],
    good: &[
        example!("full-in-writing/light"),
        example!("full-in-writing/with-reason"),
        example!("full-in-writing/by-call"),
    ],
    check: Check::Register(&[Kind::Pir], check),
};

fn check(cx: &RegisterContext<'_>, review: &Record, found: &mut Findings) {
    let Some(form) = review.get(pir::FORM).filter(|_| is_judged(review)) else { return };
    let incidents = review.incidents();
    let mut named =
        incidents.iter().filter_map(|id| cx.register.get_kind(Kind::Incident, id.value));
    let Some(incident) = named.find(|it| is_judged(it) && lacks_meeting(it, review)) else {
        return;
    };
    let message = format!(
        "{} was held in writing, and {} is to have a full review",
        review.id(),
        incident.id()
    );
    let span = incident.value_span_of(incident::REVIEW_TIER.name());
    found.push(
        Report::on(review, form.span, message)
            .help("hold a meeting or a call, or say in `tier_reason` why writing was enough")
            .field("form")
            .argument(incident.id())
            .related(incident, span, "the form of its review"),
    );
}
