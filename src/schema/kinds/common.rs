//! Fields that every kind has.

use crate::schema::enumeration;
use crate::schema::field::{EVIDENCE_FIELDS, Shape, field, fields};
use crate::schema::key::{DayValue, Flag, Items, Line, Part, Whole, Words};

fields! {
    "Form per kind; equals the file's stem.": ID: Line = field("id", Shape::Word).always();
    "What the record is.": KIND: Line = field("kind", Shape::Word).always();
    "What it is about, in one line.": TITLE: Line = field("title", Shape::Line).always();
    "A state of the kind's machine.": STATUS: Line = field("status", Shape::Word).always();
    "Edition, default 1.": SCHEMA: Whole = field("schema", Shape::Int);
    "Written by `new`; claimed like any date.": CREATED: DayValue = field("created", Shape::Date);
    "Legal entity or ISMS scope; decides a certificate's population.": ENTITY: Line =
        field("entity", Shape::Line);
    "Default from the repository; above the ceiling is REC005.": CLASSIFICATION: Line =
        field("classification", Shape::Enum(&enumeration::CLASSIFICATION));
    "Body must be a stub; verdicts withheld.": PRIVILEGE: Part = field("privilege", Shape::Map(const { &[
        field("claimed_by", Shape::Person),
        field("basis", Shape::Line),
        field("custodian", Shape::Person),
    ] }));
    "Detail kept outside git.": ANNEX: Items = field("annex", Shape::List(&Shape::Map(const { &[
        field("label", Shape::Line),
        field("sha256", Shape::Sha256),
        field("custodian", Shape::Person),
        field("location_label", Shape::Line),
        field("access", Shape::Line),
    ] })));
    "How long the record is kept, from when and on what ground.": RETENTION: Part = field("retention", Shape::Map(const { &[
        field("years", Shape::Int),
        field("from", Shape::Date).planned(),
        field("basis", Shape::Line),
    ] }));
    "Blocks disposal.": LEGAL_HOLD: Flag = field("legal_hold", Shape::Bool);
    "Tombstone: only the fields of this table remain.": DISPOSED: Part = field("disposed", Shape::Map(const { &[
        field("at", Shape::Date),
        field("approved_by", Shape::Person),
        field("basis", Shape::Line),
    ] }));
    "Ticket; used by reconcile.": EXTERNAL_REF: Items = field("external_ref", Shape::List(&Shape::Map(const { &[field("system", Shape::Line), field("id", Shape::Line)] })));
    "What shows it: a file, a commit, a diff or a link.": EVIDENCE: Items =
        field("evidence", Shape::List(&Shape::Map(EVIDENCE_FIELDS)));
    "Written by CI at merge.": APPROVALS: Items = field("approvals", Shape::List(&Shape::Map(const { &[
        field("by", Shape::Person),
        field("at", Shape::Stamp),
        field("commit", Shape::Word),
        field("source", Shape::Line),
    ] })));
    "Why recorded late.": LATE_ENTRY_REASON: Line = field("late_entry_reason", Shape::Line);
    "Change after the final state.": AMENDMENTS: Items = field("amendments", Shape::List(&Shape::Map(const { &[
        field("at", Shape::Stamp),
        field("by", Shape::Person),
        field("reason", Shape::Line),
        field("fields", Shape::List(&Shape::Word)),
    ] })));
    "Rules set aside for this record, with reason, approver and expiry.": WAIVERS: Items = field("waivers", Shape::List(&Shape::Map(const { &[
        field("rule", Shape::Rule),
        field("reason", Shape::Line),
        field("approved_by", Shape::Person),
        field("expires", Shape::Date).planned(),
    ] })));
    "Free words to find it by.": TAGS: Words = field("tags", Shape::List(&Shape::Word));
    "After `renumber`.": PREVIOUS_IDS: Words = field("previous_ids", Shape::List(&Shape::Word));
    "Git finds no rename when a file moves and is rewritten at once.": PREVIOUS_PATHS: Words =
        field("previous_paths", Shape::List(&Shape::Path));
}
