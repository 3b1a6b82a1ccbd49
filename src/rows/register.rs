//! One function for each register.

use super::address::{Addresses, in_order, slug};
use super::people::{ids, person};
use super::table::{Cell, Piece, Table, plain};
use crate::chain::{Chain, Inquiry, actions_addressing, label, lessons_in, verdict_words};
use crate::record::{Item, Record};
use crate::schema::{Kind, action, incident, part, policy, risk};
use crate::term::Stamp;
use crate::verdict::Verdict;
use std::collections::BTreeMap;

/// Chains by the path of their incident's record.
type Chains = BTreeMap<String, Chain>;

/// Every incident, newest first, with how its learning stands.
pub fn incidents(cx: &Inquiry<'_>, addresses: &Addresses, chains: &Chains) -> Table {
    let labels =
        ["incident+", "severity", "status", "detected", "closed", "learning", "open stages+"];
    let mut table = Table::new("Incidents, newest first", &labels);
    for record in in_order(cx.register, Kind::Incident) {
        let chain = chains.get(record.path.as_str());
        let stamp = |key: crate::schema::Key<crate::schema::StampValue>| {
            record.get(key).map(|at| Piece::day(at.day(cx.now.zone)))
        };
        table.push(
            slug(record.id()),
            vec![
                headed(record, addresses),
                plain(record.text_of(incident::SEVERITY).unwrap_or_default()),
                plain(record.status()),
                stamp(incident::DETECTED_AT).into_iter().collect(),
                stamp(incident::CLOSED_AT).into_iter().collect(),
                chain.map(learning).into_iter().collect(),
                plain(chain.map(open_stages).unwrap_or_default()),
            ],
        );
    }
    table
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
    let (verdict, words) = standing_of(chain);
    Piece::state(verdict, words)
}

/// The verdict over a whole chain: its weakest stage decides.
pub fn standing_of(chain: &Chain) -> (Verdict, &'static str) {
    let verdict = chain.learning();
    let words = match verdict {
        Verdict::Missing => "late",
        Verdict::Met => "complete",
        Verdict::NotRequired => "not asked for",
        other => other.words(),
    };
    (verdict, words)
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
pub fn lessons(cx: &Inquiry<'_>, addresses: &Addresses) -> Table {
    let labels =
        ["lesson", "text+", "category", "incidents", "answered by+", "owner", "due", "status"];
    let mut table = Table::new("Lessons, newest first", &labels);
    let mut holders = in_order(cx.register, Kind::Pir);
    holders.extend(in_order(cx.register, Kind::Incident));
    for record in holders.into_iter().filter(|record| !record.is_ended() && !record.is_privileged())
    {
        for lesson in lessons_in(record) {
            table.push(anchor(record, lesson), lesson_row(cx, addresses, record, lesson));
        }
    }
    table
}

fn anchor(record: &Record, lesson: Item<'_>) -> String {
    slug(&format!("{}.{}", record.id(), lesson.text_of(part::ID).unwrap_or("lesson")))
}

fn lesson_row(
    cx: &Inquiry<'_>,
    addresses: &Addresses,
    record: &Record,
    lesson: Item<'_>,
) -> Vec<Cell> {
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
    vec![
        vec![Piece::id(format!("{}#{part}", record.id()), addresses.file(record))],
        plain(lesson.text_of(part::TEXT).unwrap_or_default()),
        plain(lesson.text_of(part::CATEGORY).unwrap_or_default()),
        ids(addresses, incidents),
        answered,
        each(&|action| action.text_of(action::OWNER).unwrap_or_default().to_owned()),
        each(&|action| action.get(action::DUE).map_or_else(String::new, |due| due.to_string())),
        each(&|action| action.status().to_owned()),
    ]
}

/// Every corrective action, newest first.
pub fn actions(cx: &Inquiry<'_>, addresses: &Addresses) -> Table {
    let labels =
        ["action+", "incidents", "owner", "due", "status", "implemented", "verified", "changes"];
    let mut table = Table::new("Corrective actions, newest first", &labels);
    for record in in_order(cx.register, Kind::Action) {
        let due = record.get(action::DUE).map(|due| *due);
        let late = due.filter(|due| *due < cx.now.day() && !done(record));
        let done_at = record.get(action::IMPLEMENTED_AT).map(|at| Piece::stamp(*at));
        table.push(
            slug(record.id()),
            told(
                record,
                vec![
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
                ],
            ),
        );
    }
    table
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
pub fn risks(cx: &Inquiry<'_>, addresses: &Addresses) -> Table {
    let labels = ["risk+", "owner", "score#", "status", "scores in git", "incidents", "rationale+"];
    let mut table = Table::new("Risks, with the steps of their scores", &labels);
    for record in in_order(cx.register, Kind::Risk) {
        let (likelihood, impact) = (record.get(risk::LIKELIHOOD), record.get(risk::IMPACT));
        let score = likelihood.zip(impact).map(|(l, i)| l.saturating_mul(*i).to_string());
        let named = record.words(risk::INCIDENTS).into_iter().chain(record.words(risk::NEW_FROM));
        table.push(
            slug(record.id()),
            told(
                record,
                vec![
                    headed(record, addresses),
                    person(record.text_of(risk::OWNER)),
                    plain(score.unwrap_or_default()),
                    vec![
                        Piece::text(record.status()),
                        Piece::sub(record.text_of(risk::TREATMENT).unwrap_or_default()),
                    ],
                    steps(cx, record),
                    ids(addresses, named.map(|id| id.value)),
                    plain(
                        record
                            .text_of(risk::RATIONALE)
                            .or(record.text_of(risk::UNCHANGED_REASON))
                            .unwrap_or_default(),
                    ),
                ],
            ),
        );
    }
    table
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
pub fn policies(cx: &Inquiry<'_>, addresses: &Addresses) -> Table {
    let labels = [
        "policy+",
        "version",
        "status",
        "approved",
        "in force from",
        "revisions in git#",
        "incidents in the change log+",
    ];
    let mut table = Table::new("Policies", &labels);
    for record in in_order(cx.register, Kind::Policy) {
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
        table.push(
            slug(record.id()),
            told(
                record,
                vec![
                    headed(record, addresses),
                    plain(record.text_of(policy::VERSION).unwrap_or_default()),
                    plain(record.status()),
                    approved,
                    day(policy::EFFECTIVE).into_iter().collect(),
                    plain(revisions.unwrap_or_else(|_| "cannot tell".into())),
                    ids(addresses, named),
                ],
            ),
        );
    }
    table
}

/// Kinds that have a register of their own.
const LISTED: [Kind; 4] = [Kind::Incident, Kind::Action, Kind::Risk, Kind::Policy];

/// Every record of the other kinds, kind by kind.
pub fn others(cx: &Inquiry<'_>, addresses: &Addresses) -> Table {
    let labels = ["record+", "kind", "status", "incidents", "last commit", "dated"];
    let mut table = Table::new("Records of other kinds", &labels);
    for kind in Kind::ALL.into_iter().filter(|kind| !LISTED.contains(kind)) {
        for record in in_order(cx.register, kind) {
            let last = cx.past.seen(record.id()).and_then(|past| past.last());
            let commit = last.map(|commit| Piece::id(commit.short(), ""));
            let dated = last.map(|commit| Piece::stamp(Stamp::Instant(commit.committed_at)));
            table.push(
                slug(record.id()),
                vec![
                    headed(record, addresses),
                    plain(kind.word()),
                    plain(record.status()),
                    ids(addresses, record.incidents().iter().map(|id| id.value)),
                    commit.into_iter().collect(),
                    dated.into_iter().collect(),
                ],
            );
        }
    }
    table
}
