//! The states of a kind and the steps between them.

/// No kind has more states; the tests look.
const MOST_STATES: usize = 16;

/// The states of a kind; the first is where a record begins.
#[derive(Clone, Copy, Debug)]
pub struct Machine {
    /// Every state.
    pub states: &'static [&'static str],
    /// Legal steps.
    pub steps: &'static [(&'static str, &'static str)],
    /// States in which the record no longer counts: rejected, cancelled, withdrawn.
    pub ended: &'static [&'static str],
    /// States in which the record is final: a later change of what it says is told apart. Empty
    /// for records that are kept up to date: controls, risks, policies, vendors.
    pub settled: &'static [&'static str],
}

impl Machine {
    /// The state in which a record begins.
    pub fn initial(&self) -> &'static str {
        self.states[0]
    }

    /// True when a record with this status is final.
    pub fn is_settled(&self, status: &str) -> bool {
        self.settled.contains(&status)
    }

    /// True when `status` is `state` or cannot be reached from the beginning without it.
    ///
    /// This is what "from `state` on" means: a rejected incident owes nothing that a closed one
    /// owes, and a reopened one still owes it. A status that the machine does not have is from
    /// nowhere but the beginning.
    pub fn is_from(&self, status: &str, state: &str) -> bool {
        if status == state || state == self.initial() {
            return true;
        }
        if !self.states.contains(&status) {
            return false;
        }
        let mut seen = [self.initial(); MOST_STATES];
        let (mut next, mut end) = (0, 1);
        while next < end {
            for &(from, to) in self.steps {
                if from == seen[next] && to != state && !seen[..end].contains(&to) {
                    seen[end] = to;
                    end += 1;
                }
            }
            next += 1;
        }
        !seen[..end].contains(&status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Kind;

    #[test]
    fn every_state_has_room_and_every_step_is_between_states() {
        for machine in Kind::ALL.map(|kind| &kind.spec().machine) {
            assert!(machine.states.len() <= MOST_STATES);
            let mut ends = machine.steps.iter().flat_map(|(from, to)| [from, to]);
            assert!(ends.all(|state| machine.states.contains(state)));
        }
    }

    #[test]
    fn owed_follows_the_ways_through_the_machine() {
        let incident = &Kind::Incident.spec().machine;
        assert!(incident.is_from("closed", "triaged"));
        assert!(incident.is_from("reopened", "closed"));
        assert!(!incident.is_from("rejected", "triaged"));
        assert!(!incident.is_from("responding", "closed"));
        assert!(!incident.is_from("clsoed", "closed") && !incident.is_from("", "triaged"));
        let pir = &Kind::Pir.spec().machine;
        assert!(pir.is_from("approved", "held") && !pir.is_from("waived", "held"));
    }
}
