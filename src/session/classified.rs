//! Which files are confidential: what stands in them is not for everyone who reads a build log.

use super::Session;
use crate::schema::common;
use crate::term::{Classification, RepoPath};

impl Session {
    /// True when the record at `path` is classified as confidential or above; a record that states
    /// nothing is as the configuration says. A word that nobody knows, and any such word in a file
    /// that could not be read as a record, counts as confidential.
    pub fn is_confidential(&self, path: &RepoPath) -> bool {
        let usual = self.config().default_classification.as_ref().map(|given| given.value);
        if let Some(record) = self.register().at_path(path) {
            let stated = record.text_of(common::CLASSIFICATION);
            return is_narrow(stated, usual);
        }
        let broken = self.register().broken();
        let Ok(at) = broken.binary_search_by(|broken| broken.path.cmp(path)) else { return false };
        let lines = broken[at].text.lines();
        let mut stated =
            lines.filter_map(|line| line.trim_start().strip_prefix("classification:")).peekable();
        if stated.peek().is_none() {
            return is_narrow(None, usual);
        }
        stated.any(|word| is_narrow(Some(word.trim().trim_matches(['"', '\''])), usual))
    }
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
