//! What a root cause analysis found, side by side by category; a side that nobody looked at stays open.

use super::label::{self, ROW};
use super::shape::{Anchor, Form, Picture};
use super::whys::StatedCause;
use crate::rows::{Cell, Piece, Table, plain};

/// Most findings of a side that are drawn.
const MOST: usize = 5;

const WIDTH: i32 = 880;
const COLUMN: i32 = 336;
/// Room for words left of a bone.
const ROOM: i32 = 262;
/// The same for strong words, which are wider.
const STRONG: i32 = ROOM * 7 / 8;
/// How far a bone leans.
const LEAN: i32 = 54;
/// Where the head stands.
const HEAD: i32 = 690;

/// What an analysis says of one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bone {
    /// The category.
    pub name: &'static str,
    /// What was found on this side.
    pub found: Vec<String>,
    /// The root causes of this category.
    pub causes: Vec<StatedCause>,
    /// The contributing factors of this category.
    pub factors: Vec<String>,
    /// True when it says that nothing was found there.
    pub is_none_found: bool,
}

impl Bone {
    /// What was found, root causes last: the word before each, and the text.
    fn lines(&self) -> Vec<(String, &str)> {
        let found = self.found.iter().map(|text| (String::new(), text.as_str()));
        let factors = self.factors.iter().map(|text| ("contributing".to_owned(), text.as_str()));
        let cause =
            |cause: &'_ StatedCause| format!("root cause {}", cause.id).trim_end().to_owned();
        let causes = self.causes.iter().map(|it| (cause(it), it.text.as_str()));
        found.chain(factors).chain(causes).collect()
    }

    /// What is said where nothing is listed.
    fn silence(&self) -> &'static str {
        if self.is_none_found { "looked at, none found" } else { "not stated" }
    }
}

/// The fishbone of the analysis `id` with its title; `rule` speaks of sides that say nothing.
pub fn fishbone(
    name: &'static str,
    (id, title): (&str, &str),
    bones: &[Bone],
    rule: &'static str,
) -> Picture {
    let told = |bone: &Bone| match bone.lines().len() {
        0 => format!("{}: {}", bone.name, bone.silence()),
        n => format!("{}: {n} listed", bone.name),
    };
    let mut picture = Picture {
        name,
        title: format!("Fishbone of {id}"),
        description: format!(
            "{}. The table below has each whole.",
            bones.iter().map(told).collect::<Vec<_>>().join("; ")
        ),
        table: table(id, bones, rule),
        width: WIDTH,
        ..Picture::default()
    };
    draw(&mut picture, (id, title), bones, rule);
    picture.note = format!(
        "{id}, side by side; root causes in bold. A dashed bone says nothing ({rule}); \"none found\" is an answer. Long texts are cut here. Drawn up to {MOST} lines a side."
    );
    picture
}

fn draw(picture: &mut Picture, (id, title): (&str, &str), bones: &[Bone], rule: &str) {
    let (upper, lower) = bones.split_at(bones.len().div_ceil(2));
    let heights = |bones: &[Bone]| bones.iter().map(height).max().unwrap_or(0);
    let spine = 8 + heights(upper) + 14;
    picture.height = spine + 14 + heights(lower) + 8;
    for (at, bone) in (0..).zip(upper) {
        draw_bone(picture, bone, at * COLUMN, (8, spine, spine), rule);
    }
    for (at, bone) in (0..).zip(lower) {
        draw_bone(picture, bone, at * COLUMN, (spine + 20, picture.height - 8, spine), rule);
    }
    picture.draw("p-line", Form::Line(8, spine, HEAD, spine));
    let lines = label::wrapped(title, WIDTH - HEAD - 24, 4);
    let tall = ROW * (1 + i32::try_from(lines.len()).unwrap_or(0)) + 9;
    let top = spine - tall / 2;
    picture.draw("p-boxs", Form::Rect(HEAD, top, WIDTH - HEAD - 4, tall));
    picture.say("p-b", (HEAD + 10, top + 18), Anchor::Start, &label::clipped(id, 160));
    for (line, row) in lines.iter().zip(1..) {
        picture.say("p-t", (HEAD + 10, top + 18 + row * ROW), Anchor::Start, line);
    }
    picture.in_layers();
}

/// The words of a side as they are drawn: strong or not.
fn words(bone: &Bone) -> Vec<(bool, String)> {
    let (lines, mut found) = (bone.lines(), Vec::new());
    // Root causes stand last and are what the reader looks for: what is left out is left out before them.
    let out = lines.len().saturating_sub(MOST);
    for (before, text) in lines.iter().skip(out) {
        let whole =
            if before.is_empty() { (*text).to_owned() } else { format!("{before}: {text}") };
        let is_strong = before.starts_with("root");
        let (room, most) = if is_strong { (STRONG, 3) } else { (ROOM, 2) };
        found.extend(label::wrapped(&whole, room, most).into_iter().map(|line| (is_strong, line)));
    }
    if out > 0 {
        found.push((false, format!("and {out} more in the table")));
    }
    found
}

fn height(bone: &Bone) -> i32 {
    ROW * (1 + i32::try_from(words(bone).len().max(1)).unwrap_or(0))
}

/// A side: its name, its words, and the bone that leans towards the head.
fn draw_bone(
    picture: &mut Picture,
    bone: &Bone,
    left: i32,
    (top, bottom, spine): (i32, i32, i32),
    rule: &str,
) {
    let lines = words(bone);
    let joint = left + COLUMN - 6;
    let far = if top < spine { top } else { bottom };
    let is_silent = bone.lines().is_empty() && !bone.is_none_found;
    let class = if is_silent { "p-boxm" } else { "p-join" };
    picture.draw(class, Form::Line(joint - LEAN, far, joint, spine));
    let mut y = top + 13;
    picture.say("p-b", (left + 8, y), Anchor::Start, bone.name);
    if lines.is_empty() {
        let code = if is_silent { format!(" ({rule})") } else { String::new() };
        let text = format!("{}{code}", bone.silence());
        picture.say("p-soft", (left + 8, y + ROW), Anchor::Start, &text);
    }
    for (is_strong, line) in &lines {
        y += ROW;
        let class = if *is_strong { "p-b" } else { "p-t" };
        picture.say(class, (left + 8, y), Anchor::Start, line);
    }
}

fn table(id: &str, bones: &[Bone], rule: &str) -> Table {
    let caption = format!("Fishbone of {id}, side by side");
    let mut table = Table::new(caption, &["side", "what it says+"]);
    for bone in bones {
        let line = |(before, text): (String, &str)| {
            let whole = format!("{before}: {text}");
            Piece::sub(if before.is_empty() { text } else { &whole })
        };
        let lines: Cell = bone.lines().into_iter().map(line).collect();
        let said = match (lines.is_empty(), bone.is_none_found) {
            (false, _) => lines,
            (true, true) => plain(bone.silence()),
            (true, false) => plain(format!("{} ({rule})", bone.silence())),
        };
        table.push("", vec![plain(bone.name), said]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::{Bone, fishbone};
    use crate::picture::{Form, Picture, StatedCause};

    fn bone(name: &'static str, found: &[&str], is_none_found: bool) -> Bone {
        let found = found.iter().map(|text| (*text).to_owned()).collect();
        Bone { name, found, causes: Vec::new(), factors: Vec::new(), is_none_found }
    }

    fn drawn(bones: &[Bone]) -> Picture {
        fishbone("fishbone", ("RCA-2026-0001", "Why it was open"), bones, "RCA005")
    }

    fn texts(picture: &Picture) -> Vec<String> {
        let text = |shape: &crate::picture::Shape| match &shape.form {
            Form::Text(.., runs) => Some(runs.iter().map(|run| run.text.as_str()).collect()),
            _ => None,
        };
        picture.shapes.iter().filter_map(text).collect()
    }

    #[test]
    fn a_side_at_which_nobody_looked_is_not_one_where_nothing_was_found() {
        let picture = drawn(&[bone("people", &[], true), bone("process", &[], false)]);
        let dashed = picture.shapes.iter().filter(|shape| shape.class == "p-boxm").count();
        assert_eq!(dashed, 1);
        let said = texts(&picture);
        assert!(said.contains(&"looked at, none found".into()), "{said:?}");
        assert!(said.contains(&"not stated (RCA005)".into()), "{said:?}");
        assert_eq!(picture.table.rows[1].cells[1][0].text, "not stated (RCA005)");
    }

    #[test]
    fn root_causes_stand_in_bold_and_are_never_left_out_before_others() {
        let mut full = bone("process", &["a", "b", "c", "d", "e"], false);
        let text = "No owner.".to_owned();
        full.causes.push(StatedCause { id: "C1".into(), text, ..StatedCause::default() });
        let picture = drawn(&[full]);
        let said = texts(&picture);
        assert!(said.contains(&"root cause C1: No owner.".into()), "{said:?}");
        assert!(said.contains(&"and 1 more in the table".into()) && !said.contains(&"a".into()));
        assert_eq!(picture.table.rows[0].cells[1].len(), 6);
    }

    #[test]
    fn words_of_one_side_do_not_reach_the_next() {
        let long = "word ".repeat(60);
        let picture = drawn(&[bone("people", &[&long], false), bone("process", &[&long], false)]);
        for text in texts(&picture) {
            assert!(super::label::width(&text) <= super::ROOM, "{text}");
        }
    }
}
