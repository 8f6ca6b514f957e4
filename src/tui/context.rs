//! What all screens share: the size, the colours, the catalogue and the game in play.

use std::sync::Arc;

use super::classroom::Classroom;
use super::event::{LookBack, LookedBack, Recalled, SavedGame, Size};
use super::keys::{Action, KeyMap};
use super::theme::Theme;
use super::tutorial::Tutorial;
use crate::class::PlayerId;
use crate::debrief::analysis::{Analysis, Progress};
use crate::game::Game;
use crate::game::journal::{Coach, Rules};
use crate::order::Estimate;
use crate::scenario::{ItemIx, Scenario};
use crate::sim::{Belief, Forecast};

/// A scenario that can be picked.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name by which it can be played from the command line.
    pub slug: String,
    /// What is played.
    pub scenario: Arc<Scenario>,
}

/// What the person at the screen prefers.
#[derive(Clone, Debug)]
pub struct Preferences {
    /// The colours.
    pub theme: Theme,
    /// Whether things may move by themselves.
    pub motion: bool,
    /// Whether only ASCII is drawn.
    pub ascii: bool,
    /// Which keys do what.
    pub keys: KeyMap,
    /// Whether the trainer's guide can be read. A participant never sees it.
    pub guide: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { theme: Theme::default(), motion: true, ascii: false, keys: KeyMap::default(), guide: false }
    }
}

impl Preferences {
    /// Takes the theme that fits the terminal's background, where nobody asked for one with other colours, or none.
    pub(in crate::tui) fn fit_background(&mut self, theme: Theme) {
        if matches!(self.theme, Theme::Dark | Theme::Light) {
            self.theme = theme;
        }
    }

    /// Takes the next theme, and says which one it is.
    pub(in crate::tui) fn next_colours(&mut self) -> &'static str {
        let (next, told) = match self.theme {
            Theme::Dark => (Theme::Light, "Colours for a light background."),
            Theme::Light => (Theme::Contrast, "Few, strong colours for a dark background."),
            Theme::Contrast => (Theme::Mono, "No colours."),
            Theme::Mono => (Theme::Dark, "Colours for a dark background."),
        };
        self.theme = next;
        told
    }

    /// Lets things move by themselves, or not any more, and says which.
    pub(in crate::tui) fn change_motion(&mut self) -> &'static str {
        self.motion = !self.motion;
        if self.motion { "Things move by themselves again." } else { "Nothing moves by itself any more." }
    }
}

/// Somebody's part in a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Who plays.
    Participant {
        /// Their number.
        player: PlayerId,
        /// Their name.
        name: String,
        /// What they come back with.
        pin: String,
    },
    /// Who leads the class.
    Trainer,
}

/// What all screens share.
#[derive(Debug)]
pub(in crate::tui) struct Context {
    /// The part of the screen that screens have.
    pub(in crate::tui) size: Size,
    pub(in crate::tui) preferences: Preferences,
    pub(in crate::tui) now_ms: u64,
    pub(in crate::tui) catalog: Vec<Entry>,
    /// Games that can be gone on with; `None` until they are listed.
    pub(in crate::tui) saved: Option<Vec<SavedGame>>,
    pub(in crate::tui) session: Option<Session>,
    /// The class that one is in.
    pub(in crate::tui) class: Option<Classroom>,
    /// What is found about the game that was looked back on last.
    pub(in crate::tui) findings: Findings,
    /// How far someone is with the tutorial, who takes it.
    pub(in crate::tui) tutorial: Option<Tutorial>,
    /// One line about what just happened, until the next key.
    pub(in crate::tui) notice: Option<Notice>,
    /// The last number that was given to something asked for.
    pub(in crate::tui) last_ticket: u64,
}

/// Something that is told in the last line.
#[derive(Debug)]
pub(in crate::tui) struct Notice {
    pub(in crate::tui) text: String,
    /// What has to be done once more; a click on the line does it, too, as the line lies over the hints.
    pub(in crate::tui) once_more: Option<Action>,
}

impl From<String> for Notice {
    fn from(text: String) -> Self {
        Self { text, once_more: None }
    }
}

/// The game in play.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) game: Game,
    pub(crate) name: String,
    pub(crate) rules: Rules,
    /// What is known in this Sprint.
    pub(crate) belief: Arc<Belief>,
    /// The newest forecast of this Sprint; what may be shown of it is in [`Session::forecast`].
    pub(crate) newest: Option<Arc<Forecast>>,
    /// The forecast before the last move, to show what the move changed.
    pub(crate) earlier: Option<Arc<Forecast>>,
    /// An order that was parked in this Sprint, to come back to.
    pub(crate) parked: Option<Vec<ItemIx>>,
    /// What was forecast Sprint by Sprint, the one that is being ordered included.
    pub(in crate::tui) outlooks: Vec<Outlook>,
    /// What the order is worth beside Par's, once that is measured.
    pub(crate) worth: Option<Estimate>,
    /// Where the journal is; `None` if none is kept.
    pub(crate) place: Option<String>,
    /// Why commands are not in the journal, if some are not.
    pub(crate) unsaved: Option<String>,
    /// The number of the forecast that is being computed, if one is.
    pub(crate) asked: Option<u64>,
    /// The number of the last forecast that was asked for, whose worth may still come.
    pub(crate) judging: u64,
}

/// What the forecasts of one Sprint said; `None` where that is not at hand.
#[derive(Clone, Debug, Default)]
pub(in crate::tui) struct Outlook {
    /// As the Sprint was found: what was learned before, and the order still as it was.
    pub(in crate::tui) found: Option<Arc<Forecast>>,
    /// As it was run.
    pub(in crate::tui) run: Option<Arc<Forecast>>,
}

/// A game as far as it is played, and what was forecast on the way.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) struct Story<'a> {
    pub(in crate::tui) game: &'a Game,
    outlooks: &'a [Outlook],
    /// The newest forecast of the Sprint that is being ordered, if it may be seen.
    pub(in crate::tui) forecast: Option<&'a Forecast>,
    /// Whether the value to be expected is told.
    pub(in crate::tui) tells_value: bool,
    /// Whether the participant has to say what they expect before they see it.
    pub(in crate::tui) is_blind: bool,
}

impl<'a> Story<'a> {
    /// A game without its forecasts.
    pub(in crate::tui) fn of(game: &'a Game) -> Self {
        Self { game, outlooks: &[], forecast: None, tells_value: true, is_blind: false }
    }

    /// The forecast as a Sprint was found, if it may be seen.
    pub(in crate::tui) fn found(&self, sprint: u32) -> Option<&'a Forecast> {
        let is_hidden = self.is_blind && sprint == self.game.sprint();
        self.outlook(sprint)?.found.as_deref().filter(|_| !is_hidden)
    }

    /// The forecast as a Sprint was run.
    pub(in crate::tui) fn run(&self, sprint: u32) -> Option<&'a Forecast> {
        self.outlook(sprint)?.run.as_deref()
    }

    fn outlook(&self, sprint: u32) -> Option<&'a Outlook> {
        self.outlooks.get((sprint as usize).checked_sub(1)?)
    }
}

/// What is found about the decisions of a game, as far as it is.
#[derive(Debug, Default)]
pub(in crate::tui) struct Findings {
    /// Number of the request; what belongs to another one is not taken.
    pub(in crate::tui) ticket: u64,
    /// The game, as far as it was played when it was asked for; `None` before that.
    pub(in crate::tui) game: Option<Arc<Game>>,
    /// What was to be expected; `None` until it is computed.
    pub(in crate::tui) looked_back: Option<LookedBack>,
    /// What decided it, as far as it is known.
    pub(in crate::tui) analysis: Option<Arc<Analysis>>,
    /// How far it is.
    pub(in crate::tui) progress: Option<Progress>,
}

impl Findings {
    /// Nothing yet about a game that was asked for.
    pub(in crate::tui) fn awaited(request: &LookBack) -> Self {
        Self { ticket: request.ticket, game: Some(Arc::clone(&request.game)), ..Self::default() }
    }

    /// Whether everything that can be found about a game is being found.
    pub(in crate::tui) fn is_about(&self, game: &Arc<Game>) -> bool {
        self.game.as_ref().is_some_and(|own| Arc::ptr_eq(own, game))
    }
}

impl Session {
    /// A game that was begun or opened, before anything is asked about it.
    pub(crate) fn of(game: Game, name: String, rules: Rules, place: Option<String>) -> Self {
        Self {
            belief: Arc::new(game.belief()),
            game,
            name,
            rules,
            newest: None,
            earlier: None,
            parked: None,
            outlooks: Vec::new(),
            worth: None,
            place,
            unsaved: None,
            asked: None,
            judging: 0,
        }
    }

    /// The game so far.
    pub(in crate::tui) fn story(&self) -> Story<'_> {
        Story {
            game: &self.game,
            outlooks: &self.outlooks,
            forecast: self.forecast(),
            tells_value: self.rules.coach == Coach::Full || self.game.is_over(),
            is_blind: self.is_blind(),
        }
    }

    /// Takes the forecast of the order as it stands.
    pub(crate) fn take_forecast(&mut self, forecast: Arc<Forecast>) {
        if !self.game.can_undo() {
            let sprint = self.game.sprint();
            self.outlook_mut(sprint).found.get_or_insert_with(|| Arc::clone(&forecast));
        }
        self.newest = Some(forecast);
    }

    /// Keeps the forecast on which a Sprint was run; those of that Sprint are not wanted any more.
    pub(crate) fn note_run(&mut self, sprint: u32) {
        // One that is awaited still is not of the order that was run.
        let is_settled = self.asked.is_none();
        self.outlook_mut(sprint).run = self.newest.take().filter(|_| is_settled);
        (self.earlier, self.asked, self.parked, self.worth) = (None, None, None, None);
    }

    /// Takes what the forecasts of an earlier Sprint said.
    pub(in crate::tui) fn take_recalled(&mut self, recalled: Recalled) -> &Outlook {
        let outlook = self.outlook_mut(recalled.sprint);
        outlook.found.get_or_insert(recalled.found);
        outlook.run = outlook.run.take().or(recalled.run);
        outlook
    }

    /// The forecasts of a Sprint, from 1, to be filled in.
    pub(in crate::tui) fn outlook_mut(&mut self, sprint: u32) -> &mut Outlook {
        let place = sprint.saturating_sub(1) as usize;
        if self.outlooks.len() <= place {
            self.outlooks.resize_with(place + 1, Outlook::default);
        }
        &mut self.outlooks[place]
    }

    /// The Sprints of which a forecast is not at hand, and has to be computed again.
    pub(in crate::tui) fn forgotten(&self) -> Vec<u32> {
        let is_past = |sprint: u32| sprint <= self.game.state().ended;
        let is_known = |sprint: u32| {
            let outlook = self.outlooks.get(sprint as usize - 1);
            let found = outlook.is_some_and(|outlook| outlook.found.is_some());
            let run = outlook.is_some_and(|outlook| outlook.run.is_some());
            // The Sprint that is being ordered is asked about anyway while its order is as it was.
            if is_past(sprint) { found && run } else { found || !self.game.can_undo() }
        };
        (1..=self.game.sprint()).filter(|&sprint| !is_known(sprint)).collect()
    }

    /// Whether the participant is to say what they expect before they see what the simulation does.
    pub(crate) fn is_blind(&self) -> bool {
        self.rules.commit && !self.game.is_over() && self.game.plan().unsaid().next().is_some()
    }

    /// How much is told now.
    pub(crate) fn coach(&self) -> Coach {
        if self.is_blind() { Coach::Off } else { self.rules.coach }
    }

    /// The newest forecast of this Sprint, if it may be seen.
    pub(crate) fn forecast(&self) -> Option<&Forecast> {
        self.newest.as_deref().filter(|_| !self.is_blind())
    }

    /// The forecast before the last move, if it may be seen.
    pub(crate) fn before(&self) -> Option<&Forecast> {
        self.earlier.as_deref().filter(|_| !self.is_blind())
    }
}

impl Context {
    /// The game in play.
    pub(in crate::tui) fn game(&self) -> Option<&Game> {
        self.session.as_ref().map(|session| &session.game)
    }
}
