//! Checking seals with the keys that the user named, and only then.
//!
//! The keys come from files outside the repository: what is audited does not choose by what.

use super::{Environment, Failure};
use crate::git::{
    CommitId, CommitMeta, GitError, Repository, SignatureKind, SignedObject, Tag, TagId,
};
use crate::history::History;
use crate::proof::Seals;
use crate::signature::{AllowedSigners, Checked, check_ssh, ssh_signers};
use crate::verdict::{Cut, Seal};
use crate::verifier::{Verifier, VerifierError};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// Most bytes that a file of keys may have.
const KEYS_LIMIT: u64 = 32 << 20;

/// Addresses with which hosting services commit what they sign themselves.
const SERVICES: [&str; 2] = ["noreply@github.com", "noreply@gitlab.com"];

/// The files of keys that the user named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyFiles {
    /// SSH keys, in the form of git's allowed signers.
    pub allowed_signers: Option<PathBuf>,
    /// OpenPGP public keys, as `gpg --export` writes them.
    pub keyring: Option<PathBuf>,
}

/// The keys, ready to check with; checks nothing when none were named.
#[derive(Debug, Default)]
pub struct SealCheck {
    signers: Option<AllowedSigners>,
    /// `Err` where there is no program to check with.
    openpgp: Option<Result<Verifier, Cut>>,
}

impl SealCheck {
    /// Reads the files that were named, which must not lie in the repository (or, outside of git, in
    /// the `folder` of the register).
    pub fn open(
        files: &KeyFiles,
        environment: &Environment,
        folder: &Path,
        repository: Option<&Repository>,
    ) -> Result<Self, Failure> {
        let audited = &audited(folder, repository);
        let mut check = Self::default();
        if let Some(path) = &files.allowed_signers {
            let text = String::from_utf8_lossy(&read(path, audited)?).into_owned();
            check.signers = Some(signers(path, &text)?);
        }
        if let Some(path) = &files.keyring {
            let keys = read(path, audited)?;
            check.openpgp = Some(verifier(path, &keys, environment, audited)?);
        }
        Ok(check)
    }

    /// The seals of the commits of these documents and of the tags on them; none where no keys were
    /// named.
    pub fn seals<F>(&self, repository: &Repository, history: &History<F>, tags: &[Tag]) -> Seals {
        let mut seals = Seals::default();
        if self.signers.is_none() && self.openpgp.is_none() {
            return seals;
        }
        let revisions = || history.documents.iter().flat_map(|document| &document.revisions);
        let signed = revisions().filter(|revision| revision.commit.signature.is_some());
        let signed: BTreeSet<_> = signed.map(|revision| revision.commit.id).collect();
        let shown: BTreeSet<_> = if tags.is_empty() {
            BTreeSet::new()
        } else {
            revisions().map(|revision| revision.commit.id).collect()
        };
        let tags = tags.iter().filter(|tag| tag.signature.is_some() && shown.contains(&tag.commit));
        let tags: BTreeSet<_> = tags.map(|tag| tag.id).collect();
        let checked: Vec<_> =
            tags.into_par_iter().map(|id| (id, self.sealed_tag(repository, &id))).collect();
        for (id, Sealed { seal, cut, signers }) in checked {
            seals.insert_tag(id, seal, cut);
            seals.name_signers(id.hex(), signers);
        }
        let checked: Vec<_> =
            signed.into_par_iter().map(|id| (id, self.sealed(repository, &id))).collect();
        for (id, Sealed { seal, cut, signers }) in checked {
            seals.insert(id, seal, cut);
            seals.name_signers(id.hex(), signers);
        }
        seals
    }

    /// Adds the seals of commits that records name; nothing where no keys were named.
    pub(super) fn add<'c>(
        &self,
        repository: &Repository,
        commits: impl Iterator<Item = &'c CommitMeta>,
        seals: &mut Seals,
    ) {
        if self.signers.is_none() && self.openpgp.is_none() {
            return;
        }
        for commit in commits.filter(|commit| commit.signature.is_some()) {
            let Sealed { seal, cut, signers } = self.sealed(repository, &commit.id);
            seals.insert(commit.id, seal, cut);
            seals.name_signers(commit.id.hex(), signers);
        }
    }

    /// The seal of one commit, and why it cannot be told where it cannot.
    pub fn seal(&self, repository: &Repository, id: &CommitId) -> (Seal, Option<Cut>) {
        let Sealed { seal, cut, .. } = self.sealed(repository, id);
        (seal, cut)
    }

    /// The seal of one annotated tag, and why it cannot be told where it cannot.
    pub fn seal_of_tag(&self, repository: &Repository, id: &TagId) -> (Seal, Option<Cut>) {
        let Sealed { seal, cut, .. } = self.sealed_tag(repository, id);
        (seal, cut)
    }

    fn sealed(&self, repository: &Repository, id: &CommitId) -> Sealed {
        self.sealed_of(repository.signed_commit(id))
    }

    fn sealed_tag(&self, repository: &Repository, id: &TagId) -> Sealed {
        self.sealed_of(repository.signed_tag(id))
    }

    fn sealed_of(&self, found: Result<Option<SignedObject>, GitError>) -> Sealed {
        match found {
            Ok(Some(signed)) => self.check(&signed),
            // Also where the only signature was made for ids of another kind; git does not look at it.
            Ok(None) => Seal::Unsigned.into(),
            Err(error) => unknown(GitError::to_cut(&error)),
        }
    }

    fn check(&self, signed: &SignedObject) -> Sealed {
        let at = signed.by.time_in_range.then(|| signed.by.time.to_utc());
        let (payload, signature) = (&signed.payload, &signed.signature);
        let (checked, signers) = match (signed.kind, &self.signers, &self.openpgp) {
            (SignatureKind::Ssh, Some(named), _) => {
                let checked = check_ssh(payload, signature, at, named);
                (checked, ssh_signers(signature, at, named))
            }
            (SignatureKind::OpenPgp, _, Some(Ok(verifier))) => {
                let (checked, address) = verifier.check(payload, signature, at);
                (checked, address.into_iter().collect())
            }
            (SignatureKind::OpenPgp, _, Some(Err(cut))) => return unknown(cut.clone()),
            (SignatureKind::Ssh, None, _) | (SignatureKind::OpenPgp, _, None) => {
                return Seal::Unchecked.into();
            }
            (SignatureKind::X509, ..) => {
                return unknown(nothing_helps(
                    "it is an X.509 signature, and these are not checked",
                ));
            }
            (SignatureKind::Other, ..) => {
                return unknown(nothing_helps("the kind of the signature is not known"));
            }
        };
        let is_service = SERVICES.contains(&signed.by.email.as_str());
        match checked {
            Checked::Good if is_service => Seal::Platform.into(),
            // Only a good seal says whose it is.
            Checked::Good => Sealed { signers, ..Seal::Good.into() },
            Checked::Bad => Seal::Bad.into(),
            Checked::UnknownKey => Seal::UnknownKey.into(),
            Checked::Expired => Seal::Expired.into(),
            Checked::CannotTell(reason) => unknown(nothing_helps(&reason)),
        }
    }
}

/// What checking one signature showed.
struct Sealed {
    seal: Seal,
    /// Why it cannot be told.
    cut: Option<Cut>,
    /// Whose key it is, where the seal is good.
    signers: Vec<String>,
}

impl From<Seal> for Sealed {
    fn from(seal: Seal) -> Self {
        Self { seal, cut: None, signers: Vec::new() }
    }
}

/// The folders that hold what is audited, as they really stand.
fn audited(folder: &Path, repository: Option<&Repository>) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    if let Some(repository) = repository {
        folders = vec![repository.git_dir().to_owned(), repository.common_dir()];
        folders.extend(repository.worktree().map(Path::to_owned));
    }
    folders.iter().map(|folder| folder.canonicalize().unwrap_or_else(|_| folder.clone())).collect()
}

fn unknown(cut: Cut) -> Sealed {
    Sealed { cut: Some(cut), ..Seal::CannotTell.into() }
}

fn nothing_helps(reason: &str) -> Cut {
    Cut {
        reason: reason.to_owned(),
        remedy: "look at it with `git verify-commit` or `git verify-tag`".into(),
    }
}

fn signers(path: &Path, text: &str) -> Result<AllowedSigners, Failure> {
    let shown = path.display();
    let signers = AllowedSigners::parse(text).map_err(|error| {
        let message = format!("`{shown}` is no file of allowed signers: {error}");
        Failure::new(message, "write lines such as `a.novak@example.org ssh-ed25519 AAAA...`")
    })?;
    if signers.is_empty() {
        let message = format!("`{shown}` names no key");
        return Err(Failure::new(message, "add a line for each person who signs"));
    }
    Ok(signers)
}

fn verifier(
    path: &Path,
    keys: &[u8],
    environment: &Environment,
    audited: &[PathBuf],
) -> Result<Result<Verifier, Cut>, Failure> {
    match Verifier::open(keys, &environment.search_path, audited) {
        Ok(verifier) => Ok(Ok(verifier)),
        Err(error @ VerifierError::NoProgram) => {
            let remedy = "install GnuPG, or run it where `gpg` is installed".into();
            Ok(Err(Cut { reason: error.to_string(), remedy }))
        }
        Err(error) => {
            let message = format!("`{}` cannot be used: {error}", path.display());
            Err(Failure::new(message, "write it with `gpg --export KEY > FILE`"))
        }
    }
}

/// The bytes of a file of keys that lies outside what is audited.
fn read(path: &Path, audited: &[PathBuf]) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    let failed = |error: &dyn std::fmt::Display| {
        Failure::new(format!("`{shown}` cannot be read: {error}"), "name a file of public keys")
    };
    if leads_into(path, audited).map_err(|error| failed(&error))? {
        let message =
            format!("`{shown}` lies in the repository under audit, which must not choose the keys");
        return Err(Failure::new(message, "keep the keys outside of it"));
    }
    let found = std::fs::metadata(path).map_err(|error| failed(&error))?;
    if !found.is_file() {
        return Err(failed(&"it is no file"));
    }
    if found.len() > KEYS_LIMIT {
        return Err(failed(&"it is larger than 32 MiB"));
    }
    std::fs::read(path).map_err(|error| failed(&error))
}

/// True when the way to `path` ends in one of `folders` or goes through a link that stands in one.
fn leads_into(path: &Path, folders: &[PathBuf]) -> std::io::Result<bool> {
    let inside = |place: &Path| folders.iter().any(|folder| place.starts_with(folder));
    let mut reached = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                reached.pop();
            }
            part => {
                let next = reached.join(part);
                if inside(&reached) && next.is_symlink() {
                    return Ok(true);
                }
                reached = next.canonicalize()?;
            }
        }
    }
    Ok(inside(&reached))
}
