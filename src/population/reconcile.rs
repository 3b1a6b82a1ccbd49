//! The register against a list of tickets, by `external_ref`.

use super::csv::Table;
use crate::metrics::Window;
use crate::owed::incident_day;
use crate::record::Record;
use crate::register::Register;
use crate::schema::{Key, Kind, Line, common};
use crate::term::{Zone, nearest};
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// Tickets as a list names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tickets {
    /// The column with their ids.
    pub column: String,
    /// The tickets, in the order of the list.
    pub lines: Vec<TicketLine>,
    /// Lines on which no id stands.
    pub without_id: Vec<usize>,
}

/// A ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketLine {
    /// Its id, as written first.
    pub id: String,
    /// The lines that name it; several for one that stands there twice.
    pub lines: Vec<usize>,
}

/// Why no tickets can be read from a table.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TicketFlaw {
    /// It has no such column.
    #[error("there is no column `{0}`")]
    NoColumn(String, Vec<String>),
    /// Several columns have that name.
    #[error("several columns are called `{0}`")]
    TwoColumns(String),
    /// No column has a name by which ids are known.
    #[error("no column looks like the ids of tickets")]
    NoGuess(Vec<String>),
    /// It has a head and nothing below.
    #[error("it names no tickets")]
    NoTickets,
}

impl TicketFlaw {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::NoColumn(name, head) => match nearest(name, head.iter().map(String::as_str)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("its columns are {}", head.join(", ")),
            },
            Self::TwoColumns(_) => "give the columns different names".into(),
            Self::NoGuess(head) => {
                format!("name one with --id-column; its columns are {}", head.join(", "))
            }
            Self::NoTickets => "export the tickets of the period, and not the head alone".into(),
        }
    }
}

/// Names of columns that hold ids, the likeliest first.
const USUAL: [&str; 14] = [
    "ticket",
    "ticket id",
    "ticket_id",
    "issue key",
    "key",
    "issue id",
    "issue",
    "number",
    "incident id",
    "incident",
    "case",
    "case number",
    "id",
    "nr",
];

impl Tickets {
    /// The tickets of a table; `column` is the one with their ids, else the likeliest is taken.
    pub fn read(table: &Table, column: Option<&str>) -> Result<Self, TicketFlaw> {
        let places = |name: &str| -> Vec<usize> {
            let is = |(_, known): &(usize, &String)| known.to_lowercase() == name.to_lowercase();
            table.head.iter().enumerate().filter(is).map(|(at, _)| at).collect()
        };
        let found = match column {
            Some(name) => places(name.trim()),
            None => USUAL.into_iter().map(places).find(|at| !at.is_empty()).unwrap_or_default(),
        };
        let at = match (found.as_slice(), column) {
            ([at], _) => *at,
            ([], Some(name)) => {
                return Err(TicketFlaw::NoColumn(name.to_owned(), table.head.clone()));
            }
            ([], None) => return Err(TicketFlaw::NoGuess(table.head.clone())),
            ([at, ..], _) => return Err(TicketFlaw::TwoColumns(table.head[*at].clone())),
        };
        let mut tickets =
            Self { column: table.head[at].clone(), lines: Vec::new(), without_id: Vec::new() };
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for (line, cells) in &table.rows {
            let id = cells[at].trim();
            if id.is_empty() {
                tickets.without_id.push(*line);
                continue;
            }
            let place = *known.entry(folded(id)).or_insert(tickets.lines.len());
            match tickets.lines.get_mut(place) {
                Some(ticket) => ticket.lines.push(*line),
                None => {
                    tickets.lines.push(TicketLine { id: id.to_owned(), lines: vec![*line] });
                }
            }
        }
        if tickets.lines.is_empty() { Err(TicketFlaw::NoTickets) } else { Ok(tickets) }
    }
}

fn folded(id: &str) -> String {
    id.trim().to_lowercase()
}

/// Which records are held against the tickets.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The kinds; all when empty.
    pub kinds: Vec<Kind>,
    /// Only references into this system; all when `None`.
    pub system: Option<String>,
    /// Only incidents of these days, with the zone in which days are cut; other kinds are not asked.
    pub days: Option<(Window, Zone)>,
}

impl Scope {
    fn holds(&self, record: &Record) -> bool {
        let of_kind = self.kinds.is_empty() || self.kinds.contains(&record.kind());
        let in_days = |(window, zone): (Window, Zone)| {
            incident_day(record, zone).is_none_or(|day| window.contains(day))
        };
        of_kind && self.days.is_none_or(in_days)
    }
}

/// A ticket and the records that name it.
#[derive(Clone, Debug)]
pub struct Match<'r> {
    /// The ticket.
    pub ticket: TicketLine,
    /// The records, by id.
    pub records: Vec<&'r Record>,
}

/// The register against the tickets.
#[derive(Clone, Debug)]
pub struct Reconciled<'r> {
    /// Tickets that records name.
    pub both: Vec<Match<'r>>,
    /// Tickets that no record names.
    pub only_there: Vec<TicketLine>,
    /// References of records that the list does not have, with the id as written.
    pub only_here: Vec<(&'r Record, String)>,
    /// Records that name no ticket.
    pub without_reference: Vec<&'r Record>,
    /// Lines of the list without an id.
    pub without_id: Vec<usize>,
    /// Systems that records in scope name, where the scope asked for one that none names.
    pub other_systems: BTreeSet<&'r str>,
}

impl Reconciled<'_> {
    /// True when each side has what the other has, each once.
    pub fn agrees(&self) -> bool {
        let single = |found: &Match<'_>| found.ticket.lines.len() == 1;
        self.only_there.is_empty()
            && self.only_here.is_empty()
            && self.without_reference.is_empty()
            && self.without_id.is_empty()
            && self.both.iter().all(single)
    }
}

/// Holds the register against the tickets.
pub fn reconcile<'r>(register: &'r Register, tickets: &Tickets, scope: &Scope) -> Reconciled<'r> {
    let known: BTreeSet<String> = tickets.lines.iter().map(|line| folded(&line.id)).collect();
    let mut named: BTreeMap<String, Vec<&Record>> = BTreeMap::new();
    let mut found = Reconciled {
        both: Vec::new(),
        only_there: Vec::new(),
        only_here: Vec::new(),
        without_reference: Vec::new(),
        without_id: tickets.without_id.clone(),
        other_systems: BTreeSet::new(),
    };
    for record in register.records().iter().filter(|record| scope.holds(record)) {
        let references = references(record, scope, &mut found.other_systems);
        if references.is_empty() && !record.is_ended() {
            found.without_reference.push(record);
        }
        for id in references {
            if known.contains(&folded(id)) {
                named.entry(folded(id)).or_default().push(record);
            } else {
                found.only_here.push((record, id.to_owned()));
            }
        }
    }
    for ticket in tickets.lines.iter().cloned() {
        match named.remove(&folded(&ticket.id)) {
            Some(records) => found.both.push(Match { ticket, records }),
            None => found.only_there.push(ticket),
        }
    }
    found
}

/// The tickets that a record names in the system asked for, each once.
fn references<'r>(
    record: &'r Record,
    scope: &Scope,
    others: &mut BTreeSet<&'r str>,
) -> Vec<&'r str> {
    const SYSTEM: Key<Line> = Key::new("system");
    const ID: Key<Line> = Key::new("id");
    let mut found: Vec<&str> = Vec::new();
    for item in record.items(common::EXTERNAL_REF) {
        let Some(id) = item.text_of(ID).filter(|id| !id.trim().is_empty()) else { continue };
        let system = item.text_of(SYSTEM).unwrap_or_default();
        if scope.system.as_ref().is_some_and(|asked| folded(asked) != folded(system)) {
            others.insert(system);
        } else if !found.iter().any(|known| folded(known) == folded(id)) {
            found.push(id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::csv::read_table;
    use super::*;

    fn read(text: &str, column: Option<&str>) -> Result<Tickets, TicketFlaw> {
        Tickets::read(&read_table(text.as_bytes()).unwrap(), column)
    }

    #[test]
    fn a_ticket_that_stands_there_twice_is_one_with_two_lines() {
        let tickets = read("Key,x\nT-1,a\nt-1 ,b\n ,c\n", None).unwrap();
        assert_eq!(tickets.column, "Key");
        assert_eq!(tickets.lines, [TicketLine { id: "T-1".into(), lines: vec![2, 3] }]);
        assert_eq!(tickets.without_id, [4]);
    }

    #[test]
    fn a_column_that_is_not_there_is_named_with_the_one_that_was_meant() {
        let flaw = read("Ticket-Nr,x\nT-1,a\n", Some("Ticket-No")).unwrap_err();
        assert_eq!(flaw.help(), "did you mean `Ticket-Nr`?");
        let flaw = read("a,b\nT-1,a\n", None).unwrap_err();
        assert_eq!(flaw.help(), "name one with --id-column; its columns are a, b");
        assert_eq!(read("id,ID\nT-1,a\n", None), Err(TicketFlaw::TwoColumns("id".into())));
        assert_eq!(read("id,x\n", None), Err(TicketFlaw::NoTickets));
    }
}
