//! Two lists of findings held against each other by their fingerprints: what is new, what is gone.
//!
//! Knows nothing of git and of files: who judged what is the session's matter.

mod baseline;

pub use baseline::{BASELINE_NAME, BASELINE_SCHEMA, Baseline, BaselineError, Entry, Hidden};

use crate::diag::Finding;
use crate::term::RepoPath;
use std::collections::{BTreeMap, HashMap};

/// What lies between two lists of findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Findings of the head that the base has not, or has at a lower level, in the head's order.
    pub introduced: Vec<Finding>,
    /// Findings of the base that the head has not any more, in the base's order.
    pub resolved: Vec<Finding>,
    /// How many both have.
    pub kept: usize,
}

/// Which files only one of two snapshots holds.
pub struct Moves<'a> {
    /// True for a file of the base that the head does not hold.
    pub gone: &'a dyn Fn(&RepoPath) -> bool,
    /// True for a file of the head that the base does not hold.
    pub new: &'a dyn Fn(&RepoPath) -> bool,
}

/// Compares the sorted findings of a base with those of a head.
///
/// A finding about a record is told by its id; one about a file that holds none, by its path, and
/// when the file was moved, by what is said of it.
pub fn compare(base: &[Finding], head: &[Finding], moves: &Moves<'_>) -> Comparison {
    let mut left: HashMap<String, usize> =
        base.iter().enumerate().map(|(at, finding)| (finding.fingerprint(), at)).collect();
    let known = head.iter().map(|finding| left.remove(&finding.fingerprint()));
    let mut pairs: Vec<Option<usize>> = known.collect();
    let mut left: Vec<usize> = left.into_values().collect();
    left.sort_unstable();
    follow(base, head, moves, &mut pairs, &mut left);
    let mut found = Comparison::default();
    for (finding, known) in head.iter().zip(pairs) {
        match known {
            Some(at) if base[at].level >= finding.level => found.kept += 1,
            _ => found.introduced.push(finding.clone()),
        }
    }
    found.resolved = left.into_iter().map(|at| base[at].clone()).collect();
    found
}

/// Pairs findings about files without a record that were moved, in their order.
fn follow(
    base: &[Finding],
    head: &[Finding],
    moves: &Moves<'_>,
    pairs: &mut [Option<usize>],
    left: &mut Vec<usize>,
) {
    let mut ended: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for at in left.iter().rev() {
        let finding = &base[*at];
        if finding.record.is_empty() && (moves.gone)(&finding.place.path) {
            ended.entry(said(finding)).or_default().push(*at);
        }
    }
    if ended.is_empty() {
        return;
    }
    for (finding, pair) in head.iter().zip(pairs).filter(|(_, pair)| pair.is_none()) {
        if finding.record.is_empty() && (moves.new)(&finding.place.path) {
            *pair = ended.get_mut(&said(finding)).and_then(Vec::pop);
        }
    }
    let still: Vec<usize> = ended.into_values().flatten().collect();
    left.retain(|at| still.contains(at) || !is_moved(&base[*at], moves));
}

fn is_moved(finding: &Finding, moves: &Moves<'_>) -> bool {
    finding.record.is_empty() && (moves.gone)(&finding.place.path)
}

/// What tells a finding apart when its file has another name.
fn said(finding: &Finding) -> (&str, &str, &[String]) {
    (finding.code, &finding.field, &finding.arguments)
}

#[cfg(test)]
mod tests;
