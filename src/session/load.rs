//! Opening a session: find the register, read its files, build the register.

use super::{Environment, Failure, Options, Session};
use crate::deadline::{Now, Terms};
use crate::digest::sha256;
use crate::fs::{EntryKind, Root, Walk};
use crate::git::Repository;
use crate::proof::{Artefacts, FileFact, named_files};
use crate::record::{Document, RECORD_LIMIT, read};
use crate::register::Register;
use crate::rules::Settings;
use crate::schema::Kind;
use crate::term::{Profile, RepoPath, Zone};
use rayon::prelude::*;
use std::path::Path;

pub(super) fn open(options: &Options, environment: &Environment) -> Result<Session, Failure> {
    let folder = options.folder.canonicalize().map_err(|error| {
        Failure::new(
            format!("folder `{}` cannot be opened: {error}", options.folder.display()),
            "name an existing folder",
        )
    })?;
    let repository = Repository::discover(&folder, &environment.git)?;
    let top = repository.as_ref().and_then(Repository::worktree).unwrap_or(&folder).to_path_buf();
    let root = Root::open(&top)?;
    let walk = root.walk("");
    let mut troubles: Vec<Failure> = walk.troubles.iter().cloned().map(Failure::from).collect();
    let (documents, unread) = documents(&root, &walk);
    troubles.extend(unread);
    let register = Register::build(documents);
    let terms = Terms::of(&register, None);
    let zone = Zone::default();
    let now = Now::of(options.today, zone, environment)?;
    let artefacts = artefacts(&register, &root);
    let (settings, profile) = (Settings::default(), Profile::default());
    Ok(Session { register, terms, now, profile, settings, artefacts, troubles, top, folder })
}

fn documents(root: &Root, walk: &Walk) -> (Vec<Document>, Vec<Failure>) {
    let markdown =
        |path: &RepoPath| Path::new(path.as_str()).extension().is_some_and(|e| e == "md");
    let files: Vec<_> =
        walk.entries.iter().filter(|e| e.kind == EntryKind::File && markdown(&e.path)).collect();
    let read_one = |path: &RepoPath| -> Result<Document, Failure> {
        let home = path.as_str().split_once('/').and_then(|(folder, _)| Kind::of_folder(folder));
        let bytes = root.read_walked(path, RECORD_LIMIT as u64 + 1)?;
        Ok(read(path, bytes, home))
    };
    let (mut found, mut failed) = (Vec::new(), Vec::new());
    for document in files.par_iter().map(|file| read_one(&file.path)).collect::<Vec<_>>() {
        match document {
            Ok(document) => found.push(document),
            Err(failure) => failed.push(failure),
        }
    }
    (found, failed)
}

fn artefacts(register: &Register, root: &Root) -> Artefacts {
    let mut found = Artefacts::default();
    for path in named_files(register, "") {
        let fact = match root.read(&path, 64 * 1024 * 1024) {
            Ok(bytes) if bytes.is_empty() => FileFact::Empty,
            Ok(bytes) => FileFact::Digest(sha256(&bytes)),
            Err(error) => match root.kind(&path) {
                Ok(None) => FileFact::Missing,
                Ok(Some(EntryKind::File)) | Err(_) => FileFact::Unreadable(error.to_string()),
                Ok(Some(_)) => FileFact::NotAFile,
            },
        };
        found.files.insert(path, fact);
    }
    found
}
