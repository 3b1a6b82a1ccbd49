//! The chain of an incident as a graph: records in columns, lines where one names the other, and what is
//! missing dashed in its place.

use super::label;
use super::shape::{Anchor, Form, Picture};
use crate::rows::{Cell, Piece, Table, plain};
use crate::verdict::Strength;

/// Most records and gaps that the picture holds.
const MOST: usize = 40;

/// Most rows of the table.
const ROWS: usize = 200;

const WIDE: i32 = 164;
const TALL: i32 = 40;
/// Between two columns.
const GAP: i32 = 46;
/// Between two boxes of a column.
const BETWEEN: i32 = 10;
/// The height of a place where a line passes through a column.
const PASSING: i32 = 12;
const TOP: i32 = 48;

/// A column of the graph.
#[derive(Clone, Debug)]
pub struct Column {
    /// What stands in it.
    pub name: &'static str,
    /// How the stage stands that it answers; empty where it answers none or several.
    pub says: String,
}

/// A record, or a part of one.
#[derive(Clone, Debug)]
pub struct Node {
    /// The column.
    pub column: usize,
    /// Its id, leading to it.
    pub id: Piece,
    /// A few words about it.
    pub says: String,
    /// How well git bears out that it changed; `None` where it does not claim so.
    pub strength: Option<Strength>,
    /// What it comes from, in earlier columns.
    pub from: Vec<Tie>,
}

/// A line from an earlier record.
#[derive(Clone, Debug)]
pub struct Tie {
    /// The place of the earlier record among the nodes.
    pub node: usize,
    /// The field by which one names the other.
    pub by: String,
    /// How well git bears it out.
    pub strength: Option<Strength>,
}

/// Something missing.
#[derive(Clone, Debug)]
pub struct Hole {
    /// The column.
    pub column: usize,
    /// What is missing: `policy`.
    pub what: &'static str,
    /// `not found`, `partly found`, `in time so far`, `cannot tell`.
    pub word: &'static str,
    /// The rule that speaks of it, leading to its findings.
    pub code: Option<Piece>,
}

/// The graph of the incident `id`; of its nodes the first is the incident, and each comes from earlier ones.
pub fn graph(id: &str, columns: &[Column], nodes: &[Node], holes: &[Hole]) -> Picture {
    let mut picture = Picture {
        name: "graph",
        title: format!("From {id} to what changed"),
        description: described(columns, nodes, holes),
        table: table(nodes, holes),
        ..Picture::default()
    };
    let count = nodes.len() + holes.len();
    let left_out = count.saturating_sub(ROWS);
    picture.note = if count > MOST {
        let rest = match left_out {
            0 => String::new(),
            more => format!(" {more} of them are left to the records' own pages."),
        };
        format!(
            "Not drawn: {count} records are more than the {MOST} that this picture holds.{rest}"
        )
    } else {
        Layout::of(columns, nodes, holes).draw(&mut picture, columns, nodes, holes);
        format!(
            "Lines lead to what answers a record, as records name each other: thick for corroborated by git, thin for recorded, \
             dotted for claimed, dashed for contradicted; what is missing is a dashed box. From the incident itself only where nothing nearer is named. Drawn up to {MOST} records."
        )
    };
    picture
}

fn described(columns: &[Column], nodes: &[Node], holes: &[Hole]) -> String {
    let in_column = |(at, column): (usize, &Column)| {
        let count = nodes.iter().filter(|node| node.column == at).count();
        let missing: Vec<_> = holes.iter().filter(|hole| hole.column == at).collect();
        let missing = missing.iter().map(|hole| format!(", {} {}", hole.what, hole.word));
        format!("{}: {count}{}", column.name, missing.collect::<String>())
    };
    let told: Vec<_> = columns.iter().enumerate().map(in_column).collect();
    format!("{}. The table below has each with what it comes from.", told.join("; "))
}

/// A place in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Node(usize),
    Hole(usize),
    /// Where the tie `.1` of the node `.0` passes.
    Passing(usize, usize),
}

/// The points of a line.
type Stroke = Vec<(i32, i32)>;

/// Where everything stands.
struct Layout {
    columns: Vec<Vec<(Slot, i32)>>,
    height: i32,
}

/// The ties of a node that are drawn: those to the incident only where there is no other.
fn drawn(node: &Node) -> impl Iterator<Item = (usize, &Tie)> {
    let is_alone = node.from.iter().all(|tie| tie.node == 0);
    let first = node.from.iter().position(|tie| tie.node == 0);
    node.from
        .iter()
        .enumerate()
        .filter(move |(at, tie)| tie.node != 0 || is_alone && Some(*at) == first)
}

impl Layout {
    /// Column by column from the left; in each, what comes from above stands above.
    fn of(columns: &[Column], nodes: &[Node], holes: &[Hole]) -> Self {
        let mut order: Vec<Vec<Slot>> = Vec::new();
        for column in 0..columns.len() {
            let mut here: Vec<(i64, Slot)> = Vec::new();
            for (at, node) in nodes.iter().enumerate() {
                let ties = drawn(node).filter(|(_, tie)| nodes[tie.node].column < column);
                if node.column == column {
                    here.push((Self::middle(&order, at, node), Slot::Node(at)));
                } else if node.column > column {
                    let slot = |(tie, from): (usize, &Tie)| {
                        (Self::before(&order, at, tie, from.node), Slot::Passing(at, tie))
                    };
                    here.extend(ties.map(slot));
                }
            }
            here.sort_by_key(|(weight, _)| *weight);
            let holes = holes.iter().enumerate().filter(|(_, hole)| hole.column == column);
            let holes = holes.map(|(at, _)| Slot::Hole(at));
            order.push(here.into_iter().map(|(_, slot)| slot).chain(holes).collect());
        }
        Self::placed(&order)
    }

    /// The place, in thousandths of the column before, where the tie `tie` of `node` comes from.
    fn before(order: &[Vec<Slot>], node: usize, tie: usize, from: usize) -> i64 {
        let Some(last) = order.last() else { return 0 };
        let is_it = |slot: &Slot| *slot == Slot::Passing(node, tie) || *slot == Slot::Node(from);
        let at = last.iter().position(is_it).unwrap_or(0);
        i64::try_from((at * 2 + 1) * 1000 / (last.len() * 2).max(1)).unwrap_or(0)
    }

    /// The mean of the places where its ties come from.
    fn middle(order: &[Vec<Slot>], at: usize, node: &Node) -> i64 {
        let places: Vec<i64> =
            drawn(node).map(|(tie, from)| Self::before(order, at, tie, from.node)).collect();
        let count = i64::try_from(places.len().max(1)).unwrap_or(1);
        places.iter().sum::<i64>() / count
    }

    fn placed(order: &[Vec<Slot>]) -> Self {
        let tall = |slot: &Slot| if matches!(slot, Slot::Passing(..)) { PASSING } else { TALL };
        let whole = |slots: &Vec<Slot>| slots.iter().map(|slot| tall(slot) + BETWEEN).sum::<i32>();
        let most = order.iter().map(whole).max().unwrap_or(0);
        let column = |slots: &Vec<Slot>| {
            let mut y = TOP + (most - whole(slots)) / 2;
            let place = |slot: &Slot| {
                let here = (*slot, y);
                y += tall(slot) + BETWEEN;
                here
            };
            slots.iter().map(place).collect()
        };
        Self { columns: order.iter().map(column).collect(), height: TOP + most }
    }

    fn y(&self, column: usize, slot: Slot) -> Option<i32> {
        let place = self.columns[column].iter().find(|(other, _)| *other == slot)?.1;
        Some(place + if matches!(slot, Slot::Passing(..)) { PASSING / 2 } else { TALL / 2 })
    }

    fn draw(&self, picture: &mut Picture, columns: &[Column], nodes: &[Node], holes: &[Hole]) {
        let count = i32::try_from(columns.len()).unwrap_or(1);
        picture.width = count * (WIDE + GAP) - GAP + 8;
        picture.height = self.height;
        for (column, x) in columns.iter().zip((4..).step_by(STRIDE)) {
            picture.say("p-b", (x, 14), Anchor::Start, column.name);
            if !column.says.is_empty() {
                let says = label::clipped(&column.says, WIDE + GAP - 8);
                picture.say("p-soft", (x, 32), Anchor::Start, &says);
            }
        }
        self.draw_ties(picture, nodes);
        let mut boxes = Vec::new();
        for (slots, x) in self.columns.iter().zip((4..).step_by(STRIDE)) {
            for (slot, y) in slots {
                match *slot {
                    Slot::Node(at) => boxes.push((look(&nodes[at]), x, *y)),
                    Slot::Hole(at) => boxes.push((look_of(&holes[at]), x, *y)),
                    Slot::Passing(..) => {}
                }
            }
        }
        // Those that look alike one after the other: they become one shape.
        boxes.sort_unstable();
        for (class, x, y) in boxes {
            picture.draw(class, Form::Rect(x, y, WIDE, TALL));
        }
        for (slots, x) in self.columns.iter().zip((4..).step_by(STRIDE)) {
            for (slot, y) in slots {
                match *slot {
                    Slot::Node(at) => name_node(picture, &nodes[at], (x, *y)),
                    Slot::Hole(at) => name_hole(picture, &holes[at], (x, *y)),
                    Slot::Passing(..) => {}
                }
            }
        }
    }

    /// The lines, those of one strength as one shape.
    fn draw_ties(&self, picture: &mut Picture, nodes: &[Node]) {
        let mut found: Vec<(&'static str, Vec<Stroke>)> =
            STYLES.iter().map(|class| (*class, Vec::new())).collect();
        for (at, node) in nodes.iter().enumerate() {
            for (tie, from) in drawn(node) {
                let class = style(from.strength);
                let Some((_, lines)) = found.iter_mut().find(|(other, _)| *other == class) else {
                    continue;
                };
                lines.push(self.line(nodes, (at, node), (tie, from)));
            }
        }
        for (class, lines) in found.into_iter().filter(|(_, lines)| !lines.is_empty()) {
            picture.draw(class, Form::Lines(lines));
        }
    }

    /// From the right of the earlier box, through the columns between, to the left of the later one.
    fn line(
        &self,
        nodes: &[Node],
        (at, node): (usize, &Node),
        (tie, from): (usize, &Tie),
    ) -> Vec<(i32, i32)> {
        let left = |column: usize| 4 + i32::try_from(column * STRIDE).unwrap_or(0);
        let first = nodes[from.node].column;
        let mut points = Vec::new();
        if let Some(y) = self.y(first, Slot::Node(from.node)) {
            points.push((left(first) + WIDE, y));
        }
        for column in first + 1..node.column {
            if let Some(y) = self.y(column, Slot::Passing(at, tie)) {
                points.extend([(left(column), y), (left(column) + WIDE, y)]);
            }
        }
        points.extend(self.y(node.column, Slot::Node(at)).map(|y| (left(node.column), y)));
        points
    }
}

/// From one column to the next.
const STRIDE: usize = (WIDE + GAP) as usize;

/// How lines look, the weakest first so that the strong ones stand in front.
const STYLES: [&str; 5] = ["p-said", "p-join", "p-dash", "p-boxm", "p-line"];

const fn style(strength: Option<Strength>) -> &'static str {
    match strength {
        Some(Strength::Corroborated) => "p-line",
        Some(Strength::Contradicted) => "p-boxm",
        Some(Strength::CannotTell) => "p-dash",
        Some(Strength::Recorded) => "p-join",
        _ => "p-said",
    }
}

fn words(strength: Strength) -> String {
    strength.word().replace('-', " ")
}

const fn look(node: &Node) -> &'static str {
    match node.strength {
        Some(Strength::Contradicted) => "p-boxm",
        Some(Strength::Corroborated) => "p-boxs",
        _ => "p-box",
    }
}

fn look_of(hole: &Hole) -> &'static str {
    match hole.word {
        "cannot tell" => "p-dash",
        "in time so far" => "p-boxa",
        _ => "p-boxm",
    }
}

fn name_node(picture: &mut Picture, node: &Node, (x, y): (i32, i32)) {
    let name = label::clipped(&node.id.text, WIDE - 14);
    picture.say("p-t", (x + 8, y + 16), Anchor::Start, &name);
    let says = match (node.strength, node.says.is_empty()) {
        (Some(strength), true) => words(strength),
        (Some(strength), false) => format!("{}, {}", words(strength), node.says),
        (None, _) => node.says.clone(),
    };
    if !says.is_empty() {
        let says = label::clipped(&says, WIDE - 14);
        picture.say("p-soft", (x + 8, y + 33), Anchor::Start, &says);
    }
}

fn name_hole(picture: &mut Picture, hole: &Hole, (x, y): (i32, i32)) {
    picture.say("p-t", (x + 8, y + 16), Anchor::Start, hole.what);
    let code = hole.code.as_ref().map_or_else(String::new, |code| format!(", {}", code.text));
    let says = format!("{}{code}", hole.word);
    picture.say("p-soft", (x + 8, y + 33), Anchor::Start, &says);
}

fn table(nodes: &[Node], holes: &[Hole]) -> Table {
    let labels = ["record", "says", "comes from+", "strength"];
    let mut table = Table::new("The records of the chain, each with what it comes from", &labels);
    for node in nodes.iter().take(ROWS) {
        // Each has its own row above, which leads to it.
        let from = node.from.iter().map(|tie| {
            let strength = tie.strength.map_or_else(String::new, |it| format!(", {}", words(it)));
            format!("{} ({}{strength})", nodes[tie.node].id.text, tie.by)
        });
        let cells: [Cell; 4] = [
            vec![node.id.clone()],
            plain(&node.says),
            plain(from.collect::<Vec<_>>().join(", ")),
            plain(node.strength.map(words).unwrap_or_default()),
        ];
        table.push("", cells.into());
    }
    for hole in holes.iter().take(ROWS.saturating_sub(nodes.len())) {
        let mut says = plain(hole.word);
        says.extend(hole.code.clone());
        table.push("", vec![plain(hole.what), says, Cell::new(), Cell::new()]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::{Column, Hole, Node, Tie, graph};
    use crate::picture::{Form, Picture};
    use crate::rows::Piece;
    use crate::verdict::Strength;

    fn columns() -> Vec<Column> {
        ["incident", "review", "found", "actions", "changed"]
            .map(|name| Column { name, says: String::new() })
            .into()
    }

    fn node(column: usize, id: &str, from: &[usize]) -> Node {
        let tie = |node: &usize| Tie { node: *node, by: "x".into(), strength: None };
        let (says, from) = (String::new(), from.iter().map(tie).collect());
        Node { column, id: Piece::id(id, ""), says, strength: None, from }
    }

    fn lines(picture: &Picture, class: &str) -> Vec<Vec<(i32, i32)>> {
        let of = |shape: &crate::picture::Shape| match &shape.form {
            Form::Lines(lines) if shape.class == class => lines.clone(),
            _ => Vec::new(),
        };
        picture.shapes.iter().flat_map(of).collect()
    }

    fn boxes(picture: &Picture) -> Vec<(i32, i32, i32, i32)> {
        let of = |shape: &crate::picture::Shape| match shape.form {
            Form::Rect(x, y, width, height) => Some((x, y, width, height)),
            _ => None,
        };
        picture.shapes.iter().filter_map(of).collect()
    }

    #[test]
    fn a_line_leads_from_each_record_to_what_answers_it() {
        let nodes = [
            node(0, "INC", &[]),
            node(1, "PIR", &[0]),
            node(2, "C1", &[1]),
            node(3, "ACT", &[0, 2]),
            node(4, "POL", &[0, 3]),
        ];
        let picture = graph("INC", &columns(), &nodes, &[]);
        let lines = lines(&picture, "p-said");
        // The incident is named by all of them; drawn is only what is nearest.
        assert_eq!(lines.len(), 4, "{lines:?}");
        assert_eq!(picture.table.rows[4].cells[2][0].text, "INC (x), ACT (x)");
    }

    #[test]
    fn a_long_line_crosses_no_box() {
        let mut nodes = vec![node(0, "INC", &[]), node(4, "RISK", &[0])];
        for column in 1..4 {
            nodes.extend((0..3).map(|_| node(column, "X", &[0])));
        }
        let picture = graph("INC", &columns(), &nodes, &[]);
        let boxes = boxes(&picture);
        let long = lines(&picture, "p-said").into_iter().filter(|line| line.len() == 8);
        let passing: Vec<_> = long.flatten().collect();
        assert_eq!(passing.len(), 8);
        for (x, y) in &passing[1..7] {
            let is_in = |(left, top, width, height): &(i32, i32, i32, i32)| {
                (*left..=left + width).contains(x) && (*top..=top + height).contains(y)
            };
            assert!(!boxes.iter().any(is_in), "{x} {y}");
        }
    }

    #[test]
    fn what_is_missing_is_dashed_in_its_place_with_its_rule() {
        let code = Some(Piece::link("INC023", "findings.html#INC023"));
        let hole = Hole { column: 4, what: "policy", word: "not found", code };
        let picture = graph("INC", &columns(), &[node(0, "INC", &[])], &[hole]);
        let dashed = picture.shapes.iter().filter(|shape| shape.class == "p-boxm");
        assert!(dashed.into_iter().all(|s| matches!(s.form, Form::Rect(844, ..))));
        assert_eq!(picture.table.rows[1].cells[1][1].text, "INC023");
        assert!(picture.description.contains("changed: 0, policy not found"));
    }

    #[test]
    fn strength_is_a_word_and_a_line() {
        let mut changed = node(4, "POL", &[0]);
        changed.strength = Some(Strength::Corroborated);
        changed.from[0].strength = changed.strength;
        let mut same = node(4, "RISK", &[0]);
        same.strength = Some(Strength::Contradicted);
        same.from[0].strength = same.strength;
        let picture = graph("INC", &columns(), &[node(0, "INC", &[]), changed, same], &[]);
        assert_eq!((lines(&picture, "p-line").len(), lines(&picture, "p-boxm").len()), (1, 1));
        assert_eq!(picture.table.rows[1].cells[2][0].text, "INC (x, corroborated)");
        let text = format!("{:?}", picture.shapes);
        assert!(text.contains("corroborated") && text.contains("contradicted"));
    }

    #[test]
    fn above_its_limit_it_is_not_drawn() {
        let many = |count| (0..count).map(|_| node(0, "INC", &[])).collect::<Vec<_>>();
        assert!(!graph("INC", &columns(), &many(40), &[]).shapes.is_empty());
        let more = graph("INC", &columns(), &many(41), &[]);
        assert!(more.shapes.is_empty() && more.note.contains("41 records are more than the 40"));
        assert_eq!(graph("INC", &columns(), &many(500), &[]).table.rows.len(), 200);
    }
}
