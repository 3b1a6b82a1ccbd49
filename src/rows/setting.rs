//! Every value that is in force in a register, with where it comes from.

use crate::config::{Config, FROM_RUN, Given, Pattern};
use crate::deadline::{Terms, TermsSource};
use crate::diag::{Level, Place};
use crate::register::Register;
use crate::schema::{Key, Kind, Line, Table, policy};
use crate::span::LineIndex;
use crate::term::{Severity, Stage};
use serde::Serialize;

/// A value in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// Its dotted name, as in `pirctl.yaml`; thresholds stand under `defines`, as in the policy.
    pub key: String,
    /// The value, as it is written.
    pub value: String,
    /// `default`, the id of the policy, `pirctl.yaml:LINE`, or `--config`.
    pub origin: String,
}

/// Every value in force, in the order of the keys.
pub fn settings(config: &Config, terms: &Terms, register: &Register) -> Vec<Setting> {
    let lines = LineIndex::new(&config.text);
    let mut all = Settings { config, lines, found: Vec::new() };
    all.scalars();
    all.stages();
    all.rules();
    all.additions();
    all.exceptions();
    all.thresholds(terms, register);
    all.found
}

struct Settings<'a> {
    config: &'a Config,
    lines: LineIndex,
    found: Vec<Setting>,
}

impl Settings<'_> {
    fn origin(&self, place: Option<&Place>) -> String {
        place.map_or_else(
            || "default".to_owned(),
            |place| {
                if place.path.as_str() == FROM_RUN {
                    return FROM_RUN.to_owned();
                }
                let at = self.lines.position(&self.config.text, place.span.start);
                format!("{}:{}", place.path, at.line)
            },
        )
    }

    fn put(&mut self, key: impl Into<String>, value: impl Into<String>, place: Option<&Place>) {
        let origin = self.origin(place);
        self.found.push(Setting { key: key.into(), value: value.into(), origin });
    }

    /// A value that stands under a key of the file itself, or is the default.
    fn plain(&mut self, key: &str, value: impl Into<String>) {
        let top = key.split('.').next().unwrap_or(key);
        let place = self.config.keys.get(top).cloned();
        self.put(key, value, place.as_ref());
    }

    fn scalars(&mut self) {
        let config = self.config;
        let place = |given: Option<&Place>| given.cloned();
        self.plain("schema", config.schema.to_string());
        self.plain("profile", config.profile.word());
        self.plain("incident_policy", text(config.incident_policy.as_ref()));
        let ceiling = place(config.ceiling.as_ref().map(|given| &given.place));
        let word = config.ceiling.as_ref().map_or("none", |given| given.value.word());
        self.put("repository.ceiling", word, ceiling.as_ref());
        let usual = place(config.default_classification.as_ref().map(|given| &given.place));
        let word = config.default_classification.as_ref().map_or("none", |g| g.value.word());
        self.put("repository.default_classification", word, usual.as_ref());
        let years = config.retention_years.map_or("none".to_owned(), |years| years.to_string());
        let place = config.retention_years.and_then(|_| config.keys.get("repository"));
        self.put("repository.retention_years", years, place);
        self.plain("timezone", config.zone.name());
        let start = config.fiscal_year_start.unwrap_or((1, 1));
        self.plain("fiscal_year_start", format!("{:02}-{:02}", start.0, start.1));
        let refs = config.id_refs.as_ref();
        let refs = refs.map_or("all".to_owned(), |refs| {
            refs.iter().map(Pattern::as_str).collect::<Vec<_>>().join(", ")
        });
        self.plain("ids.refs", refs);
        let ignored: Vec<_> = config.ignore.iter().map(|it| it.value.as_str()).collect();
        self.plain("ignore", or_none(&ignored.join(", ")));
        self.plain("people.source", config.people_path().to_string());
        let scale =
            config.risk.as_ref().map_or((5, 5), |it| (it.value.likelihood, it.value.impact));
        self.plain("risk.scale", format!("{{likelihood: {}, impact: {}}}", scale.0, scale.1));
    }

    fn stages(&mut self) {
        for severity in Severity::ALL {
            let given = self.config.stages.get(&severity);
            let words = given.map(|given| given.value.iter().map(|stage| stage.word()));
            let value = words.map_or_else(
                || default_stages(severity),
                |words| or_none(&words.collect::<Vec<_>>().join(", ")),
            );
            self.put(format!("stages.{}", severity.word()), value, given.map(|g| &g.place));
        }
    }

    fn rules(&mut self) {
        let config = self.config;
        for (rule, level) in &config.rules {
            self.put(format!("rules.{}", rule.value), level_word(*level), Some(&rule.place));
        }
        for part in &config.overrides {
            let paths: Vec<_> = part.paths.iter().map(|path| path.value.as_str()).collect();
            let kinds: Vec<_> = part.kinds.iter().map(|kind| kind.value.as_str()).collect();
            let all = [paths, kinds].concat().join(", ");
            for (rule, level) in &part.rules {
                let key = format!("overrides.{}", rule.value);
                self.put(key, format!("{} in {all}", level_word(*level)), Some(&rule.place));
            }
        }
        for rule in &config.custom {
            let (key, message) = (format!("custom.{}", rule.code.value), &rule.message.value);
            self.put(key, format!("{}: {message}", rule.level), Some(&rule.place));
        }
    }

    fn additions(&mut self) {
        let (config, added) = (self.config, &self.config.additions);
        for field in &added.fields {
            let from = field.from.as_ref().map(|from| format!(" from {}", from.value));
            let value = format!("{}{}", field.shape.value, from.unwrap_or_default());
            let key = format!("fields.{}.{}", field.kind, field.name.value);
            self.put(key, value, Some(&field.name.place));
        }
        for (group, lists) in [("enumerations", &added.values), ("sections", &added.sections)] {
            for (name, words) in lists {
                let words: Vec<_> = words.iter().map(|word| word.value.as_str()).collect();
                self.put(format!("{group}.{}", name.value), words.join(", "), Some(&name.place));
            }
        }
        let table = Table::of(config).0;
        for kind in Kind::ALL {
            let given = added.folders.iter().find(|(of, _)| of == kind.word());
            let place = given.map(|(_, folder)| &folder.place);
            self.put(format!("folders.{}", kind.word()), table.spec(kind).folder, place);
        }
    }

    fn exceptions(&mut self) {
        let config = self.config;
        for waiver in &config.waivers {
            let key = format!("waivers.{}.{}", waiver.record.value, waiver.rule.value);
            let until = waiver.expires.map_or("no day".to_owned(), |day| day.to_string());
            let by = waiver.approved_by.as_deref().unwrap_or("nobody");
            self.put(key, format!("by {by} until {until}"), Some(&waiver.place));
        }
        for redaction in &config.redactions {
            let day = redaction.date.map_or("no day".to_owned(), |day| day.to_string());
            self.put("redactions", day, Some(&redaction.place));
        }
    }

    fn thresholds(&mut self, terms: &Terms, register: &Register) {
        let policy = match &terms.source {
            TermsSource::Policy(id) => register.get_kind(Kind::Policy, id),
            TermsSource::ProductDefault => None,
        };
        let defines = policy.and_then(|policy| policy.get(policy::DEFINES));
        let durations = [
            ("pir_deadline", terms.pir_deadline),
            ("pir_limit", terms.pir_limit),
            ("cause_limit", terms.cause_limit),
            ("risk_limit", terms.risk_limit),
            ("bulletin_limit", terms.bulletin_limit),
            ("verification_limit", terms.verification_limit),
            ("followup_after", terms.followup_after),
        ];
        let trigger = ("pir_trigger", terms.pir_trigger.word().to_owned());
        let durations = durations.map(|(name, duration)| (name, duration.to_string()));
        for (name, value) in [trigger].into_iter().chain(durations) {
            // What is no duration is not in force, so its default is.
            let said = defines.and_then(|it| it.text_of(Key::<Line>::new(name)));
            let is_read = said.is_some_and(|said| {
                name == "pir_trigger" || crate::term::Duration::parse(said).is_some()
            });
            let id = policy.filter(|_| is_read).map(|policy| policy.id().to_owned());
            let origin = id.unwrap_or_else(|| "default".to_owned());
            self.found.push(Setting { key: format!("defines.{name}"), value, origin });
        }
    }
}

fn default_stages(severity: Severity) -> String {
    let asked = Stage::ALL.into_iter().filter(|stage| crate::chain::is_default(*stage, severity));
    asked.map(Stage::word).collect::<Vec<_>>().join(", ")
}

fn level_word(level: Option<Level>) -> &'static str {
    level.map_or("off", Level::word)
}

fn text(given: Option<&Given<String>>) -> String {
    given.map_or_else(|| "none".to_owned(), |given| given.value.clone())
}

fn or_none(text: &str) -> String {
    if text.is_empty() { "none".to_owned() } else { text.to_owned() }
}
