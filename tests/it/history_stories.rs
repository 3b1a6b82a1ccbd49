//! How documents are followed, one situation a test.
#![expect(clippy::unwrap_used, reason = "a test that cannot look fails")]

use crate::history_by_id::{FirstLines, whole_history};
use crate::support::git::Scratch;
use pirctl::git::Repository;
use pirctl::history::{Change, Document, FollowedBy, History, PlainFiles, Question, read_history};

const BODY: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n";
const OTHER: &str = "alpha\nbeta\ngamma\ndelta\nepsilon\nzeta\neta\ntheta\niota\nkappa\n";

fn ask(repo: &Repository, paths: &[&str], ids: &[&str]) -> History<usize> {
    let owned = |list: &[&str]| list.iter().map(ToString::to_string).collect();
    let tip = repo.resolve("main").unwrap();
    let question = Question { tip, paths: owned(paths), ids: owned(ids), count_lines: true };
    read_history(repo, &question, &FirstLines).unwrap()
}

fn path_list<F>(document: &Document<F>) -> Vec<&str> {
    document.revisions.iter().map(|revision| revision.path.as_str()).collect()
}

#[test]
fn a_record_moved_and_rewritten_in_one_commit_is_followed_by_id() {
    let mut scratch = Scratch::new();
    scratch.write("drafts/a.md", format!("id: POL-a\n{BODY}"));
    scratch.commit("draft");
    std::fs::remove_file(scratch.path().join("drafts/a.md")).unwrap();
    scratch.write("policies/access.md", format!("id: POL-a\n{OTHER}"));
    scratch.commit("approve");
    let history = ask(&scratch.open(), &["policies"], &[]);
    let [document] = &history.documents[..] else { panic!("{history:?}") };
    assert_eq!(path_list(document), ["policies/access.md", "drafts/a.md"]);
    assert_eq!((document.followed_by, document.complete), (FollowedBy::Id, true));
    let side = &document.revisions[0].parents[0];
    assert_eq!((side.change, side.similarity), (Change::Renamed, None));
}

#[test]
fn a_plain_file_is_followed_by_similarity() {
    let mut scratch = Scratch::new();
    scratch.write("old.txt", BODY);
    scratch.commit("one");
    std::fs::remove_file(scratch.path().join("old.txt")).unwrap();
    scratch.write("new.txt", BODY.replace("ten\n", "TEN\n"));
    scratch.commit("two");
    let repo = scratch.open();
    let question = Question {
        tip: repo.resolve("main").unwrap(),
        paths: vec!["new.txt".into()],
        ids: Vec::new(),
        count_lines: true,
    };
    let history = read_history(&repo, &question, &PlainFiles).unwrap();
    let [document] = &history.documents[..] else { panic!("{history:?}") };
    assert_eq!(path_list(document), ["new.txt", "old.txt"]);
    assert_eq!(document.followed_by, FollowedBy::Similarity);
    let newest = &document.revisions[0];
    assert_eq!((newest.added, newest.removed), (Some(1), Some(1)));
    assert_eq!(newest.parents[0].similarity, Some(91));
}

#[test]
fn a_record_that_names_its_earlier_path_is_followed_to_it() {
    let mut scratch = Scratch::new();
    scratch.write("old/a.md", BODY);
    scratch.commit("one");
    std::fs::remove_file(scratch.path().join("old/a.md")).unwrap();
    scratch.commit("two");
    scratch.write("policies/b.md", format!("id: POL-b\nwas: old/a.md\n{OTHER}"));
    scratch.commit("three");
    let history = ask(&scratch.open(), &["policies"], &[]);
    let [document] = &history.documents[..] else { panic!("{history:?}") };
    assert_eq!(path_list(document), ["policies/b.md", "old/a.md", "old/a.md"]);
    assert_eq!(document.followed_by, FollowedBy::PreviousPaths);
}

#[test]
fn an_id_that_two_files_share_is_reported_and_their_stories_stay_apart() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", format!("id: INC-1\n{BODY}"));
    scratch.commit("one");
    scratch.write("b.md", format!("id: INC-1\n{OTHER}"));
    let both = scratch.commit("two");
    scratch.write("b.md", format!("id: INC-2\n{OTHER}"));
    scratch.commit("three");
    let history = whole_history(&scratch.open());
    let [clash] = &history.clashes[..] else { panic!("{history:?}") };
    assert_eq!((clash.id.as_str(), clash.commit.hex()), ("INC-1", both));
    assert_eq!(clash.paths.each_ref().map(pirctl::term::RepoPath::as_str), ["a.md", "b.md"]);
    let lists: Vec<_> = history.documents.iter().map(path_list).collect();
    assert_eq!(lists, [vec!["a.md"], vec!["b.md", "b.md"]]);
}

#[test]
fn two_records_that_change_places_keep_their_stories() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", format!("id: INC-1\n{BODY}"));
    scratch.write("b.md", format!("id: INC-2\n{OTHER}"));
    scratch.commit("one");
    scratch.write("a.md", format!("id: INC-2\n{OTHER}"));
    scratch.write("b.md", format!("id: INC-1\n{BODY}"));
    scratch.commit("two");
    let history = whole_history(&scratch.open());
    let told: Vec<_> = history.documents.iter().map(|d| (d.id.as_deref(), path_list(d))).collect();
    assert_eq!(
        told,
        [(Some("INC-2"), vec!["a.md", "b.md"]), (Some("INC-1"), vec!["b.md", "a.md"])]
    );
}

#[test]
fn another_record_at_the_same_path_begins_a_story_of_its_own() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", format!("id: INC-1\n{BODY}"));
    scratch.commit("one");
    scratch.write("a.md", format!("id: INC-2\n{OTHER}"));
    scratch.commit("replaced");
    let history = whole_history(&scratch.open());
    let told: Vec<_> =
        history.documents.iter().map(|d| (d.id.as_deref(), d.removed, d.revisions.len())).collect();
    assert!(
        told.contains(&(Some("INC-1"), true, 2)) && told.contains(&(Some("INC-2"), false, 1)),
        "{told:?}"
    );
}

#[test]
fn a_new_number_in_the_same_text_is_the_same_document() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", format!("id: INC-1\n{BODY}{OTHER}"));
    scratch.commit("one");
    std::fs::remove_file(scratch.path().join("a.md")).unwrap();
    scratch.write("b.md", format!("id: INC-2\n{BODY}{OTHER}"));
    scratch.commit("renumbered");
    let history = whole_history(&scratch.open());
    let [document] = &history.documents[..] else { panic!("{history:?}") };
    assert_eq!(
        (document.id.as_deref(), document.followed_by),
        (Some("INC-2"), FollowedBy::Similarity)
    );
}

#[test]
fn a_removed_record_is_found_by_its_id() {
    let mut scratch = Scratch::new();
    scratch.write("x/a.md", format!("id: INC-1\n{BODY}"));
    scratch.write("b.md", format!("id: INC-2\n{OTHER}"));
    scratch.commit("one");
    std::fs::remove_file(scratch.path().join("x/a.md")).unwrap();
    scratch.commit("removed");
    let history = ask(&scratch.open(), &[], &["INC-1", "INC-9"]);
    let [document] = &history.documents[..] else { panic!("{history:?}") };
    assert!(document.removed && document.revisions[0].blob.is_none());
    assert_eq!(document.revisions[0].parents[0].change, Change::Removed);
    assert_eq!(document.revisions[0].removed, Some(11));
    assert_eq!(history.unknown_ids, ["INC-9"]);
}

#[test]
fn a_merge_of_one_sides_move_with_the_others_text_changes_no_content() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", BODY);
    scratch.commit("base");
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.write("a.md", BODY.replace("one", "ONE"));
    scratch.commit("text");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.git(&["mv", "a.md", "b.md"]);
    scratch.commit("move");
    scratch.git(&["merge", "-q", "--no-edit", "side"]);
    let history = whole_history(&scratch.open());
    let [document] = &history.documents[..] else { panic!("{history:?}") };
    let merge = &document.revisions[0];
    let changes: Vec<_> = merge.parents.iter().map(|side| side.change).collect();
    assert_eq!(changes, [Change::Modified, Change::Renamed]);
    assert!(
        !merge.changes_content()
            && document.revisions[1..].iter().any(pirctl::history::Revision::changes_content)
    );
    assert_eq!(document.revisions.len(), 4);
}

#[test]
fn counts_of_lines_are_those_of_git() {
    let mut scratch = Scratch::new();
    for (nth, text) in [BODY, "one\ntwo\n", "two\nthree\n", "", "x"].iter().enumerate() {
        scratch.write("a.md", text);
        scratch.commit(&format!("c{nth}"));
    }
    let history = ask(&scratch.open(), &["a.md"], &[]);
    let own: Vec<_> = history.documents[0]
        .revisions
        .iter()
        .map(|r| format!("{}\t{}\ta.md", r.added.unwrap(), r.removed.unwrap()))
        .collect();
    let git = scratch.git(&["log", "--numstat", "--format="]);
    assert_eq!(own, git.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>());
}

#[test]
fn too_many_moves_at_once_are_said_and_not_told_as_whole() {
    let mut scratch = Scratch::new();
    for nth in 0..1001 {
        scratch.write(&format!("old/{nth}.txt"), format!("old {nth}\n{}\n", nth * 7919));
    }
    scratch.commit("one");
    scratch.git(&["rm", "-rq", "old"]);
    for nth in 0..1001 {
        scratch.write(&format!("new/n{nth}.txt"), format!("new {nth}\n{}\n", nth * 104_729 + 1));
    }
    scratch.commit("two");
    let history = ask(&scratch.open(), &["new/n5.txt"], &[]);
    assert!(!history.complete && !history.documents[0].complete);
    assert!(history.cuts[0].reason.starts_with("similarity was not tried"), "{:?}", history.cuts);
}

#[test]
fn the_answer_is_the_same_for_one_and_for_eight_threads() {
    let plan = crate::support::random::Plan { commits: 60, ids: true, any_similarity: true };
    let scratch = crate::support::random::random_repository(11, plan);
    let repo = scratch.open();
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| format!("{:?}", ask(&repo, &["policies", "docs"], &["DOC-2"])))
    };
    assert_eq!(with(1), with(8));
}

#[test]
fn a_folder_gives_the_rows_that_the_whole_tree_gives_for_its_documents() {
    let plan = crate::support::random::Plan { commits: 60, ids: false, any_similarity: true };
    for seed in 0..4 {
        let scratch = crate::support::random::random_repository(seed, plan);
        let repo = scratch.open();
        let (whole, part) = (ask(&repo, &[""], &[]), ask(&repo, &["policies"], &[]));
        assert!(!part.documents.is_empty());
        for document in &part.documents {
            let rows = |document: &Document<usize>| -> Vec<_> {
                document.revisions.iter().map(|r| (r.commit.id, r.path.clone(), r.blob)).collect()
            };
            let same = whole.documents.iter().filter(|other| rows(other) == rows(document)).count();
            assert_eq!(same, 1, "seed {seed}: {}", document.path);
        }
    }
}
