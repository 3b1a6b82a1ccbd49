//! Tests: what a configuration adds to the model, as records are held against it.

use super::{Document, FlawKind, Record, read_by};
use crate::config::Config;
use crate::schema::{Key, Kind, Line, Owed, Table, Words};
use crate::term::RepoPath;

const ADDED: &str = "\
fields:
  incident:
    region: {type: emea/apac, from: triaged, meaning: Where it happened.}
    teams: {type: [function], from: always}
    next_look: date
    part_of: {type: '[@incident]'}
enumerations: {function: [works-council], detection-source: [insurer]}
folders: {incident: security/cases, pir: security/cases/reviews}
sections: {Summary: Zusammenfassung, Impact: [Auswirkung, Folgen]}
";

fn config(text: &str) -> Config {
    Config::read(&RepoPath::new("pirctl.yaml"), text.into())
}

fn record(table: &'static Table, text: &str) -> Record {
    let path = RepoPath::new("security/cases/INC-2026-0001.md");
    match read_by(table, &path, text.into(), None) {
        Document::Record(record) => *record,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_added_is_part_of_the_table() {
    let config = config(ADDED);
    assert_eq!(config.flaws, []);
    let (table, flaws) = Table::of(&config);
    assert_eq!(flaws, []);
    assert!(std::ptr::eq(table, Table::of(&config).0));
    let spec = table.spec(Kind::Incident);
    let region = spec.field("region").unwrap();
    assert_eq!((region.owed, region.meaning), (Owed::From("triaged"), "Where it happened."));
    assert_eq!(spec.field("teams").unwrap().owed, Owed::Always);
    assert!(Kind::Incident.spec().field("region").is_none());
    assert_eq!(table.kind_at("security/cases/a.md"), Some(Kind::Incident));
    assert_eq!(table.kind_at("security/cases/reviews/a.md"), Some(Kind::Pir));
    assert_eq!(table.kind_at("incidents/a.md"), None);
    assert_eq!(table.kind_at("risks/a.md"), Some(Kind::Risk));
}

#[test]
fn records_are_held_against_what_is_added() {
    let table = Table::of(&config(ADDED)).0;
    let text = "---\nid: INC-2026-0001\nkind: incident\nregion: emae\nteams: [works-council, it, hrr]\n\
        detection_source: insurer\npart_of: [INC-2026-0002]\nnext_look: 2026-02-30\n---\n\
        ## zusammenfassung\nText\n## Folgen\nText\n";
    let record = record(table, text);
    let found: Vec<_> = record.flaws.iter().map(|f| (f.kind, f.span.slice(text))).collect();
    assert_eq!(
        found,
        [
            (FlawKind::FieldInvalid, "emae"),
            (FlawKind::FieldInvalid, "hrr"),
            (FlawKind::DateInvalid, "2026-02-30"),
        ]
    );
    assert_eq!(record.text_of(Key::<Line>::new("region")), Some("emae"));
    assert_eq!(record.words(Key::<Words>::new("teams")).len(), 3);
    assert_eq!(record.links[0].target.id, "INC-2026-0002");
    let outline = record.outline();
    assert!(outline.section("Summary").is_some() && outline.section("Impact").is_some());
}

#[test]
fn additions_that_cannot_be_are_flaws_at_their_place_and_left_out() {
    for (text, marked, help) in [
        ("fields: {incident: {owner: line}}\n", "owner", "choose another name"),
        ("fields: {action: {assignee: line}}\n", "assignee", "choose another name"),
        ("fields: {action: {Due-Date: date}}\n", "Due-Date", "use small letters, digits and `_`"),
        ("fields: {action: {a: lien}}\n", "lien", "did you mean `line`?"),
        ("fields: {action: {a: '@incidnt'}}\n", "'@incidnt'", "use one of"),
        ("fields: {action: {a: {type: line, from: opne}}}\n", "opne", "did you mean `open`?"),
        ("enumerations: {severity: [dire]}\n", "severity", "stages and clocks hang on them"),
        ("enumerations: {functoin: [x]}\n", "functoin", "did you mean `function`?"),
        ("enumerations: {function: [it]}\n", "it", "leave it out"),
        ("enumerations: {function: [two words]}\n", "two words", "leave it out"),
        ("sections: {Sumary: X}\n", "Sumary", "did you mean `Summary`?"),
        ("sections: {Summary: Impact}\n", "Impact", "a heading that no other section has"),
        ("sections: {Summary: X, Impact: x}\n", "x", "a heading that no other section has"),
    ] {
        let config = config(text);
        assert_eq!(config.flaws, [], "{text}");
        let (_, flaws) = Table::of(&config);
        assert_eq!(flaws.len(), 1, "{text} {flaws:?}");
        assert_eq!(flaws[0].place.span.slice(text), marked);
        assert!(flaws[0].help.contains(help), "{text} {flaws:?}");
    }
}

#[test]
fn nothing_added_is_the_model_itself() {
    assert!(std::ptr::eq(Table::of(&config("schema: 1\n")).0, Table::standard()));
    let of_folder = |kind: Kind| Kind::of_folder(kind.spec().folder);
    for kind in Kind::ALL {
        let path = format!("{}/x.md", kind.spec().folder);
        assert_eq!(Table::standard().kind_at(&path), of_folder(kind));
    }
}
