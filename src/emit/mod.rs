//! What was found, as text and as JSON. Takes findings and views; decides nothing.

mod columns;
mod concise;
mod diff;
mod due;
mod export;
mod full;
mod github;
mod gitlab;
mod grouped;
mod history;
mod history_json;
mod html;
mod ics;
mod json;
mod json_lines;
mod junit;
mod list;
mod list_controls;
mod located;
mod mask;
mod matrix;
mod matrix_json;
mod metrics;
mod oscal;
mod period;
mod population;
mod rdjson;
mod reconcile;
mod roles;
mod roles_json;
mod rule_page;
mod rules;
mod sample;
mod sarif;
mod settings;
mod show;
mod show_json;
mod status;
mod status_json;
mod supplier;
mod tag;
mod trace;
mod trace_json;
mod trace_markdown;
mod trends;
mod trends_json;
mod verify;

pub use concise::{lint_concise, lint_counts, lint_waived};
pub use diff::changes_diff;
pub use due::{DueReport, due_csv, due_json, due_text};
pub use export::{ExportReport, export_csv, export_json, export_json_lines};
pub use full::lint_full;
pub use github::{github_summary, lint_github};
pub use gitlab::lint_gitlab;
pub use grouped::lint_grouped;
pub use history::history_text;
pub use history_json::history_json;
pub use html::{
    Again, MANIFEST, MANIFEST_SCHEMA, MadePages, Misprint, Press, Templates, is_alone, make_alone,
    make_edition, make_site,
};
pub use ics::due_ics;
pub use json::lint_json;
pub use json_lines::lint_json_lines;
pub use junit::lint_junit;
pub use list::{list_csv, list_json, list_text};
pub use list_controls::{
    controls_csv, controls_json, controls_text, frameworks_csv, frameworks_json, frameworks_text,
};
pub use located::{
    Count, Hiding, LintReport, Located, LocatedFix, RelatedPlace, Replacement, Since, Summary,
    Texts,
};
pub use mask::{mask, mask_all};
pub use matrix::{MatrixReport, matrix_csv, matrix_text};
pub use matrix_json::matrix_json;
pub use metrics::{MetricsReport, metrics_csv, metrics_json, metrics_text};
pub use oscal::oscal_json;
pub use population::{PopulationReport, population_csv, population_json, population_text};
pub use rdjson::lint_rdjson;
pub use reconcile::{ReconcileReport, reconcile_csv, reconcile_json, reconcile_text};
pub use roles::{RolesReport, roles_csv, roles_text};
pub use roles_json::roles_json;
pub use rule_page::{rule_index, rule_page, rule_page_path};
pub use rules::{rule_card, rule_list, rules_json};
pub use sample::{SampleReport, sample_csv, sample_json, sample_text};
pub use sarif::{SARIF_REFUSED, SARIF_SHOWN, lint_sarif};
pub use settings::{settings_json, settings_text};
pub use show::show_text;
pub use show_json::show_json;
pub use status::{StatusReport, status_csv, status_text};
pub use status_json::status_json;
pub use trace::trace_text;
pub use trace_json::{trace_json, traces_json};
pub use trace_markdown::trace_markdown;
pub use trends::{TrendsReport, trends_csv, trends_text};
pub use trends_json::trends_json;
pub use verify::{verify_json, verify_text};

/// How text may look where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// ANSI colours.
    pub color: bool,
    /// Box-drawing characters; plain ASCII otherwise.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
    /// Sentences instead of drawings, for a screen reader.
    pub narrated: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { color: false, unicode: true, width: 100, narrated: false }
    }
}
