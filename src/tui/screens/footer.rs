//! The last line: what was told, what is wrong, or the keys that matter on a screen.

use ratatui::layout::Rect;

use super::super::classroom::ClassLine;
use super::super::context::Context;
use super::super::event::{Mouse, MouseKind};
use super::super::keys::{Action, KeyMap, Line, Place};
use super::super::text;
use super::super::theme::Role;
use super::super::widgets::Canvas;

/// Draws the last line: what was told, what is wrong, or the keys that matter here.
pub(in crate::tui) fn draw_footer(canvas: &mut Canvas<'_>, cx: &Context, place: Place) {
    let area = canvas.area;
    let (x, y, columns) = (area.x + 1, area.bottom() - 1, area.width - 2);
    canvas.clear(Rect::new(area.x, y, area.width, 1));
    if let Some((role, text)) = told(cx) {
        // What does not fit in the last line takes the ones above it, too.
        let lines = text::wrap(&text, columns.into());
        let rows = (lines.len() as u16).min(TOLD_ROWS);
        canvas.clear(Rect::new(area.x, area.bottom() - rows, area.width, rows));
        for (row, line) in (area.bottom() - rows..area.bottom()).zip(&lines) {
            canvas.text(x, row, columns, line, role);
        }
        return;
    }
    for hint in hints(cx, place, columns) {
        let pieces = [(Role::Accent, joined(&hint.keys)), (Role::Faint, format!(" {}", hint.word))];
        canvas.pieces(x + hint.start, y, hint.columns, &pieces);
    }
}

/// Draws the line about the class.
pub(in crate::tui) fn draw_class_line(canvas: &mut Canvas<'_>, row: u16, line: &ClassLine) {
    let area = Rect { y: row, height: 1, ..canvas.area };
    canvas.text(area.x, row, area.width, &" ".repeat(area.width.into()), Role::Bar);
    let right = text::width(&line.right) as u16;
    canvas.text(area.x + 1, row, area.width.saturating_sub(right + 4), &line.left, Role::Bar);
    canvas.text_right(Rect { width: area.width - 1, ..area }, &line.right, Role::Bar);
    canvas.tint(area, Role::Bar);
}

/// The most rows that something told takes.
const TOLD_ROWS: u16 = 4;

/// What is wrong, or was just told.
fn told(cx: &Context) -> Option<(Role, String)> {
    let unsaved = cx.session.as_ref().and_then(|session| session.unsaved.as_deref());
    let again = cx.preferences.keys.key(Place::Everywhere, Action::SaveAgain);
    let again = again.map_or_else(String::new, |key| format!(" {key} tries again."));
    let wrong = unsaved.map(|why| (Role::Bad, format!("! Not saved: {why}.{again}")));
    wrong.or_else(|| cx.notice.as_ref().map(|notice| (Role::Changed, notice.text.clone())))
}

/// Whether a cell belongs to what was told, so that a press there only puts it away.
pub(in crate::tui) fn is_told_at(cx: &Context, mouse: Mouse) -> bool {
    let columns = usize::from(cx.size.width - 2);
    let rows = told(cx).map(|(_, text)| (text::wrap(&text, columns).len() as u16).min(TOLD_ROWS));
    rows.is_some_and(|rows| mouse.row + rows >= cx.size.height)
}

/// What a click on the last line does.
pub(in crate::tui) fn hint_at(cx: &Context, place: Place, mouse: Mouse) -> Option<Action> {
    if told(cx).is_some() || mouse.row + 1 != cx.size.height || mouse.kind != MouseKind::Press {
        return None;
    }
    let column = mouse.column.checked_sub(1)?;
    let hints = hints(cx, place, cx.size.width - 2);
    let hint = hints.iter().find(|hint| (hint.start..hint.start + hint.columns).contains(&column))?;
    // Of two keys the one that is pressed counts.
    let mut end = hint.start;
    let key = hint.keys.iter().find(|(_, key)| {
        end += text::width(key) as u16 + 1;
        column < end
    });
    Some(key.map_or(hint.action, |(action, _)| *action))
}

/// A key, or one for each of two ways, and a word in the last line.
struct Hint {
    action: Action,
    keys: Vec<(Action, String)>,
    word: &'static str,
    start: u16,
    columns: u16,
}

/// The hints of a screen that fit in so many columns; the one about the keys stands at the right end.
fn hints(cx: &Context, place: Place, columns: u16) -> Vec<Hint> {
    let keys = &cx.preferences.keys;
    let hint = |line: &Line, start| {
        let (keys, word) = (hint_keys(keys, line), line.binding.hint);
        let columns = (text::width(&joined(&keys)) + 1 + text::width(word)) as u16;
        Hint { action: line.binding.action, keys, word, start, columns }
    };
    // In some scenarios nobody ever has time for a conversation.
    let can_talk = cx.game().is_none_or(|game| game.scenario().refined_per_sprint() > 0);
    let is_possible = |action| can_talk || action != Action::Talk;
    let is_hinted = |line: &&Line| {
        !line.binding.hint.is_empty() && !line.keys.is_empty() && is_possible(line.binding.action)
    };
    let everywhere = keys.of(Place::Everywhere).filter(is_hinted).filter(|_| place != Place::Help);
    let mut end = columns;
    let mut shown: Vec<Hint> = everywhere
        .map(|line| {
            let mut last = hint(line, 0);
            end = end.saturating_sub(last.columns);
            last.start = end;
            last
        })
        .collect();
    let mut own: Vec<Hint> = keys.of(place).filter(is_hinted).map(|line| hint(line, 0)).collect();
    // The way back stays in sight, for who has only a mouse, too; of the others the last go first.
    while own.iter().map(|hint| hint.columns + 2).sum::<u16>() > end
        && let Some(last) = own.iter().rposition(|hint| hint.action != Action::Back)
    {
        own.remove(last);
    }
    let mut start = 0;
    for mut next in own {
        next.start = start;
        start += next.columns + 2;
        shown.push(next);
    }
    shown
}

/// The keys that a hint shows, and what they do: the first, and for moving both ways both.
fn hint_keys(keys: &KeyMap, line: &Line) -> Vec<(Action, String)> {
    let (place, action) = (line.binding.place, line.binding.action);
    let pair = match (place, action) {
        (_, Action::MoveDown) => [Action::MoveDown, Action::MoveUp],
        (_, Action::Down) => [Action::Down, Action::Up],
        (Place::Commit, Action::Less) => [Action::Less, Action::More],
        (Place::WhatIf | Place::Timeline | Place::Debrief, Action::Next) => [Action::Previous, Action::Next],
        (Place::Past, Action::More) => [Action::Less, Action::More],
        _ => return line.keys.first().map(|key| (action, key.to_string())).into_iter().collect(),
    };
    pair.into_iter().filter_map(|action| Some((action, keys.key(place, action)?))).collect()
}

fn joined(keys: &[(Action, String)]) -> String {
    keys.iter().map(|(_, key)| key.as_str()).collect::<Vec<_>>().join(" ")
}
