//! Answers of the matrix as observations, and as findings where OSCAL has a word for them.

use super::desk::{Desk, line, property, told};
use super::document::{
    Evidence, Finding, ObjectiveTarget, Observation, Property, RelatedObservation, State, Status,
};
use super::uuid::Uuid;
use crate::catalog::Requirement;
use crate::chain::{Emptiness, Proof};
use crate::matrix::{Item, Row};
use crate::verdict::{Cut, Seal, Strength, Verdict};

/// The objective that stands for a requirement.
pub(super) fn objective_id(requirement: &Requirement) -> String {
    format!("{}_obj.{}", control_id(requirement), requirement.id.to_lowercase())
}

/// The controls in the order in which they are told: learning from incidents, and the clauses to which it contributes.
pub(super) const CONTROLS: [&str; 5] =
    ["a.5.27", "clause-9.1", "clause-9.3", "clause-10.1", "clause-10.2"];

/// The control that a requirement belongs to.
pub(super) fn control_id(requirement: &Requirement) -> &'static str {
    let own = |control: &&str| control.strip_prefix("clause-") == Some(requirement.id);
    CONTROLS.into_iter().find(own).unwrap_or(CONTROLS[0])
}

/// The state of the objective, where OSCAL has a word for it.
///
/// Satisfied is only what is met in every case that there is. One case that cannot be told, is withheld or is
/// in time so far leaves the objective without a state. To a clause this evidence contributes and no more, so a
/// clause is never satisfied by it.
pub(super) fn state(row: &Row) -> Option<State> {
    let unsure = [Strength::CannotTell, Strength::Withheld, Strength::Contradicted];
    let is_sure = |item: &Item| !item.strength.is_some_and(|strength| unsure.contains(&strength));
    match (row.verdict, row.tally.together()) {
        (Verdict::Partly | Verdict::Missing, _) => Some(State::NotSatisfied),
        (Verdict::Met, Some(Verdict::Met)) if row.items.iter().all(is_sure) => {
            (!row.requirement.is_clause()).then_some(State::Satisfied)
        }
        _ => None,
    }
}

/// True when the answer is open: something lacks, and its time has run.
pub(super) fn is_open(item: &Item) -> bool {
    matches!(item.verdict, Verdict::Partly | Verdict::Missing)
}

/// What was found for a requirement; `None` where it is neither satisfied nor not.
pub(super) fn finding(desk: &Desk<'_>, row: &Row, seen: &[Uuid]) -> Option<Finding> {
    let state = state(row)?;
    let requirement = row.requirement;
    let remarks = match (state, row.verdict) {
        (State::Satisfied, _) => requirement.met,
        (State::NotSatisfied, Verdict::Partly) => requirement.partly,
        (State::NotSatisfied, _) => requirement.missing,
    };
    let related = |uuid: &Uuid| RelatedObservation { observation_uuid: uuid.clone() };
    Some(Finding {
        uuid: finding_id(desk, requirement),
        title: line(&format!("{} {}", requirement.id, requirement.name), "requirement"),
        description: counted(row),
        props: vec![
            property("verdict", row.verdict.words()),
            property("basis", requirement.basis),
            property("source", requirement.source),
        ],
        target: ObjectiveTarget {
            sort: "objective-id",
            target_id: objective_id(requirement),
            status: Status {
                state,
                reason: (state == State::NotSatisfied).then_some("other"),
                remarks,
            },
        },
        related_observations: seen.iter().map(related).collect(),
    })
}

pub(super) fn finding_id(desk: &Desk<'_>, requirement: &Requirement) -> Uuid {
    desk.uuid(&["finding", requirement.id])
}

/// How many answers have which verdict.
fn counted(row: &Row) -> String {
    let mut words: Vec<String> = Vec::new();
    for verdict in Verdict::ALL {
        match row.tally.count(verdict) {
            0 => {}
            n => words.push(format!("{n} {}", verdict.words())),
        }
    }
    format!("{}: {}", row.verdict.words(), words.join(", "))
}

/// The identifier of the observation of one answer; `row` is the row that has answers of its own.
pub(super) fn observation_id(desk: &Desk<'_>, row: &str, item: &Item) -> Uuid {
    // One subject can have several answers in a row; they differ in what they say.
    let (says, records) = (item.says.join("\n"), item.records.join("\n"));
    desk.uuid(&["observation", row, &item.subject, item.verdict.words(), &says, &records])
}

/// One answer as an observation.
pub(super) fn observation(
    desk: &mut Desk<'_>,
    requirement: &Requirement,
    item: &Item,
) -> Observation {
    let hidden = desk.is_hidden(&item.subject) || item.verdict == Verdict::Withheld;
    // What is said of one record may quote another.
    let quotes = item.records.iter().any(|id| desk.is_hidden(id));
    let says = if hidden || quotes { "withheld".to_owned() } else { item.says.join("; ") };
    let mut props = vec![property("verdict", item.verdict.words())];
    if !hidden {
        props.extend(item.strength.map(|it| property("strength", Strength::word(it))));
        props.extend(item.seal.map(|it| property("seal", Seal::words(it))));
        props.extend(item.due.map(|due| property("due", &due.to_string())));
    }
    let subject = desk.subject(&item.subject);
    let evidence = evidence(desk, item);
    Observation {
        uuid: observation_id(desk, requirement.id, item),
        title: line(&format!("{} {}", requirement.id, item.subject), "answer"),
        description: line(&says, item.verdict.words()),
        props,
        methods: ["EXAMINE"],
        types: ["control-objective"],
        subjects: vec![subject],
        relevant_evidence: evidence,
        collected: desk.collected(),
        remarks: item.cut.as_ref().map(cut_words).unwrap_or_default(),
    }
}

/// What it means that there is nothing to answer for, as an observation.
pub(super) fn nothing(
    desk: &mut Desk<'_>,
    requirement: &Requirement,
    empty: &Emptiness,
) -> Observation {
    let statements = empty.statements.iter().map(|id| Evidence {
        href: desk.href(id),
        description: format!("period statement {}", line(id, "unnamed")),
        props: Vec::new(),
    });
    let statements = statements.collect();
    Observation {
        uuid: desk.uuid(&["observation", requirement.id]),
        title: line(&format!("{} nothing to answer for", requirement.id), "answer"),
        description: line(&empty.reason, empty.verdict.words()),
        props: vec![property("verdict", empty.verdict.words())],
        methods: ["EXAMINE"],
        types: ["control-objective"],
        subjects: Vec::new(),
        relevant_evidence: statements,
        collected: desk.collected(),
        remarks: empty.cut.as_ref().map(cut_words).unwrap_or_default(),
    }
}

fn cut_words(cut: &Cut) -> String {
    let Cut { reason, remedy } = cut;
    format!(
        "cannot tell: {}; this mends it: {}",
        line(reason, "not stated"),
        line(remedy, "not known")
    )
}

/// The records that answer, each with the commits that show it.
fn evidence(desk: &mut Desk<'_>, item: &Item) -> Vec<Evidence> {
    let shown = item.proofs.iter().map(|proof| (proof.record.as_str(), Some(proof)));
    let is_shown = |id: &String| item.proofs.iter().any(|proof| proof.record == *id);
    let others = item.records.iter().filter(|id| !is_shown(id)).map(|id| (id.as_str(), None));
    shown.chain(others).map(|(id, proof)| piece(desk, id, proof)).collect()
}

fn piece(desk: &mut Desk<'_>, id: &str, proof: Option<&Proof>) -> Evidence {
    let hidden = desk.is_hidden(id);
    let (says, props) = match proof {
        Some(proof) => {
            let shows = if hidden { "withheld" } else { &proof.shows };
            (format!("{id}: {shows}"), commit_props(proof, hidden))
        }
        None => (id.to_owned(), Vec::new()),
    };
    Evidence { href: desk.href(id), description: line(&says, "record"), props }
}

fn commit_props(proof: &Proof, hidden: bool) -> Vec<Property> {
    let mut props = vec![property("commit", &proof.commit.id)];
    props.push(property("committed", &proof.commit.committed_at.to_rfc3339()));
    if !hidden {
        props.extend(told("path", &proof.path));
    }
    props
}

#[cfg(test)]
mod tests {
    use super::{CONTROLS, State, control_id, state};
    use crate::catalog::{Requirement, requirements};
    use crate::chain::Tally;
    use crate::matrix::{Item, Row};
    use crate::verdict::{Strength, Verdict};

    fn row(requirement: &'static Requirement, answers: &[(Verdict, Option<Strength>)]) -> Row {
        let item = |(verdict, strength): &(Verdict, Option<Strength>)| Item {
            subject: "INC-2026-0001".into(),
            verdict: *verdict,
            says: Vec::new(),
            due: None,
            records: Vec::new(),
            proofs: Vec::new(),
            strength: *strength,
            seal: None,
            cut: None,
        };
        let items: Vec<Item> = answers.iter().map(item).collect();
        let tally = Tally::of(items.iter().map(|item| item.verdict));
        let verdict = tally.rolled_up().unwrap_or(Verdict::CannotTell);
        Row { requirement, verdict, tally, items, empty: None }
    }

    #[test]
    fn every_clause_is_a_control_of_its_own_and_the_rest_is_that_of_learning() {
        for requirement in requirements() {
            let control = control_id(requirement);
            assert!(CONTROLS.contains(&control));
            assert_eq!(requirement.is_clause(), control != "a.5.27", "{}", requirement.id);
        }
    }

    #[test]
    fn satisfied_is_only_what_is_met_in_every_case_and_surely() {
        let (sure, first) = (Some(Strength::Recorded), &requirements()[0]);
        let met = (Verdict::Met, sure);
        assert_eq!(state(&row(first, &[met, met])), Some(State::Satisfied));
        assert_eq!(
            state(&row(first, &[met, (Verdict::NotRequired, None)])),
            Some(State::Satisfied)
        );
        for verdict in [Verdict::CannotTell, Verdict::Withheld, Verdict::InTimeSoFar] {
            assert_eq!(state(&row(first, &[met, (verdict, None)])), None, "{verdict:?} beside met");
        }
        for strength in [Strength::CannotTell, Strength::Withheld, Strength::Contradicted] {
            assert_eq!(state(&row(first, &[(Verdict::Met, Some(strength))])), None, "{strength:?}");
        }
        for verdict in Verdict::ALL.into_iter().filter(|verdict| *verdict != Verdict::Met) {
            let alone = state(&row(first, &[(verdict, None)]));
            let open = matches!(verdict, Verdict::Partly | Verdict::Missing);
            assert_eq!(alone, open.then_some(State::NotSatisfied), "{verdict:?}");
        }
        assert_eq!(state(&row(first, &[])), None);
    }

    #[test]
    fn a_clause_is_never_satisfied_by_what_contributes_to_it() {
        for clause in requirements().iter().filter(|it| it.is_clause()) {
            assert_eq!(state(&row(clause, &[(Verdict::Met, Some(Strength::Recorded))])), None);
            let open = state(&row(clause, &[(Verdict::Missing, None)]));
            assert_eq!(open, Some(State::NotSatisfied));
        }
    }
}
