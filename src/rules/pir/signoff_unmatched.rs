//! Whoever signed a review has had a hand in a commit of it.

use crate::chain::{is_judged, is_review_approved};
use crate::config::{People, Person};
use crate::diag::Level;
use crate::proof::{CommitNote, RecordPast};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Key, Kind, Part, common, part, pir};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR016",
    name: "signoff-unmatched",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "approved",
    summary: "nothing in git shows that the signatory approved the review",
    explanation: "A typed name is a claim. It is recorded when that person, known by the addresses in \
        `people.yaml`, wrote or made a commit of the review, is named by an `Approved-by:` or \
        `Reviewed-by:` trailer of one, or stands in the record's `approvals`. `Signed-off-by:` says \
        where a change comes from and counts for nothing here. The sign-off may well have happened: \
        this says only that git does not show it. Without `people.yaml` nobody can be told apart, \
        and the rule is silent.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("signoff-unmatched/typed-by-another")],
    good: &[
        example!("signoff-unmatched/own-commit"),
        example!("signoff-unmatched/trailer"),
        example!("signoff-unmatched/approvals-entry"),
    ],
    check: Check::History(&[Kind::Pir], check),
};

const SIGNATORIES: [Key<Part>; 2] = [part::ISM, part::TECHNICAL_LEAD];

/// Trailers that say somebody approved a commit.
const APPROVING: &[&str] = &["approved-by", "reviewed-by"];

fn check(cx: &HistoryContext<'_>, review: &Record, found: &mut Findings) {
    let people = cx.basis.people;
    if !people.is_usable() || !is_judged(review) || !is_review_approved(review) {
        return;
    }
    let (Some(signoff), Some(past)) = (review.get(pir::SIGNOFF), cx.past_of(review, found)) else {
        return;
    };
    for key in SIGNATORIES {
        let signed = signoff.get(key).and_then(|side| side.get(part::NAME));
        let person = signed.and_then(|name| Some((name, people.get(name.value)?)));
        let Some((name, person)) = person else { continue };
        if !is_shown(review, past, person, people) {
            let message = format!(
                "{} signed {}, and no commit or approval of that person is found",
                name.value,
                review.id()
            );
            let help = "let the person commit the sign-off, or add an `Approved-by:` trailer or `approvals`";
            let report = Report::on(review, name.span, message).help(help);
            found.push(report.field(format!("signoff.{}.name", key.name())).argument(name.value));
        }
    }
}

fn is_shown(review: &Record, past: &RecordPast, person: &Person, people: &People) -> bool {
    let is = |email: &str| people.by_email(email).is_some_and(|p| p.handle == person.handle);
    let by_hand = |commit: &CommitNote| is(&commit.author_email) || is(&commit.committer_email);
    let by_trailer = |commit: &CommitNote| {
        let approving = commit
            .trailers
            .iter()
            .filter(|(key, _)| APPROVING.contains(&key.to_ascii_lowercase().as_str()));
        approving.into_iter().any(|(_, value)| names(value, person, &is))
    };
    let mut commits = past.revisions.iter().map(|(commit, _)| commit);
    commits.any(|commit| by_hand(commit) || by_trailer(commit))
        || review
            .items(common::APPROVALS)
            .into_iter()
            .any(|entry| entry.text_of(part::BY) == Some(person.handle.as_str()))
}

/// True when a trailer's value names the person: by handle, by name, or by address.
fn names(value: &str, person: &Person, is: &impl Fn(&str) -> bool) -> bool {
    let (name, email) = value.split_once('<').unwrap_or((value, ""));
    let name = name.trim();
    is(email.trim_end_matches('>').trim())
        || name == person.handle
        || person.name.as_deref().is_some_and(|known| known == name)
}
