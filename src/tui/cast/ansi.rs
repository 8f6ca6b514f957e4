//! Frames as what a terminal is to be sent: only what changed, in as few bytes as is simple.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::words::text;

/// Writes frame after frame.
#[derive(Debug, Default)]
pub(super) struct Writer {
    /// The frame that is on the screen.
    shown: Option<Buffer>,
}

impl Writer {
    /// What makes the screen show a frame, in place of the one before; all frames are of one size.
    pub(super) fn frame(&mut self, frame: &Buffer) -> String {
        let mut out = String::new();
        let shown = self.shown.take().unwrap_or_else(|| {
            out += "\x1b[?25l\x1b[0m\x1b[2J";
            Buffer::empty(frame.area)
        });
        let (mut style, mut at) = (None, None);
        for (x, y, cell) in shown.diff(frame) {
            if at != Some((x, y)) {
                let _ = write!(out, "\x1b[{};{}H", y + 1, x + 1);
            }
            let own = (cell.fg, cell.bg, cell.modifier);
            if style != Some(own) {
                out += &sgr(cell);
                style = Some(own);
            }
            out += cell.symbol();
            at = Some((x + text::width(cell.symbol()).max(1) as u16, y));
        }
        if style.is_some() {
            out += "\x1b[0m";
        }
        self.shown = Some(frame.clone());
        out
    }

    /// What leaves the terminal as it should be, with the last frame on it.
    pub(super) fn end(&self) -> String {
        let rows = self.shown.as_ref().map_or(1, |shown| shown.area.height);
        format!("\x1b[0m\x1b[{rows};1H\x1b[?25h")
    }
}

/// Sets the style of a cell, whatever it was before.
fn sgr(cell: &Cell) -> String {
    const MODIFIERS: [(Modifier, &str); 6] = [
        (Modifier::BOLD, ";1"),
        (Modifier::DIM, ";2"),
        (Modifier::ITALIC, ";3"),
        (Modifier::UNDERLINED, ";4"),
        (Modifier::REVERSED, ";7"),
        (Modifier::CROSSED_OUT, ";9"),
    ];
    let modifiers = MODIFIERS.iter().filter(|(modifier, _)| cell.modifier.contains(*modifier));
    let mut codes: String = modifiers.map(|(_, code)| *code).collect();
    for (colour, ground) in [(cell.fg, 38), (cell.bg, 48)] {
        codes += &match colour {
            Color::Reset => continue,
            Color::Rgb(r, g, b) => format!(";{ground};2;{r};{g};{b}"),
            Color::Indexed(index) => format!(";{ground};5;{index}"),
            named => format!(";{ground};5;{}", index(named)),
        };
    }
    format!("\x1b[0{codes}m")
}

/// A named colour's place in the palette.
fn index(colour: Color) -> u8 {
    match colour {
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn only_what_changed_is_written() {
        let area = Rect::new(0, 0, 6, 2);
        let mut writer = Writer::default();
        let mut frame = Buffer::empty(area);
        frame.set_string(0, 0, "a日b", Style::new().fg(Color::Rgb(1, 2, 3)));
        assert_eq!(writer.frame(&frame), "\x1b[?25l\x1b[0m\x1b[2J\x1b[1;1H\x1b[0;38;2;1;2;3ma日b\x1b[0m");
        assert_eq!(writer.frame(&frame), "");
        frame.set_string(3, 1, "x", Style::new().fg(Color::Red).add_modifier(Modifier::BOLD));
        assert_eq!(writer.frame(&frame), "\x1b[2;4H\x1b[0;1;38;5;1mx\x1b[0m");
        assert_eq!(writer.end(), "\x1b[0m\x1b[2;1H\x1b[?25h");
    }
}
