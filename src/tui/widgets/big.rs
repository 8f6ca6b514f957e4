//! Text in large letters, for those at the back of a room.

use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;
use tui_big_text::{BigText, PixelSize};

use super::super::theme::Role;
use super::Canvas;

/// Rows that large letters take.
pub(crate) const BIG_ROWS: u16 = 4;
/// Columns of one large letter.
const BIG_COLUMNS: usize = 4;

/// The sign of figures below nothing, which large letters do not have.
const MINUS: char = '−';

impl Canvas<'_> {
    /// Whether a text can be written in large letters in so many columns: plain letters, figures and signs.
    pub(crate) fn can_be_big(text: &str, columns: u16) -> bool {
        let is_drawn = |c: char| c == ' ' || c == MINUS || c.is_ascii_graphic() || ('À'..='ÿ').contains(&c);
        text.chars().all(is_drawn) && text.chars().count() * BIG_COLUMNS <= usize::from(columns)
    }

    /// Writes a text in large letters; it has to be one that can be.
    pub(crate) fn big(&mut self, x: u16, y: u16, columns: u16, text: &str, role: Role) {
        let area = Rect::new(x, y, columns, BIG_ROWS);
        self.widget(area, role, |area, style, buffer| {
            let big = BigText::builder()
                .pixel_size(PixelSize::Quadrant)
                .style(style)
                .lines(vec![Line::from(text.replace(MINUS, "-"))])
                .build();
            big.render(area, buffer);
        });
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::super::super::theme::Theme;
    use super::*;

    #[test]
    fn what_can_be_large_is_drawn_letter_by_letter() {
        assert!(Canvas::can_be_big("−12 cd3", 28) && !Canvas::can_be_big("−12 cd3", 27));
        assert!(!Canvas::can_be_big("日本", 80));
        for text in ["1,234", "cd3", "−7", "Zoë"] {
            let area = Rect::new(0, 0, 20, BIG_ROWS);
            let mut buffer = Buffer::empty(area);
            Canvas::new(&mut buffer, area, Theme::Mono).big(0, 0, 20, text, Role::Strong);
            for place in 0..text.chars().count() as u16 {
                let cells = (0..BIG_ROWS).flat_map(|y| (0..4).map(move |x| (4 * place + x, y)));
                assert!(cells.into_iter().any(|cell| buffer[cell].symbol() != " "), "{text}: {place}");
            }
        }
    }
}
