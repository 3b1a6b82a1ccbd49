//! The enumerations of the model: one name, its values, in the order they are listed.

/// A closed list of words.
#[derive(Debug)]
pub struct Enumeration {
    /// The enumeration's name.
    pub name: &'static str,
    /// Its words.
    pub values: &'static [&'static str],
}

/// Values of `kind`.
pub static KIND: Enumeration = Enumeration {
    name: "kind",
    values: &[
        "incident",
        "pir",
        "rca",
        "action",
        "control",
        "risk",
        "policy",
        "training",
        "bulletin",
        "management-review",
        "trend-report",
        "effectiveness-audit",
        "period-statement",
        "vendor",
        "vendor-assessment",
    ],
};

/// Values of `severity`: import: major -> high, minor -> medium, trivial -> low.
pub static SEVERITY: Enumeration =
    Enumeration { name: "severity", values: &["critical", "high", "medium", "low", "info"] };

/// Values of `certainty`.
pub static CERTAINTY: Enumeration = Enumeration {
    name: "certainty",
    values: &["confirmed", "suspected", "near-miss", "false-positive"],
};

/// Values of `origin`: the last three run the chain outside the metrics.
pub static ORIGIN: Enumeration = Enumeration {
    name: "origin",
    values: &["incident", "near-miss", "weakness", "exercise", "external-lesson"],
};

/// Values of `attack-action`: VERIS; old spellings by alias.
pub static ATTACK_ACTION: Enumeration = Enumeration {
    name: "attack-action",
    values: &[
        "malware",
        "hacking",
        "social",
        "misuse",
        "physical",
        "error",
        "environmental",
        "unknown",
    ],
};

/// Values of `rsit-class`.
pub static RSIT_CLASS: Enumeration = Enumeration {
    name: "rsit-class",
    values: &[
        "abusive-content",
        "malicious-code",
        "information-gathering",
        "intrusion-attempts",
        "intrusions",
        "availability",
        "information-content-security",
        "fraud",
        "vulnerable",
        "other",
        "test",
    ],
};

/// Values of `asset-group`.
pub static ASSET_GROUP: Enumeration = Enumeration {
    name: "asset-group",
    values: &[
        "server",
        "network",
        "user-device",
        "terminal",
        "media",
        "person",
        "embedded",
        "unknown",
    ],
};

/// Values of `security-attribute`.
pub static SECURITY_ATTRIBUTE: Enumeration = Enumeration {
    name: "security-attribute",
    values: &["confidentiality", "integrity", "availability"],
};

/// Values of `detection-source`.
pub static DETECTION_SOURCE: Enumeration = Enumeration {
    name: "detection-source",
    values: &["internal", "external", "partner", "other", "unknown"],
};

/// Values of `review-tier`.
pub static REVIEW_TIER: Enumeration =
    Enumeration { name: "review-tier", values: &["full", "light", "grouped"] };

/// Values of `review-form`.
pub static REVIEW_FORM: Enumeration =
    Enumeration { name: "review-form", values: &["meeting", "call", "written"] };

/// Values of `regime`: clocks in the catalogue.
pub static REGIME: Enumeration =
    Enumeration { name: "regime", values: &["gdpr", "nis2", "dora", "other"] };

/// Values of `cause-category`: people alone is never enough.
pub static CAUSE_CATEGORY: Enumeration = Enumeration {
    name: "cause-category",
    values: &["people", "process", "technology", "environment"],
};

/// Values of `control-outcome`.
pub static CONTROL_OUTCOME: Enumeration = Enumeration {
    name: "control-outcome",
    values: &["absent", "not-followed", "bypassed", "failed", "worked"],
};

/// Values of `lesson-category`.
pub static LESSON_CATEGORY: Enumeration = Enumeration {
    name: "lesson-category",
    values: &["detection", "response", "control", "process", "people", "supplier", "communication"],
};

/// Values of `lesson-source`.
pub static LESSON_SOURCE: Enumeration = Enumeration {
    name: "lesson-source",
    values: &["internal", "authority", "customer", "supplier", "insurer"],
};

/// Values of `rca-method`.
pub static RCA_METHOD: Enumeration =
    Enumeration { name: "rca-method", values: &["5-whys", "fishbone", "cast", "other"] };

/// Values of `function`.
pub static FUNCTION: Enumeration = Enumeration {
    name: "function",
    values: &[
        "security",
        "it",
        "legal",
        "hr",
        "operations",
        "business",
        "finance",
        "management",
        "privacy",
        "engineering",
        "external",
    ],
};

/// Values of `priority`.
pub static PRIORITY: Enumeration =
    Enumeration { name: "priority", values: &["critical", "high", "medium", "low"] };

/// Values of `action-type`.
pub static ACTION_TYPE: Enumeration = Enumeration {
    name: "action-type",
    values: &[
        "control-change",
        "policy-update",
        "config-hardening",
        "patch",
        "detection-tuning",
        "procedure-update",
        "training",
        "access-change",
        "risk-update",
        "vendor-measure",
        "architecture",
        "other",
    ],
};

/// Values of `action-nature`.
pub static ACTION_NATURE: Enumeration =
    Enumeration { name: "action-nature", values: &["correction", "corrective", "improvement"] };

/// Values of `action-scope`.
pub static ACTION_SCOPE: Enumeration =
    Enumeration { name: "action-scope", values: &["affected-only", "all-similar", "estate"] };

/// Values of `verification-result`.
pub static VERIFICATION_RESULT: Enumeration =
    Enumeration { name: "verification-result", values: &["pass", "partly", "fail"] };

/// Values of `evidence-role`.
pub static EVIDENCE_ROLE: Enumeration = Enumeration {
    name: "evidence-role",
    values: &[
        "test-report",
        "minutes",
        "attendance",
        "configuration",
        "screenshot",
        "log",
        "material",
        "approval",
        "export",
        "publication",
        "programme",
        "other",
    ],
};

/// Values of `soa-implementation`.
pub static SOA_IMPLEMENTATION: Enumeration =
    Enumeration { name: "soa-implementation", values: &["none", "planned", "partly", "full"] };

/// Values of `change-reason`.
pub static CHANGE_REASON: Enumeration = Enumeration {
    name: "change-reason",
    values: &["periodic-review", "legal", "editorial", "test", "other"],
};

/// Values of `risk-treatment`.
pub static RISK_TREATMENT: Enumeration =
    Enumeration { name: "risk-treatment", values: &["mitigate", "avoid", "transfer", "retain"] };

/// Values of `policy-type`.
pub static POLICY_TYPE: Enumeration = Enumeration {
    name: "policy-type",
    values: &["policy", "procedure", "playbook", "plan", "standard"],
};

/// Values of `classification`.
pub static CLASSIFICATION: Enumeration = Enumeration {
    name: "classification",
    values: &["public", "internal", "confidential", "restricted"],
};

/// Values of `delivery`: the last two raise TRN002.
pub static DELIVERY: Enumeration =
    Enumeration { name: "delivery", values: &["face-to-face", "video-live", "elearning", "email"] };

/// Values of `audit-result`.
pub static AUDIT_RESULT: Enumeration = Enumeration {
    name: "audit-result",
    values: &["holds", "partly-holds", "does-not-hold", "undecided"],
};

/// Values of `vendor-tier`.
pub static VENDOR_TIER: Enumeration =
    Enumeration { name: "vendor-tier", values: &["critical", "high", "medium", "low"] };

/// Values of `vendor-evidence`.
pub static VENDOR_EVIDENCE: Enumeration = Enumeration {
    name: "vendor-evidence",
    values: &["pir-report", "action-log", "risk-entries", "policy-history"],
};

/// Values of `corroboration-source`.
pub static CORROBORATION_SOURCE: Enumeration = Enumeration {
    name: "corroboration-source",
    values: &["audit", "rating", "pentest", "monitoring", "interview"],
};

/// Values of `vendor-red-flag`.
pub static VENDOR_RED_FLAG: Enumeration = Enumeration {
    name: "vendor-red-flag",
    values: &[
        "no-pir-process",
        "closed-without-cause",
        "no-control-updates",
        "claims-no-incidents",
        "other",
    ],
};

/// Values of `stage`.
pub static STAGE: Enumeration = Enumeration {
    name: "stage",
    values: &[
        "reported",
        "review",
        "cause",
        "actions",
        "change",
        "risk",
        "policy",
        "verification",
        "communicated",
        "management",
        "followup",
    ],
};

/// Values of `profile`.
pub static PROFILE: Enumeration =
    Enumeration { name: "profile", values: &["small", "standard", "group"] };

/// Every enumeration.
pub static ALL: &[&Enumeration] = &[
    &SEVERITY,
    &CERTAINTY,
    &ORIGIN,
    &ATTACK_ACTION,
    &RSIT_CLASS,
    &ASSET_GROUP,
    &SECURITY_ATTRIBUTE,
    &DETECTION_SOURCE,
    &REVIEW_TIER,
    &REVIEW_FORM,
    &REGIME,
    &CAUSE_CATEGORY,
    &CONTROL_OUTCOME,
    &LESSON_CATEGORY,
    &LESSON_SOURCE,
    &RCA_METHOD,
    &FUNCTION,
    &PRIORITY,
    &ACTION_TYPE,
    &ACTION_NATURE,
    &ACTION_SCOPE,
    &VERIFICATION_RESULT,
    &EVIDENCE_ROLE,
    &SOA_IMPLEMENTATION,
    &CHANGE_REASON,
    &RISK_TREATMENT,
    &POLICY_TYPE,
    &CLASSIFICATION,
    &DELIVERY,
    &AUDIT_RESULT,
    &VENDOR_TIER,
    &VENDOR_EVIDENCE,
    &CORROBORATION_SOURCE,
    &VENDOR_RED_FLAG,
    &STAGE,
    &PROFILE,
];
