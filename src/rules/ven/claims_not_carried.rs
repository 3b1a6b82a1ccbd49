//! The next assessment looks at what the last one was told.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, vendor_assessment};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "VEN005",
    name: "claims-not-carried",
    levels: Levels::Always(Level::Note),
    basis: Basis::Guidance,
    from: "done",
    summary: "an earlier assessment exists, and its claims were not looked at",
    explanation: "Where the vendor was assessed before, a new assessment names that one under \
        `previous`, and checks under `claims_checked` what was claimed or promised then. \
        Improvement shows from one assessment to the next. Name the previous one, and write one \
        line for each claim: how it was checked, and with what result.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[
        example!("claims-not-carried/not-named"),
        example!("claims-not-carried/nothing-checked"),
    ],
    good: &[example!("claims-not-carried/first-one")],
    check: Check::Register(&[Kind::VendorAssessment], check),
};

fn check(cx: &RegisterContext<'_>, assessment: &Record, found: &mut Findings) {
    if !is_judged(assessment) || !assessment.is_from("done") {
        return;
    }
    let Some(vendor) = assessment.text_of(vendor_assessment::VENDOR) else { return };
    let all = super::assessments_of(cx.register, vendor);
    let earlier = all.iter().take_while(|other| other.path != assessment.path).last();
    let lacks = |name: &&&str| assessment.root().value(name).is_none_or(Item::is_blank);
    let missing: Vec<_> = ["previous", "claims_checked"].iter().filter(lacks).copied().collect();
    let Some(earlier) = earlier.filter(|_| !missing.is_empty()) else { return };
    let names = missing.join("` and `");
    let message = format!("{} follows {} and has no `{names}`", assessment.id(), earlier.id());
    found.push(
        Report::on(assessment, assessment.span_of(missing[0]), message)
            .help("name the previous assessment, and check what was claimed then")
            .field(missing[0])
            .related(earlier, earlier.head(), "the assessment before"),
    );
}
