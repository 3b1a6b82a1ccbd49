//! Fields: what a value looks like, from when it is owed, what kind of claim it makes.

use super::Kind;
use super::enumeration::{self, Enumeration};

/// What a value looks like.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// One line of text.
    Line,
    /// One word: no white space.
    Word,
    /// A whole number.
    Int,
    /// A decimal number.
    Number,
    /// `true` or `false`.
    Bool,
    /// A day, `2026-01-02`.
    Date,
    /// A day or an RFC 3339 date-time.
    Stamp,
    /// An ISO 8601 duration, `PT72H`.
    Duration,
    /// A quarter, `2026-Q1`.
    Period,
    /// A handle of a person.
    Person,
    /// A path below the register's root, with `/`.
    Path,
    /// 64 hex digits.
    Sha256,
    /// A version, as text.
    Version,
    /// A rule's code or name.
    Rule,
    /// A word of an enumeration.
    Enum(&'static Enumeration),
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// The id of a record of one of these kinds.
    Link(&'static [Kind]),
    /// The id of a record of any kind.
    AnyLink,
    /// An id with a part: `RCA-2026-0001#C1`.
    Ref,
    /// A name, or `{name, group}`.
    Asset,
    /// A text, or `{text, evidence, inferred}`.
    Why,
    /// A list.
    List(&'static Shape),
    /// A mapping with these fields.
    Map(&'static [Field]),
}

/// Coarse class of a shape; ties a typed key to its field at compile time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Class {
    /// Text of some form.
    Text,
    /// A day.
    Date,
    /// A day or an instant.
    Stamp,
    /// A whole number.
    Int,
    /// A decimal number.
    Number,
    /// A boolean.
    Bool,
    /// A list of texts.
    Words,
    /// A list of mappings, assets or whys.
    Items,
    /// A mapping.
    Map,
}

impl Shape {
    /// The class of the shape.
    pub const fn class(&self) -> Class {
        match self {
            Self::Int => Class::Int,
            Self::Number => Class::Number,
            Self::Bool => Class::Bool,
            Self::Date => Class::Date,
            Self::Stamp => Class::Stamp,
            Self::Map(_) => Class::Map,
            Self::List(Self::Map(_) | Self::Asset | Self::Why) => Class::Items,
            Self::List(_) => Class::Words,
            _ => Class::Text,
        }
    }
}

/// From when a field or section is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owed {
    /// Never.
    Never,
    /// In every record of the kind.
    Always,
    /// In every state that cannot be reached without this one.
    From(&'static str),
    /// The same, where a condition holds too.
    FromIf(&'static str, Condition),
}

/// A condition on top of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Severity at or above the policy's `pir_trigger`.
    Significant,
    /// The method is this one.
    MethodIs(&'static str),
    /// The topic is this one.
    TopicIs(&'static str),
    /// The review is not a light one.
    NotLight,
    /// The action is of a technical type.
    Technical,
}

/// What a value claims, and so how history can hold it against git.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nothing that history could show.
    Plain,
    /// That something happened then; not in the future.
    Stated,
    /// The same, and a clock of the chain hangs on it.
    StatedForDeadline,
    /// That something is planned for then.
    Planned,
    /// A score on the risk scale.
    Score,
    /// A version of a text.
    Version,
    /// That a person approved.
    Approval,
}

/// Who may read a value in an edition made for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Anyone who gets the edition.
    Anyone,
    /// A person's handle: shown as a role.
    Person,
    /// Free text: only inside the organisation unless released.
    Inside,
    /// Places and digests of evidence: only those with access.
    Custodians,
}

/// One field of a record.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its key in the front matter.
    pub name: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// From when it is owed.
    pub owed: Owed,
    /// What it claims.
    pub claim: Claim,
    /// What it means.
    pub meaning: &'static str,
    /// The hash of its name, see [`Key::hash`](super::Key::hash).
    pub(super) hash: u64,
}

impl Field {
    /// Owed in every record.
    pub(super) const fn always(mut self) -> Self {
        self.owed = Owed::Always;
        self
    }

    /// Owed from `state` on.
    pub(super) const fn owed_from(mut self, state: &'static str) -> Self {
        self.owed = Owed::From(state);
        self
    }

    /// Owed from `state` on, where `condition` holds.
    pub(super) const fn owed_if(mut self, state: &'static str, condition: Condition) -> Self {
        self.owed = Owed::FromIf(state, condition);
        self
    }

    /// A date that lies ahead by nature.
    pub(super) const fn planned(self) -> Self {
        self.claims(Claim::Planned)
    }

    /// A date on which a clock of the chain hangs.
    pub(super) const fn deadline_bearing(self) -> Self {
        self.claims(Claim::StatedForDeadline)
    }

    /// Says what the value claims.
    pub(super) const fn claims(mut self, claim: Claim) -> Self {
        self.claim = claim;
        self
    }

    /// Says what the field means.
    pub(super) const fn means(mut self, meaning: &'static str) -> Self {
        self.meaning = meaning;
        self
    }

    /// The hash of its name, see [`Key::hash`](super::Key::hash).
    pub const fn hash(&self) -> u64 {
        self.hash
    }

    /// Who may read the value in an edition made for others.
    pub const fn audience(&self) -> Audience {
        match self.shape {
            Shape::Person => Audience::Person,
            Shape::Line | Shape::Why | Shape::Asset => Audience::Inside,
            Shape::Path | Shape::Sha256 => Audience::Custodians,
            _ => Audience::Anyone,
        }
    }
}

/// A field that is never owed and claims what its shape implies.
pub(super) const fn field(name: &'static str, shape: Shape) -> Field {
    let claim = match shape {
        Shape::Date | Shape::Stamp => Claim::Stated,
        _ => Claim::Plain,
    };
    Field { name, shape, owed: Owed::Never, claim, meaning: "", hash: super::hash_name(name) }
}

/// Declares the fields of a kind, each with the typed key that reads it.
///
/// A key whose type does not fit the field's shape does not compile.
macro_rules! fields {
    ($( $meaning:literal: $key:ident: $value:ident = $field:expr; )*) => {
        $(
            #[doc = $meaning]
            pub const $key: crate::schema::Key<$value> = {
                const FIELD: crate::schema::Field = $field;
                assert!(FIELD.shape.class() as u8 == <$value as crate::schema::Value>::CLASS as u8);
                crate::schema::Key::new(FIELD.name)
            };
        )*

        /// The fields, in the order in which `new` writes them.
        pub(in crate::schema) const FIELDS: &[crate::schema::Field] = &[$( $field.means($meaning) ),*];
    };
}
pub(super) use fields;

/// Exactly one of `file`, `commit` (with `path`), `diff` and `url` says what the evidence is.
pub(super) const EVIDENCE_FIELDS: &[Field] = &[
    field("file", Shape::Path).means("A file in the register."),
    field("sha256", Shape::Sha256).means("Digest of the file, line ends as stored."),
    field("commit", Shape::Word).means("A commit; an unambiguous prefix of 7 digits or more."),
    field("path", Shape::Path).means("The path the commit changed."),
    field(
        "diff",
        Shape::Map(const { &[field("before", Shape::Path), field("after", Shape::Path)] }),
    )
    .means("Two files in the register: before and after."),
    field("url", Shape::Line).means("A link; never better than claimed."),
    field("role", Shape::Enum(&enumeration::EVIDENCE_ROLE)).means("What the evidence is."),
    field("environment", Shape::Line).means("Where it was taken, such as production."),
    field("source_system", Shape::Line).means("The system it came from."),
    field("obtained_by", Shape::Person).means("Who obtained it."),
    field("obtained_at", Shape::Stamp).means("When it was obtained."),
    field(
        "method",
        Shape::Choice(&["export", "command", "screenshot", "photograph", "observation", "other"]),
    )
    .means("How it was obtained."),
    field("remark", Shape::Line).means("A remark."),
];

/// The fields of an asset that is written as a mapping.
pub(crate) const ASSET: &[Field] = &[
    field("name", Shape::Line).means("Its name."),
    field("group", Shape::Enum(&enumeration::ASSET_GROUP))
        .means("Its group; from assets.yaml if absent."),
];

/// The fields of a why that is written as a mapping.
pub(crate) const WHY: &[Field] = &[
    field("text", Shape::Line).means("The step."),
    field("evidence", Shape::List(&Shape::Line)).means("What shows it."),
    field("inferred", Shape::Bool).means("True when it was concluded, not observed."),
];
