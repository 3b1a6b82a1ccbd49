//! How many of the incidents that were closed have their learning complete, and three of its steps.

use super::figure::{Metric, Unit};
use super::members::closed_in;
use super::window::Window;
use crate::chain::{Chain, Inquiry, Standing, chain_of, is_review_waived, reviews_of};
use crate::record::Record;
use crate::term::Stage;
use crate::verdict::Verdict;

/// Whether something that is asked was found.
enum Answered {
    Yes,
    No,
    Waived(String),
    LeftOut(String),
}

/// Learning complete, and review, cause and actions apart.
pub(super) fn completion(cx: &Inquiry<'_>, window: &Window) -> Vec<Metric> {
    let closed = closed_in(cx, window);
    let chains: Vec<(&Record, Chain)> =
        closed.incidents.iter().map(|incident| (*incident, chain_of(cx, incident))).collect();
    let steps = [
        ("pir-completion", "Learning complete, of incidents closed", None),
        ("pir-completion-review", "Review found, of incidents closed", Some(Stage::Review)),
        ("pir-completion-cause", "Root cause found, of incidents closed", Some(Stage::Cause)),
        ("pir-completion-actions", "Actions found, of incidents closed", Some(Stage::Actions)),
    ];
    let one = |(name, title, stage)| {
        let mut metric = Metric::new(name, title, Unit::Percent);
        metric.excluded.clone_from(&closed.excluded);
        for (incident, chain) in &chains {
            take(cx, &mut metric, (incident, chain), stage);
        }
        metric.share()
    };
    steps.into_iter().map(one).collect()
}

fn take(
    cx: &Inquiry<'_>,
    metric: &mut Metric,
    (incident, chain): (&Record, &Chain),
    stage: Option<Stage>,
) {
    let answered = match stage.and_then(|stage| chain.stage(stage)) {
        Some(standing) => step(cx, incident, standing),
        None => whole(chain),
    };
    match answered {
        Answered::Yes => metric.ask(incident.id(), true),
        Answered::No => metric.ask(incident.id(), false),
        Answered::Waived(reason) => {
            metric.ask(incident.id(), false);
            metric.note(incident.id(), reason);
        }
        Answered::LeftOut(why) => metric.exclude(incident.id(), why),
    }
    if stage.is_none() {
        let waived = chain.stages.iter().filter(|standing| is_waived(cx, incident, standing));
        for standing in waived {
            metric.note(incident.id(), format!("{}: {}", standing.stage.word(), standing.reason));
        }
    }
}

/// True when somebody decided that a stage is not answered; not when it was never asked for.
fn is_waived(cx: &Inquiry<'_>, incident: &Record, standing: &Standing) -> bool {
    let review = || {
        standing.stage == Stage::Review
            && reviews_of(cx.register, incident.id()).any(is_review_waived)
    };
    standing.verdict == Verdict::NotRequired && (!standing.gaps.is_empty() || review())
}

fn step(cx: &Inquiry<'_>, incident: &Record, standing: &Standing) -> Answered {
    match standing.verdict {
        Verdict::Met => Answered::Yes,
        Verdict::Partly | Verdict::Missing => Answered::No,
        Verdict::InTimeSoFar => Answered::LeftOut("in time so far".into()),
        Verdict::NotRequired if is_waived(cx, incident, standing) => {
            Answered::Waived(standing.reason.clone())
        }
        Verdict::NotRequired => Answered::LeftOut(format!("not required: {}", standing.reason)),
        Verdict::NoneInScope => Answered::LeftOut("none in scope".into()),
        Verdict::CannotTell => Answered::LeftOut("cannot tell".into()),
        Verdict::Withheld => Answered::LeftOut("privileged".into()),
    }
}

fn whole(chain: &Chain) -> Answered {
    let any = |verdict| chain.count(verdict) > 0;
    if chain.is_learning_complete() {
        Answered::Yes
    } else if chain.is_late() {
        Answered::No
    } else if any(Verdict::CannotTell) {
        Answered::LeftOut("cannot tell".into())
    } else if any(Verdict::Withheld) {
        Answered::LeftOut("privileged".into())
    } else {
        Answered::LeftOut("in time so far".into())
    }
}
