//! A bundle held against its own lists, and against the repository.

use super::{ANCHOR, COMMIT, EVIDENCE, Handed, STATEMENT, fill};
use crate::bag::{
    Check, DECLARATION, DECLARATION_TEXT, Difference, INFO, Listed, MADE_BY, MANIFEST, PAYLOAD,
    Sums, TAG_MANIFEST, compare, label, read_list,
};
use crate::deliver::BagFolder;
use crate::session::Failure;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The bundle against what it says of itself.
pub fn inside(bag: &BagFolder) -> Result<Vec<Check>, Failure> {
    let declared = bag.text(DECLARATION)?;
    let declared = (declared != DECLARATION_TEXT).then(|| format!("{DECLARATION}: another form"));
    let info = bag.text(INFO)?;
    let (payload, beside) = split(&bag.sums);
    let mut said: Vec<String> =
        bag.odd.iter().map(|(place, why)| format!("{place}: {why}")).collect();
    let listed = list(bag, MANIFEST)?;
    said.extend(compare(&listed, &payload).iter().map(sentence));
    let tags = list(bag, TAG_MANIFEST)?;
    // A signature or a note may be laid beside the bundle later.
    let not_added = |found: &Difference| !matches!(found, Difference::Added(_));
    let around: Vec<Difference> = compare(&tags, &beside).into_iter().filter(not_added).collect();
    let around = declared.into_iter().chain(around.iter().map(sentence)).collect();
    Ok(vec![
        Check::of("payload", payload.len(), said),
        Check::of("tag files", tags.len(), around),
        Check::of("count", 1, miscounted(&info, &payload)),
        Check::of("statement", 1, misstated(bag)?),
    ])
}

fn split(sums: &Sums) -> (Sums, Sums) {
    let all = sums.iter().map(|(place, sum)| (place.clone(), sum.clone()));
    let (payload, mut beside): (Sums, Sums) =
        all.partition(|(place, _)| place.starts_with(PAYLOAD));
    beside.remove(TAG_MANIFEST);
    (payload, beside)
}

fn list(bag: &BagFolder, place: &str) -> Result<Listed, Failure> {
    read_list(&bag.text(place)?).map_err(|error| {
        Failure::new(format!("{place}: {error}"), "ask for the bundle again: it is not one of ours")
    })
}

fn sentence(found: &Difference) -> String {
    format!("{}: {}", found.place(), found.word())
}

fn miscounted(info: &str, payload: &Sums) -> Vec<String> {
    let bytes: u64 = payload.values().map(|sum| sum.size).sum();
    let there = format!("{bytes}.{}", payload.len());
    match label(info, "Payload-Oxum") {
        Some(stated) if stated == there => Vec::new(),
        Some(stated) => vec![format!("{INFO} counts {stated} bytes.files, there are {there}")],
        None => vec![format!("{INFO} does not count the payload")],
    }
}

/// The statement must be about the manifest that lies beside it.
fn misstated(bag: &BagFolder) -> Result<Vec<String>, Failure> {
    let manifest = bag.sums.get(MANIFEST).map(|sum| sum.digest.clone()).unwrap_or_default();
    let statement: Value = serde_json::from_slice(&bag.read(STATEMENT)?).unwrap_or_default();
    let subject = statement.pointer("/subject/0");
    let text = |at: &str| subject.and_then(|it| it.pointer(at)).and_then(Value::as_str);
    let fits = text("/name") == Some(MANIFEST) && text("/digest/sha256") == Some(&manifest);
    Ok(if fits { Vec::new() } else { vec![format!("{STATEMENT}: not about this {MANIFEST}")] })
}

/// What the payload is made of.
const PARTS: [&str; 6] = ["records", "evidence", "index", "git", "figures", "site"];

/// The bundle against the repository: everything is made again from the commit and compared.
pub fn against(bag: &BagFolder, handed: &Handed<'_>) -> Result<Vec<Check>, Failure> {
    let figures: Mutex<BTreeMap<String, Vec<u8>>> = Mutex::default();
    let again = fill(handed, |place, bytes| {
        if part_of(place) == Some("figures") {
            let mut kept = figures.lock().unwrap_or_else(PoisonError::into_inner);
            kept.insert(place.to_owned(), bytes.to_vec());
        }
        Ok(())
    })?;
    let figures = figures.into_inner().unwrap_or_else(PoisonError::into_inner);
    let info = bag.text(INFO)?;
    let again = Again { bag, info: &info, sums: &again, figures: &figures };
    let mut checks =
        PARTS.into_iter().map(|part| again.check(part)).collect::<Result<Vec<_>, _>>()?;
    checks.push(again.check_anchor()?);
    Ok(checks)
}

/// A bundle, and what the repository gives in its place.
struct Again<'a> {
    bag: &'a BagFolder,
    info: &'a str,
    sums: &'a Sums,
    figures: &'a BTreeMap<String, Vec<u8>>,
}

impl Again<'_> {
    fn check(&self, part: &'static str) -> Result<Check, Failure> {
        if let Some(why) = self.not_told(part) {
            return Ok(Check::cannot_tell(part, why));
        }
        let of = |sums: &Sums| -> Sums {
            let own = sums.iter().filter(|(place, _)| part_of(place) == Some(part));
            own.map(|(place, sum)| (place.clone(), sum.clone())).collect()
        };
        let (there, expected) = (of(&self.bag.sums), of(self.sums));
        let digests = expected.iter().map(|(place, sum)| (place.clone(), sum.digest.clone()));
        let mut said = Vec::new();
        for found in compare(&digests.collect(), &there) {
            match (&found, self.figures.get(found.place())) {
                (Difference::Changed(place), Some(expected)) => {
                    said.extend(values(place, &self.bag.read(place)?, expected));
                }
                _ => said.push(against_repository(&found)),
            }
        }
        Ok(Check::of(part, expected.len().max(there.len()), said))
    }

    /// Why a part cannot be compared.
    fn not_told(&self, part: &str) -> Option<String> {
        let own = format!("pirctl {}", env!("CARGO_PKG_VERSION"));
        let made_by = label(self.info, MADE_BY).unwrap_or_default();
        match part {
            "evidence" if label(self.info, EVIDENCE) == Some("left out") => {
                Some("it was left out of the bundle".to_owned())
            }
            "site" if made_by != own => {
                Some(format!("the pages were made by {made_by}, this is {own}"))
            }
            _ => None,
        }
    }

    fn check_anchor(&self) -> Result<Check, Failure> {
        let digest = |sums: &Sums| sums.get(ANCHOR).map(|sum| sum.digest.clone());
        if digest(self.sums) == digest(&self.bag.sums) {
            return Ok(Check::of("anchor", 1, Vec::new()));
        }
        let commit = label(self.info, COMMIT).unwrap_or_default();
        let line = self.bag.text(ANCHOR)?;
        let said = format!("{ANCHOR}: `{}` is not that of {commit}", line.trim());
        Ok(Check::of("anchor", 1, vec![said]))
    }
}

/// The folder of the payload that a place lies in, or the name of a file at its top without its end.
fn part_of(place: &str) -> Option<&str> {
    place.strip_prefix(PAYLOAD)?.split(['/', '.']).next()
}

fn against_repository(found: &Difference) -> String {
    let place = found.place();
    match found {
        Difference::Missing(_) => format!("{place}: the commit has it, the bundle does not"),
        Difference::Changed(_) => format!("{place}: differs from what the commit gives"),
        Difference::Added(_) => format!("{place}: the bundle has it, the commit does not"),
    }
}

/// Most values that are named of one file.
const SHOWN: usize = 20;

/// The values that differ, each by its place in the JSON.
fn values(place: &str, there: &[u8], expected: &[u8]) -> Vec<String> {
    let parsed = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes);
    let (Ok(there), Ok(expected)) = (parsed(there), parsed(expected)) else {
        return vec![format!("{place}: no JSON any more")];
    };
    let mut found = Vec::new();
    differing("", &there, &expected, &mut found);
    if found.is_empty() {
        return vec![format!("{place}: written in another way, the values are the same")];
    }
    let more = found.len().saturating_sub(SHOWN);
    found.truncate(SHOWN);
    let mut said: Vec<String> = found
        .into_iter()
        .map(|(at, there, expected)| {
            format!("{place}#{at}: {there} here, {expected} from the repository")
        })
        .collect();
    if more > 0 {
        said.push(format!("{place}: and {more} more values"));
    }
    said
}

fn differing(at: &str, a: &Value, b: &Value, found: &mut Vec<(String, String, String)>) {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            let mut keys: Vec<&String> = a.keys().chain(b.keys()).collect();
            keys.sort();
            keys.dedup();
            for key in keys {
                let side = |map: &serde_json::Map<String, Value>| map.get(key).cloned();
                let (a, b) = (side(a).unwrap_or_default(), side(b).unwrap_or_default());
                differing(&format!("{at}/{key}"), &a, &b, found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (number, (a, b)) in a.iter().zip(b).enumerate() {
                differing(&format!("{at}/{number}"), a, b, found);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            found.push((at.to_owned(), format!("{} items", a.len()), format!("{} items", b.len())));
        }
        _ if a == b => {}
        _ => found.push((at.to_owned(), short(a), short(b))),
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}..", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_differs_is_named_by_its_place() {
        let said = values("f", br#"{"a":{"n":1},"b":[1]}"#, br#"{"a":{"n":2},"b":[1,2]}"#);
        assert_eq!(
            said,
            [
                "f#/a/n: 1 here, 2 from the repository",
                "f#/b: 1 items here, 2 items from the repository"
            ]
        );
        assert_eq!(values("f", b"x", b"{}"), ["f: no JSON any more"]);
        assert_eq!(
            values("f", b"{ \"a\": 1}", b"{\"a\":1}"),
            ["f: written in another way, the values are the same"]
        );
    }
}
