//! The published copy of a policy is not older than its text.

use super::is_in_force;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Kind, part, policy};
use crate::term::RepoPath;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "POL004",
    name: "artefact-older",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "published",
    summary: "published copy of a policy is older than its text",
    explanation: "Where a policy names its published copy as `artefact.file`, the copy was committed \
        in the commit that last changed the text, or after it. People read the copy: a policy that \
        was improved in the register and not where it is read has not reached them. Export the copy \
        again and commit it.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("artefact-older/copy-of-before")],
    good: &[example!("artefact-older/exported-again")],
    check: Check::History(&[Kind::Policy], check),
};

fn check(cx: &HistoryContext<'_>, policy: &Record, found: &mut Findings) {
    let Some(artefact) = policy.get(policy::ARTEFACT).filter(|_| is_in_force(policy)) else {
        return;
    };
    let Some(file) = artefact.get(part::FILE) else { return };
    let Some(past) = cx.past_of(policy, found) else { return };
    let path = RepoPath::parse_written(file.value).map(|p| p.below(&cx.basis.artefacts.root));
    let copied = path.and_then(|path| cx.past.files.get(&path));
    let Some(newest) = past.told.first().map(|newest| newest.facts().wording()) else { return };
    let text = past.since(|held| held.facts().wording() == newest);
    let (Some(copied), Some(text)) = (copied, text) else { return };
    if copied.id != text.commit.id && copied.committed_at < text.commit.committed_at {
        let message = format!(
            "`{}` was last changed on {}, before the text of {} of {}",
            file.value,
            copied.committed_at.date_naive(),
            policy.id(),
            text.commit.committed_at.date_naive()
        );
        let help = "export the policy again and commit the copy";
        let report = Report::on(policy, file.span, message).help(help).field("artefact.file");
        found.push(report.argument(file.value));
    }
}
