//! One record as `show` prints it: claims held against git, links both ways, its story.

use crate::agenda::{Supplier, supplier_of};
use crate::catalog;
use crate::chain::Inquiry;
use crate::config::{Config, People};
use crate::proof::{
    Claim, ClaimSources, Past, RecordPast, StoryStep, TagNote, claims_of, story_of,
};
use crate::record::Record;
use crate::register::Register;
use crate::term::Zone;
use crate::verdict::Cut;
use std::sync::Arc;

/// A record with what git and the register say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordCard<'r> {
    /// The record.
    pub id: &'r str,
    /// Its kind.
    pub kind: &'static str,
    /// Its title; empty when the record is privileged.
    pub title: &'r str,
    /// Its status.
    pub status: &'r str,
    /// Where it stands.
    pub path: &'r str,
    /// Its claims.
    pub claims: Vec<Claim>,
    /// Fields that the configuration adds, with their values, in the order of the configuration.
    pub added: Vec<(&'r str, String)>,
    /// Records that it names, in file order.
    pub names: Vec<Link<'r>>,
    /// Records that name it, in path order.
    pub named_by: Vec<Link<'r>>,
    /// What each commit moved, newest first.
    pub story: Vec<StoryStep>,
    /// Annotated tags of its commits, newest commit first.
    pub tags: Vec<Arc<TagNote>>,
    /// Why git cannot tell its story, or not from the beginning.
    pub cut: Option<Cut>,
    /// Of a vendor: its assessments, its incidents, what is open.
    pub supplier: Option<Supplier<'r>>,
}

/// A link to or from another record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link<'r> {
    /// The other record's id, with its part where one is named.
    pub id: String,
    /// The other record's title; empty when it is privileged or not there.
    pub title: &'r str,
    /// The dotted path of the field that names it.
    pub field: String,
}

impl<'r> RecordCard<'r> {
    /// The card of a record.
    pub fn of(
        record: &'r Record,
        register: &'r Register,
        past: Option<&Past>,
        people: &People,
        zone: Zone,
    ) -> Self {
        let own = past.and_then(|past| past.seen(record.id()));
        let cut = past.and_then(|past| past.cut().cloned());
        Self {
            id: record.id(),
            kind: record.kind().word(),
            title: title(record),
            status: record.status(),
            path: record.path.as_str(),
            claims: claims_of(record, &ClaimSources { register, past, people, zone }),
            added: Vec::new(),
            names: names(record, register),
            named_by: named_by(record, register),
            story: own.map(story_of).unwrap_or_default(),
            tags: own.map(tags).unwrap_or_default(),
            cut: cut.or_else(|| own.and_then(|own| own.cut.clone())),
            supplier: None,
        }
    }
}

impl<'r> RecordCard<'r> {
    /// The same with the fields that the configuration adds to its kind.
    pub fn with_added(self, record: &'r Record, config: &'r Config) -> Self {
        Self { added: added_fields(record, config), ..self }
    }
}

impl<'r> RecordCard<'r> {
    /// The same with what the register knows of a vendor, where it is one.
    pub fn with_supplier(self, record: &'r Record, cx: &Inquiry<'r>) -> Self {
        Self { supplier: supplier_of(cx, record), ..self }
    }
}

/// The fields that the configuration adds to the kind of a record, where it states them, as one line
/// each; none of a privileged record.
pub fn added_fields<'r>(record: &'r Record, config: &'r Config) -> Vec<(&'r str, String)> {
    let own = config.additions.fields.iter().filter(|field| field.kind == record.kind().word());
    let own = own.filter(|_| !record.is_privileged());
    let stated = own.filter_map(|field| {
        let name = field.name.value.as_str();
        let value = record.root().value(name).filter(|value| !value.is_blank())?;
        let text = value.text().unwrap_or_else(|| value.span().slice(&record.text));
        Some((name, text.split_whitespace().collect::<Vec<_>>().join(" ")))
    });
    stated.collect()
}

fn title(record: &Record) -> &str {
    if record.is_privileged() { "" } else { record.title() }
}

fn tags(past: &RecordPast) -> Vec<Arc<TagNote>> {
    past.revisions.iter().flat_map(|(commit, _)| commit.tags.iter().cloned()).collect()
}

fn names<'r>(record: &'r Record, register: &'r Register) -> Vec<Link<'r>> {
    let links = record.links.iter().map(|link| Link {
        id: match &link.target.part {
            Some(part) => format!("{}#{part}", link.target.id),
            None => link.target.id.clone(),
        },
        title: match register.get(&link.target.id) {
            Some(other) => title(other),
            None => catalog::control(&link.target.id).map_or("", |control| control.title),
        },
        field: link.field.to_string(),
    });
    links.collect()
}

fn named_by<'r>(record: &'r Record, register: &'r Register) -> Vec<Link<'r>> {
    let links = register.referrers(record.id()).map(|(other, link)| Link {
        id: other.id().to_owned(),
        title: title(other),
        field: link.field.to_string(),
    });
    links.collect()
}
