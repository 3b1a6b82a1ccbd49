//! `assets.yaml`: which group an asset belongs to.

use super::reader::{self, Opened, Reader, inside};
use super::{ConfigFlaw, ConfigRule, Given};
use crate::diag::Place;
use crate::term::RepoPath;
use crate::term::enumeration::ASSET_GROUP;
use crate::yaml::NodeId;
use std::collections::HashMap;

/// An asset that records may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its name.
    pub name: String,
    /// The group it belongs to, one of the enumeration's words.
    pub group: Option<&'static str>,
    /// Handle of the person answerable for it.
    pub owner: Option<Given<String>>,
    /// Other names for it.
    pub aliases: Vec<String>,
    /// Where the name stands.
    pub place: Place,
}

/// The assets of the register, by name and alias.
#[derive(Clone, Debug)]
pub struct Assets {
    /// Where the list is, or would be.
    pub path: RepoPath,
    /// The text as read; empty when there is no list.
    pub text: String,
    /// What is wrong with the list.
    pub flaws: Vec<ConfigFlaw>,
    is_usable: bool,
    list: Vec<Asset>,
    by_name: HashMap<String, usize>,
}

impl Assets {
    /// Reads the list that stands at `path`, with the groups of the model.
    pub fn read(path: &RepoPath, bytes: Vec<u8>) -> Self {
        Self::read_with(path, bytes, ASSET_GROUP.values)
    }

    /// Reads the list that stands at `path`; `groups` are those that the register knows.
    pub fn read_with(path: &RepoPath, bytes: Vec<u8>, groups: &[&'static str]) -> Self {
        let Opened { text, tree, flaws } =
            reader::open(path, bytes, ConfigRule::ReferenceListInvalid);
        let mut assets =
            Self { is_usable: !flaws.iter().any(|flaw| flaw.fatal), flaws, ..Self::absent(path) };
        if let Some(tree) = &tree {
            let mut reader = Reader::new(&text, tree, path, ConfigRule::ReferenceListInvalid);
            let root = reader.root();
            assets.is_usable &= reader.is_mapping(root);
            assets.fill(&mut reader, root, groups);
            assets.flaws.append(&mut reader.flaws);
        }
        assets.flaws.sort_by(|a, b| a.place.cmp(&b.place));
        Self { text, ..assets }
    }

    /// No list.
    pub fn absent(path: &RepoPath) -> Self {
        Self {
            path: path.clone(),
            text: String::new(),
            flaws: Vec::new(),
            is_usable: false,
            list: Vec::new(),
            by_name: HashMap::new(),
        }
    }

    /// True when names can be checked: there is a list and it could be read.
    pub fn is_usable(&self) -> bool {
        self.is_usable
    }

    /// Every asset, in the order of the file.
    pub fn all(&self) -> &[Asset] {
        &self.list
    }

    /// The asset with this name or alias.
    pub fn get(&self, name: &str) -> Option<&Asset> {
        self.by_name.get(name).map(|at| &self.list[*at])
    }

    /// The group of the asset with this name or alias.
    pub fn group(&self, name: &str) -> Option<&'static str> {
        self.get(name)?.group
    }

    fn fill(&mut self, reader: &mut Reader<'_>, root: NodeId, groups: &[&'static str]) {
        let mut aliases = Vec::new();
        for (name, entry) in reader.pairs(root, "", "name: {group: ..}") {
            let at = self.list.len();
            let mut asset = Asset {
                name: name.to_owned(),
                group: None,
                owner: None,
                aliases: Vec::new(),
                place: reader.place(entry.key),
            };
            if !reader.is_null(entry.value) {
                let found = read_asset(reader, &mut asset, entry.value, groups);
                aliases.extend(found.into_iter().map(|alias| (at, alias)));
            }
            self.by_name.insert(name.to_owned(), at);
            self.list.push(asset);
        }
        // Names first: an alias never takes the name of another asset.
        for (at, alias) in aliases {
            self.claim(reader, alias, at);
        }
    }

    fn claim(&mut self, reader: &mut Reader<'_>, alias: Given<String>, at: usize) {
        let Some(first) = self.by_name.get(&alias.value).copied() else {
            self.by_name.insert(alias.value.clone(), at);
            self.list[at].aliases.push(alias.value);
            return;
        };
        let other = &self.list[first];
        let message = format!("`{}` also stands for {}", alias.value, other.name);
        let rule = ConfigRule::ReferenceListInvalid;
        let flaw = ConfigFlaw::new(rule, alias.place, message, "give each name to one asset")
            .on("aliases")
            .first_at(&self.path, other.place.span, "this asset has it");
        reader.flaws.push(flaw);
    }
}

/// Fills in what the list says of an asset and gives the aliases.
fn read_asset(
    reader: &mut Reader<'_>,
    asset: &mut Asset,
    value: NodeId,
    groups: &[&'static str],
) -> Vec<Given<String>> {
    let mut aliases = Vec::new();
    for (key, entry) in reader.fields(value, &asset.name, &["group", "owner", "aliases"]) {
        let (field, node) = (inside(&asset.name, key), entry.value);
        match key {
            "group" => {
                let parse = |word: &str| groups.iter().copied().find(|g| *g == word);
                asset.group = reader.word(node, &field, groups, parse).map(|given| given.value);
            }
            "owner" => {
                let owner = reader.line(node, &field);
                asset.owner = owner.map(|handle| reader.given(handle.to_owned(), node));
            }
            _ => aliases = reader.lines(node, &field),
        }
    }
    aliases
}
