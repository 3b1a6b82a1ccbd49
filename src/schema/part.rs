//! Keys of values inside lists and mappings, shared by the kinds that use them.

use super::key::{Flag, Items, Key, Line, Part, StampValue, Whole, Words};

macro_rules! parts {
    ($( $key:ident: $value:ty = $name:literal; )*) => {
        $(
            #[doc = concat!("The value under `", $name, "`.")]
            pub const $key: Key<$value> = Key::new($name);
        )*
    };
}

parts! {
    ACTIONS: Words = "actions";
    AFTER: Line = "after";
    APPROVED_AT: StampValue = "approved_at";
    APPROVED_BY: Line = "approved_by";
    APPROVES: Words = "approves";
    AT: StampValue = "at";
    BEFORE: Line = "before";
    BY: Line = "by";
    CATEGORY: Line = "category";
    CAUSES: Items = "causes";
    CHANNEL: Line = "channel";
    CHECKED: Flag = "checked";
    COMMIT: Line = "commit";
    CONTROL: Line = "control";
    CONTROL_EVALUATION: Items = "control_evaluation";
    COUNT: Whole = "count";
    CUSTODIAN: Line = "custodian";
    DATE: StampValue = "date";
    DIFF: Part = "diff";
    EVIDENCE: Items = "evidence";
    EXPIRES: StampValue = "expires";
    FIELD: Line = "field";
    FILE: Line = "file";
    FUNCTION: Line = "function";
    GROUP: Line = "group";
    ID: Line = "id";
    IN_RISK_REGISTER_BEFORE: Line = "in_risk_register_before";
    INCIDENTS: Words = "incidents";
    INFERRED: Flag = "inferred";
    ISM: Part = "ism";
    LESSONS: Items = "lessons";
    LEVEL: Line = "level";
    MEANING: Line = "meaning";
    METHOD: Line = "method";
    NAME: Line = "name";
    NO_ACTION_REASON: Line = "no_action_reason";
    NOT_NEEDED: Part = "not_needed";
    OUTCOME: Line = "outcome";
    PATH: Line = "path";
    PROCESS_OR_CONTROL: Line = "process_or_control";
    REASON: Line = "reason";
    REMARK: Line = "remark";
    RESULT: Line = "result";
    REVIEWED_AT: StampValue = "reviewed_at";
    REVIEWED_BY: Words = "reviewed_by";
    ROLE: Line = "role";
    RULE: Line = "rule";
    SECTIONS: Words = "sections";
    SHA256: Line = "sha256";
    SIDE_EFFECTS: Part = "side_effects";
    SUMMARY: Line = "summary";
    TECHNICAL_LEAD: Part = "technical_lead";
    TEXT: Line = "text";
    URL: Line = "url";
    VARIETIES: Words = "varieties";
    VECTOR: Line = "vector";
    VERSION: Line = "version";
}
