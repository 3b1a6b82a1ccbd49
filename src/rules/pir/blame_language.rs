//! Reviews and analyses speak of what let it happen, and do not blame people.

use super::blame::{Names, blamed, may_blame};
use super::people::names;
use super::sentence::sentences;
use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::{Found, Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Items, Key, Kind, Line, part, pir, rca};
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR007",
    name: "blame-language",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "drafted",
    summary: "sentence blames a person",
    explanation: "A drafted review, and an analysis in review, say of nobody that it \
        was their fault, that they were careless or negligent, or that they failed to do or should have \
        done something. The subject has to be a person: an attendee or analyst by handle or family \
        name, he, she, or a word such as engineer or employee; systems may fail and teams may miss \
        things. In causes, lessons, whys and remarks `careless` and `negligent` are enough. Blame ends \
        the search for what made the error possible, and the next one is not reported; auditors read \
        reviews for it. Say what the person could see, and what would have caught it. Tried on 344 \
        public post-mortems of DFDS, mybinder.org, PostHog and Chia Network and the collection of icco: \
        one finding, and it was right.",
    source: "UpGuard, AuditFront and High Table, practice guides on A.5.27; public guidance on \
        proportionate reviews",
    bad: &[
        example!("blame-language/somebodys-fault"),
        example!("blame-language/attendee-failed"),
        example!("blame-language/careless-cause"),
    ],
    good: &[example!("blame-language/systems-fail"), example!("blame-language/nobodys-fault")],
    check: Check::Record(&[Kind::Pir, Kind::Rca], check),
};

fn check(_: &RecordContext<'_>, record: &Record, found: &mut Findings) {
    let from = if record.kind() == Kind::Pir { "drafted" } else { "in-review" };
    if !is_judged(record) || !record.is_from(from) || !may_blame(&record.text) {
        return;
    }
    let says = |run: &Span| may_blame(&run.slice(&record.text).to_ascii_lowercase());
    let fields = stated(record);
    let prose = &record.outline().prose;
    for (runs, is_field) in [(&fields, true), (prose, false)] {
        // Other fields say `failed` without blame, and splitting sentences is dear.
        if !runs.iter().any(says) {
            continue;
        }
        let people = Names::of(handles(record));
        for sentence in sentences(&record.text, runs) {
            if let Some(span) = blamed(&record.text, &sentence, &people, is_field) {
                found.push(report(record, span));
            }
        }
    }
}

fn report(record: &Record, span: Span) -> Report {
    let words = span.slice(&record.text);
    let message = format!("{} blames a person: `{}`", record.id(), one_line(words));
    Report::on(record, span, message)
        .help("say what made it possible, and what would have caught it")
        .argument(one_line(words))
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The people whom the record itself names.
fn handles(record: &Record) -> Vec<&str> {
    let (lists, lead) = match record.kind() {
        Kind::Pir => (vec![pir::ATTENDEES, pir::EXCUSED], record.text_of(pir::LEAD)),
        _ => (vec![rca::ANALYSTS], record.text_of(rca::ACCEPTED_BY)),
    };
    let listed = lists.into_iter().flat_map(|list| names(&record.items(list)));
    listed.chain(lead).collect()
}

/// The places of texts that state causes, lessons and remarks.
fn stated(record: &Record) -> Vec<Span> {
    let text = |list: Key<Items>, key: Key<Line>| {
        let items = record.items(list).into_iter();
        items.filter_map(move |item| item.get(key)).map(|found: Found<&str>| found.span)
    };
    if record.kind() == Kind::Pir {
        let remarks = text(pir::CONTROL_EVALUATION, part::REMARK);
        return text(pir::LESSONS, part::TEXT).chain(remarks).collect();
    }
    let why = |item: Item<'_>| item.get(part::TEXT).map_or_else(|| item.span(), |text| text.span);
    let whys = record.items(rca::WHYS).into_iter().map(why);
    let causes = text(rca::CAUSES, part::TEXT).chain(text(rca::CONTRIBUTING, part::TEXT));
    whys.chain(causes).collect()
}
