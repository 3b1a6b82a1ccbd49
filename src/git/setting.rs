//! What the user's configuration of git says, where it concerns us.

use super::Repository;
use gix::bstr::ByteSlice;
use gix::config::file::Metadata;
use gix::config::file::init::Options;
use std::path::{Path, PathBuf};

impl Repository {
    /// What `key` is set to: the repository's own configuration, else `.gitconfig`, else
    /// `git/config`; a value of nothing but spaces is none.
    ///
    /// Includes are not followed; an unreadable file counts as one that says nothing.
    pub(super) fn setting(&self, key: &str) -> Option<String> {
        let own = self.local().config_snapshot().string(key);
        let own = own.map(|value| value.to_str_lossy().trim().to_owned());
        own.filter(|value| !value.is_empty())
            .or_else(|| self.user_files().find_map(|file| said(&file, key)))
    }

    fn user_files(&self) -> impl Iterator<Item = PathBuf> {
        let home = self.environment.home.clone();
        let xdg = self.environment.xdg_config_home.clone();
        let xdg = xdg.or_else(|| home.as_ref().map(|home| home.join(".config")));
        let files = [home.map(|h| h.join(".gitconfig")), xdg.map(|x| x.join("git/config"))];
        files.into_iter().flatten()
    }
}

fn said(file: &Path, key: &str) -> Option<String> {
    let bytes = std::fs::read(file).ok()?;
    let meta = Metadata::from(gix::config::Source::User);
    let config =
        gix::config::File::from_bytes_no_includes(&bytes, meta, Options::default()).ok()?;
    let value = config.string(key)?.to_str_lossy().trim().to_owned();
    (!value.is_empty()).then_some(value)
}
