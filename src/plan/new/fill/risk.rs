//! A new risk: assessed today; new through the incidents it is made from.

use super::super::sheet::Sheet;
use super::Cx;
use crate::schema::{Kind, risk};

pub(super) fn fill(sheet: &mut Sheet, cx: Cx<'_>) {
    sheet.raw(risk::ASSESSED_AT.name(), cx.ground.now.day().to_string());
    sheet.words(risk::NEW_FROM, &cx.sources.incident_ids());
    let named = cx.sources.iter().map(|source| source.named.id.as_str());
    let controls: Vec<_> = named.filter(|id| Kind::of_id(id) == Some(Kind::Control)).collect();
    sheet.words(risk::CONTROLS, &controls);
    for name in [risk::LIKELIHOOD.name(), risk::IMPACT.name()] {
        let scale = cx.ground.highest(name);
        sheet.reasons.insert(name, format!("the scale of `{name}` goes from 1 to {scale}"));
    }
}
