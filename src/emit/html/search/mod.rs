//! The index of the site as scripts: a page opened from a folder may load scripts and nothing else.
//!
//! `search/head.js` has a line for each record, `search/words.js` its words and commits, and one
//! file for each shelf the texts from which the context of a find is shown. Each is read by
//! `site.js` when it is first needed. Texts reach them through the escape door alone.

mod fold;
mod postings;

use crate::digest::sha256;
use crate::escape::script_string;
use crate::page::{Search, SearchEntry, SearchPart, SearchPlace, Shelf};
use postings::{Postings, Rank};
use rayon::prelude::*;
use std::fmt::Write;

/// What the index says it is.
const SCHEMA: &str = "pirctl.search/1";

/// Most bytes of one text from which context is shown; all of its words are found.
const CONTEXT: usize = 16 * 1024;

/// What of a record may be found.
pub(super) type Told<'t> = dyn for<'e> Fn(SearchEntry<'e>) -> SearchEntry<'e> + Sync + 't;

/// Makes every file of the index and hands each over; returns their paths with their digests.
pub(super) fn make<E: Send>(
    search: &Search<'_, '_>,
    told: &Told<'_>,
    keep: &(impl Fn(&str, &[u8]) -> Result<(), E> + Sync),
) -> Result<Vec<(String, String)>, E> {
    let shelves = numbered(search.shelves());
    let side_by_side = shelves.len().div_ceil(rayon::current_num_threads()).max(1);
    let made: Result<Vec<_>, E> = shelves
        .par_chunks(side_by_side)
        .map(|shelves| Made::of(search, told, shelves, keep))
        .collect();
    let mut whole = Made::default();
    for part in made? {
        whole.join(part);
    }
    let head = head(search, &whole.records);
    let (words, lists) = whole.words.written();
    let (commits, of_commits) = whole.commits.written();
    let words = words_file(&[&words, &lists, &commits, &of_commits]);
    for (path, text) in [("search/head.js", &head), ("search/words.js", &words)] {
        keep(path, text.as_bytes())?;
        whole.files.push((path.to_owned(), sha256(text.as_bytes())));
    }
    Ok(whole.files)
}

/// Each shelf with the number of its first record.
fn numbered(shelves: &[Shelf]) -> Vec<(u32, &Shelf)> {
    let mut next = 0;
    let numbered = shelves.iter().map(|shelf| {
        let first = next;
        next += u32::try_from(shelf.records.len()).expect("a shelf is short");
        (first, shelf)
    });
    numbered.collect()
}

/// What some shelves give to the index.
#[derive(Default)]
struct Made {
    /// The lines of the records.
    records: String,
    words: Postings,
    commits: Postings,
    files: Vec<(String, String)>,
}

impl Made {
    fn of<E>(
        search: &Search<'_, '_>,
        told: &Told<'_>,
        shelves: &[(u32, &Shelf)],
        keep: &impl Fn(&str, &[u8]) -> Result<(), E>,
    ) -> Result<Self, E> {
        let (mut made, mut desk, mut texts) = (Self::default(), String::new(), String::new());
        for (first, shelf) in shelves {
            texts.clear();
            texts.push_str("pirctlSearch.texts[");
            script_string(&mut texts, &shelf.name);
            texts.push_str("]=[\n");
            for (at, record) in (*first..).zip(&shelf.records) {
                let entry = told(search.entry(*record));
                made.index(at, &entry, &mut desk);
                line(&mut made.records, &entry);
                write_texts(&mut texts, &entry.parts);
            }
            texts.push_str("];\n");
            let path = format!("search/{}.js", shelf.name);
            keep(&path, texts.as_bytes())?;
            made.files.push((path, sha256(texts.as_bytes())));
        }
        Ok(made)
    }

    fn index(&mut self, at: u32, entry: &SearchEntry<'_>, desk: &mut String) {
        let words = &mut self.words;
        let mut add = |text: &str, rank| {
            fold::words(text, desk, &mut |word| words.add(word, at, rank));
        };
        add(&entry.title, Rank::Title);
        let (texts, fields): (Vec<_>, Vec<_>) =
            entry.parts.iter().partition(|part| part.place == SearchPlace::Section);
        for text in [&entry.id, entry.kind, &entry.state] {
            add(text, Rank::Field);
        }
        for part in fields {
            add(&part.text, Rank::Field);
        }
        for part in texts {
            add(&part.label, Rank::Text);
            add(&part.text, Rank::Text);
        }
        for commit in &entry.commits {
            self.commits.add(commit, at, Rank::Field);
        }
    }

    /// Takes over what comes after it.
    fn join(&mut self, next: Self) {
        self.records.push_str(&next.records);
        self.words.join(next.words);
        self.commits.join(next.commits);
        self.files.extend(next.files);
    }
}

/// A record in one line: id, title, where it stands, kind, status, for incidents verdict and words.
///
/// Where it stands as its id and kind say, the place is left empty.
fn line(out: &mut String, entry: &SearchEntry<'_>) {
    let at_home = entry.href.strip_prefix(entry.folder).and_then(|rest| rest.strip_prefix('/'));
    let at_home = at_home.and_then(|rest| rest.strip_suffix(".html")) == Some(&entry.id);
    let href = if at_home { "" } else { &entry.href };
    let (verdict, words) = entry.standing.unwrap_or_default();
    let mut values = vec![&*entry.id, &*entry.title, href, entry.kind, &*entry.state];
    if !verdict.is_empty() {
        values.extend([verdict, words]);
    }
    list(out, &values);
    out.push_str(",\n");
}

/// Labels and texts of a record, one after the other.
fn write_texts(out: &mut String, parts: &[SearchPart<'_>]) {
    out.push('[');
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        match part.place {
            SearchPlace::Section => script_string(out, &part.label),
            _ => script_string(out, &part.label.replace('_', " ")),
        }
        out.push(',');
        script_string(out, shortened(&part.text));
    }
    out.push_str("],\n");
}

fn shortened(text: &str) -> &str {
    let text = text.trim();
    let ends = (0..=CONTEXT.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..ends.unwrap_or_default()]
}

/// What the index is, its folders and shelves, and the lines of all records.
fn head(search: &Search<'_, '_>, records: &str) -> String {
    let mut out = String::with_capacity(records.len() + 4096);
    out.push_str("pirctlSearch.head={schema:");
    script_string(&mut out, SCHEMA);
    out.push_str(",folders:[");
    for (kind, folder) in search.folders() {
        list(&mut out, &[kind, folder]);
        out.push(',');
    }
    out.push_str("],shelves:[");
    for shelf in search.shelves() {
        out.push('[');
        script_string(&mut out, &shelf.name);
        write!(out, ",{}],", shelf.records.len()).expect("writing to a string does not fail");
    }
    out.push_str("],records:[\n");
    out.push_str(records);
    out.push_str("]};\n");
    out
}

/// Words and commits, each as two texts: what there is, and where.
fn words_file(parts: &[&str; 4]) -> String {
    let mut out = String::with_capacity(parts.iter().map(|part| part.len()).sum::<usize>() + 256);
    out.push_str("pirctlSearch.words=");
    list(&mut out, parts);
    out.push_str(";\n");
    out
}

fn list(out: &mut String, values: &[&str]) {
    out.push('[');
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        script_string(out, value);
    }
    out.push(']');
}
