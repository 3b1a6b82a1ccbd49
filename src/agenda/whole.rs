//! What the register as a whole owes: for each quarter, and to management.

use super::incidents::by_clock;
use super::{Basis, Duty, Entry, Start, When};
use crate::chain::is_presented;
use crate::deadline::Stretch;
use crate::owed::{self, Books, of_stretch};
use crate::record::Record;
use crate::schema::{Key, Kind, Line, management_review, period_statement, policy, trend_report};
use crate::term::{Duration, Stamp};

pub(super) fn gather<'r>(books: Books<'r>, entries: &mut Vec<Entry<'r>>) {
    let rhythm = books.terms.trend_rhythm(books.config.profile);
    for stretch in owed::reports_owed(books).into_iter().chain(current(books, rhythm)) {
        let mut drafts = of_stretch(books, Kind::TrendReport, &stretch);
        if drafts.any(is_presented) {
            continue;
        }
        let draft = of_stretch(books, Kind::TrendReport, &stretch).next();
        let owner = draft.and_then(|draft| draft.text_of(trend_report::PREPARED_BY));
        entries.push(for_stretch(books, Duty::TrendReport, stretch, (draft, owner)));
    }
    let running = current(books, books.terms.trend_every).filter(|it| is_silent(books, it));
    for stretch in owed::statements_owed(books).into_iter().chain(running) {
        let draft = of_stretch(books, Kind::PeriodStatement, &stretch).next();
        let owner = draft.and_then(|draft| draft.text_of(period_statement::DECLARED_BY));
        entries.push(for_stretch(books, Duty::PeriodStatement, stretch, (draft, owner)));
    }
    entries.extend(management(books));
}

/// The stretch that today falls in, of a register that gives an account already.
fn current(books: Books<'_>, every: Duration) -> Option<Stretch> {
    owed::register_began(books)?;
    Some(Stretch::at(books.now.day(), books.config.quarters(), every, books.now.zone))
}

/// True when a stretch has had no incident so far and no declared statement.
fn is_silent(books: Books<'_>, stretch: &Stretch) -> bool {
    let first = books.config.quarters().days(stretch.first).0;
    let falls = |incident: &Record| {
        let day = owed::incident_day(incident, books.now.zone);
        !incident.is_ended() && day.is_some_and(|day| first <= day && day <= stretch.end)
    };
    let declared = |statement: &Record| statement.status() == "declared";
    !books.register.of_kind(Kind::Incident).any(falls)
        && !of_stretch(books, Kind::PeriodStatement, stretch).any(declared)
}

fn for_stretch<'r>(
    books: Books<'r>,
    duty: Duty,
    stretch: Stretch,
    (draft, owner): (Option<&'r Record>, Option<&str>),
) -> Entry<'r> {
    let basis = Basis::figure(books, "trend_every", "30 days after each quarter");
    let start = Start { record: stretch.to_string(), field: "end", at: Stamp::Day(stretch.end) };
    Entry {
        duty,
        subject: stretch.to_string(),
        part: String::new(),
        title: draft.filter(|draft| !draft.is_privileged()).map_or("", Record::title),
        does: match draft {
            Some(draft) => format!("{} ({}, {})", duty.does(), draft.id(), draft.status()),
            None => duty.does().to_owned(),
        },
        owner: None,
        basis,
        start: Some(start),
        when: by_clock(books, stretch.clock),
        path: draft.map(|draft| draft.path.as_str()),
    }
    .owner(owner.or_else(|| process_owner(books)))
}

fn management(books: Books<'_>) -> Option<Entry<'_>> {
    let (clock, last) = owed::management_clock(books)?;
    let mut reviews = books.register.of_kind(Kind::ManagementReview);
    let planned = reviews.find(|review| review.status() == "planned");
    let chair = planned.and_then(|review| review.text_of(management_review::CHAIR));
    let basis = Basis::figure(books, "management_every", "12 months after the one before");
    let at = last.or_else(|| owed::register_began(books).map(Stamp::Day))?;
    let field = if last.is_some() { "held_at" } else { "first day of the register" };
    let duty = Duty::ManagementReview;
    let entry = Entry {
        duty,
        subject: "register".into(),
        part: String::new(),
        title: planned.filter(|review| !review.is_privileged()).map_or("", Record::title),
        does: match planned {
            Some(review) => format!("{}, planned as {}", duty.does(), review.id()),
            None => duty.does().to_owned(),
        },
        owner: None,
        basis,
        start: Some(Start { record: "register".into(), field, at }),
        when: match by_clock(books, clock) {
            When::Due { due, late, .. } => When::Due { due, grace: None, late },
            other @ When::CannotTell { .. } => other,
        },
        path: planned.map(|review| review.path.as_str()),
    };
    Some(entry.owner(chair.or_else(|| process_owner(books))))
}

/// Who answers for the process, by the policy in force.
fn process_owner(books: Books<'_>) -> Option<&str> {
    const PROCESS_OWNER: Key<Line> = Key::new("process_owner");
    owed::ruling_policy(books)?.get(policy::DEFINES)?.value.text_of(PROCESS_OWNER)
}
