//! Pictures as SVG inside the page, by hand like the cells: no script, no style attribute, nothing from elsewhere.
//!
//! The only writer of SVG; every text goes through the one escape door.

use super::cells::{all, table};
use crate::escape::html;
use crate::picture::{Anchor, Form, Picture, Run, Shape};
use crate::words::Words;
use std::fmt::Write;

/// A picture with its sentence above and its table beneath.
pub(super) fn picture(out: &mut String, (root, words): (&str, Words), picture: &Picture) {
    let title = html(&picture.title);
    all(
        out,
        &["<figure class=\"picture\">\n<figcaption>", &html(&picture.note), "</figcaption>\n"],
    );
    if !picture.shapes.is_empty() {
        let scroll = "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"";
        let what = words.say("picture");
        all(out, &[scroll, &title, ", ", &html(&what), "\">\n"]);
        svg(out, picture);
        out.push_str("</div>\n");
    }
    if !picture.table.rows.is_empty() {
        let summary = words.say("The same as a table");
        all(out, &["<details class=\"proofs\"><summary>", &html(&summary), "</summary>\n"]);
        table(out, root, &format!("t-{}", picture.name), &picture.table);
        out.push_str("</details>\n");
    }
    out.push_str("</figure>");
}

fn svg(out: &mut String, picture: &Picture) {
    let Picture { name, width, height, .. } = picture;
    let (title, description) = (html(&picture.title), html(&picture.description));
    push(
        out,
        format_args!(
            "<svg role=\"img\" aria-labelledby=\"p-{name}\" aria-describedby=\"d-{name}\" "
        ),
    );
    push(
        out,
        format_args!("viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">"),
    );
    push(
        out,
        format_args!(
            "<title id=\"p-{name}\">{title}</title><desc id=\"d-{name}\">{description}</desc>\n"
        ),
    );
    let mut open = "";
    for shape in &picture.shapes {
        open = drawn(out, open, shape);
    }
    close(out, open);
    out.push_str("</svg>\n");
}

/// A shape; one that is only drawn, and looks like the path before it, becomes a part of that path.
/// Says of which look the path is that may still grow; empty for none.
fn drawn(out: &mut String, open: &'static str, shape: &Shape) -> &'static str {
    let is_part = shape.title.is_empty()
        && matches!(shape.form, Form::Line(..) | Form::Rect(..) | Form::Path(_) | Form::Lines(_));
    if open != shape.class || !is_part {
        close(out, open);
        if !is_part {
            one(out, shape);
            return "";
        }
        all(out, &["<path class=\"", shape.class, "\" d=\""]);
    }
    match &shape.form {
        Form::Rect(x, y, width, height) => {
            push(out, format_args!("M{x} {y}h{width}v{height}h-{width}z"));
        }
        Form::Line(x1, y1, x2, y2) => push(out, format_args!("M{x1} {y1}L{x2} {y2}")),
        Form::Path(points) => points_of(out, std::slice::from_ref(points)),
        Form::Lines(lines) => points_of(out, lines),
        Form::Circle(..) | Form::Text(..) => {}
    }
    shape.class
}

/// Ends the path that is open.
fn close(out: &mut String, open: &str) {
    if !open.is_empty() {
        out.push_str("\"/>\n");
    }
}

/// A shape by itself.
fn one(out: &mut String, Shape { class, form, title }: &Shape) {
    let element = match form {
        Form::Line(x1, y1, x2, y2) => {
            push(out, format_args!("<path class=\"{class}\" d=\"M{x1} {y1}L{x2} {y2}\""));
            "path"
        }
        Form::Rect(x, y, width, height) => {
            let size = format_args!("width=\"{width}\" height=\"{height}\"").to_string();
            push(out, format_args!("<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" {size}"));
            "rect"
        }
        Form::Circle(x, y, r) => {
            push(out, format_args!("<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\""));
            "circle"
        }
        Form::Path(points) => {
            paths(out, class, std::slice::from_ref(points));
            "path"
        }
        Form::Lines(lines) => {
            paths(out, class, lines);
            "path"
        }
        Form::Text(x, y, anchor, runs) => return text(out, class, (*x, *y, *anchor), runs),
    };
    if title.is_empty() {
        out.push_str("/>\n");
    } else {
        all(out, &["><title>", &html(title), "</title></", element, ">\n"]);
    }
}

/// The beginning of an element that joins the points of each line.
fn paths(out: &mut String, class: &str, lines: &[Vec<(i32, i32)>]) {
    push(out, format_args!("<path class=\"{class}\" d=\""));
    points_of(out, lines);
    out.push('"');
}

fn points_of(out: &mut String, lines: &[Vec<(i32, i32)>]) {
    for (at, (x, y)) in lines.iter().flat_map(|line| line.iter().enumerate()) {
        push(out, format_args!("{}{x} {y}", if at == 0 { 'M' } else { 'L' }));
    }
}

fn text(out: &mut String, class: &str, (x, y, anchor): (i32, i32, Anchor), runs: &[Run]) {
    // What looks like any text of a picture needs no word of the stylesheet.
    match class {
        "p-t" => out.push_str("<text"),
        class => all(out, &["<text class=\"", class, "\""]),
    }
    push(out, format_args!(" x=\"{x}\" y=\"{y}\""));
    out.push_str(match anchor {
        Anchor::Start => ">",
        Anchor::Middle => " text-anchor=\"middle\">",
        Anchor::End => " text-anchor=\"end\">",
    });
    for Run { class, text } in runs {
        match *class {
            "" => out.push_str(&html(text)),
            class => all(out, &["<tspan class=\"", class, "\">", &html(text), "</tspan>"]),
        }
    }
    out.push_str("</text>\n");
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing to a string does not fail");
}

#[cfg(test)]
mod tests {
    use super::picture;
    use crate::picture::{Anchor, Form, Picture, Run, Shape};
    use crate::words::{Language, Words};

    #[test]
    fn shapes_that_look_alike_and_say_nothing_are_one_path() {
        let shape = |class, form, title: &str| Shape { class, form, title: title.to_owned() };
        let shapes = vec![
            shape("p-box", Form::Rect(0, 0, 4, 2), ""),
            shape("p-box", Form::Rect(8, 0, 4, 2), ""),
            shape("p-line", Form::Line(4, 1, 8, 1), ""),
            shape("p-line", Form::Line(4, 2, 8, 2), "told"),
            shape("p-line", Form::Line(4, 3, 8, 3), ""),
            shape("p-line", Form::Circle(4, 3, 8), ""),
        ];
        let mut out = String::new();
        picture(
            &mut out,
            ("", Words::of(Language::English)),
            &Picture { name: "x", shapes, ..Picture::default() },
        );
        let paths: Vec<&str> = out.lines().filter(|line| line.starts_with("<path")).collect();
        let expected = [
            "<path class=\"p-box\" d=\"M0 0h4v2h-4zM8 0h4v2h-4z\"/>",
            "<path class=\"p-line\" d=\"M4 1L8 1\"/>",
            "<path class=\"p-line\" d=\"M4 2L8 2\"><title>told</title></path>",
            "<path class=\"p-line\" d=\"M4 3L8 3\"/>",
        ];
        assert_eq!(paths, expected);
        assert!(out.contains("<circle "), "{out}");
    }

    #[test]
    fn words_of_a_picture_cannot_act() {
        let hostile = "</title><script>alert(1)</script>\"'>";
        let text = vec![Run { class: "p-b", text: hostile.to_owned() }];
        let shape = |form| Shape { class: "p-dot", form, title: hostile.to_owned() };
        let shown = Picture {
            name: "x",
            title: hostile.to_owned(),
            description: hostile.to_owned(),
            note: hostile.to_owned(),
            shapes: vec![
                shape(Form::Circle(1, 2, 3)),
                shape(Form::Text(1, 2, Anchor::Start, text)),
                shape(Form::Path(vec![(0, 0), (1, 1)])),
            ],
            ..Picture::default()
        };
        let mut out = String::new();
        picture(&mut out, ("", Words::of(Language::English)), &shown);
        assert!(!out.contains("<script") && out.matches("&lt;script&gt;").count() == 7, "{out}");
        assert_eq!(out.matches("</title>").count(), 3, "{out}");
    }
}
