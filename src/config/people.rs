//! `people.yaml`: who stands behind a handle or an address.

use super::reader::{self, Opened, Reader, inside};
use super::{ConfigFlaw, ConfigRule, Given};
use crate::diag::Place;
use crate::term::enumeration::FUNCTION;
use crate::term::{RepoPath, nearest};
use crate::yaml::NodeId;
use std::collections::HashMap;

/// A person that records may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The word by which records name the person.
    pub handle: String,
    /// The full name.
    pub name: Option<String>,
    /// What the person does, in the organisation's words.
    pub role: Option<String>,
    /// The function, one of the enumeration's words.
    pub function: Option<&'static str>,
    /// Addresses under which the person commits.
    pub emails: Vec<String>,
    /// Where the handle stands.
    pub place: Place,
}

/// The people of the register, by handle and by address.
#[derive(Clone, Debug)]
pub struct People {
    /// Where the list is, or would be.
    pub path: RepoPath,
    /// The text as read; empty when there is no list.
    pub text: String,
    /// What is wrong with the list.
    pub flaws: Vec<ConfigFlaw>,
    is_usable: bool,
    list: Vec<Person>,
    by_handle: HashMap<String, usize>,
    by_email: HashMap<String, usize>,
}

impl People {
    /// Reads the list that stands at `path`, with the functions of the model.
    pub fn read(path: &RepoPath, bytes: Vec<u8>) -> Self {
        Self::read_with(path, bytes, FUNCTION.values)
    }

    /// Reads the list that stands at `path`; `functions` are those that the register knows.
    pub fn read_with(path: &RepoPath, bytes: Vec<u8>, functions: &[&'static str]) -> Self {
        let Opened { text, tree, flaws } =
            reader::open(path, bytes, ConfigRule::ReferenceListInvalid);
        let mut people =
            Self { is_usable: !flaws.iter().any(|flaw| flaw.fatal), flaws, ..Self::absent(path) };
        if let Some(tree) = &tree {
            let mut reader = Reader::new(&text, tree, path, ConfigRule::ReferenceListInvalid);
            let root = reader.root();
            people.is_usable &= reader.is_mapping(root);
            for (handle, entry) in reader.pairs(root, "", "handle: {name: ..}") {
                people.add(&mut reader, functions, (handle, entry.key, entry.value));
            }
            people.flaws.append(&mut reader.flaws);
        }
        people.flaws.sort_by(|a, b| a.place.cmp(&b.place));
        Self { text, ..people }
    }

    /// No list: nobody is checked against it.
    pub fn absent(path: &RepoPath) -> Self {
        Self {
            path: path.clone(),
            text: String::new(),
            flaws: Vec::new(),
            is_usable: false,
            list: Vec::new(),
            by_handle: HashMap::new(),
            by_email: HashMap::new(),
        }
    }

    /// True when handles can be checked: there is a list and it could be read.
    pub fn is_usable(&self) -> bool {
        self.is_usable
    }

    /// Everybody, in the order of the file.
    pub fn all(&self) -> &[Person] {
        &self.list
    }

    /// The person behind `handle`.
    pub fn get(&self, handle: &str) -> Option<&Person> {
        self.by_handle.get(handle).map(|at| &self.list[*at])
    }

    /// The person who commits as `email`, whatever its case.
    pub fn by_email(&self, email: &str) -> Option<&Person> {
        self.by_email.get(&folded(email)).map(|at| &self.list[*at])
    }

    /// The handle that a misspelt one was probably meant to be.
    pub fn nearest(&self, handle: &str) -> Option<&str> {
        nearest(handle, self.list.iter().map(|person| person.handle.as_str()))
    }

    fn add(
        &mut self,
        reader: &mut Reader<'_>,
        functions: &[&'static str],
        (handle, key, value): (&str, NodeId, NodeId),
    ) {
        let mut person = Person {
            handle: handle.to_owned(),
            name: None,
            role: None,
            function: None,
            emails: Vec::new(),
            place: reader.place(key),
        };
        let at = self.list.len();
        if !reader.is_null(value) {
            for email in read_person(reader, &mut person, value, functions) {
                if self.claim(reader, &email, at) {
                    person.emails.push(email.value);
                }
            }
        }
        self.by_handle.insert(person.handle.clone(), at);
        self.list.push(person);
    }

    /// Gives the address to the person at `at`, unless somebody has it already.
    fn claim(&mut self, reader: &mut Reader<'_>, email: &Given<String>, at: usize) -> bool {
        let Some(first) = self.by_email.get(&folded(&email.value)).copied() else {
            self.by_email.insert(folded(&email.value), at);
            return true;
        };
        if let Some(other) = self.list.get(first) {
            let message = format!("`{}` is also an address of {}", email.value, other.handle);
            let rule = ConfigRule::ReferenceListInvalid;
            let flaw = ConfigFlaw::new(rule, email.place.clone(), message, "keep it in one place")
                .on("emails")
                .first_at(&self.path, other.place.span, "this person has it");
            reader.flaws.push(flaw);
        }
        false
    }
}

/// Fills in what the list says of a person and gives the addresses.
fn read_person(
    reader: &mut Reader<'_>,
    person: &mut Person,
    value: NodeId,
    functions: &[&'static str],
) -> Vec<Given<String>> {
    let mut emails = Vec::new();
    let known = &["name", "role", "function", "emails"];
    for (key, entry) in reader.fields(value, &person.handle, known) {
        let (field, node) = (inside(&person.handle, key), entry.value);
        match key {
            "name" => person.name = reader.line(node, &field).map(str::to_owned),
            "role" => person.role = reader.line(node, &field).map(str::to_owned),
            "function" => {
                let parse = |word: &str| functions.iter().copied().find(|f| *f == word);
                person.function =
                    reader.word(node, &field, functions, parse).map(|given| given.value);
            }
            _ => emails = reader.lines(node, &field),
        }
    }
    emails
}

fn folded(email: &str) -> String {
    email.trim().to_lowercase()
}
