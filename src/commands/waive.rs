//! `pirctl waive`: set a finding of a record aside, with reason, approver and expiry.

use super::edits::{self, DryRun};
use super::{Door, Outcome, day};
use crate::plan::waive::{WaiveRequest, waive};
use crate::session::{Failure, Session};
use crate::term::Day;
use clap::Args;

/// Set a finding of a record aside, with reason, approver and expiry
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    pirctl waive ACT-2026-0013 ACT002 --reason \"Supplier delivers in July\" \\\n      \
    --approved-by s.lind --expires 2026-08-31\n  \
    pirctl waive INC-2026-0009 review-missing --reason \"Drill\" --approved-by s.lind \\\n      \
    --expires 2026-12-31 --dry-run\n\n\
    Exit status: 0 written, 2 the waiver would not hold, or there is nothing to waive.")]
#[command(
    after_long_help = "The waiver is added to the record's `waivers`; every other byte of the file stays. The rule must \
    find something in the record now, the approver must be someone else than its owner, and the day must lie ahead, within \
    a year. --force lifts the first and the last of these. `lint` then lists the finding as waived until that day; afterwards the \
    waiver itself is a finding.\n\nExamples:\n  \
    pirctl waive ACT-2026-0013 ACT002 --reason \"Supplier delivers in July\" \\\n      \
    --approved-by s.lind --expires 2026-08-31\n  \
    pirctl waive INC-2026-0009 review-missing --reason \"Drill\" --approved-by s.lind \\\n      \
    --expires 2026-12-31 --dry-run\n\n\
    Exit status: 0 written, 2 the waiver would not hold, or there is nothing to waive."
)]
pub(super) struct Arguments {
    /// The record's id
    #[arg(value_name = "ID")]
    id: String,
    /// Code or name of the rule
    #[arg(value_name = "CODE")]
    rule: String,
    /// Why the finding may stand, in one line
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Handle of the person who approved it, not the record's owner
    #[arg(long, value_name = "HANDLE")]
    approved_by: String,
    /// The last day on which the waiver holds
    #[arg(long, value_name = "DATE", value_parser = day)]
    expires: Day,
    /// Also when the rule finds nothing now, or for longer than a year
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    dry_run: DryRun,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let session = Session::open(&door.options(), &door.environment)?;
    edits::say_troubles(&session, door);
    let record = edits::record(&session, &arguments.id)?;
    let judgement = session.judge();
    let request = WaiveRequest {
        rule: &arguments.rule,
        reason: &arguments.reason,
        approved_by: &arguments.approved_by,
        expires: arguments.expires,
        force: arguments.force,
    };
    let (people, today) = (session.people(), session.now().day());
    let change = waive(&request, record, &judgement.findings, &judgement.waived, people, today)
        .map_err(|error| Failure::new(error.message, error.help))?;
    arguments.dry_run.deliver(&session, &[change], door)?;
    let said =
        format!("{} of {} is waived until {}", arguments.rule, record.id(), arguments.expires);
    door.console.say(&if arguments.dry_run.dry_run { format!("dry run: {said}") } else { said });
    Ok(Outcome::Clean)
}
