//! What stages and verdicts are called where people read them.

use super::standing::Standing;
use crate::term::Stage;

/// The stage as something that has happened.
pub const fn label(stage: Stage) -> &'static str {
    match stage {
        Stage::Reported => "reported",
        Stage::Review => "reviewed",
        Stage::Cause => "cause found",
        Stage::Actions => "actions assigned",
        Stage::Change => "change made",
        Stage::Risk => "risk re-scored",
        Stage::Policy => "policy updated",
        Stage::Verification => "verified",
        Stage::Communicated => "communicated",
        Stage::Management => "reported to management",
        Stage::Followup => "followed up",
    }
}

/// The verdict in words, with the day until which it is in time.
pub fn verdict_words(standing: &Standing) -> String {
    let word = standing.verdict.words();
    standing.due.map_or_else(|| word.to_owned(), |due| format!("{word}, due {due}"))
}
