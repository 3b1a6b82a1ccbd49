//! Everything that the register and its history name, gathered for the lexicon.

use super::known::{Known, is_moment};
use super::lexicon::{Lexicon, folded, words};
use super::pattern::{self, Form, is_host};
use super::{PERSON, Profile, WITHHELD};
use crate::chain::Inquiry;
use crate::config::{Assets, People};
use crate::digest::sha256;
use crate::record::{Leaf, leaves};
use crate::schema::{Audience, Kind};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Everything that the register and its history name; `known` is what says nothing.
pub(super) fn lexicon(
    cx: &Inquiry<'_>,
    people: &People,
    assets: &Assets,
    profile: &Profile,
    known: &Known,
) -> Lexicon {
    let mut book = Book::default();
    book.people(people);
    book.commits(cx);
    book.assets(assets, known);
    book.records(cx, profile);
    book.bound(known)
}

/// What is gathered before tokens are given.
#[derive(Default)]
struct Book {
    /// By handle, else by e-mail address, else by name: every way in which the person is written, and the role.
    people: BTreeMap<String, (BTreeSet<String>, String)>,
    /// From each way in which a person is written to the person.
    known: HashMap<String, String>,
    /// By what they are: `asset`, `vendor`, `policy`; each thing with the ways in which it is written.
    things: BTreeMap<&'static str, BTreeMap<String, BTreeSet<String>>>,
    hosts: BTreeSet<String>,
    addresses: BTreeSet<String>,
    texts: BTreeSet<String>,
}

impl Book {
    fn person(&mut self, key: &str, written: impl IntoIterator<Item = String>, role: &str) {
        let known = self.known.get(&key.to_lowercase()).cloned();
        let key = known.unwrap_or_else(|| key.to_owned());
        let entry = self.people.entry(key.clone()).or_default();
        if !role.is_empty() {
            role.clone_into(&mut entry.1);
        }
        for text in written.into_iter().filter(|text| !text.trim().is_empty()) {
            self.known.entry(text.to_lowercase()).or_insert_with(|| key.clone());
            entry.0.insert(text);
        }
    }

    fn people(&mut self, people: &People) {
        for person in people.all() {
            let mut written = vec![person.handle.clone()];
            written.extend(person.name.clone());
            written.extend(person.emails.iter().cloned());
            // A first or a last name alone, where it is long enough to be one.
            let parts = person.name.iter().flat_map(|name| name.split_whitespace());
            written.extend(parts.filter(|part| part.chars().count() > 2).map(str::to_owned));
            written.extend(
                person.emails.iter().filter_map(|mail| Some(mail.split_once('@')?.0.to_owned())),
            );
            let role = person.role.as_deref().or(person.function).unwrap_or_default();
            self.person(&person.handle, written, role);
        }
    }

    fn commits(&mut self, cx: &Inquiry<'_>) {
        for commit in cx.past.commits() {
            for (name, mail) in [
                (&commit.author, &commit.author_email),
                (&commit.committer, &commit.committer_email),
            ] {
                let key = if self.known.contains_key(&name.to_lowercase()) { name } else { mail };
                self.person(key, [name.clone(), mail.clone()], "");
            }
            self.texts.insert(commit.summary.clone());
            self.texts.extend(commit.trailers.iter().map(|(_, value)| value.clone()));
            self.texts.extend(commit.notes.iter().map(|(_, value)| value.clone()));
            for tag in &commit.tags {
                self.texts.insert(tag.tag.name.clone());
                if let Some(tagger) = &tag.tag.tagger {
                    self.person(&tagger.email, [tagger.name.clone(), tagger.email.clone()], "");
                }
            }
        }
    }

    fn thing(&mut self, what: &'static str, key: &str, written: &str) {
        let things = self.things.entry(what).or_default();
        things.entry(key.to_owned()).or_default().insert(written.to_owned());
    }

    fn assets(&mut self, assets: &Assets, known: &Known) {
        for asset in assets.all() {
            for written in std::iter::once(&asset.name).chain(&asset.aliases) {
                // An asset that is called like a word of the model says nothing.
                if !known.holds(written) {
                    self.thing("asset", &asset.name, written);
                }
            }
        }
    }

    fn records(&mut self, cx: &Inquiry<'_>, profile: &Profile) {
        for record in cx.register.records() {
            if record.kind() == Kind::Vendor {
                self.thing("vendor", record.id(), record.id());
                self.thing("vendor", record.id(), record.title());
            } else if Kind::of_id(record.id()).is_none() {
                self.thing("record", record.id(), record.id());
            }
            leaves(record, &mut |leaf| self.leaf(&leaf, profile));
            self.names_in(record.body_text());
        }
    }

    fn leaf(&mut self, leaf: &Leaf<'_>, profile: &Profile) {
        match leaf.audience {
            Audience::Person => self.person(leaf.text, [leaf.text.to_owned()], ""),
            Audience::Anyone => {}
            Audience::Inside | Audience::Custodians => {
                self.names_in(leaf.text);
                if leaf.is_asset {
                    self.thing("asset", leaf.text, leaf.text);
                } else if !profile.shows(leaf.field) {
                    self.texts.insert(leaf.text.to_owned());
                }
            }
        }
    }

    /// Takes the hosts and addresses of a text.
    fn names_in(&mut self, text: &str) {
        for spotted in pattern::spot(text) {
            match spotted.form {
                Form::Address => self.addresses.insert(spotted.name.to_owned()),
                Form::Host => self.hosts.insert(spotted.name.to_lowercase()),
                Form::Mail => spotted.name.split_once('@').is_some_and(|(_, host)| {
                    is_host(host) && self.hosts.insert(host.to_lowercase())
                }),
                Form::Path => false,
            };
        }
    }

    /// Gives everything its token. Numbers follow a digest, so that their order says nothing about names.
    fn bound(&self, known: &Known) -> Lexicon {
        let bound = self.names(&BTreeSet::new());
        // A role is what somebody wrote: it leaves only when nothing in it would be masked.
        let roles = self.people.values().map(|(_, role)| role);
        let clean = roles.filter(|role| bound.released(role).as_deref() == Some(role.as_str()));
        let clean: BTreeSet<&str> = clean.map(String::as_str).collect();
        let mut bound = self.names(&clean);
        let values = self.texts.iter().map(|text| folded(text));
        bound.values = values.filter(|text| text.contains(' ')).collect();
        for text in self.texts.iter().filter(|text| is_telling(text, known)) {
            bound.put(text, None);
        }
        bound
    }

    /// The names of people, who have these roles, of hosts and of things.
    fn names(&self, roles: &BTreeSet<&str>) -> Lexicon {
        let mut bound = Lexicon::default();
        bound.hosts = numbered(self.hosts.iter().map(String::as_str), "host-");
        bound.addresses = numbered(self.addresses.iter().map(String::as_str), "address-");
        let numbers = numbered(self.people.keys().map(String::as_str), PERSON);
        for (key, (written, role)) in &self.people {
            let number = &numbers[key];
            let is_said = !role.is_empty() && roles.contains(role.as_str());
            let token = if is_said { format!("{number} ({role})") } else { number.clone() };
            for text in written {
                bound.put(text, Some(&token));
                bound.put(&spelled_out(text), Some(&token));
            }
        }
        for (what, things) in &self.things {
            let tokens = numbered(things.keys().map(String::as_str), &format!("{what}-"));
            for (key, written) in things {
                for text in written {
                    bound.put(text, Some(&tokens[key]));
                }
            }
        }
        // The tool's own names of files are no hosts.
        let own = ["people.yaml", "assets.yaml", "pirctl.yaml", "manifest.json", "index.html"];
        let hosts: Vec<_> = bound
            .hosts
            .clone()
            .into_iter()
            .filter(|(host, _)| !own.contains(&host.as_str()))
            .collect();
        for (host, token) in &hosts {
            bound.put(host, Some(token));
        }
        bound
    }
}

/// True for a text by which it would be known again: not a word or two of the model.
fn is_telling(text: &str, known: &Known) -> bool {
    let words = words(text);
    if is_only_numbers(text, known) {
        return true;
    }
    let telling: Vec<_> = words.iter().filter(|(word, ..)| !known.is_common(word)).collect();
    let long = |word: &str| {
        word.chars().count() >= 12
            || word.chars().any(|c| c.is_ascii_digit()) && word.chars().count() >= 5
    };
    text != WITHHELD
        && !known.holds(text)
        && match telling.as_slice() {
            [] => false,
            _ if words.len() >= 3 => true,
            some => some.iter().any(|(word, ..)| long(word)),
        }
}

/// True for a text of numbers by which it would be known again: a ticket, an amount, a version, with words that only
/// join. A date says nothing, nor does a number as short as a count.
fn is_only_numbers(text: &str, known: &Known) -> bool {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let is_long = |word: &String| word.len() >= 5 && word.chars().any(|c| c.is_ascii_digit());
    let mut words = text.split_whitespace().map(bare).filter(is_long);
    known.holds(text) && words.any(|word| !is_moment(&word) && !known.is_id(&word))
}

/// The same as it is written where there are no umlauts.
fn spelled_out(text: &str) -> String {
    let pairs = [('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('ø', "oe"), ('å', "aa")];
    pairs.iter().fold(text.to_lowercase(), |text, (sign, with)| text.replace(*sign, with))
}

fn numbered<'k>(keys: impl Iterator<Item = &'k str>, before: &str) -> BTreeMap<String, String> {
    let mut order: Vec<(String, &str)> = keys.map(|key| (sha256(key.as_bytes()), key)).collect();
    order.sort_unstable();
    let token = |(at, (_, key)): (usize, &(String, &str))| {
        ((*key).to_owned(), format!("{before}{}", at + 1))
    };
    order.iter().enumerate().map(token).collect()
}
