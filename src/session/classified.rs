//! Which files are confidential: what stands in them is not for everyone who reads a build log.

use super::Session;
use crate::record::Record;
use crate::schema::common;
use crate::term::{Classification, RepoPath};
use std::collections::BTreeSet;

impl Session {
    /// The files whose records are classified as confidential or above; a record that states nothing
    /// is as the configuration says. A word that nobody knows, and any such word in a file that could
    /// not be read as a record, counts as confidential.
    pub fn confidential_paths(&self) -> BTreeSet<&RepoPath> {
        let usual = self.config().default_classification.as_ref().map(|given| given.value);
        let narrow = |record: &&Record| is_narrow(record.text_of(common::CLASSIFICATION), usual);
        let records = self.register().records().iter().filter(narrow).map(|record| &record.path);
        let broken = self.register().broken().iter();
        let broken = broken.filter(|broken| is_any_narrow(&broken.text, usual));
        records.chain(broken.map(|broken| &broken.path)).collect()
    }
}

fn is_any_narrow(text: &str, usual: Option<Classification>) -> bool {
    let lines = text.lines();
    let mut stated =
        lines.filter_map(|line| line.trim_start().strip_prefix("classification:")).peekable();
    if stated.peek().is_none() {
        return is_narrow(None, usual);
    }
    stated.any(|word| is_narrow(Some(word.trim().trim_matches(['"', '\''])), usual))
}

fn is_narrow(stated: Option<&str>, usual: Option<Classification>) -> bool {
    let least = Classification::Confidential;
    match stated {
        None => usual.is_some_and(|usual| usual >= least),
        Some(word) => Classification::parse(word).is_none_or(|stated| stated >= least),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_nobody_knows_counts_as_confidential() {
        let usual = Some(Classification::Internal);
        assert!(is_narrow(Some("restricted"), usual) && is_narrow(Some("secret"), usual));
        assert!(!is_narrow(Some("internal"), None) && !is_narrow(None, usual));
        assert!(is_narrow(None, Some(Classification::Confidential)) && !is_narrow(None, None));
    }
}
