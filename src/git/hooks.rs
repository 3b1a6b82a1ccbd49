//! Where git looks for hooks.

use super::Repository;

impl Repository {
    /// What `core.hooksPath` says, as it is written; without it git looks into `hooks` of the git
    /// directory that all working trees share.
    pub fn hooks_path(&self) -> Option<String> {
        self.setting("core.hooksPath")
    }
}
