//! Options that several reading commands share: which records, and how they are printed.

use super::day;
use crate::session::Face;
use crate::term::Day;
use clap::{Args, ValueEnum};

/// Which records are looked at: those of the working tree, of a commit, or of a day.
#[derive(Clone, Debug, Args)]
pub(super) struct Moment {
    /// Look at the records of a commit; today is its time
    #[arg(long, value_name = "REV", conflicts_with = "as_of")]
    pub(super) rev: Option<String>,
    /// Look at the records as they stood at the end of DATE, which is also today
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) as_of: Option<Day>,
}

impl Moment {
    /// The face of the repository that was asked for.
    pub(super) fn face(&self) -> Face {
        Face::of(self.rev.as_deref(), self.as_of)
    }
}

/// How something is printed: for people or for programs.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Format {
    Full,
    Json,
}

/// How a table is printed: for people, for programs, or for a spreadsheet.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum TableFormat {
    Full,
    Json,
    Csv,
}
