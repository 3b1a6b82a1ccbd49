//! The address under which the user commits.

use super::Repository;
use gix::bstr::ByteSlice;
use gix::config::file::Metadata;
use gix::config::file::init::Options;
use std::path::PathBuf;

impl Repository {
    /// The user's own `user.email`: the repository's, else `.gitconfig`, else `git/config`.
    ///
    /// Includes are not followed; an unreadable file counts as one that says nothing.
    pub fn user_email(&self) -> Option<String> {
        let own = self.local().config_snapshot().string("user.email");
        let own = own.map(|value| value.to_str_lossy().trim().to_owned());
        own.filter(|email| !email.is_empty()).or_else(|| self.user_files().find_map(read_email))
    }

    fn user_files(&self) -> impl Iterator<Item = PathBuf> {
        let home = self.environment.home.clone();
        let xdg = self.environment.xdg_config_home.clone();
        let xdg = xdg.or_else(|| home.as_ref().map(|home| home.join(".config")));
        let files = [home.map(|h| h.join(".gitconfig")), xdg.map(|x| x.join("git/config"))];
        files.into_iter().flatten()
    }
}

fn read_email(path: PathBuf) -> Option<String> {
    let bytes = std::fs::read(path).ok()?;
    let meta = Metadata::from(gix::config::Source::User);
    let config =
        gix::config::File::from_bytes_no_includes(&bytes, meta, Options::default()).ok()?;
    let email = config.string("user.email")?.to_str_lossy().trim().to_owned();
    (!email.is_empty()).then_some(email)
}
