//! The App: a stack of screens, the game in play, and what they ask for.

mod asking;
mod attending;
mod playing;
mod taking;
mod teaching;

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

pub(crate) use self::asking::request;
use super::classroom::Classroom;
use super::context::{Context, Entry, Findings, Notice, Part, Preferences};
use super::event::{Code, Effect, Event, Key, Mouse, MouseKind, Size};
use super::keys::{Action, Place};
use super::screens::{self, Screen, Step};
use super::text;
use super::theme::Theme;
use super::widgets::{Canvas, ascii};
use crate::class::{Bulletin, Wish};
use crate::game::Game;
use crate::game::journal::Journal;
use crate::game::race::Race;
use crate::scenario::Scenario;
use crate::words;

/// The smallest screen that can be played on.
pub const MIN_SIZE: Size = Size { width: 60, height: 20 };

/// How an App starts.
#[derive(Debug)]
pub struct Options {
    /// The scenarios to pick from.
    pub catalog: Vec<Entry>,
    /// The size of the screen.
    pub size: Size,
    /// What the person at the screen prefers.
    pub preferences: Preferences,
    /// What is shown first.
    pub start: Start,
}

/// What is shown first.
#[derive(Debug)]
pub enum Start {
    /// The list of scenarios and saved games.
    Picker,
    /// The same list, and on top of it the offer of a tutorial, for somebody new.
    Welcome,
    /// The same list, with the saved games first.
    SavedGames,
    /// A new game of this scenario.
    Play(Arc<Scenario>),
    /// A game that was begun earlier.
    Resume(PathBuf),
    /// A journal, step by step.
    Replay(Box<Journal>),
    /// Games on the same future, side by side.
    Race(Box<Race>, Pace),
    /// A class, from the seat of somebody in it.
    Class(Part, Arc<Bulletin>),
}

/// How a race is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// How fast it plays: 2 for twice as fast; from [`Pace::SLOWEST`] to [`Pace::FASTEST`].
    pub speed: f64,
    /// Whether values are hidden until they are revealed, with a question before.
    pub hides: bool,
}

impl Pace {
    /// The slowest that one can play.
    pub const SLOWEST: f64 = 0.25;
    /// The fastest.
    pub const FASTEST: f64 = 8.0;
}

/// The terminal program, without the terminal.
#[derive(Debug)]
pub struct App {
    /// The whole screen.
    size: Size,
    context: Context,
    screens: Vec<Screen>,
}

impl App {
    /// An App, and what it wants done before its first frame.
    #[must_use]
    pub fn new(options: Options) -> (Self, Vec<Effect>) {
        let mut preferences = options.preferences;
        if !preferences.guide {
            // Then nothing that is shown speaks of it, and no key leads to it.
            preferences.keys = preferences.keys.without(Action::Guide);
        }
        let mut context = Context {
            size: at_least_min(options.size),
            preferences,
            now_ms: 0,
            catalog: options.catalog,
            saved: None,
            session: None,
            class: None,
            findings: Findings::default(),
            tutorial: None,
            notice: None,
            last_ticket: 0,
        };
        let is_welcome = matches!(options.start, Start::Welcome);
        let (screen, mut effects) = match options.start {
            Start::Picker => (Some(Screen::picker(false)), vec![Effect::ListGames]),
            Start::Welcome => (Some(Screen::picker(false)), vec![Effect::ListGames, Effect::NoteWelcome]),
            Start::SavedGames => (Some(Screen::picker(true)), vec![Effect::ListGames]),
            Start::Play(scenario) => (None, vec![Effect::Begin(scenario)]),
            Start::Resume(path) => (None, vec![Effect::Open(path)]),
            Start::Replay(journal) => (Some(Screen::replay(*journal)), Vec::new()),
            Start::Race(race, pace) => (Some(Screen::race(*race, pace)), Vec::new()),
            Start::Class(part, bulletin) => {
                let screen = match part {
                    Part::Participant { .. } => Screen::lobby(),
                    Part::Trainer => Screen::class_board(),
                };
                context.class = Some(Classroom::new(part, bulletin));
                (Some(screen), Vec::new())
            }
        };
        let welcome = (is_welcome && !context.catalog.is_empty()).then(|| Screen::welcome(&context));
        let mut app = Self { size: context.size, context, screens: Vec::new() };
        for screen in screen.into_iter().chain(welcome) {
            app.show(screen, &mut effects);
        }
        (app, effects)
    }

    /// Takes an event, and says what is to be done outside. Effects are carried out in order, before the
    /// next frame is drawn.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        let effects = self.take(event);
        self.teach();
        effects
    }

    /// Draws the screen.
    pub fn view(&self, frame: &mut Frame<'_>) {
        self.draw_all(frame.buffer_mut());
    }

    /// The screen as it is drawn.
    pub(super) fn frame(&self) -> Buffer {
        let Size { width, height } = self.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        self.draw_all(&mut buffer);
        buffer
    }

    fn draw_all(&self, buffer: &mut Buffer) {
        let area = buffer.area;
        self.draw(buffer, area);
        if self.context.preferences.ascii {
            ascii::keep_to_ascii(buffer);
        }
    }

    /// What stands on the screen.
    fn text(&self) -> String {
        let Size { width, height } = self.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let area = buffer.area;
        self.draw(&mut buffer, area);
        let mut text = String::new();
        for row in buffer.content.chunks(width.into()) {
            let mut cells = row.iter();
            while let Some(symbol) = cells.next().map(Cell::symbol) {
                text.push_str(symbol);
                // A wide character covers the cells behind it.
                cells.by_ref().take(text::width(symbol).saturating_sub(1)).for_each(drop);
            }
            text.push('\n');
        }
        text
    }

    fn draw(&self, buffer: &mut Buffer, area: Rect) {
        if area.width < MIN_SIZE.width || area.height < MIN_SIZE.height {
            Canvas::new(buffer, area, self.context.preferences.theme).too_small(MIN_SIZE);
            return;
        }
        // One canvas for everything: a new one gives all that is under it the colour of plain text.
        let mut canvas = Canvas::new(buffer, area, self.context.preferences.theme);
        let rows = |height: u16| Rect { height: area.height.min(height), ..area };
        canvas.part(rows(self.context.size.height), |canvas| {
            // An overlay leaves what is under it in sight.
            let base = self.screens.iter().rposition(|screen| !screen.is_overlay()).unwrap_or(0);
            for screen in self.screens.iter().skip(base) {
                screen.draw(canvas, &self.context);
            }
            screens::draw_footer(canvas, &self.context, self.place());
        });
        if let Some((row, line)) = self.class_line() {
            screens::draw_class_line(&mut canvas, row, &line);
        }
        if let Some(tutorial) = &self.context.tutorial {
            canvas.part(rows(self.beside_class().height), |canvas| {
                tutorial.draw(canvas, &self.context, self.place());
            });
        }
    }

    /// Draws without colours from now on.
    pub fn forgo_colours(&mut self) {
        self.context.preferences.theme = Theme::Mono;
    }

    /// Whether time should pass: something on screen moves, or waits to.
    #[must_use]
    pub fn wants_ticks(&self) -> bool {
        self.screens.last().is_some_and(|top| top.wants_ticks(&self.context))
    }

    /// The last thing that was told in one line, for a caller without a screen.
    #[must_use]
    pub fn notice(&self) -> Option<&str> {
        self.context.notice.as_ref().map(|notice| notice.text.as_str())
    }

    /// The game in play, if there is one.
    #[must_use]
    pub fn game(&self) -> Option<&Game> {
        self.context.session.as_ref().map(|session| &session.game)
    }

    /// The screen one is on.
    #[must_use]
    pub fn place(&self) -> Place {
        self.screens.last().map_or(Place::Everywhere, Screen::place)
    }

    /// Whether the forecast on screen belongs to the order on screen.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.context.session.as_ref().is_none_or(|session| session.asked.is_none())
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
        self.context.notice = None;
        let Some(top) = self.screens.last_mut() else {
            let action = self.context.preferences.keys.action(Place::Everywhere, key);
            return if action == Some(Action::Quit) { vec![Effect::Quit] } else { Vec::new() };
        };
        if let Some(steps) = top.typed(key, &self.context) {
            return self.carry_out(steps);
        }
        let action = self.context.preferences.keys.action(top.place(), key);
        action.map(|action| self.act(action)).unwrap_or_default()
    }

    /// Tells what the word at a cell means.
    fn explain(&mut self, column: u16, row: u16) {
        let text = self.text();
        let line = text.lines().nth(row.into()).unwrap_or_default();
        let term = text::byte_at(line, column.into()).and_then(|byte| words::term_at(line, byte));
        let key = self.context.preferences.keys.key(Place::Everywhere, Action::Glossary);
        let told = match term {
            Some(term) => Some(format!("{}: {}", term.term, term.text)),
            None => {
                key.map(|key| format!("Nothing to explain there. {key} explains the words on the screen."))
            }
        };
        self.context.notice = told.map(Notice::from);
    }

    /// Types what was pasted, where something is typed; elsewhere it is no series of commands.
    fn paste(&mut self, text: &str) -> Vec<Effect> {
        let mut effects = Vec::new();
        for character in text.trim().chars() {
            let typed = if character.is_control() { ' ' } else { character };
            let Some(top) = self.screens.last_mut() else { break };
            let Some(steps) = top.typed(Key::plain(Code::Char(typed)), &self.context) else { break };
            effects.extend(self.carry_out(steps));
        }
        effects
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let place = self.place();
        let steps = match action {
            Action::Quit => return vec![Effect::Quit],
            Action::Suspend => return vec![Effect::Suspend],
            Action::SaveAgain => return vec![Effect::SaveAgain],
            Action::Colours => vec![Step::Tell(self.context.preferences.next_colours().to_owned())],
            Action::Motion => vec![Step::Tell(self.context.preferences.change_motion().to_owned())],
            Action::Class => return self.open_class(),
            Action::Tutorial => return self.begin_or_end_tutorial(),
            Action::Help if place != Place::Help => vec![Step::Push(Screen::help(place))],
            Action::Palette if place != Place::Palette => vec![Step::Push(Screen::palette(place))],
            Action::Guide if place != Place::Guide => vec![Screen::guide(&self.context)],
            Action::Glossary if place != Place::Glossary => vec![Step::Push(Screen::glossary(&self.text()))],
            _ => self.screens.last_mut().map(|top| top.act(action, &self.context)).unwrap_or_default(),
        };
        self.carry_out(steps)
    }

    fn mouse(&mut self, mouse: Mouse) -> Vec<Effect> {
        if self.on_class_row(mouse) {
            return self.open_class();
        }
        if let Some(pressed) = self.on_strip(mouse) {
            return pressed.map(|action| self.act(action)).unwrap_or_default();
        }
        if mouse.kind == MouseKind::Press {
            if screens::is_told_at(&self.context, mouse) {
                let once_more = self.context.notice.take().and_then(|notice| notice.once_more);
                let is_unsaved = self.context.session.as_ref().is_some_and(|game| game.unsaved.is_some());
                let action = if is_unsaved { Some(Action::SaveAgain) } else { once_more };
                return action.map(|action| self.act(action)).unwrap_or_default();
            }
            // A hint can be clicked like the key that it names.
            if let Some(action) = screens::hint_at(&self.context, self.place(), mouse) {
                self.context.notice = None;
                return self.act(action);
            }
            self.context.notice = None;
        }
        let steps = self.screens.last_mut().map(|top| top.mouse(mouse, &self.context)).unwrap_or_default();
        self.carry_out(steps)
    }

    fn carry_out(&mut self, steps: Vec<Step>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for step in steps {
            match step {
                Step::Push(screen) => self.show(screen, &mut effects),
                Step::Pop => {
                    self.screens.pop();
                }
                Step::Replace(screen) => {
                    self.screens.pop();
                    self.show(screen, &mut effects);
                }
                Step::Act(action) => effects.extend(self.act(action)),
                Step::Ask => self.ask_again(&mut effects),
                Step::Forecast => effects.extend(self.ask_forecast()),
                Step::Park(order) => {
                    if let Some(session) = &mut self.context.session {
                        session.parked = Some(order);
                    }
                }
                Step::Do(command) => self.command(command, &mut effects),
                Step::Effect(effect) => {
                    if let (Effect::Class(Wish::Watch(_)), Some(class)) = (&effect, &mut self.context.class) {
                        // What somebody else had on their screen must not be taken for this one's.
                        class.shoulder = None;
                    }
                    effects.push(effect);
                }
                Step::LeaveGame => self.leave_game(&mut effects),
                Step::ToBoard => {
                    let board = self.screens.iter().rposition(|screen| screen.place() == Place::Board);
                    match board {
                        Some(board) => self.screens.truncate(board + 1),
                        None => self.screens.push(Screen::board()),
                    }
                }
                Step::Tell(text) => self.context.notice = Some(text.into()),
                Step::OnceMore(text, action) => {
                    self.context.notice = Some(Notice { text, once_more: Some(action) });
                }
            }
        }
        if self.screens.is_empty() && effects.is_empty() {
            effects.push(Effect::Quit);
        }
        effects
    }
}

/// The size that screens reckon with: on a smaller one nothing but that is told, and keys and clicks must
/// still do no harm.
fn at_least_min(size: Size) -> Size {
    Size { width: size.width.max(MIN_SIZE.width), height: size.height.max(MIN_SIZE.height) }
}
