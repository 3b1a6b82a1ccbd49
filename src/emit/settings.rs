//! `config show`: every value in force with its origin, as a table or as JSON.

use super::json::pretty;
use crate::escape::terminal;
use crate::rows::Setting;
use serde::Serialize;
use std::fmt::Write;

/// One line a value: key, value, origin.
pub fn settings_text(settings: &[Setting]) -> String {
    let width = |of: fn(&Setting) -> &str, most: usize| {
        settings.iter().map(|it| of(it).chars().count()).max().unwrap_or(0).min(most)
    };
    let (keys, values) = (width(|it| &it.key, 40), width(|it| &it.value, 60));
    let mut out = String::new();
    for Setting { key, value, origin } in settings {
        let (key, value, origin) = (terminal(key), terminal(value), terminal(origin));
        writeln!(out, "{key:keys$}  {value:values$}  {origin}")
            .expect("writing to a string does not fail");
    }
    out
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    path: &'a str,
    present: bool,
    settings: &'a [Setting],
}

/// The values as one JSON object, `pirctl.config/1`.
pub fn settings_json(path: &str, present: bool, settings: &[Setting]) -> String {
    pretty(&Document { schema: "pirctl.config/1", path, present, settings })
}
