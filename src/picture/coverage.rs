//! How each requirement of a guide is answered: a bar of its answers, in words, patterns and numbers.

use super::label;
use super::shape::{Anchor, Form, Picture};
use crate::chain::Tally;
use crate::rows::{Table, plain};
use crate::verdict::Verdict;

/// Most requirements that the picture holds.
const MOST: usize = 80;

const NAME: i32 = 52;
const BAR: i32 = 420;
const WORDS: i32 = NAME + BAR + 14;
const TALL: i32 = 19;
/// The height of a bar.
const HIGH: i32 = 13;
const TOP: i32 = 30;

/// A requirement with its answers.
#[derive(Clone, Debug)]
pub struct Covered {
    /// The guide that it is from.
    pub source: &'static str,
    /// Its id.
    pub id: &'static str,
    /// The answer over all.
    pub verdict: Verdict,
    /// How many answers of each sort it has.
    pub tally: Tally,
}

/// A part of a bar: the verdict, how it looks, from where to where of the height of a bar, and its word.
type Look = (Verdict, &'static str, (i32, i32), &'static str);

/// The parts of a bar in their order. Each has a form of its own, for those who see no colours.
const PARTS: [Look; 6] = [
    (Verdict::Met, "p-bar", (0, HIGH), "evidence found"),
    (Verdict::Partly, "p-bar", (HIGH / 2, HIGH), "partly"),
    (Verdict::Missing, "p-boxm", (0, HIGH), "not found"),
    (Verdict::CannotTell, "p-dash", (HIGH / 2 - 3, HIGH / 2 + 3), "cannot tell"),
    (Verdict::InTimeSoFar, "p-boxa", (HIGH - 3, HIGH), "in time so far"),
    (Verdict::Withheld, "p-fill", (HIGH / 2 - 2, HIGH / 2 + 2), "withheld"),
];

/// The requirements, guide by guide.
pub fn coverage(rows: &[Covered]) -> Picture {
    let told = |verdict: Verdict, word: &str| {
        let count = rows.iter().filter(|row| row.verdict == verdict).count();
        (count > 0).then(|| format!("{word}: {count}"))
    };
    let none = [(Verdict::NoneInScope, "none in scope"), (Verdict::NotRequired, "not required")];
    let words = PARTS.iter().map(|(verdict, .., word)| (*verdict, *word)).chain(none);
    let told: Vec<_> = words.filter_map(|(verdict, word)| told(verdict, word)).collect();
    let mut picture = Picture {
        name: "coverage",
        title: "How each requirement is answered".into(),
        description: format!("Of {} requirements, {}.", rows.len(), told.join("; ")),
        table: table(rows),
        width: WORDS + 270,
        ..Picture::default()
    };
    picture.note = match rows.len() {
        0 => "Not drawn: there is no requirement.".to_owned(),
        count if count > MOST => format!(
            "Not drawn: {count} requirements are more than the {MOST} that this picture holds; the table has all of them."
        ),
        _ => {
            draw(&mut picture, rows);
            "Each bar is the whole of a requirement's answers, each sort of its own height; an empty frame has nothing in scope. The numbers beside it say how many."
                .to_owned()
        }
    };
    picture
}

fn draw(picture: &mut Picture, rows: &[Covered]) {
    legend(picture);
    let (mut y, mut bars) = (TOP, Vec::new());
    for (at, row) in rows.iter().enumerate() {
        if at == 0 || rows[at - 1].source != row.source {
            y += 12;
            picture.say("p-b", (4, y + 12), Anchor::Start, &label::clipped(row.source, WORDS));
            y += TALL;
        }
        picture.say("p-t", (4, y + 12), Anchor::Start, row.id);
        bar(&mut bars, row, y);
        picture.say("p-t", (WORDS, y + 12), Anchor::Start, row.verdict.words());
        picture.say("p-soft", (WORDS + 104, y + 12), Anchor::Start, &words(row));
        y += TALL;
    }
    picture.height = y + 6;
    // Those that look alike one after the other: they become one shape.
    bars.sort_by_key(|(class, _)| *class);
    for (class, form) in bars {
        picture.draw(class, form);
    }
}

fn legend(picture: &mut Picture) {
    let mut x = 4;
    for (_, class, (top, foot), word) in PARTS {
        picture.draw(class, Form::Rect(x, 6 + top, 22, foot - top));
        picture.say("p-t", (x + 28, 17), Anchor::Start, word);
        x += 28 + label::width(word) + 18;
    }
    picture.width = picture.width.max(x);
}

/// The parts of a bar, each as wide as its share; what there is never vanishes.
fn bar(bars: &mut Vec<(&'static str, Form)>, row: &Covered, y: i32) {
    let all: usize = PARTS.iter().map(|(verdict, ..)| row.tally.count(*verdict)).sum();
    if all == 0 {
        bars.push(("p-thin", Form::Rect(NAME, y + 1, BAR, HIGH)));
        return;
    }
    let mut passed = 0;
    for (verdict, class, (top, foot), _) in PARTS {
        let count = row.tally.count(verdict);
        if count == 0 {
            continue;
        }
        let at = |count: usize| i32::try_from(count * 1000 / all).unwrap_or(0) * BAR / 1000;
        let (from, to) = (at(passed), at(passed + count));
        passed += count;
        let wide = (to - from - 2).max(3);
        bars.push((class, Form::Rect(NAME + from, y + 1 + top, wide, foot - top)));
    }
}

/// `4 of 5 met`, or what there is of undecided ones alone.
fn words(row: &Covered) -> String {
    match row.tally.decided() {
        0 if row.tally.all() == 0 => String::new(),
        0 => row.tally.words_of(&[Verdict::CannotTell, Verdict::InTimeSoFar, Verdict::Withheld]),
        decided => format!("{} of {decided} met", row.tally.count(Verdict::Met)),
    }
}

fn table(rows: &[Covered]) -> Table {
    let labels = [
        "requirement",
        "answer",
        "found#",
        "partly#",
        "not found#",
        "cannot tell#",
        "in time so far#",
    ];
    let mut table = Table::new("Requirements with how often each answer is given", &labels);
    for row in rows {
        let count = |verdict| plain(row.tally.count(verdict).to_string());
        let cells = vec![
            plain(row.id),
            plain(row.verdict.words()),
            count(Verdict::Met),
            count(Verdict::Partly),
            count(Verdict::Missing),
            count(Verdict::CannotTell),
            count(Verdict::InTimeSoFar),
        ];
        table.push("", cells);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::{Covered, coverage};
    use crate::chain::Tally;
    use crate::picture::{Form, Picture};
    use crate::verdict::Verdict;

    fn row(verdict: Verdict, all: &[Verdict]) -> Covered {
        Covered { source: "A guide", id: "E1", verdict, tally: Tally::of(all.iter().copied()) }
    }

    fn widths(picture: &Picture, class: &str) -> Vec<i32> {
        let of = |shape: &crate::picture::Shape| match shape.form {
            Form::Rect(x, y, width, _) if shape.class == class && y > 20 => Some((x, width)),
            _ => None,
        };
        picture.shapes.iter().filter_map(of).map(|(_, width)| width).collect()
    }

    #[test]
    fn a_bar_is_divided_by_the_answers_and_says_them() {
        let all = [Verdict::Met, Verdict::Met, Verdict::Met, Verdict::Missing];
        let picture = coverage(&[row(Verdict::Partly, &all)]);
        assert_eq!((widths(&picture, "p-bar"), widths(&picture, "p-boxm")), (vec![313], vec![103]));
        assert!(format!("{:?}", picture.shapes).contains("3 of 4 met"));
        assert_eq!(picture.description, "Of 1 requirements, partly: 1.");
    }

    #[test]
    fn nothing_in_scope_is_an_empty_frame_and_no_bar() {
        let picture = coverage(&[row(Verdict::NoneInScope, &[])]);
        assert_eq!((widths(&picture, "p-thin"), widths(&picture, "p-bar")), (vec![420], vec![]));
        assert!(format!("{:?}", picture.shapes).contains("none in scope"));
    }

    #[test]
    fn what_cannot_be_told_is_neither_found_nor_missing() {
        let picture = coverage(&[row(Verdict::CannotTell, &[Verdict::CannotTell, Verdict::Met])]);
        assert_eq!((widths(&picture, "p-dash").len(), widths(&picture, "p-boxm").len()), (1, 0));
        assert_eq!(picture.table.rows[0].cells[5][0].text, "1");
    }

    #[test]
    fn one_among_many_does_not_vanish() {
        let all: Vec<_> =
            std::iter::repeat_n(Verdict::Met, 5000).chain([Verdict::Missing]).collect();
        assert_eq!(widths(&coverage(&[row(Verdict::Partly, &all)]), "p-boxm"), [3]);
        let many = vec![row(Verdict::Met, &[]); 81];
        assert!(coverage(&many).shapes.is_empty());
    }
}
