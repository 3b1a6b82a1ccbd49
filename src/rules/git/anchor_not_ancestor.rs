//! The history judged descends from every commit that somebody wrote down outside.

use crate::diag::Level;
use crate::proof::{Anchor, AnchorStanding};
use crate::record::{Found, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Kind, management_review};
use crate::verdict::Cut;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GIT010",
    name: "anchor-not-ancestor",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "the commit of an anchor is no ancestor of the one judged",
    explanation: "An anchor line (`pirctl history --anchor`) names a commit and the digest of its \
        files. A management review keeps one in `anchor`, and an auditor keeps a copy. As long as \
        history only grows, each later commit descends from it; when it does not, history was \
        rewritten, or another branch is judged. A rewrite that was planned and approved is listed \
        under `redactions` in `pirctl.yaml`: anchors of its `old_head` or made up to its day are \
        explained by it, and GIT016 tells of the rewrite. An auditor holds the line that was kept \
        outside against the repository with `pirctl history --check-anchor LINE`.",
    source: "",
    bad: &[example!("anchor-not-ancestor/rewritten")],
    good: &[
        example!("anchor-not-ancestor/explained"),
        example!("anchor-not-ancestor/another-text"),
    ],
    check: Check::History(&[Kind::ManagementReview], check),
};

fn check(cx: &HistoryContext<'_>, review: &Record, found: &mut Findings) {
    let Some(line) = review.get(management_review::ANCHOR) else { return };
    let anchor = match Anchor::parse(line.value) {
        Ok(anchor) => anchor,
        // Other lines are allowed there; only one that means to be an anchor can be wrong.
        Err(error) if line.contains("pirctl-anchor") => {
            let reason = format!("`anchor` is no anchor line: {error}");
            let remedy = "copy the line that `pirctl history --anchor` printed".to_owned();
            return found.cannot_tell(review, &Cut { reason, remedy });
        }
        Err(_) => return,
    };
    let how = match cx.past.trust.anchors.get(line.value) {
        Some(AnchorStanding::NotAncestor) => "is no ancestor of the commit judged",
        Some(AnchorStanding::Unknown) => "is not in this repository",
        Some(AnchorStanding::CannotTell(cut)) => return found.cannot_tell(review, cut),
        Some(AnchorStanding::Ancestor) | None => return,
    };
    let config = cx.basis.basis.config;
    if !config.redactions.iter().any(|redaction| anchor.is_explained_by(redaction, config.zone)) {
        found.push(report(review, line, &anchor, how));
    }
}

fn report(review: &Record, line: Found<&str>, anchor: &Anchor, how: &str) -> Report {
    let commit = anchor.commit.hex();
    let short = commit.get(..12).unwrap_or(&commit);
    let day = anchor.at.format("%Y-%m-%d");
    let message =
        format!("commit {short} of {day}, to which {} holds this history, {how}", review.id());
    Report::on(review, line.span, message)
        .help("find out where the history left it; list an approved rewrite under `redactions`")
        .field("anchor")
        .argument(commit)
}
