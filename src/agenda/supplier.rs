//! A supplier: its assessments, what came of the incidents it took part in, what is still open.

use crate::chain::{Inquiry, chain_of};
use crate::owed::{
    assessments_of, incident_day, incidents_of, measures_for, reassessment, vendor_measures,
};
use crate::record::Record;
use crate::schema::{Key, Kind, Line, vendor, vendor_assessment as assessment};
use crate::term::Day;

/// What the register knows of a supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supplier<'r> {
    /// How much depends on it.
    pub tier: Option<&'r str>,
    /// The day of the next assessment, and the record that states it; `None` where none is owed.
    pub next: Option<(Day, &'r str)>,
    /// True when that day has passed.
    pub is_late: bool,
    /// Its assessments that are done, oldest first.
    pub assessments: Vec<Assessment<'r>>,
    /// The incidents it took part in.
    pub incidents: Vec<SupplierIncident<'r>>,
    /// Warnings of its last assessment that no opened action answers.
    pub open_flags: Vec<&'r str>,
}

/// An assessment that is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment<'r> {
    /// Its id.
    pub id: &'r str,
    /// Its status.
    pub status: &'r str,
    /// When it was made.
    pub at: Option<Day>,
    /// The questions, of the three, that have an answer.
    pub answered: Vec<&'static str>,
    /// The sorts of evidence received.
    pub evidence: Vec<&'r str>,
    /// Who else was asked, beyond its own word.
    pub corroboration: Vec<&'r str>,
    /// Warnings seen.
    pub red_flags: Vec<&'r str>,
}

/// An incident that a supplier took part in, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplierIncident<'r> {
    /// Its id.
    pub id: &'r str,
    /// Its title.
    pub title: &'r str,
    /// Its status.
    pub status: &'r str,
    /// The day by which it is counted.
    pub day: Option<Day>,
    /// How its stages stand, counted.
    pub stages: String,
    /// True when every stage that is asked of it is met.
    pub is_complete: bool,
    /// Opened measures at vendors, with their status.
    pub measures: Vec<(&'r str, &'r str)>,
}

/// The three questions.
const QUESTIONS: [&str; 3] = ["pir_process", "control_example", "action_tracking"];

/// What the register knows of a supplier; `None` for a record of another kind, and a privileged one.
pub fn supplier_of<'r>(cx: &Inquiry<'r>, record: &'r Record) -> Option<Supplier<'r>> {
    if record.kind() != Kind::Vendor || record.is_privileged() {
        return None;
    }
    let done = assessments_of(cx.register, record.id());
    let next = reassessment(cx.register, record).map(|(day, holder)| (*day, holder.id()));
    let open_flags = done.last().filter(|last| measures_for(cx.register, last).is_empty());
    Some(Supplier {
        tier: record.text_of(vendor::TIER),
        next,
        is_late: next.is_some_and(|(day, _)| day < cx.now.day()),
        open_flags: open_flags.map(|last| flags(last)).unwrap_or_default(),
        assessments: done
            .into_iter()
            .filter(|it| !it.is_privileged())
            .map(assessment_row)
            .collect(),
        incidents: incidents_of(cx.register, record.id())
            .into_iter()
            .map(|incident| incident_row(cx, incident))
            .collect(),
    })
}

fn flags(assessment: &Record) -> Vec<&str> {
    assessment.words(assessment::RED_FLAGS).iter().map(|flag| flag.value).collect()
}

fn assessment_row(record: &Record) -> Assessment<'_> {
    let texts = |key, field| -> Vec<&str> {
        let items = record.items(key).into_iter();
        items.filter_map(|item| item.text_of(Key::<Line>::new(field))).collect()
    };
    let answers = record.get(assessment::ANSWERS);
    let has_answer = |field: &&str| {
        let value = answers.and_then(|answers| answers.value.value(field));
        value.is_some_and(|value| !value.is_blank())
    };
    Assessment {
        id: record.id(),
        status: record.status(),
        at: record.get(assessment::ASSESSED_AT).map(|at| at.value),
        answered: QUESTIONS.into_iter().filter(has_answer).collect(),
        evidence: texts(assessment::EVIDENCE_RECEIVED, "type"),
        corroboration: texts(assessment::CORROBORATION, "source"),
        red_flags: flags(record),
    }
}

fn incident_row<'r>(cx: &Inquiry<'r>, incident: &'r Record) -> SupplierIncident<'r> {
    let chain = chain_of(cx, incident);
    let measures = vendor_measures(cx.register, incident.id());
    SupplierIncident {
        id: incident.id(),
        title: incident.title(),
        status: incident.status(),
        day: incident_day(incident, cx.now.zone),
        stages: chain.counted(),
        is_complete: chain.is_learning_complete(),
        measures: measures.into_iter().map(|action| (action.id(), action.status())).collect(),
    }
}
