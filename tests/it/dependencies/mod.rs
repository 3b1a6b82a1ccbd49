//! The dependency policy of `deny.toml`, checked over what cargo resolved.
//!
//! The same file serves `cargo deny`; this needs nothing but cargo and no network.

mod graph;
mod policy;
mod spdx;

use graph::{Graph, Package, Reach};
use policy::Policy;
use std::collections::{BTreeMap, BTreeSet};

fn deny_toml() -> &'static str {
    include_str!("../../../deny.toml")
}

fn policy() -> Policy {
    Policy::parse(deny_toml()).expect("deny.toml can be read")
}

/// Every way in which the crates break the policy, as sentences.
fn breaches(policy: &Policy, graph: &Graph) -> Vec<String> {
    let everything = graph.crates(Reach::Everything);
    let mut found: Vec<String> = everything.iter().filter_map(|p| licence(policy, p)).collect();
    for package in &everything {
        if policy.banned.contains(&package.name) {
            found.push(format!("{} is banned in deny.toml", package.label()));
        }
        found.extend(foreign_source(package));
    }
    found.extend(wildcards(graph.ours()));
    found.extend(second_versions(policy, &graph.crates(Reach::Product)));
    found.extend(younger_than_we(graph));
    found
}

fn licence(policy: &Policy, package: &Package) -> Option<String> {
    let Some(expression) = &package.license else {
        return Some(format!("{} states no licence", package.label()));
    };
    let accepts = |licence: &str| {
        let exception = (package.name.clone(), licence.to_owned());
        policy.licences.contains(licence) || policy.exceptions.contains(&exception)
    };
    match spdx::satisfied(expression, &accepts) {
        Ok(true) => None,
        Ok(false) => Some(format!("{} is under `{expression}`", package.label())),
        Err(why) => Some(format!("{}: licence `{expression}`: {why}", package.label())),
    }
}

/// A crate from elsewhere than cargo's own registry, the only one that the manifest can mean while
/// it names none.
fn foreign_source(package: &Package) -> Option<String> {
    let source = package.source.as_deref().unwrap_or("a folder");
    let known = source.starts_with("registry+");
    (!known).then(|| format!("{} comes from {source}", package.label()))
}

fn wildcards(ours: &Package) -> impl Iterator<Item = String> {
    let loose = ours.dependencies.iter().filter(|wanted| wanted.req.contains('*'));
    loose.map(|wanted| format!("`{}` is asked for in any version", wanted.name))
}

/// Crates that the program holds twice without a reason, and reasons that nothing needs any more.
fn second_versions(policy: &Policy, product: &[&Package]) -> Vec<String> {
    let is_skipped = |package: &Package, (name, version): &(String, String)| {
        let rest = package.version.strip_prefix(version.as_str());
        package.name == *name && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in product {
        if !policy.skipped.iter().any(|skip| is_skipped(package, skip)) {
            versions.entry(&package.name).or_default().insert(&package.version);
        }
    }
    let twice = versions.iter().filter(|(_, versions)| versions.len() > 1);
    let mut found: Vec<_> = twice
        .map(|(name, versions)| format!("{name} is there in several versions: {versions:?}"))
        .collect();
    let stale = policy.skipped.iter().filter(|skip| !product.iter().any(|p| is_skipped(p, skip)));
    found.extend(stale.map(|(name, version)| format!("the skip of {name}@{version} has no use")));
    found
}

/// Crates of the program that need a newer Rust than our manifest promises.
fn younger_than_we(graph: &Graph) -> Vec<String> {
    let ours = graph.ours().rust_version.as_deref().expect("Cargo.toml has a rust-version");
    let product = graph.crates(Reach::Product);
    let younger = product.iter().filter(|package| {
        package.rust_version.as_deref().is_some_and(|needed| numbers(needed) > numbers(ours))
    });
    younger
        .map(|p| format!("{} needs Rust {:?}, we promise {ours}", p.label(), p.rust_version))
        .collect()
}

fn numbers(version: &str) -> Vec<u32> {
    let mut parts: Vec<u32> = version.split('.').map_while(|part| part.parse().ok()).collect();
    parts.resize(3, 0);
    parts
}

#[test]
fn the_dependencies_keep_the_policy() {
    let graph = Graph::load();
    assert!(graph.crates(Reach::Product).len() > 50, "cargo told of hardly any crate");
    let found = breaches(&policy(), &graph);
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// A crate of ours with dependencies `a` (normal), `t` (tests only) and `o` (optional, off).
const METADATA: &str = r#"{
  "packages": [
    {"id": "us", "name": "us", "version": "0.1.0", "license": "MIT", "rust_version": "1.90", "source": null, "features": {},
     "dependencies": [{"name": "a", "req": "^1", "rename": null, "optional": false}, {"name": "t", "req": "^1", "rename": null, "optional": false},
                      {"name": "o", "req": "^1", "rename": null, "optional": true}]},
    {"id": "a1", "name": "a", "version": "1.2.0", "license": "MIT/Apache-2.0", "rust_version": "1.88", "source": "registry+https://example.org/index",
     "features": {}, "dependencies": []},
    {"id": "t1", "name": "t", "version": "1.0.0", "license": "ISC", "rust_version": "1.99", "source": "registry+https://example.org/index",
     "features": {}, "dependencies": [{"name": "a", "req": "^0.9", "rename": null, "optional": false}]},
    {"id": "a0", "name": "a", "version": "0.9.3", "license": "MIT", "rust_version": null, "source": "registry+https://example.org/index",
     "features": {}, "dependencies": []},
    {"id": "o1", "name": "o", "version": "1.0.0", "license": "GPL-3.0-only", "rust_version": null, "source": null, "features": {}, "dependencies": []}
  ],
  "resolve": {"root": "us", "nodes": [
    {"id": "us", "features": [], "deps": [{"pkg": "a1", "dep_kinds": [{"kind": null}]}, {"pkg": "t1", "dep_kinds": [{"kind": "dev"}]}, {"pkg": "o1", "dep_kinds": [{"kind": null}]}]},
    {"id": "a1", "features": [], "deps": []}, {"id": "a0", "features": [], "deps": []}, {"id": "o1", "features": [], "deps": []},
    {"id": "t1", "features": [], "deps": [{"pkg": "a0", "dep_kinds": [{"kind": null}]}]}
  ]}
}"#;

const POLICY: &str = r#"
licenses = { allow = ["MIT", "ISC"], exceptions = [] }
bans = { wildcards = "deny", multiple-versions = "deny", deny = [{ crate = "tokio", reason = "x" }], skip = [] }
sources = { unknown-registry = "deny" }
"#;

/// What is said when `from` reads `to` in the small metadata and policy.
fn said(from: &str, to: &str) -> Vec<String> {
    let policy = Policy::parse(&POLICY.replace(from, to)).expect("the small policy is sound");
    breaches(&policy, &Graph::parse(&METADATA.replace(from, to)))
}

#[test]
fn a_second_version_that_only_tests_use_is_no_breach() {
    assert_eq!(said("nothing", "nothing"), Vec::<String>::new());
}

#[test]
fn a_licence_outside_the_list_is_reported_and_an_exception_is_for_one_crate() {
    assert_eq!(said("\"MIT/Apache-2.0\"", "\"GPL-3.0-only\""), ["a 1.2.0 is under `GPL-3.0-only`"]);
    assert_eq!(said("\"MIT/Apache-2.0\"", "null"), ["a 1.2.0 states no licence"]);
    let only_t = "exceptions = [{ crate = \"a\", allow = [\"ISC\"] }]";
    let policy = POLICY.replace("\"MIT\", \"ISC\"", "\"MIT\"").replace("exceptions = []", only_t);
    let policy = Policy::parse(&policy).expect("the small policy is sound");
    assert_eq!(breaches(&policy, &Graph::parse(METADATA)), ["t 1.0.0 is under `ISC`"]);
}

#[test]
fn bans_sources_wildcards_and_age_are_reported() {
    assert_eq!(said("tokio", "t"), ["t 1.0.0 is banned in deny.toml"]);
    let git = METADATA.replacen("registry+https", "git+https", 1);
    let policy = Policy::parse(POLICY).expect("the small policy is sound");
    let from = "a 1.2.0 comes from git+https://example.org/index";
    assert_eq!(breaches(&policy, &Graph::parse(&git)), [from]);
    assert_eq!(
        said("\"name\": \"t\", \"req\": \"^1\"", "\"name\": \"t\", \"req\": \"*\""),
        ["`t` is asked for in any version"]
    );
    assert_eq!(said("1.88", "1.91"), ["a 1.2.0 needs Rust Some(\"1.91\"), we promise 1.90"]);
}

#[test]
fn a_second_version_in_the_program_needs_a_reason_that_is_still_needed() {
    let twice = METADATA.replace("\"kind\": \"dev\"", "\"kind\": null").replace("1.99", "1.80");
    let graph = Graph::parse(&twice);
    let policy = Policy::parse(POLICY).expect("the small policy is sound");
    let says = "a is there in several versions: {\"0.9.3\", \"1.2.0\"}";
    assert_eq!(breaches(&policy, &graph), [says]);
    let skip = "skip = [{ crate = \"a@0.9\", reason = \"t\" }]";
    let policy =
        Policy::parse(&POLICY.replace("skip = []", skip)).expect("the small policy is sound");
    assert_eq!(breaches(&policy, &graph), Vec::<String>::new());
    assert_eq!(breaches(&policy, &Graph::parse(METADATA)), ["the skip of a@0.9 has no use"]);
}

#[test]
fn a_loosened_policy_is_refused() {
    let refused = |from: &str, to: &str| Policy::parse(&deny_toml().replace(from, to)).is_err();
    assert!(refused("wildcards = \"deny\"", "wildcards = \"allow\""));
    assert!(refused("unknown-registry = \"deny\"", "unknown-registry = \"warn\""));
    assert!(refused("\"hashbrown@0.14\"", "\"hashbrown\""));
}
