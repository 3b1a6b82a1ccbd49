//! `trace --format json`: the contract `pirctl.trace/1`.

use super::json::pretty;
use super::show_json::CommitRow;
use crate::chain::{Answer, Chain, Gap, Proof, Standing};
use crate::record::Record;
use crate::verdict::{Cut, Seal, Strength, Verdict};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    incident: &'a str,
    title: &'a str,
    status: &'a str,
    severity: Option<&'a str>,
    path: &'a str,
    learning_complete: bool,
    sentence: &'a str,
    stages: Vec<StageRow<'a>>,
}

#[derive(Serialize)]
struct StageRow<'a> {
    stage: &'static str,
    verdict: Verdict,
    reason: &'a str,
    due: Option<String>,
    strength: Option<Strength>,
    seal: Option<Seal>,
    records: Vec<AnswerRow<'a>>,
    missing: Vec<GapRow<'a>>,
    remarks: &'a [String],
    proofs: Vec<ProofRow<'a>>,
    cut: Option<&'a Cut>,
}

#[derive(Serialize)]
struct AnswerRow<'a> {
    id: &'a str,
    kind: &'static str,
    title: &'a str,
    says: &'a str,
    path: &'a str,
}

#[derive(Serialize)]
struct GapRow<'a> {
    text: &'a str,
    code: Option<&'static str>,
}

/// What a commit shows of a record, as the documents quote it.
#[derive(Serialize)]
pub(super) struct ProofRow<'a> {
    record: &'a str,
    shows: &'a str,
    path: &'a str,
    commit: CommitRow<'a>,
}

impl<'a> ProofRow<'a> {
    pub(super) fn of(proof: &'a Proof) -> Self {
        let commit = CommitRow::of(&proof.commit);
        Self { record: &proof.record, shows: &proof.shows, path: &proof.path, commit }
    }
}

#[derive(Serialize)]
struct Documents<'a> {
    schema: &'static str,
    base: &'a str,
    traces: Vec<Document<'a>>,
}

/// The chain as one JSON object, with a line end.
pub fn trace_json(incident: &Record, chain: &Chain) -> String {
    pretty(&document(incident, chain))
}

/// The chains that a change since `base` touches as one JSON object, with a line end: the contract
/// `pirctl.traces/1`.
pub fn traces_json(base: &str, chains: &[(&Record, Chain)]) -> String {
    let traces = chains.iter().map(|(incident, chain)| document(incident, chain)).collect();
    pretty(&Documents { schema: "pirctl.traces/1", base, traces })
}

fn document<'a>(incident: &'a Record, chain: &'a Chain) -> Document<'a> {
    let severity = incident.text_of(crate::schema::incident::SEVERITY);
    Document {
        schema: "pirctl.trace/1",
        incident: &chain.incident,
        title: if incident.is_privileged() { "" } else { incident.title() },
        status: incident.status(),
        severity,
        path: incident.path.as_str(),
        learning_complete: chain.is_learning_complete(),
        sentence: &chain.sentence,
        stages: chain.stages.iter().map(stage).collect(),
    }
}

fn stage(standing: &Standing) -> StageRow<'_> {
    StageRow {
        stage: standing.stage.word(),
        verdict: standing.verdict,
        reason: &standing.reason,
        due: standing.due.map(|due| due.to_string()),
        strength: standing.strength,
        seal: standing.seal,
        records: standing.answers.iter().map(answer).collect(),
        missing: standing
            .gaps
            .iter()
            .map(|Gap { text, code }| GapRow { text, code: *code })
            .collect(),
        remarks: &standing.remarks,
        proofs: standing.proofs.iter().map(ProofRow::of).collect(),
        cut: standing.cut.as_ref(),
    }
}

fn answer(answer: &Answer) -> AnswerRow<'_> {
    AnswerRow {
        id: &answer.id,
        kind: answer.kind.word(),
        title: &answer.title,
        says: &answer.says,
        path: answer.place.path.as_str(),
    }
}
