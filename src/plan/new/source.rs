//! The records that a new one is made from, and the incidents they belong to.

use super::{NewError, Refused};
use crate::record::Record;
use crate::register::{Register, is_catalogue_control};
use crate::schema::Kind;
use crate::term::{RecordRef, nearest};

/// One `--from`.
#[derive(Clone, Debug)]
pub(super) struct Source<'a> {
    /// What was named, in canonical form.
    pub(super) named: RecordRef,
    /// The record; `None` for a control of the catalogue that has no record.
    pub(super) record: Option<&'a Record>,
}

/// Everything named with `--from`, in the order given.
#[derive(Clone, Debug, Default)]
pub(super) struct Sources<'a> {
    list: Vec<Source<'a>>,
    incidents: Vec<&'a Record>,
}

impl<'a> Sources<'a> {
    /// Finds each id in the register; refuses what is not there, not readable or ended.
    pub(super) fn resolve(from: &[String], register: &'a Register) -> Result<Self, NewError> {
        let (mut sources, mut refused) = (Self::default(), Vec::new());
        for text in from {
            match find(text.trim(), register) {
                Ok(source) => sources.add(source, register),
                Err((message, help)) => {
                    refused.push(Refused { given: format!("--from {text}"), message, help });
                }
            }
        }
        if refused.is_empty() { Ok(sources) } else { Err(NewError::Refused(refused)) }
    }

    fn add(&mut self, source: Source<'a>, register: &'a Register) {
        if self.list.iter().any(|known| known.named == source.named) {
            return;
        }
        if let Some(record) = source.record {
            for incident in register.incidents_reached(record) {
                if self.incidents.iter().all(|known| known.id() != incident.id()) {
                    self.incidents.push(incident);
                }
            }
        }
        self.list.push(source);
    }

    /// The living incidents that the sources belong to.
    pub(super) fn incidents(&self) -> &[&'a Record] {
        &self.incidents
    }

    /// Ids of those incidents.
    pub(super) fn incident_ids(&self) -> Vec<&'a str> {
        self.incidents.iter().map(|incident| incident.id()).collect()
    }

    /// Sources that are records of a kind.
    pub(super) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &'a Record> {
        self.list.iter().filter_map(|source| source.record).filter(move |r| r.kind() == kind)
    }

    /// Every source.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Source<'a>> {
        self.list.iter()
    }

    /// A sentence for each source that left no trace in the record.
    pub(super) fn unused(&self, text: &str) -> Vec<String> {
        let unused = |source: &&Source<'a>| {
            let id = source.named.id.as_str();
            let through = self.incidents.iter().any(|incident| {
                text.contains(incident.id()) && source.record.is_some_and(|r| names(r, incident))
            });
            !text.contains(id) && !through
        };
        let sentence =
            |source: &Source<'a>| format!("nothing was taken over from {}", source.named.id);
        self.list.iter().filter(unused).map(sentence).collect()
    }
}

fn names(record: &Record, incident: &Record) -> bool {
    record.incidents().iter().any(|found| found.value == incident.id())
}

fn find<'a>(text: &str, register: &'a Register) -> Result<Source<'a>, (String, String)> {
    let named = RecordRef::parse(text);
    let Some(record) = register.get(&named.id) else {
        if named.part.is_none() && is_catalogue_control(&named.id) {
            return Ok(Source { named, record: None });
        }
        let ids = register.records().iter().map(Record::id);
        let help = nearest(&named.id, ids).map_or_else(
            || "name a record of the working tree".to_owned(),
            |near| format!("did you mean {near}?"),
        );
        return Err((format!("there is no record {}", named.id), help));
    };
    if record.is_ended() {
        let message = format!(
            "{} is {}; a new record would name one that no longer counts",
            record.id(),
            record.status()
        );
        return Err((message, "name a living record".to_owned()));
    }
    if !register.has_part(&named) {
        let part = named.part.as_deref().unwrap_or_default();
        let parts = super::fill::part_ids(record);
        let help = if parts.is_empty() {
            "name the record alone".to_owned()
        } else {
            format!("its parts are {}", parts.join(", "))
        };
        return Err((format!("{} has no part {part}", record.id()), help));
    }
    Ok(Source { named, record: Some(record) })
}
