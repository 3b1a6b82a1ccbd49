//! The states of a kind and the steps between them.

/// The states of a kind; the first is where a record begins.
#[derive(Debug)]
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
        let mut seen = vec![self.initial()];
        let mut next = 0;
        while let Some(&from) = seen.get(next) {
            next += 1;
            for &(a, b) in self.steps {
                if a == from && b != state && !seen.contains(&b) {
                    seen.push(b);
                }
            }
        }
        !seen.contains(&status)
    }
}

#[cfg(test)]
mod tests {
    use crate::schema::Kind;

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
