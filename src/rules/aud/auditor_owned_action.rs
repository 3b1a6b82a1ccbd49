//! The follow-up is made by somebody who did not do the work.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, action, effectiveness_audit, part};
use crate::term::Profile;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "AUD003",
    name: "auditor-owned-action",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "performed",
    summary: "auditor owned or verified one of the actions looked at",
    explanation: "Who performs the follow-up neither owned nor verified an action that it looks \
        at: nobody finds fault with their own work twice, and clause 9.2 asks for objectivity. \
        Have another person look, from another team where there is one. In the profile small \
        this is a note.",
    source: "High Table, practice guide on A.5.27",
    bad: &[
        example!("auditor-owned-action/owned"),
        example!("auditor-owned-action/verified"),
        example!("auditor-owned-action/small-organisation"),
    ],
    good: &[example!("auditor-owned-action/another-person")],
    check: Check::Register(&[Kind::EffectivenessAudit], check),
};

fn check(cx: &RegisterContext<'_>, audit: &Record, found: &mut Findings) {
    if !is_judged(audit) || !audit.is_from("performed") {
        return;
    }
    let Some(auditor) = audit.get(effectiveness_audit::AUDITOR) else { return };
    let small = cx.basis.profile == Profile::Small;
    for id in audit.words(effectiveness_audit::ACTIONS) {
        let Some(action) = cx.register.get_kind(Kind::Action, id.value) else { continue };
        let owner = action.get(action::OWNER);
        let verification = action.get(action::VERIFICATION);
        let verifier = verification.and_then(|verification| verification.get(part::BY));
        let did = [(owner, "owned"), (verifier, "verified")];
        let mut did = did.iter().filter_map(|(who, what)| Some((who.as_ref()?, *what)));
        let Some((who, what)) = did.find(|(who, _)| who.value == auditor.value) else { continue };
        let message = format!("{} looked at {} and had {what} it", auditor.value, action.id());
        found.push(
            Report::on(audit, auditor.span, message)
                .help("have somebody else perform the follow-up")
                .field("auditor")
                .argument(action.id())
                .related(action, who.span, format!("{what} by the auditor"))
                .at_most(if small { Level::Note } else { Level::Warning }),
        );
    }
}
