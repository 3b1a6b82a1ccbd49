//! A new policy: version 0.1; the one for incident management says what it defines.

use super::super::sheet::Sheet;
use super::Cx;
use crate::plan::defines;
use crate::schema::{Kind, policy};
use crate::term::Profile;

pub(super) fn fill(sheet: &mut Sheet, cx: Cx<'_>) {
    sheet.raw(policy::VERSION.name(), "\"0.1\"");
    if let Some(topic) = cx.request.topic {
        sheet.text(policy::TOPIC, topic);
    }
    let named = cx.sources.iter().map(|source| source.named.id.as_str());
    let controls: Vec<_> = named.filter(|id| Kind::of_id(id) == Some(Kind::Control)).collect();
    sheet.words(policy::CONTROLS, &controls);
    let supersedes: Vec<_> =
        cx.sources.of_kind(Kind::Policy).map(crate::record::Record::id).collect();
    sheet.words(policy::SUPERSEDES, &supersedes);
    if sheet.scalar(policy::TOPIC.name()).as_deref() == Some("incident-management") {
        let owner = sheet.scalar(policy::OWNER.name()).unwrap_or_default();
        sheet.raw(policy::DEFINES.name(), defines(&owner, Profile::Standard));
    }
}
