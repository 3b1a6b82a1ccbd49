//! Single values that a run states over those of the file: `rules.PIR007=off`.

use super::{Config, ConfigFlaw};
use crate::term::RepoPath;

/// The keys that a run may set; everything else belongs where everybody can read it.
const KEYS: &[&str] =
    &["profile", "incident_policy", "timezone", "fiscal_year_start", "rules", "stages"];

/// Where such a value says that it stands.
pub const FROM_RUN: &str = "--config";

/// Why a value that a run states cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{setting}` cannot be set: {problem}")]
pub struct SettingError {
    /// The setting as it was written.
    pub setting: String,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub help: String,
}

/// True for what reads as a setting and not as a path: `KEY=VALUE` with a key of names and dots.
pub fn is_setting(text: &str) -> bool {
    let is_key = |key: &str| {
        key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
            && key.split('.').all(|part| !part.is_empty())
    };
    text.split_once('=').is_some_and(|(key, _)| is_key(key))
}

impl Config {
    /// The same with `setting` over it, as `KEY=VALUE` with YAML for the value.
    pub fn with(mut self, setting: &str) -> Result<Self, SettingError> {
        let wrong = |problem: &str, help: &str| SettingError {
            setting: setting.to_owned(),
            problem: problem.to_owned(),
            help: help.to_owned(),
        };
        let Some((key, value)) = setting.split_once('=').filter(|_| is_setting(setting)) else {
            return Err(wrong("it is no KEY=VALUE", "write it like `rules.PIR007=off`"));
        };
        let top = key.split('.').next().unwrap_or(key);
        if !KEYS.contains(&top) {
            let help = format!("set one of {}, or write it into pirctl.yaml", KEYS.join(", "));
            return Err(wrong("this key is for the file only", &help));
        }
        if value.chars().any(char::is_control) {
            return Err(wrong("the value has a control character", "write it in one line"));
        }
        let over = Self::read(&RepoPath::new(FROM_RUN), as_yaml(key, value).into_bytes());
        if let Some(ConfigFlaw { message, help, .. }) = over.flaws.first() {
            return Err(wrong(message, help));
        }
        self.take_over(top, over);
        Ok(self)
    }

    fn take_over(&mut self, top: &str, over: Self) {
        match top {
            "profile" => self.profile = over.profile,
            "incident_policy" => self.incident_policy = over.incident_policy,
            "timezone" => self.zone = over.zone,
            "fiscal_year_start" => self.fiscal_year_start = over.fiscal_year_start,
            "stages" => self.stages.extend(over.stages),
            _ => {
                let same =
                    |a: &str| over.rules.iter().any(|(b, _)| a.eq_ignore_ascii_case(&b.value));
                self.rules.retain(|(rule, _)| !same(&rule.value));
                self.rules.extend(over.rules);
            }
        }
        self.keys.extend(over.keys);
    }
}

/// `a.b=c` as the file would say it.
fn as_yaml(key: &str, value: &str) -> String {
    let depth = key.split('.').count() - 1;
    let line = |(nth, part): (usize, &str)| {
        let value = if nth == depth { format!(" {value}") } else { String::new() };
        format!("{}{part}:{value}\n", "  ".repeat(nth))
    };
    key.split('.').enumerate().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::{Config, is_setting};
    use crate::diag::Level;
    use crate::term::{Profile, RepoPath};

    fn config() -> Config {
        let text = "profile: standard\nrules: {PIR007: error, INC003: note}\n";
        Config::read(&RepoPath::new("pirctl.yaml"), text.into())
    }

    #[test]
    fn a_setting_is_told_from_a_path() {
        assert!(is_setting("rules.PIR007=off") && is_setting("profile=small"));
        for path in ["pirctl.yaml", "./a=b/pirctl.yaml", "a..b=c", "/x", "=off"] {
            assert!(!is_setting(path), "{path}");
        }
    }

    #[test]
    fn a_setting_holds_over_the_file_and_leaves_the_rest() {
        let config = config().with("rules.pir007=off").unwrap().with("profile=small").unwrap();
        let rules: Vec<_> =
            config.rules.iter().map(|(rule, level)| (rule.value.as_str(), *level)).collect();
        assert_eq!(rules, [("INC003", Some(Level::Note)), ("pir007", None)]);
        assert_eq!(config.profile, Profile::Small);
    }

    #[test]
    fn what_cannot_be_set_says_why() {
        for (setting, problem) in [
            ("rules.PIR007=of", "`rules.PIR007` cannot be `of`"),
            ("waivers=[]", "this key is for the file only"),
            ("profile=small\nrules: {}", "the value has a control character"),
            ("profile.name=small", "profile"),
        ] {
            let error = config().with(setting).unwrap_err();
            assert!(error.problem.contains(problem), "{error}");
            assert!(!error.help.is_empty());
        }
    }
}
