//! Readings per incident: what its chain says, and what a requirement asks beyond a stage.

use super::item::Item;
use super::reach::Case;
use crate::chain::{
    CauseForm, Stage, accepted_causes_of, analyses_of, cause_form, entry_for, is_cause_accepted,
    policies_of, risks_of, scores_around,
};
use crate::record::Record;
use crate::schema::{Kind, incident, part, rca, risk, training};
use crate::verdict::Verdict;

/// The stage that the requirement names, and its rules.
pub(super) fn staged(case: &Case<'_, '_>) -> Item {
    case.staged()
}

/// M3: two scores in git, or a risk that is new because of the incident.
pub(super) fn scored(case: &Case<'_, '_>) -> Item {
    let mut item = case.staged();
    let cx = &case.reach.cx;
    let is_scored = |risk: &Record| {
        let steps = cx.past.of(risk.id()).map(|past| scores_around(cx, case.incident, past).len());
        let is_new = risk.words(risk::NEW_FROM).iter().any(|id| id.value == case.incident.id());
        is_new || steps.is_ok_and(|steps| steps > 1)
    };
    if !risks_of(cx, case.incident.id()).into_iter().any(is_scored) {
        item.lacks("the score is as before, with a reason");
    }
    item
}

/// M4: published, and the entry names what was changed.
pub(super) fn published(case: &Case<'_, '_>) -> Item {
    let mut item = case.staged();
    for policy in policies_of(&case.reach.cx, case.incident.id()) {
        if policy.status() != "published" {
            item.lacks(format!("{} is {}", policy.id(), policy.status()));
        }
        let entry = entry_for(policy, case.incident.id());
        if entry.is_some_and(|entry| entry.words(part::SECTIONS).is_empty()) {
            item.lacks(format!("{}: the entry names no section", policy.id()));
        }
    }
    item
}

/// F5: a control, policy or training that names the incident and changed since.
pub(super) fn changed(case: &Case<'_, '_>) -> Item {
    let standing = case.stage(Stage::Change);
    if standing.verdict == Verdict::Withheld {
        return Item::of_stage(case.incident, standing);
    }
    let naming = naming(case);
    if naming.is_empty() {
        let verdict = match standing.verdict {
            quiet @ (Verdict::InTimeSoFar | Verdict::NotRequired) => quiet,
            _ => Verdict::Missing,
        };
        let says = "no control, policy or training names the incident";
        let mut item = Item::new(case.incident.id(), verdict).saying(says);
        item.due = standing.due;
        return item;
    }
    let mut item = Item::new(case.incident.id(), Verdict::Partly);
    let detected = case.incident.get(incident::DETECTED_AT);
    let detected = detected.map(|at| at.earliest(case.reach.cx.now.zone));
    let mut cut = None;
    for record in naming {
        item.name(record.id());
        match case.reach.cx.past.of(record.id()) {
            Err(why) => cut = cut.or(Some(why)),
            Ok(past) => {
                let after = |at| detected.is_none_or(|detected| at > detected);
                let is_changed = if record.kind() == Kind::Policy {
                    past.versions
                        .iter()
                        .any(|v| v.text_changed && after(v.commit.committed_at.to_utc()))
                } else {
                    past.told.iter().any(|version| after(version.commit.committed_at.to_utc()))
                };
                if is_changed {
                    item.verdict = Verdict::Met;
                } else {
                    item.says.push(format!("{} did not change since detection", record.id()));
                }
            }
        }
    }
    if let Some(cut) = cut.filter(|_| item.verdict == Verdict::Partly) {
        item.untold(cut);
    }
    item
}

fn naming<'a>(case: &Case<'_, 'a>) -> Vec<&'a Record> {
    let referrers = case.reach.cx.register.referrers(case.incident.id());
    let wanted = referrers.filter(|(record, link)| {
        let field = link.field.as_str();
        let logged = matches!(record.kind(), Kind::Control | Kind::Policy);
        let named = (logged && field == "change_log.incidents")
            || (record.kind() == Kind::Training && field == "incidents");
        named && !record.is_ended()
    });
    let mut found: Vec<_> = wanted.map(|(record, _)| record).collect();
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found.dedup_by(|a, b| a.path == b.path);
    found
}

/// P2: more than one cause or factor, where an analysis is asked for.
pub(super) fn several_causes(case: &Case<'_, '_>) -> Item {
    let cx = &case.reach.cx;
    let mut item = case.staged();
    if cause_form(cx.config, case.incident) != CauseForm::Analysis && item.verdict == Verdict::Met {
        let says = "a cause in the incident's own record is enough at this severity";
        return Item::about(case.incident, Verdict::NotRequired).saying(says);
    }
    let analyses: Vec<_> =
        analyses_of(cx.register, case.incident.id()).filter(|it| is_cause_accepted(it)).collect();
    let causes = accepted_causes_of(cx.register, case.incident, cx.config).len();
    let factors: usize = analyses.iter().map(|it| it.items(rca::CONTRIBUTING).len()).sum();
    let is_reasoned = analyses.iter().any(|it| is_stated(it.text_of(rca::SINGLE_CAUSE_REASON)));
    if causes + factors < 2 && !is_reasoned {
        item.lacks("one cause, no contributing factor and no reason for that");
    }
    item
}

/// S3: the look into the risk register is answered, in the analysis or in the incident.
pub(super) fn looked_up(case: &Case<'_, '_>) -> Item {
    let cx = &case.reach.cx;
    let mut item = case.staged();
    let analyses = analyses_of(cx.register, case.incident.id()).filter(|it| is_cause_accepted(it));
    let mut answers: Vec<_> =
        analyses.map(|it| (it.id(), it.text_of(rca::IN_RISK_REGISTER_BEFORE))).collect();
    let learning = case.incident.get(incident::LEARNING).filter(|_| answers.is_empty());
    answers
        .extend(learning.map(|it| (case.incident.id(), it.text_of(part::IN_RISK_REGISTER_BEFORE))));
    for (id, answer) in answers {
        if !is_stated(answer) {
            item.lacks(format!("{id} does not say whether the risk register had it"));
        }
    }
    item
}

/// S10: what is due and inside the month of grace is partly there.
pub(super) fn followed_up(case: &Case<'_, '_>) -> Item {
    let mut item = case.staged();
    let today = case.reach.cx.now.day();
    if let Some(due) = item.due.filter(|due| item.verdict == Verdict::InTimeSoFar && *due < today) {
        item.verdict = Verdict::Partly;
        item.says.push(format!("due {due}, inside the month of grace"));
    }
    item
}

/// 10.1: the whole chain.
pub(super) fn whole(case: &Case<'_, '_>) -> Item {
    let mut item = case.together(&Stage::ALL);
    if item.verdict == Verdict::Met {
        item.says.clear();
    }
    item
}

/// 10.2: from cause to a verified change.
pub(super) fn corrected(case: &Case<'_, '_>) -> Item {
    let stages = [Stage::Review, Stage::Cause, Stage::Actions, Stage::Change, Stage::Verification];
    case.together(&stages)
}

/// T6 and E7 ask which trainings were held.
pub(super) fn is_held(record: &Record) -> bool {
    record.is_from("held") && record.get(training::HELD_AT).is_some()
}

pub(super) fn is_stated(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}
