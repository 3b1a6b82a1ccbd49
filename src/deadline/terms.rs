//! The thresholds in force: those of the approved incident management policy, else the defaults.

use crate::record::{Item, Record};
use crate::register::Register;
use crate::schema::{Key, Kind, Line, part, policy};
use crate::term::{Duration, Profile, Severity};

/// Where the thresholds come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermsSource {
    /// The policy with this id.
    Policy(String),
    /// No approved policy with topic incident-management: the product's defaults.
    ProductDefault,
}

/// The thresholds in force (requirements: clocks).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Where they come from.
    pub source: TermsSource,
    /// Severity from which an incident is significant.
    pub pir_trigger: Severity,
    /// Review held, first limit after closure.
    pub pir_deadline: Duration,
    /// Review held and approved, second limit after closure.
    pub pir_limit: Duration,
    /// Cause accepted, after closure.
    pub cause_limit: Duration,
    /// Risk re-assessed, after closure.
    pub risk_limit: Duration,
    /// Bulletin published, after closure.
    pub bulletin_limit: Duration,
    /// Verified, second limit after implementation (the first is 30 days).
    pub verification_limit: Duration,
    /// Follow-up performed, after the later of closure and last implementation.
    pub followup_after: Duration,
    /// Trend reports and period statements, one for each stretch of this length.
    pub trend_every: Duration,
    /// Management review held, after the one before.
    pub management_every: Duration,
    /// Reporting channels the policy names; empty when it names none.
    pub reporting_channels: Vec<String>,
    /// Severities the policy's scheme names; empty when it names none.
    pub severity_scheme: Vec<String>,
    /// Methods of analysis the policy names; empty when it names none.
    pub rca_methods: Vec<String>,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            source: TermsSource::ProductDefault,
            pir_trigger: Severity::Medium,
            pir_deadline: Duration::hours(72),
            pir_limit: Duration::days(14),
            cause_limit: Duration::days(14),
            risk_limit: Duration::days(14),
            bulletin_limit: Duration::days(30),
            verification_limit: Duration::days(90),
            followup_after: Duration::months(6),
            trend_every: Duration::months(3),
            management_every: Duration::months(12),
            reporting_channels: Vec::new(),
            severity_scheme: Vec::new(),
            rca_methods: Vec::new(),
        }
    }
}

impl Terms {
    /// The thresholds in force in `register`; `named` is the policy that the configuration names.
    pub fn of(register: &Register, named: Option<&str>) -> Self {
        ruling_policy(register, named).map_or_else(Self::default, Self::read)
    }

    /// True when the severity makes an incident significant.
    pub fn is_significant(&self, severity: Severity) -> bool {
        severity >= self.pir_trigger
    }

    /// How often a trend report is owed; twice a year is enough for a small organisation.
    pub fn trend_rhythm(&self, profile: Profile) -> Duration {
        let half_year = Duration::months(6);
        let shorter = self.trend_every.in_months() < half_year.in_months();
        if profile == Profile::Small && shorter { half_year } else { self.trend_every }
    }

    fn read(policy: &Record) -> Self {
        let default =
            Self { source: TermsSource::Policy(policy.id().to_owned()), ..Self::default() };
        let Some(defines) = policy.get(policy::DEFINES) else { return default };
        let duration = |name, or| {
            let key: Key<Line> = Key::new(name);
            defines.text_of(key).and_then(Duration::parse).unwrap_or(or)
        };
        let words = |name| -> Vec<String> {
            defines.words(Key::new(name)).iter().map(|word| word.value.to_owned()).collect()
        };
        let trigger = defines.text_of(Key::new("pir_trigger")).and_then(Severity::parse);
        Self {
            pir_trigger: trigger.unwrap_or(default.pir_trigger),
            pir_deadline: duration("pir_deadline", default.pir_deadline),
            pir_limit: duration("pir_limit", default.pir_limit),
            cause_limit: duration("cause_limit", default.cause_limit),
            risk_limit: duration("risk_limit", default.risk_limit),
            bulletin_limit: duration("bulletin_limit", default.bulletin_limit),
            verification_limit: duration("verification_limit", default.verification_limit),
            followup_after: duration("followup_after", default.followup_after),
            trend_every: duration("trend_every", default.trend_every),
            management_every: duration("management_every", default.management_every),
            reporting_channels: words("reporting_channels"),
            severity_scheme: scheme(*defines),
            rca_methods: words("rca_methods"),
            source: default.source,
        }
    }
}

fn scheme(defines: Item<'_>) -> Vec<String> {
    let levels = defines.items(Key::new("severity_scheme"));
    levels.iter().filter_map(|level| level.text_of(part::LEVEL)).map(str::to_owned).collect()
}

/// True when some approved policy has the topic incident-management.
pub fn has_ruling_policy(register: &Register) -> bool {
    ruling_policy(register, None).is_some()
}

/// The approved policy with topic incident-management: the one named, else the first.
fn ruling_policy<'r>(register: &'r Register, named: Option<&str>) -> Option<&'r Record> {
    let rules = |record: &&Record| {
        record.text_of(policy::TOPIC) == Some("incident-management")
            && record.is_from("approved")
            && !matches!(record.status(), "superseded" | "retired")
    };
    match named {
        Some(id) => register.get_kind(Kind::Policy, id).filter(rules),
        None => register.of_kind(Kind::Policy).find(rules),
    }
}
