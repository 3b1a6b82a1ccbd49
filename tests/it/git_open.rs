//! How a repository is found and opened, one git behaviour a test.

use crate::support::git::{Scratch, open, run_git};
use pirctl::git::{GitEnvironment, GitError, Head, Repository};
use std::path::Path;

fn discover(start: &Path, env: &GitEnvironment) -> Result<Option<Repository>, GitError> {
    Repository::discover(start, env)
}

#[test]
fn outside_a_repository_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    assert!(discover(folder.path(), &GitEnvironment::default()).unwrap().is_none());
}

#[test]
fn a_subfolder_finds_the_top_and_its_prefix() {
    let scratch = Scratch::new();
    scratch.write("a/b/c.md", "x");
    let repo = open(&scratch.path().join("a/b"));
    assert_eq!(repo.worktree(), Some(scratch.path().as_path()));
    assert_eq!(repo.prefix(), "a/b");
    assert!(!repo.is_bare() && !repo.is_shallow() && !repo.is_partial());
}

#[test]
fn an_unborn_head_names_its_branch() {
    let scratch = Scratch::new();
    let repo = scratch.open();
    assert_eq!(repo.head().unwrap(), Head::Unborn { branch: "main".into() });
    assert_eq!(repo.index_files().unwrap(), []);
    assert_eq!(repo.branch_tips().unwrap(), []);
}

#[test]
fn a_detached_head_has_no_branch() {
    let mut scratch = Scratch::new();
    let id = scratch.commit("one");
    let on_branch = scratch.open().head().unwrap();
    scratch.git(&["checkout", "-q", "--detach"]);
    let detached = scratch.open().head().unwrap();
    let Head::Commit { id: at, branch } = on_branch else { panic!("{on_branch:?}") };
    assert_eq!((at.hex(), branch), (id, Some("main".to_owned())));
    assert!(matches!(detached, Head::Commit { branch: None, .. }), "{detached:?}");
}

#[test]
fn a_bare_repository_has_no_working_tree() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", "x");
    scratch.commit("one");
    let bare = scratch.beside("bare.git");
    scratch.git(&["clone", "-q", "--bare", ".", bare.to_str().unwrap()]);
    let repo = open(&bare);
    assert!(repo.is_bare() && repo.worktree().is_none() && repo.prefix().is_empty());
    let tip = repo.resolve("HEAD").unwrap();
    assert_eq!(repo.tree_files(&tip, "").unwrap().len(), 1);
}

#[test]
fn a_linked_worktree_has_its_own_head_and_index() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", "x");
    scratch.commit("one");
    let linked = scratch.beside("linked");
    scratch.git(&["worktree", "add", "-q", "-b", "side", linked.to_str().unwrap()]);
    std::fs::write(linked.join("b.md"), "y").unwrap();
    assert!(run_git(&linked, 0, &["add", "b.md"], b"").status.success());
    let repo = open(&linked);
    assert_eq!(repo.worktree(), Some(linked.as_path()));
    assert_eq!(repo.index_files().unwrap().len(), 2);
    assert_eq!(scratch.open().index_files().unwrap().len(), 1);
    assert!(matches!(repo.head().unwrap(), Head::Commit { branch: Some(b), .. } if b == "side"));
    assert_eq!(repo.common_dir().canonicalize().unwrap(), scratch.path().join(".git"));
}

#[test]
fn a_submodule_is_opened_through_its_git_file() {
    let mut inner = Scratch::new();
    inner.write("in.md", "x");
    inner.commit("inner");
    let scratch = Scratch::new();
    scratch.git(&["submodule", "--quiet", "add", inner.path().to_str().unwrap(), "sub"]);
    let repo = open(&scratch.path().join("sub"));
    assert_eq!(repo.worktree(), Some(scratch.path().join("sub").as_path()));
    assert_eq!(repo.index_files().unwrap().len(), 1);
}

#[test]
fn the_three_git_variables_are_honoured() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", "x");
    scratch.commit("one");
    scratch.git(&["read-tree", "--empty"]);
    std::fs::copy(scratch.path().join(".git/index"), scratch.beside("other-index")).unwrap();
    scratch.git(&["reset", "-q", "--hard"]);
    let elsewhere = scratch.beside("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    let mut env =
        GitEnvironment { git_dir: Some("../repo/.git".into()), ..GitEnvironment::default() };
    let repo = discover(&elsewhere, &env).unwrap().unwrap();
    assert_eq!(repo.worktree(), Some(elsewhere.as_path()), "the start folder is the top");
    assert_eq!(repo.index_files().unwrap().len(), 1);
    env.work_tree = Some(scratch.path());
    env.index_file = Some("../other-index".into());
    let repo = discover(&elsewhere, &env).unwrap().unwrap();
    assert_eq!(repo.worktree(), Some(scratch.path().as_path()));
    assert_eq!(repo.index_files().unwrap(), []);
}

#[test]
fn a_git_dir_that_is_none_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let env = GitEnvironment { git_dir: Some("nowhere".into()), ..GitEnvironment::default() };
    let error = discover(folder.path(), &env).unwrap_err();
    assert!(matches!(error, GitError::NotARepository { .. }), "{error}");
    std::fs::write(folder.path().join(".git"), "gitdir: nowhere\n").unwrap();
    let error = discover(folder.path(), &GitEnvironment::default()).unwrap_err();
    assert!(error.to_string().ends_with(".git is not a git repository"), "{error}");
}

#[test]
fn a_sha256_repository_is_read() {
    let mut scratch = Scratch::with(&["--object-format=sha256"]);
    scratch.write("a.md", "x");
    let id = scratch.commit("one");
    let repo = scratch.open();
    let tip = repo.resolve("main").unwrap();
    assert_eq!((tip.hex(), id.len()), (id, 64));
    assert_eq!(repo.tree_files(&tip, "").unwrap().len(), 1);
    assert_eq!(repo.index_files().unwrap().len(), 1);
}

#[test]
fn formats_that_are_not_read_are_refused_with_one_sentence() {
    for (version, key, value) in
        [("1", "extensions.refStorage", "reftable"), ("1", "extensions.frobnicate", "true")]
    {
        let scratch = Scratch::new();
        scratch.git(&["config", "core.repositoryFormatVersion", version]);
        scratch.git(&["config", key, value]);
        let error = discover(&scratch.path(), &GitEnvironment::default()).unwrap_err();
        assert!(matches!(error, GitError::Unsupported { .. }), "{error}");
        assert!(error.to_string().contains(value), "{error}");
    }
    let scratch = Scratch::new();
    scratch.git(&["config", "core.repositoryFormatVersion", "7"]);
    let error = discover(&scratch.path(), &GitEnvironment::default()).unwrap_err();
    assert!(error.to_string().contains("repository format 7"), "{error}");
}

#[test]
fn a_broken_configuration_or_index_is_an_error_and_no_panic() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", "x");
    scratch.commit("one");
    std::fs::write(scratch.path().join(".git/index"), b"DIRC\0\0\0\x02\xff\xff\xff\xff").unwrap();
    let error = scratch.open().index_files().unwrap_err();
    assert!(matches!(error, GitError::Damaged { .. }), "{error}");
    std::fs::write(scratch.path().join(".git/config"), b"[core\nx").unwrap();
    assert!(discover(&scratch.path(), &GitEnvironment::default()).is_err());
}

#[test]
fn the_address_is_the_repositorys_then_the_users() {
    let scratch = Scratch::new();
    let home = scratch.beside("home");
    std::fs::create_dir_all(home.join(".config/git")).unwrap();
    let env = GitEnvironment { home: Some(home.clone()), ..GitEnvironment::default() };
    let email = || discover(&scratch.path(), &env).unwrap().unwrap().user_email();
    assert_eq!(email(), None);
    std::fs::write(home.join(".config/git/config"), "[user]\nemail = x@example.org\n").unwrap();
    assert_eq!(email().as_deref(), Some("x@example.org"));
    std::fs::write(
        home.join(".gitconfig"),
        "[include]\npath = more\n[user]\nemail = h@example.org\n",
    )
    .unwrap();
    std::fs::write(home.join("more"), "[user]\nemail = included@example.org\n").unwrap();
    assert_eq!(email().as_deref(), Some("h@example.org"));
    scratch.git(&["config", "user.email", "own@example.org"]);
    assert_eq!(email().as_deref(), Some("own@example.org"));
}
