//! What is written: a folder of our own, where nothing that was there before is touched, and changes
//! of the user's files, which a command names one by one.

mod alone;
mod changes;
mod demo;
mod folder;
mod read_bag;

pub use alone::{AloneError, write_alone};
pub use changes::write_changes;
pub use demo::{Demo, DemoError, build_demo};
pub use folder::{
    Content, DeliverError, Delta, NewFolder, names_beside, standing_site, write_folder,
};
pub use read_bag::{BagFolder, read_bag};
