//! What an incident management policy defines when it begins: the product's defaults.

use crate::term::Profile;
use crate::yaml;

/// The value of `defines`, as an indented block.
pub(crate) fn defines(owner: &str, profile: Profile) -> String {
    let owner = if owner.is_empty() { String::new() } else { yaml::quoted(owner) };
    let trend = if profile == Profile::Small { "P6M" } else { "P3M" };
    BLOCK.trim_end().replace("<owner>", &owner).replace("<trend>", trend)
}

const BLOCK: &str = "
  severity_scheme:
    - {level: critical, meaning: a core service or the whole organisation cannot work}
    - {level: high, meaning: customer or personal data or a key system is affected}
    - {level: medium, meaning: one team or one system is affected and there is a way round}
    - {level: low, meaning: little effect and no loss of information}
    - {level: info, meaning: an event worth noting without effect}
  reporting_channels: [service desk, security mailbox, telephone]
  process_owner: <owner>
  pir_trigger: medium
  pir_deadline: PT72H
  pir_limit: P14D
  cause_limit: P14D
  risk_limit: P14D
  bulletin_limit: P30D
  verification_limit: P90D
  followup_after: P6M
  trend_every: <trend>
  management_every: P12M
  rca_methods: [5-whys, fishbone]
  action_tracking: actions/ in this repository; overdue ones are named every week
";
