//! Who did what in the period: pairs of roles that are meant for two people, and people with their roles.

use super::{Part, Reading, command, counted, named, period};
use crate::metrics::Window;
use crate::page::site::Site;
use crate::record::Record;
use crate::roles::{
    Answer, Ask, Cast, Independence, Lighter, PersonId, Roles, roles_of_incident, roles_of_period,
};
use crate::rows::{Cell, Piece, Table, plain};
use crate::verdict::Verdict;

pub(super) fn reading(site: &Site<'_>, window: &Window) -> Reading<'static> {
    let roles = roles_of_period(&site.cx, site.people, window, Ask::People);
    let incidents = roles.casts.iter().filter(|cast| cast.is_incident).count();
    let others = roles.casts.len() - incidents;
    let lead = format!(
        "{window}: {}, {}. A name that is typed is a claim, and two handles may still be one human being.",
        counted(incidents, "incident", "incidents"),
        counted(others, "report or statement", "reports and statements")
    );
    let pairs = roles.pairs();
    let count = |word: &str| pairs.iter().filter(|pair| pair.answer.word() == word).count();
    let tally = format!(
        "Profile {}: two people {}, same person {}, cannot tell {}. Shown is where it is not two people.",
        site.config().profile.word(),
        count("two-people"),
        count("same-person"),
        count("cannot-tell")
    );
    let mut left: Vec<&str> =
        roles.casts.iter().flat_map(|cast| &cast.withheld).map(String::as_str).collect();
    left.sort_unstable();
    left.dedup();
    let told = |before: &str, ids: &[&str]| {
        if ids.is_empty() { String::new() } else { format!("{before}: {}.", ids.join(", ")) }
    };
    let undated: Vec<&str> = roles.undated.iter().map(String::as_str).collect();
    let parts = vec![
        Part::new("pairs", "Roles meant for two people").note(tally).table(
            not_two(site, &roles, &pairs),
            "each pair of roles names two people, or there is none.",
        ),
        Part::new("people", "People and their roles")
            .table(people(&roles), "nobody is named in this period."),
        Part::new("records", "Incident by incident")
            .note(told("Withheld, because privileged", &left))
            .note(told("Left out, because they state no date", &undated))
            .table(casts(site, &roles), "no incident or report in this period."),
        Part::new("repeat", "How to make it again")
            .command(command(site, &format!("roles {}", period(window)))),
    ];
    Reading::new("roles", "Who did what", lead, parts)
}

/// How a person is called.
fn called(roles: &Roles, id: PersonId) -> String {
    roles.crowd.get(id).called()
}

fn not_two(site: &Site<'_>, roles: &Roles, pairs: &[&Independence]) -> Table {
    let labels = ["record", "roles", "answer", "who or what is missing+", "rule"];
    let mut table = Table::new("Pairs of roles that do not name two people", &labels);
    let rank = |pair: &&&Independence| u8::from(matches!(pair.answer, Answer::CannotTell(_)));
    let mut open: Vec<_> =
        pairs.iter().filter(|pair| !matches!(pair.answer, Answer::TwoPeople(..))).collect();
    open.sort_by_key(rank);
    for pair in open {
        let (answer, who) = match &pair.answer {
            Answer::SamePerson(person, lighter) => {
                let mut who = plain(called(roles, *person));
                who.extend(lighter.map(|it| Piece::sub(Lighter::words(it))));
                (Piece::state(Verdict::Partly, "same person"), who)
            }
            Answer::CannotTell(missing) => {
                (Piece::state(Verdict::CannotTell, "cannot tell"), plain(missing))
            }
            Answer::TwoPeople(..) => continue,
        };
        let mut record = vec![Piece::id(&pair.record, site.addresses.id(&pair.record))];
        if pair.other != pair.record {
            record.push(Piece::text("and"));
            record.push(Piece::id(&pair.other, site.addresses.id(&pair.other)));
        }
        let rule = match pair.rule {
            "" => plain("shown, not judged"),
            code => vec![Piece::link(code, site.rule_href(code))],
        };
        table.push("", vec![record, plain(pair.roles.join(" and ")), vec![answer], who, rule]);
    }
    table
}

fn people(roles: &Roles) -> Table {
    let mut table =
        Table::new("People, with how many records name them", &["person", "function", "roles+"]);
    for (person, had) in roles.tally() {
        let had: Vec<String> = had.iter().map(|(role, n)| format!("{role} {n}")).collect();
        let function = roles.crowd.get(person).function.clone().unwrap_or_default();
        table.push("", vec![plain(called(roles, person)), plain(function), plain(had.join(", "))]);
    }
    table
}

fn casts(site: &Site<'_>, roles: &Roles) -> Table {
    let labels = ["record", "who did what+", "the same person in several roles+"];
    let mut table = Table::new("Who did what in each", &labels);
    for cast in roles.casts.iter().filter(|cast| !site.hides(&cast.subject)) {
        let mut subject = vec![Piece::id(&cast.subject, site.addresses.id(&cast.subject))];
        if !cast.title.is_empty() {
            subject.push(Piece::sub(&cast.title));
        }
        let twice = cast.twice.iter();
        let twice = twice
            .map(|(id, had)| Piece::sub(format!("{}: {}", called(roles, *id), had.join(", "))));
        table.push("", vec![subject, duties(roles, cast), twice.collect()]);
    }
    table
}

/// Each role once, with its people.
fn duties(roles: &Roles, cast: &Cast) -> Cell {
    let mut found: Vec<(&str, Vec<String>)> = Vec::new();
    for duty in &cast.duties {
        let who = called(roles, duty.person);
        match found.iter_mut().find(|(role, _)| *role == duty.role) {
            Some((_, people)) if people.contains(&who) => {}
            Some((_, people)) => people.push(who),
            None => found.push((duty.role, vec![who])),
        }
    }
    found.into_iter().map(|(role, who)| Piece::sub(format!("{role}: {}", who.join(", ")))).collect()
}

/// Who did what in one incident, a role a row; nothing of a privileged one.
pub(in crate::page) fn roles_in(site: &Site<'_>, incident: &Record) -> Table {
    let mut table = Table::new("Roles and people", &["role", "who", "of two", "other records+"]);
    if incident.is_privileged() {
        return table;
    }
    let roles = roles_of_incident(&site.cx, site.people, incident, Ask::People);
    let Some(cast) = roles.casts.first() else { return table };
    let mut found: Vec<(&str, PersonId, Vec<&str>)> = Vec::new();
    for duty in &cast.duties {
        match found.iter_mut().find(|(role, who, _)| (*role, *who) == (duty.role, duty.person)) {
            Some((.., records)) if records.contains(&duty.record.as_str()) => {}
            Some((.., records)) => records.push(&duty.record),
            None => found.push((duty.role, duty.person, vec![&duty.record])),
        }
    }
    let is_same = |role: &str, who: PersonId| {
        cast.independence.iter().any(|pair| {
            matches!(&pair.answer, Answer::SamePerson(person, _) if *person == who)
                && pair.roles.contains(&role)
        })
    };
    let told = found.iter().map(|(role, who, records)| (*role, records, is_same(role, *who), *who));
    for row in told.collect::<Vec<_>>().chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
        let (role, records, same, _) = row[0];
        let people: Vec<String> = row.iter().map(|(.., who)| called(&roles, *who)).collect();
        let mark = same.then(|| Piece::state(Verdict::Partly, "same person"));
        let others: Vec<&str> =
            records.iter().copied().filter(|record| *record != incident.id()).collect();
        let cells = vec![
            plain(role),
            plain(people.join(", ")),
            mark.into_iter().collect(),
            named(site, others.into_iter()),
        ];
        table.push("", cells);
    }
    table
}
