//! An open action has an owner who is a person, a due day, a priority, and later a way to verify it.

use super::place_of;
use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, action, enumeration, part};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT001",
    name: "not-assigned",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "open",
    summary: "owner, due, priority or verification method missing, or the owner a team",
    explanation: "An action that is more than a proposal has one accountable person, a day and a \
        priority; from in-progress on it says how it will be verified. A team owns nothing: \
        nobody in it was asked. Auditors look for actions without owner or date first, because \
        those are never done. Fill in what is missing, name one person, or take the action back to \
        proposed.",
    source: "UpGuard, AuditFront and High Table, practice guides on A.5.27",
    bad: &[
        example!("not-assigned/nobody-no-day"),
        example!("not-assigned/owner-is-a-team"),
        example!("not-assigned/no-verification-method"),
    ],
    good: &[example!("not-assigned/proposal"), example!("not-assigned/open")],
    check: Check::Record(&[Kind::Action], check),
};

fn check(_: &RecordContext<'_>, action: &Record, found: &mut Findings) {
    if !is_judged(action) || !action.is_from("open") {
        return;
    }
    for (name, what) in
        [("owner", "no owner"), ("due", "no day on which it is due"), ("priority", "no priority")]
    {
        if action.root().value(name).is_none_or(Item::is_blank) {
            let message = format!("{} is {} and has {what}", action.id(), action.status());
            let report = Report::on(action, place_of(action, name), message);
            found.push(report.help(format!("add `{name}`")).field(name));
        }
    }
    if let Some(owner) = action.get(action::OWNER).filter(|owner| is_team(owner.value)) {
        let message = format!("{} is owned by `{}`, which is a team", action.id(), owner.value);
        let help = "name the one person who answers for it";
        found.push(Report::on(action, owner.span, message).help(help).field("owner"));
    }
    check_method(action, found);
}

fn check_method(action: &Record, found: &mut Findings) {
    // Without `verification` a verified action is ACT005's.
    if !action.is_from("in-progress") || action.is_from("verified") {
        return;
    }
    let method = action.get(action::VERIFICATION).and_then(|it| it.get(part::METHOD));
    if method.is_none_or(|method| method.trim().is_empty()) {
        let message = format!(
            "{} is {} and does not say how it will be verified",
            action.id(),
            action.status()
        );
        let report = Report::on(action, place_of(action, "verification"), message);
        found.push(report.help("add `verification.method`").field("verification.method"));
    }
}

/// True for a handle that names a function or says that it is a group.
fn is_team(handle: &str) -> bool {
    const GROUPS: &[&str] = &[
        "all",
        "board",
        "committee",
        "crew",
        "department",
        "dept",
        "everybody",
        "everyone",
        "group",
        "guild",
        "helpdesk",
        "ops",
        "sec",
        "soc",
        "squad",
        "staff",
        "team",
        "teams",
        "tribe",
        "unit",
    ];
    let lower = handle.to_lowercase();
    let mut words = lower.trim_start_matches('@').split(['-', '.', '_', '/']);
    let function = |word: &str| enumeration::FUNCTION.values.contains(&word);
    words.clone().all(|word| GROUPS.contains(&word) || function(word))
        || words.any(|word| {
            matches!(word, "team" | "teams" | "group" | "department" | "dept" | "squad")
        })
}

#[cfg(test)]
mod tests {
    use super::is_team;

    #[test]
    fn teams_are_told_from_people() {
        for team in ["security-team", "it", "ops", "soc", "@it.operations", "team-blue", "hr_dept"]
        {
            assert!(is_team(team), "{team}");
        }
        for person in ["k.brandt", "m.castro", "it.brandt", "legal.eagle", "allison", "a.teamster"]
        {
            assert!(!is_team(person), "{person}");
        }
    }
}
