//! Something to draw on, in inks.

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, IntoFont, RGBColor, ShapeStyle, TextStyle};

use crate::scenario::words::printable;

/// How drawing went.
pub(super) type Drawn = Result<(), DrawingAreaErrorKind<<SVGBackend<'static> as DrawingBackend>::ErrorType>>;

/// A place: from the left, from the top.
pub(super) type Point = (i32, i32);

/// The size of small and of usual text.
const SIZES: [f64; 2] = [12.0, 13.0];
/// What plotters divides the size of a font by.
const FONT_FACTOR: f64 = 1.24;

/// What a colour is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum Ink {
    /// Text, and lines that matter.
    Text,
    /// Text and lines that stand back.
    Faint,
    /// Axes, and what leads the eye.
    Grid,
    /// What may be: a band.
    Band,
    /// What was to be expected.
    Expected,
    /// What came of the game that is told of.
    Own,
    /// Decisions.
    Decision,
    /// Luck.
    Luck,
    /// Cells, the more the stronger.
    Heat1,
    /// One step more.
    Heat2,
    /// One step more.
    Heat3,
    /// One step more.
    Heat4,
    /// The most.
    Heat5,
    /// Text on a strong cell.
    OnHeat,
}

impl Ink {
    /// Every ink, with the name of its class.
    pub(in crate::report) const ALL: [(Self, &'static str); 14] = [
        (Self::Text, "text"),
        (Self::Faint, "faint"),
        (Self::Grid, "grid"),
        (Self::Band, "band"),
        (Self::Expected, "expected"),
        (Self::Own, "own"),
        (Self::Decision, "decision"),
        (Self::Luck, "luck"),
        (Self::Heat1, "heat1"),
        (Self::Heat2, "heat2"),
        (Self::Heat3, "heat3"),
        (Self::Heat4, "heat4"),
        (Self::Heat5, "heat5"),
        (Self::OnHeat, "on-heat"),
    ];

    /// The name of its class.
    pub(in crate::report) fn class(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The colour that stands for it until it becomes a class.
    fn colour(self) -> RGBColor {
        RGBColor(1, 2, self as u8)
    }

    fn style(self) -> ShapeStyle {
        self.colour().to_rgba().into()
    }
}

/// Where a text is, as seen from the place that is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// It begins there.
    Right,
    /// It ends there.
    Left,
    /// It has its middle there.
    Middle,
}

/// Something to draw on.
pub(super) struct Sheet<'b> {
    area: DrawingArea<SVGBackend<'b>, Shift>,
}

/// Draws on a sheet of this size, and gives the elements of SVG; `None` if that failed.
pub(super) fn draw(width: u32, height: u32, draw: impl FnOnce(&Sheet<'_>) -> Drawn) -> Option<String> {
    let mut svg = String::new();
    let sheet = Sheet { area: SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area() };
    let drawn = draw(&sheet).and_then(|()| sheet.area.present());
    drop(sheet);
    drawn.ok()?;
    let body = svg.split_once(">\n")?.1.strip_suffix("</svg>\n")?;
    Some(with_classes(body))
}

/// Colours become classes. A text cannot pretend to be an attribute: its quotes are escaped.
fn with_classes(body: &str) -> String {
    let mut body = body.replace(" opacity=\"1\"", "").replace(" font-family=\"sans-serif\"", "");
    for (ink, class) in Ink::ALL {
        let RGBColor(red, green, blue) = ink.colour();
        let colour = format!("#{red:02X}{green:02X}{blue:02X}");
        body = body.replace(&format!(" fill=\"{colour}\""), &format!(" class=\"f-{class}\""));
        body = body.replace(&format!(" stroke=\"{colour}\""), &format!(" class=\"s-{class}\""));
    }
    // What plotters sets on lines of their own are ends of elements, which need none.
    body.replace("/>\n", "/>").replace(">\n", ">").replace("\n</text>", "</text>")
}

impl Sheet<'_> {
    /// A line through these places.
    pub(super) fn line(&self, ink: Ink, strength: u32, points: Vec<Point>) -> Drawn {
        self.area.draw(&PathElement::new(points, ink.style().stroke_width(strength)))
    }

    /// A line of dashes, straight across.
    pub(super) fn dashes(&self, ink: Ink, points: &[Point]) -> Drawn {
        let (dash, gap) = (6.0, 5.0);
        for pair in points.windows(2) {
            let ((x, y), (x2, y2)) = (pair[0], pair[1]);
            let length = f64::from(x2 - x).hypot(f64::from(y2 - y));
            let along = |way: f64| {
                let share = if length > 0.0 { (way / length).min(1.0) } else { 1.0 };
                let between = |a: i32, b: i32| a + (f64::from(b - a) * share).round() as i32;
                (between(x, x2), between(y, y2))
            };
            let count = (length / (dash + gap)).ceil() as u32;
            for start in (0..count).map(|place| f64::from(place) * (dash + gap)) {
                self.line(ink, 2, vec![along(start), along(start + dash)])?;
            }
        }
        Ok(())
    }

    /// A filled rectangle.
    pub(super) fn rect(&self, ink: Ink, (x, y): Point, (x2, y2): Point) -> Drawn {
        let corners = [(x.min(x2), y.min(y2)), (x.max(x2), y.max(y2))];
        self.area.draw(&Rectangle::new(corners, ink.style().filled()))
    }

    /// A filled shape.
    pub(super) fn shape(&self, ink: Ink, points: Vec<Point>) -> Drawn {
        self.area.draw(&Polygon::new(points, ink.style().filled()))
    }

    /// A disc.
    pub(super) fn disc(&self, ink: Ink, at: Point, radius: i32) -> Drawn {
        self.area.draw(&Circle::new(at, radius, ink.style().filled()))
    }

    /// A text, with its middle at this height.
    pub(super) fn text(&self, ink: Ink, side: Side, at: Point, text: &str) -> Drawn {
        self.set(ink, side, at, text, SIZES[1], FontStyle::Normal)
    }

    /// A text that stands out.
    pub(super) fn strong(&self, ink: Ink, side: Side, at: Point, text: &str) -> Drawn {
        self.set(ink, side, at, text, SIZES[1], FontStyle::Bold)
    }

    /// A small text.
    pub(super) fn small(&self, ink: Ink, side: Side, at: Point, text: &str) -> Drawn {
        self.set(ink, side, at, text, SIZES[0], FontStyle::Normal)
    }

    fn set(&self, ink: Ink, side: Side, at: Point, text: &str, size: f64, style: FontStyle) -> Drawn {
        let across = match side {
            Side::Right => HPos::Left,
            Side::Left => HPos::Right,
            Side::Middle => HPos::Center,
        };
        let colour = ink.colour();
        let font = TextStyle::from(("sans-serif", size * FONT_FACTOR, style).into_font())
            .color(&colour)
            .pos(Pos::new(across, VPos::Center));
        self.area.draw(&Text::new(printable(text).into_owned(), at, font))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inks_become_classes_and_texts_stay_texts() {
        let hostile = "</text><script>\" fill=\"#010200\"\u{202e}";
        let svg = draw(100, 50, |sheet| {
            sheet.rect(Ink::Band, (30, 20), (10, 10))?;
            sheet.line(Ink::Own, 2, vec![(0, 0), (5, 5)])?;
            sheet.text(Ink::Text, Side::Right, (1, 2), hostile)
        });
        let svg = svg.unwrap();
        assert!(svg.contains("<rect x=\"10\" y=\"10\" width=\"20\" height=\"10\" class=\"f-band\""), "{svg}");
        assert!(svg.contains("<polyline fill=\"none\" class=\"s-own\" stroke-width=\"2\""), "{svg}");
        let text = "&lt;/text&gt;&lt;script&gt;&quot; fill=&quot;#010200&quot;\\u{202e}</text>";
        assert!(svg.contains("class=\"f-text\"") && svg.ends_with(text), "{svg}");
    }
}
