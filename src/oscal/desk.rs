//! What both documents share: words, times, identifiers, the records that are named, the head.

use super::document::{
    BackMatter, Metadata, NAMESPACE, OSCAL_VERSION, Property, Resource, Rlink, SubjectReference,
};
use super::uuid::Uuid;
use crate::chain::Inquiry;
use crate::escape::{markdown_cell, url_path};
use crate::matrix::Matrix;
use crate::metrics::Window;
use crate::record::Record;
use crate::term::{Day, RepoPath};
use chrono::{DateTime, FixedOffset, SecondsFormat};
use std::collections::{BTreeMap, BTreeSet};

/// What a document is made from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// Register, time and past.
    pub cx: Inquiry<'a>,
    /// The evidence matrix of the period.
    pub matrix: &'a Matrix,
    /// The period.
    pub window: &'a Window,
    /// The files of whose records only id, status and commit are told.
    pub masked: &'a BTreeSet<&'a RepoPath>,
    /// The full id of the commit that was read.
    pub commit: &'a str,
    /// When that commit was made, as it states itself.
    pub committed: DateTime<FixedOffset>,
    /// The tool's version.
    pub version: &'a str,
}

/// A document in the making.
pub(super) struct Desk<'a> {
    pub(super) from: &'a Source<'a>,
    named: BTreeMap<String, Resource>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(from: &'a Source<'a>) -> Self {
        Self { from, named: BTreeMap::new() }
    }

    /// The identifier of something in this document and no other.
    pub(super) fn uuid(&self, words: &[&str]) -> Uuid {
        let Window { first, end, .. } = self.from.window;
        let (today, period) = (self.from.cx.now.day().to_string(), format!("{first}..{end}"));
        Uuid::of(&[&[self.from.commit, &period, &today], words].concat())
    }

    /// The identifier of a record or of what it owes: the same in every later document, since it hangs on the
    /// commit that first held the record.
    pub(super) fn lasting(&self, what: &str, id: &str) -> Uuid {
        let past = self.from.cx.past.seen(id);
        let first = past.and_then(|past| past.revisions.last());
        let root = first.map_or(self.from.commit, |(commit, _)| commit.id.as_str());
        Uuid::of(&[root, what, id])
    }

    /// The instant at which a day begins, in the register's zone.
    pub(super) fn start_of(&self, day: Day) -> String {
        let zone = self.from.cx.now.zone;
        stamp(zone.local(zone.start_of(day)))
    }

    /// The last second of a day, in the register's zone.
    pub(super) fn end_of(&self, day: Day) -> String {
        let zone = self.from.cx.now.zone;
        stamp(zone.local(zone.end_of(day) - chrono::TimeDelta::seconds(1)))
    }

    /// When everything here was collected: the time of the commit.
    pub(super) fn collected(&self) -> String {
        stamp(self.from.committed)
    }

    /// True when only id, status and commit of the record are told.
    pub(super) fn is_withheld(&self, record: &Record) -> bool {
        record.is_privileged() || self.from.masked.contains(&record.path)
    }

    /// True when something named so is a record of which little is told.
    pub(super) fn is_hidden(&self, id: &str) -> bool {
        self.from.cx.register.all(id).any(|record| self.is_withheld(record))
            || self.from.masked.contains(&RepoPath::new(id))
    }

    /// A record, or a file or stretch of time that is answered for, as a subject.
    pub(super) fn subject(&mut self, id: &str) -> SubjectReference {
        SubjectReference {
            subject_uuid: self.name(id),
            sort: "resource",
            title: line(id, "unnamed"),
        }
    }

    /// A link to a record or file, kept in the back matter.
    pub(super) fn href(&mut self, id: &str) -> String {
        format!("#{}", self.name(id).as_str())
    }

    fn name(&mut self, id: &str) -> Uuid {
        if let Some(known) = self.named.get(id) {
            return known.uuid.clone();
        }
        let resource = self.resource(id);
        let uuid = resource.uuid.clone();
        self.named.insert(id.to_owned(), resource);
        uuid
    }

    fn resource(&self, id: &str) -> Resource {
        let uuid = self.lasting("resource", id);
        let Some(record) = self.from.cx.register.get(id) else {
            let description =
                "a stretch of time, a file or a part of the register that is answered for"
                    .to_owned();
            let title = line(id, "unnamed");
            return Resource { uuid, title, description, props: Vec::new(), rlinks: Vec::new() };
        };
        let hidden = self.is_withheld(record);
        let title = if hidden { "withheld" } else { record.title() };
        let href = url_path(record.path.as_str());
        let mut props = vec![property("kind", record.kind().word())];
        props.extend(told("status", record.status()));
        let last = self.from.cx.past.seen(id).and_then(|past| past.revisions.first());
        props.extend(last.map(|(commit, _)| property("commit", &commit.id)));
        Resource {
            uuid,
            title: line(&format!("{id} {title}"), "unnamed"),
            description: format!("record of the kind {}", record.kind().word()),
            props,
            rlinks: vec![Rlink { href, media_type: "text/markdown" }],
        }
    }

    /// Every record that was named, after what else stands there.
    pub(super) fn back_matter(self, before: Vec<Resource>) -> BackMatter {
        BackMatter { resources: before.into_iter().chain(self.named.into_values()).collect() }
    }

    pub(super) fn metadata(&self, title: &str) -> Metadata {
        let Source { cx, window, commit, version, .. } = self.from;
        let broken = cx.register.broken().len();
        let unread = match broken {
            0 => String::new(),
            1 => " 1 file cannot be read as a record; what it may say is not here.".to_owned(),
            n => format!(" {n} files cannot be read as records; what they may say is not here."),
        };
        let props = [
            ("tool", format!("pirctl {version}")),
            ("commit", (*commit).to_owned()),
            ("period", format!("{}..{}", window.first, window.end)),
            ("as-of", cx.now.day().to_string()),
            ("timezone", cx.now.zone.name().to_owned()),
            ("unreadable-files", broken.to_string()),
        ];
        Metadata {
            title: title.to_owned(),
            last_modified: self.collected(),
            version: (*commit).to_owned(),
            oscal_version: OSCAL_VERSION,
            props: props.iter().map(|(name, value)| property(name, value)).collect(),
            remarks: format!("{OPINION}{unread}"),
        }
    }
}

/// What no reader may forget.
pub(super) const OPINION: &str = "Answers are by the stated rules over one commit of a git repository and are no opinion on \
    conformity. Satisfied means that the evidence asked for was found in every case, and nothing more. An objective without \
    a finding is neither satisfied nor not satisfied: its observations say whether the answer cannot be told, is withheld, is \
    in time so far, or has nothing to apply to. To a clause this evidence contributes and no more, so no clause is satisfied here.";

pub(super) fn property(name: &'static str, value: &str) -> Property {
    let value = plain(value);
    let value = if value.is_empty() { "not stated".to_owned() } else { value };
    Property { name, ns: NAMESPACE, value }
}

/// A property where there is something to tell.
pub(super) fn told(name: &'static str, value: &str) -> Option<Property> {
    Some(property(name, value)).filter(|_| !plain(value).is_empty())
}

/// Text in one line, as the format's plain strings want it: no control characters, no space around.
fn plain(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text in one line for a place that is read as Markdown: it stays text there.
pub(super) fn line(text: &str, otherwise: &str) -> String {
    let text = plain(text);
    markdown_cell(if text.is_empty() { otherwise } else { &text })
}

fn stamp(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
