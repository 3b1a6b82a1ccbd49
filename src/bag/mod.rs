//! A bag: files with a list of their digests, in the layout of BagIt (RFC 8493, version 1.0).
//!
//! Names and sums only; who reads and writes the files is a matter of the doors. The lists have the
//! form that `sha256sum -c` reads too, so names that the two would write differently do not occur:
//! see [`place_of`].

mod answer;
mod check;
mod statement;

pub use answer::{Check, CheckState};
pub use check::{Difference, ListError, Listed, compare, read_list};
pub use statement::{PREDICATE_TYPE, STATEMENT_TYPE, Subject, statement};

use crate::digest::sha256;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Where the payload of a bag stands.
pub const PAYLOAD: &str = "data/";
/// The declaration that makes a folder a bag.
pub const DECLARATION: &str = "bagit.txt";
/// What is said of the bag as a whole.
pub const INFO: &str = "bag-info.txt";
/// The label under which it says who made it.
pub const MADE_BY: &str = "Bag-Software-Agent";
/// The digests of the payload.
pub const MANIFEST: &str = "manifest-sha256.txt";
/// The digests of the files beside the payload.
pub const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";

/// The text of `bagit.txt`.
pub const DECLARATION_TEXT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// What is known of a file without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// SHA-256, 64 hex digits.
    pub digest: String,
    /// Bytes.
    pub size: u64,
}

impl Sum {
    /// The sum of a content.
    pub fn of(bytes: &[u8]) -> Self {
        Self { digest: sha256(bytes), size: bytes.len() as u64 }
    }
}

/// Files by their place from the top of the bag.
pub type Sums = BTreeMap<String, Sum>;

/// A list of digests: a line for each file, in the order of their places.
pub fn list(sums: &Sums) -> String {
    let mut out = String::new();
    for (place, sum) in sums {
        writeln!(out, "{}  {place}", sum.digest).expect("writing to a string does not fail");
    }
    out
}

/// `bag-info.txt`: labels with their values, and the count of bytes and files of the payload.
pub fn info(labels: &[(&str, &str)], payload: &Sums) -> String {
    let bytes: u64 = payload.values().map(|sum| sum.size).sum();
    let count = format!("{bytes}.{}", payload.len());
    let mut out = String::new();
    for (label, value) in labels.iter().chain([&("Payload-Oxum", count.as_str())]) {
        let value: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        writeln!(out, "{label}: {value}").expect("writing to a string does not fail");
    }
    out
}

/// The value of a label of `bag-info.txt`; of several the first.
pub fn label<'a>(info: &'a str, label: &str) -> Option<&'a str> {
    let lines = info.lines().filter_map(|line| line.split_once(':'));
    lines.into_iter().find(|(name, _)| *name == label).map(|(_, value)| value.trim())
}

/// Where a file of the repository stands in a bag: bytes that BagIt, `sha256sum` or a file system
/// takes for something else are written as `=` and two hex digits, and so is `=`.
pub fn place_of(path: &str) -> String {
    let parts = path.split('/').map(|part| {
        let last = part.len().saturating_sub(1);
        let mut out = String::with_capacity(part.len());
        for (at, c) in part.char_indices() {
            let ends = at == last && matches!(c, '.' | ' ');
            if c.is_control() || ends || "%\\=<>:\"|?*".contains(c) {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    write!(out, "={byte:02x}").expect("writing to a string does not fail");
                }
            } else {
                out.push(c);
            }
        }
        out
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_tools_read_differently_get_a_plain_one() {
        for (path, place) in [
            ("incidents/INC-2026-0001.md", "incidents/INC-2026-0001.md"),
            ("Prüfung 100%.pdf", "Prüfung 100=25.pdf"),
            ("a\nb/c\\d=e", "a=0ab/c=5cd=3de"),
            ("end./x ", "end=2e/x=20"),
            ("..", ".=2e"),
        ] {
            assert_eq!(place_of(path), place);
        }
    }

    #[test]
    fn the_count_of_the_payload_ends_the_info_and_no_value_makes_a_line_of_its_own() {
        let payload = Sums::from([("data/a".to_owned(), Sum::of(b"abc"))]);
        let text = info(&[("External-Description", "two\nlines: x")], &payload);
        assert_eq!(text, "External-Description: two lines: x\nPayload-Oxum: 3.1\n");
        assert_eq!(label(&text, "Payload-Oxum"), Some("3.1"));
        assert_eq!(label(&text, "Oxum"), None);
    }
}
