//! `pirctl` keeps the records of ISO/IEC 27001:2022 Annex A 5.27 in git and shows what git shows.
//!
//! The house has floors; a module imports only from lower ones (see `docs/architecture.md`).

// 0 words
pub mod diag;
pub mod digest;
pub mod escape;
pub mod span;
pub mod term;
pub mod verdict;

// 1 ground
pub mod cache;
pub mod clock;
pub mod expression;
pub mod fs;
pub mod git;
pub mod signature;
pub mod yaml;

// 2 sources
pub mod catalog;
pub mod config;
pub mod source;

// 3 records
pub mod edit;
pub mod markdown;
pub mod record;
pub mod schema;

// 4 graph
pub mod history;
pub mod register;

// 5 facts
pub mod chain;
pub mod deadline;
pub mod owed;
pub mod pattern;
pub mod proof;

// 6 judge
pub mod metrics;
pub mod roles;
pub mod rules;

// 7 compose
pub mod agenda;
pub mod bag;
pub mod compare;
pub mod matrix;
pub mod plan;
pub mod population;
pub mod sample;

// 8 views
pub mod oscal;
pub mod page;
pub mod picture;
pub mod redact;
pub mod rows;

// 9 emit
pub mod emit;
pub mod words;

// 10 doors
pub mod commands;
pub mod deliver;
pub mod handover;
pub mod serve;
pub mod session;
pub mod verifier;
pub mod watch;

pub use commands::run;
