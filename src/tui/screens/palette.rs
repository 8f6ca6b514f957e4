//! Commands by name: type a part of one, and do it.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher};
use ratatui::layout::Rect;

use super::super::context::Context;
use super::super::event::{Key, Mouse, MouseKind};
use super::super::keys::{Action, Place};
use super::super::text;
use super::super::theme::Role;
use super::super::widgets::{Canvas, overlay_area};
use super::typing::TextLine;
use super::{Step, View, hits, screen_area};

/// The most rows of commands in sight.
const ROWS: u16 = 12;
const COLUMNS: u16 = 72;
/// The longest text that makes sense here, in characters.
const LONGEST: usize = 40;

/// What can be done on a screen, and what is typed to find it.
#[derive(Debug)]
pub(in crate::tui) struct Palette {
    of: Place,
    line: TextLine,
    chosen: usize,
}

/// A command that can be done.
struct Entry {
    action: Action,
    name: &'static str,
    help: &'static str,
    keys: String,
}

impl Palette {
    pub(super) fn new(of: Place) -> Self {
        Self { of, line: TextLine::new("", LONGEST), chosen: 0 }
    }

    /// The commands that fit what was typed, the best first; all in the order of the table before that.
    fn entries(&self, cx: &Context) -> Vec<Entry> {
        let lines = cx.preferences.keys.of(self.of).chain(cx.preferences.keys.of(Place::Everywhere));
        let lines = lines.filter(|line| line.binding.action != Action::Palette);
        let entries = lines.map(|line| Entry {
            action: line.binding.action,
            name: line.binding.name,
            help: line.binding.help,
            keys: line.shown(),
        });
        if self.line.text().trim().is_empty() {
            return entries.collect();
        }
        let pattern = Pattern::parse(self.line.text(), CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut score = |text: &str| {
            pattern.score(nucleo_matcher::Utf32Str::new(text, &mut buffer), &mut matcher).unwrap_or(0)
        };
        // Who knows the name of a command means it; the help has more words to find it by.
        let scored = entries.map(|entry| (2 * score(entry.name) + score(entry.help), entry));
        let mut found: Vec<(u32, Entry)> = scored.filter(|(score, _)| *score > 0).collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    /// Where it stands, with a row for what is typed and one between.
    fn area(screen: Rect) -> (u16, u16) {
        (COLUMNS.min(screen.width - 4), (ROWS + 4).min(screen.height - 3))
    }

    /// The first command in sight.
    fn top(&self, rows: usize) -> usize {
        (self.chosen + 1).saturating_sub(rows)
    }
}

impl View for Palette {
    fn place(&self) -> Place {
        Place::Palette
    }

    fn typed(&mut self, key: Key, _: &Context) -> Option<Vec<Step>> {
        if !self.line.takes(key) {
            return None;
        }
        self.chosen = 0;
        Some(Vec::new())
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let entries = self.entries(cx);
        match action {
            Action::Up => self.chosen = self.chosen.saturating_sub(1),
            Action::Down => self.chosen = (self.chosen + 1).min(entries.len().saturating_sub(1)),
            Action::Open => {
                let entry = entries.get(self.chosen);
                return entry.map(|entry| vec![Step::Pop, Step::Act(entry.action)]).unwrap_or_default();
            }
            Action::Back => return vec![Step::Pop],
            _ => {}
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        let screen = screen_area(cx);
        let (columns, rows) = Self::area(screen);
        let area = overlay_area(screen, columns, rows);
        match mouse.kind {
            MouseKind::WheelUp => self.act(Action::Up, cx),
            MouseKind::WheelDown => self.act(Action::Down, cx),
            MouseKind::Press if !hits(area, mouse) => vec![Step::Pop],
            MouseKind::Press => {
                let rows = usize::from(rows - 4);
                let Some(row) = mouse.row.checked_sub(area.y + 3).map(usize::from) else { return Vec::new() };
                let place = self.top(rows) + row;
                if row >= rows || place >= self.entries(cx).len() {
                    return Vec::new();
                }
                self.chosen = place;
                self.act(Action::Open, cx)
            }
            MouseKind::Drag | MouseKind::Release => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let (columns, rows) = Self::area(canvas.area);
        let inner = canvas.overlay(columns, rows, "Commands");
        let typed = format!(":{}", self.line.shown());
        canvas.text(inner.x, inner.y, inner.width, &typed, Role::Strong);
        let entries = self.entries(cx);
        let list = Rect::new(inner.x, inner.y + 2, inner.width, inner.height - 2);
        if entries.is_empty() {
            canvas.text(list.x, list.y, list.width, "Nothing here is called so.", Role::Faint);
        }
        let rows = usize::from(list.height);
        let keys = 14.min(usize::from(list.width) / 4);
        for (y, (place, entry)) in
            (list.y..list.bottom()).zip(entries.iter().enumerate().skip(self.top(rows)))
        {
            let row = Rect::new(list.x, y, list.width, 1);
            let help = usize::from(list.width) - keys - 3;
            let pieces = [
                (Role::Text, format!("  {} ", text::fit(entry.help, help))),
                (Role::Accent, text::fit_right(&text::cut(&entry.keys, keys), keys)),
            ];
            canvas.pieces(row.x, row.y, row.width, &pieces);
            if place == self.chosen {
                canvas.tint(row, Role::Selected);
                canvas.text(row.x, row.y, 1, "▸", Role::Selected);
            }
        }
    }
}
