//! How many incidents two things share: one down the side, one across, a count in each cell.

use super::label;
use super::shape::{Anchor, Form, Picture};
use crate::rows::{Addresses, Cell, Piece, Table, plain};
use std::collections::{BTreeMap, BTreeSet};

/// Most lines and columns that are drawn.
const MOST: (usize, usize) = (8, 9);

/// Most rows of the table.
const ROWS: usize = 60;

/// Most incidents that a cell of the table names.
const IN_CELL: usize = 12;

const LEFT: i32 = 150;
const TOP: i32 = 54;
const WIDE: i32 = 92;
const TALL: i32 = 34;

/// Something that incidents have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared<'a> {
    /// What it is called.
    pub name: &'a str,
    /// The incidents.
    pub incidents: Vec<&'a str>,
}

/// What the picture is made from.
pub struct HeatMap<'a> {
    /// What stands down the side, and what across: `root-cause category`, `asset group`.
    pub what: (&'a str, &'a str),
    /// Down the side, the most frequent first.
    pub lines: Vec<Shared<'a>>,
    /// Across, the most frequent first.
    pub columns: Vec<Shared<'a>>,
    /// Where the incidents have their pages.
    pub addresses: &'a Addresses,
}

/// The incidents by line and column.
type Cells<'a> = BTreeMap<(usize, usize), BTreeSet<&'a str>>;

/// The map.
pub fn heat(map: &HeatMap<'_>) -> Picture {
    let cells = cells(map);
    let (side, across) = map.what;
    let most = cells.iter().max_by_key(|(at, found)| (found.len(), std::cmp::Reverse(**at)));
    let told = most.map_or_else(String::new, |((line, column), found)| {
        let (line, column) = (map.lines[*line].name, map.columns[*column].name);
        format!("Most incidents, {}, are of {line} and {column}. ", found.len())
    });
    let mut picture = Picture {
        name: "heat",
        title: format!("Incidents by {side} and {across}"),
        description: format!("{told}The table below has each pair with its incidents."),
        table: table(map, &cells),
        ..Picture::default()
    };
    let beyond = |count: usize, most: usize| count.saturating_sub(most);
    let left_out = (beyond(map.lines.len(), MOST.0), beyond(map.columns.len(), MOST.1));
    picture.note = if cells.is_empty() {
        format!("Not drawn: no incident of these quarters states a {side} and a {across}.")
    } else {
        draw(&mut picture, map, &cells);
        let out = match left_out {
            (0, 0) => String::new(),
            (lines, columns) => {
                format!(" Left out, because less frequent: {lines} lines and {columns} columns.")
            }
        };
        let cut = beyond(cells.len(), ROWS);
        let cut = if cut == 0 {
            String::new()
        } else {
            format!(" The table has the {ROWS} pairs with most, and leaves out {cut}.")
        };
        format!(
            "Each number counts incidents of these quarters; darker is more. One that states several counts once in each. Drawn up to {} by {}.{out}{cut}",
            MOST.0, MOST.1
        )
    };
    picture
}

fn cells<'a>(map: &HeatMap<'a>) -> Cells<'a> {
    let mut lines_of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, line) in map.lines.iter().enumerate() {
        line.incidents.iter().for_each(|id| lines_of.entry(id).or_default().push(at));
    }
    let mut found = Cells::new();
    for (column, shared) in map.columns.iter().enumerate() {
        for id in &shared.incidents {
            for line in lines_of.get(id).into_iter().flatten() {
                found.entry((*line, column)).or_default().insert(id);
            }
        }
    }
    found
}

fn draw(picture: &mut Picture, map: &HeatMap<'_>, cells: &Cells<'_>) {
    let (lines, columns) = (map.lines.len().min(MOST.0), map.columns.len().min(MOST.1));
    let most = cells.values().map(BTreeSet::len).max().unwrap_or(1).max(1);
    let place = |at: usize, step: i32| i32::try_from(at).unwrap_or(0) * step;
    picture.width = LEFT + place(columns, WIDE) + 4;
    picture.height = TOP + place(lines, TALL) + 6;
    picture.say("p-soft", (LEFT, 14), Anchor::Start, map.what.1);
    picture.say("p-soft", (LEFT - 10, TOP - 8), Anchor::End, map.what.0);
    for (at, column) in map.columns.iter().take(columns).enumerate() {
        let words = label::clipped(column.name, WIDE - 6);
        picture.say("p-t", (LEFT + place(at, WIDE) + WIDE / 2, TOP - 8), Anchor::Middle, &words);
    }
    for (line, shared) in map.lines.iter().take(lines).enumerate() {
        let y = TOP + place(line, TALL);
        let words = label::clipped(shared.name, LEFT - 14);
        picture.say("p-t", (LEFT - 10, y + TALL / 2 + 5), Anchor::End, &words);
    }
    for line in 0..lines {
        for column in 0..columns {
            let (x, y) = (LEFT + place(column, WIDE), TOP + place(line, TALL));
            let count = cells.get(&(line, column)).map_or(0, BTreeSet::len);
            picture.draw(shade(count, most), Form::Rect(x, y, WIDE, TALL));
            let class = if count == 0 { "p-soft" } else { "p-b" };
            let at = (x + WIDE / 2, y + TALL / 2 + 5);
            picture.say(class, at, Anchor::Middle, &count.to_string());
        }
    }
}

/// How dark a cell is: four steps of the most.
const fn shade(count: usize, most: usize) -> &'static str {
    match count * 4 / most {
        _ if count == 0 => "p-thin",
        0 | 1 => "p-c1",
        2 => "p-c2",
        3 => "p-c3",
        _ => "p-c4",
    }
}

/// Each pair with its incidents, those with most first.
fn table(map: &HeatMap<'_>, cells: &Cells<'_>) -> Table {
    let caption =
        format!("Pairs of {} and {}, those with most incidents first", map.what.0, map.what.1);
    let mut table = Table::new(caption, &["pair", "incidents#", "records behind it+"]);
    let mut pairs: Vec<_> = cells.iter().collect();
    pairs.sort_by_key(|(at, found)| (std::cmp::Reverse(found.len()), **at));
    for ((line, column), found) in pairs.into_iter().take(ROWS) {
        let pair = format!("{} and {}", map.lines[*line].name, map.columns[*column].name);
        let shown = found.iter().take(IN_CELL);
        let mut ids: Cell = shown.map(|id| Piece::id(*id, map.addresses.id(id))).collect();
        if found.len() > IN_CELL {
            ids.push(Piece::text(format!("and {} more", found.len() - IN_CELL)));
        }
        table.push("", vec![plain(pair), plain(found.len().to_string()), ids]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::{HeatMap, Shared, heat};
    use crate::picture::{Form, Picture};
    use crate::rows::Addresses;

    fn drawn<'a>(lines: Vec<Shared<'a>>, columns: Vec<Shared<'a>>) -> Picture {
        let what = ("cause", "asset group");
        heat(&HeatMap { what, lines, columns, addresses: &Addresses::default() })
    }

    fn shared<'a>(name: &'a str, incidents: &[&'a str]) -> Shared<'a> {
        Shared { name, incidents: incidents.to_vec() }
    }

    fn numbers(picture: &Picture) -> Vec<String> {
        let text = |shape: &crate::picture::Shape| match &shape.form {
            Form::Text(.., runs) => Some(runs[0].text.clone()),
            _ => None,
        };
        let texts = picture.shapes.iter().filter_map(text);
        texts.filter(|text| text.parse::<usize>().is_ok()).collect()
    }

    #[test]
    fn a_cell_counts_the_incidents_that_state_both() {
        let picture = drawn(
            vec![shared("process", &["A", "B", "C"]), shared("people", &["C"])],
            vec![shared("mail", &["A", "B", "B"]), shared("vpn", &["C", "D"])],
        );
        assert_eq!(numbers(&picture), ["2", "1", "0", "1"]);
        assert_eq!(picture.table.rows.len(), 3, "a pair of which there is none has no row");
        assert_eq!(picture.table.rows[0].cells[0][0].text, "process and mail");
        assert!(picture.description.starts_with("Most incidents, 2, are of process and mail."));
    }

    #[test]
    fn darker_is_more_and_none_is_not_shaded() {
        let picture = drawn(
            vec![shared("process", &["A", "B", "C", "D"]), shared("people", &["E"])],
            vec![shared("mail", &["A", "B", "C", "D"]), shared("vpn", &["E"])],
        );
        let shades: Vec<_> = picture
            .shapes
            .iter()
            .filter_map(|shape| match shape.form {
                Form::Rect(..) => Some(shape.class),
                _ => None,
            })
            .collect();
        assert_eq!(shades, ["p-c4", "p-thin", "p-thin", "p-c1"]);
    }

    #[test]
    fn what_is_beyond_the_limit_is_told_and_stays_in_the_table() {
        let names: Vec<String> = (0..12).map(|n| format!("group {n}")).collect();
        let columns = names.iter().map(|name| shared(name, &["A"])).collect();
        let picture = drawn(vec![shared("process", &["A"])], columns);
        assert_eq!((numbers(&picture).len(), picture.table.rows.len()), (9, 12));
        assert!(picture.note.contains("0 lines and 3 columns"), "{}", picture.note);
        assert!(drawn(Vec::new(), Vec::new()).note.starts_with("Not drawn"));
    }
}
