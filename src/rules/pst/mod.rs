//! Family `PST`: period statements.

pub(super) mod counts_disagree;
pub(super) mod statement_missing;
pub(super) mod statement_unsupported;
