//! The page of an incident: the sentence, the chain, its records, links and commits.

use super::view::{AnswerView, Fact, GapView, IncidentPage, Link, RecordView, StageView};
use super::{body, git, pictures, register, site::Site};
use crate::chain::{Chain, Gap, Inquiry, Standing, chain_of, label, verdict_words};
use crate::record::Record;
use crate::register::Register;
use crate::rows::{
    Cell, Piece, added_fields, ids, learning_words, plain, slug, stands_with_incident,
};
use crate::schema::{Key, Kind, Line, Part, StampValue, action, incident, part, pir, rca};
use crate::term::interned;
use crate::verdict::Verdict;

pub(super) fn view(site: &Site<'_>, incident: &Record) -> IncidentPage {
    let chain = &chain_of(&site.cx, incident);
    let records = records_of(site.cx.register, incident, chain);
    let (git, git_note) = git::lives(site, &records);
    let title = if incident.is_privileged() { "privileged, withheld" } else { incident.title() };
    IncidentPage {
        frame: site.frame("Incidents", incident.id(), true),
        id: incident.id().to_owned(),
        title: title.to_owned(),
        facts: if incident.is_privileged() { Vec::new() } else { facts(site, incident) },
        sentence: chain.sentence.clone(),
        standing: standing(chain),
        timeline: pictures::timeline(site, incident),
        graph: super::graph::graph(site, incident, chain),
        causes: pictures::analyses(site, incident),
        stages: chain.stages.iter().map(|stage| stage_view(site, stage)).collect(),
        findings: register::findings_of(site, incident),
        other_findings: register::findings_counted(site, &records[1..]),
        roles: super::reading::roles_in(site, incident),
        records: shown(site, &records),
        git,
        git_note,
    }
}

fn facts(site: &Site<'_>, incident: &Record) -> Vec<Fact> {
    let text = |name, key: Key<Line>| Some(Fact { name, value: plain(incident.text_of(key)?) });
    let stamp = |name, key: Key<StampValue>| {
        Some(Fact { name, value: vec![Piece::stamp(*incident.get(key)?)] })
    };
    let similar = incident.words(incident::SIMILAR_TO);
    let similar = (!similar.is_empty()).then(|| Fact {
        name: "similar to",
        value: ids(&site.addresses, similar.iter().map(|id| id.value)),
    });
    let all = [
        text("severity", incident::SEVERITY),
        Some(Fact { name: "status", value: plain(incident.status()) }),
        text("owner", incident::OWNER),
        stamp("occurred", incident::OCCURRED_AT),
        stamp("detected", incident::DETECTED_AT),
        stamp("contained", incident::CONTAINED_AT),
        stamp("closed", incident::CLOSED_AT),
        text("review", incident::REVIEW_TIER),
        similar,
    ];
    all.into_iter().flatten().collect()
}

fn standing(chain: &Chain) -> String {
    if chain.is_learning_complete() {
        return "Learning complete: every required stage is met.".into();
    }
    format!(
        "Learning not complete ({}): of 11 stages {}.",
        learning_words(chain.learning()),
        chain.counted()
    )
}

fn stage_view(site: &Site<'_>, standing: &Standing) -> StageView {
    let words = verdict_words(standing);
    let short = words.split(", due").next().unwrap_or_default().to_owned();
    let strength = standing.strength.map_or("", crate::verdict::Strength::word);
    StageView {
        name: standing.stage.word(),
        label: label(standing.stage),
        verdict: standing.verdict.word(),
        words,
        short,
        reason: standing.reason.clone(),
        strength,
        strength_words: strength.replace('-', " "),
        seal: standing.seal.map_or_else(String::new, |seal| git::seal_words(seal).to_owned()),
        answers: standing.answers.iter().map(|answer| answer_view(site, answer)).collect(),
        remarks: standing.remarks.clone(),
        gaps: gaps(site, standing),
        proofs: git::proofs(site, &standing.proofs),
    }
}

fn answer_view(site: &Site<'_>, answer: &crate::chain::Answer) -> AnswerView {
    let path = &answer.place.path;
    let href = site.addresses.path(path.as_str()).unwrap_or_default();
    let record = vec![Piece::id(&answer.id, href)];
    if site.is_path_withheld(path) {
        let says = "withheld: the record is privileged".to_owned();
        return AnswerView { record, title: String::new(), says };
    }
    let title = if answer.kind == Kind::Incident { String::new() } else { answer.title.clone() };
    AnswerView { record, title, says: answer.says.clone() }
}

fn gaps(site: &Site<'_>, standing: &Standing) -> Vec<GapView> {
    let (word, class) = match standing.verdict {
        Verdict::InTimeSoFar => ("open", "ahead"),
        Verdict::NotRequired | Verdict::Met => ("open", "eased"),
        _ => ("not found", ""),
    };
    let view = |gap: &Gap| GapView {
        word,
        class,
        text: gap.text.clone(),
        code: gap.code.map(|code| Link { text: code.to_owned(), href: site.rule_href(code) }),
    };
    let mut found: Vec<_> = standing.gaps.iter().map(view).collect();
    found.extend(standing.cut.as_ref().map(|cut| GapView {
        word: "cannot tell",
        class: "unsure",
        text: git::told(&cut.reason, &cut.remedy),
        code: None,
    }));
    found
}

/// The incident, what answers its stages, and every other record that names it, each once.
fn records_of<'r>(register: &'r Register, incident: &'r Record, chain: &Chain) -> Vec<&'r Record> {
    let mut found: Vec<&Record> = vec![incident];
    let answers = chain.stages.iter().flat_map(|stage| &stage.answers);
    let answering = answers.filter_map(|answer| register.at_path(&answer.place.path));
    let naming = register.referrers(incident.id()).map(|(record, _)| record);
    for record in answering.chain(naming) {
        if !found.iter().any(|other| other.path == record.path) {
            found.push(record);
        }
    }
    found[1..]
        .sort_by(|a, b| (a.kind() as u8, a.id(), &a.path).cmp(&(b.kind() as u8, b.id(), &b.path)));
    found
}

/// The incident with its text, and of the records that stand with it what is worth reading here.
fn shown(site: &Site<'_>, records: &[&Record]) -> Vec<RecordView> {
    let own = RecordView {
        href: String::new(),
        body: body::html(site, records[0], 4, "../"),
        ..record_view(site, records[0])
    };
    let others = records[1..].iter().filter(|record| is_here(record));
    let others = others.map(|record| record_view(site, record));
    std::iter::once(own).chain(others).collect()
}

/// True for a record that stands on the page of its incident.
fn is_here(record: &Record) -> bool {
    stands_with_incident(record.kind()) || record.kind() == Kind::Action
}

/// The records that stand on the page of `record`, which is one of them.
pub(super) fn shown_with<'r>(cx: &Inquiry<'r>, record: &'r Record) -> Vec<&'r Record> {
    if record.kind() != Kind::Incident {
        return Vec::new();
    }
    let mut found = records_of(cx.register, record, &chain_of(cx, record));
    found.retain(|other| other.path == record.path || is_here(other));
    found
}

fn record_view(site: &Site<'_>, record: &Record) -> RecordView {
    let (privileged, alone) = (record.is_privileged(), site.alone().is_some());
    let title = if privileged { "" } else { record.title() };
    RecordView {
        id: slug(record.id()),
        href: if alone { String::new() } else { site.addresses.file(record).to_owned() },
        title: title.to_owned(),
        kind: record.kind().word(),
        status: record.status().to_owned(),
        facts: if privileged { Vec::new() } else { record_facts(site, record) },
        withheld: if privileged { "the record is privileged".into() } else { String::new() },
        // Elsewhere its text stands on its own page.
        body: if alone { body::html(site, record, 4, "") } else { String::new() },
    }
}

fn record_facts(site: &Site<'_>, record: &Record) -> Vec<Fact> {
    let added = added_fields(record, site.cx.config).into_iter();
    let added = added.map(|(name, value)| Fact { name: interned(name), value: plain(value) });
    kind_facts(site, record).into_iter().chain(added).collect()
}

fn kind_facts(site: &Site<'_>, record: &Record) -> Vec<Fact> {
    match record.kind() {
        Kind::Incident => learning_facts(record),
        Kind::Pir => review_facts(record),
        Kind::Rca => cause_facts(record),
        Kind::Action => action_facts(site, record),
        _ => Vec::new(),
    }
}

fn listed(name: &'static str, lines: Vec<String>) -> Option<Fact> {
    (!lines.is_empty()).then(|| Fact { name, value: lines.into_iter().map(Piece::sub).collect() })
}

fn causes(items: &[crate::record::Item<'_>]) -> Vec<String> {
    let line = |item: &crate::record::Item<'_>| {
        let text = item.text_of(part::TEXT).unwrap_or_default();
        let named = item.text_of(part::PROCESS_OR_CONTROL);
        named.map_or_else(|| text.to_owned(), |named| format!("{text} ({named})"))
    };
    items.iter().map(line).collect()
}

fn texts(items: &[crate::record::Item<'_>]) -> Vec<String> {
    items.iter().filter_map(|item| item.text_of(part::TEXT)).map(str::to_owned).collect()
}

fn evaluations(items: &[crate::record::Item<'_>]) -> Vec<String> {
    let line = |item: &crate::record::Item<'_>| {
        let control = item.text_of(part::CONTROL).unwrap_or_default();
        let outcome = item.text_of(part::OUTCOME).unwrap_or_default();
        let remark = item.text_of(part::REMARK).map_or_else(String::new, |r| format!(", {r}"));
        format!("{control}: {outcome}{remark}")
    };
    items.iter().map(line).collect()
}

fn learning_facts(record: &Record) -> Vec<Fact> {
    let Some(learning) = record.get(incident::LEARNING) else { return Vec::new() };
    let all = [
        listed("causes", causes(&learning.items(part::CAUSES))),
        listed("controls evaluated", evaluations(&learning.items(part::CONTROL_EVALUATION))),
        listed("lessons", texts(&learning.items(part::LESSONS))),
    ];
    all.into_iter().flatten().collect()
}

fn review_facts(record: &Record) -> Vec<Fact> {
    let held =
        record.get(pir::HELD_AT).map(|at| Fact { name: "held", value: vec![Piece::stamp(*at)] });
    let lead = record.text_of(pir::LEAD).map(|lead| Fact { name: "lead", value: plain(lead) });
    let attendee = |item: &crate::record::Item<'_>| {
        let name = item.text_of(part::NAME)?;
        Some(
            item.text_of(part::FUNCTION)
                .map_or_else(|| name.to_owned(), |f| format!("{name} ({f})")),
        )
    };
    let people: Vec<_> = record.items(pir::ATTENDEES).iter().filter_map(attendee).collect();
    let people =
        (!people.is_empty()).then(|| Fact { name: "attendees", value: plain(people.join(", ")) });
    let all = [
        held,
        lead,
        people,
        listed("controls evaluated", evaluations(&record.items(pir::CONTROL_EVALUATION))),
        listed("lessons", texts(&record.items(pir::LESSONS))),
    ];
    all.into_iter().flatten().collect()
}

fn cause_facts(record: &Record) -> Vec<Fact> {
    let method = record.text_of(rca::METHOD).map(|m| Fact { name: "method", value: plain(m) });
    let why = |item: &crate::record::Item<'_>| item.text_or_own(part::TEXT).map(str::to_owned);
    let whys: Vec<_> = record.items(rca::WHYS).iter().filter_map(why).collect();
    let all = [method, listed("whys", whys), listed("causes", causes(&record.items(rca::CAUSES)))];
    all.into_iter().flatten().collect()
}

fn action_facts(site: &Site<'_>, record: &Record) -> Vec<Fact> {
    let text = |name, key: Key<Line>| Some(Fact { name, value: plain(record.text_of(key)?) });
    let linked = |name, values: Vec<crate::record::Found<&str>>| {
        let value: Cell = ids(&site.addresses, values.iter().map(|id| id.value));
        (!value.is_empty()).then_some(Fact { name, value })
    };
    let evidence = record.items(crate::schema::common::EVIDENCE);
    let evidence = evidence.iter().map(evidence_line).collect();
    let tested = record.get(action::VERIFICATION).map(|v| {
        let of = |key| v.text_of(key).unwrap_or_default();
        format!("{}: {} by {}", of(part::METHOD), of(part::RESULT), of(part::BY))
    });
    let all = [
        text("owner", action::OWNER),
        record.get(action::DUE).map(|due| Fact { name: "due", value: vec![Piece::day(*due)] }),
        record
            .get(action::IMPLEMENTED_AT)
            .map(|at| Fact { name: "implemented", value: vec![Piece::stamp(*at)] }),
        linked("answers", record.words(action::ADDRESSES)),
        linked("changes", record.words(action::CHANGES)),
        listed("evidence", evidence),
        tested.map(|text| Fact { name: "verification", value: plain(text) }),
    ];
    all.into_iter().flatten().collect()
}

fn evidence_line(item: &crate::record::Item<'_>) -> String {
    let of = |key| item.text_of(key).unwrap_or_default();
    if let Some(diff) = item.get(Key::<Part>::new("diff")) {
        let side = |key| diff.text_of(key).unwrap_or_default();
        return format!("before {} and after {}", side(part::BEFORE), side(part::AFTER));
    }
    if item.text_of(part::COMMIT).is_some() {
        return format!("commit {} of {}", of(part::COMMIT), of(part::PATH));
    }
    if item.text_of(part::FILE).is_some() {
        return format!("file {}", of(part::FILE));
    }
    format!("link {}", of(part::URL))
}
