//! The scale on which risks are scored.

use super::Given;
use super::reader::{Reader, inside};
use crate::yaml::NodeId;

/// Steps of likelihood and impact, and what their meeting is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskScale {
    /// The highest likelihood; the lowest is 1.
    pub likelihood: u32,
    /// The highest impact; the lowest is 1.
    pub impact: u32,
    /// A row for each likelihood from 1 on, a word for each impact from 1 on; may be empty.
    pub matrix: Vec<Vec<String>>,
}

impl RiskScale {
    /// What the matrix calls a risk, where there is one and the values are on the scale.
    pub fn rating(&self, likelihood: u32, impact: u32) -> Option<&str> {
        let row = self.matrix.get(usize::try_from(likelihood.checked_sub(1)?).ok()?)?;
        row.get(usize::try_from(impact.checked_sub(1)?).ok()?).map(String::as_str)
    }
}

const STEPS: std::ops::RangeInclusive<u32> = 2..=10;

/// Reads `risk: {scale: 5, matrix: [[low, ..], ..]}`; the scale is a number or one for each side.
pub(super) fn read(reader: &mut Reader<'_>, value: NodeId) -> Option<Given<RiskScale>> {
    let (mut scale, mut matrix) = (None, None);
    for (key, entry) in reader.fields(value, "risk", &["scale", "matrix"]) {
        match key {
            "scale" => scale = read_scale(reader, entry.value),
            _ => matrix = read_matrix(reader, entry.value).map(|rows| (rows, entry.value)),
        }
    }
    let Some((rows, node)) = matrix else {
        let (likelihood, impact) = scale?;
        return Some(reader.given(RiskScale { likelihood, impact, matrix: vec![] }, value));
    };
    let (likelihood, impact) = (count(rows.len()), count(rows[0].len()));
    if scale.is_some_and(|scale| scale != (likelihood, impact)) {
        let message = format!("the matrix has {likelihood} rows of {impact}, unlike the scale");
        reader.wrong(node, "risk.matrix", message, "give it a row for each likelihood");
        return None;
    }
    Some(reader.given(RiskScale { likelihood, impact, matrix: rows }, value))
}

fn read_scale(reader: &mut Reader<'_>, node: NodeId) -> Option<(u32, u32)> {
    if !reader.is_mapping(node) {
        return reader.whole(node, "risk.scale", STEPS).map(|steps| (steps, steps));
    }
    let (mut likelihood, mut impact) = (None, None);
    for (key, entry) in reader.fields(node, "risk.scale", &["likelihood", "impact"]) {
        let steps = reader.whole(entry.value, &inside("risk.scale", key), STEPS);
        if key == "likelihood" {
            likelihood = steps;
        } else {
            impact = steps;
        }
    }
    if likelihood.is_none() || impact.is_none() {
        let help = "write `scale: 5` or `scale: {likelihood: 5, impact: 4}`";
        reader.wrong(node, "risk.scale", "the scale needs likelihood and impact", help);
    }
    Some((likelihood?, impact?))
}

fn read_matrix(reader: &mut Reader<'_>, node: NodeId) -> Option<Vec<Vec<String>>> {
    let field = "risk.matrix";
    let rows: Vec<Vec<String>> = reader
        .items(node, field)
        .iter()
        .map(|row| reader.lines(*row, field).into_iter().map(|word| word.value).collect())
        .collect();
    let width = rows.first().map_or(0, Vec::len);
    let is_even = rows.iter().all(|row| row.len() == width);
    if is_even && STEPS.contains(&count(rows.len())) && STEPS.contains(&count(width)) {
        return Some(rows);
    }
    let help = "write a row for each likelihood with a word for each impact, 2 to 10 of both";
    reader.wrong(node, field, "the matrix is not a table of words", help);
    None
}

fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
