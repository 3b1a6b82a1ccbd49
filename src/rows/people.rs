//! Cells that several registers share: lists of ids, names of people.

use super::address::Addresses;
use super::table::{Cell, Piece};

/// Ids in a cell, each leading to its record.
pub fn ids<'i>(addresses: &Addresses, named: impl IntoIterator<Item = &'i str>) -> Cell {
    named.into_iter().map(|id| Piece::id(id, addresses.id(id))).collect()
}

/// A person in a cell; empty when nobody is named.
pub fn person(name: Option<&str>) -> Cell {
    name.map(Piece::text).into_iter().collect()
}
