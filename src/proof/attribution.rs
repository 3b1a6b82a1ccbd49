//! Whether a policy's text changed because its change log says so.

use super::past::{PolicyVersion, RecordPast};
use chrono::{DateTime, Utc};

/// What git shows of the version that the change log attributes to an incident.
#[derive(Clone, Copy, Debug)]
pub struct Attributed<'a> {
    /// The first revision with that version and an entry that names the incident.
    pub version: &'a PolicyVersion,
    /// The version before it; `None` when it is the first.
    pub before: Option<&'a PolicyVersion>,
    /// True when the text is another than before the incident was detected, and another than the
    /// one with which the version before began. White space, wrapping and front matter do not count.
    pub text_changed: bool,
}

/// Finds the revision in which the change log first attributes `version` to `incident`, which was
/// detected at `detected`.
///
/// The text may change in the commit before the one that raises the version, and a change that was
/// taken back is none: the text of the version's newest revision is held against two others.
pub fn attributed<'a>(
    past: &'a RecordPast,
    incident: &str,
    version: &str,
    detected: Option<DateTime<Utc>>,
) -> Option<Attributed<'a>> {
    let names = |held: &PolicyVersion| {
        let mut entries = held.log.iter().filter(|entry| entry.version == version);
        held.version == version
            && entries.any(|entry| entry.incidents.iter().any(|i| i == incident))
    };
    let at = past.versions.iter().rposition(names)?;
    let newest = past.versions.iter().find(|held| held.version == version)?;
    let before = past.versions[at + 1..].iter().find(|held| held.version != version);
    let began = before.and_then(|before| {
        let mut older = past.versions[at + 1..].iter().skip_while(|held| held.version == version);
        older.by_ref().take_while(|held| held.version == before.version).last()
    });
    let in_force = detected.and_then(|detected| in_force_at(past, detected));
    let differs = |held: &PolicyVersion| held.wording != newest.wording;
    let text_changed = began.is_none_or(differs) && in_force.is_none_or(differs);
    Some(Attributed { version: &past.versions[at], before, text_changed })
}

/// The newest revision of a policy that was committed before `at`.
pub fn in_force_at(past: &RecordPast, at: DateTime<Utc>) -> Option<&PolicyVersion> {
    past.versions.iter().find(|held| held.commit.committed_at < at)
}
