//! Plays the App with scripted keys and mouse, without a terminal: effects are carried out at once.

use std::sync::Arc;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Style;
use toporder::class::Wish;
use toporder::debrief::analysis::{LadderDepth, Thoroughness};
use toporder::game::journal::{Coach, Rules};
use toporder::game::{Command, Game};
use toporder::order::worth::Depth;
use toporder::scenario::Scenario;
use toporder::scenario::load::load;
use toporder::tui::event::{Effect, Event, Key, Mouse, MouseKind, OpenedGame, Size};
use toporder::tui::theme::Theme;
use toporder::tui::{App, Entry, Options, Preferences, Start, worker};

/// Someone at an App.
pub(crate) struct Player {
    pub(crate) app: App,
    pub(crate) commands: Vec<Command>,
    /// What was asked for in a class.
    pub(crate) wishes: Vec<Wish>,
    pub(crate) quit: bool,
    terminal: Terminal<TestBackend>,
    coach: Coach,
}

pub(crate) const BUILTIN: [&str; 3] =
    ["soup-on-the-square", "the-library-of-things", "boats-to-the-outer-islands"];

pub(crate) fn scenario(slug: &str) -> Arc<Scenario> {
    Arc::new(load(slug).expect("built-in scenarios load").scenario)
}

impl Player {
    /// At the picker.
    pub(crate) fn at_picker(width: u16, height: u16) -> Self {
        Self::start(Start::Picker, width, height, Theme::Dark, Coach::Full)
    }

    /// At the briefing of a new game with seed 7.
    pub(crate) fn new(slug: &str, width: u16, height: u16) -> Self {
        Self::start(Start::Play(scenario(slug)), width, height, Theme::Dark, Coach::Full)
    }

    pub(crate) fn start(start: Start, width: u16, height: u16, theme: Theme, coach: Coach) -> Self {
        let preferences = Preferences { theme, motion: false, ..Preferences::default() };
        Self::with(preferences, start, width, height, coach)
    }

    pub(crate) fn with(
        preferences: Preferences,
        start: Start,
        width: u16,
        height: u16,
        coach: Coach,
    ) -> Self {
        let catalog = BUILTIN.map(|slug| Entry { slug: slug.to_owned(), scenario: scenario(slug) }).to_vec();
        let size = Size { width, height };
        let (app, effects) = App::new(Options { catalog, size, preferences, start });
        let terminal = Terminal::new(TestBackend::new(width, height)).expect("a test backend cannot fail");
        let mut player = Self { app, commands: Vec::new(), wishes: Vec::new(), quit: false, terminal, coach };
        player.carry_out(effects);
        player
    }

    /// A new game with seed 7, begun.
    pub(crate) fn opened(&self, scenario: Arc<Scenario>) -> Event {
        let opened = OpenedGame {
            game: Game::new(scenario, 7),
            name: "Ana".to_owned(),
            rules: Rules { coach: self.coach, commit: false },
            place: Some("a journal".to_owned()),
            notice: None,
        };
        Event::Opened(Box::new(opened))
    }

    /// Presses keys, with spaces between their names.
    pub(crate) fn keys(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            let key: Key = name.parse().unwrap_or_else(|e| panic!("{name}: {e}"));
            self.event(Event::Key(key));
        }
        self
    }

    pub(crate) fn mouse(&mut self, kind: MouseKind, column: u16, row: u16) -> &mut Self {
        self.event(Event::Mouse(Mouse { kind, column, row }));
        self
    }

    pub(crate) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.terminal.backend_mut().resize(width, height);
        self.event(Event::Resize(Size { width, height }));
        self
    }

    pub(crate) fn event(&mut self, event: Event) {
        let effects = self.app.update(event);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Class(wish) => self.wishes.push(wish),
                Effect::Begin(scenario) => {
                    let opened = self.opened(scenario);
                    self.event(opened);
                }
                Effect::Append(command) => self.commands.push(command),
                // What is found on the way is only found sooner.
                Effect::LookBack(request)
                    if self.app.game().is_some()
                        && !request.game.is_over()
                        && request.recall.0.is_empty() => {}
                Effect::Forecast(_) | Effect::Compare(_) | Effect::LookBack(_) | Effect::Odds(_) => {
                    let events = worker::at_once(lighter(effect));
                    events.into_iter().for_each(|event| self.event(event));
                }
                Effect::Quit => self.quit = true,
                Effect::NoteWelcome
                | Effect::Open(_)
                | Effect::SaveAgain
                | Effect::Close
                | Effect::ListGames
                | Effect::Suspend => {}
            }
        }
    }

    /// The screen, cell by cell and row by row: what stands there and how.
    pub(crate) fn cells(&mut self) -> Vec<Vec<(String, Style)>> {
        let app = &self.app;
        self.terminal.draw(|frame| app.view(frame)).expect("a test backend cannot fail");
        let buffer = self.terminal.backend().buffer();
        let rows = buffer.content.chunks(buffer.area.width.into());
        rows.map(|row| row.iter().map(|cell| (cell.symbol().to_owned(), cell.style())).collect()).collect()
    }

    /// The screen as text.
    pub(crate) fn screen(&mut self) -> String {
        let app = &self.app;
        self.terminal.draw(|frame| app.view(frame)).expect("a test backend cannot fail");
        let buffer = self.terminal.backend().buffer();
        let mut text = String::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..buffer.area.width {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
                line.push_str(symbol);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

/// What takes long, on so few futures that a test need not wait.
fn lighter(mut effect: Effect) -> Effect {
    match &mut effect {
        Effect::Forecast(request) => request.futures = 2_000,
        Effect::Compare(comparison) => (comparison.futures, comparison.worth) = (400, 200),
        Effect::Odds(request) => request.futures = 40,
        Effect::LookBack(request) => {
            request.thoroughness = QUICK;
            request.recall.1 = 2_000;
        }
        _ => {}
    }
    effect
}

/// How thoroughly games are looked back on in tests.
pub(crate) const QUICK: Thoroughness = Thoroughness {
    depth: Depth {
        glance: 40,
        worth: 160,
        search: 32,
        rounds: 1,
        changes: 3,
        random: 200,
        rivals: 10,
        rival_futures: 16,
    },
    ladder: LadderDepth { futures: 60, slow_futures: 6 },
};
