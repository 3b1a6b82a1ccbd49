//! Names and addresses of people as a repository's `.mailmap` puts them right.

use super::{CommitId, Content, FileKind, Person, Repository};
use crate::term::RepoPath;

/// The corrections of one commit's `.mailmap`; none when it has no such file.
#[derive(Default)]
pub struct Mailmap(gix::mailmap::Snapshot);

/// A larger `.mailmap` is not read.
const LARGE: u64 = 4 << 20;

impl Repository {
    /// The `.mailmap` that `commit` holds; a link is not followed, as in git.
    pub fn mailmap(&self, commit: &CommitId) -> Mailmap {
        let file = self.blob_at(commit, &RepoPath::new(".mailmap")).ok().flatten();
        let regular = |kind| matches!(kind, FileKind::File | FileKind::Executable);
        let content = file
            .filter(|file| regular(file.kind))
            .and_then(|file| self.blobs().read_up_to(&file.blob, LARGE).ok());
        match content {
            Some(Content::Whole(bytes)) => Mailmap(gix::mailmap::Snapshot::from_bytes(&bytes)),
            _ => Mailmap::default(),
        }
    }
}

impl Mailmap {
    /// Gives `person` the name and address that the file has for them.
    pub fn correct(&self, person: &mut Person) {
        let (name, email) = (person.name.clone(), person.email.clone());
        let stated = gix::actor::SignatureRef {
            name: name.as_str().into(),
            email: email.as_str().into(),
            time: "",
        };
        if let Some(found) = self.0.try_resolve_ref(stated) {
            let text = |bytes: &gix::bstr::BStr| bytes.to_string();
            person.name = found.name.map_or(name.clone(), text);
            person.email = found.email.map_or(email.clone(), text);
        }
    }
}
