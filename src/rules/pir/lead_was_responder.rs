//! The review is led by someone who did not lead the response.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident, pir};
use crate::term::Profile;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR002",
    name: "lead-was-responder",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "scheduled",
    summary: "review is led by the incident's primary responder",
    explanation: "Whoever leads the review must not have led the response to the incident that is \
        reviewed. People judge their own work kindly, and an auditor reads such a review as \
        the response reviewing itself. Name another `lead`; the primary responder attends. In \
        small organisations this is a note, because there may be nobody else.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[example!("lead-was-responder/same-person")],
    good: &[example!("lead-was-responder/someone-else")],
    check: Check::Register(&[Kind::Pir], check),
};

fn check(cx: &RegisterContext<'_>, review: &Record, found: &mut Findings) {
    let Some(lead) = review.get(pir::LEAD) else { return };
    if !is_judged(review) || review.status() == "waived" {
        return;
    }
    for named in review.incidents() {
        let Some(incident) = cx.register.get_kind(Kind::Incident, named.value) else { continue };
        let Some(responder) = incident.get(incident::PRIMARY_RESPONDER) else { continue };
        if responder.value != lead.value || !is_judged(incident) {
            continue;
        }
        let (id, who) = (review.id(), lead.value);
        let message = format!("{id} is led by {who}, primary responder of {}", incident.id());
        let report = Report::on(review, lead.span, message)
            .help("name a lead who did not lead the response")
            .field("lead")
            .argument(incident.id())
            .related(incident, responder.span, "led the response");
        let small = cx.basis.profile == Profile::Small;
        found.push(if small { report.at_most(Level::Note) } else { report });
    }
}
