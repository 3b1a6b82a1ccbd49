//! OSCAL documents as JSON.

use super::json::pretty;
use crate::oscal::Document;

/// The document, as the JSON schema of OSCAL has it.
pub fn oscal_json(document: &Document) -> String {
    pretty(document)
}
