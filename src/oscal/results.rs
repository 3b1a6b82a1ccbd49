//! Assessment results: every requirement as an objective, every answer as an observation.

use super::answer::{
    CONTROLS, control_id, finding, nothing, objective_id, observation, observation_id,
};
use super::desk::{Desk, OPINION, Source, line, property};
use super::document::{
    AssessmentResults, ControlId, ControlSelection, Document, LocalDefinitions, Objective,
    ObjectiveId, ObjectiveSelection, Outcome, Part, Reference, Resource, ReviewedControls,
};
use super::uuid::Uuid;
use crate::matrix::Row;
use crate::record::Record;
use crate::schema::Kind;

/// What was looked for in a period, and what was found.
pub fn assessment_results(from: &Source<'_>) -> Document {
    let mut desk = Desk::new(from);
    let rows = &from.matrix.rows;
    let mut observations = Vec::new();
    for row in rows.iter().filter(|row| row.requirement.same_as.is_none()) {
        let answers = row.items.iter().map(|item| observation(&mut desk, row.requirement, item));
        observations.extend(answers);
        observations
            .extend(row.empty.iter().map(|empty| nothing(&mut desk, row.requirement, empty)));
    }
    let findings = rows.iter().filter_map(|row| finding(&desk, row, &seen(&desk, row)));
    let outcome = Outcome {
        uuid: desk.uuid(&["result"]),
        title: line(&format!("Evidence of learning from incidents, {}", from.window), "result"),
        description: population(from),
        start: desk.start_of(from.window.first),
        end: desk.start_of(from.window.end),
        props: vec![property("incidents-closed", &from.matrix.incidents.len().to_string())],
        reviewed_controls: reviewed(rows),
        findings: findings.collect(),
        observations,
        remarks: OPINION.to_owned(),
    };
    let plan = no_plan(&desk);
    let import_ap = Reference {
        href: format!("#{}", plan.uuid.as_str()),
        remarks: "There is no assessment plan in OSCAL; the resource says what was looked for and how it is repeated.",
    };
    Document::AssessmentResults(Box::new(AssessmentResults {
        uuid: desk.uuid(&["assessment-results"]),
        metadata: desk.metadata("Evidence of learning from incidents: assessment results"),
        import_ap,
        local_definitions: objectives(rows),
        results: vec![outcome],
        back_matter: desk.back_matter(vec![plan]),
    }))
}

/// The observations on which the answer to a requirement rests; a row that shares another's answers shares these.
fn seen(desk: &Desk<'_>, row: &Row) -> Vec<Uuid> {
    let own = row.requirement.same_as.unwrap_or(row.requirement.id);
    row.items.iter().map(|item| observation_id(desk, own, item)).collect()
}

fn population(from: &Source<'_>) -> String {
    let closed = match from.matrix.incidents.len() {
        1 => "1 incident was closed in the period.".to_owned(),
        n => format!("{n} incidents were closed in the period."),
    };
    let hidden = |record: &Record| record.is_privileged() || from.masked.contains(&record.path);
    let left_out = from.matrix.left_out.iter().map(|(id, why)| {
        let told = from.cx.register.get_kind(Kind::Incident, id).is_none_or(|it| !hidden(it));
        let why = if told { why } else { "withheld" };
        format!(" Left out: {} ({}).", line(id, "unnamed"), line(why, "no reason"))
    });
    std::iter::once(closed).chain(left_out).collect()
}

fn reviewed(rows: &[Row]) -> ReviewedControls {
    let controls = CONTROLS.iter().map(|control_id| ControlId { control_id });
    let objective = |row: &Row| ObjectiveId { objective_id: objective_id(row.requirement) };
    ReviewedControls {
        control_selections: vec![ControlSelection { include_controls: controls.collect() }],
        control_objective_selections: vec![ObjectiveSelection {
            include_objectives: rows.iter().map(objective).collect(),
        }],
    }
}

/// Every requirement as an objective of the control that it belongs to.
fn objectives(rows: &[Row]) -> LocalDefinitions {
    let of = |control: &'static str| {
        let own = rows.iter().filter(|row| control_id(row.requirement) == control);
        Objective { control_id: control, parts: own.map(part).collect() }
    };
    LocalDefinitions { objectives_and_methods: CONTROLS.into_iter().map(of).collect() }
}

fn part(row: &Row) -> Part {
    let requirement = row.requirement;
    let mut props = vec![
        property("basis", requirement.basis),
        property("source", requirement.source),
        property("requirement", requirement.id),
    ];
    props.extend(requirement.same_as.map(|other| property("same-as", other)));
    Part {
        id: objective_id(requirement),
        name: "assessment-objective",
        title: line(requirement.name, "requirement"),
        props,
        prose: format!(
            "Met: {}. Partly: {}. Missing: {}.",
            requirement.met, requirement.partly, requirement.missing
        ),
    }
}

/// What stands in the place of an assessment plan.
fn no_plan(desk: &Desk<'_>) -> Resource {
    let from = desk.from;
    let (first, end) = (from.window.first, from.window.end);
    Resource {
        uuid: desk.uuid(&["plan"]),
        title: "What was looked for, in place of an assessment plan".into(),
        description: format!(
            "The requirements are the objectives of this document, with when each is met, partly met or missing. \
             This repeats the answers: `pirctl status --requirements --rev {} --today {} --period {first}..{end}`",
            from.commit,
            from.cx.now.day(),
        ),
        props: Vec::new(),
        rlinks: Vec::new(),
    }
}
