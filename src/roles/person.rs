//! The people behind handles and addresses: who is one person, as far as `people.yaml` says.

use crate::config::{People, Person};
use std::collections::BTreeMap;

/// A person in a [`Crowd`], in the order in which they were met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub usize);

/// Somebody whom records or commits name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somebody {
    /// The handle; `None` for the author of a commit who is nobody in `people.yaml`.
    pub handle: Option<String>,
    /// The full name, by `people.yaml`, or as the commit writes it.
    pub name: Option<String>,
    /// The role in the organisation.
    pub role: Option<String>,
    /// The function.
    pub function: Option<String>,
    /// True when `people.yaml` knows them.
    pub is_known: bool,
}

impl Somebody {
    /// How the person is called.
    pub fn called(&self) -> String {
        match (&self.name, &self.handle) {
            (Some(name), Some(handle)) => format!("{name} ({handle})"),
            (Some(name), None) => format!("{name} (not in people.yaml)"),
            (None, Some(handle)) if self.is_known => handle.clone(),
            (None, Some(handle)) => format!("{handle} (not in people.yaml)"),
            (None, None) => "nobody".to_owned(),
        }
    }
}

/// Everybody who was met, each once.
#[derive(Clone, Debug, Default)]
pub struct Crowd {
    all: Vec<Somebody>,
    by_key: BTreeMap<String, PersonId>,
}

impl Crowd {
    /// Somebody.
    pub fn get(&self, id: PersonId) -> &Somebody {
        &self.all[id.0]
    }

    /// Everybody, in the order in which they were met.
    pub fn all(&self) -> impl Iterator<Item = (PersonId, &Somebody)> {
        self.all.iter().enumerate().map(|(at, somebody)| (PersonId(at), somebody))
    }

    /// The person behind a handle. Handles that differ only in letter case are one; `None` for
    /// somebody who is not named, such as an anonymous reporter.
    pub(super) fn by_handle(&mut self, people: &People, handle: &str) -> Option<PersonId> {
        let handle = handle.trim();
        if handle.is_empty() || handle.eq_ignore_ascii_case("anonymous") {
            return None;
        }
        let folded = handle.to_lowercase();
        if let Some(id) = self.by_key.get(&format!("handle {folded}")) {
            return Some(*id);
        }
        let same = |person: &&Person| person.handle.to_lowercase() == folded;
        let known = people.get(handle).or_else(|| people.all().iter().find(same));
        Some(self.meet(format!("handle {folded}"), known, |somebody| {
            somebody.handle = Some(handle.to_owned());
        }))
    }

    /// The person who commits under this address.
    pub(super) fn by_email(&mut self, people: &People, email: &str, name: &str) -> PersonId {
        let known = people.by_email(email);
        let key = match known {
            Some(person) => format!("handle {}", person.handle.to_lowercase()),
            None => format!("address {}", email.trim().to_lowercase()),
        };
        self.meet(key, known, |somebody| somebody.name = Some(name.to_owned()))
    }

    fn meet(
        &mut self,
        key: String,
        known: Option<&Person>,
        stranger: impl FnOnce(&mut Somebody),
    ) -> PersonId {
        if let Some(id) = self.by_key.get(&key) {
            return *id;
        }
        let mut somebody = Somebody {
            handle: known.map(|person| person.handle.clone()),
            name: known.and_then(|person| person.name.clone()),
            role: known.and_then(|person| person.role.clone()),
            function: known.and_then(|person| person.function).map(str::to_owned),
            is_known: known.is_some(),
        };
        if known.is_none() {
            stranger(&mut somebody);
        }
        let id = PersonId(self.all.len());
        self.all.push(somebody);
        self.by_key.insert(key, id);
        id
    }
}
