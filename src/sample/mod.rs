//! What an auditor picks: a population, and a draw from it that anyone can repeat.
//!
//! Who chooses the seed can choose the sample; a draw with a seed of the auditee's is said to be that.

use crate::digest::sha256;
use crate::term::Severity;
use std::fmt;
use std::str::FromStr;

/// A member of a population, as it is drawn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn<'r> {
    /// The id.
    pub id: &'r str,
    /// SHA-256 of seed, line break and id: what decides the order.
    pub ticket: String,
}

/// Draws `count` of `ids` (all of them where there are fewer): each gets a ticket, the SHA-256 of the
/// seed, a line break and the id; the lowest tickets are drawn, in their order.
///
/// `printf '%s\n%s' SEED ID | sha256sum` gives the ticket of an id.
pub fn draw<'r>(
    ids: impl IntoIterator<Item = &'r str>,
    seed: &str,
    count: usize,
) -> Vec<Drawn<'r>> {
    let ticket = |id: &str| sha256(format!("{seed}\n{id}").as_bytes());
    let mut tickets: Vec<Drawn<'r>> =
        ids.into_iter().map(|id| Drawn { id, ticket: ticket(id) }).collect();
    tickets.sort_by(|a, b| (&a.ticket, a.id).cmp(&(&b.ticket, b.id)));
    tickets.dedup_by(|a, b| a.id == b.id);
    tickets.truncate(count);
    tickets
}

/// Where the seed came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeedOrigin {
    /// Somebody named it.
    Given,
    /// It was taken from the commit, which whoever is audited made.
    Commit,
}

impl SeedOrigin {
    /// What is said of a draw with such a seed.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Given => {
                "draw with the seed that was given; it is the auditor's only if the auditor chose it"
            }
            Self::Commit => {
                "draw made by the auditee: the seed is the commit; name the auditor's with --seed"
            }
        }
    }
}

/// Severities from one to another, both included: `high..`, `..low`, `medium..high`, `critical`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeverityRange {
    /// The least severity.
    pub least: Severity,
    /// The worst.
    pub worst: Severity,
}

/// A text that names no severities.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no severities; write `high..`, `low..medium` or `critical`")]
pub struct NoSeverities(String);

impl SeverityRange {
    /// True when the severity lies in it.
    pub fn contains(self, severity: Severity) -> bool {
        self.least <= severity && severity <= self.worst
    }
}

impl FromStr for SeverityRange {
    type Err = NoSeverities;

    fn from_str(text: &str) -> Result<Self, NoSeverities> {
        let flaw = || NoSeverities(text.to_owned());
        let (least, worst) = text.split_once("..").unwrap_or((text, text));
        let word = |word: &str, end: Severity| match word {
            "" if text.contains("..") => Some(end),
            word => Severity::parse(word),
        };
        let least = word(least, Severity::Info).ok_or_else(flaw)?;
        let worst = word(worst, Severity::Critical).ok_or_else(flaw)?;
        if least > worst || text == ".." { Err(flaw()) } else { Ok(Self { least, worst }) }
    }
}

impl fmt::Display for SeverityRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.least == self.worst {
            return f.write_str(self.least.word());
        }
        write!(f, "{} to {}", self.least.word(), self.worst.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_is_what_the_digests_say_whatever_the_order_of_the_population() {
        let ids = ["INC-2026-0001", "INC-2026-0002", "INC-2026-0003", "INC-2026-0004"];
        let drawn = draw(ids, "audit", 2);
        let again = draw(ids.into_iter().rev().chain(["INC-2026-0001"]), "audit", 2);
        assert_eq!(drawn, again);
        let ticket = sha256(format!("audit\n{}", drawn[0].id).as_bytes());
        assert_eq!(drawn[0].ticket, ticket);
        assert!(drawn[0].ticket < drawn[1].ticket);
        assert_ne!(draw(ids, "other", 4), draw(ids, "audit", 4));
        assert_eq!(draw(ids, "audit", 9).len(), 4);
        assert_eq!(draw([], "audit", 9), []);
    }

    #[test]
    fn severities_are_named_from_one_to_another() {
        let read = |text: &str| text.parse::<SeverityRange>().map(|range| range.to_string());
        assert_eq!(read("high.."), Ok("high to critical".into()));
        assert_eq!(read("..low"), Ok("info to low".into()));
        assert_eq!(read("medium..medium"), Ok("medium".into()));
        assert_eq!(read("critical"), Ok("critical".into()));
        for wrong in ["", "..", "hihg", "high..low", "a..b"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        let high = "high..".parse::<SeverityRange>().unwrap();
        assert!(high.contains(Severity::High) && !high.contains(Severity::Medium));
    }
}
