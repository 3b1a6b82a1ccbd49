//! A plan of action and milestones: corrective actions that are not closed, and requirements with open answers.

use super::answer::{finding, finding_id, is_open, observation, observation_id, state};
use super::desk::{Desk, Source, line, property, told};
use super::document::{
    Document, Finding, Observation, OnDate, Plan, PlanItem, Property, RelatedFinding,
    RelatedObservation, RelatedRisk, Remediation, Risk, State, SystemId, Task, Timing,
};
use super::uuid::Uuid;
use crate::matrix::{Item, Row};
use crate::record::Record;
use crate::schema::{Kind, action};
use crate::term::Day;

/// What is open, as a plan; `None` where nothing is, for which OSCAL has no document.
pub fn plan_of_action(from: &Source<'_>) -> Option<Document> {
    let mut desk = Desk::new(from);
    let mut open = Open::default();
    for row in gaps(&from.matrix.rows) {
        open.gap(&mut desk, row);
    }
    for record in from.cx.register.of_kind(Kind::Action).filter(|record| is_unfinished(record)) {
        open.action(&mut desk, record);
    }
    if open.items.is_empty() {
        return None;
    }
    Some(Document::PlanOfActionAndMilestones(Box::new(Plan {
        uuid: desk.uuid(&["plan-of-action"]),
        metadata: desk.metadata("Evidence of learning from incidents: what is open"),
        system_id: SystemId {
            identifier_type: "http://ietf.org/rfc/rfc4122",
            id: register_id(from),
        },
        observations: open.observations,
        risks: open.risks,
        findings: open.findings,
        poam_items: open.items,
        back_matter: desk.back_matter(Vec::new()),
    })))
}

/// The register as the system that the plan is for: the same as long as its oldest record is.
fn register_id(from: &Source<'_>) -> Uuid {
    let firsts = from.cx.past.standing().filter_map(|(_, past)| past.revisions.last());
    let oldest = firsts.min_by_key(|(commit, _)| (commit.committed_at, &commit.id));
    Uuid::of(&["register", oldest.map_or(from.commit, |(commit, _)| commit.id.as_str())])
}

/// The rows with answers of their own of which one is open.
fn gaps(rows: &[Row]) -> impl Iterator<Item = &Row> {
    let own = rows.iter().filter(|row| row.requirement.same_as.is_none());
    own.filter(|row| row.items.iter().any(is_open))
}

/// True until an action is closed or rejected; a status that nobody knows closes nothing.
fn is_unfinished(record: &Record) -> bool {
    !matches!(record.status(), "closed" | "rejected")
}

#[derive(Default)]
struct Open {
    observations: Vec<Observation>,
    risks: Vec<Risk>,
    findings: Vec<Finding>,
    items: Vec<PlanItem>,
}

impl Open {
    /// A requirement with its open answers.
    fn gap(&mut self, desk: &mut Desk<'_>, row: &Row) {
        let requirement = row.requirement;
        let open: Vec<&Item> = row.items.iter().filter(|item| is_open(item)).collect();
        self.observations.extend(open.iter().map(|item| observation(desk, requirement, item)));
        let seen: Vec<Uuid> =
            open.iter().map(|item| observation_id(desk, requirement.id, item)).collect();
        let found = finding(desk, row, &seen).filter(|_| state(row) == Some(State::NotSatisfied));
        let related = found.is_some().then(|| finding_id(desk, requirement));
        let subjects: Vec<&str> = open.iter().map(|item| item.subject.as_str()).collect();
        self.findings.extend(found);
        self.items.push(PlanItem {
            uuid: requirement_id(desk, requirement.id),
            title: line(&format!("{} {}", requirement.id, requirement.name), "requirement"),
            description: line(&format!("open for {}", subjects.join(", ")), "open"),
            props: vec![
                property("verdict", row.verdict.words()),
                property("open-answers", &open.len().to_string()),
            ],
            related_findings: related
                .into_iter()
                .map(|finding_uuid| RelatedFinding { finding_uuid })
                .collect(),
            related_observations: seen.into_iter().map(related_observation).collect(),
            related_risks: Vec::new(),
        });
    }

    /// A corrective action that is not closed.
    fn action(&mut self, desk: &mut Desk<'_>, record: &Record) {
        let facts = Facts::of(desk, record);
        let seen = self.standing(desk, record, &facts);
        let risk = self.risk(desk, record, &facts, &seen);
        let id = record.id();
        self.items.push(PlanItem {
            uuid: desk.lasting("plan-item", id),
            title: line(&format!("{id} {}", facts.title), "action"),
            description: line(&facts.says, "corrective action"),
            props: facts.props,
            related_findings: Vec::new(),
            related_observations: vec![related_observation(seen)],
            related_risks: vec![RelatedRisk { risk_uuid: risk }],
        });
    }

    /// How the action stands, as an observation.
    fn standing(&mut self, desk: &mut Desk<'_>, record: &Record, facts: &Facts) -> Uuid {
        let uuid = desk.lasting("standing", record.id());
        let subject = desk.subject(record.id());
        self.observations.push(Observation {
            uuid: uuid.clone(),
            title: line(&format!("{} is not closed", record.id()), "action"),
            description: line(&facts.says, "not closed"),
            props: facts.props.clone(),
            methods: ["EXAMINE"],
            types: ["finding"],
            subjects: vec![subject],
            relevant_evidence: Vec::new(),
            collected: desk.collected(),
            remarks: String::new(),
        });
        uuid
    }

    /// What stays as it was until the action is closed, with its deadline and milestones.
    fn risk(&mut self, desk: &Desk<'_>, record: &Record, facts: &Facts, seen: &Uuid) -> Uuid {
        let (uuid, id) = (desk.lasting("risk", record.id()), record.id());
        let title = line(&format!("{id} {}", facts.title), "action");
        let tasks = facts.milestones.iter().map(|(name, day)| Task {
            uuid: desk.lasting(name, id),
            sort: "milestone",
            title: (*name).to_owned(),
            timing: Timing { on_date: OnDate { date: desk.end_of(*day) } },
        });
        self.risks.push(Risk {
            uuid: uuid.clone(),
            title: title.clone(),
            description: line(&facts.says, "not closed"),
            statement: "What the action is to change may still be as it was.".into(),
            status: if facts.is_made { "remediating" } else { "open" },
            deadline: facts.due.map(|due| desk.end_of(due)),
            remediations: vec![Remediation {
                uuid: desk.lasting("remediation", id),
                lifecycle: if facts.is_made { "completed" } else { "planned" },
                title,
                description: line(&facts.done_when, "the action says no measurable end"),
                tasks: tasks.collect(),
            }],
            related_observations: vec![related_observation(seen.clone())],
        });
        uuid
    }
}

fn related_observation(observation_uuid: Uuid) -> RelatedObservation {
    RelatedObservation { observation_uuid }
}

/// The identifier of a requirement in the plan, the same in every later one of the register.
fn requirement_id(desk: &Desk<'_>, id: &str) -> Uuid {
    Uuid::of(&["requirement", register_id(desk.from).as_str(), id])
}

/// What a plan tells of an action.
struct Facts {
    title: String,
    says: String,
    done_when: String,
    props: Vec<Property>,
    due: Option<Day>,
    milestones: Vec<(&'static str, Day)>,
    /// True when the change was made, and is to be tested or closed.
    is_made: bool,
}

impl Facts {
    fn of(desk: &Desk<'_>, record: &Record) -> Self {
        let is_made = record.is_from("implemented");
        let status = property("status", record.status());
        if desk.is_withheld(record) {
            return Self {
                title: "withheld".into(),
                says: "withheld: only id, status and commit are told".into(),
                done_when: "withheld".into(),
                props: vec![status],
                due: None,
                milestones: Vec::new(),
                is_made,
            };
        }
        let due = record.get(action::DUE).map(|due| *due);
        let today = desk.from.cx.now.day();
        let overdue = match due {
            _ if is_made => "no, made",
            Some(due) if due < today => "yes",
            Some(_) => "no",
            None => "cannot tell",
        };
        let text = |key| record.text_of(key).unwrap_or_default();
        let mut props = vec![
            status,
            property("overdue", overdue),
            property("due", &due.map(|due| due.to_string()).unwrap_or_default()),
        ];
        props.extend(told("owner", text(action::OWNER)));
        props.extend(told("priority", text(action::PRIORITY)));
        props.extend(record.words(action::ADDRESSES).iter().filter_map(|it| told("addresses", it)));
        props.extend(record.words(action::INCIDENTS).iter().filter_map(|it| told("incident", it)));
        Self {
            title: record.title().to_owned(),
            says: told_of(record, due, today, is_made),
            done_when: text(action::DONE_WHEN).to_owned(),
            props,
            due,
            milestones: due.map(|due| ("the change is made", due)).into_iter().collect(),
            is_made,
        }
    }
}

/// How an action stands, in words.
fn told_of(record: &Record, due: Option<Day>, today: Day, is_made: bool) -> String {
    let status = record.status();
    match due {
        None => format!("{status}; no due day is stated, so it cannot be told whether it is late"),
        Some(due) if is_made => {
            format!("{status}; the change was due on {due} and is stated as made")
        }
        Some(due) if due < today => {
            format!("{status}; due on {due}, {} days before {today}", (today - due).num_days())
        }
        Some(due) => format!("{status}; due on {due}"),
    }
}
