//! A buffer with a theme, and the few ways in which screens write on it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::event::Size;
use super::super::text;
use super::super::theme::{Role, Theme};

/// What a screen draws on.
pub(crate) struct Canvas<'b> {
    buffer: &'b mut Buffer,
    /// The whole screen.
    pub(crate) area: Rect,
    theme: Theme,
}

impl<'b> Canvas<'b> {
    pub(crate) fn new(buffer: &'b mut Buffer, area: Rect, theme: Theme) -> Self {
        buffer.set_style(area, theme.style(Role::Text));
        Self { buffer, area, theme }
    }

    /// Lets something be drawn on a part of it, as if that were the whole screen.
    pub(crate) fn part(&mut self, area: Rect, draw: impl FnOnce(&mut Canvas<'_>)) {
        let area = area.intersection(self.area);
        draw(&mut Canvas { buffer: self.buffer, area, theme: self.theme });
    }

    /// Writes text at a cell, cut to `columns`; says how many columns it took.
    pub(crate) fn text(&mut self, x: u16, y: u16, columns: u16, text: &str, role: Role) -> u16 {
        if y >= self.area.bottom() || x >= self.area.right() {
            return 0;
        }
        let columns = columns.min(self.area.right() - x);
        let text = text::cut(text, columns.into());
        let style = self.theme.style(role);
        let (end, _) = self.buffer.set_stringn(x, y, &text, columns.into(), style);
        end - x
    }

    /// Draws something of ratatui's kind in an area, in a role's style.
    pub(super) fn widget(&mut self, area: Rect, role: Role, draw: impl FnOnce(Rect, Style, &mut Buffer)) {
        draw(area.intersection(self.area), self.theme.style(role), self.buffer);
    }

    /// Writes pieces one after the other in a row of `columns`.
    pub(crate) fn pieces(&mut self, x: u16, y: u16, columns: u16, pieces: &[(Role, String)]) -> u16 {
        let mut used = 0;
        for (role, piece) in pieces {
            used += self.text(x + used, y, columns - used, piece, *role);
            if used >= columns {
                break;
            }
        }
        used
    }

    /// Writes text that ends at the right edge of a row.
    pub(crate) fn text_right(&mut self, row: Rect, text: &str, role: Role) {
        let columns = (text::width(text) as u16).min(row.width);
        self.text(row.right() - columns, row.y, columns, text, role);
    }

    /// Gives an area a style, and leaves its text.
    pub(crate) fn tint(&mut self, area: Rect, role: Role) {
        self.buffer.set_style(area.intersection(self.area), self.theme.style(role));
    }

    /// Empties an area.
    pub(crate) fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
        self.tint(area, Role::Text);
    }

    /// Shows another screen in an area, cut to it. Figures behind the word PIN are nobody's business but its owner's.
    pub(crate) fn paste(&mut self, area: Rect, other: &Buffer) {
        let area = area.intersection(self.area);
        let has_colours = self.theme.style(Role::Text).fg.is_some();
        for row in 0..area.height.min(other.area.height) {
            let cell = |column: u16| &other[(other.area.x + column, other.area.y + row)];
            let columns = area.width.min(other.area.width);
            let line: String = (0..other.area.width).map(|column| cell(column).symbol()).collect();
            let is_secret = line.contains("PIN");
            for column in 0..columns {
                let mut copy = cell(column).clone();
                let is_cut = column as usize + text::width(copy.symbol()) > columns.into();
                if is_cut {
                    copy.set_symbol(" ");
                } else if is_secret && copy.symbol().contains(|c: char| c.is_ascii_digit()) {
                    copy.set_symbol("•");
                }
                if !has_colours {
                    copy.set_style(Style::reset());
                }
                self.buffer[(area.x + column, area.y + row)] = copy;
            }
        }
    }

    /// A horizontal rule, with a label near its start.
    pub(crate) fn rule(&mut self, x: u16, y: u16, columns: u16, label: &str) {
        self.text(x, y, columns, &"─".repeat(columns.into()), Role::Rule);
        if !label.is_empty() && columns > 4 {
            self.text(x + 1, y, columns - 2, &format!(" {label} "), Role::Faint);
        }
    }

    /// A vertical rule.
    pub(crate) fn rule_down(&mut self, x: u16, y: u16, rows: u16) {
        for row in y..y + rows {
            self.text(x, row, 1, "│", Role::Rule);
        }
    }

    /// An empty box in the middle of the screen, for an overlay; gives the area inside.
    pub(crate) fn overlay(&mut self, columns: u16, rows: u16, title: &str) -> Rect {
        let outer = overlay_area(self.area, columns, rows);
        self.clear(outer);
        let line = "─".repeat(usize::from(outer.width) - 2);
        self.text(outer.x, outer.y, outer.width, &format!("╭{line}╮"), Role::Rule);
        self.text(outer.x, outer.bottom() - 1, outer.width, &format!("╰{line}╯"), Role::Rule);
        for row in outer.y + 1..outer.bottom() - 1 {
            self.text(outer.x, row, 1, "│", Role::Rule);
            self.text(outer.right() - 1, row, 1, "│", Role::Rule);
        }
        self.text(outer.x + 2, outer.y, outer.width - 4, &format!(" {title} "), Role::Strong);
        Rect::new(outer.x + 2, outer.y + 1, outer.width - 4, outer.height - 2)
    }

    /// Says that the screen is too small.
    pub(crate) fn too_small(&mut self, least: Size) {
        let Rect { width, height, .. } = self.area;
        let lines = [
            format!("This window is {width} × {height}."),
            format!("Toporder needs {} × {}.", least.width, least.height),
            "Make it larger, or its letters smaller.".to_owned(),
            "Nothing is lost meanwhile.".to_owned(),
        ];
        let top = self.area.y + height.saturating_sub(lines.len() as u16) / 2;
        for (row, line) in (top..).zip(&lines) {
            let columns = (text::width(line) as u16).min(width);
            self.text(self.area.x + (width - columns) / 2, row, columns, line, Role::Text);
        }
    }
}

/// Where an overlay of this size stands: in the middle, one cell off the edges at least.
pub(crate) fn overlay_area(screen: Rect, columns: u16, rows: u16) -> Rect {
    let (width, height) = (columns.min(screen.width - 2), rows.min(screen.height - 2));
    let x = screen.x + (screen.width - width) / 2;
    let y = screen.y + (screen.height - height) / 2;
    Rect::new(x, y, width, height)
}
