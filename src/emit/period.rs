//! A period as every JSON document writes it; nothing else stands here.

use crate::metrics::Window;
use serde::Serialize;

/// The first day, the day after the last, and the quarter where one was asked for.
#[derive(Debug, Serialize)]
pub(super) struct PeriodSpan {
    from: String,
    before: String,
    quarter: Option<String>,
}

impl PeriodSpan {
    /// The days of a window.
    pub(super) fn of(window: &Window) -> Self {
        Self {
            from: window.first.to_string(),
            before: window.end.to_string(),
            quarter: window.quarter.map(|quarter| quarter.to_string()),
        }
    }
}
