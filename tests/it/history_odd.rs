//! Histories as they are found outside: odd people, times and shapes, changed ids, filters.
#![expect(clippy::unwrap_used, reason = "a test that cannot look fails")]

use crate::history_by_id::whole_history;
use crate::support::git::Scratch;
use crate::support::oracle::{differences, git_rows, our_rows};
use pirctl::git::Repository;
use pirctl::history::{
    Change, Document, DocumentReader, FollowedBy, History, PlainFiles, Question, Seen, read_history,
};
use pirctl::term::RepoPath;
use std::fmt::Write;

const BODY: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n";
const OTHER: &str = "alpha\nbeta\ngamma\ndelta\nepsilon\nzeta\neta\ntheta\niota\nkappa\n";

/// Reads `id: X` in the first line and `formerly: Y` in the second.
struct Renumbered;

impl DocumentReader for Renumbered {
    type Facts = Vec<String>;

    fn wants(&self, _: &RepoPath) -> bool {
        true
    }

    fn previous_ids<'f>(&self, facts: &'f Vec<String>) -> &'f [String] {
        facts
    }

    fn read(&self, _: &RepoPath, content: &[u8]) -> Option<Seen<Vec<String>>> {
        let text = std::str::from_utf8(content).ok()?;
        let value = |key: &str| text.lines().take(2).find_map(|line| line.strip_prefix(key));
        let facts = value("formerly: ").into_iter().map(str::to_owned).collect();
        let id = Some(value("id: ")?.to_owned());
        Some(Seen { id, previous_paths: Vec::new(), facts })
    }
}

fn ask<R: DocumentReader>(repo: &Repository, reader: &R) -> History<R::Facts> {
    let tip = repo.resolve("main").unwrap();
    let paths = vec![String::new()];
    let question = Question { tip, paths, ids: Vec::new(), count_lines: true };
    read_history(repo, &question, reader).unwrap()
}

fn only<F: std::fmt::Debug>(history: &History<F>) -> &Document<F> {
    let [document] = &history.documents[..] else { panic!("{history:#?}") };
    document
}

#[test]
fn a_record_with_a_new_id_is_followed_under_the_ids_that_it_gave_up() {
    let old = format!("id: RISK-1\n{BODY}");
    let new = format!("id: RISK-2\nformerly: RISK-1\n{OTHER}");
    let revisions = |to: &str, pause: bool| {
        let mut scratch = Scratch::new();
        scratch.write("risks/a.md", &old);
        scratch.commit("one");
        scratch.git(&["rm", "-q", "risks/a.md"]);
        if pause {
            scratch.commit("removed");
        }
        scratch.write(to, &new);
        scratch.commit("renumbered");
        let history = ask(&scratch.open(), &Renumbered);
        let document = only(&history);
        assert_eq!(document.id.as_deref(), Some("RISK-2"));
        assert_eq!(document.followed_by, FollowedBy::Id);
        assert!(history.clashes.is_empty());
        document.revisions.len()
    };
    assert_eq!(revisions("risks/a.md", false), 2, "rewritten where it stands");
    assert_eq!(revisions("risks/b.md", false), 2, "moved and rewritten");
    assert_eq!(revisions("risks/b.md", true), 3, "removed and made again");
}

#[test]
fn an_id_that_is_still_borne_is_not_given_up() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", format!("id: RISK-1\n{BODY}"));
    scratch.commit("one");
    scratch.write("b.md", format!("id: RISK-2\nformerly: RISK-1\n{OTHER}"));
    scratch.commit("two");
    let history = ask(&scratch.open(), &Renumbered);
    assert_eq!(history.documents.len(), 2);
}

#[test]
fn names_and_addresses_are_those_of_the_mailmap_of_the_tip() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", "one\n");
    scratch.commit("one");
    scratch.write(".mailmap", "Ada Lovelace <ada@new.example> <ADA@example.org>\n# note\n<<<\n");
    scratch.commit("two");
    let newest = |rev: &str| {
        let repo = scratch.open();
        let tip = repo.resolve(rev).unwrap();
        let paths = vec!["a.md".to_owned()];
        let question = Question { tip, paths, ids: Vec::new(), count_lines: false };
        let history = read_history(&repo, &question, &PlainFiles).unwrap();
        let commit = &history.documents[0].revisions[0].commit;
        (commit.author.name.clone(), commit.author.email.clone(), commit.committer.name.clone())
    };
    let named =
        |name: &str, email: &str| (name.to_owned(), email.to_owned(), "Carl Committer".to_owned());
    assert_eq!(newest("main"), named("Ada Lovelace", "ada@new.example"));
    assert_eq!(newest("main~1"), named("Ada Author", "ada@example.org"));
}

#[test]
fn what_a_filter_stores_is_not_taken_for_the_text() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", format!("id: POL-a\n{BODY}"));
    scratch.commit("one");
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 99\n";
    scratch.write("a.md", pointer);
    scratch.commit("two");
    let history = ask(&scratch.open(), &Renumbered);
    let document = only(&history);
    assert_eq!((document.revisions.len(), document.complete), (2, false));
    assert!(document.cuts[0].cut.reason.contains("Git LFS"), "{:?}", document.cuts);
}

#[test]
fn a_merge_of_very_many_branches_has_the_rows_of_git() {
    let mut script = String::new();
    let file = |script: &mut String, name: &str, text: &str| {
        writeln!(script, "M 100644 inline {name}\ndata {}\n{text}", text.len()).unwrap();
    };
    for root in 0..120 {
        let who = "committer A <a@b> 1700000000 +0000\ndata 0\n";
        writeln!(script, "commit refs/heads/b{root}\nmark :{}\n{who}", root + 1).unwrap();
        file(&mut script, &format!("f{root}.md"), &format!("text {root}\n"));
        file(&mut script, "shared.md", &format!("{BODY}{}\n", root % 3));
    }
    let who = "committer A <a@b> 1700000001 +0000\ndata 0\n";
    writeln!(script, "commit refs/heads/main\n{who}from :1").unwrap();
    (1..120).for_each(|root| writeln!(script, "merge :{}", root + 1).unwrap());
    for root in 1..100 {
        file(&mut script, &format!("f{root}.md"), &format!("text {root}\n"));
    }
    file(&mut script, "shared.md", &format!("{BODY}joined\n"));
    let scratch = Scratch::new();
    scratch.git_with_input(&["fast-import", "--quiet"], script.as_bytes());
    let history = ask(&scratch.open(), &PlainFiles);
    assert!(history.complete);
    let found = differences(&our_rows(&history), &git_rows(&scratch.path(), "main"));
    assert!(found.is_empty(), "{found:#?}");
    let shared = history.documents.iter().find(|d| d.path.as_str() == "shared.md").unwrap();
    assert_eq!(shared.revisions[0].parents.len(), 120);
    // A merge that leaves a file of one side behind is no revision: that side's commit is the last.
    let left = history.documents.iter().find(|d| d.path.as_str() == "f110.md").unwrap();
    assert_eq!((left.removed, left.revisions.len()), (true, 1));
    assert!(left.revisions[0].parents.iter().all(|side| side.change != Change::Removed));
}

#[test]
fn a_long_line_of_commits_to_one_file_is_told_whole() {
    let mut script = String::new();
    for at in 0..4000 {
        let who = format!("committer A <a@b> {} +0000\ndata 0\n", 1_700_000_000 + at);
        let text = format!("id: POL-a\n{BODY}{at}\n");
        let file = format!("M 100644 inline a.md\ndata {}\n{text}", text.len());
        writeln!(script, "commit refs/heads/main\n{who}{file}").unwrap();
    }
    let scratch = Scratch::new();
    scratch.git_with_input(&["fast-import", "--quiet"], script.as_bytes());
    let history = whole_history(&scratch.open());
    let document = only(&history);
    assert_eq!((document.revisions.len(), document.complete), (4000, true));
}

#[test]
fn odd_people_and_times_are_shown_as_far_as_they_can_be() {
    let scratch = Scratch::new();
    let mut parent = String::new();
    let people: [&[u8]; 5] = [
        b"author J\xf6rg <j@example.org> 1700000000 +0000\ncommitter J\xf6rg <j@example.org> 1700000000 +0000\nencoding ISO-8859-1\n\nGr\xfc\xdfe\n",
        b"author A <a> -5 +0000\ncommitter A <a> -5 +0000\n\nbefore 1970\n",
        b"author A <a> 99999999999999 +0000\ncommitter A <a> 99999999999999 +9999\n\nfar away\n",
        b"author \x1b[31mA\xff <a> 1700000000 +0000\ncommitter\n\n\xff\xfe\n",
        b"author E <e> 1700000000 +0000\ncommitter E <e> 1700000000 +0000\nencoding windows-1252\n\n\x8020 \x96 caf\xe9\n",
    ];
    for (at, rest) in people.into_iter().enumerate() {
        let text = format!("{BODY}{at}\n");
        let blob = scratch.git_with_input(&["hash-object", "-w", "--stdin"], text.as_bytes());
        let blob = String::from_utf8(blob).unwrap();
        let line = format!("100644 blob {}\ta.md\n", blob.trim());
        let tree = scratch.git_with_input(&["mktree"], line.as_bytes());
        let head = format!("tree {}{parent}", String::from_utf8(tree).unwrap());
        let commit = [head.as_bytes(), rest].concat();
        let arguments = ["hash-object", "-t", "commit", "-w", "--stdin", "--literally"];
        let id = String::from_utf8(scratch.git_with_input(&arguments, &commit)).unwrap();
        parent = format!("parent {id}");
        scratch.git(&["update-ref", "refs/heads/main", id.trim()]);
    }
    let history = ask(&scratch.open(), &PlainFiles);
    let revisions = &only(&history).revisions;
    let oldest_first: Vec<_> = revisions.iter().rev().map(|revision| &revision.commit).collect();
    assert_eq!(oldest_first.len(), 5);
    assert_eq!(oldest_first[0].author.name, "J\u{f6}rg");
    assert_eq!(oldest_first[0].summary, "Gr\u{fc}\u{df}e");
    let sane: Vec<bool> = oldest_first.iter().map(|c| c.committer.time_in_range).collect();
    assert_eq!(sane, [true, false, false, false, true]);
    assert_eq!(oldest_first[4].summary, "\u{20ac}20 \u{2013} caf\u{e9}");
}

#[test]
fn a_long_line_of_commits_to_one_file_is_one_story() {
    // Ten times as many are measured by `benches/ratios.py --only line`.
    const COMMITS: usize = 5_000;
    let scratch = Scratch::new();
    let mut script = String::from("feature done\n");
    for at in 0..COMMITS {
        let text = format!("id: RISK-1\n{at}\n");
        let (second, length) = (1_600_000_000 + at, text.len());
        write!(script, "commit refs/heads/main\ncommitter C <c@x> {second} +0000\ndata 1\nx\n")
            .unwrap();
        write!(script, "M 100644 inline risks/a.md\ndata {length}\n{text}\n").unwrap();
    }
    script.push_str("done\n");
    scratch.git_with_input(&["fast-import", "--quiet"], script.as_bytes());
    let repo = scratch.open();
    let question = Question {
        tip: repo.resolve("main").unwrap(),
        paths: vec!["risks".into()],
        ids: Vec::new(),
        count_lines: false,
    };
    let history = read_history(&repo, &question, &Renumbered).unwrap();
    let document = only(&history);
    assert_eq!((document.revisions.len(), document.complete), (COMMITS, true));
    assert_eq!(document.followed_by, FollowedBy::Id);
    let newest_first = document
        .revisions
        .windows(2)
        .all(|pair| pair[0].parents.first().is_some_and(|side| side.commit == pair[1].commit.id));
    assert!(newest_first, "each revision stands on the one before");
}
