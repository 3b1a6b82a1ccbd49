//! One constant for each register: its columns, and what of them is worked out.

mod action;
mod incident;
mod learned;
mod policy;
mod risk;
mod standing;
mod told;

pub(super) use action::ACTIONS;
pub(super) use incident::{INCIDENTS, REVIEWS};
pub(super) use learned::{CAUSES, LESSONS};
pub(super) use policy::{CONTROLS, POLICIES, POLICY_CHANGES};
pub(super) use risk::RISKS;
pub(super) use standing::{ASSESSMENTS, STATEMENTS, VENDORS};
pub(super) use told::{
    BULLETINS, DECISIONS, FOLLOW_UPS, MANAGEMENT_REVIEWS, TRAINING, TREND_REPORTS,
};
