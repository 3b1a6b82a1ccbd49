//! Reading a bag again: its lists, and what stands there against what they say.

use super::{Sum, Sums};
use std::collections::BTreeMap;

/// A list of digests, as read: digest by place.
pub type Listed = BTreeMap<String, String>;

/// Why a list cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// A line has another form.
    #[error("line {line} is no digest of 64 digits with a place behind it")]
    Form {
        /// Counted from 1.
        line: usize,
    },
    /// A place leads out of the bag.
    #[error("line {line} leads out of the bundle: `{place}`")]
    Outside {
        /// Counted from 1.
        line: usize,
        /// The place as written.
        place: String,
    },
    /// A place stands there twice.
    #[error("line {line} names `{place}` a second time")]
    Twice {
        /// Counted from 1.
        line: usize,
        /// The place.
        place: String,
    },
}

/// How a file stands to what a list says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// It is listed and not there.
    Missing(String),
    /// Its content is another than was listed.
    Changed(String),
    /// It is there and not listed.
    Added(String),
}

impl Difference {
    /// The place of the file.
    pub fn place(&self) -> &str {
        match self {
            Self::Missing(place) | Self::Changed(place) | Self::Added(place) => place,
        }
    }

    /// What is different, in words.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Changed(_) => "changed",
            Self::Added(_) => "not listed",
        }
    }
}

/// Reads a list of digests.
pub fn read_list(text: &str) -> Result<Listed, ListError> {
    let mut listed = Listed::new();
    for (line, written) in text.lines().enumerate() {
        let line = line + 1;
        let (digest, place) = parts(written).ok_or(ListError::Form { line })?;
        if !is_inside(place) {
            return Err(ListError::Outside { line, place: place.to_owned() });
        }
        if listed.insert(place.to_owned(), digest.to_ascii_lowercase()).is_some() {
            return Err(ListError::Twice { line, place: place.to_owned() });
        }
    }
    Ok(listed)
}

/// Digest and place; between them stand blanks, or a blank and `*`.
fn parts(line: &str) -> Option<(&str, &str)> {
    let (digest, rest) = line.split_once([' ', '\t'])?;
    let rest = rest.trim_start_matches([' ', '\t']);
    let place = rest.strip_prefix('*').unwrap_or(rest);
    let is_digest = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_digest && !place.is_empty()).then_some((digest, place))
}

fn is_inside(place: &str) -> bool {
    let odd = |part: &str| part.is_empty() || part == "." || part == "..";
    !place.contains(['\\', ':']) && !place.split('/').any(odd)
}

/// What stands there against what is listed, by place.
pub fn compare(listed: &Listed, there: &Sums) -> Vec<Difference> {
    let mut found: Vec<Difference> = listed
        .iter()
        .filter_map(|(place, digest)| match there.get(place) {
            None => Some(Difference::Missing(place.clone())),
            Some(Sum { digest: other, .. }) if other != digest => {
                Some(Difference::Changed(place.clone()))
            }
            Some(_) => None,
        })
        .collect();
    let added = there.keys().filter(|place| !listed.contains_key(*place));
    found.extend(added.cloned().map(Difference::Added));
    found.sort_by(|a, b| a.place().cmp(b.place()));
    found
}

#[cfg(test)]
mod tests {
    use super::super::list;
    use super::*;

    fn sums(files: &[(&str, &str)]) -> Sums {
        files.iter().map(|(place, text)| ((*place).to_owned(), Sum::of(text.as_bytes()))).collect()
    }

    #[test]
    fn a_list_says_what_is_missing_changed_and_added() {
        let made = sums(&[("data/a", "1"), ("data/b", "2"), ("data/c", "3")]);
        let listed = read_list(&list(&made)).unwrap();
        assert_eq!(compare(&listed, &made), []);
        let there = sums(&[("data/a", "1"), ("data/c", "4"), ("data/d", "5")]);
        let found = compare(&listed, &there);
        let said: Vec<_> = found.iter().map(|it| (it.word(), it.place())).collect();
        assert_eq!(said, [("missing", "data/b"), ("changed", "data/c"), ("not listed", "data/d")]);
    }

    #[test]
    fn a_list_that_is_none_or_leads_out_is_refused_with_its_line() {
        let digest = "0".repeat(64);
        for (text, line) in [
            ("not a list\n".to_owned(), 1),
            (format!("{digest}  data/a\n{digest}\n"), 2),
            (format!("{digest}  ../a\n"), 1),
            (format!("{digest}  /etc/passwd\n"), 1),
            (format!("{digest}  c:/a\n"), 1),
            (format!("{digest}  data/a\n{digest} *data/a\n"), 2),
        ] {
            let said = read_list(&text).unwrap_err().to_string();
            assert!(said.starts_with(&format!("line {line} ")), "{said}");
        }
    }
}
