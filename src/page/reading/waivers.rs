//! Waivers: who set which rule aside for which record, why and until when, and how often it mattered.

use super::{Part, Reading, command, counted};
use crate::chain::{Waiver, WaiverFlaw, Witness};
use crate::page::git::show;
use crate::page::site::Site;
use crate::record::Record;
use crate::rows::{Cell, Piece, Table, person, plain};
use crate::schema::common;
use crate::verdict::Verdict;
use std::collections::BTreeMap;

/// How many findings are set aside, by file and by code or name of their rule.
type Matched<'s> = BTreeMap<(&'s str, &'s str), usize>;

/// A waiver as it is stated.
struct Stated<'s> {
    /// The record for which it stands; `None` where there is no such record.
    record: Option<&'s Record>,
    id: &'s str,
    waiver: Waiver<'s>,
    /// True when it stands in the record and not in the configuration.
    is_own: bool,
}

pub(super) fn reading(site: &Site<'_>) -> Reading<'static> {
    let (all, hidden) = stated(site);
    let (table, holding) = listed(site, &all);
    let lead = format!(
        "{}, {holding} of them in force. A finding that a waiver sets aside is not among the findings.",
        counted(all.len(), "waiver", "waivers")
    );
    let withheld = match hidden {
        0 => String::new(),
        n => format!("{n} left out, because of privileged records."),
    };
    let parts = vec![
        Part::new("waivers", "Waivers")
            .note("A waiver holds with a reason, an approver who is neither owner nor author, and a day on which it ends.")
            .note(withheld)
            .table(table, "no waiver is stated."),
        Part::new("repeat", "How to make it again").command(command(site, "lint --show-waived")),
    ];
    Reading::new("waivers", "Waivers", lead, parts)
}

/// Every waiver that may be told, those of records first; and how many may not.
fn stated<'s>(site: &'s Site<'_>) -> (Vec<Stated<'s>>, usize) {
    let (mut all, mut hidden) = (Vec::new(), 0);
    for record in site.cx.register.records() {
        for item in record.items(common::WAIVERS) {
            let (id, waiver) = (record.id(), Waiver::in_record(item));
            all.push(Stated { record: Some(record), id, waiver, is_own: true });
        }
    }
    for listed in &site.config().waivers {
        let id = listed.record.value.as_str();
        let (record, waiver) = (site.cx.register.get(id), Waiver::in_config(listed));
        all.push(Stated { record, id, waiver, is_own: false });
    }
    all.retain(|it| {
        let is_hidden = it.record.is_some_and(|record| site.is_withheld(record));
        hidden += usize::from(is_hidden);
        !is_hidden
    });
    (all, hidden)
}

/// A row for each waiver, and how many of them hold.
fn listed(site: &Site<'_>, all: &[Stated<'_>]) -> (Table, usize) {
    let labels = [
        "record",
        "rule",
        "holds",
        "until",
        "why+",
        "approved by",
        "set aside#",
        "where it stands",
    ];
    let mut table = Table::new("Waivers", &labels);
    let (people, past) = (Some(site.people), Some(site.cx.past));
    let witness = Witness { today: site.cx.now.day(), people, past };
    let (mut matched, mut holding) = (matched(site), 0);
    for Stated { record, id, waiver, is_own } in all {
        let state = match record {
            None => Piece::state(Verdict::Missing, "no such record"),
            Some(_) => match waiver.flaw(*record, &witness) {
                Some(flaw) => Piece::state(Verdict::Missing, words(flaw)),
                None => Piece::state(Verdict::Met, "holds"),
            },
        };
        let holds = state.word == Verdict::Met.word();
        holding += usize::from(holds);
        let rule = waiver.rule.unwrap_or("not stated");
        let place = record.map(|record| (record.path.as_str(), rule)).filter(|_| holds);
        // Of two that waive one rule the first does it.
        let count = place.and_then(|place| matched.remove(&place)).unwrap_or(0);
        let cells = vec![
            vec![Piece::id(*id, site.addresses.id(id))],
            vec![Piece::link(rule, site.rule_href(rule))],
            vec![state],
            waiver.expires.map_or_else(|| plain("not stated"), |day| vec![Piece::day(day)]),
            plain(waiver.reason.unwrap_or("not stated")),
            person(waiver.approved_by),
            plain(count.to_string()),
            if *is_own { own(*record, waiver, &witness) } else { plain("pirctl.yaml") },
        ];
        table.push("", cells);
    }
    (table, holding)
}

const fn words(flaw: WaiverFlaw) -> &'static str {
    match flaw {
        WaiverFlaw::NoReason => "no reason",
        WaiverFlaw::NoApprover => "nobody approved it",
        WaiverFlaw::ByOwner => "approved by the owner",
        WaiverFlaw::ByAuthor => "approved by its author",
        WaiverFlaw::NoExpiry => "no day of expiry",
        WaiverFlaw::Expired => "expired",
    }
}

fn matched<'s>(site: &'s Site<'_>) -> Matched<'s> {
    let mut found = Matched::new();
    for waived in &site.judgement.waived {
        let finding = &waived.finding;
        for rule in [finding.code, finding.name] {
            *found.entry((finding.place.path.as_str(), rule)).or_default() += 1;
        }
    }
    found
}

/// Since which commit it stands in its record.
fn own(record: Option<&Record>, waiver: &Waiver<'_>, witness: &Witness<'_>) -> Cell {
    let (Some(version), Some(record)) = (waiver.written_in(witness), record) else {
        return plain("its record");
    };
    let since = format!("its record, since {}", version.commit.quoted());
    vec![Piece::text(since), Piece::code(show(&version.commit, record.path.as_str()))]
}
