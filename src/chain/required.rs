//! The default table of proportionality (requirements section 4).

use super::incident::severity_of;
use crate::config::Config;
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
        if !happened(incident) {
            return Self::Info;
        }
        Self::at(severity_of(incident))
    }

    /// The column of a severity.
    fn at(severity: Severity) -> Self {
        match severity {
            Severity::Critical | Severity::High => Self::High,
            Severity::Medium => Self::Medium,
            Severity::Low => Self::Low,
            Severity::Info => Self::Info,
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

/// False for near misses, weaknesses, exercises and lessons of others.
fn happened(incident: &Record) -> bool {
    let origin = incident.text_of(incident::ORIGIN).unwrap_or("incident");
    origin == "incident" && incident.text_of(incident::CERTAINTY) != Some("near-miss")
}

/// How the cause of an incident is asked for; profile small allows an inline cause for medium.
pub fn cause_form(config: &Config, incident: &Record) -> CauseForm {
    if not_asked(config, incident, Stage::Cause).is_some() {
        return CauseForm::NotRequired;
    }
    match Grade::of(incident) {
        Grade::Medium if config.profile == Profile::Small => CauseForm::Inline,
        Grade::High | Grade::Medium => CauseForm::Analysis,
        Grade::Low | Grade::Info => CauseForm::Inline,
    }
}

/// Why a stage is not asked of an incident; `None` when it is.
///
/// The one place that says it, for the chain and for every rule: `stages` of the configuration
/// decides for the severities that it names, the default table for all others. What did not happen
/// as an incident stays with the table.
pub fn not_asked(config: &Config, incident: &Record, stage: Stage) -> Option<String> {
    let severity = severity_of(incident);
    match config.stages_at(severity).filter(|_| happened(incident)) {
        Some(asked) if asked.contains(&stage) => None,
        Some(_) => {
            let word = severity.word();
            Some(format!("the configuration does not ask for it at severity {word}"))
        }
        None => not_required(stage, Grade::of(incident)).map(str::to_owned),
    }
}

/// True when the default table asks for a stage at a severity.
pub fn is_default(stage: Stage, severity: Severity) -> bool {
    not_required(stage, Grade::at(severity)).is_none()
}

/// Why the default table does not ask for a stage at this grade; `None` when it does.
fn not_required(stage: Stage, grade: Grade) -> Option<&'static str> {
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
