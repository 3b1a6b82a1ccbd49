//! The stages of the chain from an incident to a changed control.

/// A stage of the chain, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Triage decision, stamps, class.
    Reported,
    /// The post-incident review.
    Review,
    /// The root cause.
    Cause,
    /// Corrective actions assigned.
    Actions,
    /// The change made.
    Change,
    /// Risk re-scored.
    Risk,
    /// Policy updated.
    Policy,
    /// Actions verified.
    Verification,
    /// Communicated to those concerned.
    Communicated,
    /// Reported to management.
    Management,
    /// Followed up months later.
    Followup,
}

impl Stage {
    /// Every stage, in the order of the chain.
    pub const ALL: [Self; 11] = [
        Self::Reported,
        Self::Review,
        Self::Cause,
        Self::Actions,
        Self::Change,
        Self::Risk,
        Self::Policy,
        Self::Verification,
        Self::Communicated,
        Self::Management,
        Self::Followup,
    ];

    /// The word in configuration and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Review => "review",
            Self::Cause => "cause",
            Self::Actions => "actions",
            Self::Change => "change",
            Self::Risk => "risk",
            Self::Policy => "policy",
            Self::Verification => "verification",
            Self::Communicated => "communicated",
            Self::Management => "management",
            Self::Followup => "followup",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }
}
