//! Signed commits and tags of a history: made anew with a signature, and all that comes after them.

use super::script::Script;
use crate::support::git::Scratch;
use crate::support::sshsig::{key_of, public_line, signature};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;

/// What a script says of signatures.
#[derive(Default)]
pub(super) struct Signing {
    /// Whose key signs a commit or a tag, by label and by name.
    by: BTreeMap<String, String>,
    /// Commits and tags whose words were changed after they were signed.
    spoilt: BTreeSet<String>,
    /// The lines of the file of allowed signers.
    signers: String,
}

impl Signing {
    /// Does what a line says; `None` when it is no step of this.
    pub(super) fn step(&mut self, word: &str, words: &[&str]) -> Option<()> {
        match (word, words) {
            ("sign", [what, "by", who]) => drop(self.by.insert((*what).into(), (*who).into())),
            ("spoil", [what]) => drop(self.spoilt.insert((*what).into())),
            ("signer", [principals, who, options @ ..]) => {
                let (options, key) = (options.join(" "), public_line(&key_of(who)));
                let space = if options.is_empty() { "" } else { " " };
                writeln!(self.signers, "{principals} {options}{space}{key}").unwrap();
            }
            _ => return None,
        }
        Some(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by.is_empty() && self.signers.is_empty()
    }

    /// The file of allowed signers beside the repository, where the script names any.
    pub(super) fn file(&self, scratch: &Scratch) -> Option<PathBuf> {
        let file = scratch.beside("signers");
        (!self.signers.is_empty()).then(|| std::fs::write(&file, &self.signers).unwrap())?;
        Some(file)
    }

    /// Makes the commits anew from the first signed one on.
    pub(super) fn sign(&self, script: &Script, scratch: &Scratch, ids: &mut [String]) {
        let text = |kind: &str, name: &str| scratch.git(&["cat-file", kind, name]);
        let mut anew: BTreeMap<String, String> = BTreeMap::new();
        for (at, id) in ids.iter_mut().enumerate() {
            let label = script.labels.iter().find(|(_, place)| **place == at).unwrap().0;
            let old = text("commit", id);
            let object = self.signed(label, &moved(&old, "parent", &anew), false);
            if object != old {
                let made = store(scratch, "commit", &object);
                anew.insert(std::mem::replace(id, made.clone()), made);
            }
            for (name, _) in &script.commits[at].tags {
                let object = moved(&text("tag", name), "object", &anew);
                let made = store(scratch, "tag", &self.signed(name, &object, true));
                scratch.git(&["update-ref", &format!("refs/tags/{name}"), &made]);
            }
        }
        scratch.git(&["update-ref", "refs/heads/main", &ids[script.tip]]);
    }

    fn signed(&self, name: &str, object: &str, is_tag: bool) -> String {
        let Some(who) = self.by.get(name) else { return object.to_owned() };
        let signature = signature(&key_of(who), object.as_bytes());
        let (head, message) = object.split_once("\n\n").unwrap();
        let message = if self.spoilt.contains(name) { "Other words\n" } else { message };
        if is_tag {
            return format!("{head}\n\n{message}{signature}");
        }
        let lines: Vec<_> = signature.lines().collect();
        format!("{head}\ngpgsig {}\n\n{message}", lines.join("\n "))
    }
}

/// An object whose lines of one sort name what was made anew.
fn moved(object: &str, sort: &str, anew: &BTreeMap<String, String>) -> String {
    let replace = |text: String, (old, new): (&String, &String)| {
        text.replace(&format!("{sort} {old}\n"), &format!("{sort} {new}\n"))
    };
    anew.iter().fold(object.to_owned(), replace)
}

fn store(scratch: &Scratch, kind: &str, object: &str) -> String {
    let id =
        scratch.git_with_input(&["hash-object", "-t", kind, "-w", "--stdin"], object.as_bytes());
    String::from_utf8(id).unwrap().trim().to_owned()
}
