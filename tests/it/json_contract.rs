//! The published JSON schemas, and that the examples in `docs/json.md` keep them.

use serde_json::Value;

/// Fails with every breach when `document` does not keep `docs/schema/<name>.schema.json`.
pub(crate) fn assert_keeps_schema(name: &str, document: &Value) {
    let found = breaches(name, document);
    assert!(found.is_empty(), "breaks the schema of {name}:\n{}", found.join("\n"));
}

fn breaches(name: &str, document: &Value) -> Vec<String> {
    let text = match name {
        "lint" => include_str!("../../docs/schema/lint.schema.json"),
        "history" => include_str!("../../docs/schema/history.schema.json"),
        "trace" => include_str!("../../docs/schema/trace.schema.json"),
        "metrics" => include_str!("../../docs/schema/metrics.schema.json"),
        "population" => include_str!("../../docs/schema/population.schema.json"),
        "reconcile" => include_str!("../../docs/schema/reconcile.schema.json"),
        "due" => include_str!("../../docs/schema/due.schema.json"),
        "export" => include_str!("../../docs/schema/export.schema.json"),
        "export-lines" => include_str!("../../docs/schema/export-lines.schema.json"),
        "roles" => include_str!("../../docs/schema/roles.schema.json"),
        "trends" => include_str!("../../docs/schema/trends.schema.json"),
        "list" => include_str!("../../docs/schema/list.schema.json"),
        "requirements" => include_str!("../../docs/schema/requirements.schema.json"),
        "status" => include_str!("../../docs/schema/status.schema.json"),
        "traces" => include_str!("../../docs/schema/traces.schema.json"),
        "sample" => include_str!("../../docs/schema/sample.schema.json"),
        "verify" => include_str!("../../docs/schema/verify.schema.json"),
        "show" => include_str!("../../docs/schema/show.schema.json"),
        other => panic!("no schema for {other}"),
    };
    let schema: Value = serde_json::from_str(text).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    validator.iter_errors(document).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

fn example(name: &str) -> Value {
    let page = include_str!("../../docs/json.md");
    let mark = format!("<!-- example: {name} -->\n```json\n");
    let rest = page.split_once(&mark).expect("docs/json.md has the example").1;
    let text = rest.split_once("\n```").expect("the example ends").0;
    serde_json::from_str(text).expect("the example is JSON")
}

#[test]
fn the_documented_examples_keep_their_schemas() {
    for name in [
        "lint",
        "history",
        "trace",
        "show",
        "list",
        "metrics",
        "status",
        "requirements",
        "verify",
        "sample",
        "export",
        "roles",
    ] {
        assert_keeps_schema(name, &example(name));
    }
}

#[test]
fn the_documented_examples_of_what_is_due_and_what_there_was_keep_their_schemas() {
    for name in ["due", "population", "reconcile", "trends"] {
        assert_keeps_schema(name, &example(name));
    }
}

#[test]
fn an_added_key_keeps_the_schema_and_a_missing_or_changed_one_does_not() {
    let mut lint = example("lint");
    lint["findings"][0]["basis"] = "own-policy".into();
    lint["tool"] = "later".into();
    let mut waived = lint["findings"][0].clone();
    waived["waiver"] =
        serde_json::json!({"reason": "x", "approved_by": "s.lind", "expires": "2026-09-30"});
    lint["waived"] = [waived].into();
    assert_keeps_schema("lint", &lint);
    lint["waived"][0]["waiver"]["expires"] = "soon".into();
    lint["findings"][0]["line"] = 0.into();
    lint["findings"][0]["severity"] = "fatal".into();
    lint["findings"][0]["path"] = "/somewhere/else.md".into();
    assert_eq!(breaches("lint", &lint).len(), 4);
    let mut history = example("history");
    let revision = &mut history["documents"][0]["revisions"][0];
    revision["blob"] = Value::Null;
    revision["author"]["time"] = "2026-04-08 15:02".into();
    revision.as_object_mut().expect("a revision is an object").remove("parents");
    assert_eq!(breaches("history", &history).len(), 2);
}
