//! Pictures as data: shapes with words, and the table of what they show.
//!
//! Pure functions from facts to a [`Picture`]; `emit` writes it as SVG. Coordinates are whole numbers, so the same
//! facts give the same bytes. What is not known is drawn as unknown, and above its stated limit a picture is not
//! drawn at all: its table has everything.

mod ageing;
mod axis;
mod claims;
mod coverage;
mod fishbone;
mod graph;
mod heat;
mod label;
mod policy;
mod quarters;
mod risk;
mod shape;
mod span;
mod timeline;
mod whys;

pub use ageing::{OpenAction, ageing};
pub use claims::{ClaimPlot, DatedFact, claims};
pub use coverage::{Covered, coverage};
pub use fishbone::{Bone, fishbone};
pub use graph::{Column, Hole, Node, Tie, graph};
pub use heat::{HeatMap, Shared, heat};
pub(crate) use label::{clipped, width};
pub use policy::{PolicyHistory, PolicyStep, versions};
pub use quarters::quarters;
pub use risk::{ScoreHistory, ScoreStep, score};
pub use shape::{Anchor, Form, Picture, Run, Shape};
pub use timeline::{Happening, Recorded, timeline};
pub use whys::{StatedCause, Why, whys};
