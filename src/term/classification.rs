//! How widely a record may be known.

/// Classification of a record, ordered from the widest circle to the narrowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Classification {
    /// For everybody.
    Public,
    /// For the organisation.
    Internal,
    /// For those concerned.
    Confidential,
    /// For named people.
    Restricted,
}

impl Classification {
    /// All classifications, the widest circle first.
    pub const ALL: [Self; 4] = [Self::Public, Self::Internal, Self::Confidential, Self::Restricted];

    /// The word as a record writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Confidential => "confidential",
            Self::Restricted => "restricted",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|classification| classification.word() == word)
    }
}
