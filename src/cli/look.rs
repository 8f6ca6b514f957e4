//! How reports look: in colour at a terminal, plain anywhere else.

use std::env;
use std::io::IsTerminal;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};

/// The width of a report that does not go to a terminal.
const PLAIN_WIDTH: usize = 100;
/// The width of a terminal that does not tell its own.
const USUAL_WIDTH: usize = 80;
/// The least width that is used of a terminal, and the most.
const USED_WIDTH: (usize, usize) = (40, 120);

/// How reports look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    width: usize,
    colour: bool,
    is_terminal: bool,
}

impl Look {
    /// Without colour and of a fixed width, the same everywhere.
    pub const PLAIN: Self = Self { width: PLAIN_WIDTH, colour: false, is_terminal: false };

    /// As fits a stream: plain, unless it is a terminal; without colour where `NO_COLOR` asks for none.
    pub fn of(stream: &impl IsTerminal) -> Self {
        if !stream.is_terminal() {
            return Self::PLAIN;
        }
        let asked = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        let (least, most) = USED_WIDTH;
        // Some terminals do not know their size and say 0.
        let columns = crossterm::terminal::size().ok().map(|(columns, _)| columns).filter(|n| *n > 0);
        let width = columns.map_or(USUAL_WIDTH, usize::from);
        let colour = !asked("NO_COLOR") && !is_dumb;
        Self { width: width.clamp(least, most), colour, is_terminal: true }
    }

    /// How many columns there are to draw on; `None` where the result goes somewhere else than a terminal.
    #[must_use]
    pub fn columns(self) -> Option<usize> {
        self.is_terminal.then_some(self.width)
    }

    /// A report as text, ending in a line break.
    #[must_use]
    pub fn render(self, diagnostic: &dyn Diagnostic) -> String {
        let theme = if self.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_width(self.width).with_links(false);
        let mut text = String::new();
        // Writing to a String cannot fail, and the sources of reports are in memory. A report without its
        // excerpts is still better than none.
        if handler.render_report(&mut text, diagnostic).is_err() {
            text = format!("{diagnostic}\n");
        }
        text
    }
}
