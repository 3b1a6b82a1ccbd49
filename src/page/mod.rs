//! The evidence site as data: which pages there are, and what stands on each.
//!
//! Asks chain, register and history; writes no HTML except bodies that cannot act.

mod about;
mod body;
mod frame;
mod git;
mod graph;
mod incident;
mod overview;
mod pictures;
mod policy;
mod reading;
mod record;
mod register;
mod search;
mod site;
mod view;
mod written;

pub use frame::{Crumb, Frame, NavItem};
pub use search::{Search, SearchEntry, SearchPart, SearchPlace, Shelf};
pub use site::{About, PageKey, ReadChange, Scope, Site, SiteInput, Texts};
pub use view::{
    AboutPage, AnswerView, ChainRow, DiffView, Fact, Figure, GapView, IncidentPage, LegendItem,
    LineView, Link, OverviewPage, PageLink, Pair, PartView, PolicyPage, ReadingPage, RecordPage,
    RecordView, RegisterPage, StageView, StateCell, StepView, View,
};
