//! The same game line by line: for screen readers, simple terminals, pipes and scripts.
//!
//! [`Plain`] is pure: a line comes in, [`Step`]s go out, which are text to be printed and [`Effect`]s to be carried
//! out. It says what the screens say, in the same sentences ([`crate::tui`] writes them), and keeps to the same
//! rules; a journal does not tell how its game was played.

mod change;
mod explained;
mod list;
mod named;
mod page;
mod parse;
mod picker;
mod play;
mod table;
mod value;

use std::path::PathBuf;
use std::sync::Arc;

use self::page::Page;
pub use self::parse::is_command;
use self::picker::Picker;
use self::play::{Play, Reply};
use crate::game::{Command, Game};
use crate::scenario::Scenario;
use crate::tui::Entry;
use crate::tui::event::{Event, OpenedGame};
use crate::words;

/// The widest line, where text can be wrapped: one column less than most terminals have.
pub const COLUMNS: usize = 79;

/// How a program that plays line by line starts.
#[derive(Debug)]
pub struct Options {
    /// The scenarios to pick from.
    pub catalog: Vec<Entry>,
    /// How wide lines may be.
    pub columns: usize,
    /// What comes first.
    pub start: Start,
    /// Whether the trainer's guide can be read. A participant never sees it.
    pub guide: bool,
}

/// What comes first.
#[derive(Debug)]
pub enum Start {
    /// The list of scenarios and saved games.
    Picker,
    /// The same list, with the saved games first.
    SavedGames,
    /// A new game of this scenario.
    Play(Arc<Scenario>),
    /// A game that was begun earlier.
    Resume(PathBuf),
}

/// What follows from a line.
#[derive(Debug)]
pub enum Step {
    /// Text to be printed: whole lines, which a terminal may be sent.
    Say(String),
    /// Something to be done outside.
    Do(Effect),
}

/// Something to be done outside.
#[derive(Debug)]
pub enum Effect {
    /// Begin a game; answered by [`Event::Opened`] or [`Event::Failed`].
    Begin(Arc<Scenario>),
    /// Open a game that was begun earlier; answered by [`Event::Opened`] or [`Event::Failed`].
    Open(PathBuf),
    /// Write a command to the journal of the game.
    Append(Command),
    /// Try again to write what could not be written.
    SaveAgain,
    /// Close the journal of the game.
    Close,
    /// List the games that can be continued; answered by [`Event::Games`] or [`Event::Failed`].
    ListGames,
    /// Print the debrief of a game.
    Debrief {
        /// Who played.
        name: String,
        /// The game.
        game: Box<Game>,
    },
    /// End the program: what it was to begin with could not be opened, for this reason.
    Fail(String),
    /// End the program.
    Quit,
}

/// The program that plays line by line, without its input and output.
#[derive(Debug)]
pub struct Plain {
    columns: usize,
    picker: Picker,
    play: Option<Play>,
    /// Whether there is a list to come back to, if nothing can be opened.
    has_list: bool,
    /// Whether the trainer's guide can be read.
    has_guide: bool,
}

impl Plain {
    /// A program, and what it does first.
    #[must_use]
    pub fn new(options: Options) -> (Self, Vec<Step>) {
        let Options { catalog, columns, start, guide: has_guide } = options;
        let (has_list, effect) = match &start {
            Start::Picker | Start::SavedGames => (true, Effect::ListGames),
            Start::Play(scenario) => (false, Effect::Begin(Arc::clone(scenario))),
            Start::Resume(path) => (false, Effect::Open(path.clone())),
        };
        let picker = Picker::new(catalog, matches!(start, Start::SavedGames));
        (Self { columns, picker, play: None, has_list, has_guide }, vec![Step::Do(effect)])
    }

    /// Takes a line, and says what follows. Comments and empty lines ask for nothing.
    pub fn line(&mut self, line: &str) -> Vec<Step> {
        if !is_command(line) {
            return Vec::new();
        }
        let mut page = Page::new(self.columns);
        let Some(play) = &mut self.play else {
            let effect = self.picker.line(line, &mut page);
            return steps(Vec::new(), page, effect.into_iter().map(Step::Do).collect());
        };
        let Reply { before, after } = play.line(line, &mut page);
        if after.iter().any(|step| matches!(step, Step::Do(Effect::ListGames))) {
            (self.play, self.has_list) = (None, true);
        }
        steps(before, page, after)
    }

    /// Takes the answer to an effect, and says what follows. What is for a screen only says nothing.
    pub fn take(&mut self, event: Event) -> Vec<Step> {
        let mut page = Page::new(self.columns);
        let mut after = Vec::new();
        match event {
            Event::Opened(opened) => after.extend(self.open(*opened, &mut page)),
            Event::Games(games) => self.picker.list(games, &mut page),
            Event::Failed { message } if self.play.is_none() && !self.has_list => {
                return vec![Step::Do(Effect::Fail(message))];
            }
            Event::Failed { message } => {
                page.say(words::sentence(&message));
                if self.play.is_none() {
                    self.picker.failed(&mut page);
                }
            }
            Event::NotSaved { message } => {
                page.say(format!("Not saved: {message}. `save` tries again, and so does each further step."));
                self.note_unsaved(Some(message));
            }
            Event::Saved => {
                let was_unsaved = self.note_unsaved(None);
                page.say(match was_unsaved {
                    true => "Saved: the journal is complete again.",
                    false => "Everything is saved.",
                });
            }
            _ => {}
        }
        steps(Vec::new(), page, after)
    }

    /// What to ask for the next line with.
    #[must_use]
    pub fn prompt(&self) -> String {
        match &self.play {
            Some(play) => play.prompt(),
            None => "Choose> ".to_owned(),
        }
    }

    /// The game in play, if there is one.
    #[must_use]
    pub fn game(&self) -> Option<&Game> {
        self.play.as_ref().map(Play::game)
    }

    fn open(&mut self, opened: OpenedGame, page: &mut Page) -> Vec<Step> {
        let (play, steps) = Play::open(opened, self.has_guide, page);
        self.play = Some(play);
        steps
    }

    /// Keeps in mind why something is not saved; says whether something was not.
    fn note_unsaved(&mut self, why: Option<String>) -> bool {
        self.play.as_mut().is_some_and(|play| play.note_unsaved(why))
    }
}

fn steps(before: Vec<Effect>, page: Page, after: Vec<Step>) -> Vec<Step> {
    let text = page.into_text();
    let said = (!text.is_empty()).then_some(Step::Say(text));
    before.into_iter().map(Step::Do).chain(said).chain(after).collect()
}
