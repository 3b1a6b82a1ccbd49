//! What is handed over: every file of a bundle, made from one commit; and a bundle held against the
//! repository again.
//!
//! The same commit, day and program give the same bytes on every machine: nothing here asks what time
//! it is, who runs it, or what the cache holds.

mod contents;
mod figures;
mod guide;
mod verify;

pub use contents::{Handed, fill};
pub use verify::{against, inside};

/// Label of the commit in `bag-info.txt`.
pub const COMMIT: &str = "Pirctl-Commit";
/// Label of the day that is today.
pub const TODAY: &str = "Pirctl-Today";
/// Label of the folder of the register, from the top of the repository.
pub const REGISTER: &str = "Pirctl-Register";
/// Label that says whether evidence is packed: `packed` or `left out`.
pub const EVIDENCE: &str = "Pirctl-Evidence";
/// The anchor line, beside the payload.
pub const ANCHOR: &str = "anchor.txt";
/// The statement to sign, beside the payload.
pub const STATEMENT: &str = "statement.json";
/// How to check the bundle without this program.
pub const GUIDE: &str = "HOW-TO-CHECK.txt";
