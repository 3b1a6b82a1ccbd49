//! Whoever signed a review has had a hand in a commit of it.

use crate::chain::{is_judged, is_review_approved};
use crate::diag::Level;
use crate::proof::{Approval, approval_of};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Key, Kind, Part, part, pir};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR016",
    name: "signoff-unmatched",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "approved",
    summary: "nothing in git shows that the signatory approved the review",
    explanation: "A typed name is a claim. It is recorded when that person, known by the addresses in \
        `people.yaml`, wrote or made the commit of the review that set the name or a later one that keeps \
        it, made an annotated tag of such a commit, is named by an `Approved-by:` or `Reviewed-by:` \
        trailer of one or of a note on one (`git notes --ref=pirctl`), or stands in the record's \
        `approvals`. With `--allowed-signers` or `--keyring` a good signature on such a commit or tag \
        counts too, where the address beside the key is the person's. What somebody did before the name \
        was set says nothing of it, and so does a tag on a commit that left the review alone. \
        `Signed-off-by:` says where a change comes from and counts for nothing here. The sign-off may well have happened: \
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
        let field = format!("signoff.{}.name", key.name());
        if approval_of(review, &field, past, person, people) == Approval::Nothing {
            // A tag or a note that cannot be read may have said it.
            if let Some(cut) = cx.past.trust.unread.first() {
                found.cannot_tell(review, cut);
                continue;
            }
            let message = format!(
                "{} signed {}, and no commit or approval of that person is found",
                name.value,
                review.id()
            );
            let help = "let the person commit the sign-off, or add an `Approved-by:` trailer or `approvals`";
            let report = Report::on(review, name.span, message).help(help);
            found.push(report.field(field).argument(name.value));
        }
    }
}
