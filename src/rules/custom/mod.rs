//! Rules that a register's own configuration adds: read, checked for their names, and run.

mod data;
mod names;
mod run;

pub(super) use names::flaws;
pub(super) use run::judge;

use super::rule::{Basis, Check, Levels, Rule};
use crate::config::{Config, CustomRule};
use crate::term::interned;
use std::sync::{Mutex, PoisonError};

/// The rules that the configuration adds, in the order of the file.
pub(super) fn rules(config: &Config) -> Vec<&'static Rule> {
    config.custom.iter().map(rule).collect()
}

/// The card of a rule; one that was made before is made no second time.
fn rule(custom: &CustomRule) -> &'static Rule {
    static KNOWN: Mutex<Vec<&'static Rule>> = Mutex::new(Vec::new());
    let code = interned(&custom.code.value);
    let (levels, summary) = (Levels::Always(custom.level), interned(&custom.message.value));
    let explanation = interned(&explanation(custom));
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let is_same = |rule: &&&Rule| {
        (rule.code, rule.summary, rule.explanation) == (code, summary, explanation)
            && rule.levels == levels
    };
    if let Some(same) = known.iter().find(is_same) {
        return same;
    }
    let made: &'static Rule = Box::leak(Box::new(Rule {
        code,
        name: interned(&code.to_lowercase()),
        levels,
        basis: Basis::OwnPolicy,
        from: "always",
        summary,
        explanation,
        source: "custom, in the register's pirctl.yaml",
        bad: &[],
        good: &[],
        check: Check::Expression,
    }));
    known.push(made);
    made
}

fn explanation(custom: &CustomRule) -> String {
    let kinds: Vec<_> = custom.kinds.iter().map(|kind| kind.value.as_str()).collect();
    let of = kinds.join(", ");
    let require = &custom.require.value;
    let asked = match &custom.when {
        Some(when) => {
            format!("Records of kind {of} for which `{}` must have `{require}`.", when.value)
        }
        None => format!("Records of kind {of} must have `{require}`."),
    };
    match custom.help.as_str() {
        "" => format!("This register's own rule. {asked}"),
        help => format!("This register's own rule. {asked} {help}"),
    }
}
