//! The stages in which something is done: actions assigned, change made, verified.

use super::answer::{actions_of, answered_by_not_needed, is_action_owed};
use super::inquiry::Inquiry;
use super::required::Grade;
use super::standing::{Extent, Limit, Standing};
use crate::proof::{NamedChange, RecordPast, change_of, evidence_shown};
use crate::record::{Item, Record};
use crate::schema::{Kind, action, incident, part};
use crate::term::{Day, Duration, Stage, Stamp};
use crate::verdict::Strength;

/// One action or more, assigned; or an approved reason.
pub(super) fn actions(cx: &Inquiry<'_>, incident: &Record) -> Standing {
    let mut standing = Standing::new(Stage::Actions);
    let (mut owed, mut proposed) = (0, 0);
    for action in actions_of(cx.register, incident.id()) {
        let owner = action.text_of(action::OWNER).unwrap_or("nobody");
        let due = action.get(action::DUE).map_or_else(String::new, |due| format!(", due {}", *due));
        standing.answer(action, "owner", format!("{}, owner {owner}{due}", action.status()));
        if is_action_owed(action) {
            owed += 1;
        } else {
            proposed += 1;
        }
    }
    if owed == 0
        && let Some(reason) = answered_by_not_needed(cx.register, incident, Stage::Actions)
    {
        return Standing::not_required(Stage::Actions, format!("approved reason: {}", *reason));
    }
    let extent = match (owed, proposed) {
        (0, 0) => Extent::Nothing,
        (0, _) => Extent::Part,
        _ => Extent::All,
    };
    match extent {
        Extent::Nothing => standing.gap(Some("INC018"), "no corrective action was found"),
        Extent::Part => standing.gap(Some("INC018"), "actions are proposed, none is opened"),
        Extent::All => standing.weigh(Strength::Claimed),
    }
    note_last_commits(cx, &mut standing);
    cx.conclude(standing, extent, cx.after_closure(incident, cx.terms.pir_limit))
}

fn note_last_commits(cx: &Inquiry<'_>, standing: &mut Standing) {
    for id in standing.answers.iter().map(|answer| answer.id.clone()).collect::<Vec<_>>() {
        let first = cx.past.seen(&id).and_then(RecordPast::first);
        if let (Some(record), Some(commit)) = (cx.register.get(&id), first) {
            standing.proof(record, commit, "first commit of the record");
        }
    }
}

/// Opened actions of the incident.
fn owed<'a>(cx: &Inquiry<'a>, incident: &Record) -> Vec<&'a Record> {
    actions_of(cx.register, incident.id()).filter(|action| is_action_owed(action)).collect()
}

/// Why change and verification are not asked for when there is no action; `None` when they are.
fn no_action(cx: &Inquiry<'_>, incident: &Record) -> Option<String> {
    if let Some(reason) = answered_by_not_needed(cx.register, incident, Stage::Actions) {
        return Some(format!("no action is needed: {}", *reason));
    }
    (Grade::of(incident) == Grade::Low).then(|| "low severity without a corrective action".into())
}

/// The latest day by which the actions are due.
fn last_due(cx: &Inquiry<'_>, actions: &[&Record]) -> Limit {
    let due = actions.iter().filter_map(|action| action.get(action::DUE)).map(|due| *due).max();
    due.map_or(Limit::Never, |due| Limit::At(cx.now.zone.end_of(due)))
}

/// Each action is implemented with evidence, and what it says it changes differs in git.
pub(super) fn change(cx: &Inquiry<'_>, incident: &Record) -> Standing {
    let mut standing = Standing::new(Stage::Change);
    let actions = owed(cx, incident);
    if actions.is_empty() {
        if let Some(reason) = no_action(cx, incident) {
            return Standing::not_required(Stage::Change, reason);
        }
        standing.gap(None, "no opened action says what was changed");
        let limit = cx.after_closure(incident, cx.terms.pir_limit);
        return cx.conclude(standing, Extent::Nothing, limit);
    }
    let done = actions.iter().filter(|action| one_change(cx, incident, action, &mut standing));
    let extent = match done.count() {
        0 => Extent::Nothing,
        some if some < actions.len() => Extent::Part,
        _ => Extent::All,
    };
    let limit = last_due(cx, &actions);
    cx.conclude(standing, extent, limit)
}

/// True when the action's change is found, as far as it can be told.
fn one_change(
    cx: &Inquiry<'_>,
    incident: &Record,
    action: &Record,
    standing: &mut Standing,
) -> bool {
    let id = action.id();
    let Some(at) = action.get(action::IMPLEMENTED_AT).filter(|_| action.is_from("implemented"))
    else {
        standing.answer(action, "status", format!("{}, not implemented yet", action.status()));
        standing.gap(None, format!("{id} is not implemented"));
        return false;
    };
    let evidence = action.items(crate::schema::common::EVIDENCE);
    if evidence.is_empty() {
        standing.answer(action, "implemented_at", format!("implemented {}", *at));
        standing.gap(Some("ACT003"), format!("{id} names no evidence"));
        return false;
    }
    let says = format!("implemented {}, evidence: {}", *at, evidence_words(&evidence));
    standing.answer(action, "evidence", says);
    let targets = action.words(action::CHANGES);
    // All of it is looked at, also when something before was not found.
    let is_shown = weigh_evidence(cx, incident, action, targets.is_empty(), standing);
    let found = targets.iter().map(|t| one_target(cx, incident, action, t.value, standing));
    let is_found = found.filter(|found| !found).count() == 0;
    is_shown && is_found
}

/// True when git bears out the evidence of an action, or cannot tell.
///
/// Several pieces show one change, so the best of them counts, and only where no record is named as
/// changed, which would say more. What git contradicts always counts.
fn weigh_evidence(
    cx: &Inquiry<'_>,
    incident: &Record,
    action: &Record,
    alone: bool,
    standing: &mut Standing,
) -> bool {
    let detected = incident.get(incident::DETECTED_AT).map(|at| at.earliest(cx.now.zone));
    let evidence = action.items(crate::schema::common::EVIDENCE);
    let shown = evidence.iter().map(|item| evidence_shown(*item, cx.past, detected));
    let is_against = |shown: &NamedChange| shown.strength == Strength::Contradicted;
    let (against, shown): (Vec<_>, Vec<_>) = shown.partition(is_against);
    let best =
        [Strength::Corroborated, Strength::Recorded, Strength::Claimed, Strength::CannotTell];
    let best = best.iter().find_map(|best| shown.iter().find(|shown| shown.strength == *best));
    if let Some(best) = best.filter(|_| alone) {
        weigh_change(action, best.clone(), None, String::new(), standing);
    }
    let is_clean = against.is_empty();
    for shown in against {
        let code = (!shown.is_early).then_some("REC010");
        let gap = format!("{}: {}", action.id(), shown.remark);
        weigh_change(action, shown, code, gap, standing);
    }
    is_clean
}

fn evidence_words(evidence: &[Item<'_>]) -> String {
    let sort = |item: &Item<'_>| {
        if item.get(part::DIFF).is_some() {
            "before and after"
        } else if item.text_of(part::COMMIT).is_some() {
            "commit"
        } else if item.text_of(part::FILE).is_some() {
            "file"
        } else {
            "link"
        }
    };
    let mut words: Vec<_> = evidence.iter().map(sort).collect();
    words.sort_unstable();
    words.dedup();
    words.join(", ")
}

/// True when the target of a change differs in git since the incident, or git cannot tell.
fn one_target(
    cx: &Inquiry<'_>,
    incident: &Record,
    action: &Record,
    target: &str,
    standing: &mut Standing,
) -> bool {
    let Some(record) = cx.register.get(target) else {
        standing
            .gap(Some("LNK001"), format!("{} changes {target}, which has no record", action.id()));
        return false;
    };
    let past = match cx.past_of(record) {
        Ok(past) => past,
        Err(cut) => {
            standing.cannot_tell(cut);
            return true;
        }
    };
    let shown = change_of(incident, action, record, past, cx.now.zone);
    let code = Some(match record.kind() {
        Kind::Policy => "POL001",
        Kind::Risk => "RSK001",
        _ => "ACT017",
    });
    let gap = format!("{target} is named as changed and does not differ since detection");
    weigh_change(record, shown, code, gap, standing)
}

/// True when a named change is found, or cannot be told; what git shows of it goes to `standing`.
fn weigh_change(
    record: &Record,
    shown: NamedChange,
    code: Option<&'static str>,
    gap: String,
    standing: &mut Standing,
) -> bool {
    let NamedChange { strength, commit, remark, cut, .. } = shown;
    if let Some(cut) = cut {
        standing.cannot_tell(cut);
        return true;
    }
    standing.weigh(strength);
    if strength == Strength::Contradicted {
        standing.gap(code, gap);
        return false;
    }
    if let Some(commit) = commit {
        standing.proof(record, &commit, remark);
    }
    true
}

/// Each implemented action was tested by somebody other than its owner, with a result on file.
pub(super) fn verification(cx: &Inquiry<'_>, incident: &Record) -> Standing {
    let mut standing = Standing::new(Stage::Verification);
    let actions = owed(cx, incident);
    if actions.is_empty() {
        if let Some(reason) = no_action(cx, incident) {
            return Standing::not_required(Stage::Verification, reason);
        }
        standing.gap(None, "no opened action could be verified");
        let limit = cx.after_closure(incident, cx.terms.pir_limit);
        return cx.conclude(standing, Extent::Nothing, limit);
    }
    let low = Grade::of(incident) == Grade::Low;
    let extents: Vec<_> =
        actions.iter().map(|action| one_test(cx, action, low, &mut standing)).collect();
    let extent = if extents.iter().all(|extent| *extent == Extent::All) {
        Extent::All
    } else if extents.iter().all(|extent| *extent == Extent::Nothing) {
        Extent::Nothing
    } else {
        Extent::Part
    };
    let limit = verification_limit(cx, &actions);
    cx.conclude(standing, extent, limit)
}

fn one_test(cx: &Inquiry<'_>, action: &Record, low: bool, standing: &mut Standing) -> Extent {
    let id = action.id();
    let verification = action.get(action::VERIFICATION).filter(|_| action.is_from("verified"));
    let by = verification.and_then(|v| v.text_of(part::BY));
    let at = verification.and_then(|v| v.get(part::AT));
    let (Some(verification), Some(by), Some(at)) = (verification, by, at) else {
        standing.answer(action, "verification", format!("{}, not verified", action.status()));
        standing.gap(Some("ACT012"), format!("{id} is not verified"));
        return Extent::Nothing;
    };
    let result = verification.text_of(part::RESULT).unwrap_or("no result");
    standing.answer(action, "verification", format!("tested by {by} on {}, result {result}", *at));
    cx.weigh_date(standing, action, "verification.at", *at);
    if result != "pass" {
        standing.gap(Some("ACT005"), format!("{id}: the test has the result {result}"));
        return Extent::Part;
    }
    if Some(by) == action.text_of(action::OWNER) && !low {
        standing.gap(Some("ACT008"), format!("{id} was verified by its own owner"));
        return Extent::Part;
    }
    Extent::All
}

/// The latest of the clocks of the actions: 90 days after implementation unless the policy says so,
/// or the day on which an action that is not implemented yet is due.
fn verification_limit(cx: &Inquiry<'_>, actions: &[&Record]) -> Limit {
    let zone = cx.now.zone;
    let unverified = actions.iter().filter(|action| !action.is_from("verified"));
    let limit = unverified.filter_map(|action| match action.get(action::IMPLEMENTED_AT) {
        Some(at) => Some(cx.terms.verification_limit.from_stamp(*at, zone)),
        None => {
            action.get(action::DUE).map(|due| Duration::days(30).from_stamp(Stamp::Day(*due), zone))
        }
    });
    limit.max().map_or(Limit::Never, Limit::At)
}

/// Tests of the incident's actions: by whom, on which day, with which result; in path order.
pub(super) fn tested(cx: &Inquiry<'_>, incident: &Record) -> Vec<(String, Day, String)> {
    let verified = owed(cx, incident).into_iter().filter(|action| action.is_from("verified"));
    let test = |action: &Record| {
        let verification = action.get(action::VERIFICATION)?;
        let day = verification.get(part::AT)?.day(cx.now.zone);
        let result = verification.text_of(part::RESULT).unwrap_or("not stated").to_owned();
        Some((verification.text_of(part::BY)?.to_owned(), day, result))
    };
    verified.filter_map(test).collect()
}
