//! A cause says more than the title that calls the incident by its name.

use super::likeness::Content;
use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::{Found, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, common, part, rca};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RCA008",
    name: "symptom-as-cause",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "in-review",
    summary: "cause says what the title says",
    explanation: "More than four fifths of the words of a cause, common words left out, stand in \
        the title of the analysis or of its incident. Then the cause is the symptom said again, and an \
        auditor asks what let it happen. Write what made it possible and why nothing caught it; a \
        cause that begins with the symptom and goes on from there is fine. Tried on the 167 causes that \
        52 public post-mortems list, against their titles: no finding.",
    source: "High Table, practice guides on A.5.27; public guidance on proportionate reviews",
    bad: &[
        example!("symptom-as-cause/title-of-the-incident"),
        example!("symptom-as-cause/own-title"),
    ],
    good: &[example!("symptom-as-cause/says-more")],
    check: Check::Register(&[Kind::Rca], check),
};

/// The share of a cause's words that a title has, above which the cause says nothing else.
const LIKE: f64 = 0.8;

fn check(cx: &RegisterContext<'_>, rca: &Record, found: &mut Findings) {
    if !is_judged(rca) || !rca.is_from("in-review") {
        return;
    }
    let named = rca.incidents();
    let incidents = named.iter().filter_map(|id| cx.register.get_kind(Kind::Incident, id.value));
    let said = |(record, title): (_, Found<_>)| (record, Content::of(title.value), title.span);
    let titled: Vec<_> = incidents.chain([rca]).filter_map(title).map(said).collect();
    for cause in rca.items(rca::CAUSES) {
        let Some(text) = cause.get(part::TEXT) else { continue };
        let cause_says = Content::of(text.value);
        let like = titled.iter().find(|(_, title, _)| cause_says.share(title) > LIKE);
        let Some((record, _, title)) = like else { continue };
        let id = cause.text_of(part::ID).unwrap_or("?");
        let message =
            format!("cause {}#{id} says what the title of {} says", rca.id(), record.id());
        found.push(
            Report::on(rca, text.span, message)
                .help("say what made it possible, and why nothing caught it")
                .field("causes.text")
                .argument(id)
                .related(record, *title, "said here"),
        );
    }
}

fn title(record: &Record) -> Option<(&Record, Found<&str>)> {
    Some((record, record.get(common::TITLE)?))
}
