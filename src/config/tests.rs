//! Tests of the files beside the records, each flaw at its place.

use super::*;
use proptest::prelude::*;

const FULL: &str = "\
schema: 1
profile: small
incident_policy: POL-incident-management
repository: {ceiling: confidential, default_classification: internal, retention_years: 6}
timezone: Europe/Berlin
fiscal_year_start: 04-01
rules:
  INC003: warning
  person-unknown: off
overrides:
  - {paths: [incidents/old], kinds: [incident], rules: {INC001: note, INC002: off}}
stages:
  low: [cause, reported, cause]
  info: []
ids: {refs: [main, origin/*]}
ignore: [drafts, '**/*.tmp.md']
waivers:
  - {rule: INC003, record: INC-2026-0001, reason: seen, approved_by: s.lind, expires: 2026-12-31}
redactions:
  - {date: 2026-01-01, old_head: 1a, new_head: 2b, reason_class: personal-data, approved_by: s.lind}
risk:
  scale: {likelihood: 2, impact: 3}
  matrix: [[low, low, high], [low, high, high]]
people: {source: lists/people.yaml}
x-team: ours
";

fn config(text: &str) -> Config {
    Config::read(&RepoPath::new("isms/pirctl.yaml"), text.into())
}

/// Each flaw as code, field, what is underlined, and message.
fn flaws(text: &str, found: &[ConfigFlaw]) -> Vec<String> {
    let told = found.iter().map(|flaw| {
        let marked = flaw.place.span.slice(text);
        format!("{} {} `{marked}`: {}; {}", flaw.rule.code(), flaw.field, flaw.message, flaw.help)
    });
    told.collect()
}

#[test]
fn every_key_is_read_as_what_it_is() {
    let config = config(FULL);
    assert_eq!(flaws(FULL, &config.flaws), Vec::<String>::new());
    assert_eq!(config.profile, Profile::Small);
    let policy = config.incident_policy.as_ref().unwrap();
    assert_eq!(policy.value, "POL-incident-management");
    assert_eq!(policy.place.span.slice(FULL), "POL-incident-management");
    assert_eq!(config.ceiling.as_ref().unwrap().value, Classification::Confidential);
    assert_eq!((config.zone.name(), config.retention_years), ("Europe/Berlin", Some(6)));
    assert_eq!(config.fiscal_year_start, Some((4, 1)));
    let rules: Vec<_> = config.rules.iter().map(|(r, level)| (r.value.as_str(), *level)).collect();
    assert_eq!(rules, [("INC003", Some(Level::Warning)), ("person-unknown", None)]);
    let part = &config.overrides[0];
    assert!(part.covers("incidents/old/a.md", || Some("incident")));
    assert!(!part.covers("incidents/a.md", || Some("incident")));
    assert!(!part.covers("incidents/old/a.md", || Some("pir")));
    assert_eq!(part.rules[1].1, None);
    assert_eq!(config.stages_at(Severity::Low), Some([Stage::Reported, Stage::Cause].as_slice()));
    assert_eq!(config.stages_at(Severity::Info), Some([].as_slice()));
    assert_eq!(config.stages_at(Severity::High), None);
    assert!(config.looks_at_branch("origin/topic") && !config.looks_at_branch("topic"));
    assert_eq!(config.waivers[0].expires.unwrap().to_string(), "2026-12-31");
    assert_eq!(config.redactions[0].old_head.as_deref(), Some("1a"));
    let risk = &config.risk.as_ref().unwrap().value;
    assert_eq!(
        (risk.rating(1, 3), risk.rating(0, 1), risk.rating(3, 1)),
        (Some("high"), None, None)
    );
    assert_eq!(config.people_path().as_str(), "isms/lists/people.yaml");
    assert_eq!(config.assets_path().as_str(), "isms/assets.yaml");
}

#[test]
fn ignored_paths_are_those_below_the_register() {
    let config = config(FULL);
    let ignored =
        |path: &str| config.ignored(&RepoPath::new(path)).map(|given| given.value.as_str());
    assert_eq!(ignored("isms/drafts/INC-2026-0001.md"), Some("drafts"));
    assert_eq!(ignored("isms/incidents/a.tmp.md"), Some("**/*.tmp.md"));
    assert_eq!(ignored("drafts/INC-2026-0001.md"), None);
    assert_eq!(ignored("isms/incidents/a.md"), None);
}

#[test]
fn each_mistake_is_one_flaw_at_its_place() {
    for (text, expected) in [
        (
            "profil: small\n",
            "CFG001 profil `profil`: there is no key `profil` here; did you mean `profile`?",
        ),
        (
            "profile: smal\n",
            "CFG001 profile `smal`: `profile` cannot be `smal`; did you mean `small`?",
        ),
        (
            "profile: [small]\n",
            "CFG001 profile `[small]`: `profile` must be a text; write one line of text",
        ),
        (
            "schema: 2\n",
            "CFG006 schema `2`: edition 2 is newer than 1, the newest known here; use a newer version of pirctl",
        ),
        (
            "schema: '1.0'\n",
            "CFG001 schema `'1.0'`: `schema` cannot be `1.0`; write a whole number from 1 to 4294967295",
        ),
        (
            "timezone: CEST\n",
            "CFG001 timezone `CEST`: there is no zone `CEST`; write an IANA name such as `Europe/Berlin`",
        ),
        (
            "fiscal_year_start: 02-29\n",
            "CFG001 fiscal_year_start `02-29`: `fiscal_year_start` cannot be `02-29`; write month and day as 04-01",
        ),
        (
            "repository: {cieling: internal}\n",
            "CFG001 repository.cieling `cieling`: there is no key `cieling` here; did you mean `ceiling`?",
        ),
        (
            "repository: internal\n",
            "CFG001 repository `internal`: `repository` must be a mapping; write `ceiling: ..`",
        ),
        (
            "rules: {INC003: warn}\n",
            "CFG001 rules.INC003 `warn`: `rules.INC003` cannot be `warn`; use one of off, note, warning, error",
        ),
        (
            "overrides: [{kinds: [incidnt], rules: {INC001: off}}]\n",
            "CFG001 overrides.kinds `incidnt`: `overrides.kinds` cannot be `incidnt`; did you mean `incident`?",
        ),
        (
            "overrides: [{rules: {INC001: off}}]\n",
            "CFG001 overrides `{rules: {INC001: off}}`: this entry does not say which rules it sets for which folders or kinds; give it `rules`, and `paths` or `kinds`",
        ),
        (
            "stages: {low: [riks]}\n",
            "CFG001 stages.low `riks`: `stages.low` cannot be `riks`; did you mean `risk`?",
        ),
        (
            "stages: {minor: [risk]}\n",
            "CFG001 stages.minor `minor`: `stages.minor` cannot be `minor`; use one of critical, high, medium, low, info",
        ),
        (
            "ignore: drafts\n",
            "CFG001 ignore `drafts`: `ignore` must be a list; write `[first, second]`, also for one",
        ),
        (
            "ignore: [../x]\n",
            "CFG001 ignore `../x`: `../x` is no pattern of a path below this folder; write a relative path such as `drafts` or `**/old/*.md`",
        ),
        (
            "waivers: [{rule: INC003}]\n",
            "CFG001 waivers `{rule: INC003}`: this waiver does not say which rule it sets aside for which record; give it `rule` and `record`",
        ),
        (
            "risk: {scale: 11}\n",
            "CFG001 risk.scale `11`: `risk.scale` cannot be `11`; write a whole number from 2 to 10",
        ),
        (
            "risk: {matrix: [[a, b], [c]]}\n",
            "CFG001 risk.matrix `[[a, b], [c]]`: the matrix is not a table of words; write a row for each likelihood with a word for each impact, 2 to 10 of both",
        ),
        (
            "risk: {scale: 3, matrix: [[a, b], [c, d]]}\n",
            "CFG001 risk.matrix `[[a, b], [c, d]]`: the matrix has 2 rows of 2, unlike the scale; give it a row for each likelihood",
        ),
        (
            "people: {source: ../people.yaml}\n",
            "CFG001 people.source `../people.yaml`: a list of people outside the register is not supported by this version yet; name a file below the folder of pirctl.yaml",
        ),
        (
            "repository: {ceiling: internal, default_classification: restricted}\n",
            "CFG001 repository.default_classification `restricted`: records are restricted by default, above the ceiling internal; lower the one or raise the other",
        ),
        (
            "profile: small\nprofile: group\n",
            "CFG001  `profile`: key `profile` stands here a second time; keep one of the two",
        ),
    ] {
        let config = config(text);
        assert_eq!(flaws(text, &config.flaws), [expected]);
        assert_eq!(config.fatal(), None, "{text}");
    }
}

#[test]
fn mistakes_in_what_is_added_are_flaws_at_their_place() {
    for (text, expected) in [
        (
            "custom: [{code: ORG1, kind: incident, require: today, message: x}]\n",
            "CFG001 custom.code `ORG1`: `ORG1` is no code of a rule; write three capital letters and three digits, such as ORG001",
        ),
        (
            "custom: [{code: INC900, kind: incident, require: today, message: x}]\n",
            "CFG001 custom.code `INC900`: codes that begin with INC are those of pirctl; take letters of your own, such as ORG001",
        ),
        (
            "custom: [{code: ORG001, kind: incident, requires: today, message: x}]\n",
            "CFG001 custom.requires `requires`: there is no key `requires` here; did you mean `require`?",
        ),
        (
            "custom: [{code: ORG001, kind: incident, message: x}]\n",
            "CFG001 custom `{code: ORG001, kind: incident, message: x}`: this rule is not whole, and not in force; give it `code`, `kind`, `require` and `message`",
        ),
        (
            "custom: [{code: ORG001, kind: pri, require: today, message: x}]\n",
            "CFG001 custom.kind `pri`: `custom.kind` cannot be `pri`; did you mean `pir`?",
        ),
        (
            "custom:\n  - {code: ORG001, kind: pir, require: today, message: x}\n  - {code: ORG001, kind: rca, require: today, message: x}\n",
            "CFG001 custom.code `ORG001`: there are two rules ORG001; give one another number",
        ),
        (
            "fields: {incidnt: {a: line}}\n",
            "CFG001 fields.incidnt `incidnt`: there is no key `incidnt` here; did you mean `incident`?",
        ),
        (
            "fields: {incident: {a: {from: closed}}}\n",
            "CFG001 fields.incident.a `{from: closed}`: `fields.incident.a` has no type; add `type: line`",
        ),
        (
            "folders: {incident: ../x}\n",
            "CFG001 folders.incident `../x`: `folders.incident` cannot be `../x`; write a folder below that of pirctl.yaml, such as `security/incidents`",
        ),
    ] {
        let config = config(text);
        assert_eq!(flaws(text, &config.flaws), [expected]);
        assert_eq!(config.fatal(), None, "{text}");
    }
}

#[test]
fn what_cannot_be_read_at_all_is_fatal_and_says_where() {
    for (text, marked) in [
        ("profile: [small\nschema: 1\n", None),
        ("- a\n- b\n", Some("- a\n- b")),
        ("a: 1\n<<<<<<< ours\nb: 1\n", Some("<<<<<<< ours")),
    ] {
        let config = config(text);
        let fatal = config.fatal().unwrap_or_else(|| panic!("{text} {:?}", config.flaws));
        assert!(marked.is_none_or(|marked| fatal.place.span.slice(text) == marked), "{fatal:?}");
        assert_eq!(config.flaws.len(), 1);
    }
    let config = Config::read(&RepoPath::new("pirctl.yaml"), b"profile: sm\xffall\n".to_vec());
    assert_eq!(config.fatal().unwrap().place.span, Span::at(11));
}

#[test]
fn an_empty_file_has_the_defaults() {
    for text in ["", "# nothing yet\n", "\u{feff}", "profile:\nignore: ~\n"] {
        let config = config(text);
        assert_eq!((config.flaws.len(), config.profile), (0, Profile::Standard), "{text:?}");
        assert!(config.is_present && config.looks_at_branch("any"));
    }
}

#[test]
fn people_are_found_by_handle_and_by_any_of_their_addresses() {
    let text = "s.lind: {name: Sara Lind, role: ISM, function: security, emails: [S.Lind@example.org, sl@x]}\nj.weber:\n";
    let people = People::read(&RepoPath::new("people.yaml"), text.into());
    assert_eq!(flaws(text, &people.flaws), Vec::<String>::new());
    assert_eq!(people.by_email("s.lind@EXAMPLE.org").unwrap().handle, "s.lind");
    assert_eq!(people.get("s.lind").unwrap().function, Some("security"));
    assert!(people.is_usable() && people.get("j.weber").is_some());
    assert_eq!(people.nearest("s.lnid"), Some("s.lind"));
    assert!(!People::absent(&RepoPath::new("people.yaml")).is_usable());
}

#[test]
fn a_list_of_people_that_contradicts_itself_is_flawed() {
    let text = "\
a: {function: sales, emails: [a@x]}
b: {emails: [A@X], nick: bee}
a: {}
c: bob
";
    let people = People::read(&RepoPath::new("people.yaml"), text.into());
    let help = "use one of security, it, legal, hr, operations, business, finance, management, privacy, engineering, external";
    assert_eq!(
        flaws(text, &people.flaws),
        [
            format!("CFG003 a.function `sales`: `a.function` cannot be `sales`; {help}"),
            "CFG003 emails `A@X`: `A@X` is also an address of a; keep it in one place".into(),
            "CFG003 b.nick `nick`: there is no key `nick` here; remove it; the keys here are name, role, function, emails".into(),
            "CFG003  `a`: key `a` stands here a second time; keep one of the two".into(),
            "CFG003 c `bob`: `c` must be a mapping; write `name: ..`".into(),
        ]
    );
    assert_eq!(people.flaws[1].related[0].place.span.slice(text), "a");
    assert!(!People::read(&RepoPath::new("people.yaml"), b"a: [".to_vec()).is_usable());
}

#[test]
fn assets_are_found_by_name_and_alias_and_share_neither() {
    let text = "\
mail: {group: server, owner: k.brandt, aliases: [post, files]}
files: {group: sever, aliases: [post]}
";
    let assets = Assets::read(&RepoPath::new("assets.yaml"), text.into());
    assert_eq!(
        flaws(text, &assets.flaws),
        [
            "CFG003 aliases `files`: `files` also stands for files; give each name to one asset",
            "CFG003 files.group `sever`: `files.group` cannot be `sever`; did you mean `server`?",
            "CFG003 aliases `post`: `post` also stands for mail; give each name to one asset",
        ]
    );
    assert_eq!((assets.group("post"), assets.group("files")), (Some("server"), None));
    assert_eq!(assets.get("mail").unwrap().owner.as_ref().unwrap().value, "k.brandt");
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(keys in prop::collection::vec((0usize..23, "\\PC{0,12}|[-{}\\[\\]:, a0]{0,12}"), 0..6)) {
        let names = ["schema", "profile", "repository", "rules", "stages", "ids", "ignore", "waivers", "redactions",
            "risk", "people", "timezone", "fiscal_year_start", "custom", "x-a", "", "incident_policy", "? ",
            "overrides", "fields", "enumerations", "folders", "sections"];
        let lines: Vec<_> = keys.iter().map(|(at, value)| format!("{}: {value}\n", names[*at])).collect();
        let text = lines.concat();
        let config = config(&text);
        prop_assert!(config.flaws.iter().all(|flaw| text.get(flaw.place.span.start..flaw.place.span.end).is_some()));
        let path = RepoPath::new("x.yaml");
        let people = People::read(&path, text.clone().into());
        prop_assert!(people.flaws.iter().all(|flaw| text.get(flaw.place.span.start..flaw.place.span.end).is_some()));
        let _ = Assets::read(&path, text.into());
    }
}
