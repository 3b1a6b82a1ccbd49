//! Where history is cut the answer says so, with what mends it; it is never a shorter whole one.
#![expect(clippy::unwrap_used, reason = "a test that cannot look fails")]

use crate::history_by_id::whole_history;
use crate::support::git::{Scratch, open};
use std::path::{Path, PathBuf};

fn three_versions() -> (Scratch, Vec<String>) {
    let mut scratch = Scratch::new();
    let mut ids = Vec::new();
    for nth in 1..=3 {
        scratch.write("a.md", format!("id: POL-a\nversion {nth}\n"));
        if nth == 1 {
            scratch.write("still.md", "id: POL-b\nnever changed\n");
        }
        ids.push(scratch.commit(&format!("v{nth}")));
    }
    (scratch, ids)
}

fn clone(scratch: &Scratch, arguments: &[&str]) -> PathBuf {
    let folder = scratch.beside("clone");
    let url = format!("file://{}", scratch.path().display());
    scratch.git(&[&["clone", "-q"], arguments, &[&url, folder.to_str().unwrap()]].concat());
    folder
}

fn remove_object(git_dir: &Path, id: &str) {
    std::fs::remove_file(git_dir.join("objects").join(&id[..2]).join(&id[2..])).unwrap();
}

#[test]
fn a_shallow_clone_gives_the_newest_revisions_and_the_cut() {
    let (scratch, ids) = three_versions();
    let folder = clone(&scratch, &["--depth", "2"]);
    let history = whole_history(&open(&folder));
    assert!(!history.complete);
    assert_eq!(history.cuts.len(), 1);
    assert_eq!(history.cuts[0].remedy, "git fetch --unshallow");
    let [a, still] = &history.documents[..] else { panic!("{history:?}") };
    let commits: Vec<_> = a.revisions.iter().map(|r| r.commit.id.hex()).collect();
    assert_eq!(
        commits,
        [ids[2].clone()],
        "the boundary commit is no revision: its change is unknown"
    );
    assert_eq!((a.complete, a.cuts[0].commit.hex()), (false, ids[1].clone()));
    assert!(a.cuts[0].blob.is_some(), "what it held at the cut is known");
    assert_eq!((still.complete, still.revisions.len(), still.removed), (false, 0, false));
    let whole = whole_history(&scratch.open());
    assert!(whole.complete && whole.documents.iter().all(|document| document.complete));
}

#[test]
fn contents_left_out_of_a_partial_clone_are_named() {
    let (scratch, _) = three_versions();
    scratch.git(&["config", "uploadpack.allowFilter", "true"]);
    let folder = clone(&scratch, &["--bare", "--filter=blob:none"]);
    let history = whole_history(&open(&folder));
    assert!(!history.complete);
    let a = &history.documents[0];
    assert_eq!((a.complete, a.revisions.len()), (false, 3));
    assert!(a.revisions.iter().all(|r| r.seen.is_none() && r.added.is_none()));
    assert_eq!(a.cuts[0].cut.remedy, "git fetch --refetch --no-filter");
}

#[test]
fn a_missing_commit_in_the_middle_cuts_there() {
    let (scratch, ids) = three_versions();
    remove_object(&scratch.path().join(".git"), &ids[1]);
    let history = whole_history(&scratch.open());
    assert!(!history.complete);
    assert!(history.cuts[0].reason.contains(&ids[1]), "{:?}", history.cuts);
    assert!(history.documents.iter().all(|document| !document.complete));
}

#[test]
fn a_missing_folder_cuts_every_story() {
    let (scratch, ids) = three_versions();
    let tree = scratch.git(&["rev-parse", &format!("{}^{{tree}}", ids[1])]);
    remove_object(&scratch.path().join(".git"), tree.trim());
    let history = whole_history(&scratch.open());
    assert!(!history.complete && history.documents.iter().all(|document| !document.complete));
    assert!(history.cuts[0].reason.contains(tree.trim()), "{:?}", history.cuts);
}

#[test]
fn a_missing_content_leaves_its_version_unread() {
    let (scratch, ids) = three_versions();
    let blob = scratch.git(&["rev-parse", &format!("{}:a.md", ids[1])]);
    remove_object(&scratch.path().join(".git"), blob.trim());
    let history = whole_history(&scratch.open());
    let a = &history.documents[0];
    assert_eq!((a.complete, a.revisions.len()), (false, 3));
    assert!(a.revisions[1].seen.is_none() && a.revisions[0].seen.is_some());
    assert!(history.documents[1].complete, "the other document is whole");
}
