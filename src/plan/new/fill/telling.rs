//! A new training or bulletin: the case told without names.

use super::super::body::plain;
use super::super::sheet::Sheet;
use super::Cx;
use crate::record::Record;
use crate::schema::{Key, Kind, Words, bulletin, common, incident, part, training};

pub(super) fn fill_training(sheet: &mut Sheet, cx: Cx<'_>) {
    cx.incidents(sheet);
    let title = sheet.scalar(common::TITLE.name());
    if let Some(topic) = cx.request.topic.map(str::to_owned).or(title) {
        sheet.text(training::TOPIC, &topic);
    }
    let actions: Vec<_> = cx.sources.of_kind(Kind::Action).map(Record::id).collect();
    sheet.words(training::ACTIONS, &actions);
    if let Some(case) = case(cx) {
        sheet.section("Scenario", case);
    }
}

pub(super) fn fill_bulletin(sheet: &mut Sheet, cx: Cx<'_>) {
    cx.incidents(sheet);
    sheet.raw(bulletin::ANONYMISED.name(), "true");
    if let Some(case) = case(cx) {
        sheet.section("Attack vector", case);
    }
}

/// What the records say of the way in, from fields that name no one.
fn case(cx: Cx<'_>) -> Option<String> {
    let open: Vec<&Record> = cx
        .sources
        .incidents()
        .iter()
        .copied()
        .filter(|incident| !incident.is_privileged())
        .collect();
    let attacks: Vec<_> =
        open.iter().filter_map(|incident| incident.get(incident::ATTACK)).collect();
    let vectors = attacks.iter().filter_map(|attack| attack.text_of(part::VECTOR));
    let words = |key: Key<Words>| attacks.iter().flat_map(move |attack| attack.words(key));
    let varieties = words(part::VARIETIES).map(|word| word.value);
    let actions = words(Key::new("actions")).map(|word| word.value);
    let groups = open.iter().flat_map(|incident| incident.items(incident::ASSETS));
    let groups = groups.filter_map(|asset| asset.text_of(part::GROUP));
    let lines: Vec<_> = [
        ("Way in", once(vectors)),
        ("Sort of action", once(actions)),
        ("How", once(varieties)),
        ("What was reached", once(groups)),
    ]
    .into_iter()
    .filter(|(_, words)| !words.is_empty())
    .map(|(name, words)| format!("- {name}: {words}"))
    .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Words, each once, in order of first use.
fn once<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut seen: Vec<String> = Vec::new();
    for word in words.map(plain) {
        if !word.is_empty() && !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen.join(", ")
}
