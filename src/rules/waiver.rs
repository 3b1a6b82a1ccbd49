//! Waivers: findings that someone other than the owner has set aside, with reason and expiry.

use super::context::RegisterContext;
use super::runner::Judgement;
use crate::chain::{Waiver, Witness};
use crate::diag::Finding;
use crate::proof::Past;
use crate::record::Record;
use crate::schema::common;
use crate::term::Day;

/// A finding that a waiver sets aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// The finding.
    pub finding: Finding,
    /// Why it is set aside.
    pub reason: String,
    /// Who approved that.
    pub approved_by: String,
    /// The last day on which it holds.
    pub expires: Day,
}

/// By what waivers are judged here.
pub(super) fn witness<'a>(cx: &RegisterContext<'a>, past: Option<&'a Past>) -> Witness<'a> {
    Witness { today: cx.basis.now.day(), people: Some(cx.people), past }
}

/// Moves findings that a valid waiver of their record covers from `findings` to `waived`.
pub(super) fn set_aside(cx: &RegisterContext<'_>, past: Option<&Past>, judgement: &mut Judgement) {
    let witness = witness(cx, past);
    let Judgement { findings, waived, .. } = judgement;
    findings.retain(|finding| {
        let found = waiver_for(cx, &witness, finding);
        let is_left = found.is_none();
        waived.extend(found);
        is_left
    });
}

fn waiver_for(
    cx: &RegisterContext<'_>,
    witness: &Witness<'_>,
    finding: &Finding,
) -> Option<Waived> {
    let record = record_of(cx, finding)?;
    let own = record.items(common::WAIVERS).into_iter().map(Waiver::in_record);
    let listed = cx.basis.config.waivers.iter().filter(|waiver| waiver.record.value == record.id());
    let holds = |waiver: &Waiver<'_>| {
        let names = waiver.rule == Some(finding.code) || waiver.rule == Some(finding.name);
        names && waiver.flaw(Some(record), witness).is_none()
    };
    let waiver = own.chain(listed.map(Waiver::in_config)).find(holds)?;
    Some(Waived {
        reason: waiver.reason?.to_owned(),
        approved_by: waiver.approved_by?.to_owned(),
        expires: waiver.expires?,
        finding: finding.clone(),
    })
}

/// The record whose file a finding stands in. What is said of a waiver or of the configuration
/// cannot be waived.
fn record_of<'a>(cx: &RegisterContext<'a>, finding: &Finding) -> Option<&'a Record> {
    let is_ours = finding.code == "REC011" || finding.code.starts_with("CFG");
    cx.register.at_path(&finding.place.path).filter(|_| !is_ours)
}
