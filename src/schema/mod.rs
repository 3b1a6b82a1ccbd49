//! The one table: every kind with its id, folder, machine, fields and sections.
//!
//! Parser, checks, templates and docs read this table; nothing else says what a record is.

mod alias;
mod field;
mod key;
mod kinds;
mod machine;
pub mod part;
mod table;

pub use alias::{Alias, alias_of};
pub(crate) use field::{ASSET, WHY};
pub use field::{Audience, Claim, Class, Condition, Field, Owed, Shape};
pub use key::hash as hash_name;
pub use key::{DayValue, Decimal, Flag, Items, Key, Line, Part, StampValue, Value, Whole, Words};
pub use kinds::{
    action, bulletin, common, control, effectiveness_audit, incident, management_review,
    period_statement, pir, policy, rca, risk, training, trend_report, vendor, vendor_assessment,
};
pub use machine::Machine;
pub use table::{TYPES, Table};

pub use crate::term::{SCHEMA_EDITION, enumeration};

use std::sync::OnceLock;

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `incident`
    Incident,
    /// `pir`
    Pir,
    /// `rca`
    Rca,
    /// `action`
    Action,
    /// `control`
    Control,
    /// `risk`
    Risk,
    /// `policy`
    Policy,
    /// `training`
    Training,
    /// `bulletin`
    Bulletin,
    /// `management-review`
    ManagementReview,
    /// `trend-report`
    TrendReport,
    /// `effectiveness-audit`
    EffectivenessAudit,
    /// `period-statement`
    PeriodStatement,
    /// `vendor`
    Vendor,
    /// `vendor-assessment`
    VendorAssessment,
}

/// How ids of a kind are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdForm {
    /// `INC-2026-0001`: numbers run within a year.
    Yearly {
        /// The letters in front.
        prefix: &'static str,
    },
    /// `RISK-0001`: numbers run on.
    Running {
        /// The letters in front.
        prefix: &'static str,
    },
    /// `TRD-2026-Q1`: one for each quarter.
    Quarterly {
        /// The letters in front.
        prefix: &'static str,
    },
    /// `POL-access-control`: a name.
    Named {
        /// The letters in front.
        prefix: &'static str,
    },
    /// `A.8.5` or `CTL-slug`.
    Control {
        /// The letters in front of an own control's name.
        prefix: &'static str,
    },
}

/// A section of a record's body.
#[derive(Debug)]
pub struct Section {
    /// The heading, level 2.
    pub name: &'static str,
    /// From when it is owed.
    pub owed: Owed,
    /// What it is called in the register, where the configuration says so; the first is written.
    pub aliases: &'static [&'static str],
}

impl Section {
    /// What a new record calls it.
    pub fn heading(&self) -> &'static str {
        self.aliases.first().copied().unwrap_or(self.name)
    }

    /// True when a heading is this section's, letter case left aside.
    pub fn is_called(&self, heading: &str) -> bool {
        let heading = heading.to_lowercase();
        let mut names = self.aliases.iter().chain([&self.name]);
        names.any(|name| name.to_lowercase() == heading)
    }
}

const fn section(name: &'static str, owed: Owed) -> Section {
    Section { name, owed, aliases: &[] }
}

/// Everything that is said of a kind.
#[derive(Debug)]
pub struct KindSpec {
    /// The kind.
    pub kind: Kind,
    /// Its word in `kind:`.
    pub name: &'static str,
    /// What it is for, in a sentence.
    pub purpose: &'static str,
    /// How its ids are made.
    pub id: IdForm,
    /// Folder where `new` puts it.
    pub folder: &'static str,
    /// Its states and steps.
    pub machine: Machine,
    /// Its own fields; those of every kind are [`common`].
    pub fields: &'static [Field],
    /// Sections of the body, in order.
    pub sections: &'static [Section],
    /// Its fields and the common ones, put together on first use.
    merged: Merging,
}

/// Where the fields of a kind are put together.
type Merging = OnceLock<Merged>;

impl KindSpec {
    /// All fields: the kind's own declaration of a name wins over the common one.
    pub fn all_fields(&'static self) -> impl Iterator<Item = &'static Field> + use<> {
        self.merged().in_order.iter().copied()
    }

    fn merged(&self) -> &Merged {
        self.merged.get_or_init(|| {
            let own = self.fields;
            let common =
                common::FIELDS.iter().filter(|field| own.iter().all(|f| f.name != field.name));
            let in_order: Vec<_> = common.chain(own).collect();
            let mut by_hash = in_order.clone();
            by_hash.sort_by_key(|field| field.hash());
            Merged { in_order, by_hash }
        })
    }

    /// The same row, with its fields not yet put together.
    fn bare(&self) -> Self {
        Self { merged: OnceLock::new(), machine: self.machine, ..*self }
    }

    /// The field `name`.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.field_by(hash_name(name), name)
    }

    /// The same, for a name whose hash is known.
    pub fn field_by(&self, hash: u64, name: &str) -> Option<&'static Field> {
        let by_hash = &self.merged().by_hash;
        let at = by_hash.binary_search_by_key(&hash, |field| field.hash()).ok()?;
        Some(by_hash[at]).filter(|field| field.name == name)
    }
}

/// The fields of a kind, its own and the common ones.
#[derive(Debug)]
struct Merged {
    in_order: Vec<&'static Field>,
    /// No two names share a hash; the tests look.
    by_hash: Vec<&'static Field>,
}

/// The fields that every kind has.
pub fn common_fields() -> &'static [Field] {
    common::FIELDS
}

impl Kind {
    /// Every kind, in the order of the chain.
    pub const ALL: [Self; 15] = [
        Self::Incident,
        Self::Pir,
        Self::Rca,
        Self::Action,
        Self::Control,
        Self::Risk,
        Self::Policy,
        Self::Training,
        Self::Bulletin,
        Self::ManagementReview,
        Self::TrendReport,
        Self::EffectivenessAudit,
        Self::PeriodStatement,
        Self::Vendor,
        Self::VendorAssessment,
    ];

    /// The kind's row of the table.
    pub fn spec(self) -> &'static KindSpec {
        match self {
            Self::Incident => &incident::SPEC,
            Self::Pir => &pir::SPEC,
            Self::Rca => &rca::SPEC,
            Self::Action => &action::SPEC,
            Self::Control => &control::SPEC,
            Self::Risk => &risk::SPEC,
            Self::Policy => &policy::SPEC,
            Self::Training => &training::SPEC,
            Self::Bulletin => &bulletin::SPEC,
            Self::ManagementReview => &management_review::SPEC,
            Self::TrendReport => &trend_report::SPEC,
            Self::EffectivenessAudit => &effectiveness_audit::SPEC,
            Self::PeriodStatement => &period_statement::SPEC,
            Self::Vendor => &vendor::SPEC,
            Self::VendorAssessment => &vendor_assessment::SPEC,
        }
    }

    /// The word in `kind:`.
    pub fn word(self) -> &'static str {
        self.spec().name
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The kind in whose folder `path` lies, if any; `folder` is the first part of the path.
    pub fn of_folder(folder: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.spec().folder == folder)
    }

    /// The kind whose ids have the form of `id`.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.spec().id.fits(id))
    }
}

impl IdForm {
    /// The letters in front of the number or name.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Yearly { prefix }
            | Self::Running { prefix }
            | Self::Quarterly { prefix }
            | Self::Named { prefix }
            | Self::Control { prefix } => prefix,
        }
    }

    /// True when `id` has this form.
    pub fn fits(self, id: &str) -> bool {
        if let Self::Control { .. } = self
            && crate::term::canonical_control(id).as_deref() == Some(id)
        {
            return true;
        }
        let Some(rest) = id.strip_prefix(self.prefix()).and_then(|rest| rest.strip_prefix('-'))
        else {
            return false;
        };
        match self {
            Self::Yearly { .. } => rest
                .split_once('-')
                .is_some_and(|(year, n)| year.len() == 4 && digits(year) && number(n)),
            Self::Running { .. } => number(rest),
            Self::Quarterly { .. } => crate::term::Period::parse(rest).is_some(),
            Self::Named { .. } | Self::Control { .. } => slug(rest),
        }
    }

    /// An example of the form, for messages.
    pub fn example(self) -> String {
        match self {
            Self::Yearly { prefix } => format!("{prefix}-2026-0001"),
            Self::Running { prefix } => format!("{prefix}-0001"),
            Self::Quarterly { prefix } => format!("{prefix}-2026-Q1"),
            Self::Named { prefix } => format!("{prefix}-some-name"),
            Self::Control { prefix } => format!("A.8.5 or {prefix}-some-name"),
        }
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn number(text: &str) -> bool {
    (4..=9).contains(&text.len()) && digits(text)
}

fn slug(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty()
        && text.len() <= 80
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_named_by_a_field_or_section_is_in_the_machine() {
        for spec in Kind::ALL.map(Kind::spec) {
            let states =
                spec.fields.iter().map(|f| f.owed).chain(spec.sections.iter().map(|s| s.owed));
            for owed in states {
                if let Owed::From(state) | Owed::FromIf(state, _) = owed {
                    assert!(spec.machine.states.contains(&state), "{}: {state}", spec.name);
                }
            }
        }
    }

    #[test]
    fn no_two_names_of_the_table_share_a_hash() {
        let fields = Kind::ALL.iter().flat_map(|kind| kind.spec().all_fields());
        let mut names: Vec<_> = fields.map(|field| (field.hash(), field.name)).collect();
        names.sort_unstable();
        names.dedup();
        assert!(names.windows(2).all(|pair| pair[0].0 != pair[1].0));
        assert!(names.iter().all(|(hash, name)| hash_name(name) == *hash));
    }

    #[test]
    fn ids_tell_their_kind() {
        for (id, kind) in [
            ("INC-2026-0001", Some(Kind::Incident)),
            ("TRD-2026-Q1", Some(Kind::TrendReport)),
            ("POL-access-control", Some(Kind::Policy)),
            ("RISK-0001", Some(Kind::Risk)),
            ("A.8.5", Some(Kind::Control)),
            ("CTL-edge", Some(Kind::Control)),
            ("INC-2026-1", None),
            ("inc-2026-0001", None),
            ("POL-Access", None),
            ("8.5", None),
        ] {
            assert_eq!(Kind::of_id(id), kind, "{id}");
        }
    }

    #[test]
    fn every_field_says_what_it_means() {
        for spec in Kind::ALL.map(Kind::spec) {
            assert!(spec.all_fields().all(|field| !field.meaning.is_empty()), "{}", spec.name);
        }
    }
}
