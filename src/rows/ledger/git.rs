//! What git shows of the record in which a row stands.

use super::LedgerSources;
use crate::proof::{Claim, ClaimSources, claims_of};
use crate::record::Record;
use crate::rows::listing::ListValue;
use crate::verdict::{Cut, Strength};
use std::collections::BTreeSet;

/// The columns that every register ends with.
pub const GIT_COLUMNS: [&str; 10] = [
    "path",
    "commit",
    "committed_at",
    "commit_author",
    "seal",
    "first_commit",
    "first_committed_at",
    "strength",
    "weakest_claims",
    "cannot_tell",
];

/// A value for each of [`GIT_COLUMNS`].
pub(super) fn values(from: &LedgerSources<'_>, record: &Record) -> Vec<ListValue> {
    let own = from.cx.past.of(record.id());
    let known = own.as_ref().ok();
    let (last, first) = (known.and_then(|past| past.last()), known.and_then(|past| past.first()));
    let claims = ClaimSources {
        register: from.cx.register,
        past: from.cx.past.cut().is_none().then_some(from.cx.past),
        people: from.people,
        zone: from.cx.now.zone,
    };
    let claims = claims_of(record, &claims);
    let cut = own.as_ref().err().cloned().or_else(|| known.and_then(|past| past.cut.clone()));
    let strength = strength(&claims, from.cx.past.cut().is_some());
    vec![
        text(record.path.as_str()),
        last.map_or(ListValue::Nothing, |commit| text(&commit.id)),
        last.map_or(ListValue::Nothing, |commit| text(&commit.committed_at.to_rfc3339())),
        last.map_or(ListValue::Nothing, |commit| text(&commit.author)),
        last.map_or(ListValue::Nothing, |commit| text(commit.seal.word())),
        first.map_or(ListValue::Nothing, |commit| text(&commit.id)),
        first.map_or(ListValue::Nothing, |commit| text(&commit.committed_at.to_rfc3339())),
        text(strength.word()),
        weakest(&claims, strength),
        cut.or_else(|| first_cut(&claims)).map_or(ListValue::Nothing, |cut| text(&cut.reason)),
    ]
}

/// The strength of the weakest claim; a record without a claim only says that it is there.
fn strength(claims: &[Claim], is_cut: bool) -> Strength {
    if is_cut && claims.iter().all(|claim| claim.strength != Strength::Withheld) {
        return Strength::CannotTell;
    }
    let weakest = claims.iter().map(|claim| claim.strength).min_by_key(|it| rank(*it));
    weakest.unwrap_or(Strength::Claimed)
}

fn rank(strength: Strength) -> u8 {
    match strength {
        Strength::Withheld => 0,
        Strength::Contradicted => 1,
        Strength::CannotTell => 2,
        Strength::Claimed => 3,
        Strength::Recorded => 4,
        Strength::Corroborated => 5,
    }
}

/// The fields of the claims that git does not bear out.
fn weakest(claims: &[Claim], strength: Strength) -> ListValue {
    if rank(strength) >= rank(Strength::Recorded) {
        return ListValue::Nothing;
    }
    let fields = claims.iter().filter(|claim| claim.strength == strength);
    let fields: BTreeSet<&str> = fields.map(|claim| claim.field.as_str()).collect();
    if fields.is_empty() {
        return ListValue::Nothing;
    }
    ListValue::Many(fields.into_iter().map(str::to_owned).collect())
}

fn first_cut(claims: &[Claim]) -> Option<Cut> {
    claims.iter().find_map(|claim| claim.cut.clone())
}

fn text(text: &str) -> ListValue {
    ListValue::Text(text.to_owned())
}
