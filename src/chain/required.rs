//! The default table of proportionality (requirements section 4).

use crate::record::Record;
use crate::schema::incident;
use crate::term::{Profile, Severity};

pub use crate::term::Stage;

/// The column of the table that an incident falls into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Info, near misses, weaknesses, exercises, external lessons.
    Info,
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// Critical and high.
    High,
}

impl Grade {
    /// The column of an incident; one without a readable severity counts as medium.
    pub fn of(incident: &Record) -> Self {
        let origin = incident.text_of(incident::ORIGIN).unwrap_or("incident");
        let near_miss = incident.text_of(incident::CERTAINTY) == Some("near-miss");
        if origin != "incident" || near_miss {
            return Self::Info;
        }
        match incident.text_of(incident::SEVERITY).and_then(Severity::parse) {
            Some(Severity::Critical | Severity::High) => Self::High,
            Some(Severity::Low) => Self::Low,
            Some(Severity::Info) => Self::Info,
            Some(Severity::Medium) | None => Self::Medium,
        }
    }
}

/// The form of a review, lightest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Several incidents in one review.
    Grouped,
    /// Written, two people.
    Light,
    /// Meeting or call, minutes, two sign-offs.
    Full,
}

impl Tier {
    /// Reads the word of `review_tier`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "full" => Some(Self::Full),
            "light" => Some(Self::Light),
            "grouped" => Some(Self::Grouped),
            _ => None,
        }
    }
}

/// The lightest form of review that the table allows.
pub fn review_floor(grade: Grade) -> Tier {
    match grade {
        Grade::High => Tier::Full,
        Grade::Medium => Tier::Light,
        Grade::Low | Grade::Info => Tier::Grouped,
    }
}

/// The form in which the cause is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CauseForm {
    /// An accepted root cause analysis.
    Analysis,
    /// A cause in the incident's `learning`, or an analysis.
    Inline,
    /// Not asked for.
    NotRequired,
}

/// How the cause of an incident is asked for; profile small allows an inline cause for medium.
pub fn cause_form(grade: Grade, profile: Profile) -> CauseForm {
    match grade {
        Grade::Medium if profile == Profile::Small => CauseForm::Inline,
        Grade::High | Grade::Medium => CauseForm::Analysis,
        Grade::Low => CauseForm::Inline,
        Grade::Info => CauseForm::NotRequired,
    }
}

/// Why a stage is not asked of an incident of this grade; `None` when it is.
pub fn not_required(stage: Stage, grade: Grade) -> Option<&'static str> {
    use Stage::{Actions, Cause, Change, Followup, Policy, Risk, Verification};
    match (grade, stage) {
        (Grade::Info, Cause | Actions | Change | Risk | Policy | Verification | Followup) => {
            Some("not asked of info events, near misses, weaknesses and exercises")
        }
        (Grade::Low, Policy) => Some("not asked of low severity"),
        (Grade::Low, Followup) => Some("low severity is followed up through recurrence only"),
        _ => None,
    }
}
