//! `pirctl.yaml` from outside: what is in force and from where, the register's own rules, several
//! registers, bad input, and the published schema of the file.

use crate::lint::pirctl;
use crate::support::git::Scratch;
use pirctl::config::{Config, KEYS};
use pirctl::term::RepoPath;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Output;

const TODAY: &[&str] = &["--today", "2026-05-20"];

fn run(scratch: &Scratch, arguments: &[&str]) -> Output {
    pirctl(&scratch.path(), &[arguments, TODAY].concat())
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn chain() -> Scratch {
    let scratch = Scratch::new();
    let given = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rules/given/chain");
    copy(&given, &given, &scratch);
    scratch
}

fn copy(root: &Path, folder: &Path, scratch: &Scratch) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            copy(root, &path, scratch);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            scratch.write(&name, std::fs::read(&path).unwrap());
        }
    }
}

const OWN: &str = "\
schema: 1
incident_policy: POL-incident-management
custom:
  - code: ORG001
    kind: incident
    when: record.status == 'closed'
    require: record.unit is not none
    message: no unit is named
    help: Name the unit that it happened in.
  - code: ORG002
    kind: incident
    require: record.named_by.pir | selectattr('status', 'eq', 'approved') | list | length > 0
    message: no approved review names it
    level: note
  - code: ORG003
    kind: pir
    require: record.links.incidents | map(attribute='severity') | list != ['low']
    message: reviews only what is low
";

#[test]
fn own_rules_are_found_listed_explained_configured_and_waived() {
    let scratch = chain();
    scratch.write("pirctl.yaml", OWN);
    let told = out(&run(&scratch, &["lint", "--format", "json"]));
    let told: Value = serde_json::from_str(&told).unwrap();
    let found: Vec<_> = told["findings"].as_array().unwrap().iter().map(|f| &f["code"]).collect();
    assert!(found.iter().any(|code| **code == "ORG001"), "{told}");
    assert!(found.iter().all(|code| **code != "ORG002" && **code != "CFG001"), "{told}");
    let first =
        told["findings"].as_array().unwrap().iter().find(|f| f["code"] == "ORG001").unwrap();
    assert_eq!(first["help"], "Name the unit that it happened in.");
    let id = first["record"].as_str().unwrap().to_owned();
    assert_eq!(first["message"], format!("{id}: no unit is named"));

    assert!(out(&run(&scratch, &["rules", "ORG"])).contains("no approved review names it"));
    let card = out(&run(&scratch, &["explain", "ORG001"]));
    assert!(card.contains("record.unit is not none") && card.contains("own policy"), "{card}");
    assert_eq!(run(&scratch, &["explain", "ORG009"]).status.code(), Some(2));

    let waiver = format!(
        "waivers: [{{rule: ORG001, record: {id}, reason: one unit, approved_by: c.moreau, expires: 2026-12-31}}]\n"
    );
    scratch.write("pirctl.yaml", format!("{OWN}{waiver}"));
    let told = out(&run(&scratch, &["lint", "--show-waived", "--format", "concise"]));
    assert!(told.contains(&format!("waived[ORG001] {id}: no unit is named")), "{told}");
    assert!(told.contains("approved by c.moreau until 2026-12-31: one unit"), "{told}");
    scratch.write("pirctl.yaml", format!("{OWN}rules: {{ORG001: off}}\n"));
    let told = out(&run(&scratch, &["lint", "--show-waived", "--format", "concise"]));
    assert!(!told.contains("ORG001") && told.contains("No waiver sets a finding aside."), "{told}");
}

#[test]
fn a_run_states_values_over_the_file_another_file_or_none() {
    let scratch = chain();
    scratch.write("pirctl.yaml", OWN);
    let other = scratch.beside("other.yaml");
    std::fs::write(&other, "schema: 1\nprofile: small\n").unwrap();
    let other = other.to_str().unwrap();
    let codes = |more: &[&str]| {
        let told = run(&scratch, &[&["lint", "--format", "concise"], more].concat());
        assert_ne!(told.status.code(), Some(2), "{}", err(&told));
        out(&told)
    };
    assert!(codes(&[]).contains("ORG001"));
    assert!(!codes(&["--config", "rules.ORG001=off"]).contains("ORG001"));
    assert!(
        codes(&["--config", "rules.ORG001=off", "--config", "rules.org001=error"])
            .contains("error[ORG001]")
    );
    assert!(!codes(&["--no-config"]).contains("ORG001"));
    assert!(codes(&["--no-config"]).contains("CFG002"));
    assert!(!codes(&["--config", other]).contains("ORG001"));
    let shown = |more: &[&str]| out(&run(&scratch, &[&["config", "show"], more].concat()));
    let profile = |text: &str| {
        let line = text.lines().find(|line| line.starts_with("profile")).unwrap().to_owned();
        line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(profile(&shown(&[])), ["profile", "standard", "default"]);
    assert_eq!(profile(&shown(&["--config", other])), ["profile", "small", "pirctl.yaml:2"]);
    let both = ["--config", other, "--config", "profile=group"];
    assert_eq!(profile(&shown(&both)), ["profile", "group", "--config"]);
    let mut call = crate::support::program::command(&scratch.path(), &["config", "show"]);
    let told = call.env("PIRCTL_CONFIG", other).output().unwrap();
    assert_eq!(profile(&out(&told)), ["profile", "small", "pirctl.yaml:2"]);
    let mut call =
        crate::support::program::command(&scratch.path(), &["config", "show", "--no-config"]);
    let told = call.env("PIRCTL_CONFIG", other).output().unwrap();
    assert_eq!(profile(&out(&told)), ["profile", "standard", "default"]);
    for (config, says) in [
        ("rules.INC999=off", "there is no rule `INC999`"),
        ("rules.INC003=of", "did you mean `off`?"),
        ("waivers=[]", "this key is for the file only"),
        ("no-such-file.yaml", "`no-such-file.yaml` cannot be read"),
    ] {
        let told = run(&scratch, &["lint", "--config", config]);
        assert_eq!(told.status.code(), Some(2), "{config}");
        assert!(err(&told).contains(says), "{config}: {}", err(&told));
    }
}

#[test]
fn own_rules_stand_in_reports_and_on_the_site_like_ours() {
    let scratch = chain();
    scratch.write("pirctl.yaml", OWN);
    let told = out(&run(&scratch, &["lint", "--format", "sarif"]));
    let told: Value = serde_json::from_str(&told).unwrap();
    let rules = told["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let found = told["runs"][0]["results"].as_array().unwrap();
    let own = found.iter().find(|result| result["ruleId"] == "ORG001").unwrap();
    let at = usize::try_from(own["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(rules[at]["id"], "ORG001");
    assert_eq!(rules[at]["shortDescription"]["text"], "no unit is named");
    let told = out(&run(&scratch, &["lint", "--format", "junit"]));
    assert!(told.contains("name=\"ORG002"), "{told}");
    let site = scratch.beside("site");
    let ran = run(&scratch, &["report", "--out", site.to_str().unwrap()]);
    assert_eq!(ran.status.code(), Some(0), "{}", err(&ran));
    let page = std::fs::read_to_string(site.join("findings.html")).unwrap();
    assert!(page.contains("no unit is named (warning, basis: own policy)"), "{page}");
}

#[test]
fn added_fields_are_shown_with_their_record_and_on_its_page() {
    let scratch = chain();
    scratch
        .write("pirctl.yaml", "schema: 1\nfields: {incident: {region: line, teams: '[word]'}}\n");
    let path = scratch.path().join("incidents/INC-2026-0001.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let more = "region: \"E\\e[31mMEA <north>\"\nteams:\n  - red\n  - blue\nstatus: ";
    std::fs::write(&path, text.replacen("status: ", more, 1)).unwrap();
    let told = out(&run(&scratch, &["show", "INC-2026-0001", "--format", "json"]));
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["added"][1]["field"], "teams");
    assert_eq!(told["added"][1]["value"], "- red - blue");
    let told = out(&run(&scratch, &["show", "INC-2026-0001"]));
    assert!(told.contains("MEA <north>") && !told.contains('\u{1b}'), "{told}");
    let site = scratch.beside("site");
    run(&scratch, &["report", "--out", site.to_str().unwrap()]);
    let page = std::fs::read_to_string(site.join("incidents/INC-2026-0001.html")).unwrap();
    assert!(page.contains("<dt>region<dd>") && page.contains("MEA &lt;north&gt;"), "{page}");
}

#[test]
fn lists_of_people_and_assets_know_the_values_that_are_added() {
    let scratch = chain();
    let people = "m.castro: {name: Marta Castro, function: works-council}\n";
    scratch.write("people.yaml", people);
    scratch.write("assets.yaml", "press: {group: machine}\n");
    let codes = |more: &str| {
        scratch.write("pirctl.yaml", format!("schema: 1\n{more}"));
        let told = out(&run(&scratch, &["lint", "--format", "concise"]));
        told.matches("CFG003").count()
    };
    assert_eq!(codes(""), 2);
    assert_eq!(codes("enumerations: {function: [works-council], asset-group: [machine]}\n"), 0);
}

#[test]
fn levels_hold_for_the_folders_and_kinds_that_are_named() {
    let scratch = chain();
    let with = |part: &str| {
        scratch.write("pirctl.yaml", format!("{OWN}overrides:\n  - {part}\n"));
        out(&run(&scratch, &["lint", "--format", "concise"]))
    };
    assert!(with("{kinds: [incident], rules: {ORG001: error}}").contains("error[ORG001]"));
    assert!(with("{kinds: [pir], rules: {ORG001: error}}").contains("warning[ORG001]"));
    assert!(with("{paths: [incidents], rules: {ORG001: note}}").contains("note[ORG001]"));
    assert!(!with("{paths: [incidents], rules: {ORG001: off}}").contains("ORG001"));
}

#[test]
fn each_value_in_force_is_shown_with_its_origin() {
    let scratch = chain();
    scratch.write("pirctl.yaml", "schema: 1\nprofile: small\nincident_policy: POL-incident-management\nrules:\n  INC003: note\nstages: {low: []}\nfolders: {vendor: suppliers}\n");
    let told = out(&run(&scratch, &["config", "show", "--format", "json"]));
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["schema"], "pirctl.config/1");
    let said = |key: &str| {
        let all = told["settings"].as_array().unwrap();
        let one = all.iter().find(|it| it["key"] == key).unwrap_or_else(|| panic!("{key}"));
        (one["value"].as_str().unwrap().to_owned(), one["origin"].as_str().unwrap().to_owned())
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(said("profile"), pair("small", "pirctl.yaml:2"));
    assert_eq!(said("timezone"), pair("UTC", "default"));
    assert_eq!(said("rules.INC003"), pair("note", "pirctl.yaml:5"));
    assert_eq!(said("stages.low"), pair("none", "pirctl.yaml:6"));
    assert_eq!(said("stages.info").1, "default");
    assert_eq!(said("folders.vendor"), pair("suppliers", "pirctl.yaml:7"));
    assert_eq!(said("folders.incident"), pair("incidents", "default"));
    assert_eq!(said("defines.pir_trigger").1, "POL-incident-management");
    let text = out(&run(&scratch, &["config", "show"]));
    assert!(
        text.lines().any(|line| line.starts_with("profile ") && line.ends_with(":2")),
        "{text}"
    );
}

#[test]
fn above_several_registers_the_user_is_told_to_name_one() {
    let scratch = Scratch::new();
    for register in ["isms/one", "isms/two"] {
        scratch.write(&format!("{register}/pirctl.yaml"), "schema: 1\n");
    }
    let told = run(&scratch, &["lint"]);
    assert_eq!(told.status.code(), Some(2));
    let said = err(&told);
    assert!(said.contains("2 registers stand below: isms/one, isms/two"), "{said}");
    assert!(said.contains("pirctl -C isms/one"), "{said}");
    assert_ne!(run(&scratch, &["lint", "-C", "isms/one"]).status.code(), Some(2));
}

#[test]
fn a_register_inside_another_is_no_part_of_it() {
    let scratch = chain();
    scratch.write("team/pirctl.yaml", "schema: 1\n");
    scratch
        .write("team/incidents/INC-2026-0001.md", "---\nid: INC-2026-0001\nkind: incident\n---\n");
    let told = out(&run(&scratch, &["lint", "--format", "concise"]));
    assert!(!told.contains("team/"), "{told}");
    let told = out(&run(&scratch, &["lint", "-C", "team", "--format", "concise"]));
    assert!(told.contains("1 record checked"), "{told}");
}

#[test]
fn fields_folders_and_sections_of_ones_own_are_written_and_checked() {
    let scratch = chain();
    scratch.write(
        "pirctl.yaml",
        "schema: 1\nincident_policy: POL-incident-management\n\
         fields: {vendor: {region: {type: emea/apac, from: always}}}\n\
         folders: {vendor: suppliers}\nsections: {Services: Leistungen}\n",
    );
    let new = |set: &[&str]| {
        let given = ["new", "vendor", "--title", "Acme", "--owner", "s.lind"];
        run(&scratch, &[&given, set].concat())
    };
    assert!(err(&new(&[])).contains("region"), "{}", err(&new(&[])));
    let refused = new(&["--set", "region=emae"]);
    assert!(err(&refused).contains("did you mean `emea`?"), "{}", err(&refused));
    let made = new(&["--set", "region=emea"]);
    let path = out(&made);
    assert!(path.starts_with("suppliers/VND-"), "{path} {}", err(&made));
    let text = std::fs::read_to_string(scratch.path().join(path.trim())).unwrap();
    assert!(text.contains("\nregion: emea\n") && text.contains("## Leistungen"), "{text}");
    let told = out(&run(&scratch, &["lint", "--format", "concise"]));
    assert!(!told.contains("suppliers/"), "{told}");
}

#[test]
fn bad_configurations_are_said_at_their_place_and_never_a_panic() {
    let scratch = chain();
    for (text, said) in [
        ("rules: {INC999: off}\n", "pirctl.yaml:1:9: warning[CFG004]"),
        ("waivers: [{rule: INC003, record: INC-2026-0001, expires: soon}]\n", "error[CFG001]"),
        (
            "custom: [{code: ORG001, kind: incident, require: 'record.', message: x}]\n",
            "error[CFG001]",
        ),
        ("profile: &a small\ntimezone: *a\n", "CFG001"),
        ("schema: 1\r\nprofil: small\r\n", "pirctl.yaml:2:1: error[CFG001]"),
        ("schema: 99999999999999999999999\n", "error[CFG001]"),
        ("fields: {incident: {a: '[[line]]'}}\n", "error[CFG001]"),
        ("fields: {incident: [a]}\nstages: x\noverrides: 1\nfolders: 2\n", "error[CFG001]"),
        ("sections: {Summary: [[a]]}\nenumerations: {function: {a: b}}\n", "error[CFG001]"),
    ] {
        scratch.write("pirctl.yaml", text);
        let told = run(&scratch, &["lint", "--format", "concise"]);
        assert!(out(&told).contains(said), "{text}: {} {}", out(&told), err(&told));
        assert_ne!(run(&scratch, &["config", "show"]).status.code(), Some(101), "{text}");
    }
    scratch.write("pirctl.yaml", "profile:\n\tsmall: 1\n");
    let told = run(&scratch, &["lint"]);
    assert_eq!(told.status.code(), Some(2), "{}", out(&told));
    let long = vec!["today"; 600].join("~");
    let rule = format!("custom: [{{code: ORG001, kind: incident, require: {long}, message: x}}]\n");
    scratch.write("pirctl.yaml", rule);
    let told = out(&run(&scratch, &["lint", "--format", "concise"]));
    assert!(told.contains("ORG001 gives no answer for INC-2026-0001"), "{told}");
}

fn schema() -> Value {
    let text = include_str!("../../docs/schema/configuration.schema.json");
    serde_json::from_str(text).expect("the schema is JSON")
}

fn breaches(text: &str) -> Vec<String> {
    let document: Value = serde_yaml::from_str(text).expect("the file is YAML");
    let validator = jsonschema::validator_for(&schema()).expect("the schema is a schema");
    validator.iter_errors(&document).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

#[test]
fn the_schema_has_every_key_that_the_reader_knows() {
    let schema = schema();
    let listed: BTreeSet<_> = schema["properties"].as_object().unwrap().keys().cloned().collect();
    let read: BTreeSet<_> = KEYS.iter().map(|key| (*key).to_owned()).collect();
    assert_eq!(listed, read);
    // Inside, each key of the schema is one that the reader takes, and no other.
    let flaws = |text: &str| Config::read(&RepoPath::new("pirctl.yaml"), text.into()).flaws;
    for key in ["repository", "ids", "risk", "people", "folders"] {
        for inner in schema["properties"][key]["properties"].as_object().unwrap().keys() {
            let found = flaws(&format!("{key}: {{{inner}: ~}}\n"));
            assert!(found.iter().all(|f| !f.message.contains("there is no key")), "{key}.{inner}");
        }
    }
    for key in ["overrides", "custom", "waivers", "redactions"] {
        for inner in schema["properties"][key]["items"]["properties"].as_object().unwrap().keys() {
            let found = flaws(&format!("{key}: [{{{inner}: ~}}]\n"));
            assert!(found.iter().all(|f| !f.message.contains("there is no key")), "{key}.{inner}");
        }
    }
}

#[test]
fn files_that_we_write_and_document_keep_the_schema() {
    let scratch = Scratch::new();
    assert_eq!(run(&scratch, &["init", "fresh"]).status.code(), Some(0));
    let fresh = std::fs::read_to_string(scratch.path().join("fresh/pirctl.yaml")).unwrap();
    let demo = include_str!("../../examples/register/pirctl.yaml");
    let page = include_str!("../../docs/configuration.md");
    let documented = page.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let own = [fresh.as_str(), demo, OWN];
    let mut shown = 0;
    for text in own.into_iter().chain(documented.filter(|text| text.starts_with("# pirctl.yaml"))) {
        assert_eq!(breaches(text), Vec::<String>::new(), "{text}");
        let config = Config::read(&RepoPath::new("pirctl.yaml"), text.into());
        assert_eq!(config.flaws, [], "{text}");
        shown += 1;
    }
    assert!(shown > 5, "docs/configuration.md shows examples");
    for text in ["profil: small\n", "rules: {INC003: warn}\n", "custom: [{code: org1}]\n"] {
        assert!(!breaches(text).is_empty(), "{text}");
    }
}
