//! The board of a Sprint of long ago: it can be looked at from everywhere, and nothing on it can be moved.

use ratatui::layout::Rect;

use super::super::super::context::{Context, Session};
use super::super::super::event::{Mouse, MouseKind};
use super::super::super::keys::Action;
use super::super::super::widgets::{Canvas, Scroll};
use super::super::hits;
use super::layout::areas;
use super::{Board, PANELS, view};

impl Board {
    /// The board of another Sprint, with the same panel beside it.
    pub(in crate::tui::screens) fn of_another_sprint(&self) -> Self {
        Self { panel: self.panel, ..Self::default() }
    }

    /// Looks around on a board that is drawn in so much of the screen.
    pub(in crate::tui::screens) fn read(&mut self, action: Action, session: &Session, screen: Rect) {
        let (rows, areas) = (self.rows(session), areas(screen));
        (self.top, self.turned_away) = (self.top(&rows, areas.list), false);
        match action {
            Action::Up => self.step(&rows, -1),
            Action::Down => self.step(&rows, 1),
            Action::PageUp | Action::PageDown => {
                let lines = self.panel_doc(session, areas.panel.width).len();
                self.panel_scroll.act(action, lines, areas.panel.height);
            }
            Action::Top => self.step(&rows, isize::MIN),
            Action::Bottom => self.step(&rows, isize::MAX),
            Action::Next => self.turn_panel(1),
            Action::Previous => self.turn_panel(PANELS.len() - 1),
            _ => {}
        }
    }

    /// The same with the mouse.
    pub(in crate::tui::screens) fn read_with_mouse(&mut self, mouse: Mouse, session: &Session, screen: Rect) {
        let (rows, areas) = (self.rows(session), areas(screen));
        let top = self.top(&rows, areas.list);
        match mouse.kind {
            MouseKind::Press if hits(areas.list, mouse) => {
                let line = usize::from(mouse.row - areas.list.y) + top;
                self.select(rows.get(line).and_then(|row| row.item()));
            }
            MouseKind::Press if hits(areas.tabs, mouse) => {
                if let Some(panel) = view::tab_at(areas.tabs, mouse.column) {
                    (self.panel, self.panel_scroll) = (panel, Scroll::default());
                }
            }
            MouseKind::WheelUp | MouseKind::WheelDown => {
                let action = if mouse.kind == MouseKind::WheelUp { Action::Up } else { Action::Down };
                if hits(areas.panel, mouse) {
                    let lines = self.panel_doc(session, areas.panel.width).len();
                    self.panel_scroll.act(action, lines, areas.panel.height);
                } else {
                    let mut scroll = Scroll { top };
                    scroll.act(action, rows.len(), areas.list.height);
                    (self.top, self.turned_away) = (scroll.top, true);
                }
            }
            _ => {}
        }
    }

    /// Draws it.
    pub(in crate::tui::screens) fn draw_as_it_was(
        &self,
        canvas: &mut Canvas<'_>,
        then: &Session,
        cx: &Context,
    ) {
        view::draw(self, canvas, then, cx);
    }
}
