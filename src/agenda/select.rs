//! Which part of the agenda is asked for.

use super::{Agenda, Duty, Entry};
use crate::term::{Day, Duration, Zone};

/// Which part of the agenda is asked for; everything when nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// What is late, and what is due up to this day; what cannot be told always stays.
    pub until: Option<Day>,
    /// Only what this person owes, whatever the case of the letters.
    pub owner: Option<String>,
    /// Only these sorts; all when empty.
    pub duties: Vec<Duty>,
}

impl Selection {
    /// True when the entry is asked for.
    pub fn holds(&self, entry: &Entry<'_>, zone: Zone) -> bool {
        let owed_by = |owner: &String| {
            entry.owner.as_ref().is_some_and(|other| other.to_lowercase() == owner.to_lowercase())
        };
        let soon =
            |until: Day| entry.is_late() || entry.due().is_none_or(|due| due.day(zone) <= until);
        self.until.is_none_or(soon)
            && self.owner.as_ref().is_none_or(owed_by)
            && (self.duties.is_empty() || self.duties.contains(&entry.duty))
    }
}

impl Agenda<'_> {
    /// The last day within that time from today.
    pub fn last_day(&self, within: Duration) -> Day {
        self.now.zone.day_of(within.after_in(self.now.instant, self.now.zone))
    }

    /// Keeps what is asked for.
    pub fn select(&mut self, selection: &Selection) {
        let zone = self.now.zone;
        self.entries.retain(|entry| selection.holds(entry, zone));
        let clocks = selection.duties.is_empty() || selection.duties.contains(&Duty::Notification);
        let of_owner = |owner: Option<&str>| match (&selection.owner, owner) {
            (None, _) => true,
            (Some(asked), Some(owner)) => asked.to_lowercase() == owner.to_lowercase(),
            (Some(_), None) => false,
        };
        let owner = |row: &super::RegulatoryClockRow<'_>| {
            of_owner(row.incident.text_of(crate::schema::incident::OWNER))
        };
        self.clocks.retain(|row| clocks && owner(row));
    }
}

/// Reads how far ahead to look: `14d`, `2w`, `3m`, `1y`, or a duration such as P14D.
pub fn parse_within(text: &str) -> Option<Duration> {
    let text = text.trim().to_uppercase();
    Duration::parse(&text).or_else(|| Duration::parse(&format!("P{text}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reach_is_written_short_or_as_a_duration() {
        assert_eq!(parse_within("14d"), Some(Duration::days(14)));
        assert_eq!(parse_within("2w"), Some(Duration::days(14)));
        assert_eq!(parse_within(" p3m"), Some(Duration::months(3)));
        assert_eq!(parse_within("PT48H"), Some(Duration::hours(48)));
        for wrong in ["", "14", "d", "-3d", "0d", "14 days", "99999999d"] {
            assert_eq!(parse_within(wrong), None, "{wrong}");
        }
    }
}
