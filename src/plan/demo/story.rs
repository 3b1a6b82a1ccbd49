//! The story as it is written: who committed what, when, on which branch.
//!
//! Reads the form that stands at the head of `examples/story.yaml`; a story that does not keep to
//! it is refused with the place.

use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Who committed what, oldest first.
#[derive(Clone, Debug)]
pub struct Story {
    pub(super) people: BTreeMap<String, Identity>,
    pub(super) steps: Vec<Step>,
}

/// A name and an address, as a commit carries them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
}

/// Why a story cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoryError {
    /// It is not in the form that is asked for.
    #[error("the story cannot be read: {0}")]
    Form(String),
    /// A step asks for something that is not there.
    #[error("in the story, at `{step}`: {what}")]
    Step {
        /// The first line of the message, or the branch that is started.
        step: String,
        /// What is wrong.
        what: String,
    },
}

/// One step of the story.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A branch starts.
    Branch {
        /// Its name.
        name: String,
        /// The branch it leaves.
        from: String,
    },
    /// A commit is made.
    Commit(Box<Commit>),
}

/// A commit, also one that merges.
#[derive(Clone, Debug)]
pub(super) struct Commit {
    pub(super) on: String,
    pub(super) merge: Option<String>,
    pub(super) by: String,
    pub(super) at: DateTime<FixedOffset>,
    pub(super) committed_at: DateTime<FixedOffset>,
    pub(super) label: Option<String>,
    pub(super) message: String,
    pub(super) files: Vec<FileStep>,
}

impl Commit {
    /// The first line of the message, to name the commit by.
    pub(super) fn subject(&self) -> &str {
        self.message.lines().next().unwrap_or_default()
    }
}

/// What happens to one file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FileStep {
    pub(super) path: Option<String>,
    pub(super) from: Option<String>,
    pub(super) set: BTreeMap<String, String>,
    pub(super) drop: Vec<String>,
    pub(super) cut: Vec<String>,
    pub(super) section: BTreeMap<String, String>,
    pub(super) replace: Vec<Replace>,
    #[serde(rename = "move")]
    pub(super) moved: Option<Move>,
    pub(super) remove: Option<String>,
}

/// A literal replacement.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Replace {
    pub(super) old: String,
    pub(super) new: String,
}

/// A file gets another path.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Move {
    pub(super) from: String,
    pub(super) to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    people: BTreeMap<String, String>,
    commits: Vec<WrittenStep>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStep {
    branch: Option<String>,
    from: Option<String>,
    merge: Option<String>,
    on: Option<String>,
    by: Option<String>,
    at: Option<String>,
    committed_at: Option<String>,
    label: Option<String>,
    message: Option<String>,
    #[serde(default)]
    files: Vec<FileStep>,
}

/// The branch that the story begins on and ends on.
pub(super) const MAIN: &str = "main";

impl Story {
    /// Reads a story.
    pub fn read(text: &str) -> Result<Self, StoryError> {
        let written: Written =
            serde_yaml::from_str(text).map_err(|error| StoryError::Form(error.to_string()))?;
        let people = written.people.into_iter().map(|(handle, who)| {
            let identity = Identity::read(&who);
            identity.map(|identity| (handle, identity)).ok_or_else(|| {
                StoryError::Form(format!("`{who}` is not written as `Name <address>`"))
            })
        });
        let people = people.collect::<Result<_, _>>()?;
        let steps = written.commits.into_iter().map(Step::read).collect::<Result<_, _>>()?;
        Ok(Self { people, steps })
    }
}

impl Identity {
    fn read(text: &str) -> Option<Self> {
        let (name, email) = text.strip_suffix('>')?.split_once(" <")?;
        Some(Self { name: name.to_owned(), email: email.to_owned() })
    }
}

impl Step {
    fn read(written: WrittenStep) -> Result<Self, StoryError> {
        if let Some(name) = written.branch {
            return Ok(Self::Branch { name, from: written.from.unwrap_or_else(|| MAIN.into()) });
        }
        let message = written.message.ok_or_else(|| owed("message", "a commit"))?;
        let named = || format!("`{}`", message.lines().next().unwrap_or_default());
        let by = written.by.ok_or_else(|| owed("by", &named()))?;
        let at = read_time(&written.at.ok_or_else(|| owed("at", &named()))?)?;
        let committed_at = written.committed_at.as_deref().map_or(Ok(at), read_time)?;
        Ok(Self::Commit(Box::new(Commit {
            on: written.on.unwrap_or_else(|| MAIN.into()),
            merge: written.merge,
            by,
            at,
            committed_at,
            label: written.label,
            message,
            files: written.files,
        })))
    }
}

fn owed(field: &str, by: &str) -> StoryError {
    StoryError::Form(format!("{by} has no `{field}`"))
}

fn read_time(text: &str) -> Result<DateTime<FixedOffset>, StoryError> {
    DateTime::parse_from_rfc3339(text)
        .map_err(|_| StoryError::Form(format!("`{text}` is no time with an offset")))
}
