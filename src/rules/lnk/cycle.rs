//! What names something earlier does so in one direction only.

use crate::diag::Level;
use crate::record::{LinkUse, Record};
use crate::register::Register;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{DayValue, Key, StampValue, action, incident, policy, vendor_assessment};
use crate::span::Span;
use crate::term::Stamp;
use std::collections::HashMap;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "LNK005",
    name: "link-cycle",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "links that run in a circle, or from the earlier to the later",
    explanation: "`similar_to`, `duplicate_of`, `depends_on`, `follows`, `supersedes` and `previous` \
        each name a record that came before or comes first. In a circle none of them does, and \
        recurrence and order can no longer be computed. Only the later record names the earlier; \
        the other direction is worked out. Remove the link that points forward.",
    source: "",
    bad: &[
        example!("link-cycle/actions-wait-for-each-other"),
        example!("link-cycle/itself"),
        example!("link-cycle/earlier-names-later"),
    ],
    good: &[example!("link-cycle/one-direction")],
    check: Check::Whole(check),
};

const FIELDS: &[&str] =
    &["similar_to", "duplicate_of", "depends_on", "follows", "supersedes", "previous"];

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    for field in FIELDS {
        let edges = Edges::of(cx.register, field);
        for (from, to, link) in edges.circular() {
            let message = format!(
                "{} names {} in `{field}`, which leads back to {}",
                from.id(),
                link.target.id,
                from.id()
            );
            found.push(
                Report::on(from, link.span, message)
                    .help("remove the link that points from the earlier to the later")
                    .field(*field)
                    .argument(&link.target.id)
                    .related(to, to.span_of(field), "from here it leads back"),
            );
        }
        for (from, link) in &edges.forward {
            check_order(cx, from, link, found);
        }
    }
}

/// A link that is on no circle: what it names came before.
fn check_order(cx: &RegisterContext<'_>, record: &Record, link: &LinkUse, found: &mut Findings) {
    let Some(target) = cx.register.get_kind(record.kind(), &link.target.id) else { return };
    let (Some((here, _)), Some((there, place))) = (began(record, link), began(target, link)) else {
        return;
    };
    if there.surely_after(here, cx.basis.now.zone) {
        let message = format!(
            "{} of {here} names {} of {there} in `{}`, which came later",
            record.id(),
            target.id(),
            link.field
        );
        found.push(
            Report::on(record, link.span, message)
                .help(format!("remove it here and name {} in {}", record.id(), target.id()))
                .field(&link.field)
                .argument(&link.target.id)
                .related(target, place, "its date"),
        );
    }
}

/// The date by which a record counts as earlier or later, for the fields that go by one.
fn began(record: &Record, link: &LinkUse) -> Option<(Stamp, Span)> {
    let stamp = |key: Key<StampValue>| record.get(key).map(|found| (*found, found.span));
    let day = |key: Key<DayValue>| record.get(key).map(|found| (Stamp::Day(*found), found.span));
    match link.field.as_str() {
        "similar_to" => stamp(incident::DETECTED_AT),
        "follows" => day(action::OPENED_AT),
        "supersedes" => day(policy::APPROVED_AT),
        "previous" => day(vendor_assessment::ASSESSED_AT),
        _ => None,
    }
}

/// The links of one field: those between records that have it, and all others.
struct Edges<'r> {
    /// Records that have the field and are named in it.
    nodes: Vec<&'r Record>,
    /// For each node, the nodes it names.
    next: Vec<Vec<(usize, &'r LinkUse)>>,
    /// Links that cannot be on a circle.
    forward: Vec<(&'r Record, &'r LinkUse)>,
}

impl<'r> Edges<'r> {
    fn of(register: &'r Register, field: &str) -> Self {
        let links =
            |record: &'r Record| record.links.iter().filter(move |link| link.field == field);
        let having: Vec<_> =
            register.records().iter().filter(|record| links(record).next().is_some()).collect();
        let at: HashMap<_, _> = having.iter().enumerate().map(|(at, r)| (r.id(), at)).collect();
        let mut next = vec![Vec::new(); having.len()];
        let mut forward = Vec::new();
        for (from, record) in having.iter().enumerate() {
            for link in links(record) {
                match at.get(link.target.id.as_str()) {
                    Some(to) => next[from].push((*to, link)),
                    None => forward.push((*record, link)),
                }
            }
        }
        let mut edges = Self { nodes: having, next, forward };
        edges.peel();
        edges
    }

    /// Takes away, again and again, every node that names none: it is on no circle.
    fn peel(&mut self) {
        let mut named_by = vec![Vec::new(); self.nodes.len()];
        for (from, next) in self.next.iter().enumerate() {
            for (to, _) in next {
                named_by[*to].push(from);
            }
        }
        let mut open: Vec<usize> = self.next.iter().map(Vec::len).collect();
        let mut done: Vec<usize> = (0..open.len()).filter(|at| open[*at] == 0).collect();
        let mut gone = vec![false; open.len()];
        while let Some(at) = done.pop() {
            gone[at] = true;
            for &from in &named_by[at] {
                open[from] -= 1;
                if open[from] == 0 {
                    done.push(from);
                }
            }
        }
        for (from, next) in self.next.iter_mut().enumerate() {
            let (free, kept): (Vec<_>, Vec<_>) =
                std::mem::take(next).into_iter().partition(|(to, _)| gone[from] || gone[*to]);
            self.forward.extend(free.into_iter().map(|(_, link)| (self.nodes[from], link)));
            *next = kept;
        }
    }

    /// The links on a circle. What peeling left is small, so a walk from each is cheap.
    fn circular(&self) -> Vec<(&'r Record, &'r Record, &'r LinkUse)> {
        let mut found = Vec::new();
        for (from, next) in self.next.iter().enumerate() {
            for (to, link) in next {
                if self.leads(*to, from) {
                    found.push((self.nodes[from], self.nodes[*to], *link));
                }
            }
        }
        found
    }

    fn leads(&self, from: usize, to: usize) -> bool {
        let (mut seen, mut open) = (vec![false; self.nodes.len()], vec![from]);
        while let Some(at) = open.pop() {
            if at == to {
                return true;
            }
            if !std::mem::replace(&mut seen[at], true) {
                open.extend(self.next[at].iter().map(|(next, _)| *next));
            }
        }
        false
    }
}
