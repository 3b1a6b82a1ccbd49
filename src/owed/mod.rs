//! What is owed by when, and until what answers it.
//!
//! Each duty is asked for in one function here, by the rule that reports it and by the agenda that
//! lists it, so the two cannot disagree. Nothing is worded here and nothing is weighed.

mod begun;
mod closure;
mod own;
mod vendor;

pub use begun::{
    incident_day, is_about, management_clock, of_stretch, owed_stretches, period_of,
    register_began, reports_owed, ruling_policy, statements_owed,
};
pub use closure::{
    Closing, actions_missing, bulletin, cause, followup, is_answer_due, policy_answer,
    review_approved, review_held, risk,
};
pub use own::{
    action_due, answers_asked, hot_wash, is_in_force, policy_review, review_planned, risk_review,
    verification,
};
pub use vendor::{assessments_of, incidents_of, measures_for, reassessment, vendor_measures};

use crate::chain::{Inquiry, Standing, stage_of};
use crate::config::Config;
use crate::deadline::{Now, Terms};
use crate::proof::Past;
use crate::record::Record;
use crate::register::Register;
use crate::term::Stage;

/// What a duty is read from, git left aside.
#[derive(Clone, Copy, Debug)]
pub struct Books<'a> {
    /// Every record.
    pub register: &'a Register,
    /// The thresholds in force.
    pub terms: &'a Terms,
    /// The time against which everything is judged.
    pub now: Now,
    /// The register's configuration.
    pub config: &'a Config,
}

impl<'a> Books<'a> {
    /// The same facts as the chain asks for them.
    pub fn of(cx: &Inquiry<'a>) -> Self {
        Self { register: cx.register, terms: cx.terms, now: cx.now, config: cx.config }
    }

    /// How a stage of an incident stands, as far as records say it: git is not asked, so this is for
    /// stages whose verdict does not rest on it.
    pub fn stage(&self, incident: &Record, stage: Stage) -> Standing {
        let Self { register, terms, now, config } = *self;
        stage_of(&Inquiry { register, terms, now, config, past: &Past::default() }, incident, stage)
    }
}
