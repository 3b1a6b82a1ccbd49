//! Which of two records of one id a reference means, by what the two sides of a merge hold.

use crate::span::Span;
use crate::term::RepoPath;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What a reference means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The record that gets another id.
    Moving,
    /// The record that keeps the id.
    Staying,
    /// Either.
    Open,
}

/// The text of a file on one side; `None` when it is not there.
type Side<'a> = dyn Fn(&RepoPath) -> Option<String> + 'a;

/// The lines of a file on the two sides.
type Lines = (BTreeSet<String>, BTreeSet<String>);

/// The two sides of a merge, each of which knew one of the two records only.
pub struct Sides<'a> {
    moving: &'a Side<'a>,
    staying: &'a Side<'a>,
    lines: RefCell<BTreeMap<RepoPath, Lines>>,
}

impl<'a> Sides<'a> {
    /// The side with the record that moves, and the one with the record that stays.
    pub fn new(moving: &'a Side<'a>, staying: &'a Side<'a>) -> Self {
        Self { moving, staying, lines: RefCell::default() }
    }

    /// What the reference at `span` of a file means: a line that one side has and the other has not
    /// was written where only that side's record was known.
    pub fn meaning(&self, path: &RepoPath, text: &str, span: Span) -> Meaning {
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..].lines().next().unwrap_or_default().trim();
        let mut known = self.lines.borrow_mut();
        let (moving, staying) = known
            .entry(path.clone())
            .or_insert_with(|| (lines((self.moving)(path)), lines((self.staying)(path))));
        match (moving.contains(line), staying.contains(line)) {
            (true, false) => Meaning::Moving,
            (false, true) => Meaning::Staying,
            _ => Meaning::Open,
        }
    }
}

impl std::fmt::Debug for Sides<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sides").finish_non_exhaustive()
    }
}

fn lines(text: Option<String>) -> BTreeSet<String> {
    text.unwrap_or_default().lines().map(|line| line.trim().to_owned()).collect()
}
