//! `pirctl rules`: the rules of this version.

use super::look::Format;
use super::{Door, Outcome};
use crate::emit;
use crate::rules::Rule;
use crate::session::{Failure, rules_at};
use clap::Args;

/// List the rules: code, level, name, summary
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl rules\n  pirctl rules PIR --format json")]
pub(super) struct Arguments {
    /// Only rules whose code or name begins with this
    #[arg(value_name = "FAMILY")]
    family: Option<String>,
    /// How to print them: full or json
    #[arg(long, value_name = "FORMAT", default_value = "full", hide_possible_values = true)]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let family = arguments.family.as_deref().unwrap_or_default().to_lowercase();
    let wanted = |rule: &&&crate::rules::Rule| {
        rule.code.to_lowercase().starts_with(&family) || rule.name.starts_with(&family)
    };
    let all = rules_here(door);
    let rules: Vec<_> = all.iter().filter(wanted).copied().collect();
    if rules.is_empty() {
        return Err(Failure::new(
            format!("no rule begins with `{family}`"),
            "run `pirctl rules` for all of them",
        ));
    }
    door.console.result(&match arguments.format {
        Format::Full => emit::rule_list(&rules),
        Format::Json => emit::rules_json(&rules),
    })?;
    Ok(Outcome::Clean)
}

/// The rules of the register that is worked in; ours alone where there is none, or none can be read.
pub(super) fn rules_here(door: &Door) -> Vec<&'static Rule> {
    rules_at(&door.options(), &door.environment)
}
