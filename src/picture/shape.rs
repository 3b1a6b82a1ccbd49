//! A picture and what it is made of. Knows nothing of SVG and nothing of records.

use crate::rows::Table;
use serde::Serialize;

/// A picture: words first, shapes for those who see them, a table for everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Picture {
    /// Tells it from other pictures of the page: `timeline`.
    pub name: &'static str,
    /// What it is.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub description: String,
    /// How to read it, and its limit; stands above it.
    pub note: String,
    /// Its natural width in pixels.
    pub width: i32,
    /// Its natural height in pixels.
    pub height: i32,
    /// From the back to the front; none when it is above its limit.
    pub shapes: Vec<Shape>,
    /// What it shows, as a table.
    pub table: Table,
}

/// A shape with its words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Shape {
    /// How it looks: a word of the stylesheet.
    pub class: &'static str,
    /// What it is.
    pub form: Form,
    /// What it stands for; empty for what is only drawn.
    pub title: String,
}

/// Where a text stands to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// The form of a shape; all measures are pixels at natural size, `y` grows downwards.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Form {
    /// From one point to another.
    Line(i32, i32, i32, i32),
    /// Left, top, width, height.
    Rect(i32, i32, i32, i32),
    /// Centre and radius.
    Circle(i32, i32, i32),
    /// Points, joined by straight lines.
    Path(Vec<(i32, i32)>),
    /// Several such lines that look alike.
    Lines(Vec<Vec<(i32, i32)>>),
    /// A text at a point.
    Text(i32, i32, Anchor, Vec<Run>),
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Run {
    /// How it looks; empty for like the rest.
    pub class: &'static str,
    /// The words.
    pub text: String,
}

impl Picture {
    /// Takes a shape that is only drawn.
    pub(super) fn draw(&mut self, class: &'static str, form: Form) {
        self.shapes.push(Shape { class, form, title: String::new() });
    }

    /// Takes a shape with what it stands for.
    pub(super) fn mark(&mut self, class: &'static str, form: Form, title: impl Into<String>) {
        self.shapes.push(Shape { class, form, title: title.into() });
    }

    /// Takes a text.
    pub(super) fn say(
        &mut self,
        class: &'static str,
        (x, y): (i32, i32),
        anchor: Anchor,
        text: &str,
    ) {
        let runs = vec![Run { class: "", text: text.to_owned() }];
        self.draw(class, Form::Text(x, y, anchor, runs));
    }

    /// Brings what was taken so far into layers: lines, marks above them, words on top. What looks alike
    /// comes to stand together, and is written as one.
    pub(super) fn in_layers(&mut self) {
        self.shapes.sort_by_key(|shape| match shape.form {
            Form::Line(..) | Form::Path(_) | Form::Lines(_) => (0, shape.class),
            Form::Rect(..) | Form::Circle(..) => (1, shape.class),
            Form::Text(..) => (2, ""),
        });
    }

    /// Takes a text that begins at a point, its first words strong.
    pub(super) fn say_of(&mut self, (x, y): (i32, i32), strong: &str, rest: &str) {
        let run = |class, text: String| Run { class, text };
        let runs = vec![run("p-b", strong.to_owned()), run("p-soft", format!(" {rest}"))];
        self.draw("p-t", Form::Text(x, y, Anchor::Start, runs));
    }
}
