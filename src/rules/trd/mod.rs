//! Family `TRD`: trend reports.

pub(super) mod counts_only;
pub(super) mod finding_unused;
pub(super) mod nil_without_statement;
pub(super) mod quarter_without_report;
pub(super) mod window_short;

use crate::schema::{Key, Words};

/// The records that took a finding up.
const FED_INTO: Key<Words> = Key::new("fed_into");
