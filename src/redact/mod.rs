//! Editions for readers outside: a view without what must not leave.
//!
//! Works on the data of pages, never on finished HTML. What leaves is recognised and not merely labelled: an id, a
//! date, a number, a word of the model, a sentence of the tool's own at a place that is known for such. Free text
//! leaves only from fields and sections that the profile releases, and there people, hosts and addresses are masked.
//! Every view is taken apart field by field, so that a new field does not compile until somebody has decided.

mod book;
mod desk;
mod edition;
mod fields;
mod incident;
mod known;
mod lexicon;
mod pages;
mod pattern;
mod picture;
mod profile;
mod reading;
mod search;
mod table;

pub use edition::{Edition, EditionInput, Unlabelled};
pub use profile::{BUILT_IN, Profile};

/// What stands in the place of what does not leave.
pub const WITHHELD: &str = "withheld in this edition";

/// How a person is called, before the number.
pub const PERSON: &str = "person ";

/// What stands in the place of a body.
pub const WITHHELD_BODY: &str = "<p>withheld in this edition</p>";
