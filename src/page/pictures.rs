//! The facts that pictures are made from: dates with the commits that first state them, scores, versions.

use super::site::Site;
use crate::metrics::Window;
use crate::picture::{
    self, Bone, ClaimPlot, DatedFact, Happening, OpenAction, Picture, PolicyHistory, PolicyStep,
    Recorded, ScoreHistory, ScoreStep, StatedCause, Why,
};
use crate::proof::{Lag, PolicyVersion, RecordPast, RiskStep, lag};
use crate::record::{Item, Record};
use crate::rows::{Cell, Piece, ids};
use crate::schema::{Key, Kind, StampValue, Whole, action, incident, part, pir, rca, risk};
use crate::term::{Stamp, enumeration::CAUSE_CATEGORY};
use std::collections::BTreeSet;

/// When an incident happened, and when that was recorded; none for a privileged one.
pub(super) fn timeline(site: &Site<'_>, record: &Record) -> Option<Picture> {
    if record.is_privileged() {
        return None;
    }
    let stated: [(&'static str, Key<StampValue>, &str); 5] = [
        ("occurred", incident::OCCURRED_AT, "occurred_at"),
        ("detected", incident::DETECTED_AT, "detected_at"),
        ("contained", incident::CONTAINED_AT, "contained_at"),
        ("resolved", incident::RESOLVED_AT, "resolved_at"),
        ("closed", incident::CLOSED_AT, "closed_at"),
    ];
    let happening = |(name, key, field)| {
        let at = record.get(key).map(|at| *at);
        happening(site, record, (name, field), at)
    };
    let mut all: Vec<_> = stated.into_iter().map(happening).collect();
    all.extend(reviews(site, record));
    Some(picture::timeline(record.id(), &all, site.cx.now.zone))
}

/// Every review of an incident: those held, or the short one that the incident itself holds.
fn reviews(site: &Site<'_>, record: &Record) -> Vec<Happening> {
    let short =
        record.get(incident::LEARNING).and_then(|it| it.get(part::REVIEWED_AT).map(|at| *at));
    let short =
        short.map(|at| happening(site, record, ("reviewed", "learning.reviewed_at"), Some(at)));
    let named: Vec<_> = site.cx.register.naming(Kind::Pir, record.id()).collect();
    let open = named.iter().filter(|review| !site.is_withheld(review));
    let held = open.map(|review| {
        let at = review.get(pir::HELD_AT).map(|at| *at);
        happening(site, review, ("reviewed", "held_at"), at)
    });
    let mut found: Vec<_> = short.into_iter().chain(held).collect();
    if found.is_empty() {
        let mut none = happening(site, record, ("reviewed", ""), None);
        none.record = Cell::new();
        if !named.is_empty() {
            none.unknown = "withheld";
        }
        found.push(none);
    }
    found
}

fn happening(
    site: &Site<'_>,
    record: &Record,
    (name, field): (&'static str, &str),
    stated: Option<Stamp>,
) -> Happening {
    Happening {
        name,
        record: vec![Piece::id(record.id(), site.addresses.file(record))],
        stated,
        unknown: "no time stated",
        recorded: stated.map_or(Recorded::Nowhere, |at| recorded(site, record, field, at)),
    }
}

/// The first commit in which a field has the value that it has now.
fn recorded(site: &Site<'_>, record: &Record, field: &str, stated: Stamp) -> Recorded {
    let zone = site.cx.now.zone;
    let claims = site.cx.past.seen(record.id()).map(|past| past.claims.as_slice());
    let same = |claim: &&crate::proof::DatedClaim| {
        claim.field.path == field && claim.stated.is_same(stated, zone)
    };
    if let Some(claim) = claims.unwrap_or_default().iter().find(same) {
        return Recorded::In(claim.commit.clone());
    }
    match (site.cx.past.cut(), site.cx.past.seen(record.id()).and_then(|past| past.cut.as_ref())) {
        (Some(cut), _) | (None, Some(cut)) => Recorded::CannotTell(cut.reason.clone()),
        (None, None) => Recorded::Nowhere,
    }
}

/// Most analyses of an incident of which pictures are made; each has its own page.
const ANALYSES: usize = 3;

/// The pictures of the analyses of an incident.
pub(super) fn analyses(site: &Site<'_>, record: &Record) -> Vec<Picture> {
    if record.is_privileged() {
        return Vec::new();
    }
    let drawn = analyses_with(site, record).enumerate();
    let drawn = drawn.filter(|(_, analysis)| is_first(site, record, analysis));
    drawn.flat_map(|(at, analysis)| of_analysis(analysis, at)).collect()
}

/// The analyses that may be drawn with an incident.
fn analyses_with<'a>(site: &'a Site<'_>, incident: &Record) -> impl Iterator<Item = &'a Record> {
    let named = crate::chain::analyses_of(site.cx.register, incident.id());
    named.filter(|analysis| !site.is_withheld(analysis)).take(ANALYSES)
}

fn is_first(site: &Site<'_>, incident: &Record, analysis: &Record) -> bool {
    drawn_with(site, analysis).is_some_and(|first| first.path == incident.path)
}

/// The incident with which an analysis is drawn, the first that it names; a picture stands on one page only.
pub(super) fn drawn_with<'a>(site: &'a Site<'_>, analysis: &Record) -> Option<&'a Record> {
    let is_said = |why: &Item<'_>| why.text_or_own(part::TEXT).is_some();
    let has_whys = || analysis.items(rca::WHYS).iter().any(is_said);
    if analysis.kind() != Kind::Rca || !has_fishbone(analysis) && !has_whys() {
        return None;
    }
    let named = analysis.incidents().into_iter();
    let incidents = named.filter_map(|id| site.cx.register.get_kind(Kind::Incident, id.value));
    let mut told = incidents.filter(|incident| !incident.is_privileged());
    told.find(|incident| analyses_with(site, incident).any(|it| it.path == analysis.path))
}

/// Names of the pictures of each analysis on one page.
const NAMES: [(&str, &str); ANALYSES] =
    [("whys", "fishbone"), ("whys-2", "fishbone-2"), ("whys-3", "fishbone-3")];

/// The whys and the fishbone of a root cause analysis, as far as it has them; `at` counts those of a page.
pub(super) fn of_analysis(record: &Record, at: usize) -> Vec<Picture> {
    if record.kind() != Kind::Rca || record.is_privileged() {
        return Vec::new();
    }
    let (whys, bones) = NAMES[at.min(ANALYSES - 1)];
    let steps: Vec<Why> = record.items(rca::WHYS).into_iter().filter_map(why).collect();
    let causes: Vec<_> = record.items(rca::CAUSES).into_iter().map(cause_of).collect();
    let drawn = (!steps.is_empty()).then(|| picture::whys(whys, record.id(), &steps, &causes));
    drawn.into_iter().chain(fishbone(bones, record, &causes)).collect()
}

fn why(item: Item<'_>) -> Option<Why> {
    let text = item.text_or_own(part::TEXT)?.to_owned();
    let shown = item.words(Key::new("evidence"));
    let evidence = shown.into_iter().map(|it| it.value.to_owned()).collect();
    Some(Why { text, evidence, is_inferred: item.get(part::INFERRED).is_some_and(|it| *it) })
}

fn cause_of(item: Item<'_>) -> StatedCause {
    let of = |key| item.text_of(key).unwrap_or_default().to_owned();
    StatedCause {
        id: of(part::ID),
        text: of(part::TEXT),
        category: of(part::CATEGORY),
        failed: of(part::PROCESS_OR_CONTROL),
    }
}

/// The answer of a side on which nothing was found.
const NONE_FOUND: &str = "none found";

fn has_fishbone(analysis: &Record) -> bool {
    analysis.text_of(rca::METHOD) == Some("fishbone") || analysis.get(rca::FISHBONE).is_some()
}

/// The fishbone of an analysis that is done by it, or has one.
fn fishbone(name: &'static str, record: &Record, causes: &[StatedCause]) -> Option<Picture> {
    if !has_fishbone(record) {
        return None;
    }
    let stated = record.get(rca::FISHBONE);
    let factors: Vec<_> = record.items(rca::CONTRIBUTING).into_iter().map(cause_of).collect();
    let bone = |side: &&'static str| {
        let side = *side;
        let listed = stated.map(|part| part.words(Key::new(side))).unwrap_or_default();
        let listed: Vec<&str> = listed.iter().map(|it| it.value.trim()).collect();
        let is_none = |text: &&str| text.eq_ignore_ascii_case(NONE_FOUND);
        let found = listed.iter().filter(|text| !is_none(text) && !text.is_empty());
        let of_side = |all: &[StatedCause]| -> Vec<StatedCause> {
            all.iter().filter(|cause| cause.category == side).cloned().collect()
        };
        Bone {
            name: side,
            found: found.map(|text| (*text).to_owned()).collect(),
            causes: of_side(causes),
            factors: of_side(&factors).into_iter().map(|factor| factor.text).collect(),
            is_none_found: listed.iter().any(is_none),
        }
    };
    let bones: Vec<Bone> = CAUSE_CATEGORY.values.iter().map(bone).collect();
    Some(picture::fishbone(name, (record.id(), record.title()), &bones, "RCA005"))
}

/// The highest likelihood and impact where the configuration says nothing.
const SCALE: u32 = 5;

/// The way of a risk's score; none for other kinds and for privileged risks.
pub(super) fn score(site: &Site<'_>, record: &Record) -> Option<Picture> {
    if record.kind() != Kind::Risk || record.is_privileged() {
        return None;
    }
    let scale = site.config().risk.as_ref().map(|given| &given.value);
    let past = site.cx.past.seen(record.id());
    let mut steps: Vec<_> = past
        .map(|past| past.steps.iter().rev().map(|step| score_step(site, past, step)).collect())
        .unwrap_or_default();
    let whole = |key| record.get(key).map(|found| *found);
    if let Some(now) = whole(risk::LIKELIHOOD).zip(whole(risk::IMPACT))
        && steps.last().is_none_or(|last| (last.likelihood, last.impact) != now)
    {
        let (commit, incidents, rating) = (None, Cell::new(), rating(site, now));
        steps.push(ScoreStep { likelihood: now.0, impact: now.1, commit, incidents, rating });
    }
    let history = ScoreHistory {
        id: record.id(),
        scale: scale.map_or((SCALE, SCALE), |scale| (scale.likelihood, scale.impact)),
        steps,
        residual: record.get(risk::RESIDUAL).and_then(|part| residual(&part)),
        cut: site.cx.past.of(record.id()).err().map(|cut| cut.reason).unwrap_or_default(),
        until: site.cx.now.day(),
        zone: site.cx.now.zone,
    };
    Some(picture::score(&history))
}

fn residual(part: &crate::record::Item<'_>) -> Option<(i64, i64)> {
    let whole = |name| part.get(Key::<Whole>::new(name)).map(|found| *found);
    whole("likelihood").zip(whole("impact"))
}

fn rating(site: &Site<'_>, (likelihood, impact): (i64, i64)) -> String {
    let scale = site.config().risk.as_ref().map(|given| &given.value);
    let whole = |number: i64| u32::try_from(number).ok();
    let rating = |(l, i)| scale?.rating(l, i);
    whole(likelihood).zip(whole(impact)).and_then(rating).unwrap_or_default().to_owned()
}

/// A step with the incidents that the risk first names in its commit.
fn score_step(site: &Site<'_>, past: &RecordPast, step: &RiskStep) -> ScoreStep {
    let version = past.told.iter().find(|told| told.commit.id == step.commit.id);
    let named = |version: &crate::proof::Version| {
        version.facts().risk().map(|risk| risk.incidents.clone()).unwrap_or_default()
    };
    let before: Vec<String> =
        version.into_iter().flat_map(|version| past.before(version)).flat_map(named).collect();
    let mut first = version.map(named).unwrap_or_default();
    let is_told = |id: &String| site.cx.register.get(id).is_none_or(|it| !site.is_withheld(it));
    first.retain(|id| !before.contains(id) && is_told(id));
    ScoreStep {
        likelihood: step.likelihood,
        impact: step.impact,
        commit: Some(step.commit.clone()),
        incidents: ids(&site.addresses, first.iter().map(String::as_str)),
        rating: rating(site, (step.likelihood, step.impact)),
    }
}

/// The versions of a policy by date, with the incidents that each first names; none for a privileged one.
pub(super) fn versions(site: &Site<'_>, policy: &Record) -> Option<Picture> {
    if policy.is_privileged() {
        return None;
    }
    let past = site.cx.past.seen(policy.id());
    let held = past.map(|past| past.versions.as_slice()).unwrap_or_default();
    let history = PolicyHistory {
        id: policy.id(),
        steps: policy_steps(site, held),
        cut: site.cx.past.of(policy.id()).err().map(|cut| cut.reason).unwrap_or_default(),
        zone: site.cx.now.zone,
        addresses: &site.addresses,
    };
    Some(picture::versions(&history))
}

/// The revisions that raise the version or name incidents for the first time, oldest first.
fn policy_steps(site: &Site<'_>, held: &[PolicyVersion]) -> Vec<PolicyStep> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let (mut found, mut version): (Vec<PolicyStep>, Option<&str>) = (Vec::new(), None);
    for revision in held.iter().rev() {
        let named = revision.log.iter().flat_map(|entry| &entry.incidents);
        let first: BTreeSet<&str> =
            named.map(String::as_str).filter(|id| seen.insert(id)).collect();
        let causes: Vec<_> = first.into_iter().filter_map(|id| cause(site, id)).collect();
        if version != Some(&revision.version) || !causes.is_empty() {
            version = Some(&revision.version);
            let (commit, version) = (revision.commit.clone(), revision.version.clone());
            found.push(PolicyStep { version, commit, causes });
        }
    }
    found
}

/// An incident with its detection; none for one that is withheld.
fn cause(site: &Site<'_>, id: &str) -> Option<(String, Option<Stamp>)> {
    let record = site.cx.register.get(id);
    if record.is_some_and(|record| site.is_withheld(record)) {
        return None;
    }
    let detected = record.and_then(|record| record.get(incident::DETECTED_AT).map(|at| *at));
    Some((id.to_owned(), detected))
}

/// The dates stated in a window, each against the day on which git first holds it; one look at each record.
pub(super) fn claims(site: &Site<'_>, window: &Window) -> Picture {
    let (zone, past) = (site.cx.now.zone, site.cx.past);
    let (mut facts, mut untold) = (Vec::new(), 0);
    for record in site.cx.register.records().iter().filter(|record| !record.is_privileged()) {
        match past.of(record.id()) {
            Ok(seen) => facts.extend(seen.claims.iter().map(|claim| DatedFact {
                record: record.id(),
                field: &claim.field.path,
                stated: claim.stated.day(zone),
                recorded: zone.day_of(claim.commit.committed_at.to_utc()),
                is_late: matches!(lag(claim, zone), Lag::Late(_)),
            })),
            Err(_) => untold += 1,
        }
    }
    facts.retain(|fact| (window.first..window.end).contains(&fact.stated));
    let days = (window.first, window.end);
    picture::claims(&ClaimPlot { days, facts, untold, addresses: &site.addresses })
}

/// The actions that are not done; none that is privileged.
pub(super) fn ageing(site: &Site<'_>) -> Picture {
    let is_open = |record: &&Record| {
        !record.is_privileged() && matches!(record.status(), "open" | "in-progress" | "blocked")
    };
    let action = |record: &Record| OpenAction {
        id: record.id().to_owned(),
        opened: record.get(action::OPENED_AT).map(|day| *day),
        due: record.get(action::DUE).map(|day| *day),
    };
    let all: Vec<_> = site.cx.register.of_kind(Kind::Action).filter(is_open).map(action).collect();
    picture::ageing(&all, site.cx.now.day(), site.cx.now.zone, &site.addresses)
}
