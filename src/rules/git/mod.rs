//! What git shows of every record: when values were recorded, what was changed later, what is gone.

pub(super) mod late_entry;
