//! What is handed over as a folder of its own: nothing that was there before is touched.

mod demo;
mod site;

pub use demo::{Demo, DemoError, build_demo};
pub use site::{DeliverError, NewSite, write_site};
