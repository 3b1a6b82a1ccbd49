//! What is recognised: ids, dates, numbers, words of the model, whole sentences of the tool's own tables.

use crate::agenda::Duty;
use crate::catalog::{
    Framework, clauses, controls, frameworks, regulatory_clocks, requirements, sources, traps,
};
use crate::chain::label;
use crate::register::Register;
use crate::rules::{RULES, Rule, find_in};
use crate::schema::{Kind, enumeration};
use crate::term::{Stage, parse_day};
use crate::verdict::{Seal, Verdict};
use chrono::DateTime;
use core::net::IpAddr;
use std::collections::HashSet;

/// Words with which the tool joins what it counts, dates and names; none of them says anything by itself.
const JOINING: &str = "a after again all also and answered answers apart as asked at authored be before behind between by \
    cannot caught checked claimed claims closed committed complete corroborated count counted counts d day days declared due \
    each earlier end error errors every exact first for found from git grace h held hour hours id in is it last late later \
    lines lowered added removed minute minutes missing month months more names named near no nobody nobody's none not note notes \
    n/a of on one only open or other out over overdue owed own partly people person product default published quarter raised recorded \
    records required revision revisions rule same score short since so far spotted stated states status still sub than that the \
    then time times to today told total two unbroken until up verified version waived warning warnings was were with within \
    without year years yet committer's clock changed text x known average median min max p50 p90 share withheld privileged low \
    incident incidents learning stage stages policy timeline versions table below has step steps its nothing it impact likelihood after treatment nobody's opening \
    n dates mean p25 p75 oldest newest average reached since planned as \
    seal strength verdict reopened what which commit record";

/// Everything that is recognised.
#[derive(Debug)]
pub(super) struct Known {
    words: HashSet<String>,
    sentences: HashSet<&'static str>,
    ids: HashSet<String>,
}

impl Known {
    /// What is known of a register.
    pub(super) fn of(register: &Register) -> Self {
        let ids = register.records().iter().map(|record| record.id().to_owned()).collect();
        Self { words: vocabulary(), sentences: sentences(), ids }
    }

    /// True for a word of the model or one that only joins.
    pub(super) fn is_common(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// True when nothing in the text was written by people, but for ids.
    pub(super) fn holds(&self, text: &str) -> bool {
        self.is_sentence(text) || text.split_whitespace().all(|token| self.token(token))
    }

    /// True for a whole sentence of the tool's own tables.
    pub(super) fn is_sentence(&self, text: &str) -> bool {
        self.sentences.contains(text)
    }

    /// The same, or one after its id: a name that stands in it is no name there, and masked it would tell who is meant.
    pub(super) fn is_own(&self, text: &str) -> bool {
        let with_id = text.split_once(' ');
        let is_long = |text: &str| text.contains(' ') && self.is_sentence(text);
        is_long(text) || with_id.is_some_and(|(id, rest)| self.is_sentence(id) && is_long(rest))
    }

    fn token(&self, token: &str) -> bool {
        let is_edge = |c: char| "()[],;:.?!=|".contains(c);
        let core = token.trim_matches(is_edge);
        core.chars().all(|c| "-+%/\u{b7}\u{2013}\u{2026}<>".contains(c))
            || self.is_id(core)
            || is_number(core)
            || is_moment(core)
            || is_commit(core)
            || core.to_lowercase().split(['-', '/', '_', ':']).all(|word| self.words.contains(word))
    }

    /// True for an id that says no more than kind and number, that of a rule or of a control, or one of the register.
    pub(super) fn is_id(&self, text: &str) -> bool {
        let (whole, part) = text.split_once('#').unwrap_or((text, "C1"));
        self.is_whole_id(whole) && is_part(part)
    }

    fn is_whole_id(&self, text: &str) -> bool {
        self.ids.contains(text)
            || matches!(Kind::of_id(text), Some(kind) if !is_named(kind))
            || crate::register::is_catalogue_control(text)
            || builtin(text).is_some()
    }
}

/// True for kinds whose ids hold a name.
fn is_named(kind: Kind) -> bool {
    use crate::schema::IdForm;
    matches!(kind.spec().id, IdForm::Named { .. } | IdForm::Control { .. })
}

/// `L1`: the id of a part, when it says nothing.
fn is_part(text: &str) -> bool {
    let digits = text.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or(text);
    (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// A rule of the tool's own.
pub(super) fn builtin(code: &str) -> Option<&'static Rule> {
    let is_code = code.len() == 6 && code.as_bytes()[0].is_ascii_uppercase();
    if is_code { find_in(RULES, code) } else { None }
}

/// Hex digits as git abbreviates a commit.
pub(super) fn is_commit(text: &str) -> bool {
    (7..=64).contains(&text.len())
        && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        && text.bytes().any(|b| b.is_ascii_digit())
}

fn is_number(text: &str) -> bool {
    let core = text.trim_start_matches(['+', '-']).trim_end_matches('%');
    let digits =
        |part: &str| (1..=7).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = core.split('.').collect();
    // `1.10.2` is a version, four numbers may be an address.
    parts.len() <= 3 && parts.iter().all(|part| digits(part)) && text.parse::<IpAddr>().is_err()
}

/// A day, a time, an instant, a quarter, an offset; also two days with dots between them.
pub(super) fn is_moment(text: &str) -> bool {
    let time = |text: &str| {
        let parts: Vec<&str> = text.trim_start_matches(['+', '-']).split(':').collect();
        matches!(parts.len(), 2 | 3)
            && parts.iter().all(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_digit()))
    };
    let quarter = |text: &str| crate::term::Period::parse(text).is_some();
    let one = |text: &str| {
        parse_day(text).is_some()
            || DateTime::parse_from_rfc3339(text).is_ok()
            || text
                .split_once('T')
                .is_some_and(|(day, rest)| parse_day(day).is_some() && time(rest))
            || time(text)
            || quarter(text)
            || text == "UTC"
            || text == "Z"
    };
    one(text) || text.split_once("..").is_some_and(|(a, b)| one(a) && one(b))
}

fn vocabulary() -> HashSet<String> {
    let enumerated = enumeration::ALL.iter().flat_map(|it| it.values.iter().copied());
    let states = Kind::ALL.iter().flat_map(|kind| kind.spec().machine.states.iter().copied());
    let kinds = Kind::ALL.iter().flat_map(|kind| [kind.word(), kind.spec().folder]);
    let fields = Kind::ALL.iter().flat_map(|kind| kind.spec().all_fields().map(|field| field.name));
    let marks = Verdict::ALL.iter().flat_map(|it| [it.word(), it.words()]);
    let marks = marks.chain(Seal::ALL.iter().map(|seal| seal.words()));
    let strengths = ["claimed", "recorded", "corroborated", "contradicted"];
    let chain = Stage::ALL.iter().flat_map(|stage| [stage.word(), label(*stage)]);
    let catalogue = requirements()
        .iter()
        .flat_map(|it| [it.id, it.basis])
        .chain(traps().iter().map(|it| it.id));
    let all = enumerated.chain(states).chain(kinds).chain(fields).chain(marks).chain(strengths);
    let duties = Duty::ALL.iter().map(|duty| duty.does());
    let clocks =
        regulatory_clocks().iter().flat_map(|it| [it.regime, it.stage.unwrap_or_default()]);
    let all = all.chain(chain).chain(catalogue).chain(duties).chain(clocks).chain([JOINING]);
    let split = |text: &'static str| text.split(|c: char| c.is_whitespace() || "-_/:,".contains(c));
    all.flat_map(split).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn sentences() -> HashSet<&'static str> {
    let requirements = requirements().iter().flat_map(|it| {
        [it.id, it.source, it.name, it.basis, it.met, it.partly, it.missing, it.scope.word()]
    });
    let traps = traps().iter().flat_map(|it| [it.id, it.area, it.trap, it.wanted]);
    let rules = RULES.iter().flat_map(|it| [it.code, it.name, it.summary, it.basis.word()]);
    let laws = regulatory_clocks().iter().map(|clock| clock.law);
    let duties = Duty::ALL.iter().map(|duty| duty.does());
    let catalogue = requirements.chain(traps).chain(rules).chain(laws).chain(duties);
    catalogue.chain(crosswalk()).collect()
}

/// What the pages of other frameworks say, all of it from the catalogue.
fn crosswalk() -> impl Iterator<Item = &'static str> {
    let mappings = frameworks().iter().flat_map(Framework::mappings);
    let said = mappings.flat_map(|it| [it.reference, it.said.coverage.word()]);
    let own = [
        "the source itself",
        "a public copy of it",
        "nothing is stated here",
        "a record of the control",
    ];
    let titles = controls().iter().map(|it| it.title).chain(clauses().iter().map(|it| it.title));
    let titles = titles.chain(sources().iter().flat_map(|it| [it.id, it.title]));
    titles.chain(frameworks().iter().map(|it| it.name)).chain(said).chain(own)
}
