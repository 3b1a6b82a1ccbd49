//! What can be searched for: each record as labelled texts, newest first.
//!
//! Builds no index and folds no word; that is a matter of how the site is written. A privileged
//! record has its id here and nothing else.

use super::site::Site;
use crate::proof::RecordPast;
use crate::record::Record;
use crate::register::annex_a_of;
use crate::rows::learning_words;
use crate::schema::Kind;
use crate::verdict::Verdict;
use crate::yaml::{Content, NodeId};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Most records whose texts stand in one file.
const SHELF: usize = 64;

/// Fields that are no text of their own: the entry has each in its place.
const IN_HEAD: [&str; 4] = ["kind", "id", "title", "status"];

/// Everything that can be searched for.
pub struct Search<'s, 'a> {
    site: &'s Site<'a>,
    shelves: Vec<Shelf>,
    /// The controls of Annex A for which a control of the organisation's own stands.
    annex: HashMap<&'a str, String>,
}

/// Records whose texts stand together in one file.
///
/// A new record moves no more than the records of its year to another shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// The name: the year in the records' ids, and a number.
    pub name: String,
    /// The records, newest first, as [`Search::entry`] takes them.
    pub records: Vec<usize>,
}

/// A record as it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchEntry<'a> {
    /// Its id.
    pub id: Cow<'a, str>,
    /// Its title.
    pub title: Cow<'a, str>,
    /// Where it stands, from the root of the site.
    pub href: Cow<'a, str>,
    /// Its kind.
    pub kind: &'static str,
    /// The folder where pages of this kind stand.
    pub folder: &'static str,
    /// Its status.
    pub state: Cow<'a, str>,
    /// How the learning of an incident stands, as verdict and in words; withheld where it must not be told.
    pub standing: Option<(&'static str, &'static str)>,
    /// What it says, in reading order.
    pub parts: Vec<SearchPart<'a>>,
    /// The ids of the commits in its git record.
    pub commits: Vec<&'a str>,
}

/// A text of a record and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchPart<'a> {
    /// Where it stands.
    pub place: SearchPlace,
    /// The name of the field, or the title of the section.
    pub label: Cow<'a, str>,
    /// The text as written.
    pub text: Cow<'a, str>,
}

/// Where a text that can be searched for stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchPlace {
    /// In a field of the front matter.
    Field,
    /// Names of people behind the handles of the record, and of those who committed it.
    People,
    /// Controls of Annex A behind the organisation's own controls that it names.
    Controls,
    /// In a section of the body.
    Section,
}

impl<'a> Site<'a> {
    /// Everything that can be searched for.
    pub fn search(&self) -> Search<'_, 'a> {
        let register = self.cx.register;
        let controls = register.of_kind(Kind::Control).filter(|own| !self.is_withheld(own));
        let implemented = controls.filter_map(|own| {
            let ids: Vec<_> = annex_a_of(register, own.id()).into_iter().collect();
            (!ids.is_empty() && ids != [own.id()]).then(|| (own.id(), ids.join(", ")))
        });
        Search { site: self, shelves: shelves(register.records()), annex: implemented.collect() }
    }
}

impl<'s> Search<'s, '_> {
    /// The same for some of the records.
    #[must_use]
    pub fn of(mut self, is_part: &dyn Fn(&Record) -> bool) -> Self {
        let records = self.site.cx.register.records();
        for shelf in &mut self.shelves {
            shelf.records.retain(|at| is_part(&records[*at]));
        }
        self.shelves.retain(|shelf| !shelf.records.is_empty());
        self
    }

    /// The records in the order in which they are found, shelf by shelf.
    pub fn shelves(&self) -> &[Shelf] {
        &self.shelves
    }

    /// Each kind with the folder where its pages stand.
    pub fn folders(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        Kind::ALL.into_iter().map(|kind| (kind.word(), kind.spec().folder))
    }

    /// A record as it is found.
    pub fn entry(&self, at: usize) -> SearchEntry<'s> {
        let site = self.site;
        let record: &'s Record = &site.cx.register.records()[at];
        let hidden = site.is_withheld(record);
        let told = |text: &'s str| Cow::Borrowed(if hidden { "" } else { text });
        let past = site.cx.past.seen(record.id()).filter(|_| !hidden);
        let learning = site.learning(record);
        let standing = learning.map(|verdict| (verdict.word(), learning_words(verdict)));
        let withheld = Verdict::Withheld;
        let title = if hidden { "privileged, withheld" } else { record.title() };
        SearchEntry {
            id: Cow::Borrowed(record.id()),
            title: Cow::Borrowed(title),
            href: Cow::Borrowed(site.addresses.file(record)),
            kind: record.kind().word(),
            folder: record.spec.folder,
            state: told(record.status()),
            standing: if hidden { Some((withheld.word(), withheld.words())) } else { standing },
            parts: if hidden { Vec::new() } else { self.parts(record, past) },
            commits: past.map(commits).unwrap_or_default(),
        }
    }

    fn parts(&self, record: &'s Record, past: Option<&'s RecordPast>) -> Vec<SearchPart<'s>> {
        let mut names = past.map(committers).unwrap_or_default();
        let mut found = fields(record, &mut |word| {
            let person = self.site.people.get(word);
            names.extend(person.and_then(|person| person.name.as_deref()));
        });
        let mut more = |place, label: &'static str, mut texts: Vec<&str>| {
            texts.sort_unstable();
            texts.dedup();
            if !texts.is_empty() {
                let text = texts.join(", ").into();
                found.push(SearchPart { place, label: label.into(), text });
            }
        };
        more(SearchPlace::People, "people", names);
        more(SearchPlace::Controls, "controls of Annex A", self.controls(record));
        found.extend(sections(record));
        found
    }

    fn controls(&self, record: &Record) -> Vec<&str> {
        let named = record.links.iter().filter_map(|link| self.annex.get(link.target.id.as_str()));
        named.map(String::as_str).collect()
    }
}

/// Those whom commits name, once each.
fn committers(past: &RecordPast) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for (commit, _) in &past.revisions {
        for name in [&*commit.author, &*commit.committer] {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

fn commits(past: &RecordPast) -> Vec<&str> {
    past.revisions.iter().map(|(commit, _)| commit.short()).collect()
}

/// Every record: by the year in its id, newest first; then those whose ids have none.
fn shelves(records: &[Record]) -> Vec<Shelf> {
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.sort_by_cached_key(|at| {
        let (id, kind) = (records[*at].id(), records[*at].kind() as u8);
        // Policies and risks stand as in their registers, all else newest first.
        let newest = year(id).map(|_| Reverse((id.len(), id)));
        (Reverse(year(id)), kind, newest, id, *at)
    });
    let by_year = order.chunk_by(|a, b| year(records[*a].id()) == year(records[*b].id()));
    by_year.flat_map(|of_year| shelves_of(year(records[of_year[0]].id()), of_year)).collect()
}

/// The shelves of a year; the oldest is the first and a full one.
fn shelves_of(year: Option<u16>, records: &[usize]) -> Vec<Shelf> {
    let name = year.map_or_else(|| "undated".to_owned(), |year| year.to_string());
    let from_the_oldest = records.rchunks(SHELF).enumerate();
    let shelves = from_the_oldest.map(|(at, records)| Shelf {
        name: format!("{name}-{}", at + 1),
        records: records.to_vec(),
    });
    let mut shelves: Vec<_> = shelves.collect();
    shelves.reverse();
    shelves
}

/// The year in an id such as `INC-2026-0001`.
fn year(id: &str) -> Option<u16> {
    let written = id.split('-').nth(1).filter(|part| part.len() == 4)?;
    written.parse().ok().filter(|year| *year >= 1000)
}

/// Every field of the front matter that says something, in file order; `tell` is given each value.
fn fields<'r>(record: &'r Record, tell: &mut impl FnMut(&'r str)) -> Vec<SearchPart<'r>> {
    let tree = record.tree();
    let entries = tree.entries(tree.root()).iter();
    let stated = entries.filter_map(|entry| {
        let label = tree.text(&record.text, entry.key)?;
        let text = written(record, entry.value, tell);
        let tells = !IN_HEAD.contains(&label) && !text.is_empty() && text != "~";
        tells.then_some(SearchPart { place: SearchPlace::Field, label: label.into(), text })
    });
    stated.collect()
}

/// A value as written; those of lists and mappings one after the other.
fn written<'r>(record: &'r Record, at: NodeId, tell: &mut impl FnMut(&'r str)) -> Cow<'r, str> {
    let mut values = Vec::new();
    gather(record, at, &mut values);
    values.iter().copied().for_each(tell);
    match values[..] {
        [one] => one.into(),
        _ => values.join(", ").into(),
    }
}

fn gather<'r>(record: &'r Record, at: NodeId, values: &mut Vec<&'r str>) {
    match record.tree().node(at).content {
        Content::Scalar(_) => values.extend(record.tree().text(&record.text, at)),
        Content::Sequence(items) => items.iter().for_each(|item| gather(record, *item, values)),
        Content::Mapping(entries) => {
            for entry in entries {
                gather(record, entry.value, values);
            }
        }
    }
}

/// The text above the first heading of level 2, then what stands below each.
///
/// Lines are enough to tell: the outline of a body costs more than the whole index, and a heading
/// that only it would find is part of the text before it.
fn sections(record: &Record) -> Vec<SearchPart<'_>> {
    let body = record.body_text();
    let (mut found, mut in_code) = (Vec::new(), false);
    let (mut label, mut start, mut at) = ("text", 0, 0);
    for line in body.split_inclusive('\n') {
        let plain = line.trim_start();
        in_code ^= plain.starts_with("```") || plain.starts_with("~~~");
        if let Some(title) = line.strip_prefix("## ").filter(|_| !in_code) {
            found.push((label, &body[start..at]));
            (label, start) = (title.trim().trim_end_matches('#').trim_end(), at + line.len());
        }
        at += line.len();
    }
    found.push((label, &body[start..]));
    let told = found.into_iter().filter(|(_, text)| !text.trim().is_empty());
    told.map(|(label, text)| SearchPart {
        place: SearchPlace::Section,
        label: label.into(),
        text: text.into(),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Document, read};
    use crate::term::RepoPath;

    fn records(ids: &[&str]) -> Vec<Record> {
        let text = |id: &str| format!("---\nid: {id}\nkind: action\n---\n");
        let document = |id: &&str| {
            let path = RepoPath::new(format!("actions/{id}.md"));
            read(&path, text(id).into_bytes(), Some(Kind::Action))
        };
        let read = ids.iter().map(document).filter_map(|document| match document {
            Document::Record(record) => Some(*record),
            _ => None,
        });
        read.collect()
    }

    fn names(records: &[Record]) -> Vec<(String, Vec<&str>)> {
        let ids = |shelf: &Shelf| shelf.records.iter().map(|at| records[*at].id()).collect();
        shelves(records).iter().map(|shelf| (shelf.name.clone(), ids(shelf))).collect()
    }

    #[test]
    fn the_newest_id_stands_first_and_those_without_a_year_last() {
        let records =
            records(&["ACT-2025-0009", "ACT-2026-0002", "ACT-2026-10000", "ACT-2026-9999", "odd"]);
        assert_eq!(
            names(&records),
            [
                ("2026-1".to_owned(), vec!["ACT-2026-10000", "ACT-2026-9999", "ACT-2026-0002"]),
                ("2025-1".to_owned(), vec!["ACT-2025-0009"]),
                ("undated-1".to_owned(), vec!["odd"]),
            ]
        );
    }

    #[test]
    fn a_new_record_leaves_full_shelves_as_they_are() {
        let ids: Vec<_> = (1..=130).map(|n| format!("ACT-2026-{n:04}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let (before, after) = (records(&ids[..129]), records(&ids));
        let (before, after) = (names(&before), names(&after));
        assert_eq!(before[1..], after[1..]);
        assert_eq!((before[0].0.as_str(), before[0].1.len()), ("2026-3", 1));
        assert_eq!(after[0].1, ["ACT-2026-0130", "ACT-2026-0129"]);
    }

    #[test]
    fn fields_and_sections_are_told_apart_and_nothing_is_lost() {
        let text = "---\nid: ACT-2026-0001\nkind: action\ntitle: t\nstatus: open\nowner: a.b\n\
            verification: {by: c.d, at: 2026-01-02}\nx-own: ~\n---\n# T\n\nabove\n## What ##\none\n```\n## code\n```\n## Why\ntwo\n";
        let path = RepoPath::new("actions/ACT-2026-0001.md");
        let Document::Record(record) = read(&path, text.into(), None) else { panic!("no record") };
        let parts: Vec<_> =
            fields(&record, &mut |_| ()).into_iter().chain(sections(&record)).collect();
        let told: Vec<_> = parts.iter().map(|it| (&*it.label, it.text.trim())).collect();
        assert_eq!(
            told,
            [
                ("owner", "a.b"),
                ("verification", "c.d, 2026-01-02"),
                ("text", "# T\n\nabove"),
                ("What", "one\n```\n## code\n```"),
                ("Why", "two"),
            ]
        );
    }
}
