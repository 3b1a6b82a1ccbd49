//! A training about an incident is held live.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, training};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TRN002",
    name: "not-live",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "held",
    summary: "delivered as e-learning or by mail only",
    explanation: "Training that answers an incident is held face to face or live by video, so \
        that the people concerned can ask and the trainer sees that it arrived. A module or a \
        mailed film that is ticked off is what auditors of this control call a formality. Hold a \
        live briefing with the team and record it; the module may come on top. A live remote \
        briefing to all is enough in a small organisation.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("not-live/by-mail"), example!("not-live/module")],
    good: &[example!("not-live/video-live")],
    check: Check::Record(&[Kind::Training], check),
};

fn check(_: &RecordContext<'_>, training: &Record, found: &mut Findings) {
    if !is_judged(training) || !training.is_from("held") {
        return;
    }
    let Some(delivery) = training.get(training::DELIVERY) else { return };
    if matches!(delivery.value, "elearning" | "email") {
        let message = format!("{} was delivered as {} only", training.id(), delivery.value);
        found.push(
            Report::on(training, delivery.span, message)
                .help("hold a live briefing, and record it as `face-to-face` or `video-live`")
                .field("delivery"),
        );
    }
}
