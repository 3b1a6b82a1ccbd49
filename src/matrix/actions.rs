//! Readings per corrective action.

use super::incidents::is_stated;
use super::item::Item;
use super::reach::Reach;
use crate::catalog::Requirement;
use crate::proof::evidence_shown;
use crate::record::{Item as Value, Record};
use crate::schema::{action, common, incident, part};
use crate::term::Day;
use crate::verdict::{Strength, Verdict};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// One action before one requirement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task<'r, 'a> {
    pub(super) reach: &'r Reach<'a>,
    pub(super) requirement: &'static Requirement,
    pub(super) action: &'a Record,
}

impl Task<'_, '_> {
    fn item(&self, verdict: Verdict) -> Item {
        Item::about(self.action, verdict)
    }

    /// An answer, with what the requirement's rules find.
    fn weighed(&self, verdict: Verdict) -> Item {
        let mut item = self.item(verdict);
        self.reach.weigh(&mut item, &self.requirement.rules, self.action, self.action.id());
        item
    }

    fn due(&self) -> Option<Day> {
        self.action.get(action::DUE).map(|due| *due)
    }

    /// The answer about an action that is not made yet: in time until its due day.
    fn not_made(&self, late: Verdict) -> Item {
        let item = |verdict, says: String| self.item(verdict).saying(says);
        match self.due() {
            Some(due) if self.reach.cx.now.day() <= due => {
                let mut item = item(Verdict::InTimeSoFar, "not made yet".into());
                item.due = Some(due);
                item
            }
            Some(due) => item(late, format!("due {due} and not made")),
            None => item(late, "not made, and no day says by when".into()),
        }
    }

    fn is_made(&self) -> bool {
        self.action.is_from("implemented")
    }

    fn is_technical(&self) -> bool {
        let kind = self.action.text_of(action::TYPE);
        kind.is_some_and(|word| action::TECHNICAL_TYPES.contains(&word))
    }

    fn not_technical(&self) -> Item {
        self.item(Verdict::NotRequired).saying("not a technical change")
    }

    /// When the first incident of the action was detected: what answers it comes later.
    fn detected(&self) -> Option<DateTime<Utc>> {
        let (register, zone) = (self.reach.cx.register, self.reach.cx.now.zone);
        let incidents = self.action.incidents().into_iter().filter_map(|id| register.get(id.value));
        let stamps = incidents.filter_map(|it| it.get(incident::DETECTED_AT));
        stamps.map(|at| at.earliest(zone)).min()
    }
}

/// E4: owner, due day, and a verification when done.
pub(super) fn log(task: &Task<'_, '_>) -> Item {
    let action = task.action;
    if !is_stated(action.text_of(action::OWNER)) || task.due().is_none() {
        return task.item(Verdict::Missing).saying("no owner or no due day");
    }
    if !task.is_made() {
        return task.not_made(Verdict::Partly);
    }
    if !action.is_from("verified") {
        let mut item = task.weighed(Verdict::Met).saying("made, and not verified yet");
        if item.verdict == Verdict::Met {
            item.verdict = Verdict::InTimeSoFar;
        }
        return item;
    }
    let mut item = task.weighed(Verdict::Met);
    let test = action.get(action::VERIFICATION);
    let lacks = |name: &str| test.is_none_or(|test| test.value(name).is_none_or(Value::is_blank));
    for name in ["at", "by", "result"].into_iter().filter(|name| lacks(name)) {
        item.lacks(format!("verification.{name} is not stated"));
    }
    let filed = test.is_some_and(|test| !test.items(part::EVIDENCE).is_empty());
    if !filed && action.items(common::EVIDENCE).is_empty() {
        item.lacks("no evidence is named");
    }
    item
}

/// F2: the same, with a priority.
pub(super) fn log_with_priority(task: &Task<'_, '_>) -> Item {
    let mut item = log(task);
    if !is_stated(task.action.text_of(action::PRIORITY)) {
        item.lacks("no priority is stated");
    }
    item
}

/// F3: made, with evidence that the repository holds.
pub(super) fn made(task: &Task<'_, '_>) -> Item {
    if !task.is_made() {
        return task.not_made(Verdict::Missing);
    }
    let mut item = task.weighed(Verdict::Met);
    match best(task, false) {
        Shown::Unknown(cut) if item.verdict == Verdict::Met => item.untold(cut),
        Shown::Yes | Shown::Unknown(_) => {}
        Shown::No => item.lacks("nothing in this repository shows it"),
        Shown::Against(remark) => item.lacks(remark),
    }
    item
}

/// M5: a technical change shows a commit, or two files that differ.
pub(super) fn hardened(task: &Task<'_, '_>) -> Item {
    if !task.is_technical() {
        return task.not_technical();
    }
    if !task.is_made() {
        return task.not_made(Verdict::Missing);
    }
    let evidence = task.action.items(common::EVIDENCE);
    if evidence.is_empty() {
        return task.item(Verdict::Missing).saying("no evidence is named");
    }
    let mut item = task.weighed(Verdict::Met);
    match best(task, true) {
        Shown::Yes => {}
        Shown::Unknown(cut) => item.untold(cut),
        Shown::No => item.lacks("neither a commit nor two files show the change"),
        Shown::Against(remark) => item.lacks(remark),
    }
    item
}

enum Shown {
    Yes,
    No,
    Against(String),
    Unknown(crate::verdict::Cut),
}

/// The best that the evidence of an action shows; with `changes` only what shows two states counts.
fn best(task: &Task<'_, '_>, changes: bool) -> Shown {
    let (past, after) = (task.reach.cx.past, task.detected());
    let mut found = Shown::No;
    for item in task.action.items(common::EVIDENCE) {
        let is_change = item.get(part::DIFF).is_some() || item.text_of(part::COMMIT).is_some();
        if changes && !is_change {
            continue;
        }
        let shown = evidence_shown(item, past, after);
        match (shown.strength, shown.cut) {
            (Strength::Corroborated | Strength::Recorded, _) => return Shown::Yes,
            (_, Some(cut)) => found = Shown::Unknown(cut),
            (Strength::Contradicted, None) if matches!(found, Shown::No) => {
                found = Shown::Against(shown.remark);
            }
            _ => {}
        }
    }
    found
}

/// M8: tested after the change by somebody else, with the report.
pub(super) fn tested(task: &Task<'_, '_>) -> Item {
    if !task.is_made() {
        return task.not_made(Verdict::Missing);
    }
    if task.action.is_from("verified") {
        return task.weighed(Verdict::Met);
    }
    let cx = &task.reach.cx;
    let made = task.action.get(action::IMPLEMENTED_AT);
    let limit = made.map(|at| cx.terms.verification_limit.after(at.latest(cx.now.zone)));
    let is_ahead = limit.is_some_and(|limit| cx.now.instant <= limit);
    let verdict = if is_ahead { Verdict::InTimeSoFar } else { Verdict::Missing };
    let mut item = task.item(verdict).saying("made, and not tested yet");
    item.due = limit.filter(|_| is_ahead).map(|limit| cx.now.zone.day_of(limit));
    item
}

/// S5: controls, owner and due day.
pub(super) fn tied(task: &Task<'_, '_>) -> Item {
    let action = task.action;
    let lacking = [
        (action.words(action::CONTROLS).is_empty(), "controls"),
        (!is_stated(action.text_of(action::OWNER)), "owner"),
        (task.due().is_none(), "due"),
    ];
    let lacking: Vec<_> =
        lacking.iter().filter(|(lacks, _)| *lacks).map(|(_, name)| *name).collect();
    if lacking.len() == 3 {
        return task.item(Verdict::Missing).saying("neither control nor owner nor due day is set");
    }
    let mut item = task.weighed(Verdict::Met);
    for name in lacking {
        item.lacks(format!("{name} is not set"));
    }
    item
}

/// S8: each asset in scope is done.
pub(super) fn reached(task: &Task<'_, '_>) -> Item {
    if !task.is_technical() {
        return task.not_technical();
    }
    if !task.is_made() {
        return task.not_made(Verdict::Missing);
    }
    let names = |key| -> BTreeSet<String> {
        let assets = task.action.items(key).into_iter();
        assets.filter_map(|it| Some(it.text_or_own(part::NAME)?.trim().to_lowercase())).collect()
    };
    let (scope, done) = (names(action::ASSETS_IN_SCOPE), names(action::ASSETS_DONE));
    if scope.is_empty() {
        return task.item(Verdict::Missing).saying("no list of assets in scope");
    }
    let mut item = task.weighed(Verdict::Met);
    let left: Vec<_> = scope.difference(&done).map(String::as_str).collect();
    if !left.is_empty() {
        item.lacks(format!(
            "{} of {} done, not {}",
            scope.len() - left.len(),
            scope.len(),
            left.join(", ")
        ));
    }
    item
}
