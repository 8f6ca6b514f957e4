//! The screens: one file each, holding its state, its update and its view.

pub(super) mod board;
pub(super) mod briefing;
mod class;
mod commit;
mod confirm;
mod debrief;
pub(super) mod facts;
mod footer;
mod glossary;
pub(super) mod guide;
mod help;
mod item;
mod lobby;
mod pair;
mod palette;
mod parked;
mod people;
pub(super) mod picker;
mod race;
pub(super) mod replay;
mod results;
pub(super) mod review;
mod sprint;
pub(super) mod talk;
mod timeline;
mod typing;
pub(super) mod warnings;

use std::sync::Arc;

use ratatui::layout::Rect;

pub(crate) use self::board::{Marks, SprintEnd};
pub(super) use self::footer::{draw_class_line, draw_footer, hint_at, is_told_at};
use super::app::Pace;
use super::context::{Context, Outlook};
use super::event::{Compared, Effect, Key, Mouse, MouseKind, Odds};
use super::keys::{Action, Place};
use super::text;
use super::theme::Role;
use super::widgets::Canvas;
use crate::game::journal::Journal;
use crate::game::race::Race;
use crate::game::{Command, Game};
use crate::scenario::ItemIx;

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
    /// Ask for the forecast of the game in play again.
    Forecast,
    /// Park an order, in place of the one that was.
    Park(Vec<ItemIx>),
    /// Carry out a command of the game.
    Do(Command),
    /// Have something done outside.
    Effect(Effect),
    /// Leave the game for the picker, or the program where there is no picker.
    LeaveGame,
    /// Go to the board of the game in play, from wherever one is.
    ToBoard,
    /// Tell something in one line.
    Tell(String),
    /// Tell that this has to be done once more.
    OnceMore(String, Action),
}

/// One screen of the stack.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a stack holds a handful of screens")]
pub(super) enum Screen {
    Picker(picker::Picker),
    Briefing(briefing::Briefing),
    Board(board::Board),
    Item(item::ItemScreen),
    Lobby(lobby::Lobby),
    Begin(class::Begin),
    Choose(class::Choose),
    ClassBoard(class::ClassBoard),
    Joining(class::Joining),
    Results(results::ResultsScreen),
    Saying(class::Saying),
    Shoulder(class::Shoulder),
    Talk(talk::Talk),
    Commit(commit::Commit),
    Parked(parked::Parked),
    Sprint(sprint::SprintRun),
    Review(review::Review),
    People(people::People),
    Timeline(timeline::Timeline),
    Past(timeline::Past),
    Debrief(debrief::DebriefScreen),
    Figure(debrief::FigureScreen),
    Beside(debrief::Beside),
    WhatIf(debrief::WhatIf),
    Replay(replay::Replay),
    Race(race::RaceScreen),
    Help(help::Help),
    Palette(palette::Palette),
    Glossary(glossary::Glossary),
    Guide(guide::Guide),
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
            Screen::Lobby($screen) => $call,
            Screen::Begin($screen) => $call,
            Screen::Choose($screen) => $call,
            Screen::ClassBoard($screen) => $call,
            Screen::Joining($screen) => $call,
            Screen::Results($screen) => $call,
            Screen::Saying($screen) => $call,
            Screen::Shoulder($screen) => $call,
            Screen::Talk($screen) => $call,
            Screen::Commit($screen) => $call,
            Screen::Parked($screen) => $call,
            Screen::Sprint($screen) => $call,
            Screen::Review($screen) => $call,
            Screen::People($screen) => $call,
            Screen::Timeline($screen) => $call,
            Screen::Past($screen) => $call,
            Screen::Debrief($screen) => $call,
            Screen::Figure($screen) => $call,
            Screen::Beside($screen) => $call,
            Screen::WhatIf($screen) => $call,
            Screen::Replay($screen) => $call,
            Screen::Race($screen) => $call,
            Screen::Help($screen) => $call,
            Screen::Palette($screen) => $call,
            Screen::Glossary($screen) => $call,
            Screen::Guide($screen) => $call,
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

    pub(super) fn lobby() -> Self {
        Self::Lobby(lobby::Lobby::default())
    }

    /// A class, as its trainer sees it.
    pub(super) fn class_board() -> Self {
        Self::ClassBoard(class::ClassBoard::default())
    }

    /// The results of a round.
    pub(super) fn results() -> Self {
        Self::Results(results::ResultsScreen::default())
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

    /// Where one goes from a game that is over: to its debrief, which may be looked back on already, or in a class to
    /// where one waits for that.
    pub(super) fn debrief_of(cx: &Context) -> Option<Self> {
        if cx.class.as_ref().is_some_and(|class| !class.is_revealed) {
            return Some(Self::lobby());
        }
        let found = cx.findings.game.clone().filter(|game| game.is_over());
        found.or_else(|| cx.game().cloned().map(Arc::new)).map(Self::debrief)
    }

    pub(super) fn replay(journal: Journal) -> Self {
        Self::Replay(replay::Replay::new(journal))
    }

    pub(super) fn race(race: Race, pace: Pace) -> Self {
        Self::Race(race::RaceScreen::new(race, pace))
    }

    pub(super) fn help(place: Place) -> Self {
        Self::Help(help::Help::new(place))
    }

    /// The offer of a tutorial to somebody new.
    pub(super) fn welcome(cx: &Context) -> Self {
        let title = cx.catalog.first().map_or("", |first| first.scenario.title.as_str());
        let question = format!(
            "You decide what a team makes first, Sprint by Sprint, and see what comes of it.\n\nIs this your \
             first time? A tutorial shows you around in “{title}”, in a few minutes. You can end it at any time."
        );
        Self::Confirm(confirm::Confirm::new("Welcome", question, Step::Act(Action::Tutorial)))
    }

    pub(super) fn palette(of: Place) -> Self {
        Self::Palette(palette::Palette::new(of))
    }

    /// The words on a screen that says this.
    pub(super) fn glossary(screen: &str) -> Self {
        Self::Glossary(glossary::Glossary::of(screen))
    }

    /// The trainer's guide, where there is a game that it belongs to.
    pub(super) fn guide(cx: &Context) -> Step {
        match cx.game() {
            Some(_) => Step::Push(Self::Guide(guide::Guide::default())),
            None => Step::Tell("The guide belongs to a game, and none is in play here.".to_owned()),
        }
    }

    /// Asks for what it shows and has to be computed, with a number that the answer bears.
    pub(super) fn ask(&mut self, ticket: u64, cx: &Context) -> Option<Effect> {
        match self {
            Self::Debrief(screen) => screen.ask(ticket, cx),
            Self::Parked(screen) => screen.ask(ticket, cx),
            Self::Beside(screen) => Some(screen.ask(ticket)),
            Self::WhatIf(screen) => Some(screen.ask(ticket)),
            Self::Replay(screen) => screen.ask(ticket, cx),
            Self::Race(screen) => screen.ask(ticket),
            _ => None,
        }
    }

    /// Takes decisions that were compared.
    pub(super) fn compared(&mut self, compared: &Compared) {
        match self {
            Self::Beside(screen) => screen.compared(compared),
            Self::Parked(screen) => screen.compared(compared),
            Self::WhatIf(screen) => screen.compared(compared),
            _ => {}
        }
    }

    /// Takes what somebody made of many futures.
    pub(super) fn take_odds(&mut self, odds: &Odds) {
        if let Self::Race(screen) = self {
            screen.take_odds(odds);
        }
    }

    /// Takes note that there are results of a round.
    pub(super) fn take_results(&mut self, cx: &Context) -> Vec<Step> {
        match self {
            Self::ClassBoard(screen) => screen.take_results(cx),
            _ => Vec::new(),
        }
    }

    /// Takes forecasts of an earlier Sprint.
    pub(super) fn recalled(&mut self, sprint: u32, outlook: &Outlook) {
        if let Self::Past(screen) = self {
            screen.recalled(sprint, outlook);
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
                | Self::Begin(_)
                | Self::Choose(_)
                | Self::Saying(_)
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

/// Whether a cell lies in an area.
fn hits(area: Rect, mouse: Mouse) -> bool {
    area.contains(ratatui::layout::Position::new(mouse.column, mouse.row))
}
