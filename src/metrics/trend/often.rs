//! What several incidents of the quarters shown have to do with: a control, a team, a supplier.

use std::collections::BTreeMap;

/// Something that several incidents have to do with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Often<'r> {
    /// What it is.
    pub name: String,
    /// The incidents, in the order of their ids.
    pub incidents: Vec<&'r str>,
    /// Those of them that repeat an earlier one.
    pub recurring: Vec<&'r str>,
}

/// Incidents by name, while they are gathered.
#[derive(Default)]
pub(super) struct Gathered<'r>(BTreeMap<String, Often<'r>>);

impl<'r> Gathered<'r> {
    /// Adds an incident; names that differ in case only are one, as first written.
    pub(super) fn add(&mut self, name: &str, id: &'r str, recurs: bool) {
        let name = name.trim();
        if name.is_empty() || name.eq_ignore_ascii_case("unknown") {
            return;
        }
        let empty =
            || Often { name: name.to_owned(), incidents: Vec::new(), recurring: Vec::new() };
        let often = self.0.entry(name.to_lowercase()).or_insert_with(empty);
        if often.incidents.last() != Some(&id) {
            often.incidents.push(id);
            often.recurring.extend(recurs.then_some(id));
        }
    }

    /// What two incidents or more have to do with, the most first.
    pub(super) fn repeated(self) -> Vec<Often<'r>> {
        let mut found: Vec<_> = self.0.into_values().filter(|it| it.incidents.len() > 1).collect();
        for often in &mut found {
            often.incidents.sort_unstable();
            often.recurring.sort_unstable();
        }
        let key = |it: &Often<'_>| std::cmp::Reverse((it.incidents.len(), it.recurring.len()));
        found.sort_by(|a, b| (key(a), &a.name).cmp(&(key(b), &b.name)));
        found
    }
}
