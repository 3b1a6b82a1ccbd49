//! Which living incidents each record reaches through the records it names.

use super::{Register, Target};
use crate::schema::Kind;

/// Positions of the incidents reached, for each record of the register.
///
/// An incident reaches itself. Ways through ended records do not count, nor ways through a control,
/// policy, risk or vendor: those stand for the whole register, and most incidents meet in them.
pub(super) fn incidents(register: &Register) -> Vec<Vec<usize>> {
    let mut found = vec![None; register.records.len()];
    (0..register.records.len()).map(|at| visit(register, at, &mut found, 0)).collect()
}

fn is_standing(kind: Kind) -> bool {
    matches!(kind, Kind::Control | Kind::Policy | Kind::Risk | Kind::Vendor)
}

/// The longest chain of links that is followed; a register's chains have fewer than ten.
const DEPTH: usize = 32;

fn visit(
    register: &Register,
    at: usize,
    found: &mut Vec<Option<Vec<usize>>>,
    depth: usize,
) -> Vec<usize> {
    if let Some(known) = &found[at] {
        return known.clone();
    }
    let record = &register.records[at];
    if record.kind() == Kind::Incident {
        return if record.is_ended() { Vec::new() } else { vec![at] };
    }
    found[at] = Some(Vec::new());
    let mut reached = Vec::new();
    for link in &record.links {
        if depth < DEPTH
            && let Target::Record(target) = register.resolve(link)
            && !target.is_ended()
            && !is_standing(target.kind())
            && let Some(next) = register.position(target)
        {
            reached.extend(visit(register, next, found, depth + 1));
        }
    }
    reached.sort_unstable();
    reached.dedup();
    found[at] = Some(reached.clone());
    reached
}
