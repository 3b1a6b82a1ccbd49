//! Records as a list that somebody asked for: which ones, in which order, with which columns.
//!
//! Shows what the records say; what git says of it is for `show`.

mod column;
mod controls;
mod natural;
mod words;

pub use column::{Column as ListColumn, Value as ListValue};
pub use controls::{ControlList, ControlRow, Failed, list_controls};
pub use words::kind_of_word;

use crate::catalog::FrameworkFilter;
use crate::record::Record;
use crate::register::{Register, is_in_framework};
use crate::schema::{Key, Kind};
use crate::term::{Day, Stamp, Zone, nearest};
use column::Column;
use natural::{compare, natural};

/// A condition on a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Where {
    /// The column.
    pub field: String,
    /// The value; empty for "says nothing".
    pub value: String,
    /// True for "is", false for "is not".
    pub is: bool,
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// The kind; `None` for all.
    pub kind: Option<Kind>,
    /// Conditions that all have to hold.
    pub wanted: Vec<Where>,
    /// The severity of the record, or of an incident that it names.
    pub severity: Option<String>,
    /// Records of this incident: itself, and what names or reaches it.
    pub incident: Option<String>,
    /// Records that name a control which is mapped to this.
    pub framework: Option<FrameworkFilter>,
    /// From this day on, by the date that matters for the kind.
    pub since: Option<Day>,
    /// Up to this day.
    pub until: Option<Day>,
    /// The column to sort by, with a `-` in front for the other way round.
    pub sort: Option<String>,
    /// The columns; empty for those of the kind.
    pub columns: Vec<String>,
}

/// A list of records.
#[derive(Debug)]
pub struct Listing<'r> {
    /// The kind; `None` for all.
    pub kind: Option<Kind>,
    /// The columns, from the left.
    pub columns: Vec<Column>,
    /// The records, each with a value for each column.
    pub rows: Vec<(&'r Record, Vec<ListValue>)>,
    /// How many records of the kind there are.
    pub of: usize,
}

/// Why there is no list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ListError {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// The list that `query` asks for; `zone` is where days are cut.
pub fn list<'r>(
    query: &Query,
    register: &'r Register,
    zone: Zone,
) -> Result<Listing<'r>, ListError> {
    let of_kind = |record: &&Record| query.kind.is_none_or(|kind| record.kind() == kind);
    let all: Vec<&Record> = register.records().iter().filter(of_kind).collect();
    let known = |name: &str| known_column(name, query.kind, &all);
    let names = if query.columns.is_empty() {
        column::of_kind(query.kind).iter().map(|name| (*name).to_owned()).collect()
    } else {
        query.columns.clone()
    };
    let columns: Vec<Column> = names.iter().map(|name| known(name)).collect::<Result<_, _>>()?;
    let wanted: Vec<(Column, &Where)> = query
        .wanted
        .iter()
        .map(|wanted| Ok((known(&wanted.field)?, wanted)))
        .collect::<Result<_, ListError>>()?;
    let sort = query.sort.as_deref().map(|sort| match sort.strip_prefix('-') {
        Some(name) => known(name).map(|column| (column, true)),
        None => known(sort).map(|column| (column, false)),
    });
    let sort = sort.transpose()?;
    let mut found: Vec<&Record> = all
        .iter()
        .copied()
        .filter(|record| {
            wanted.iter().all(|(column, wanted)| holds(record, column, wanted, zone))
                && query
                    .severity
                    .as_deref()
                    .is_none_or(|severity| is_severe(record, register, severity))
                && query.incident.as_deref().is_none_or(|id| belongs_to(record, register, id))
                && query.framework.is_none_or(|it| is_in_framework(register, record, &it))
                && is_between(record, query, zone)
        })
        .collect();
    found.sort_by_cached_key(|record| {
        (record.kind() as usize, natural(record.id()), record.path.clone())
    });
    if let Some((column, down)) = &sort {
        found.sort_by(|a, b| compare(&column.value(a), &column.value(b), *down, zone));
    }
    let row = |record: &'r Record| (record, columns.iter().map(|c| c.shown(record)).collect());
    Ok(Listing {
        kind: query.kind,
        of: all.len(),
        rows: found.into_iter().map(row).collect(),
        columns,
    })
}

/// The column `name`, which the table knows or one of the records has.
fn known_column(name: &str, kind: Option<Kind>, records: &[&Record]) -> Result<Column, ListError> {
    let column = Column::new(name);
    let kinds: Vec<Kind> = kind.map_or_else(|| Kind::ALL.to_vec(), |kind| vec![kind]);
    let in_table = kinds.iter().any(|kind| column.is_of(*kind));
    if in_table || records.iter().any(|record| record.root().value(column.first()).is_some()) {
        return Ok(column);
    }
    let names = kinds.iter().flat_map(|kind| kind.spec().all_fields()).map(|field| field.name);
    let help = nearest(name, names.chain(column::COMPUTED)).map_or_else(
        || "docs/records.md lists the fields of each kind".to_owned(),
        |meant| format!("did you mean `{meant}`?"),
    );
    let of = kind.map_or("any kind".to_owned(), |kind| format!("kind {}", kind.word()));
    Err(ListError { message: format!("there is no field `{name}` in {of}"), help })
}

fn holds(record: &Record, column: &Column, wanted: &Where, zone: Zone) -> bool {
    is_same(&column.value(record), wanted, zone)
}

fn is_same(value: &ListValue, wanted: &Where, zone: Zone) -> bool {
    let same = |text: &str| {
        let day = || Stamp::parse(text).map(|stamp| stamp.day(zone).to_string());
        text.to_lowercase() == wanted.value.to_lowercase() || day().as_ref() == Some(&wanted.value)
    };
    let is = match value {
        ListValue::Nothing => wanted.value.is_empty(),
        ListValue::Text(text) => same(text),
        ListValue::Many(texts) => texts.iter().any(|text| same(text)),
    };
    is == wanted.is
}

fn is_severe(record: &Record, register: &Register, severity: &str) -> bool {
    const SEVERITY: Key<crate::schema::Line> = Key::new("severity");
    let of = |record: &Record| record.text_of(SEVERITY) == Some(severity);
    of(record) || record.incidents().iter().filter_map(|id| register.get(id.value)).any(of)
}

fn belongs_to(record: &Record, register: &Register, incident: &str) -> bool {
    record.id() == incident
        || record.links.iter().any(|link| link.target.id == incident)
        || register.incidents_reached(record).any(|reached| reached.id() == incident)
}

fn is_between(record: &Record, query: &Query, zone: Zone) -> bool {
    if query.since.is_none() && query.until.is_none() {
        return true;
    }
    let Some(day) = column::date_of(record).map(|(_, stamp)| stamp.day(zone)) else { return false };
    query.since.is_none_or(|since| since <= day) && query.until.is_none_or(|until| day <= until)
}

/// The date that matters for the record, with the name of its field.
pub fn date_that_matters(record: &Record) -> Option<(&'static str, Stamp)> {
    column::date_of(record)
}

/// The handle of whoever answers for the record.
pub fn answerable(record: &Record) -> Option<&str> {
    column::owner_of(record)
}

/// The records of a kind in the order in which people expect their ids.
pub(super) fn in_natural_order(register: &Register, kind: Kind) -> Vec<&Record> {
    let mut records: Vec<_> = register.of_kind(kind).collect();
    records.sort_by_cached_key(|record| (natural(record.id()), record.path.clone()));
    records
}
