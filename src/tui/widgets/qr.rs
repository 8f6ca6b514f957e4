//! A picture of a text that a phone reads.

use qrcode::{Color as Module, EcLevel, QrCode};
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use super::super::theme::Role;
use super::Canvas;

/// Modules that stay light around it, so that it is found.
const QUIET: usize = 2;

/// A QR code.
#[derive(Clone, Debug)]
pub(crate) struct Qr {
    side: usize,
    dark: Vec<bool>,
}

/// How its modules are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Modules {
    /// Two in a cell, one above the other.
    Halves,
    /// Each on two cells beside each other, so that it is seen from the back of a room.
    Wide,
    /// The same, with signs of ASCII.
    Ascii,
}

impl Qr {
    /// The picture of a text; `None` where it is too long for one.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
        let side = code.width();
        let dark = code.into_colors().into_iter().map(|module| module == Module::Dark).collect();
        Some(Self { side, dark })
    }

    /// Columns and rows that it takes.
    pub(crate) fn size(&self, modules: Modules) -> (u16, u16) {
        let side = (self.side + 2 * QUIET) as u16;
        match modules {
            Modules::Halves => (side, side.div_ceil(2)),
            Modules::Wide | Modules::Ascii => (2 * side, side),
        }
    }

    /// Whether a module is dark, counted with the ones around it.
    fn is_dark(&self, x: usize, y: usize) -> bool {
        let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < self.side);
        inside(x).zip(inside(y)).is_some_and(|(x, y)| self.dark[y * self.side + x])
    }
}

impl Canvas<'_> {
    /// Draws a QR code: black on white, or where there are no colours light as the letters on a dark ground.
    pub(crate) fn qr(&mut self, x: u16, y: u16, qr: &Qr, modules: Modules) {
        let (columns, rows) = qr.size(modules);
        self.widget(Rect::new(x, y, columns, rows), Role::Text, |area, text, buffer| {
            let has_colours = text.fg.is_some();
            let (black, white) = (Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255));
            for (column, row) in area.positions().map(|at| (at.x, at.y)) {
                let (dx, dy) = (usize::from(column - x), usize::from(row - y));
                // What is drawn with ink: what is dark on white, what is light on an unknown ground.
                let is_ink = |x, y| qr.is_dark(x, y) == has_colours;
                let (symbol, ground) = match modules {
                    Modules::Halves => match (is_ink(dx, 2 * dy), is_ink(dx, 2 * dy + 1)) {
                        (true, true) => ("█", white),
                        (true, false) => ("▀", white),
                        (false, true) => ("▄", white),
                        (false, false) => (" ", white),
                    },
                    _ if !is_ink(dx / 2, dy) => (" ", white),
                    Modules::Wide => ("█", white),
                    // A sign does not fill its cell.
                    Modules::Ascii => ("#", black),
                };
                let style = if has_colours { Style::new().fg(black).bg(ground) } else { Style::new() };
                buffer[(column, row)].set_symbol(symbol).set_style(style);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::super::super::theme::Theme;
    use super::*;

    const TEXT: &str = "http://192.168.178.23:8080/?code=K7QF-M2RX";

    /// The modules that somebody sees, told apart by how light a cell is.
    fn seen(theme: Theme, modules: Modules) -> Vec<Vec<bool>> {
        let qr = Qr::of(TEXT).unwrap();
        let (columns, rows) = qr.size(modules);
        let area = Rect::new(0, 0, columns, rows);
        let mut buffer = Buffer::empty(area);
        Canvas::new(&mut buffer, area, theme).qr(0, 0, &qr, modules);
        let has_colours = theme != Theme::Mono;
        let half = |x: u16, y: u16, is_lower: bool| {
            let cell = &buffer[(x, y)];
            let is_ink = match cell.symbol() {
                "█" => true,
                "#" => return if has_colours { cell.bg == Color::Rgb(0, 0, 0) } else { false },
                "▀" => !is_lower,
                "▄" => is_lower,
                _ => false,
            };
            is_ink == has_colours
        };
        let side = qr.side + 2 * QUIET;
        let row = |y: usize| (0..side).map(move |x| (x, y));
        let of = |(x, y): (usize, usize)| match modules {
            Modules::Halves => half(x as u16, (y / 2) as u16, y % 2 == 1),
            _ => half(2 * x as u16, y as u16, false),
        };
        (0..side).map(|y| row(y).map(of).collect()).collect()
    }

    #[test]
    fn every_way_to_draw_it_shows_the_same_modules() {
        let qr = Qr::of(TEXT).unwrap();
        let side = qr.side + 2 * QUIET;
        let expected: Vec<Vec<bool>> =
            (0..side).map(|y| (0..side).map(|x| qr.is_dark(x, y)).collect()).collect();
        assert!(expected.iter().flatten().filter(|dark| **dark).count() > 200);
        for theme in [Theme::Dark, Theme::Light, Theme::Contrast, Theme::Mono] {
            for modules in [Modules::Halves, Modules::Wide, Modules::Ascii] {
                assert_eq!(seen(theme, modules), expected, "{theme:?} {modules:?}");
            }
        }
        assert!(Qr::of(&"x".repeat(5_000)).is_none());
    }
}
