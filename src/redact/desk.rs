//! The decision about one text of one page.

use super::known::{builtin, is_commit, is_moment};
use super::lexicon::{Run, joined};
use super::{Edition, WITHHELD};
use crate::page::NavItem;
use crate::record::Record;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

/// Where a page is taken apart.
pub(super) struct Desk<'e, 'a> {
    pub(super) edition: &'e Edition<'a>,
    pub(super) page: &'e str,
    /// Places about which nobody has decided.
    pub(super) open: RefCell<BTreeSet<String>>,
    /// What was decided on this page; the same words stand in many cells.
    pub(super) seen: RefCell<HashMap<String, Option<String>>>,
}

impl Desk<'_, '_> {
    /// A sentence of the tool's own at a place that is known for such.
    pub(super) fn own(&self, text: &str) -> String {
        if self.tells_of_closed(text) {
            return WITHHELD.to_owned();
        }
        if self.edition.known.is_own(text) {
            return text.to_owned();
        }
        self.edition.lexicon.masked(text).unwrap_or_else(|| WITHHELD.to_owned())
    }

    /// A text that leaves when all of it is recognised; names of people in it become what they are.
    pub(super) fn recognised(&self, text: &str) -> Option<String> {
        if text.is_empty() {
            return Some(String::new());
        }
        if let Some(found) = self.seen.borrow().get(text) {
            return found.clone();
        }
        let found = self.recognise(text);
        self.seen.borrow_mut().insert(text.to_owned(), found.clone());
        found
    }

    /// True for a text that says more of a restricted or privileged record than its id.
    fn tells_of_closed(&self, text: &str) -> bool {
        let Edition { known, .. } = self.edition;
        if !self.edition.has_closed() {
            return false;
        }
        let words = text.split_whitespace();
        let words = words.map(|word| word.trim_matches(|c| "()[],;:.?!=|\"'`".contains(c)));
        let (closed, others): (Vec<&str>, Vec<&str>) =
            words.partition(|word| self.edition.is_closed(word));
        let says = |word: &&str| word.chars().any(char::is_alphanumeric) && !known.is_id(word);
        !closed.is_empty() && others.iter().any(says)
    }

    fn recognise(&self, text: &str) -> Option<String> {
        let Edition { known, lexicon, .. } = self.edition;
        if self.tells_of_closed(text) {
            return None;
        }
        if known.is_own(text) {
            return Some(text.to_owned());
        }
        if lexicon.is_value(text) && !known.is_sentence(text) && !known.is_id(text) {
            return None;
        }
        let runs = lexicon.runs(text)?;
        let holds = |run: &Run<'_>| match run {
            Run::Kept(text) => known.holds(text.trim()),
            Run::Token(_) => true,
        };
        runs.iter().all(holds).then(|| joined(&runs))
    }

    /// A text that leaves when all of it is recognised, or what stands in its place.
    pub(super) fn judged(&self, text: &str) -> String {
        self.recognised(text).unwrap_or_else(|| WITHHELD.to_owned())
    }

    /// The text of a field, masked, where the profile releases it.
    pub(super) fn field(&self, name: &str, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        if self.edition.profile.shows(name) { self.released(text) } else { WITHHELD.to_owned() }
    }

    pub(super) fn released(&self, text: &str) -> String {
        self.edition.lexicon.released(text).unwrap_or_else(|| WITHHELD.to_owned())
    }

    /// A place about which nobody has decided: nothing leaves, and a strict profile stops.
    pub(super) fn undecided(&self, place: &str) -> String {
        self.open.borrow_mut().insert(place.to_owned());
        WITHHELD.to_owned()
    }

    /// An id; one that says more than kind and number is masked where it names somebody.
    pub(super) fn id(&self, text: &str) -> String {
        let Edition { known, lexicon, .. } = self.edition;
        let is_known = known.is_id(text) || is_commit(text) || is_moment(text);
        let whole = text.split('#').next().unwrap_or(text);
        match (is_known, known.is_id(whole)) {
            (true, _) => lexicon.masked(text).unwrap_or_else(|| WITHHELD.to_owned()),
            // The part of a record has an id that is somebody's own words.
            (false, true) => lexicon.masked(whole).unwrap_or_else(|| WITHHELD.to_owned()),
            (false, false) => self.judged(text),
        }
    }

    /// Where a link leads; empty where that is not part of the edition.
    pub(super) fn href(&self, href: &str) -> String {
        let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
        if !path.is_empty() && !self.edition.has_page(path) {
            return String::new();
        }
        let place = self.edition.place(path);
        match self.anchor(fragment) {
            anchor if anchor.is_empty() => place,
            anchor => format!("{place}#{anchor}"),
        }
    }

    /// A fragment that is an id, a commit, a rule or a stage; else empty.
    pub(super) fn anchor(&self, anchor: &str) -> String {
        let known = &self.edition.known;
        let bare =
            anchor.strip_prefix("r-").or_else(|| anchor.strip_prefix("d-")).unwrap_or(anchor);
        let holds = is_commit(bare)
            || builtin(bare).is_some()
            || known.is_id(bare)
            || bare.rsplit_once('.').is_some_and(|(id, part)| known.is_id(&format!("{id}#{part}")))
            || bare.split('-').all(|word| known.is_common(word));
        match self.edition.lexicon.masked(anchor) {
            Some(masked) if holds && !anchor.is_empty() => crate::rows::slug(&masked),
            _ => String::new(),
        }
    }

    /// Pages that are part of the edition.
    pub(super) fn nav(&self, items: Vec<NavItem>) -> Vec<NavItem> {
        let is_here = |NavItem { text: _, href, current: _ }: &NavItem| self.edition.has_page(href);
        items.into_iter().filter(is_here).collect()
    }

    /// The sections of a body that the profile releases, as HTML that cannot act.
    pub(super) fn body(&self, record: Option<&Record>) -> String {
        let sections = &self.edition.profile.sections;
        let Some(record) = record.filter(|record| !self.edition.is_closed(record.id())) else {
            return String::new();
        };
        let mut found = String::new();
        for section in &record.outline().sections {
            if !sections.contains(&section.title.trim().to_lowercase()) {
                continue;
            }
            let text = section.content.slice(&record.text);
            let lines: Vec<String> = text.lines().map(|line| self.line(line)).collect();
            let shown = format!("## {}\n{}\n", section.title, lines.join("\n"));
            let nowhere = |_: &str| crate::markdown::LinkTarget::None;
            found.push_str(&crate::markdown::render_html(&shown, 3, &nowhere));
        }
        found
    }

    /// A line of a body; what is not text of it, such as a rule between cells, is as it was.
    pub(super) fn line(&self, line: &str) -> String {
        if line.chars().any(char::is_alphanumeric) { self.released(line) } else { line.to_owned() }
    }
}
