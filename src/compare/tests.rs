//! Tests of comparing.

use super::*;
use crate::diag::{Level, Place, number};
use crate::span::Span;

fn finding(record: &str, path: &str, at: usize, level: Level) -> Finding {
    Finding {
        code: "LNK001",
        name: "link-broken",
        level,
        record: record.into(),
        field: "incidents".into(),
        arguments: vec!["INC-2026-0009".into()],
        place: Place::new(&RepoPath::new(path), Span::at(at)),
        message: String::new(),
        help: String::new(),
        related: Vec::new(),
        concealed: false,
        ordinal: 0,
        fix: None,
    }
}

fn compared(base: &[Finding], head: &[Finding]) -> (Vec<usize>, Vec<usize>, usize) {
    let holds = |all: &[Finding], path: &RepoPath| all.iter().any(|f| f.place.path == *path);
    let (gone, new) = (|path: &RepoPath| !holds(head, path), |path: &RepoPath| !holds(base, path));
    let (mut base, mut head) = (base.to_vec(), head.to_vec());
    number(&mut base);
    number(&mut head);
    let found = compare(&base, &head, &Moves { gone: &gone, new: &new });
    let at = |all: Vec<Finding>| all.iter().map(|f| f.place.span.start).collect();
    (at(found.introduced), at(found.resolved), found.kept)
}

#[test]
fn a_moved_line_is_known_and_one_more_of_the_same_is_new() {
    let one = |at| finding("PIR-1", "a.md", at, Level::Error);
    assert_eq!(compared(&[one(1)], &[one(9)]), (vec![], vec![], 1));
    assert_eq!(compared(&[one(1)], &[one(2), one(9)]), (vec![9], vec![], 1));
    assert_eq!(compared(&[one(1), one(2)], &[one(9)]), (vec![], vec![2], 1));
}

#[test]
fn a_level_that_rose_is_new_and_one_that_fell_is_known() {
    let one = |level| finding("PIR-1", "a.md", 3, level);
    assert_eq!(compared(&[one(Level::Note)], &[one(Level::Error)]), (vec![3], vec![], 0));
    assert_eq!(compared(&[one(Level::Error)], &[one(Level::Note)]), (vec![], vec![], 1));
}

#[test]
fn a_file_without_a_record_is_followed_by_what_is_said_of_it() {
    let one = |path, at| finding("", path, at, Level::Error);
    assert_eq!(compared(&[one("a.md", 1)], &[one("b.md", 2)]), (vec![], vec![], 1));
    // Both files are still there: it is another one.
    let base = [one("a.md", 1), finding("X", "b.md", 0, Level::Note)];
    let head = [finding("Y", "a.md", 0, Level::Note), one("b.md", 2)];
    assert_eq!(compared(&base, &head), (vec![0, 2], vec![1, 0], 0));
    let base = [one("a.md", 1), one("b.md", 2)];
    assert_eq!(compared(&base, &[one("c.md", 5)]), (vec![], vec![2], 1));
}
