//! The sample register and the history that leads to it, as a list of commits with their files.
//!
//! The texts lie in `examples/`: the last tree, the texts that only the past holds, and the story
//! that says who committed what and when. Nothing is written here: the commits go to a [`Scribe`].

mod replay;
mod story;
mod text;

pub use replay::{Files, PlannedCommit, ReplayError, Scribe, replay};
pub use story::{Identity, Story, StoryError};

use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;

static REGISTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/examples/register");
static WAS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/examples/was");
static STORY: &str = include_str!("../../../examples/story.yaml");

/// Texts by their path below `examples/`: `register/README.md`, `was/handbook/POL-backup.md`.
pub type Shelf = BTreeMap<String, String>;

/// The story of the sample register.
pub fn story() -> Result<Story, StoryError> {
    Story::read(STORY)
}

/// The texts that the story of the sample register takes.
pub fn shelf() -> Shelf {
    let mut shelf = Shelf::new();
    add_folder(&mut shelf, "register", &REGISTER);
    add_folder(&mut shelf, "was", &WAS);
    shelf
}

fn add_folder(shelf: &mut Shelf, name: &str, folder: &Dir<'_>) {
    for file in folder.files() {
        let text = file.contents_utf8().expect("every file of examples/ is UTF-8");
        // The embedded paths have the separators of the machine that built the program.
        let path: Vec<_> = file.path().iter().map(|part| part.to_string_lossy()).collect();
        shelf.insert(format!("{name}/{}", path.join("/")), text.to_owned());
    }
    for inner in folder.dirs() {
        add_folder(shelf, name, inner);
    }
}
