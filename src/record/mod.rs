//! Records: bytes and the one table become a record with its flaws and links.
//!
//! Reading never fails: what could be read is returned together with what is wrong with it.
//! Nothing here looks at another record, at git or at the clock.

#[cfg(test)]
mod added;
mod field_path;
mod flaw;
mod index;
mod item;
mod leaf;
mod read;
mod shape;
mod values;

pub use field_path::FieldPath;
pub use flaw::{Flaw, FlawKind};
pub use item::{Found, Item, Read};
pub use leaf::{Leaf, audience_of, leaves};
pub use read::{RECORD_LIMIT, oversized, read, read_by, read_values, unmerged};
pub use values::{people, stated_dates};

use self::index::{Form, Index};
use crate::diag::Place;
use crate::markdown::Outline;
use crate::schema::{self, Key, Kind, KindSpec, common};
use crate::span::Span;
use crate::term::{RecordRef, RepoPath};
use crate::yaml::{Entry, Tree};
use std::sync::OnceLock;

/// What a Markdown file turned out to be.
#[derive(Debug)]
pub enum Document {
    /// A record of ours, with or without flaws.
    Record(Box<Record>),
    /// Meant to be a record of ours, but it cannot be read as one.
    Broken(Broken),
    /// None of our business.
    Foreign,
}

/// A file that was meant to be a record and cannot be read as one.
#[derive(Debug)]
pub struct Broken {
    /// Where it stands.
    pub path: RepoPath,
    /// Its text, undecodable bytes replaced.
    pub text: String,
    /// What is wrong with it.
    pub flaws: Vec<Flaw>,
}

/// A use of another record's id in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkUse {
    /// Dotted path of the field, list positions left out: `change_log.incidents`.
    pub field: FieldPath,
    /// What is named.
    pub target: RecordRef,
    /// Where it is named.
    pub span: Span,
    /// The kinds that may stand here; empty for any.
    pub kinds: &'static [Kind],
}

/// A record: text, span tree and what the table says of it.
#[derive(Debug)]
pub struct Record {
    /// Where it stands.
    pub path: RepoPath,
    /// Its kind's row of the table.
    pub spec: &'static KindSpec,
    /// The whole file.
    pub text: String,
    /// Uses of other records' ids, in file order.
    pub links: Vec<LinkUse>,
    /// What is wrong with it by itself.
    pub flaws: Vec<Flaw>,
    front: Span,
    body: Span,
    tree: Tree,
    index: Index,
    /// Asked of each record for each link that leads to it, and so found out once.
    ended: bool,
    outline: OnceLock<Outline>,
}

impl Record {
    /// A record without flaws or links so far.
    fn new(
        path: &RepoPath,
        spec: &'static KindSpec,
        text: String,
        front: Span,
        tree: Tree,
    ) -> Self {
        let index = Index::of(&text, &tree, spec);
        let body = Span::new(after_fence(&text, front), text.len());
        let mut record = Self {
            path: path.clone(),
            spec,
            text,
            links: Vec::new(),
            flaws: Vec::new(),
            front,
            body,
            tree,
            index,
            ended: false,
            outline: OnceLock::new(),
        };
        let ended = spec.machine.ended.contains(&record.status());
        record.ended = ended || record.get(common::DISPOSED).is_some();
        record
    }

    /// The kind.
    pub fn kind(&self) -> Kind {
        self.spec.kind
    }

    /// The id as written (a control id in its printed form); the file's stem when it is missing.
    pub fn id(&self) -> &str {
        self.text_of(common::ID).unwrap_or_else(|| self.path.stem())
    }

    /// The title; empty when it is missing.
    pub fn title(&self) -> &str {
        self.text_of(common::TITLE).unwrap_or_default()
    }

    /// The status; empty when it is missing.
    pub fn status(&self) -> &str {
        self.text_of(common::STATUS).unwrap_or_default()
    }

    /// True when the status is `state` or a later one that cannot be reached without it.
    pub fn is_from(&self, state: &str) -> bool {
        self.spec.machine.is_from(self.status(), state)
    }

    /// True when the record no longer counts: rejected, cancelled, withdrawn, or disposed of.
    pub fn is_ended(&self) -> bool {
        self.ended
    }

    /// True when the record's text is privileged.
    pub fn is_privileged(&self) -> bool {
        self.get(common::PRIVILEGE).is_some()
    }

    /// The front matter as an item.
    pub fn root(&self) -> Item<'_> {
        Item::new(self, self.tree.root())
    }

    /// The value under a key of this kind, when it is there and of its type.
    pub fn get<T: Read>(&self, key: Key<T>) -> Option<Found<T::Out<'_>>> {
        self.root().get(key)
    }

    /// The text under a key, when it is there.
    pub fn text_of(&self, key: Key<schema::Line>) -> Option<&str> {
        self.get(key).map(|found| found.value)
    }

    /// The words of a list; none when it is absent.
    pub fn words(&self, key: Key<schema::Words>) -> Vec<Found<&str>> {
        self.get(key).map(|found| found.value).unwrap_or_default()
    }

    /// The items of a list; none when it is absent.
    pub fn items(&self, key: Key<schema::Items>) -> Vec<Item<'_>> {
        self.get(key).map(|found| found.value).unwrap_or_default()
    }

    /// Where the value under `name` stands; where the key would be looked for when there is none.
    pub fn value_span_of(&self, name: &str) -> Span {
        self.root().value(name).map_or_else(|| self.span_of(name), Item::span)
    }

    /// Where the key `name` stands, else where the record says its id: a place for "it lacks X".
    pub fn span_of(&self, name: &str) -> Span {
        self.entry(name).map_or_else(|| self.head(), |entry| self.tree.node(entry.key).span)
    }

    /// Where the record says its id; a place for findings about the record as a whole.
    pub fn head(&self) -> Span {
        let id = self.entry("id").map(|entry| self.tree.node(entry.value).span);
        id.filter(|span| !span.is_empty()).unwrap_or(Span::new(self.front.start, self.front.start))
    }

    /// The heading of the section with this title, else where the record says its id.
    pub fn section_span(&self, title: &str) -> Span {
        let Some(section) = self.outline().section(title) else { return self.head() };
        let heading = section.heading;
        let line = heading.slice(&self.text).trim_end().len();
        Span::new(heading.start, heading.start + line)
    }

    /// A place in this record's file.
    pub fn place(&self, span: Span) -> Place {
        Place::new(&self.path, span)
    }

    /// The front matter, without its `---` lines.
    pub fn front(&self) -> Span {
        self.front
    }

    /// The body, after the front matter.
    pub fn body(&self) -> Span {
        self.body
    }

    /// The body's text.
    pub fn body_text(&self) -> &str {
        self.body.slice(&self.text)
    }

    /// Sections, tables and prose of the body; read on first use.
    ///
    /// A section that the register calls otherwise stands here under its name in the model.
    pub fn outline(&self) -> &Outline {
        self.outline.get_or_init(|| {
            let mut outline = Outline::read(&self.text, self.body);
            let renamed = || self.spec.sections.iter().filter(|known| !known.aliases.is_empty());
            for section in &mut outline.sections {
                if let Some(known) = renamed().find(|known| known.is_called(&section.title)) {
                    known.name.clone_into(&mut section.title);
                }
            }
            outline
        })
    }

    /// The span tree of the front matter.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The incidents the record names, in canonical form.
    pub fn incidents(&self) -> Vec<Found<&str>> {
        const INCIDENTS: Key<schema::Words> = Key::new("incidents");
        self.words(INCIDENTS)
    }

    /// The first entry of the front matter under `name`, whoever wrote that, or an alias of it.
    fn entry(&self, name: &str) -> Option<Entry> {
        let hash = schema::hash_name(name);
        let mut found = self.index.under(hash);
        found.find(|(entry, _)| self.is_named(*entry, name)).map(|(entry, _)| entry)
    }

    /// The first entry under the name of a typed key or an alias of it.
    ///
    /// Such a name is one of ours, so that the hash tells it from all others of ours.
    fn entry_of<T>(&self, key: Key<T>) -> Option<Entry> {
        let mut found = self.index.under(key.hash());
        let sure = |form| form == Form::OfTable;
        found
            .find(|(entry, form)| sure(*form) || self.is_named(*entry, key.name()))
            .map(|(entry, _)| entry)
    }

    /// True when the entry is written under `name` or an alias of it.
    fn is_named(&self, entry: Entry, name: &str) -> bool {
        let key = self.tree.text(&self.text, entry.key).unwrap_or_default();
        key == name || schema::alias_of(self.kind(), key).is_some_and(|alias| alias.new == name)
    }
}

/// The offset just after the `---` line that ends the front matter.
fn after_fence(text: &str, front: Span) -> usize {
    text[front.end..].find('\n').map_or(text.len(), |at| front.end + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::action;

    fn record(text: &str) -> Record {
        match read(&RepoPath::new("actions/ACT-2026-0001.md"), text.into(), Some(Kind::Action)) {
            Document::Record(record) => *record,
            other => panic!("{other:?}"),
        }
    }

    fn broken(text: impl Into<Vec<u8>>) -> Vec<FlawKind> {
        match read(&RepoPath::new("actions/x.md"), text.into(), Some(Kind::Action)) {
            Document::Broken(broken) => broken.flaws.iter().map(|flaw| flaw.kind).collect(),
            other => panic!("{other:?}"),
        }
    }

    const TEXT: &str = "---\nid: ACT-2026-0001\nkind: action\ntitel: x\ndue: 2026-02-30\npriority: hihg\nstatus: open\nowner: two words\nincidents: INC-2026-0001\nverification: {by: a.b, result: pass, wrong: 1}\ncontrols: [8.5]\n---\n## What\nText\n";

    #[test]
    fn five_mistakes_are_six_flaws_each_at_its_place() {
        let record = record(TEXT);
        let found: Vec<_> =
            record.flaws.iter().map(|flaw| (flaw.kind, flaw.span.slice(TEXT))).collect();
        assert_eq!(
            found,
            [
                (FlawKind::KeyUnknown, "titel"),
                (FlawKind::DateInvalid, "2026-02-30"),
                (FlawKind::FieldInvalid, "hihg"),
                (FlawKind::FieldInvalid, "two words"),
                (FlawKind::FieldInvalid, "INC-2026-0001"),
                (FlawKind::KeyUnknown, "wrong"),
            ]
        );
    }

    #[test]
    fn keys_read_typed_values_and_links_are_canonical() {
        let record = record(TEXT);
        assert_eq!(record.id(), "ACT-2026-0001");
        let verification = record.get(action::VERIFICATION).unwrap();
        assert_eq!(verification.text_of(crate::schema::part::BY), Some("a.b"));
        assert!(record.get(action::DUE).is_none());
        assert_eq!(record.links.last().unwrap().target.id, "A.8.5");
        assert!(record.outline().section("What").unwrap().filled);
    }

    #[test]
    fn an_old_name_is_read_with_a_note() {
        let record = record("---\nid: ACT-2026-0001\nkind: action\ndeadline: 2026-02-03\n---\n");
        assert_eq!(record.get(action::DUE).unwrap().to_string(), "2026-02-03");
        assert_eq!(record.flaws[0].kind, FlawKind::KeyRenamed);
    }

    #[test]
    fn what_cannot_be_read_is_one_clear_flaw() {
        assert_eq!(
            broken("---\nkind: action\n<<<<<<< a\nx: 1\n=======\nx: 2\n>>>>>>> b\n---\n"),
            [FlawKind::ConflictMarkers]
        );
        assert_eq!(broken("---\nkind: action\n"), [FlawKind::Unreadable]);
        assert_eq!(broken("---\nkind: [\n---\n"), [FlawKind::Unreadable]);
        assert_eq!(broken("---\nkind: actoin\n---\n"), [FlawKind::NotARecord]);
        assert_eq!(broken("# Notes\n"), [FlawKind::NotARecord]);
        assert_eq!(
            broken(b"---\nkind: action\ntitle: \xff\n---\n".to_vec()),
            [FlawKind::Unreadable]
        );
    }

    #[test]
    fn front_matter_of_other_programs_is_none_of_our_business() {
        for text in ["---\nlayout: post\n---\n", "# x\n", "---\nlayout: [\n---\n"] {
            assert!(matches!(
                read(&RepoPath::new("blog/x.md"), text.into(), None),
                Document::Foreign
            ));
        }
    }

    #[test]
    fn values_are_read_from_exactly_what_reads_as_a_record() {
        let path = RepoPath::new("x/y.md");
        for text in [
            TEXT,
            "---\nkind: action\n---\n",
            "---\nkind: actoin\n---\n",
            "---\nkind: [action]\n---\n",
            "---\n- kind\n---\n",
            "---\nkind: action\n<<<<<<< a\nx: 1\n=======\nx: 2\n>>>>>>> b\n---\n",
            "---\nlayout: kind\n---\n",
            "---\nkind: action\n",
            "# kind: action\n",
        ] {
            let values = read_values(&path, text.into());
            let whole = match read(&path, text.into(), None) {
                Document::Record(record) => Some(record),
                _ => None,
            };
            assert_eq!(values.as_ref().map(Record::id), whole.as_ref().map(|r| r.id()), "{text}");
            let due = |record: &Record| record.get(action::VERIFICATION).map(|found| found.span);
            assert_eq!(values.as_ref().map(due), whole.as_ref().map(|r| due(r)), "{text}");
        }
    }
}
