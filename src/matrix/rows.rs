//! The matrix: every requirement with its answers rolled up, and every trap with what it caught.

use super::actions::{self, Task};
use super::incidents;
use super::item::Item;
use super::periods;
use super::reach::{Case, Reach};
use super::reviews;
use super::traps;
use crate::catalog::{Requirement, Trap, requirements, traps as all_traps};
use crate::chain::{Days, Emptiness, Proof, Stage, Tally, emptiness};
use crate::record::{Broken, FlawKind, Record};
use crate::rules::HistoryContext;
use crate::schema::Kind;
use crate::verdict::{Cut, Strength, Verdict};

/// A requirement with its answers.
#[derive(Clone, Debug)]
pub struct Row {
    /// The requirement.
    pub requirement: &'static Requirement,
    /// All answers together.
    pub verdict: Verdict,
    /// How many answers have each verdict.
    pub tally: Tally,
    /// The answers, by subject.
    pub items: Vec<Item>,
    /// What it means that there is nothing to answer for.
    pub empty: Option<Emptiness>,
}

/// A trap with what was checked for it.
#[derive(Clone, Debug)]
pub struct Caught {
    /// The trap.
    pub trap: &'static Trap,
    /// How many were checked: met is not caught, missing caught.
    pub tally: Tally,
    /// What was checked.
    pub items: Vec<Item>,
    /// What it means that there was nothing to check.
    pub empty: Option<Emptiness>,
}

/// The evidence matrix of a period.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// Every requirement, in the order of the catalogue.
    pub rows: Vec<Row>,
    /// Every trap.
    pub traps: Vec<Caught>,
    /// The incidents that were closed in the period.
    pub incidents: Vec<String>,
    /// The incidents that are left out, and why.
    pub left_out: Vec<(String, String)>,
}

impl Caught {
    /// How many were checked and could be told.
    pub fn checked(&self) -> usize {
        self.tally.decided()
    }

    /// How many were caught.
    pub fn caught(&self) -> usize {
        self.tally.count(Verdict::Missing)
    }
}

impl Matrix {
    /// True when an answer is partly met or missing, or a trap caught something; in the row `only`,
    /// or anywhere without.
    pub fn is_open(&self, only: Option<&str>) -> bool {
        let wanted = |id: &str| only.is_none_or(|only| only.eq_ignore_ascii_case(id));
        self.rows.iter().any(|row| wanted(row.requirement.id) && row.tally.late() > 0)
            || self.traps.iter().any(|trap| wanted(trap.trap.id) && trap.caught() > 0)
    }
}

enum Reading {
    Incident(fn(&Case<'_, '_>) -> Item),
    Action(fn(&Task<'_, '_>) -> Item),
    Once(fn(&Reach<'_>, &Requirement) -> Vec<Item>),
}

/// How each requirement is read that shares no other row's answer.
const READINGS: &[(&str, Reading)] = &[
    ("E1", Reading::Once(periods::incident_policy)),
    ("E2", Reading::Incident(incidents::staged)),
    ("E3", Reading::Incident(reviews::lessons_row)),
    ("E4", Reading::Action(actions::log)),
    ("E5", Reading::Incident(incidents::staged)),
    ("E6", Reading::Incident(incidents::staged)),
    ("E7", Reading::Once(periods::briefings)),
    ("E8", Reading::Incident(reviews::management)),
    ("F2", Reading::Action(actions::log_with_priority)),
    ("F3", Reading::Action(actions::made)),
    ("F4", Reading::Once(periods::trends)),
    ("F5", Reading::Incident(incidents::changed)),
    ("M1", Reading::Incident(incidents::staged)),
    ("M2", Reading::Incident(incidents::staged)),
    ("M3", Reading::Incident(incidents::scored)),
    ("M4", Reading::Incident(incidents::published)),
    ("M5", Reading::Action(actions::hardened)),
    ("M6", Reading::Incident(reviews::briefed)),
    ("M7", Reading::Once(periods::presented)),
    ("M8", Reading::Action(actions::tested)),
    ("M9", Reading::Incident(incidents::staged)),
    ("M10", Reading::Incident(reviews::decided)),
    ("P2", Reading::Incident(incidents::several_causes)),
    ("P3", Reading::Incident(reviews::lessons_usable)),
    ("P5", Reading::Incident(reviews::owned)),
    ("P7", Reading::Incident(incidents::staged)),
    ("S1", Reading::Once(periods::channels)),
    ("S2", Reading::Incident(reviews::attended)),
    ("S3", Reading::Incident(incidents::looked_up)),
    ("S4", Reading::Incident(reviews::recorded)),
    ("S5", Reading::Action(actions::tied)),
    ("S8", Reading::Action(actions::reached)),
    ("S9", Reading::Once(periods::recurrence_told)),
    ("S10", Reading::Incident(incidents::followed_up)),
    ("10.1", Reading::Incident(incidents::whole)),
    ("10.2", Reading::Incident(incidents::corrected)),
];

fn reading(requirement: &Requirement) -> &'static Reading {
    let id = requirement.same_as.unwrap_or(requirement.id);
    let found = READINGS.iter().find(|(known, _)| *known == id);
    &found.expect("a test holds the list against the catalogue").1
}

/// The evidence matrix of a period.
pub fn matrix(evidence: HistoryContext<'_>, days: Days) -> Matrix {
    let reach = Reach::new(evidence, days);
    let mut rows: Vec<Row> = Vec::new();
    for requirement in requirements() {
        let shared =
            requirement.same_as.and_then(|id| rows.iter().find(|it| it.requirement.id == id));
        let row = match shared {
            Some(row) => Row { requirement, ..row.clone() },
            None => row(&reach, requirement),
        };
        rows.push(row);
    }
    let left_out = reach.population.left_out.iter();
    Matrix {
        rows,
        traps: all_traps().iter().map(|trap| caught(&reach, trap)).collect(),
        incidents: reach.population.closed.iter().map(|it| it.id().to_owned()).collect(),
        left_out: left_out.map(|(it, why)| (it.id().to_owned(), why.clone())).collect(),
    }
}

fn row(reach: &Reach<'_>, requirement: &'static Requirement) -> Row {
    let mut items = match reading(requirement) {
        Reading::Once(read) => read(reach, requirement),
        Reading::Incident(read) => {
            let cases = reach.population.closed.iter().zip(&reach.chains);
            cases
                .map(|(incident, chain)| read(&Case { reach, requirement, incident, chain }))
                .chain(undated(reach))
                .collect()
        }
        Reading::Action(read) => {
            let read = |action| {
                if Record::is_privileged(action) {
                    return Item::about(action, Verdict::Withheld);
                }
                read(&Task { reach, requirement, action })
            };
            let items = reach.actions().into_iter().map(read);
            items.chain(unassigned(reach)).chain(undated(reach)).collect()
        }
    };
    for item in &mut items {
        prove(reach, item, &requirement.rules, requirement.asks_git);
    }
    items.extend(unread(reach, &requirement.kinds));
    items.sort_by(|a, b| a.subject.cmp(&b.subject));
    let tally = Tally::of(items.iter().map(|item| item.verdict));
    let empty = items.is_empty().then(|| nothing(reach));
    let verdict = tally.rolled_up().or(empty.as_ref().map(|empty| empty.verdict));
    let verdict = verdict.unwrap_or(Verdict::CannotTell);
    Row { requirement, verdict, tally, items, empty }
}

/// Incidents that should have an action and have none.
fn unassigned(reach: &Reach<'_>) -> Vec<Item> {
    let cases = reach.population.closed.iter().zip(&reach.chains);
    let late = cases.filter_map(|(incident, chain)| {
        let standing = chain.stage(Stage::Actions)?;
        let lacks = !matches!(standing.verdict, Verdict::Met | Verdict::NotRequired);
        lacks.then(|| Item::of_stage(incident, standing))
    });
    late.collect()
}

/// Closed incidents of which nothing says whether they belong to the period.
fn undated(reach: &Reach<'_>) -> Vec<Item> {
    let item = |incident: &&Record| {
        let mut item = Item::about(incident, Verdict::CannotTell);
        let reason = format!("{} is closed and `closed_at` is not recorded", incident.id());
        item.untold(Cut { reason, remedy: format!("state closed_at in {}", incident.path) });
        item
    };
    reach.population.undated.iter().map(item).collect()
}

/// Files that nobody can read and that might be an answer, or something to answer for.
fn unread(reach: &Reach<'_>, kinds: &[&'static str]) -> Vec<Item> {
    let kind_of = |broken: &Broken| {
        let folder = broken.path.as_str().rsplit('/').nth(1).unwrap_or_default();
        Kind::of_id(broken.path.stem()).or_else(|| Kind::of_folder(folder))
    };
    let is_meant = |broken: &&Broken| broken.flaws.iter().any(|it| it.kind != FlawKind::NotARecord);
    let wanted =
        |broken: &&Broken| kind_of(broken).is_some_and(|kind| kinds.contains(&kind.word()));
    let broken = reach.cx.register.broken().iter().filter(is_meant).filter(wanted);
    let item = |broken: &Broken| {
        let mut item = Item::new(broken.path.as_str(), Verdict::CannotTell);
        let reason = format!("{} cannot be read as a record", broken.path);
        item.untold(Cut { reason, remedy: format!("pirctl lint {}", broken.path) });
        item
    };
    broken.map(item).collect()
}

/// Adds the commits behind an answer, and takes back what history is too short for.
fn prove(reach: &Reach<'_>, item: &mut Item, rules: &[&'static str], asks_git: bool) {
    let is_found = matches!(item.verdict, Verdict::Met | Verdict::Partly | Verdict::Missing);
    let past = reach.cx.past;
    for id in item.records.clone().iter().filter(|_| is_found) {
        let known = past.seen(id).and_then(|past| past.revisions.first());
        match known {
            Some((commit, path)) if !item.proofs.iter().any(|proof| proof.record == *id) => {
                let shows = "last commit of the record".to_owned();
                let (record, path) = (id.clone(), path.to_string());
                item.proofs.push(Proof { record, shows, commit: commit.clone(), path });
            }
            _ => {}
        }
        if item.verdict != Verdict::Met {
            continue;
        }
        let cut = past.of(id).err().filter(|_| asks_git);
        if let Some(cut) = cut.or_else(|| reach.unknown(rules, id).cloned()) {
            item.untold(cut);
        }
    }
    if is_found && item.strength.is_none() && !item.records.is_empty() {
        // The record is in git; no date or change that it states was held against it here.
        item.strength = Some(Strength::Claimed);
    }
}

fn nothing(reach: &Reach<'_>) -> Emptiness {
    if let Some(unclear) = undated(reach).into_iter().next() {
        let reason = unclear.cut.as_ref().map(|cut| cut.reason.clone()).unwrap_or_default();
        let verdict = Verdict::CannotTell;
        return Emptiness { verdict, reason, statements: Vec::new(), cut: unclear.cut };
    }
    let open = reach.population.left_out.iter().filter(|(record, _)| !record.is_ended()).count();
    if reach.population.closed.is_empty() {
        return emptiness(&reach.cx, reach.days, open);
    }
    // There are incidents, and nothing that this row could ask of them.
    Emptiness {
        verdict: Verdict::NotRequired,
        reason: "nothing of this kind is asked of the incidents of the period".into(),
        statements: Vec::new(),
        cut: None,
    }
}

fn caught(reach: &Reach<'_>, trap: &'static Trap) -> Caught {
    let mut items = traps::checked(reach, trap);
    for item in &mut items {
        prove(reach, item, &trap.rules, false);
    }
    items.extend(unread(reach, &trap.kinds));
    items.sort_by(|a, b| a.subject.cmp(&b.subject));
    let tally = Tally::of(items.iter().map(|item| item.verdict));
    let empty = items.is_empty().then(|| nothing(reach));
    Caught { trap, tally, items, empty }
}

#[cfg(test)]
mod tests {
    use super::{READINGS, reading};
    use crate::catalog::{Scope, requirements};
    use crate::rules::find;

    #[test]
    fn every_row_of_its_own_has_a_reading_and_no_reading_is_left_over() {
        let own = requirements().iter().filter(|row| row.same_as.is_none());
        let ids: Vec<_> = own.map(|row| row.id).collect();
        let read: Vec<_> = READINGS.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids, read);
        for row in requirements() {
            let fits = match reading(row) {
                super::Reading::Incident(_) => row.scope == Scope::Incident,
                super::Reading::Action(_) => row.scope == Scope::Action,
                super::Reading::Once(_) => matches!(row.scope, Scope::Period | Scope::Register),
            };
            assert!(fits, "{}", row.id);
        }
    }

    #[test]
    fn every_rule_that_the_catalogue_names_is_one() {
        for code in requirements().iter().flat_map(|row| &row.rules) {
            assert!(find(code).is_some(), "{code}");
        }
    }
}
