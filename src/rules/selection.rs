//! Choosing rules by code, by family and by name.

use super::find_in;
use super::rule::Rule;
use crate::term::nearest;
use std::collections::BTreeSet;

/// Which rules a run asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these; `None` for all.
    only: Option<BTreeSet<String>>,
    /// Not these.
    without: BTreeSet<String>,
}

/// A word that names no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule or family `{word}`")]
pub struct NoSuchRule {
    /// The word as written.
    pub word: String,
    /// The rule that was perhaps meant.
    pub near: Option<String>,
}

impl Selection {
    /// The rules that `select` names (all when it names none) but for those that `ignore` names.
    ///
    /// A word is a code, the beginning of codes such as `INC` or `GIT01`, or a name; `rules` are all
    /// there are.
    pub fn parse(
        select: &[String],
        ignore: &[String],
        rules: &[&'static Rule],
    ) -> Result<Self, NoSuchRule> {
        let all = |words: &[String]| -> Result<BTreeSet<String>, NoSuchRule> {
            let mut codes = BTreeSet::new();
            for word in words {
                codes.extend(meant(word, rules)?);
            }
            Ok(codes)
        };
        let only = (!select.is_empty()).then(|| all(select)).transpose()?;
        Ok(Self { only, without: all(ignore)? })
    }

    /// These rules alone.
    pub fn only(codes: &[&str]) -> Self {
        let only = codes.iter().map(|code| (*code).to_owned()).collect();
        Self { only: Some(only), without: BTreeSet::new() }
    }

    /// True when the run asks for the rule.
    pub fn has(&self, code: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(code)) && !self.without.contains(code)
    }

    /// What both ask for.
    pub fn and(&self, other: &Self) -> Self {
        let only = match (&self.only, &other.only) {
            (Some(a), Some(b)) => Some(a.intersection(b).cloned().collect()),
            (one, None) | (None, one) => one.clone(),
        };
        Self { only, without: self.without.union(&other.without).cloned().collect() }
    }

    /// True when every rule is asked for.
    pub fn is_all(&self) -> bool {
        self.only.is_none() && self.without.is_empty()
    }
}

/// The codes that a word means.
fn meant(word: &str, rules: &[&'static Rule]) -> Result<Vec<String>, NoSuchRule> {
    if let Some(rule) = find_in(rules, word) {
        return Ok(vec![rule.code.to_owned()]);
    }
    let start = word.to_ascii_uppercase();
    let codes = rules.iter().map(|rule| rule.code);
    let found: Vec<String> =
        codes.filter(|code| code.starts_with(&start)).map(str::to_owned).collect();
    // A family has three letters: a single one would be a slip.
    if start.len() >= 3 && !found.is_empty() {
        return Ok(found);
    }
    Err(NoSuchRule { word: word.to_owned(), near: near(word, rules) })
}

fn near(word: &str, rules: &[&'static Rule]) -> Option<String> {
    let words = rules.iter().flat_map(|rule| [rule.code, rule.name, &rule.code[..3]]);
    nearest(word, words).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(select: &[&str], ignore: &[&str]) -> Result<Selection, NoSuchRule> {
        let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        Selection::parse(&words(select), &words(ignore), super::super::RULES)
    }

    #[test]
    fn a_code_a_family_and_a_name_choose_rules() {
        let some = selected(&["lnk", "review-not-held", "GIT01"], &["LNK002"]).unwrap();
        for (code, has) in [
            ("LNK001", true),
            ("LNK002", false),
            ("INC003", true),
            ("INC001", false),
            ("GIT010", true),
            ("GIT001", false),
        ] {
            assert_eq!(some.has(code), has, "{code}");
        }
        assert!(selected(&[], &["INC"]).unwrap().has("PIR001"));
        assert!(selected(&[], &[]).unwrap().is_all());
        let both = some.and(&Selection::only(&["LNK001", "PIR001"]));
        assert!(both.has("LNK001") && !both.has("PIR001") && !both.has("INC003"));
    }

    #[test]
    fn a_word_that_names_nothing_is_refused_with_what_was_meant() {
        let near = |word: &str| selected(&[], &[word]).unwrap_err().near;
        assert_eq!(near("IN").as_deref(), Some("INC"));
        assert_eq!(near("INX003").as_deref(), Some("INC003"));
        assert_eq!(near("review-not-hold").as_deref(), Some("review-not-held"));
        assert_eq!(near("quite-something-else-altogether"), None);
        assert!(selected(&[""], &[]).is_err());
    }
}
