//! What was asked of a bundle, and what came of it.

use serde::Serialize;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckState {
    /// What was said is so.
    Holds,
    /// Something differs.
    Differs,
    /// There is nothing to hold it against.
    CannotTell,
}

/// One question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was asked, as a word: `payload`, `records`, `figures`..
    pub name: &'static str,
    /// How it ended.
    pub state: CheckState,
    /// How many things were compared.
    pub checked: usize,
    /// What differs or why it cannot be told, each in a line.
    pub said: Vec<String>,
}

impl Check {
    /// Holds when nothing is to be said.
    pub fn of(name: &'static str, checked: usize, said: Vec<String>) -> Self {
        let state = if said.is_empty() { CheckState::Holds } else { CheckState::Differs };
        Self { name, state, checked, said }
    }

    /// There is nothing to hold it against, for a reason.
    pub fn cannot_tell(name: &'static str, why: impl Into<String>) -> Self {
        Self { name, state: CheckState::CannotTell, checked: 0, said: vec![why.into()] }
    }
}
