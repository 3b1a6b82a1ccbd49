//! The whys of a root cause analysis as a staircase, down to the root causes.

use super::label::{self, ROW};
use super::shape::{Form, Picture};
use crate::rows::{Piece, Table, plain};

/// Most steps that the picture holds, whys and root causes together.
const MOST: usize = 14;

/// Most lines of a step's text; the table has all of it.
const LINES: usize = 2;

const LEFT: i32 = 4;
/// How far each step stands right of the one before.
const STEP: i32 = 22;
const BOX: i32 = 566;

/// One why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Why {
    /// The step.
    pub text: String,
    /// What shows it.
    pub evidence: Vec<String>,
    /// True when it was concluded, not observed.
    pub is_inferred: bool,
}

/// A cause, as an analysis states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedCause {
    /// Its id in the analysis; empty for a contributing factor and where none is stated.
    pub id: String,
    /// The cause.
    pub text: String,
    /// Its category; empty when none is stated.
    pub category: String,
    /// The process or control that failed; empty when none is stated.
    pub failed: String,
}

/// The whys of the analysis `id`, symptom first, and the root causes to which they lead.
pub fn whys(name: &'static str, id: &str, whys: &[Why], causes: &[StatedCause]) -> Picture {
    let end = match causes.len() {
        0 => "no root cause is stated".to_owned(),
        1 => "one root cause".to_owned(),
        many => format!("{many} root causes"),
    };
    let mut picture = Picture {
        name,
        title: format!("Whys of {id}"),
        description: format!(
            "{} steps from \"{}\" down to {end}. The table below has each whole.",
            whys.len(),
            whys.first().map_or("", |why| &why.text),
        ),
        table: table(id, whys, causes),
        width: 880,
        ..Picture::default()
    };
    let count = whys.len() + causes.len();
    picture.note = if whys.is_empty() {
        "Not drawn: no why is stated.".to_owned()
    } else if count > MOST {
        format!(
            "Not drawn: {count} steps are more than the {MOST} that this picture holds; the table has all of them."
        )
    } else {
        draw(&mut picture, whys, causes);
        format!(
            "{id}: the symptom first; each step answers why the one above came about. Dashed was concluded, not observed; thick is a root cause. Long texts are cut here. Drawn up to {MOST} steps."
        )
    };
    picture
}

/// What is said beside the name of a why.
fn support(why: &Why) -> String {
    let shown = (!why.evidence.is_empty()).then(|| format!("shown by {}", why.evidence.join(", ")));
    let inferred = why.is_inferred.then(|| "concluded, not observed".to_owned());
    [inferred, shown].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// What is said beside the id of a cause.
fn place(cause: &StatedCause) -> String {
    let words = [cause.category.as_str(), cause.failed.as_str()];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ")
}

fn draw(picture: &mut Picture, whys: &[Why], causes: &[StatedCause]) {
    let (mut left, mut y) = (LEFT, 4);
    let mut foot = None;
    for (at, why) in whys.iter().enumerate() {
        let class = if why.is_inferred { "p-boxd" } else { "p-box" };
        let (name, rest) = (format!("why {}", at + 1), support(why));
        let height = step(picture, (left, y), class, (&name, &rest, &why.text));
        join(picture, foot, (left, y + height / 2));
        foot = Some((left, y + height));
        (left, y) = (left + STEP, y + height + 10);
    }
    for cause in causes {
        let name = format!("root cause {}", cause.id);
        let height =
            step(picture, (left, y), "p-boxs", (name.trim_end(), &place(cause), &cause.text));
        join(picture, foot, (left, y + height / 2));
        y += height + 10;
    }
    if causes.is_empty() {
        let height = step(picture, (left, y), "p-boxm", ("root cause", "not found", ""));
        join(picture, foot, (left, y + height / 2));
        y += height + 10;
    }
    picture.width = left + BOX + 6;
    picture.height = y;
    picture.in_layers();
}

/// A box with its words; says how high it is.
fn step(
    picture: &mut Picture,
    (x, y): (i32, i32),
    class: &'static str,
    (name, rest, text): (&str, &str, &str),
) -> i32 {
    let lines = label::wrapped(text, BOX - 20, LINES);
    let height = ROW * (1 + i32::try_from(lines.len()).unwrap_or(0)) + 9;
    picture.draw(class, Form::Rect(x, y, BOX, height));
    let room = BOX - 28 - label::width(name);
    picture.say_of((x + 10, y + 18), name, &label::clipped(rest, room));
    for (line, row) in lines.iter().zip(1..) {
        picture.say("p-t", (x + 10, y + 18 + row * ROW), super::Anchor::Start, line);
    }
    height
}

/// From below the step above to the side of this one.
fn join(picture: &mut Picture, from: Option<(i32, i32)>, (x, y): (i32, i32)) {
    let Some((left, foot)) = from else { return };
    let x_of = left + STEP / 2;
    picture.draw("p-join", Form::Path(vec![(x_of, foot), (x_of, y), (x, y)]));
}

fn table(id: &str, whys: &[Why], causes: &[StatedCause]) -> Table {
    let caption = format!("Whys of {id}, symptom first, and its root causes");
    let mut table = Table::new(caption, &["step", "what it says+", "said beside it"]);
    for (at, why) in whys.iter().enumerate() {
        let evidence = why.evidence.iter().map(|shown| Piece::sub(format!("shown by {shown}")));
        let inferred = why.is_inferred.then(|| Piece::sub("concluded, not observed"));
        let beside = inferred.into_iter().chain(evidence).collect();
        table.push("", vec![plain(format!("why {}", at + 1)), plain(&why.text), beside]);
    }
    for cause in causes {
        let name = format!("root cause {}", cause.id);
        table.push("", vec![plain(name.trim_end()), plain(&cause.text), plain(place(cause))]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::{StatedCause, Why, whys};
    use crate::picture::{Form, Picture};

    fn why(text: &str) -> Why {
        Why { text: text.into(), ..Why::default() }
    }

    fn cause() -> StatedCause {
        let (category, failed) = ("process".into(), "A.8.5".into());
        StatedCause { id: "C1".into(), text: "No owner.".into(), category, failed }
    }

    fn count(picture: &Picture, class: &str) -> usize {
        picture.shapes.iter().filter(|shape| shape.class == class).count()
    }

    #[test]
    fn each_why_stands_below_the_one_before_and_is_joined_to_it() {
        let steps = [why("It was open."), why("Nobody looked."), why("It had no owner.")];
        let picture = whys("whys", "RCA-2026-0001", &steps, &[cause(), cause()]);
        let places = picture.shapes.iter().filter_map(|shape| match shape.form {
            Form::Rect(x, y, ..) if shape.class == "p-box" => Some((x, y)),
            _ => None,
        });
        let places: Vec<(i32, i32)> = places.collect();
        assert!(places.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1), "{places:?}");
        assert_eq!((count(&picture, "p-boxs"), count(&picture, "p-join")), (2, 4));
        assert_eq!(picture.table.rows[3].cells[2][0].text, "process, A.8.5");
    }

    #[test]
    fn what_was_concluded_looks_so_and_says_so_with_its_evidence() {
        let concluded =
            Why { is_inferred: true, evidence: vec!["log".into()], ..why("It was open.") };
        let picture = whys("whys", "RCA-2026-0001", &[concluded], &[cause()]);
        assert_eq!((count(&picture, "p-boxd"), count(&picture, "p-box")), (1, 0));
        let said: Vec<_> = picture.table.rows[0].cells[2].iter().map(|p| p.text.as_str()).collect();
        assert_eq!(said, ["concluded, not observed", "shown by log"]);
    }

    #[test]
    fn a_root_cause_that_is_not_stated_is_drawn_missing() {
        let picture = whys("whys", "RCA-2026-0001", &[why("It was open.")], &[]);
        assert_eq!(count(&picture, "p-boxm"), 1);
        assert!(picture.description.contains("no root cause is stated"));
    }

    #[test]
    fn above_its_limit_it_is_not_drawn_and_the_table_has_everything() {
        let steps = vec![why("x"); 14];
        assert!(!whys("whys", "R", &steps, &[]).shapes.is_empty());
        let more = whys("whys", "R", &steps, &[cause()]);
        assert!(more.shapes.is_empty() && more.note.contains("15 steps are more than the 14"));
        assert_eq!(more.table.rows.len(), 15);
    }
}
