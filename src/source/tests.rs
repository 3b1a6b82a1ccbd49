//! Tests of the faces that need no repository.

use super::*;
use crate::fs::{FsError, Step};
use std::io;

fn path(text: &str) -> RepoPath {
    RepoPath::new(text)
}

fn names(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.files().iter().map(|file| file.path.as_str()).collect()
}

fn folder(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let at = folder.path().join(file);
        std::fs::create_dir_all(at.parent().unwrap()).unwrap();
        std::fs::write(at, *file).unwrap();
    }
    folder
}

#[test]
fn an_unreadable_file_and_folder_are_told_and_the_rest_is_read() {
    let folder = folder(&["a.md", "bad/x.md", "locked.md"]);
    let root = Root::open(folder.path()).unwrap();
    let root = root.with_faults(Arc::new(|step, at: &Path| {
        let denied = match step {
            Step::List => at.ends_with("bad"),
            Step::Read => at.ends_with("locked.md"),
            _ => false,
        };
        if denied { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(()) }
    }));
    let snapshot = face::on_disk(root, "");
    assert_eq!(names(&snapshot), ["a.md", "locked.md"]);
    let told: Vec<_> = snapshot.troubles().iter().map(ToString::to_string).collect();
    assert_eq!(told, ["bad could not be listed: permission denied"]);
    let paths: Vec<_> = snapshot.files().iter().map(|file| file.path.clone()).collect();
    let read = snapshot.read_many(&paths, 99, |path, bytes| match bytes {
        Ok(bytes) => format!("{path}={}", String::from_utf8_lossy(&bytes)),
        Err(error) => error.to_string(),
    });
    assert_eq!(read, ["a.md=a.md", "locked.md could not be read: permission denied"]);
}

#[test]
fn without_a_repository_the_configuration_is_found_upward() {
    let folder = folder(&["isms/pirctl.yaml", "isms/incidents/i.md", "other.md"]);
    let inside = folder.path().join("isms/incidents");
    let snapshot = Snapshot::worktree(&inside, None).unwrap();
    assert_eq!(names(&snapshot), ["incidents/i.md", "pirctl.yaml"]);
    assert_eq!((snapshot.root(), snapshot.config_path()), ("", path("pirctl.yaml")));
    assert_eq!(snapshot.face(), Face::Worktree);
}

#[test]
fn an_overlay_stands_over_what_is_there_and_beside_it() {
    let folder = folder(&["a.md", "d/b.md"]);
    let snapshot = Snapshot::worktree(folder.path(), None).unwrap();
    let snapshot = snapshot.with_overlay(&path("a.md"), *b"new").with_overlay(&path("c.md"), *b"c");
    assert_eq!(names(&snapshot), ["a.md", "c.md", "d/b.md"]);
    assert_eq!(snapshot.read(&path("a.md"), 3), Ok(b"new".to_vec()));
    let error = snapshot.read(&path("a.md"), 2).unwrap_err();
    assert_eq!(error, FsError::TooLarge { path: "a.md".into(), size: 3, limit: 2 }.into());
    assert_eq!(snapshot.read(&path("d/b.md"), 9), Ok(b"d/b.md".to_vec()));
    assert_eq!(snapshot.kind(&path("d")), Some(PathKind::Folder));
    assert_eq!(snapshot.kind(&path("e")), None);
}

#[test]
fn a_thousand_files_come_back_in_the_order_they_were_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..1000 {
        std::fs::write(folder.path().join(format!("{number:04}.md")), number.to_string()).unwrap();
    }
    let snapshot = Snapshot::worktree(folder.path(), None).unwrap();
    let mut paths: Vec<_> = snapshot.files().iter().map(|file| file.path.clone()).collect();
    paths.reverse();
    let text = |bytes: Result<Vec<u8>, _>| String::from_utf8(bytes.unwrap()).unwrap();
    let read = snapshot.read_many(&paths, 9, |_, bytes| text(bytes));
    let expected: Vec<_> = (0..1000).rev().map(|number| number.to_string()).collect();
    assert_eq!(read, expected);
}
