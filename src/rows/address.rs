//! Where each record stands on the site: file names that are safe, and fragments that are unique.

use crate::record::Record;
use crate::register::Register;
use crate::schema::Kind;
use std::collections::{BTreeSet, HashMap};

/// Most rows of a register on one page.
pub const PAGE_ROWS: usize = 200;

/// Where records are found on the site, from its root.
#[derive(Clone, Debug, Default)]
pub struct Addresses {
    by_path: HashMap<String, String>,
    by_id: HashMap<String, String>,
}

impl Addresses {
    /// Gives every record of `register` its place.
    pub fn of(register: &Register) -> Self {
        let mut found = Self::default();
        let mut taken: HashMap<&str, BTreeSet<String>> = HashMap::new();
        for kind in Kind::ALL {
            let folder = kind.spec().folder;
            for record in register.of_kind(kind) {
                let name = unique(&slug(record.id()), taken.entry(folder).or_default());
                found.put(record, format!("{folder}/{name}.html"));
            }
        }
        found
    }

    /// The records of one page that stands alone: each has a fragment of it, and nothing else has a place.
    pub fn within<'r>(records: impl IntoIterator<Item = &'r Record>) -> Self {
        let mut found = Self::default();
        for record in records {
            found.put(record, format!("#{}", slug(record.id())));
        }
        found
    }

    fn put(&mut self, record: &Record, href: String) {
        self.by_id.entry(record.id().to_owned()).or_insert_with(|| href.clone());
        self.by_path.insert(record.path.to_string(), href);
    }

    /// Where a record is found; empty when it has no place of its own.
    pub fn file(&self, record: &Record) -> &str {
        self.by_path.get(record.path.as_str()).map_or("", String::as_str)
    }

    /// Where the record with this id is found; empty when there is none.
    pub fn id(&self, id: &str) -> &str {
        let whole = id.split('#').next().unwrap_or(id);
        self.by_id.get(whole).map_or("", String::as_str)
    }

    /// Where the record in this file is found.
    pub fn path(&self, path: &str) -> Option<&str> {
        self.by_path.get(path).map(String::as_str)
    }
}

/// Kinds whose text is shown on the pages of the incidents that they belong to.
pub fn stands_with_incident(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Pir | Kind::Rca | Kind::Bulletin | Kind::Training | Kind::EffectivenessAudit
    )
}

/// The records of a kind as registers list them: newest id first, risks and policies by id.
pub fn in_order(register: &Register, kind: Kind) -> Vec<&Record> {
    let mut records: Vec<_> = register.of_kind(kind).collect();
    records.sort_by(|a, b| (a.id(), &a.path).cmp(&(b.id(), &b.path)));
    if !matches!(kind, Kind::Risk | Kind::Policy) {
        records.reverse();
    }
    records
}

/// The file of page `at` (from 0) of a register.
pub fn page_name(register: &str, at: usize) -> String {
    if at == 0 { format!("{register}.html") } else { format!("{register}-{}.html", at + 1) }
}

/// An id as part of a file name or fragment: letters, digits, dots and dashes only.
pub fn slug(id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '.' { c } else { '_' };
    let text: String = id.chars().take(80).map(plain).collect();
    // No name may be empty, hidden, or mean a folder.
    if text.chars().all(|c| c == '.') || text.starts_with('.') { format!("_{text}") } else { text }
}

/// `name`, or `name-2` and so on where another has taken it, also in other letter case.
fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut chosen = name.to_owned();
    let mut n = 2;
    while !taken.insert(chosen.to_lowercase()) {
        chosen = format!("{name}-{n}");
        n += 1;
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_leads_out_of_the_site() {
        assert_eq!(slug("INC-2026-0001"), "INC-2026-0001");
        assert_eq!(slug("../../x"), "_.._.._x");
        assert_eq!(slug(".."), "_..");
        assert_eq!(slug(""), "_");
        assert_eq!(slug("a b/\u{1b}\"<"), "a_b____");
    }

    #[test]
    fn names_differ_also_where_letter_case_does_not_count() {
        let mut taken = BTreeSet::new();
        assert_eq!(unique("A", &mut taken), "A");
        assert_eq!(unique("a", &mut taken), "a-2");
        assert_eq!(unique("A", &mut taken), "A-3");
    }
}
