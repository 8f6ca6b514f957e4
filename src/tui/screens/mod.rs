//! The screens: one file each, holding its state, its update and its view.

mod board;
mod briefing;
mod commit;
mod confirm;
mod debrief;
mod facts;
mod glossary;
mod help;
mod item;
mod palette;
mod picker;
mod replay;
mod review;
mod sprint;
mod talk;
mod warnings;

use std::sync::Arc;

use ratatui::layout::Rect;

use super::context::Context;
use super::event::{Compared, Effect, Key, Mouse, MouseKind};
use super::keys::{Action, KeyMap, Line, Place};
use super::text;
use super::theme::Role;
use super::widgets::Canvas;
use crate::game::journal::Journal;
use crate::game::{Command, Game};

/// What a screen asks the App to do.
#[derive(Debug)]
pub(in crate::tui) enum Step {
    /// Show a screen on top.
    Push(Screen),
    /// Close the top screen.
    Pop,
    /// Show a screen in place of the top one.
    Replace(Screen),
    /// Do something on the screen that is on top then.
    Act(Action),
    /// Let this screen ask for what it needs now.
    Ask,
    /// Carry out a command of the game.
    Do(Command),
    /// Have something done outside.
    Effect(Effect),
    /// Leave the game for the picker, or the program where there is no picker.
    LeaveGame,
    /// Tell something in one line.
    Tell(String),
}

/// One screen of the stack.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a stack holds a handful of screens")]
pub(super) enum Screen {
    Picker(picker::Picker),
    Briefing(briefing::Briefing),
    Board(board::Board),
    Item(item::ItemScreen),
    Talk(talk::Talk),
    Commit(commit::Commit),
    Sprint(sprint::SprintRun),
    Review(review::Review),
    Debrief(debrief::DebriefScreen),
    Figure(debrief::FigureScreen),
    Beside(debrief::Beside),
    WhatIf(debrief::WhatIf),
    Replay(replay::Replay),
    Help(help::Help),
    Palette(palette::Palette),
    Glossary(glossary::Glossary),
    Confirm(confirm::Confirm),
}

/// Calls the same method on whichever screen it is.
macro_rules! each {
    ($self:expr, $screen:ident => $call:expr) => {
        match $self {
            Screen::Picker($screen) => $call,
            Screen::Briefing($screen) => $call,
            Screen::Board($screen) => $call,
            Screen::Item($screen) => $call,
            Screen::Talk($screen) => $call,
            Screen::Commit($screen) => $call,
            Screen::Sprint($screen) => $call,
            Screen::Review($screen) => $call,
            Screen::Debrief($screen) => $call,
            Screen::Figure($screen) => $call,
            Screen::Beside($screen) => $call,
            Screen::WhatIf($screen) => $call,
            Screen::Replay($screen) => $call,
            Screen::Help($screen) => $call,
            Screen::Palette($screen) => $call,
            Screen::Glossary($screen) => $call,
            Screen::Confirm($screen) => $call,
        }
    };
}

/// What every screen can do; what most do not need has a default.
trait View {
    /// Which screen it is, as far as keys are concerned.
    fn place(&self) -> Place;

    /// Carries out what a key is bound to.
    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step>;

    /// Draws it.
    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context);

    /// Takes a key as text, where text is being typed.
    fn typed(&mut self, _: Key, _: &Context) -> Option<Vec<Step>> {
        None
    }

    /// Takes what the mouse did; the wheel scrolls like the arrow keys.
    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        match mouse.kind {
            MouseKind::WheelUp => self.act(Action::Up, cx),
            MouseKind::WheelDown => self.act(Action::Down, cx),
            _ => Vec::new(),
        }
    }

    /// Takes note that time has passed.
    fn tick(&mut self, _: &Context) -> Vec<Step> {
        Vec::new()
    }

    /// Whether it wants to be told that time passes.
    fn wants_ticks(&self, _: &Context) -> bool {
        false
    }
}

impl Screen {
    pub(super) fn picker(saved_first: bool) -> Self {
        Self::Picker(picker::Picker::new(saved_first))
    }

    pub(super) fn briefing() -> Self {
        Self::Briefing(briefing::Briefing::default())
    }

    pub(super) fn board() -> Self {
        Self::Board(board::Board::default())
    }

    pub(super) fn sprint(game: &Game, from: usize) -> Self {
        Self::Sprint(sprint::SprintRun::new(game, from))
    }

    pub(super) fn debrief(game: Arc<Game>) -> Self {
        Self::Debrief(debrief::DebriefScreen::new(game))
    }

    /// The debrief of the game in play, which may be looked back on already.
    pub(super) fn debrief_of(cx: &Context) -> Option<Self> {
        let found = cx.findings.game.clone().filter(|game| game.is_over());
        found.or_else(|| cx.game().cloned().map(Arc::new)).map(Self::debrief)
    }

    pub(super) fn replay(journal: Journal) -> Self {
        Self::Replay(replay::Replay::new(journal))
    }

    pub(super) fn help(place: Place) -> Self {
        Self::Help(help::Help::new(place))
    }

    pub(super) fn palette(of: Place) -> Self {
        Self::Palette(palette::Palette::new(of))
    }

    /// The words on a screen that says this.
    pub(super) fn glossary(screen: &str) -> Self {
        Self::Glossary(glossary::Glossary::of(screen))
    }

    /// Asks for what it shows and has to be computed, with a number that the answer bears.
    pub(super) fn ask(&mut self, ticket: u64, cx: &Context) -> Option<Effect> {
        match self {
            Self::Debrief(screen) => screen.ask(ticket, cx),
            Self::Beside(screen) => Some(screen.ask(ticket)),
            Self::WhatIf(screen) => Some(screen.ask(ticket)),
            _ => None,
        }
    }

    /// Takes decisions that were compared.
    pub(super) fn compared(&mut self, compared: &Compared) {
        match self {
            Self::Beside(screen) => screen.compared(compared),
            Self::WhatIf(screen) => screen.compared(compared),
            _ => {}
        }
    }

    /// Whether what is under it stays in sight.
    pub(super) fn is_overlay(&self) -> bool {
        matches!(
            self,
            Self::Help(_)
                | Self::Palette(_)
                | Self::Glossary(_)
                | Self::Confirm(_)
                | Self::Talk(_)
                | Self::Commit(_)
                | Self::Figure(_)
        )
    }

    pub(super) fn place(&self) -> Place {
        each!(self, screen => screen.place())
    }

    pub(super) fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        each!(self, screen => screen.act(action, cx))
    }

    pub(super) fn typed(&mut self, key: Key, cx: &Context) -> Option<Vec<Step>> {
        each!(self, screen => screen.typed(key, cx))
    }

    pub(super) fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        each!(self, screen => screen.mouse(mouse, cx))
    }

    pub(super) fn tick(&mut self, cx: &Context) -> Vec<Step> {
        each!(self, screen => screen.tick(cx))
    }

    pub(super) fn wants_ticks(&self, cx: &Context) -> bool {
        each!(self, screen => screen.wants_ticks(cx))
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        each!(self, screen => screen.draw(canvas, cx));
    }
}

/// The area between the title bar and the line of hints.
fn content(screen: Rect) -> Rect {
    Rect::new(screen.x, screen.y + 1, screen.width, screen.height.saturating_sub(2))
}

/// The same, for a screen of text: with a margin.
fn page(screen: Rect) -> Rect {
    let content = content(screen);
    let margin = if content.width >= 100 { (content.width - 92) / 2 } else { 2 };
    Rect::new(content.x + margin, content.y, content.width - 2 * margin, content.height)
}

/// The same, with a line free above the text.
fn text_area(screen: Rect) -> Rect {
    let page = page(screen);
    Rect::new(page.x, page.y + 1, page.width, page.height - 1)
}

/// A list and what is told beside it; below it, with so many rows for the list, on a screen that is not as
/// wide as that.
fn list_and_text(screen: Rect, wide: u16, list_rows: impl Fn(u16) -> u16) -> (Rect, Rect) {
    let inner = content(screen);
    if inner.width >= wide {
        let list = inner.width * 2 / 5;
        let text = Rect::new(inner.x + list + 2, inner.y + 1, inner.width - list - 3, inner.height - 1);
        return (Rect::new(inner.x + 1, inner.y + 1, list - 2, inner.height - 1), text);
    }
    let rows = list_rows(inner.height);
    let text = Rect::new(inner.x + 1, inner.y + rows + 1, inner.width - 2, inner.height - rows - 1);
    (Rect::new(inner.x + 1, inner.y, inner.width - 2, rows), text)
}

/// The line between the two.
fn draw_divider(canvas: &mut Canvas<'_>, list: Rect, text: Rect, label: &str) {
    if text.x > list.x {
        canvas.rule_down(text.x - 2, list.y, list.height);
    } else {
        canvas.rule(list.x, text.y - 1, list.width, label);
    }
}

/// The mouse on a text that lies over the screen: the wheel scrolls it, a press puts it away.
fn mouse_on_overlay(view: &mut impl View, mouse: Mouse, cx: &Context) -> Vec<Step> {
    match mouse.kind {
        MouseKind::WheelUp => view.act(Action::Up, cx),
        MouseKind::WheelDown => view.act(Action::Down, cx),
        MouseKind::Press => vec![Step::Pop],
        MouseKind::Drag | MouseKind::Release => Vec::new(),
    }
}

/// The whole screen as an area.
fn screen_area(cx: &Context) -> Rect {
    Rect::new(0, 0, cx.size.width, cx.size.height)
}

/// Draws the title bar: where one is at the left, what counts at the right.
fn draw_header(canvas: &mut Canvas<'_>, left: &str, right: &str) {
    let row = Rect::new(canvas.area.x, canvas.area.y, canvas.area.width, 1);
    canvas.text(row.x, row.y, row.width, &" ".repeat(row.width.into()), Role::Bar);
    let right = text::cut(right, usize::from(row.width) / 2);
    let columns = row.width - text::width(&right) as u16 - 3;
    canvas.text(row.x + 1, row.y, columns, left, Role::Bar);
    canvas.text_right(Rect::new(row.x, row.y, row.width - 1, 1), &right, Role::Bar);
    canvas.tint(row, Role::Bar);
}

/// Draws the last line: what was told, what is wrong, or the keys that matter here.
pub(super) fn draw_footer(canvas: &mut Canvas<'_>, cx: &Context, place: Place) {
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
    for hint in hints(&cx.preferences.keys, place, columns) {
        let pieces = [(Role::Accent, hint.key), (Role::Faint, format!(" {}", hint.word))];
        canvas.pieces(x + hint.start, y, hint.columns, &pieces);
    }
}

/// The most rows that something told takes.
const TOLD_ROWS: u16 = 4;

/// What is wrong, or was just told.
fn told(cx: &Context) -> Option<(Role, String)> {
    let unsaved = cx.session.as_ref().and_then(|session| session.unsaved.as_deref());
    let again = cx.preferences.keys.key(Place::Everywhere, Action::SaveAgain);
    let again = again.map_or_else(String::new, |key| format!(" {key} tries again."));
    let wrong = unsaved.map(|why| (Role::Bad, format!("! Not saved: {why}.{again}")));
    wrong.or_else(|| cx.notice.clone().map(|notice| (Role::Changed, notice)))
}

/// What a click on the last line does.
pub(super) fn hint_at(cx: &Context, place: Place, mouse: Mouse) -> Option<Action> {
    if told(cx).is_some() || mouse.row + 1 != cx.size.height || mouse.kind != MouseKind::Press {
        return None;
    }
    let column = mouse.column.checked_sub(1)?;
    let hints = hints(&cx.preferences.keys, place, cx.size.width - 2);
    hints
        .iter()
        .find(|hint| (hint.start..hint.start + hint.columns).contains(&column))
        .map(|hint| hint.action)
}

/// A key and a word in the last line.
struct Hint {
    action: Action,
    key: String,
    word: &'static str,
    start: u16,
    columns: u16,
}

/// The hints of a screen that fit in so many columns; the one about the keys stands at the right end.
fn hints(keys: &KeyMap, place: Place, columns: u16) -> Vec<Hint> {
    let hint = |line: &Line, start| {
        let (key, word) = (hint_key(keys, line), line.binding.hint);
        let columns = (text::width(&key) + 1 + text::width(word)) as u16;
        Hint { action: line.binding.action, key, word, start, columns }
    };
    let is_hinted = |line: &&Line| !line.binding.hint.is_empty() && !line.keys.is_empty();
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
    let mut start = 0;
    for line in keys.of(place).filter(is_hinted) {
        let next = hint(line, start);
        if start + next.columns + 2 > end {
            break;
        }
        start += next.columns + 2;
        shown.push(next);
    }
    shown
}

/// The key that a hint shows: the first, and for moving both ways at once.
fn hint_key(keys: &KeyMap, line: &Line) -> String {
    let (place, action) = (line.binding.place, line.binding.action);
    let pair = match (place, action) {
        (_, Action::MoveDown) => [Action::MoveDown, Action::MoveUp],
        (_, Action::Down) => [Action::Down, Action::Up],
        (Place::Commit, Action::Less) => [Action::Less, Action::More],
        (Place::WhatIf, Action::Next) => [Action::Previous, Action::Next],
        _ => return line.keys.first().map(ToString::to_string).unwrap_or_default(),
    };
    let keys: Vec<String> = pair.into_iter().filter_map(|action| keys.key(place, action)).collect();
    keys.join(" ")
}

/// Whether a cell lies in an area.
fn hits(area: Rect, mouse: Mouse) -> bool {
    area.contains(ratatui::layout::Position::new(mouse.column, mouse.row))
}
