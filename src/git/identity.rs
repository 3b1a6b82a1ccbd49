//! The address under which the user commits.

use super::Repository;

impl Repository {
    /// The user's own `user.email`.
    pub fn user_email(&self) -> Option<String> {
        self.setting("user.email")
    }
}
