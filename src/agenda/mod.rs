//! Everything that is due, as one list: what the rules would report once its time is over.
//!
//! The dates come from `owed` and `deadline`, which the rules ask as well. Nothing is judged here.

mod basis;
mod duty;
mod entry;
mod incidents;
mod notified;
mod owner;
mod records;
mod select;
mod supplier;
mod whole;

pub use basis::Basis;
pub use duty::{Duty, UnknownDuty};
pub use entry::{Entry, Start, When};
pub use notified::{RegulatoryClockRow, clock_rows};
pub use select::{Selection, parse_within};
pub use supplier::{Assessment, Supplier, SupplierIncident, supplier_of};

use crate::chain::Inquiry;
use crate::config::People;
use crate::deadline::Now;
use crate::owed::Books;
use crate::record::Record;

/// What is due, and what nobody may ask.
#[derive(Clone, Debug)]
pub struct Agenda<'r> {
    /// What is due: late first, then by time, then what cannot be told.
    pub entries: Vec<Entry<'r>>,
    /// The regulatory clocks of every incident that names a regime.
    pub clocks: Vec<RegulatoryClockRow<'r>>,
    /// Ids of privileged records, of which nothing is told.
    pub withheld: Vec<&'r str>,
    /// The time against which everything is judged.
    pub now: Now,
}

/// Gathers what is due.
pub fn agenda<'r>(cx: &Inquiry<'r>, people: &People) -> Agenda<'r> {
    let books = Books::of(cx);
    let mut entries = Vec::new();
    for record in cx.register.records() {
        incidents::gather(cx, books, record, &mut entries);
        records::gather(books, record, &mut entries);
    }
    records::gather_configured_waivers(books, &mut entries);
    whole::gather(books, &mut entries);
    owner::unify(&mut entries, people);
    entries.sort_by(|a, b| a.order(cx.now.zone).cmp(&b.order(cx.now.zone)));
    let privileged = |record: &&Record| record.is_privileged() && !record.is_ended();
    let withheld = cx.register.records().iter().filter(privileged).map(Record::id).collect();
    Agenda { entries, clocks: clock_rows(books), withheld, now: cx.now }
}
