//! The answers the tool gives about claims, stages and requirements.
//!
//! There is no `bool` and no `Option` in their place: what cannot be known has its own word.

use serde::Serialize;

/// How well a claim in a record is borne out by git.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// The file says so; nothing else was looked at or found.
    Claimed,
    /// Git shows when the value was first committed, near the date it states.
    Recorded,
    /// Git shows that the linked thing changed as claimed.
    Corroborated,
    /// Git shows something else than the claim.
    Contradicted,
    /// History is cut where the answer would be.
    CannotTell,
    /// Privileged, or above the repository's classification.
    Withheld,
}

/// What is known of the signature on the commit or tag that shows a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seal {
    /// No signature.
    Unsigned,
    /// Signed; nobody asked for it to be checked.
    Unchecked,
    /// Checked against a key that the user named.
    Good,
    /// Checked; the signature does not fit the content.
    Bad,
    /// Checked; no key that the user named made it.
    UnknownKey,
    /// Checked; the key was outside its validity at that time, or was revoked.
    Expired,
    /// The hosting service signed, not the person.
    Platform,
    /// Signed; it was asked for and could not be checked.
    CannotTell,
}

/// The standing of a stage of the chain or of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Everything asked for was found.
    Met,
    /// Some of it was found.
    Partly,
    /// None of it was found, and its time has run.
    Missing,
    /// Not found yet; the deadline is still ahead.
    InTimeSoFar,
    /// Not asked of this incident, for a stated reason.
    NotRequired,
    /// Nothing it could apply to in the period, by a declared period statement.
    NoneInScope,
    /// History is cut where the answer would be.
    CannotTell,
    /// Privileged, or above the repository's classification.
    Withheld,
}

impl Strength {
    /// The word people and machines read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Recorded => "recorded",
            Self::Corroborated => "corroborated",
            Self::Contradicted => "contradicted",
            Self::CannotTell => "cannot-tell",
            Self::Withheld => "withheld",
        }
    }
}

impl Seal {
    /// Every seal.
    pub const ALL: [Self; 8] = [
        Self::Unsigned,
        Self::Unchecked,
        Self::Good,
        Self::Bad,
        Self::UnknownKey,
        Self::Expired,
        Self::Platform,
        Self::CannotTell,
    ];

    /// In words, for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unchecked => "signed, not checked",
            Self::UnknownKey => "unknown key",
            Self::Platform => "platform key",
            Self::CannotTell => "cannot tell",
            other => other.word(),
        }
    }

    /// The word people and machines read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unsigned => "unsigned",
            Self::Unchecked => "unchecked",
            Self::Good => "good",
            Self::Bad => "bad",
            Self::UnknownKey => "unknown-key",
            Self::Expired => "expired",
            Self::Platform => "platform",
            Self::CannotTell => "cannot-tell",
        }
    }
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 8] = [
        Self::Met,
        Self::Partly,
        Self::Missing,
        Self::InTimeSoFar,
        Self::NotRequired,
        Self::NoneInScope,
        Self::CannotTell,
        Self::Withheld,
    ];

    /// In words, for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::InTimeSoFar => "in time so far",
            Self::NotRequired => "not required",
            Self::NoneInScope => "none in scope",
            Self::CannotTell => "cannot tell",
            other => other.word(),
        }
    }

    /// The word people and machines read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partly => "partly",
            Self::Missing => "missing",
            Self::InTimeSoFar => "in-time-so-far",
            Self::NotRequired => "not-required",
            Self::NoneInScope => "none-in-scope",
            Self::CannotTell => "cannot-tell",
            Self::Withheld => "withheld",
        }
    }
}

/// Why an answer cannot be given: what is not there, and the command that mends it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Cut {
    /// What could not be read, as a lower-case fragment.
    pub reason: String,
    /// The command or step that mends it; empty when nothing does.
    pub remedy: String,
}
