//! The plan of the house, read from the two tables of `docs/architecture.md`.

use std::collections::{BTreeMap, BTreeSet};

/// Which rooms there are, in order, and who may open which door.
#[derive(Debug, Default)]
pub(super) struct Plan {
    rooms: Vec<Room>,
    doors: BTreeMap<String, Door>,
}

#[derive(Debug)]
struct Room {
    name: String,
    floor: u8,
    later: bool,
}

/// Where something from outside may be used.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Door {
    Anywhere,
    Nowhere,
    Rooms(BTreeSet<String>),
}

impl Plan {
    /// Reads both tables; the error says what is wrong with them.
    pub(super) fn parse(page: &str) -> Result<Self, String> {
        let mut plan = Self::default();
        for row in rows_after(page, "<!-- floors:")? {
            plan.add_room(&row)?;
        }
        for row in rows_after(page, "<!-- doors:")? {
            plan.add_door(&row)?;
        }
        Ok(plan)
    }

    fn add_room(&mut self, row: &[String]) -> Result<(), String> {
        let [floor, name, stands, what] = row else {
            return Err(format!("a row of the floor table has not four cells: {row:?}"));
        };
        let number = floor.split(' ').next().and_then(|n| n.parse().ok());
        let floor: u8 = number.ok_or(format!("the floor of `{name}` has no number"))?;
        if self.rooms.last().is_some_and(|above| above.floor > floor) {
            return Err(format!("`{name}` stands below a room of a higher floor"));
        }
        if self.rooms.iter().any(|room| room.name == *name) {
            return Err(format!("`{name}` stands twice in the floor table"));
        }
        if what.is_empty() {
            return Err(format!("`{name}` has no word about what lives there"));
        }
        let later = match stands.as_str() {
            "" => false,
            "later" => true,
            other => return Err(format!("`{name}` stands `{other}`; it is empty or `later`")),
        };
        self.rooms.push(Room { name: name.clone(), floor, later });
        Ok(())
    }

    fn add_door(&mut self, row: &[String]) -> Result<(), String> {
        let [outside, used_in, _why] = row else {
            return Err(format!("a row of the door table has not three cells: {row:?}"));
        };
        let door = match used_in.as_str() {
            "anywhere" => Door::Anywhere,
            "nowhere" => Door::Nowhere,
            rooms => Door::Rooms(rooms.split(',').map(|room| room.trim().to_owned()).collect()),
        };
        if let Door::Rooms(rooms) = &door
            && let Some(room) = rooms.iter().find(|room| !self.is_place(room))
        {
            return Err(format!("the door of `{outside}` names `{room}`, which is no room"));
        }
        if self.doors.insert(outside.clone(), door).is_some() {
            return Err(format!("`{outside}` stands twice in the door table"));
        }
        Ok(())
    }

    fn is_place(&self, name: &str) -> bool {
        matches!(name, "lib" | "main") || self.position(name).is_some()
    }

    fn position(&self, room: &str) -> Option<usize> {
        self.rooms.iter().position(|known| known.name == room)
    }

    /// True when the floor table has a row for `room`.
    pub(super) fn knows(&self, room: &str) -> bool {
        self.position(room).is_some()
    }

    /// Rooms that the table says are there.
    pub(super) fn built(&self) -> impl Iterator<Item = &str> {
        self.rooms.iter().filter(|room| !room.later).map(|room| room.name.as_str())
    }

    /// Why `from` may not use `to`, as the end of a sentence; nothing when it may.
    pub(super) fn objection(&self, from: &str, to: &str) -> Option<String> {
        let (here, there) = (self.position(from)?, self.position(to)?);
        let (lower, upper) = (self.rooms[here].floor, self.rooms[there].floor);
        if upper > lower {
            Some(format!(
                "`{from}` (floor {lower}) uses `{to}` (floor {upper}); imports only lead down"
            ))
        } else if upper == lower && there > here {
            Some(format!("`{from}` uses `{to}`, which stands after it on floor {lower}"))
        } else {
            None
        }
    }

    /// The door that a path leads through, with the name it has in the table.
    ///
    /// A glob import opens every door below it: `std::process::*` opens `std::process::Command`.
    pub(super) fn door(&self, path: &[String], glob: bool) -> Option<(&str, &Door)> {
        let opens = |name: &str| {
            let parts: Vec<&str> = name.split("::").collect();
            let shared = parts.iter().zip(path).take_while(|(a, b)| **a == b.as_str()).count();
            shared == parts.len() || (glob && shared == path.len())
        };
        self.doors.iter().find(|(name, _)| opens(name)).map(|(name, door)| (name.as_str(), door))
    }

    /// Outside crates in the door table, by the name that code uses.
    pub(super) fn crates(&self) -> BTreeSet<String> {
        self.doors.keys().filter(|name| !name.contains("::")).cloned().collect()
    }
}

impl Door {
    /// True when `room` may use it.
    pub(super) fn opens_for(&self, room: &str) -> bool {
        match self {
            Self::Anywhere => true,
            Self::Nowhere => false,
            Self::Rooms(rooms) => rooms.contains(room),
        }
    }

    /// Where it may be used, as the end of a sentence.
    pub(super) fn place(&self) -> String {
        match self {
            Self::Anywhere => "it may be used anywhere".to_owned(),
            Self::Nowhere => "the product never uses it".to_owned(),
            Self::Rooms(rooms) => {
                let names: Vec<_> = rooms.iter().map(|room| format!("`{room}`")).collect();
                format!("its door is {}", names.join(", "))
            }
        }
    }
}

/// The body rows of the first Markdown table after `mark`, cells without back-ticks.
fn rows_after(page: &str, mark: &str) -> Result<Vec<Vec<String>>, String> {
    let rest = page.split_once(mark).ok_or(format!("no `{mark}` in the page"))?.1;
    let table = rest.lines().skip(1).skip_while(|line| !line.starts_with('|'));
    let rows: Vec<Vec<String>> = table
        .take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| {
            let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
            inner.split('|').map(|cell| cell.replace('`', "").trim().to_owned()).collect()
        })
        .collect();
    if rows.is_empty() { Err(format!("no table after `{mark}`")) } else { Ok(rows) }
}
