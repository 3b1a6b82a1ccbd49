//! All integration tests, as one binary.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop here")]

mod cache;
mod chain;
mod change;
mod coverage;
mod cut_clones;
mod demo;
mod dependencies;
mod docs;
mod formats;
mod git_open;
mod git_packs;
mod git_read;
mod git_rules;
mod histories;
mod history_by_id;
mod history_command;
mod history_cut;
mod history_odd;
mod history_oracle;
mod history_stories;
mod history_values;
mod hooks;
mod house;
mod init;
mod json_contract;
mod lint;
mod new;
mod readme;
mod report;
mod rules;
mod seals;
mod show;
mod source;
mod support;
mod trace;
