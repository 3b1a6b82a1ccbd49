//! A new root cause analysis: the reviews it builds on, the policy's method, who analyses.

use super::super::sheet::Sheet;
use super::review::{analysts, ids};
use super::{Cx, about};
use crate::record::Record;
use crate::schema::{Kind, rca};
use crate::term::enumeration::RCA_METHOD;

pub(super) fn fill(sheet: &mut Sheet, cx: Cx<'_>) {
    cx.incidents(sheet);
    cx.title_from(sheet, about(cx.sources.incidents()).map(|about| format!("Cause: {about}")));
    let mut reviews: Vec<&Record> = cx.sources.of_kind(Kind::Pir).collect();
    if reviews.is_empty() {
        reviews = cx.naming(Kind::Pir);
    }
    if let Some(ids) = ids(&reviews) {
        sheet.raw(rca::PIRS.name(), ids);
    }
    let methods = cx.ground.terms.rca_methods.iter().map(String::as_str);
    let method = methods.into_iter().find(|method| RCA_METHOD.values.contains(method));
    sheet.text(rca::METHOD, method.unwrap_or("5-whys"));
    if let Some(analysts) = analysts(&reviews, cx) {
        sheet.raw(rca::ANALYSTS.name(), analysts);
    }
}
