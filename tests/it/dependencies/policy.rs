//! The part of `deny.toml` that the test holds dependencies to.

use std::collections::BTreeSet;
use toml_edit::{DocumentMut, Item, Value};

/// What `deny.toml` says.
#[derive(Debug)]
pub(super) struct Policy {
    pub(super) licences: BTreeSet<String>,
    /// Crate and licence that is accepted for this crate only.
    pub(super) exceptions: BTreeSet<(String, String)>,
    pub(super) banned: BTreeSet<String>,
    /// Crate and beginning of the version that may stand beside a newer one.
    pub(super) skipped: BTreeSet<(String, String)>,
}

impl Policy {
    /// Reads the file's text; the error says what is missing.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let file: DocumentMut = text.parse().map_err(|e| format!("deny.toml: {e}"))?;
        for (section, key) in
            [("bans", "wildcards"), ("bans", "multiple-versions"), ("sources", "unknown-registry")]
        {
            if file[section][key].as_str() != Some("deny") {
                return Err(format!("deny.toml: {section}.{key} is not \"deny\""));
            }
        }
        let mut exceptions = BTreeSet::new();
        for entry in tables(&file["licenses"]["exceptions"])? {
            let name = text_at(&entry, "crate")?;
            let allowed = entry.get("allow").and_then(Value::as_array).ok_or("no `allow`")?;
            let words = allowed.iter().filter_map(Value::as_str);
            exceptions.extend(words.map(|licence| (name.clone(), licence.to_owned())));
        }
        let mut skipped = BTreeSet::new();
        for entry in tables(&file["bans"]["skip"])? {
            let name = text_at(&entry, "crate")?;
            text_at(&entry, "reason")?;
            let (name, version) =
                name.split_once('@').ok_or(format!("`{name}` has no @version"))?;
            skipped.insert((name.to_owned(), version.to_owned()));
        }
        let banned = tables(&file["bans"]["deny"])?;
        Ok(Self {
            licences: words(&file["licenses"]["allow"])?,
            exceptions,
            banned: banned.iter().map(|entry| text_at(entry, "crate")).collect::<Result<_, _>>()?,
            skipped,
        })
    }
}

fn words(item: &Item) -> Result<BTreeSet<String>, String> {
    let list = item.as_array().ok_or("deny.toml: a list is missing")?;
    Ok(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

fn tables(item: &Item) -> Result<Vec<toml_edit::InlineTable>, String> {
    let list = item.as_array().ok_or("deny.toml: a list is missing")?;
    list.iter()
        .map(|value| {
            value.as_inline_table().cloned().ok_or(format!("deny.toml: {value} is no table"))
        })
        .collect()
}

fn text_at(table: &toml_edit::InlineTable, key: &str) -> Result<String, String> {
    let text = table.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    text.map(str::to_owned).ok_or(format!("deny.toml: an entry has no `{key}`: {table}"))
}
