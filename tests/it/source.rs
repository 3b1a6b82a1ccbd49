//! The faces of a snapshot, on repositories made with the real git.

use crate::support::git::{Scratch, open};
use pirctl::fs::FsError;
use pirctl::git::{CommitId, GitEnvironment, Repository};
use pirctl::source::{Face, PathKind, Snapshot, SourceError};
use pirctl::term::RepoPath;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

const LIMIT: u64 = 1000;

fn path(text: &str) -> RepoPath {
    RepoPath::new(text)
}

fn names(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.files().iter().map(|file| file.path.as_str()).collect()
}

fn text(snapshot: &Snapshot, at: &str) -> String {
    String::from_utf8(snapshot.read(&path(at), LIMIT).unwrap()).unwrap()
}

fn told(snapshot: &Snapshot) -> Vec<String> {
    snapshot.troubles().iter().map(ToString::to_string).collect()
}

fn worktree(start: &Path) -> Snapshot {
    Snapshot::worktree(start, Some(&open(start))).unwrap()
}

fn at_commit(repo: &Repository, hex: &str) -> Snapshot {
    Snapshot::commit(repo, CommitId::parse(hex).unwrap()).unwrap()
}

/// A repository with one commit, another text staged and a third on the disk.
fn three_texts() -> (Scratch, String) {
    let mut scratch = Scratch::new();
    scratch.write("a.md", "committed");
    scratch.write("gone.md", "gone");
    let id = scratch.commit("one");
    scratch.git(&["rm", "-q", "gone.md"]);
    scratch.write("a.md", "staged");
    scratch.git(&["add", "a.md"]);
    scratch.write("a.md", "on disk");
    scratch.write("untracked.md", "u");
    (scratch, id)
}

#[test]
fn each_face_gives_its_own_text() {
    let (scratch, id) = three_texts();
    let repo = scratch.open();
    let disk = worktree(&scratch.path());
    assert_eq!(
        (names(&disk), text(&disk, "a.md")),
        (vec!["a.md", "untracked.md"], "on disk".into())
    );
    let index = Snapshot::index(&repo).unwrap();
    assert_eq!((names(&index), text(&index, "a.md")), (vec!["a.md"], "staged".into()));
    let commit = at_commit(&repo, &id);
    let expected = (vec!["a.md", "gone.md"], "committed".into());
    assert_eq!((names(&commit), text(&commit, "a.md")), expected);
    assert_eq!(commit.face(), Face::Commit(CommitId::parse(&id).unwrap()));
    let overlaid = index.with_overlay(&path("a.md"), *b"unsaved");
    assert_eq!(text(&overlaid, "a.md"), "unsaved");
    let error = commit.read(&path("a.md"), 3).unwrap_err();
    assert_eq!(error, FsError::TooLarge { path: "a.md".into(), size: 9, limit: 3 }.into());
    let absent = FsError::NotFound { path: "untracked.md".into() };
    assert_eq!(commit.read(&path("untracked.md"), LIMIT), Err(absent.into()));
}

#[test]
fn the_register_is_found_from_a_subfolder_in_every_face() {
    let mut scratch = Scratch::new();
    for file in ["isms/pirctl.yaml", "isms/incidents/i.md", "isms-old/x.md", "isms.md", "top.md"] {
        scratch.write(file, file);
    }
    let id = scratch.commit("one");
    let inside = scratch.path().join("isms/incidents");
    let repo = open(&inside);
    let faces = [worktree(&inside), Snapshot::index(&repo).unwrap(), at_commit(&repo, &id)];
    for snapshot in &faces {
        assert_eq!(names(snapshot), ["isms/incidents/i.md", "isms/pirctl.yaml"], "{snapshot:?}");
        assert_eq!((snapshot.root(), snapshot.config_path()), ("isms", path("isms/pirctl.yaml")));
        // What stands beside the register can be named, but is not listed.
        assert_eq!(text(snapshot, "top.md"), "top.md");
        assert_eq!(snapshot.kind(&path("isms-old")), Some(PathKind::Folder));
        assert_eq!(snapshot.kind(&path("isms/incidents")), Some(PathKind::Folder));
        for none in ["isms/none.md", "none.md", ".git/config", "isms/.git", "../x"] {
            assert_eq!(snapshot.kind(&path(none)), None, "{snapshot:?} {none}");
            assert!(snapshot.read(&path(none), LIMIT).is_err(), "{snapshot:?} {none}");
        }
    }
    let top = worktree(&scratch.path());
    assert_eq!((top.root(), top.files().len()), ("", 5));
}

#[test]
fn a_linked_worktree_has_its_own_files_and_index() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", "one");
    scratch.commit("one");
    let linked = scratch.beside("linked");
    scratch.git(&["worktree", "add", "-q", "--detach", linked.to_str().unwrap()]);
    std::fs::write(linked.join("b.md"), "b").unwrap();
    let repo = open(&linked);
    assert_eq!(names(&Snapshot::worktree(&linked, Some(&repo)).unwrap()), ["a.md", "b.md"]);
    assert_eq!(names(&Snapshot::index(&repo).unwrap()), ["a.md"]);
    assert!(scratch.try_git(&linked, &["add", "b.md"], b"").status.success());
    assert_eq!(names(&Snapshot::index(&open(&linked)).unwrap()), ["a.md", "b.md"]);
    assert_eq!(names(&Snapshot::index(&scratch.open()).unwrap()), ["a.md"]);
}

#[test]
fn the_index_is_the_one_that_git_names() {
    let (scratch, _) = three_texts();
    let other = scratch.beside("other-index");
    std::fs::copy(scratch.path().join(".git/index"), &other).unwrap();
    scratch.git(&["add", "-A"]);
    let environment = GitEnvironment { index_file: Some(other), ..GitEnvironment::default() };
    let repo = Repository::discover(&scratch.path(), &environment).unwrap().unwrap();
    assert_eq!(text(&Snapshot::index(&repo).unwrap(), "a.md"), "staged");
    assert_eq!(text(&Snapshot::index(&scratch.open()).unwrap(), "a.md"), "on disk");
}

#[test]
fn an_unborn_head_has_an_index_and_a_detached_one_everything() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", "a");
    assert_eq!(names(&Snapshot::index(&scratch.open()).unwrap()), Vec::<&str>::new());
    scratch.git(&["add", "a.md"]);
    let index = Snapshot::index(&scratch.open()).unwrap();
    assert_eq!((names(&index), text(&index, "a.md")), (vec!["a.md"], "a".into()));
    let id = scratch.commit("one");
    scratch.git(&["checkout", "-q", "--detach"]);
    let repo = scratch.open();
    for snapshot in
        [worktree(&scratch.path()), Snapshot::index(&repo).unwrap(), at_commit(&repo, &id)]
    {
        assert_eq!(names(&snapshot), ["a.md"]);
    }
}

#[test]
fn a_bare_repository_shows_its_commits_only() {
    let mut scratch = Scratch::new();
    scratch.write("isms/pirctl.yaml", "");
    scratch.write("a.md", "a");
    let id = scratch.commit("one");
    let bare = scratch.beside("bare.git");
    scratch.git(&["clone", "-q", "--bare", ".", bare.to_str().unwrap()]);
    let repo = open(&bare);
    let snapshot = at_commit(&repo, &id);
    assert_eq!((names(&snapshot), snapshot.root()), (vec!["a.md", "isms/pirctl.yaml"], ""));
    assert_eq!(text(&snapshot, "a.md"), "a");
    assert_eq!(Snapshot::worktree(&bare, Some(&repo)).unwrap_err(), SourceError::Bare);
}

#[test]
fn a_link_is_listed_and_never_followed() {
    let mut scratch = Scratch::new();
    std::fs::write(scratch.beside("secret.md"), "secret").unwrap();
    scratch.write("real/a.md", "a");
    symlink("../secret.md", scratch.path().join("out.md")).unwrap();
    symlink("..", scratch.path().join("up")).unwrap();
    symlink("real", scratch.path().join("in")).unwrap();
    let id = scratch.commit("one");
    let repo = scratch.open();
    for snapshot in
        [worktree(&scratch.path()), Snapshot::index(&repo).unwrap(), at_commit(&repo, &id)]
    {
        assert_eq!(names(&snapshot), ["in", "out.md", "real/a.md", "up"]);
        for link in ["in", "out.md", "up"] {
            let error = snapshot.read(&path(link), LIMIT).unwrap_err();
            assert_eq!(error, FsError::Link { path: link.into() }.into(), "{snapshot:?}");
            assert_eq!(snapshot.kind(&path(link)), Some(PathKind::Link));
        }
        for behind in ["up/secret.md", "in/a.md"] {
            assert_eq!(snapshot.kind(&path(behind)), None);
            assert!(snapshot.read(&path(behind), LIMIT).is_err());
        }
    }
}

#[test]
fn a_folder_named_as_a_record_is_a_folder() {
    let mut scratch = Scratch::new();
    scratch.write("incidents/x.md/inner.txt", "i");
    let id = scratch.commit("one");
    let repo = scratch.open();
    for snapshot in
        [worktree(&scratch.path()), Snapshot::index(&repo).unwrap(), at_commit(&repo, &id)]
    {
        assert_eq!(names(&snapshot), ["incidents/x.md/inner.txt"]);
        assert_eq!(snapshot.kind(&path("incidents/x.md")), Some(PathKind::Folder));
        let error = snapshot.read(&path("incidents/x.md"), LIMIT).unwrap_err();
        assert_eq!(error.to_string(), "incidents/x.md is a folder, not a file");
    }
}

#[test]
fn a_repository_inside_the_repository_is_not_part_of_it() {
    let scratch = Scratch::new();
    scratch.write("a.md", "a");
    scratch.write("inner/b.md", "b");
    let inner = scratch.path().join("inner");
    assert!(scratch.try_git(&inner, &["init", "-q"], b"").status.success());
    let disk = worktree(&scratch.path());
    assert_eq!((names(&disk), disk.nested()), (vec!["a.md"], [path("inner")].as_slice()));
    assert_eq!(disk.kind(&path("inner/b.md")), None);
    assert!(disk.read(&path("inner/b.md"), LIMIT).is_err());
    let commit = |arguments: &[&str]| scratch.try_git(&inner, arguments, b"").status.success();
    assert!(commit(&["add", "-A"]) && commit(&["commit", "-q", "-m", "inner"]));
    scratch.git(&["add", "-A"]);
    let index = Snapshot::index(&scratch.open()).unwrap();
    assert_eq!(
        (names(&index), index.kind(&path("inner"))),
        (vec!["a.md", "inner"], Some(PathKind::Other))
    );
    assert!(index.read(&path("inner"), LIMIT).is_err());
}

#[test]
fn an_announced_name_is_not_in_the_index() {
    let scratch = Scratch::new();
    scratch.write("a.md", "a");
    scratch.write("later.md", "l");
    scratch.git(&["add", "a.md"]);
    scratch.git(&["add", "--intent-to-add", "later.md"]);
    let index = Snapshot::index(&scratch.open()).unwrap();
    assert_eq!((names(&index), index.kind(&path("later.md"))), (vec!["a.md"], None));
}

#[test]
fn an_unmerged_path_is_named_once_and_our_side_is_read() {
    let mut scratch = Scratch::new();
    scratch.write("both.md", "base");
    scratch.write("theirs.md", "base");
    scratch.write("clean.md", "clean");
    scratch.commit("base");
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.write("both.md", "side");
    scratch.write("theirs.md", "side");
    scratch.commit("side");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.write("both.md", "main");
    scratch.git(&["rm", "-q", "theirs.md"]);
    scratch.commit("main");
    assert!(!scratch.try_git(&scratch.path(), &["merge", "-q", "side"], b"").status.success());
    let index = Snapshot::index(&scratch.open()).unwrap();
    assert_eq!(index.unmerged(), [path("both.md"), path("theirs.md")]);
    assert_eq!(names(&index), ["both.md", "clean.md", "theirs.md"]);
    let texts = ["both.md", "clean.md", "theirs.md"].map(|at| text(&index, at));
    assert_eq!(texts, ["main", "clean", "side"]);
}

#[test]
fn a_name_that_is_no_text_is_told_in_every_face() {
    use std::os::unix::ffi::OsStrExt;
    let mut scratch = Scratch::new();
    scratch.write("a.md", "a");
    let odd = std::ffi::OsStr::from_bytes(b"n\xf6.md");
    std::fs::write(scratch.path().join(odd), "n").unwrap();
    let id = scratch.commit("one");
    let repo = scratch.open();
    for snapshot in
        [worktree(&scratch.path()), Snapshot::index(&repo).unwrap(), at_commit(&repo, &id)]
    {
        assert_eq!(names(&snapshot), ["a.md"]);
        assert_eq!(told(&snapshot), ["the name n\u{fffd}.md is not UTF-8"], "{snapshot:?}");
    }
}

#[test]
fn a_file_without_permission_is_an_error_of_that_file_alone() {
    let scratch = Scratch::new();
    scratch.write("a.md", "a");
    scratch.write("locked.md", "l");
    let locked = scratch.path().join("locked.md");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Some users may read everything; then there is nothing to see.
    let may_read_all = std::fs::read(&locked).is_ok();
    let snapshot = worktree(&scratch.path());
    let paths: Vec<_> = snapshot.files().iter().map(|file| file.path.clone()).collect();
    let read = snapshot.read_many(&paths, LIMIT, |_, bytes| bytes.is_ok());
    assert_eq!(read, [true, may_read_all]);
}

#[test]
fn a_damaged_object_is_an_error_of_that_file_alone() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", "a");
    scratch.write("b.md", "b");
    let id = scratch.commit("one");
    let blob = scratch.git(&["rev-parse", "HEAD:b.md"]);
    let object = scratch.path().join(".git/objects").join(&blob[..2]).join(blob[2..].trim());
    std::fs::remove_file(object).unwrap();
    let snapshot = at_commit(&scratch.open(), &id);
    let paths = [path("a.md"), path("b.md")];
    let read =
        snapshot.read_many(&paths, LIMIT, |_, bytes| bytes.map_err(|error| error.to_string()));
    assert_eq!(read[0], Ok(b"a".to_vec()));
    let error = read[1].clone().unwrap_err();
    assert!(error.starts_with("b.md could not be read: file content "), "{error}");
}
