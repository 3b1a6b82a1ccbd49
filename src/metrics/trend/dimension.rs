//! The ways in which incidents are sorted, and the values that an incident states for each.

use super::axis::Axis;
use super::series::{Series, Table};
use super::{TrendDimension, TrendGround};
use crate::pattern::{Cause, Traits};
use crate::record::Record;
use crate::schema::{Key, Kind, Line, Words, incident, part, rca};

const ACTIONS: Key<Words> = part::ACTIONS;

/// A way in which incidents are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dimension {
    Action,
    Vector,
    AssetGroup,
    CauseCategory,
    Severity,
    DetectionSource,
    ReportingChannel,
    RcaMethod,
    Unit,
    FailedControl,
}

impl Dimension {
    pub(super) const ALL: [Self; 10] = [
        Self::Action,
        Self::Vector,
        Self::AssetGroup,
        Self::CauseCategory,
        Self::Severity,
        Self::DetectionSource,
        Self::ReportingChannel,
        Self::RcaMethod,
        Self::Unit,
        Self::FailedControl,
    ];

    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Action => ("attack-action", "attack action"),
            Self::Vector => ("vector", "vector"),
            Self::AssetGroup => ("asset-group", "asset group"),
            Self::CauseCategory => ("cause-category", "root-cause category"),
            Self::Severity => ("severity", "severity"),
            Self::DetectionSource => ("detection-source", "detection source"),
            Self::ReportingChannel => ("reporting-channel", "reporting channel"),
            Self::RcaMethod => ("rca-method", "RCA method"),
            Self::Unit => ("unit", "unit"),
            Self::FailedControl => ("failed-control", "failed control"),
        }
    }

    /// Counts the incidents by their values.
    pub(super) fn read<'r>(
        self,
        ground: &TrendGround<'r>,
        axis: &Axis,
        all: &[Traits<'r>],
        whole: &Series<'r>,
    ) -> TrendDimension<'r> {
        let (mut table, mut without) = (Table::new(axis), Table::new(axis));
        for traits in all.iter().filter(|traits| axis.position(traits.day).is_some()) {
            let id = traits.incident.id();
            let mut values = self.values(ground, traits);
            values.retain(|value| !value.is_empty() && !value.eq_ignore_ascii_case("unknown"));
            if values.is_empty() {
                without.add(traits.day, ["not stated"].into_iter(), id);
            }
            table.add(traits.day, values.into_iter(), id);
        }
        let (name, title) = self.names();
        TrendDimension {
            name,
            title,
            values: table.finish(axis, Some(whole)),
            not_stated: without.single("not stated", axis),
        }
    }

    /// What an incident states.
    fn values<'t>(self, ground: &TrendGround<'t>, traits: &'t Traits<'_>) -> Vec<&'t str> {
        let incident: &'t Record = traits.incident;
        let attack = || incident.get(incident::ATTACK);
        let line = |key: Key<Line>| incident.text_of(key).map(str::trim).into_iter().collect();
        match self {
            Self::Action => {
                let actions = attack().map(|attack| attack.words(ACTIONS)).unwrap_or_default();
                actions.into_iter().map(|word| word.value.trim()).collect()
            }
            Self::Vector => {
                let vector = attack().and_then(|attack| attack.text_of(part::VECTOR));
                vector.map(str::trim).into_iter().collect()
            }
            Self::AssetGroup => traits.groups.iter().copied().collect(),
            Self::CauseCategory => {
                let category = |cause: &'t Cause<'_>| match cause {
                    Cause::Category(category) => Some(*category),
                    Cause::Control(_) => None,
                };
                traits.causes.iter().filter_map(category).collect()
            }
            Self::Severity => line(incident::SEVERITY),
            Self::DetectionSource => line(incident::DETECTION_SOURCE),
            Self::ReportingChannel => line(incident::REPORTING_CHANNEL),
            Self::RcaMethod => {
                let analyses = ground.register.naming(Kind::Rca, incident.id());
                let living = analyses.filter(|it| !it.is_ended() && !it.is_privileged());
                living.filter_map(|analysis| analysis.text_of(rca::METHOD)).collect()
            }
            Self::Unit => line(incident::UNIT),
            Self::FailedControl => {
                let control = |cause: &'t Cause<'_>| match cause {
                    Cause::Control(control) => Some(control.as_str()),
                    Cause::Category(_) => None,
                };
                traits.causes.iter().filter_map(control).collect()
            }
        }
    }
}
