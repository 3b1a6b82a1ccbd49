//! Fixes of findings as changes of files: what fits together, proved by reading each file again.

use super::FileChange;
use crate::diag::{Finding, Fix};
use crate::edit::{Splice, rewrite};
use crate::term::RepoPath;
use std::collections::BTreeMap;

/// A finding with the fix that was made for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The rule.
    pub code: &'static str,
    /// The file.
    pub path: RepoPath,
    /// What was done.
    pub description: String,
}

/// Texts after one round of fixes.
#[derive(Clone, Debug, Default)]
pub struct Round {
    /// The new text of each file that gets one.
    pub texts: BTreeMap<RepoPath, String>,
    /// What was done, in the order of the findings.
    pub fixed: Vec<Fixed>,
}

/// Makes the fixes of `findings`, safe ones or all, in the texts of their files.
///
/// Fixes whose edits lie over each other wait for the next round. A fix after which the file would
/// not read as meant is left out.
pub fn round<'t>(
    findings: &[Finding],
    unsafe_too: bool,
    text_of: &dyn Fn(&RepoPath) -> Option<&'t str>,
) -> Round {
    let mut by_file: BTreeMap<&RepoPath, Vec<(&Finding, &Fix)>> = BTreeMap::new();
    for finding in findings {
        let fix = finding.fix.as_deref().filter(|fix| fix.safe || unsafe_too);
        if let Some(fix) = fix.filter(|fix| !fix.edits.is_empty()) {
            by_file.entry(&finding.place.path).or_default().push((finding, fix));
        }
    }
    let mut round = Round::default();
    for (path, fixes) in by_file {
        let Some(text) = text_of(path) else { continue };
        let (after, made) = one_file(text, &fixes);
        if after != text {
            round.texts.insert(path.clone(), after);
            round.fixed.extend(made.into_iter().map(|(finding, fix)| fixed(finding, fix)));
        }
    }
    round
}

fn one_file<'f>(
    text: &str,
    fixes: &[(&'f Finding, &'f Fix)],
) -> (String, Vec<(&'f Finding, &'f Fix)>) {
    let mut splices: Vec<Splice> = Vec::new();
    let (mut after, mut made) = (text.to_owned(), Vec::new());
    for (finding, fix) in fixes {
        let new = fix.edits.iter().map(|edit| Splice::new(edit.span, edit.text.clone()));
        let mut with: Vec<Splice> = splices.iter().cloned().chain(new).collect();
        with.dedup();
        if let Ok(proved) = rewrite(text, &with) {
            (splices, after) = (with, proved);
            made.push((*finding, *fix));
        }
    }
    (after, made)
}

fn fixed(finding: &Finding, fix: &Fix) -> Fixed {
    let path = finding.place.path.clone();
    Fixed { code: finding.code, path, description: fix.description.clone() }
}

/// Files that fixes rename, each with its new path; a path that two would get goes to nobody.
pub fn renames(findings: &[Finding], unsafe_too: bool) -> Vec<(Fixed, RepoPath)> {
    let fixes = findings.iter().filter_map(|finding| Some((finding, finding.fix.as_deref()?)));
    let wanted: Vec<_> = fixes
        .filter(|(_, fix)| fix.safe || unsafe_too)
        .filter_map(|(finding, fix)| Some((fixed(finding, fix), fix.rename.clone()?)))
        .collect();
    let alone = |to: &RepoPath| wanted.iter().filter(|(_, other)| other == to).count() == 1;
    wanted.iter().filter(|(_, to)| alone(to)).cloned().collect()
}

/// The changes that lead from the texts `before` to those `after` and to the new names.
pub fn changes<'t>(
    after: &BTreeMap<RepoPath, String>,
    renames: &[(Fixed, RepoPath)],
    before: &dyn Fn(&RepoPath) -> Option<&'t str>,
) -> Vec<FileChange> {
    let new_name = |path: &RepoPath| renames.iter().find(|(fixed, _)| fixed.path == *path);
    let mut changes = Vec::new();
    for (path, text) in after.iter().filter(|(path, _)| new_name(path).is_none()) {
        if let Some(old) = before(path).filter(|old| old != text) {
            changes.push(FileChange::text(path, old, text.clone()));
        }
    }
    for (fixed, to) in renames {
        let Some(old) = before(&fixed.path) else { continue };
        let text = after.get(&fixed.path).map_or(old, String::as_str);
        let moved_from = Some(fixed.path.clone());
        let (path, before) = (to.clone(), Some(old.to_owned()));
        changes.push(FileChange { path, moved_from, before, after: text.to_owned() });
    }
    changes
}
