//! Tables and facts in another language.

use super::Words;
use super::value::is_of_records;
use crate::page::{Fact, Pair};
use crate::rows::{Column, Piece, Row, Table};
use crate::schema::Kind;

/// Columns of words of people, whatever stands in them.
const OF_PEOPLE: [&str; 4] = ["title", "summary", "rationale", "change log"];

impl Words {
    pub(super) fn table(self, table: &mut Table) {
        let Table { caption, heading, anchor: _, note, columns, rows } = table;
        for text in [caption, heading, note] {
            self.tell(text);
        }
        let of_people: Vec<bool> =
            columns.iter().map(|column| OF_PEOPLE.contains(&column.label)).collect();
        for Column { label, class: _ } in columns {
            self.label(label);
        }
        for Row { anchor: _, cells } in rows {
            let own =
                cells.iter_mut().enumerate().filter(|(at, _)| of_people.get(*at) != Some(&true));
            own.for_each(|(_, cell)| self.cell(cell));
        }
    }

    pub(super) fn tables(self, tables: &mut [Table]) {
        for table in tables {
            self.table(table);
        }
    }

    pub(super) fn cell(self, cell: &mut [Piece]) {
        let is_record = |piece: &Piece| piece.shape == "id" && Kind::of_id(&piece.text).is_some();
        let begins_with_record = cell.first().is_some_and(is_record);
        for (at, piece) in cell.iter_mut().enumerate() {
            // The second line beside the id of a record is its title, unless it is a phrase of ours.
            let is_title = begins_with_record && at == 1 && piece.shape == "sub";
            if !is_title || self.is_phrase(&piece.text) {
                self.piece(piece);
            }
        }
    }

    fn is_phrase(self, text: &str) -> bool {
        let known = self.catalogue.and_then(|catalogue| catalogue.word(text));
        text.contains(' ') && known.is_some()
    }

    fn piece(self, piece: &mut Piece) {
        let Piece { text, href: _, shape, word: _ } = piece;
        let is_own = match *shape {
            "id" | "code" | "time" => false,
            "" | "sub" => !is_of_records(text),
            _ => true,
        };
        if is_own {
            self.tell(text);
        }
    }

    pub(super) fn facts(self, facts: &mut [Fact]) {
        for Fact { name, value } in facts {
            let is_of_people = OF_PEOPLE.contains(name);
            self.label(name);
            if !is_of_people {
                self.cell(value);
            }
        }
    }

    pub(super) fn pairs(self, pairs: &mut [Pair]) {
        for Pair { name, text, code } in pairs {
            self.tell(name);
            if !*code {
                self.tell(text);
            }
        }
    }
}
