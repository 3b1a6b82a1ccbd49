//! Registers as tables: incidents, lessons, corrective actions, risks, policies; and lists on request.
//!
//! Takes facts that the chain knows; judges nothing and writes no HTML.

mod address;
mod card;
pub mod ledger;
pub mod listing;
mod people;
mod register;
mod setting;
mod sheet;
mod table;

pub use address::{Addresses, PAGE_ROWS, in_order, page_name, slug, stands_with_incident};
pub use card::{Link, RecordCard, added_fields};
pub use people::{ids, person};
pub use register::{actions, incidents, learning_words, lessons, others, policies, risks};
pub use setting::{Setting, settings};
pub use sheet::{Sheet, Sources};
pub use table::{Cell, Column, Piece, Row, Table, plain};
