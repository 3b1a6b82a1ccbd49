//! The profile of an organisation: how much form the rules ask for.

/// Profile named in `pirctl.yaml`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// A few people: one independent person may lead, verify and sign.
    Small,
    /// The default table.
    #[default]
    Standard,
    /// Several entities: `entity` on every record, delegated sign-off.
    Group,
}

impl Profile {
    /// All profiles.
    pub const ALL: [Self; 3] = [Self::Small, Self::Standard, Self::Group];

    /// The word in `pirctl.yaml`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Standard => "standard",
            Self::Group => "group",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.word() == word)
    }
}
