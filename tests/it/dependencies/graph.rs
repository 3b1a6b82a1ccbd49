//! What cargo resolved: crates, and which of them belong to the program.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// The crates that `Cargo.lock` brings, as cargo tells them.
#[derive(Debug, Deserialize)]
pub(super) struct Graph {
    packages: Vec<Package>,
    resolve: Resolve,
}

/// One crate at one version.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Package {
    id: String,
    pub(super) name: String,
    pub(super) version: String,
    pub(super) license: Option<String>,
    pub(super) rust_version: Option<String>,
    pub(super) source: Option<String>,
    pub(super) dependencies: Vec<Wanted>,
    features: BTreeMap<String, Vec<String>>,
}

/// A dependency as a manifest states it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Wanted {
    pub(super) name: String,
    rename: Option<String>,
    pub(super) req: String,
    optional: bool,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
    root: String,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
    features: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

#[derive(Debug, Deserialize)]
struct Kind {
    kind: Option<String>,
}

/// Which dependencies of our own are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// What the program is made of.
    Product,
    /// That, and what only tests use.
    Everything,
}

impl Graph {
    /// Asks cargo, without network: for every platform when all sources are at hand, else for this one.
    pub(super) fn load() -> Self {
        let whole = metadata(&[]);
        let json = whole.or_else(|_| metadata(&["--filter-platform", &host()]));
        let json = json.unwrap_or_else(|why| panic!("cargo metadata: {why}"));
        Self::parse(&json)
    }

    pub(super) fn parse(json: &str) -> Self {
        serde_json::from_str(json).expect("cargo metadata gives the form it documents")
    }

    /// Our own crate.
    pub(super) fn ours(&self) -> &Package {
        self.package(&self.resolve.root)
    }

    /// All other crates within `reach`, sorted by name and version.
    pub(super) fn crates(&self, reach: Reach) -> Vec<&Package> {
        let mut seen = BTreeSet::new();
        let mut open = vec![self.resolve.root.as_str()];
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                open.extend(self.below(id, reach));
            }
        }
        seen.remove(self.resolve.root.as_str());
        let mut found: Vec<_> = seen.into_iter().map(|id| self.package(id)).collect();
        found.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
        found
    }

    fn below(&self, id: &str, reach: Reach) -> Vec<&str> {
        let node =
            self.resolve.nodes.iter().find(|node| node.id == id).expect("every id has a node");
        let from = self.package(id);
        let followed = |kind: &Kind| {
            let only_tests = kind.kind.as_deref() == Some("dev");
            !only_tests || (reach == Reach::Everything && id == self.resolve.root)
        };
        node.deps
            .iter()
            .filter(|edge| edge.dep_kinds.iter().any(followed))
            .filter(|edge| from.wants(&self.package(&edge.pkg).name, &node.features))
            .map(|edge| edge.pkg.as_str())
            .collect()
    }

    fn package(&self, id: &str) -> &Package {
        self.packages.iter().find(|package| package.id == id).expect("every id has a package")
    }
}

impl Package {
    /// True when a dependency on `name` is switched on; the resolver lists optional ones that are not.
    fn wants(&self, name: &str, features: &BTreeSet<String>) -> bool {
        self.dependencies.iter().filter(|wanted| wanted.name == name).any(|wanted| {
            let key = wanted.rename.as_deref().unwrap_or(&wanted.name);
            let (plain, strong) = (format!("dep:{key}"), format!("{key}/"));
            let switches = |word: &String| *word == plain || word.starts_with(&strong);
            let listed =
                |feature| self.features.get(feature).is_some_and(|f| f.iter().any(switches));
            !wanted.optional || features.iter().any(|feature| feature == key || listed(feature))
        })
    }

    /// Name and version, as cargo prints them.
    pub(super) fn label(&self) -> String {
        format!("{} {}", self.name, self.version)
    }
}

fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn metadata(more: &[&str]) -> Result<String, String> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let fixed =
        ["metadata", "--format-version", "1", "--locked", "--offline", "--manifest-path", manifest];
    run(cargo().args(fixed).args(more))
}

fn host() -> String {
    let told = run(cargo().arg("-vV")).expect("cargo knows its version");
    let line = told.lines().find_map(|line| line.strip_prefix("host: "));
    line.expect("cargo -vV names the host").to_owned()
}

fn run(command: &mut Command) -> Result<String, String> {
    let done = command.output().map_err(|e| e.to_string())?;
    if done.status.success() {
        String::from_utf8(done.stdout).map_err(|e| e.to_string())
    } else {
        Err(String::from_utf8_lossy(&done.stderr).into_owned())
    }
}
