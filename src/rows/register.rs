//! One function for each register: what its rows are about; and one that makes such a row.

use super::address::{Addresses, in_order, slug};
use super::people::{ids, person};
use super::sheet::{Sheet, Sources};
use super::table::{Cell, Piece, Row, plain};
use crate::chain::{
    Chain, Inquiry, actions_addressing, chain_of, label, lessons_in, verdict_words,
};
use crate::record::{Item, Record};
use crate::register::Register;
use crate::schema::{Kind, action, incident, part, policy, risk};
use crate::term::Stamp;
use crate::verdict::Verdict;

/// Every incident, newest first, with how its learning stands.
pub fn incidents(register: &Register) -> Sheet<'_> {
    let labels =
        ["incident+", "severity", "status", "detected", "closed", "learning", "open stages+"];
    let records = in_order(register, Kind::Incident);
    Sheet::of_records("Incidents, newest first", &labels, records, incident_row)
}

fn incident_row(Sources { cx, addresses }: Sources<'_>, incident: Item<'_>) -> Row {
    let record = incident.record();
    let chain = chain_of(cx, record);
    let stamp = |key: crate::schema::Key<crate::schema::StampValue>| {
        record.get(key).map(|at| Piece::day(at.day(cx.now.zone)))
    };
    let cells = vec![
        headed(record, addresses),
        plain(record.text_of(incident::SEVERITY).unwrap_or_default()),
        plain(record.status()),
        stamp(incident::DETECTED_AT).into_iter().collect(),
        stamp(incident::CLOSED_AT).into_iter().collect(),
        vec![learning(&chain)],
        plain(open_stages(&chain)),
    ];
    Row { anchor: slug(record.id()), cells }
}

/// Id and title.
fn headed(record: &Record, addresses: &Addresses) -> Cell {
    let title = if record.is_privileged() { "privileged, withheld" } else { record.title() };
    vec![Piece::id(record.id(), addresses.file(record)), Piece::sub(title)]
}

/// The row of a record; of a privileged one the id alone.
fn told(record: &Record, mut cells: Vec<Cell>) -> Vec<Cell> {
    if record.is_privileged() {
        cells.iter_mut().skip(1).for_each(Vec::clear);
    }
    cells
}

/// How the learning from an incident stands, as one word.
fn learning(chain: &Chain) -> Piece {
    let verdict = chain.learning();
    Piece::state(verdict, learning_words(verdict))
}

/// The verdict over a whole chain in words.
pub const fn learning_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Missing => "late",
        Verdict::Met => "complete",
        Verdict::NotRequired => "not asked for",
        other => other.words(),
    }
}

fn open_stages(chain: &Chain) -> String {
    let open = chain.stages.iter().filter(|standing| {
        !matches!(standing.verdict, Verdict::Met | Verdict::NotRequired | Verdict::Withheld)
    });
    let words: Vec<_> = open
        .map(|standing| format!("{}: {}", label(standing.stage), verdict_words(standing)))
        .collect();
    words.join("; ")
}

/// Every lesson: incident, cause, what answers it, by whom, by when.
pub fn lessons(register: &Register) -> Sheet<'_> {
    let labels =
        ["lesson", "text+", "category", "incidents", "answered by+", "owner", "due", "status"];
    let mut holders = in_order(register, Kind::Pir);
    holders.extend(in_order(register, Kind::Incident));
    let told = holders.into_iter().filter(|it| !it.is_ended() && !it.is_privileged());
    let lessons = told.flat_map(lessons_in);
    Sheet::new("Lessons, newest first", &labels, lessons, lesson_row)
}

fn lesson_row(Sources { cx, addresses }: Sources<'_>, lesson: Item<'_>) -> Row {
    let record = lesson.record();
    let anchor = format!("{}.{}", record.id(), lesson.text_of(part::ID).unwrap_or("lesson"));
    let part = lesson.text_of(part::ID).unwrap_or_default();
    let answers: Vec<_> = actions_addressing(cx.register, record.id(), part).collect();
    let incidents: Vec<&str> = if record.kind() == Kind::Incident {
        vec![record.id()]
    } else {
        record.incidents().iter().map(|id| id.value).collect()
    };
    let mut answered = ids(addresses, answers.iter().map(|action| action.id()));
    if let Some(reason) = lesson.text_of(part::NO_ACTION_REASON) {
        answered.push(Piece::text(format!("no action: {reason}")));
    } else if answers.is_empty() {
        answered.push(Piece::state(Verdict::Missing, "not found"));
    }
    let each = |text: &dyn Fn(&Record) -> String| -> Cell {
        let told = answers.iter().filter(|action| !action.is_privileged());
        told.map(|action| Piece::sub(text(action))).collect()
    };
    let cells = vec![
        vec![Piece::id(format!("{}#{part}", record.id()), addresses.file(record))],
        plain(lesson.text_of(part::TEXT).unwrap_or_default()),
        plain(lesson.text_of(part::CATEGORY).unwrap_or_default()),
        ids(addresses, incidents),
        answered,
        each(&|action| action.text_of(action::OWNER).unwrap_or_default().to_owned()),
        each(&|action| action.get(action::DUE).map_or_else(String::new, |due| due.to_string())),
        each(&|action| action.status().to_owned()),
    ];
    Row { anchor: slug(&anchor), cells }
}

/// Every corrective action, newest first.
pub fn actions(register: &Register) -> Sheet<'_> {
    let labels =
        ["action+", "incidents", "owner", "due", "status", "implemented", "verified", "changes"];
    let records = in_order(register, Kind::Action);
    Sheet::of_records("Corrective actions, newest first", &labels, records, action_row)
}

fn action_row(Sources { cx, addresses }: Sources<'_>, action: Item<'_>) -> Row {
    let record = action.record();
    let due = record.get(action::DUE).map(|due| *due);
    let late = due.filter(|due| *due < cx.now.day() && !done(record));
    let done_at = record.get(action::IMPLEMENTED_AT).map(|at| Piece::stamp(*at));
    let cells = vec![
        headed(record, addresses),
        ids(addresses, record.incidents().iter().map(|id| id.value)),
        person(record.text_of(action::OWNER)),
        due.map(Piece::day).into_iter().collect(),
        match late {
            Some(due) => {
                let days = (cx.now.day() - due).num_days();
                vec![
                    Piece::text(record.status()),
                    Piece::state(Verdict::Missing, format!("{days} days over")),
                ]
            }
            None => plain(record.status()),
        },
        done_at.into_iter().collect(),
        verified(record),
        ids(addresses, record.words(action::CHANGES).iter().map(|id| id.value)),
    ];
    Row { anchor: slug(record.id()), cells: told(record, cells) }
}

fn done(action: &Record) -> bool {
    action.is_ended() || action.is_from("implemented")
}

fn verified(action: &Record) -> Cell {
    let Some(verification) =
        action.get(action::VERIFICATION).filter(|_| action.is_from("verified"))
    else {
        return Vec::new();
    };
    let by = verification.text_of(part::BY);
    let mut cell: Cell =
        verification.get(part::AT).map(|at| Piece::stamp(*at)).into_iter().collect();
    let result = verification.text_of(part::RESULT).unwrap_or("no result");
    cell.push(Piece::text(format!("{} ({result})", by.unwrap_or("nobody"))));
    if by.is_some() && by == action.text_of(action::OWNER) {
        cell.push(Piece::sub("same person as the owner"));
    }
    cell
}

/// Every risk with its scores as git shows them.
pub fn risks(register: &Register) -> Sheet<'_> {
    let labels = ["risk+", "owner", "score#", "status", "scores in git", "incidents", "rationale+"];
    let records = in_order(register, Kind::Risk);
    Sheet::of_records("Risks, with the steps of their scores", &labels, records, risk_row)
}

fn risk_row(Sources { cx, addresses }: Sources<'_>, risk: Item<'_>) -> Row {
    let record = risk.record();
    let (likelihood, impact) = (record.get(risk::LIKELIHOOD), record.get(risk::IMPACT));
    let score = likelihood.zip(impact).map(|(l, i)| l.saturating_mul(*i).to_string());
    let named = record.words(risk::INCIDENTS).into_iter().chain(record.words(risk::NEW_FROM));
    let rationale = record.text_of(risk::RATIONALE).or(record.text_of(risk::UNCHANGED_REASON));
    let cells = vec![
        headed(record, addresses),
        person(record.text_of(risk::OWNER)),
        plain(score.unwrap_or_default()),
        vec![
            Piece::text(record.status()),
            Piece::sub(record.text_of(risk::TREATMENT).unwrap_or_default()),
        ],
        steps(cx, record),
        ids(addresses, named.map(|id| id.value)),
        plain(rationale.unwrap_or_default()),
    ];
    Row { anchor: slug(record.id()), cells: told(record, cells) }
}

/// Each step of a score with day and commit, newest first.
fn steps(cx: &Inquiry<'_>, risk: &Record) -> Cell {
    match cx.past.of(risk.id()) {
        Err(cut) => vec![Piece::state(Verdict::CannotTell, "cannot tell"), Piece::sub(cut.reason)],
        Ok(past) => past
            .steps
            .iter()
            .map(|step| {
                let (day, commit) = (step.commit.committed_at.date_naive(), step.commit.short());
                let (l, i) = (step.likelihood, step.impact);
                Piece::line(format!("{} = {l} x {i}, {day}, {commit}", step.score()))
            })
            .collect(),
    }
}

/// Every policy with its version and the incidents its change log names.
pub fn policies(register: &Register) -> Sheet<'_> {
    let labels = [
        "policy+",
        "version",
        "status",
        "approved",
        "in force from",
        "revisions in git#",
        "incidents in the change log+",
    ];
    Sheet::of_records("Policies", &labels, in_order(register, Kind::Policy), policy_row)
}

fn policy_row(Sources { cx, addresses }: Sources<'_>, policy: Item<'_>) -> Row {
    let record = policy.record();
    let log = record.items(policy::CHANGE_LOG);
    let mut named: Vec<_> =
        log.iter().flat_map(|entry| entry.words(part::INCIDENTS)).map(|id| id.value).collect();
    named.sort_unstable();
    named.dedup();
    let day = |key: crate::schema::Key<crate::schema::DayValue>| {
        record.get(key).map(|day| Piece::day(*day))
    };
    let mut approved: Cell = day(policy::APPROVED_AT).into_iter().collect();
    approved.extend(record.text_of(policy::APPROVED_BY).map(Piece::text));
    let revisions = cx.past.of(record.id()).map(|past| past.revisions.len().to_string());
    let cells = vec![
        headed(record, addresses),
        plain(record.text_of(policy::VERSION).unwrap_or_default()),
        plain(record.status()),
        approved,
        day(policy::EFFECTIVE).into_iter().collect(),
        plain(revisions.unwrap_or_else(|_| "cannot tell".into())),
        ids(addresses, named),
    ];
    Row { anchor: slug(record.id()), cells: told(record, cells) }
}

/// Kinds that have a register of their own.
const LISTED: [Kind; 4] = [Kind::Incident, Kind::Action, Kind::Risk, Kind::Policy];

/// Every record of the other kinds, kind by kind; none of a kind of which there is none.
pub fn others(register: &Register) -> Vec<(Kind, Sheet<'_>)> {
    let labels = ["record+", "kind", "status", "incidents", "last commit", "dated"];
    let kinds = Kind::ALL.into_iter().filter(|kind| !LISTED.contains(kind));
    let sheet = |kind| {
        let records = in_order(register, kind);
        (kind, Sheet::of_records("Records of other kinds", &labels, records, other_row))
    };
    kinds.map(sheet).filter(|(_, sheet)| !sheet.is_empty()).collect()
}

fn other_row(Sources { cx, addresses }: Sources<'_>, other: Item<'_>) -> Row {
    let record = other.record();
    let last = cx.past.seen(record.id()).and_then(|past| past.last());
    let commit = last.map(|commit| Piece::id(commit.short(), ""));
    let dated = last.map(|commit| Piece::stamp(Stamp::Instant(commit.committed_at)));
    let cells = vec![
        headed(record, addresses),
        plain(record.kind().word()),
        plain(record.status()),
        ids(addresses, record.incidents().iter().map(|id| id.value)),
        commit.into_iter().collect(),
        dated.into_iter().collect(),
    ];
    Row { anchor: slug(record.id()), cells }
}
