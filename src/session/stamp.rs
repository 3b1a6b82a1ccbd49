//! A fingerprint of everything that readings of an opened register can see.
//!
//! Two sessions with the same stamp give the same chains, findings, figures and pages. Where anything could still
//! change without being seen here there is no stamp: a cut history, a clone that may fetch more, trouble on the way.

use super::Session;
use crate::digest::{Fingerprint, fingerprint_of};

impl Session {
    /// What was read, as one fingerprint; `None` where the same question might get another answer later.
    pub fn stamp(&self) -> Option<Fingerprint> {
        let repository = self.repository.as_ref();
        let may_grow = |repo: &crate::git::Repository| repo.is_shallow() || repo.is_partial();
        if !self.troubles.is_empty() || repository.is_none_or(may_grow) || self.past().is_cut() {
            return None;
        }
        let records = self.register.records().iter().map(|record| (&record.path, &*record.text));
        let broken = self.register.broken().iter().map(|broken| (&broken.path, &*broken.text));
        let files = self.snapshot.files().iter().map(|file| &file.path);
        let super::Beside { config, people, assets, ignored } = &self.beside;
        let beside = [&config.text, &people.text, &assets.text];
        let super::Ruled { file, by_defaults, settings } = &self.ruled;
        let zone = self.now.zone.name();
        Some(fingerprint_of(&(
            records.collect::<Vec<_>>(),
            broken.collect::<Vec<_>>(),
            files.collect::<Vec<_>>(),
            (beside, ignored, file, by_defaults, settings),
            (self.commit, self.now.instant, zone),
            self.past(),
        )))
    }
}
