//! What a command would write: drafts of records and of the first files of a register.
//!
//! Pure: what is known comes in, texts with their paths go out. Writes nothing and reads no file,
//! no clock and no environment.

mod defines;
pub mod demo;
mod init;
pub mod new;
mod slug;

use defines::defines;
pub use init::{InitRequest, NewFile, init_files};
pub use slug::slug;
