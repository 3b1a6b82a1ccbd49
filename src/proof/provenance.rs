//! Provenance of a dated claim: when git first holds the value, beside the date that it states.
//!
//! A commit's time is its committer's statement; what a rebase or a squash has rewritten looks later
//! than it was. So the answer is always "recorded no later than".

use super::past::DatedClaim;
use super::version::DatedField;
use crate::term::Zone;
use chrono::TimeDelta;

/// Days that may lie between a date on which a clock hangs and the commit that first states it.
const TOLERANCE_BEARING: i64 = 3;

/// Days that may lie between any other date and the commit that first states it.
const TOLERANCE: i64 = 14;

/// How far clocks may differ before a value counts as recorded ahead of its date.
const SKEW: TimeDelta = TimeDelta::hours(1);

/// How the first commit of a dated claim lies to the date it states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lag {
    /// Within the tolerance.
    Near,
    /// Recorded this many days after the date it states.
    Late(i64),
    /// Recorded before the date it states, by this many whole days; 0 on the same day.
    Before(i64),
}

/// Days of tolerance for a field: 3 where a deadline hangs on it, else 14.
pub fn tolerance(field: &DatedField) -> i64 {
    if field.bears_deadline { TOLERANCE_BEARING } else { TOLERANCE }
}

/// Holds a dated claim against its first commit; days are counted in `zone`.
pub fn lag(claim: &DatedClaim, zone: Zone) -> Lag {
    let committed = claim.commit.committed_at;
    let days = (zone.day_of(committed.to_utc()) - claim.stated.day(zone)).num_days();
    if days > tolerance(claim.field) {
        Lag::Late(days)
    } else if committed + SKEW < claim.stated.earliest(zone) {
        Lag::Before(-days)
    } else {
        Lag::Near
    }
}
