//! A warning sign at a supplier is answered by an action.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::owed::measures_for;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, vendor_assessment};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "VEN004",
    name: "red-flag-unanswered",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "accepted",
    summary: "red flag or incident at a supplier, and no action",
    explanation: "An accepted assessment with `red_flags`, or one that names an incident in \
        which the vendor took part, is answered by an action that was opened: one of type \
        `vendor-measure` for the same incident, one that `changes` the vendor, or one that \
        `addresses` the assessment. To see a warning sign and to sign all the same is a decision \
        that an auditor will ask about. Open the action, or reject the assessment.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[
        example!("red-flag-unanswered/red-flag"),
        example!("red-flag-unanswered/incident-at-the-supplier"),
    ],
    good: &[
        example!("red-flag-unanswered/measure-taken"),
        example!("red-flag-unanswered/changes-the-vendor"),
    ],
    check: Check::Register(&[Kind::VendorAssessment], check),
};

fn check(cx: &RegisterContext<'_>, assessment: &Record, found: &mut Findings) {
    if !is_judged(assessment) || !assessment.is_from("accepted") {
        return;
    }
    let flag = assessment.words(vendor_assessment::RED_FLAGS).first().copied();
    let incidents = assessment.incidents();
    let Some(place) = flag.or(incidents.first().copied()) else { return };
    if !measures_for(cx.register, assessment).is_empty() {
        return;
    }
    let sign = if flag.is_some() { "red flag" } else { "incident" };
    let message =
        format!("{} accepts the {sign} {}, and no action answers it", assessment.id(), place.value);
    found.push(
        Report::on(assessment, place.span, message)
            .help("open an action of type `vendor-measure`, or reject the assessment")
            .field(if flag.is_some() { "red_flags" } else { "incidents" }),
    );
}
