//! One file per kind: its fields, keys, machine and sections.

pub mod action;
pub mod bulletin;
pub mod common;
pub mod control;
pub mod effectiveness_audit;
pub mod incident;
pub mod management_review;
pub mod period_statement;
pub mod pir;
pub mod policy;
pub mod rca;
pub mod risk;
pub mod training;
pub mod trend_report;
pub mod vendor;
pub mod vendor_assessment;
