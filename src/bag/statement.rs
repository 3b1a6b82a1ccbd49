//! The statement that is signed outside: an in-toto Statement (version 1) over lists of digests.

use serde::Serialize;
use std::collections::BTreeMap;

/// The type of every in-toto Statement of version 1.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";
/// What our statements say something about.
pub const PREDICATE_TYPE: &str = "urn:pirctl:bundle:1";

/// A file that a statement is about.
#[derive(Clone, Debug, Serialize)]
pub struct Subject {
    /// Its place from the top of the bag.
    pub name: String,
    /// Its digests by algorithm.
    pub digest: BTreeMap<&'static str, String>,
}

impl Subject {
    /// A file with its SHA-256.
    pub fn new(name: &str, sha256: String) -> Self {
        Self { name: name.to_owned(), digest: BTreeMap::from([("sha256", sha256)]) }
    }
}

#[derive(Serialize)]
struct Statement<'a> {
    #[serde(rename = "_type")]
    kind: &'static str,
    subject: &'a [Subject],
    #[serde(rename = "predicateType")]
    predicate_type: &'static str,
    predicate: &'a BTreeMap<&'a str, &'a str>,
}

/// The statement as JSON with a line end; `predicate` is what is said of the subjects.
pub fn statement(subject: &[Subject], predicate: &BTreeMap<&str, &str>) -> String {
    let statement =
        Statement { kind: STATEMENT_TYPE, subject, predicate_type: PREDICATE_TYPE, predicate };
    let mut text = serde_json::to_string_pretty(&statement).expect("text is always JSON");
    text.push('\n');
    text
}
