//! An edition: what is computed once for all its pages, and a page as it leaves.

use super::book::lexicon;
use super::desk::Desk;
use super::known::Known;
use super::lexicon::Lexicon;
use super::{Profile, pages};
use crate::digest::sha256;
use crate::page::{PageKey, View};
use crate::record::Record;
use crate::register::Register;
use crate::rows::slug;
use crate::rules::HistoryContext;
use crate::schema::common;
use crate::term::Classification;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

/// What an edition is made from.
pub struct EditionInput<'a> {
    /// For whom it is.
    pub profile: Profile,
    /// The register, its people and assets, its history.
    pub evidence: HistoryContext<'a>,
    /// Every page of the full site.
    pub pages: &'a [PageKey],
    /// Options that say in which language it speaks, to be repeated: empty, or with a blank in front.
    pub manner: String,
}

/// A text about which nobody has decided, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("`{page}` has a text whose audience nobody has decided: {place}")]
pub struct Unlabelled {
    /// The page.
    pub page: String,
    /// The place on it, in the tool's own words.
    pub place: String,
}

/// A site for readers outside.
pub struct Edition<'a> {
    pub(super) profile: Profile,
    pub(super) lexicon: Lexicon,
    pub(super) known: Known,
    manner: String,
    register: &'a Register,
    /// Pages of the full site that are part of the edition, with where they stand in it.
    pages: HashMap<String, String>,
    /// Ids, and fragments made of them, of records of which no more than the id leaves.
    closed: HashSet<String>,
    by_slug: HashMap<String, usize>,
}

impl<'a> Edition<'a> {
    /// Computes what all pages share.
    pub fn of(input: EditionInput<'a>) -> Self {
        let EditionInput { profile, evidence, pages, manner } = input;
        let cx = evidence.inquiry();
        let register = cx.register;
        let known = Known::of(register);
        let (people, assets) = (evidence.basis.people, evidence.basis.assets);
        let lexicon = lexicon(&cx, people, assets, &profile, &known);
        let default = cx.config.default_classification.as_ref().map(|given| given.value);
        let pages = pages.iter().filter(|key| profile.holds(&key.path));
        let pages = pages.map(|key| (key.path.clone(), masked(&lexicon, &key.path))).collect();
        let closed = register.records().iter().filter(|record| is_closed(record, default));
        let closed = closed.flat_map(names_of).collect();
        let by_slug = register.records().iter().enumerate();
        let by_slug = by_slug.map(|(at, record)| (slug(record.id()), at)).collect();
        Self { profile, lexicon, known, manner, register, pages, closed, by_slug }
    }

    /// For whom it is, as the user asked for it.
    pub fn name(&self) -> &str {
        &self.profile.name
    }

    /// For whom it is, with what was released for them, as the user asks for it.
    pub(super) fn asked(&self) -> String {
        let Profile { name, show, sections, without: _ } = &self.profile;
        let sections = sections.iter().map(|title| format!("\"section:{title}\""));
        let released = show.iter().cloned().chain(sections);
        let released = released.map(|field| format!(" --release {field}"));
        format!("{name}{}{}", released.collect::<String>(), self.manner)
    }

    /// What the edition leaves out, in sentences.
    pub(super) fn left_out(&self) -> Vec<String> {
        let Profile { name, show, sections, without } = &self.profile;
        let listed =
            |words: &BTreeSet<String>| words.iter().cloned().collect::<Vec<_>>().join(", ");
        let mut said = vec![
            format!("This is the edition \"{name}\". Every verdict and count is that of the full register; only what is shown differs."),
            format!("What is not shown is marked \"{}\". People are shown as their role, hosts, addresses, assets and suppliers as a number, the same throughout this edition.", super::WITHHELD),
            "Left out are the texts of records, titles, what commits say and change, their commands, the names of files and branches, and everything about restricted and privileged records but their ids.".to_owned(),
        ];
        if !show.is_empty() || !sections.is_empty() {
            said.push(format!(
                "Released in it are the fields {} and the sections {}.",
                listed(show),
                listed(sections)
            ));
        }
        if !without.is_empty() {
            said.push(format!("These parts of the site are left out: {}.", listed(without)));
        }
        said
    }

    /// True when pages of such a record are part of the edition.
    pub fn holds_record(&self, record: &Record) -> bool {
        self.profile.holds(&format!("{}/", record.kind().spec().folder))
    }

    /// True when the page is part of the edition.
    pub fn holds(&self, key: &PageKey) -> bool {
        self.pages.contains_key(&key.path)
    }

    /// Where a page of the full site stands in the edition.
    pub fn path(&self, key: &PageKey) -> String {
        self.place(&key.path)
    }

    /// A page as it leaves.
    ///
    /// # Errors
    /// The first text about which nobody has decided: every profile is strict.
    pub fn view(&self, path: &str, view: View) -> Result<View, Unlabelled> {
        let desk =
            Desk { edition: self, page: path, open: RefCell::default(), seen: RefCell::default() };
        let view = pages::view(&desk, view);
        match desk.open.into_inner().into_iter().next() {
            Some(place) => Err(Unlabelled { page: self.place(path), place }),
            None => Ok(view),
        }
    }

    pub(super) fn has_page(&self, path: &str) -> bool {
        self.pages.contains_key(path)
    }

    /// Where a page of the full site stands in the edition.
    pub(super) fn place(&self, path: &str) -> String {
        self.pages.get(path).cloned().unwrap_or_else(|| masked(&self.lexicon, path))
    }

    /// True when there is any record of which no more than the id leaves.
    pub(super) fn has_closed(&self) -> bool {
        !self.closed.is_empty()
    }

    /// True for a record of which no more than the id leaves.
    pub(super) fn is_closed(&self, id_or_slug: &str) -> bool {
        let whole = id_or_slug.split('#').next().unwrap_or(id_or_slug);
        self.closed.contains(whole)
    }

    /// The record with this id or fragment.
    pub(super) fn record(&self, id_or_slug: &str) -> Option<&'a Record> {
        let by_slug = || self.by_slug.get(id_or_slug).map(|at| &self.register.records()[*at]);
        self.register.get(id_or_slug).or_else(by_slug)
    }
}

/// The name of a file, in which an id that is a name of somebody is masked.
fn masked(lexicon: &Lexicon, path: &str) -> String {
    let Some((folder, file)) = path.split_once('/') else { return path.to_owned() };
    let stem = file.strip_suffix(".html").unwrap_or(file);
    let hidden = || sha256(stem.as_bytes())[..12].to_owned();
    let masked = lexicon.masked(stem).unwrap_or_else(hidden);
    format!("{folder}/{}.html", slug(&masked))
}

/// Restricted and privileged records.
fn is_closed(record: &Record, default: Option<Classification>) -> bool {
    let stated = record.text_of(common::CLASSIFICATION);
    // A classification that cannot be read is none that would let anything out.
    let own = stated
        .map_or(default, |word| Classification::parse(word).or(Some(Classification::Restricted)));
    record.is_privileged() || own == Some(Classification::Restricted)
}

/// The names under which pages speak of a record: its id, the fragment, the quarter that it is about.
fn names_of(record: &Record) -> Vec<String> {
    let period = record.text_of(crate::schema::period_statement::PERIOD);
    let period = period.filter(|_| record.kind() == crate::schema::Kind::PeriodStatement);
    let names = [Some(record.id().to_owned()), Some(slug(record.id())), period.map(str::to_owned)];
    names.into_iter().flatten().collect()
}
