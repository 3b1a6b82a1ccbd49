//! Open actions: how long each has been open, and how far its due day lies behind or ahead.

use super::axis::Axis;
use super::label;
use super::shape::{Anchor, Form, Picture};
use crate::rows::{Addresses, Piece, Table, plain};
use crate::term::{Day, Zone};

/// Most actions that the picture holds.
const MOST: usize = 40;

const WIDTH: i32 = 880;
const LEFT: i32 = 270;
const RIGHT: i32 = 850;
/// Where the words of each action begin.
const SAID: i32 = 140;
const ROW: i32 = 24;
const TOP: i32 = 34;

/// An action that is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenAction {
    /// The action.
    pub id: String,
    /// When it was opened; `None` where it does not say.
    pub opened: Option<Day>,
    /// By when it is due; `None` where it does not say.
    pub due: Option<Day>,
}

/// The actions that are not done on the day `today`.
pub fn ageing(actions: &[OpenAction], today: Day, zone: Zone, addresses: &Addresses) -> Picture {
    let mut all = actions.to_vec();
    all.sort_by(|a, b| (a.due.is_none(), a.due, &a.id).cmp(&(b.due.is_none(), b.due, &b.id)));
    let shown = &all[..all.len().min(MOST)];
    let over = all.iter().filter(|it| it.due.is_some_and(|due| due < today)).count();
    let mut picture = Picture {
        name: "ageing",
        title: format!("Open actions as of {today}"),
        description: format!(
            "{} open, {over} of them past their due day. The table below has each that is drawn.",
            all.len()
        ),
        table: table(shown, today, addresses),
        width: WIDTH,
        ..Picture::default()
    };
    picture.note = note(all.len(), shown.len());
    if !shown.is_empty() {
        draw(&mut picture, shown, today, zone);
    }
    picture
}

fn note(all: usize, shown: usize) -> String {
    if all == 0 {
        return "Not drawn: no action is open.".to_owned();
    }
    let cut = if all > shown {
        format!(
            " Not drawn: {} more that are due later or have no due day; the register below has all.",
            all - shown
        )
    } else {
        String::new()
    };
    format!(
        "A bar from the day an action was opened to today, to scale; thick since its due day, dashed up to a due day that lies ahead. Those due first stand on top. Drawn up to {MOST} actions.{cut}"
    )
}

fn draw(picture: &mut Picture, actions: &[OpenAction], today: Day, zone: Zone) {
    let seconds = |day: Day| zone.start_of(day).timestamp();
    let days = actions.iter().flat_map(|it| [it.opened, it.due]).flatten().chain([today]);
    let axis = Axis::of(&days.map(seconds).collect::<Vec<_>>(), (LEFT, RIGHT), None, zone);
    let x = |day: Day| axis.x(seconds(day));
    let bottom = TOP + ROW * i32::try_from(actions.len()).unwrap_or(0);
    picture.height = bottom + 8;
    let now = x(today);
    picture.draw("p-thin", Form::Line(now, TOP - 10, now, bottom));
    let (anchor, side) = if now > WIDTH / 2 { (Anchor::End, 4) } else { (Anchor::Start, -4) };
    picture.say("p-b", (now + side, TOP - 16), anchor, &format!("today, {today}"));
    for (at, action) in actions.iter().enumerate() {
        let y = TOP + ROW * i32::try_from(at).unwrap_or(0) + ROW / 2;
        let told = told(action, today);
        let id = label::clipped(&action.id, SAID - 16);
        picture.say("p-t", (8, y + 4), Anchor::Start, &id);
        picture.say("p-soft", (SAID, y + 4), Anchor::Start, &told);
        bar(picture, action, (y, today), &x);
    }
}

/// The bar of an action; where no opening or due day is stated there is a dashed ring in its place.
fn bar(picture: &mut Picture, action: &OpenAction, (y, today): (i32, Day), x: &dyn Fn(Day) -> i32) {
    let now = x(today);
    let (opened, due) = (action.opened, action.due);
    match opened.filter(|opened| *opened <= today) {
        Some(opened) => {
            let width = (now - x(opened)).max(1);
            let title = format!("{} open since {opened}", action.id);
            picture.mark("p-bar", Form::Rect(x(opened), y - 3, width, 6), title);
        }
        None => picture.mark("p-dash", Form::Circle(LEFT - 4, y, 4), "no opening day stated"),
    }
    match due {
        Some(due) if due < today => {
            let title = format!("{} over since {due}", action.id);
            picture.mark("p-over", Form::Rect(x(due), y - 6, (now - x(due)).max(2), 12), title);
        }
        Some(due) => {
            let title = format!("{} due {due}", action.id);
            picture.mark("p-gap", Form::Line(now, y, x(due), y), title);
            picture.draw("p-line", Form::Line(x(due), y - 6, x(due), y + 6));
        }
        None => picture.mark("p-dash", Form::Circle(RIGHT + 6, y, 4), "no due day stated"),
    }
}

fn told(action: &OpenAction, today: Day) -> String {
    let days = |days: i64| if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    match action.due.map(|due| (due - today).num_days()) {
        None => "no due day".into(),
        Some(0) => "due today".into(),
        Some(ahead) if ahead > 0 => format!("due in {}", days(ahead)),
        Some(past) => format!("{} over", days(-past)),
    }
}

fn table(actions: &[OpenAction], today: Day, addresses: &Addresses) -> Table {
    let labels = ["action", "opened", "days open#", "due", "stands"];
    let mut table = Table::new("Open actions, those due first on top", &labels);
    for action in actions {
        let day = |day: Option<Day>| day.map_or_else(|| Piece::text("not stated"), Piece::day);
        let open = action.opened.map(|opened| (today - opened).num_days().to_string());
        table.push(
            "",
            vec![
                vec![Piece::id(&action.id, addresses.id(&action.id))],
                vec![day(action.opened)],
                plain(open.unwrap_or_else(|| "not known".into())),
                vec![day(action.due)],
                plain(told(action, today)),
            ],
        );
    }
    table
}

#[cfg(test)]
mod tests {
    use super::{OpenAction, ageing};
    use crate::picture::Picture;
    use crate::rows::Addresses;
    use crate::term::{Day, Zone, parse_day};

    fn day(text: &str) -> Day {
        parse_day(text).unwrap()
    }

    fn drawn(actions: &[(&str, &str)]) -> Picture {
        let action = |(at, (opened, due)): (usize, &(&str, &str))| OpenAction {
            id: format!("ACT-2026-{at:04}"),
            opened: parse_day(opened),
            due: parse_day(due),
        };
        let all: Vec<_> = actions.iter().enumerate().map(action).collect();
        ageing(&all, day("2026-05-20"), Zone::default(), &Addresses::default())
    }

    fn stands(picture: &Picture) -> Vec<&str> {
        picture.table.rows.iter().map(|row| row.cells[4][0].text.as_str()).collect()
    }

    #[test]
    fn due_today_is_not_over_and_no_day_is_not_today() {
        let picture = drawn(&[
            ("2026-05-01", "2026-05-21"),
            ("2026-05-01", "2026-05-20"),
            ("2026-05-01", "2026-05-19"),
            ("", ""),
        ]);
        assert_eq!(stands(&picture), ["1 day over", "due today", "due in 1 day", "no due day"]);
        let count = |class| picture.shapes.iter().filter(|shape| shape.class == class).count();
        assert_eq!((count("p-over"), count("p-dash"), count("p-bar")), (1, 2, 3));
        assert!(picture.description.starts_with("4 open, 1 of them past"));
    }

    #[test]
    fn above_its_limit_it_says_how_many_are_not_drawn() {
        let picture = drawn(&[("2026-05-01", "2026-05-21"); 42]);
        assert_eq!(picture.table.rows.len(), 40);
        assert!(picture.note.contains("Not drawn: 2 more"), "{}", picture.note);
        assert!(drawn(&[]).shapes.is_empty());
    }
}
