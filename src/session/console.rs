//! The two streams: results go out on one, everything said to people on the other.

use super::{Environment, Failure};
use crate::emit::Look;
use crate::escape::terminal;
use std::io::{self, IsTerminal, Write};

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// By the environment and the stream.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Standard output and standard error, as the doors hand them to a command.
#[derive(Debug)]
pub struct Console {
    /// How results may look.
    pub look: Look,
    /// True when a person reads standard error.
    pub hints: bool,
    quiet: bool,
    broken: bool,
}

impl Console {
    /// A console for this process.
    pub fn new(color: Color, quiet: bool, environment: &Environment) -> Self {
        let look = Look {
            color: colored(color, environment, io::stdout().is_terminal()),
            unicode: environment.unicode,
            width: environment.columns.unwrap_or(100).clamp(40, 160),
            narrated: environment.no_graphics,
        };
        Self { look, hints: io::stderr().is_terminal() && !quiet, quiet, broken: false }
    }

    /// True when results go to a person's terminal.
    pub fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Writes results. A reader that went away ends the output quietly.
    pub fn result(&mut self, text: &str) -> Result<(), Failure> {
        if self.broken {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.broken = true;
                Ok(())
            }
            Err(error) => {
                Err(Failure::new(format!("the results could not be written: {error}"), ""))
            }
        }
    }

    /// True when whoever read the results went away.
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    /// Says something to the person at the keyboard; foreign text in it is made harmless.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            say_line(text);
        }
    }

    /// Says why the job could not be done.
    pub fn fail(&self, failure: &Failure) {
        say_line(&format!("error: {}", failure.message));
        if !failure.hint.is_empty() {
            say_line(&format!("  help: {}", failure.hint));
        }
    }
}

/// Standard error may be gone; there is nobody left to tell.
fn say_line(text: &str) {
    let mut err = io::stderr().lock();
    for line in text.lines() {
        let _ = writeln!(err, "{}", terminal(line));
    }
}

/// `--color`, then `NO_COLOR`, then `CLICOLOR_FORCE`/`FORCE_COLOR`, then `TERM=dumb`, then the stream.
fn colored(color: Color, environment: &Environment, is_terminal: bool) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if environment.no_color => false,
        Color::Auto if environment.force_color => true,
        Color::Auto => is_terminal && !environment.dumb_terminal,
    }
}
