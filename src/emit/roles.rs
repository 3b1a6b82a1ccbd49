//! `roles`: who did what, as text and as CSV.

use super::Look;
use super::columns::unbroken;
use super::list::row;
use crate::escape::terminal;
use crate::metrics::Window;
use crate::roles::{Answer, Cast, Duty, Independence, Lighter, PersonId, Roles, Somebody};
use crate::term::{Day, Profile, Zone};
use crate::verdict::Strength;
use std::fmt::Write;

/// Who did what, and how it was asked for.
#[derive(Clone, Copy, Debug)]
pub struct RolesReport<'a> {
    /// Who did what.
    pub roles: &'a Roles,
    /// The window; `None` when one incident was asked for.
    pub window: Option<&'a Window>,
    /// Today.
    pub today: Day,
    /// The zone in which days are cut.
    pub zone: Zone,
    /// How much form the rules ask for.
    pub profile: Profile,
    /// True when people go by a number.
    pub without_names: bool,
    /// True when everything could be looked at.
    pub complete: bool,
}

impl RolesReport<'_> {
    /// Somebody who was met.
    pub(super) fn somebody(&self, id: PersonId) -> &Somebody {
        self.roles.crowd.get(id)
    }

    /// How a person is called, for people.
    fn called(&self, id: PersonId) -> String {
        let who = self.somebody(id);
        if self.without_names {
            let function = who.function.as_deref().map(|it| format!(", {it}")).unwrap_or_default();
            return format!("person {}{function}", id.0 + 1);
        }
        who.called()
    }

    /// How a person is called, for programs.
    pub(super) fn key(&self, id: PersonId) -> String {
        let who = self.somebody(id);
        let named = who.handle.as_ref().or(who.name.as_ref()).filter(|_| !self.without_names);
        named.cloned().unwrap_or_else(|| format!("person {}", id.0 + 1))
    }
}

/// Who did what, as text.
pub fn roles_text(report: &RolesReport<'_>, look: Look) -> String {
    let mut out = match report.window {
        Some(window) => format!("{window} ({}), as of {}\n", report.zone.name(), report.today),
        None => String::new(),
    };
    match (report.window, report.roles.casts.as_slice()) {
        (None, [cast]) => one(&mut out, report, cast, look),
        (_, casts) => {
            let incidents = casts.iter().filter(|cast| cast.is_incident).count();
            let _ = writeln!(
                out,
                "{}, {}",
                counted(incidents, "incident", "incidents"),
                counted(casts.len() - incidents, "report or statement", "reports and statements")
            );
            people(&mut out, report, look);
        }
    }
    pairs(&mut out, report, look);
    out
}

fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

fn heading(out: &mut String, text: &str, look: Look) {
    let text = terminal(text);
    let _ = if look.color {
        writeln!(out, "\u{1b}[1m{text}\u{1b}[0m")
    } else {
        writeln!(out, "{text}")
    };
}

/// One incident: every role with its person.
fn one(out: &mut String, report: &RolesReport<'_>, cast: &Cast, look: Look) {
    heading(out, format!("{} {}", cast.subject, cast.title).trim_end(), look);
    let head = ["role", "person", "record", "field", "strength"].map(str::to_owned);
    let line = |duty: &Duty| {
        let field = if duty.field.is_empty() { "-" } else { &duty.field };
        let cells = [duty.role, &report.called(duty.person), &duty.record, field];
        let cells = cells.into_iter().map(|cell| terminal(cell).into_owned());
        cells.chain([duty.strength.map_or("", Strength::word).to_owned()]).collect()
    };
    out.push_str(&unbroken(&head, cast.duties.iter().map(line).collect(), look));
    if !cast.withheld.is_empty() {
        let _ = writeln!(out, "withheld, because privileged: {}", cast.withheld.join(", "));
    }
    out.push('\n');
    heading(out, "The same person in several roles", look);
    for (person, roles) in &cast.twice {
        let _ = writeln!(out, "  {}: {}", terminal(&report.called(*person)), roles.join(", "));
    }
    if cast.twice.is_empty() {
        out.push_str("  nobody\n");
    }
}

/// A period: every person with the roles they had, and how often.
fn people(out: &mut String, report: &RolesReport<'_>, look: Look) {
    out.push('\n');
    heading(out, "People and their roles", look);
    for (person, roles) in report.roles.tally() {
        let roles: Vec<String> = roles.iter().map(|(role, n)| format!("{role} {n}")).collect();
        let _ = writeln!(out, "  {}: {}", terminal(&report.called(person)), roles.join(", "));
    }
    let withheld = report.roles.casts.iter().flat_map(|cast| &cast.withheld);
    let withheld: Vec<&str> = withheld.map(String::as_str).collect();
    if !withheld.is_empty() {
        let _ = writeln!(out, "  withheld, because privileged: {}", withheld.join(", "));
    }
    if !report.roles.undated.is_empty() {
        let ids = report.roles.undated.join(", ");
        let _ = writeln!(out, "  left out, because they state no date: {ids}");
    }
}

fn pairs(out: &mut String, report: &RolesReport<'_>, look: Look) {
    out.push('\n');
    heading(out, &format!("Roles meant for two people (profile {})", report.profile.word()), look);
    let pairs = report.roles.pairs();
    for pair in pairs.iter().filter(|pair| !matches!(pair.answer, Answer::TwoPeople(..))) {
        let _ = writeln!(out, "  {}", terminal(&said(report, pair)));
    }
    let count = |word: &str| pairs.iter().filter(|pair| pair.answer.word() == word).count();
    let _ = writeln!(
        out,
        "  two people {}, same person {}, cannot tell {}",
        count("two-people"),
        count("same-person"),
        count("cannot-tell")
    );
}

/// `ACT-2026-0016: action owner and verifier are Rui da Silva (r.silva) [ACT008, a note]`.
fn said(report: &RolesReport<'_>, pair: &Independence) -> String {
    let [one, two] = pair.roles;
    let record = if pair.record == pair.other {
        pair.record.clone()
    } else {
        format!("{} and {}", pair.other, pair.record)
    };
    let rule = Some(pair.rule).filter(|rule| !rule.is_empty());
    match &pair.answer {
        Answer::TwoPeople(a, b) => {
            format!("{record}: {one} is {}, {two} is {}", report.called(*a), report.called(*b))
        }
        Answer::SamePerson(person, lighter) => {
            let words = rule.into_iter().chain(lighter.map(Lighter::words));
            let words = words.collect::<Vec<_>>().join(", ");
            let words = if words.is_empty() { words } else { format!(" [{words}]") };
            format!("{record}: {one} and {two} are {}{words}", report.called(*person))
        }
        Answer::CannotTell(missing) => format!("{record}: {one} and {two}: cannot tell, {missing}"),
    }
}

/// Who did what as comma-separated values, a role of a person a line; no cell is a formula.
pub fn roles_csv(report: &RolesReport<'_>) -> String {
    let mut out = String::new();
    let head = [
        "subject",
        "role",
        "person",
        "name",
        "function",
        "in_people_yaml",
        "record",
        "field",
        "strength",
        "also",
        "same_person_as",
    ];
    row(&mut out, head.into_iter().map(str::to_owned));
    for cast in &report.roles.casts {
        for duty in &cast.duties {
            row(&mut out, cells(report, cast, duty).into_iter());
        }
    }
    out
}

fn cells(report: &RolesReport<'_>, cast: &Cast, duty: &Duty) -> Vec<String> {
    let who = report.somebody(duty.person);
    let also = cast.twice.iter().find(|(person, _)| *person == duty.person);
    let also = also.map(|(_, roles)| roles.as_slice()).unwrap_or_default();
    let also: Vec<&str> = also.iter().copied().filter(|role| *role != duty.role).collect();
    let same = cast.independence.iter().filter_map(|pair| {
        let is = matches!(&pair.answer, Answer::SamePerson(person, _) if *person == duty.person);
        let mine = [&pair.record, &pair.other].contains(&&duty.record);
        let other = pair.roles.iter().find(|role| **role != duty.role)?;
        (is && mine && pair.roles.contains(&duty.role)).then_some(*other)
    });
    vec![
        cast.subject.clone(),
        duty.role.to_owned(),
        report.key(duty.person),
        who.name.clone().filter(|_| !report.without_names).unwrap_or_default(),
        who.function.clone().unwrap_or_default(),
        if who.is_known { "yes" } else { "no" }.to_owned(),
        duty.record.clone(),
        duty.field.clone(),
        duty.strength.map_or("", Strength::word).to_owned(),
        also.join("; "),
        same.collect::<Vec<_>>().join("; "),
    ]
}
