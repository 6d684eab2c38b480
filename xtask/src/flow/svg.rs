//! A flow as a picture: what is as many steps away from the beginning stands in one row, every way is a curve with its
//! label. Whole numbers, one size of type, nothing to install.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;

use shared::flow::{Lead, Outlined, Shape, Sketch};

/// The middle of a shape.
#[derive(Clone, Copy)]
struct Point {
    x: usize,
    y: usize,
}

/// The picture, as the text of an SVG file.
#[must_use]
pub(super) fn draw(sketch: &Sketch) -> String {
    let rows = rows(sketch);
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    let (width, height) = (widest * COLUMN + MARGIN * 2, rows.len() * ROW + MARGIN * 2);
    let mut points = BTreeMap::new();
    for (depth, row) in rows.iter().enumerate() {
        let indent = (widest - row.len()) * COLUMN / 2;
        for (nth, shape) in row.iter().enumerate() {
            let x = MARGIN + indent + nth * COLUMN + COLUMN / 2;
            let y = MARGIN + depth * ROW + ROW / 2;
            points.insert(shape.name.as_str(), Point { x, y });
        }
    }
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"{TYPE}\">\n{HEAD}"
    );
    // Curves lie under the shapes, labels above both.
    let mut labels = String::new();
    for shape in &sketch.shapes {
        for (nth, lead) in shape.leads.iter().enumerate() {
            let ends = points
                .get(shape.name.as_str())
                .zip(points.get(lead.to.as_str()));
            if let Some((from, to)) = ends {
                let starts = Point {
                    x: from.x + BOX_WIDTH * (nth + 1) / (shape.leads.len() + 1) - BOX_WIDTH / 2,
                    y: from.y + BOX_HEIGHT / 2,
                };
                svg.push_str(&curve(starts, *to));
                labels.push_str(&label(starts, nth, lead));
            }
        }
    }
    for shape in &sketch.shapes {
        if let Some(at) = points.get(shape.name.as_str()) {
            svg.push_str(&outline(shape, *at));
        }
    }
    svg + &labels + "</svg>\n"
}

/// The shapes by how many leads they are away from the beginning; what only a question leads to stands below it.
fn rows(sketch: &Sketch) -> Vec<Vec<&Shape>> {
    let shapes: BTreeMap<&str, &Shape> = sketch
        .shapes
        .iter()
        .map(|shape| (shape.name.as_str(), shape))
        .collect();
    let mut depths: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rows: Vec<Vec<&Shape>> = Vec::new();
    let begins = |shape: &&Shape| match shape.outlined {
        Outlined::First | Outlined::Question => true,
        Outlined::Ask | Outlined::Branch | Outlined::Act => false,
    };
    let mut open: VecDeque<(&Shape, usize)> = sketch
        .shapes
        .iter()
        .filter(begins)
        .map(|shape| (shape, 0))
        .collect();
    while let Some((shape, depth)) = open.pop_front() {
        if depths.contains_key(shape.name.as_str()) {
            continue;
        }
        depths.insert(&shape.name, depth);
        if rows.len() <= depth {
            rows.resize_with(depth + 1, Vec::new);
        }
        if let Some(row) = rows.get_mut(depth) {
            row.push(shape);
        }
        let next = shape
            .leads
            .iter()
            .filter_map(|lead| shapes.get(lead.to.as_str()));
        open.extend(next.map(|next| (*next, depth + 1)));
    }
    rows
}

/// Down to the next rows a straight fall; back up, or beside, a way around the boxes.
fn curve(from: Point, to: Point) -> String {
    let enters = to.y - BOX_HEIGHT / 2 - ARROW;
    let (bend, side) = if enters > from.y {
        ((enters - from.y) / 2, 0)
    } else {
        (ROW / 2, COLUMN / 2)
    };
    let (x, y) = (from.x + side, from.y + bend);
    let above = enters.saturating_sub(bend);
    format!(
        "<path class=\"lead\" d=\"M{} {} C{x} {y} {} {above} {} {enters}\"/>\n",
        from.x,
        from.y,
        to.x + side,
        to.x
    )
}

/// Labels of one shape stand one below another, so that none hides the next.
fn label(from: Point, nth: usize, lead: &Lead) -> String {
    if lead.label.is_empty() {
        return String::new();
    }
    let y = from.y + LINE * (nth % LABEL_LINES + 1);
    let text = escaped(&cut(&lead.label, LABEL_LETTERS));
    format!(
        "<text class=\"label\" x=\"{}\" y=\"{y}\">{text}</text>\n",
        from.x
    )
}

fn outline(shape: &Shape, at: Point) -> String {
    let (class, round) = match shape.outlined {
        Outlined::First => ("first", BOX_HEIGHT / 2),
        Outlined::Question => ("question", BOX_HEIGHT / 2),
        Outlined::Ask => ("ask", LINE),
        Outlined::Branch => ("branch", 0),
        Outlined::Act => ("act", 0),
    };
    let (left, top) = (at.x - BOX_WIDTH / 2, at.y - BOX_HEIGHT / 2);
    let mut svg = format!(
        "<rect class=\"{class}\" x=\"{left}\" y=\"{top}\" width=\"{BOX_WIDTH}\" height=\"{BOX_HEIGHT}\" rx=\"{round}\"/>\n"
    );
    let lines = wrapped(&shape.text);
    let first = at.y + TYPE / 2 - (lines.len().saturating_sub(1)) * LINE / 2;
    for (nth, line) in lines.iter().enumerate() {
        let (x, y, text) = (at.x, first + nth * LINE, escaped(line));
        // Writing to a string never fails.
        let _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\">{text}</text>");
    }
    svg
}

/// The text in lines that fit into a box.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < BOX_LETTERS => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(cut(word, BOX_LETTERS)),
        }
    }
    lines.truncate(BOX_LINES);
    lines
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

const MARGIN: usize = 20;
const COLUMN: usize = 220;
const ROW: usize = 170;
const BOX_WIDTH: usize = 180;
const BOX_HEIGHT: usize = 64;
const BOX_LETTERS: usize = 27;
const BOX_LINES: usize = 3;
const LABEL_LETTERS: usize = 24;
const LABEL_LINES: usize = 5;
const TYPE: usize = 12;
const LINE: usize = 16;
const ARROW: usize = 4;
const HEAD: &str = "<style>rect{stroke:#345;fill:#fff}.first{fill:#dfd}.question{fill:#ffd}.ask{fill:#def}.branch{fill:#fde}
text{text-anchor:middle;fill:#123}.label{font-size:11px;paint-order:stroke;stroke:#fff;stroke-width:3px}
.lead{fill:none;stroke:#789;marker-end:url(#to)}</style>
<defs><marker id=\"to\" viewBox=\"0 0 8 8\" refX=\"4\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#789\"/></marker></defs>
";

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(name: &str, outlined: Outlined, text: &str, to: &[&str]) -> Shape {
        let lead = |to: &&str| Lead {
            label: format!("to <{to}>"),
            to: (*to).to_owned(),
        };
        Shape {
            name: name.to_owned(),
            outlined,
            text: text.to_owned(),
            leads: to.iter().map(lead).collect(),
        }
    }

    #[track_caller]
    fn check(shapes: Vec<Shape>, expected: &[&[&str]], holds: &[&str]) {
        let sketch = Sketch { shapes };
        let names: Vec<Vec<&str>> = rows(&sketch)
            .iter()
            .map(|row| row.iter().map(|shape| shape.name.as_str()).collect())
            .collect();
        assert_eq!(names, expected);
        let svg = draw(&sketch);
        for part in holds {
            assert!(svg.contains(part), "{part}: {svg}");
        }
        let leads: usize = sketch.shapes.iter().map(|shape| shape.leads.len()).sum();
        assert_eq!(svg.matches("class=\"lead\"").count(), leads);
        assert_eq!(svg.matches("<rect").count(), sketch.shapes.len());
    }

    #[test]
    fn a_shape_stands_in_the_row_of_its_shortest_way_and_every_way_is_drawn() {
        check(
            vec![
                shape("first", Outlined::First, "Hi", &["s1"]),
                shape("s1", Outlined::Ask, "Red & <blue>?", &["s2", "s3"]),
                shape("s2", Outlined::Act, "on", &["s3", "s1", "s2"]),
                shape("s3", Outlined::Act, "end", &[]),
            ],
            &[&["first"], &["s1"], &["s2", "s3"]],
            &["Red &amp; &lt;blue&gt;?", "to &lt;s2&gt;"],
        );
    }
}
