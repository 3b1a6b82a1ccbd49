//! A new control: one of Annex A with its title, or one of the organisation's own.

use super::super::sheet::Sheet;
use super::Cx;
use crate::catalog;
use crate::register::is_catalogue_control;
use crate::schema::{common, control};
use crate::term::canonical_control;

pub(super) fn fill(sheet: &mut Sheet, cx: Cx<'_>) {
    let given = sheet.scalar(common::ID.name());
    let annex_a =
        given.as_deref().and_then(canonical_control).filter(|id| is_catalogue_control(id));
    if let Some(id) = annex_a {
        sheet.words(control::ANNEX_A, &[&id]);
        cx.title_from(sheet, catalog::control(&id).map(|control| control.title.to_owned()));
        return;
    }
    let named: Vec<_> = cx.sources.iter().map(|source| source.named.id.clone()).collect();
    let controls: Vec<_> = named.into_iter().filter(|id| is_catalogue_control(id)).collect();
    sheet.words(control::ANNEX_A, &controls);
}
