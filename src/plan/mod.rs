//! What a command would write: drafts of records, the first files of a register, changes of files.
//!
//! Pure: what is known comes in, texts with their paths go out. Writes nothing and reads no file,
//! no clock and no environment.

mod change;
mod defines;
pub mod demo;
pub mod fix;
pub mod hook;
mod init;
pub mod new;
pub mod renumber;
mod slug;
pub mod waive;

pub use change::FileChange;
use defines::defines;
pub use init::{InitRequest, NewFile, init_files};
pub use slug::slug;
