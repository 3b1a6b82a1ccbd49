//! Pictures as SVG inside the page, by hand like the cells: no script, no style attribute, nothing from elsewhere.
//!
//! The only writer of SVG; every text goes through the one escape door.

use super::cells::{all, table};
use crate::escape::html;
use crate::picture::{Anchor, Form, Picture, Run, Shape};
use std::fmt::Write;

/// A picture with its sentence above and its table beneath.
pub(super) fn picture(out: &mut String, root: &str, picture: &Picture) {
    let title = html(&picture.title);
    all(
        out,
        &["<figure class=\"picture\">\n<figcaption>", &html(&picture.note), "</figcaption>\n"],
    );
    if !picture.shapes.is_empty() {
        let scroll = "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"";
        all(out, &[scroll, &title, ", picture\">\n"]);
        svg(out, picture);
        out.push_str("</div>\n");
    }
    if !picture.table.rows.is_empty() {
        out.push_str("<details class=\"proofs\"><summary>The same as a table</summary>\n");
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
    for alike in picture.shapes.chunk_by(is_one_stroke) {
        strokes(out, alike);
    }
    out.push_str("</svg>\n");
}

/// True for lines that look alike and stand for nothing: they become one path.
fn is_one_stroke(one: &Shape, next: &Shape) -> bool {
    let plain = |shape: &Shape| matches!(shape.form, Form::Line(..)) && shape.title.is_empty();
    plain(one) && plain(next) && one.class == next.class
}

/// Shapes that become one path, or a single shape of any form.
fn strokes(out: &mut String, shapes: &[Shape]) {
    let (Some(first), 2..) = (shapes.first(), shapes.len()) else {
        return shapes.iter().for_each(|shape| one(out, shape));
    };
    all(out, &["<path class=\"", first.class, "\" d=\""]);
    let mut at = None;
    for shape in shapes {
        let Form::Line(x1, y1, x2, y2) = shape.form else { continue };
        if at != Some((x1, y1)) {
            push(out, format_args!("M{x1} {y1}"));
        }
        segment(out, (x1, y1), (x2, y2));
        at = Some((x2, y2));
    }
    out.push_str("\"/>\n");
}

fn segment(out: &mut String, from: (i32, i32), to: (i32, i32)) {
    match to {
        (x, y) if x == from.0 => push(out, format_args!("V{y}")),
        (x, y) if y == from.1 => push(out, format_args!("H{x}")),
        (x, y) => push(out, format_args!("L{x} {y}")),
    }
}

fn one(out: &mut String, Shape { class, form, title }: &Shape) {
    let element = match form {
        Form::Line(x1, y1, x2, y2) => {
            push(out, format_args!("<path class=\"{class}\" d=\"M{x1} {y1}"));
            segment(out, (*x1, *y1), (*x2, *y2));
            out.push('"');
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
    for (at, (x, y)) in lines.iter().flat_map(|line| line.iter().enumerate()) {
        push(out, format_args!("{}{x} {y}", if at == 0 { 'M' } else { 'L' }));
    }
    out.push('"');
}

fn text(out: &mut String, class: &str, (x, y, anchor): (i32, i32, Anchor), runs: &[Run]) {
    push(out, format_args!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\""));
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
        picture(&mut out, "", &shown);
        assert!(!out.contains("<script") && out.matches("&lt;script&gt;").count() == 7, "{out}");
        assert_eq!(out.matches("</title>").count(), 3, "{out}");
    }
}
