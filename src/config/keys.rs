//! The keys of `pirctl.yaml`, each read as what it is.

use super::reader::{self, Opened, Reader, inside};
use super::{
    Config, ConfigFlaw, ConfigRule, Given, Pattern, custom, lists, model, overrides, risk,
};
use crate::diag::Level;
use crate::term::{
    Classification, Profile, RepoPath, SCHEMA_EDITION, Severity, Stage, Zone, parse_day,
};
use crate::yaml::NodeId;

/// Every key of the file itself.
pub const KEYS: &[&str] = &[
    "schema",
    "profile",
    "incident_policy",
    "repository",
    "timezone",
    "fiscal_year_start",
    "rules",
    "overrides",
    "folders",
    "stages",
    "ids",
    "ignore",
    "sections",
    "fields",
    "enumerations",
    "custom",
    "waivers",
    "redactions",
    "risk",
    "people",
];

/// Levels as they are written; `off` switches a rule off.
pub(super) const LEVELS: [&str; 4] = ["off", "note", "warning", "error"];

pub(super) fn read(path: &RepoPath, bytes: Vec<u8>) -> Config {
    let Opened { text, tree, flaws } = reader::open(path, bytes, ConfigRule::ConfigurationInvalid);
    let mut config = Config { is_present: true, flaws, ..Config::absent(path) };
    if let Some(tree) = &tree {
        let mut reader = Reader::new(&text, tree, path, ConfigRule::ConfigurationInvalid);
        let root = reader.root();
        if reader.is_mapping(root) {
            for (key, entry) in reader.fields(root, "", KEYS) {
                let (place, before) = (reader.place(entry.key), reader.flaws.len());
                config.take(&mut reader, key, entry.value);
                // A value that could not be taken leaves the default in force.
                if reader.flaws.len() == before {
                    config.keys.insert(key.to_owned(), place);
                }
            }
            config.check_ceiling(&mut reader);
        } else {
            reader.wrong(root, "", "the file must be a mapping", "write `key: value` lines");
            reader.flaws.iter_mut().for_each(|flaw| flaw.fatal = true);
        }
        config.flaws.append(&mut reader.flaws);
    }
    config.flaws.sort_by(|a, b| a.place.cmp(&b.place));
    Config { text, ..config }
}

impl Config {
    fn take(&mut self, reader: &mut Reader<'_>, key: &str, value: NodeId) {
        match key {
            "schema" => self.take_schema(reader, value),
            "profile" => self.take_profile(reader, value),
            "incident_policy" => {
                let policy = reader.line(value, key);
                self.incident_policy = policy.map(|id| reader.given(id.to_owned(), value));
            }
            "repository" => self.take_repository(reader, value),
            "timezone" => self.take_zone(reader, value),
            "fiscal_year_start" => self.fiscal_year_start = month_and_day(reader, value),
            "rules" => self.rules = levels(reader, value, key),
            "overrides" => self.overrides = overrides::read(reader, value),
            "stages" => self.take_stages(reader, value),
            "ids" => self.take_ids(reader, value),
            "ignore" => self.ignore = patterns(reader, value, key),
            "waivers" => self.waivers = lists::waivers(reader, value),
            "redactions" => self.redactions = lists::redactions(reader, value),
            "fields" => self.additions.fields = model::fields(reader, value),
            "enumerations" => self.additions.values = model::lists(reader, value, key),
            "sections" => self.additions.sections = model::lists(reader, value, key),
            "folders" => self.additions.folders = model::folders(reader, value),
            "custom" => self.custom = custom::read(reader, value),
            "risk" => self.risk = risk::read(reader, value),
            _ => self.take_people(reader, value),
        }
    }

    fn take_schema(&mut self, reader: &mut Reader<'_>, value: NodeId) {
        let Some(edition) = reader.whole(value, "schema", 1..=u32::MAX) else { return };
        self.schema = i64::from(edition);
        if self.schema > SCHEMA_EDITION {
            let message =
                format!("edition {edition} is newer than {SCHEMA_EDITION}, the newest known here");
            let help = "use a newer version of pirctl";
            let place = reader.place(value);
            let flaw = ConfigFlaw::new(ConfigRule::SchemaNewer, place, message, help);
            reader.flaws.push(flaw.on("schema"));
        }
    }

    fn take_profile(&mut self, reader: &mut Reader<'_>, value: NodeId) {
        let words = Profile::ALL.map(Profile::word);
        if let Some(profile) = reader.word(value, "profile", &words, Profile::parse) {
            self.profile = profile.value;
        }
    }

    fn take_repository(&mut self, reader: &mut Reader<'_>, value: NodeId) {
        let known = &["ceiling", "default_classification", "retention_years"];
        let words = Classification::ALL.map(Classification::word);
        for (key, entry) in reader.fields(value, "repository", known) {
            let (field, node) = (inside("repository", key), entry.value);
            match key {
                "ceiling" => {
                    self.ceiling = reader.word(node, &field, &words, Classification::parse);
                }
                "default_classification" => {
                    self.default_classification =
                        reader.word(node, &field, &words, Classification::parse);
                }
                _ => self.retention_years = reader.whole(node, &field, 1..=100),
            }
        }
    }

    fn check_ceiling(&self, reader: &mut Reader<'_>) {
        let (Some(ceiling), Some(usual)) = (&self.ceiling, &self.default_classification) else {
            return;
        };
        if usual.value > ceiling.value {
            let message = format!(
                "records are {} by default, above the ceiling {}",
                usual.value.word(),
                ceiling.value.word()
            );
            let rule = ConfigRule::ConfigurationInvalid;
            let flaw = ConfigFlaw::new(
                rule,
                usual.place.clone(),
                message,
                "lower the one or raise the other",
            )
            .on("repository.default_classification")
            .first_at(
                &ceiling.place.path,
                ceiling.place.span,
                "the ceiling stands here",
            );
            reader.flaws.push(flaw);
        }
    }

    fn take_zone(&mut self, reader: &mut Reader<'_>, value: NodeId) {
        let Some(name) = reader.line(value, "timezone") else { return };
        if let Some(zone) = Zone::parse(name) {
            self.zone = zone;
        } else {
            let message = format!("there is no zone `{name}`");
            reader.wrong(value, "timezone", message, "write an IANA name such as `Europe/Berlin`");
        }
    }

    fn take_stages(&mut self, reader: &mut Reader<'_>, value: NodeId) {
        for (word, entry) in reader.pairs(value, "stages", "low: [reported, review]") {
            let field = inside("stages", word);
            let words = Severity::ALL.map(Severity::word);
            let severity = reader.word(entry.key, &field, &words, Severity::parse);
            let known = Stage::ALL.map(Stage::word);
            let items = reader.items(entry.value, &field).iter();
            let mut stages: Vec<Stage> = items
                .filter_map(|item| reader.word(*item, &field, &known, Stage::parse))
                .map(|stage| stage.value)
                .collect();
            stages.sort_unstable();
            stages.dedup();
            if let (Some(severity), true) = (severity, reader.is_list(entry.value)) {
                self.stages.insert(severity.value, reader.given(stages, entry.key));
            }
        }
    }

    fn take_ids(&mut self, reader: &mut Reader<'_>, value: NodeId) {
        for (key, entry) in reader.fields(value, "ids", &["refs"]) {
            let found = patterns(reader, entry.value, &inside("ids", key));
            self.id_refs = Some(found.into_iter().map(|pattern| pattern.value).collect());
        }
    }

    fn take_people(&mut self, reader: &mut Reader<'_>, value: NodeId) {
        for (key, entry) in reader.fields(value, "people", &["source"]) {
            let field = inside("people", key);
            let Some(text) = reader.line(entry.value, &field) else { continue };
            if let Some(path) = RepoPath::parse_written(text) {
                let path = path.below(self.path.parent());
                self.people_source = Some(reader.given(path, entry.value));
            } else {
                let message =
                    "a list of people outside the register is not supported by this version yet";
                let help = "name a file below the folder of pirctl.yaml";
                reader.wrong(entry.value, &field, message, help);
            }
        }
    }
}

/// Rules, each with its level; `None` for off.
pub(super) fn levels(
    reader: &mut Reader<'_>,
    value: NodeId,
    field: &str,
) -> Vec<(Given<String>, Option<Level>)> {
    let parse = |word: &str| match word {
        "off" => Some(None),
        "note" => Some(Some(Level::Note)),
        "warning" => Some(Some(Level::Warning)),
        "error" => Some(Some(Level::Error)),
        _ => None,
    };
    let mut found = Vec::new();
    for (rule, entry) in reader.pairs(value, field, "INC003: warning") {
        if let Some(level) = reader.word(entry.value, &inside(field, rule), &LEVELS, parse) {
            found.push((reader.given(rule.to_owned(), entry.key), level.value));
        }
    }
    found
}

/// A list of patterns, each with its place.
pub(super) fn patterns(reader: &mut Reader<'_>, value: NodeId, field: &str) -> Vec<Given<Pattern>> {
    let mut found = Vec::new();
    for line in reader.lines(value, field) {
        if let Some(pattern) = Pattern::parse(&line.value) {
            found.push(Given { value: pattern, place: line.place });
        } else {
            let message = format!("`{}` is no pattern of a path below this folder", line.value);
            let help = "write a relative path such as `drafts` or `**/old/*.md`";
            let rule = ConfigRule::ConfigurationInvalid;
            let flaw = ConfigFlaw::new(rule, line.place, message, help).on(field);
            reader.flaws.push(flaw);
        }
    }
    found
}

/// `04-01`: month and day.
fn month_and_day(reader: &mut Reader<'_>, value: NodeId) -> Option<(u32, u32)> {
    use chrono::Datelike;
    let text = reader.line(value, "fiscal_year_start")?;
    // Not a leap year: a year that begins on 29 February would not begin every year.
    let day = parse_day(&format!("2001-{text}"));
    if day.is_none() {
        let message = format!("`fiscal_year_start` cannot be `{text}`");
        reader.wrong(value, "fiscal_year_start", message, "write month and day as 04-01");
    }
    day.map(|day| (day.month(), day.day()))
}
