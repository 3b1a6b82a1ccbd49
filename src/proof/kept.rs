//! What is kept of versions, as bytes for the user's cache.

use super::approver::{ApproverField, approver_fields};
use super::brief::VersionBrief;
use super::past::LogEntry;
use super::version::{
    ActionFacts, DatedField, IncidentFacts, More, PolicyFacts, RiskFacts, Settled, VersionFacts,
    dated_fields,
};
use crate::cache::{Pack, Packer, Unpacker, packed};
use crate::schema::Kind;
use crate::term::Stamp;

packed!(LogEntry { version, date, reason, incidents, summary });
packed!(VersionBrief { version, status, severity, scores, previous_ids, log, text });
packed!(Settled { fields, text });
packed!(RiskFacts { likelihood, impact, rationale, treatment, plan, incidents });
packed!(IncidentFacts { severity, certainty });
packed!(ActionFacts { due });

impl Pack for PolicyFacts {
    fn pack(&self, out: &mut Packer) {
        let Self { version, log, wording } = self;
        version.pack(out);
        log.to_vec().pack(out);
        wording.pack(out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let (version, log) = Pack::unpack(from)?;
        let log: Vec<LogEntry> = log;
        Some(Self { version, log: log.into(), wording: Pack::unpack(from)? })
    }
}

impl Pack for Kind {
    fn pack(&self, out: &mut Packer) {
        let place = Self::ALL.iter().position(|kind| kind == self);
        out.number(place.expect("all kinds are listed") as u64);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Self::ALL.get(usize::unpack(from)?).copied()
    }
}

impl Pack for More {
    fn pack(&self, out: &mut Packer) {
        match self {
            Self::Nothing => out.number(0),
            Self::Policy(facts) => tagged(1, facts, out),
            Self::Risk(facts) => tagged(2, facts, out),
            Self::Incident(facts) => tagged(3, facts, out),
            Self::Action(facts) => tagged(4, facts, out),
            Self::Whole(whole) => tagged(5, whole, out),
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        match from.number()? {
            0 => Some(Self::Nothing),
            1 => Pack::unpack(from).map(Self::Policy),
            2 => Pack::unpack(from).map(Self::Risk),
            3 => Pack::unpack(from).map(Self::Incident),
            4 => Pack::unpack(from).map(Self::Action),
            5 => Pack::unpack(from).map(Self::Whole),
            _ => None,
        }
    }
}

fn tagged(tag: u64, facts: &impl Pack, out: &mut Packer) {
    out.number(tag);
    facts.pack(out);
}

/// A field is kept as its place among those of the kind.
impl Pack for VersionFacts {
    fn pack(&self, out: &mut Packer) {
        let Self {
            kind,
            title,
            status,
            dates,
            approvers,
            previous_ids,
            disposed,
            amendments,
            waivers,
            settled,
            more,
        } = self;
        let place = |field: &DatedField| {
            let place = dated_fields(*kind).iter().position(|other| other.path == field.path);
            place.expect("a version's dates are those of its kind")
        };
        let dates: Vec<(usize, Stamp)> =
            dates.iter().map(|(field, at)| (place(field), *at)).collect();
        let seat = |field: &ApproverField| {
            let place = approver_fields(*kind).iter().position(|other| other.path == field.path);
            place.expect("a version's approvers are those of its kind")
        };
        let named: Vec<(usize, Box<str>)> =
            approvers.iter().map(|(field, handle)| (seat(field), handle.clone())).collect();
        (*kind, *title).pack(out);
        status.pack(out);
        dates.pack(out);
        named.pack(out);
        previous_ids.pack(out);
        (*disposed, *amendments).pack(out);
        waivers.pack(out);
        settled.pack(out);
        more.pack(out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let (kind, title) = Pack::unpack(from)?;
        let status = Pack::unpack(from)?;
        let dates: Vec<(usize, Stamp)> = Pack::unpack(from)?;
        let field = |(place, at): (usize, Stamp)| Some((dated_fields(kind).get(place)?, at));
        let dates = dates.into_iter().map(field).collect::<Option<_>>()?;
        let named: Vec<(usize, Box<str>)> = Pack::unpack(from)?;
        let field =
            |(place, handle): (usize, Box<str>)| Some((approver_fields(kind).get(place)?, handle));
        let approvers = named.into_iter().map(field).collect::<Option<_>>()?;
        let previous_ids = Pack::unpack(from)?;
        let (disposed, amendments) = Pack::unpack(from)?;
        let waivers = Pack::unpack(from)?;
        let (settled, more) = (Pack::unpack(from)?, Pack::unpack(from)?);
        Some(Self {
            kind,
            title,
            status,
            dates,
            approvers,
            previous_ids,
            disposed,
            amendments,
            waivers,
            settled,
            more,
        })
    }
}
