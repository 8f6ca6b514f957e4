//! What all screens share: the size, the colours, the catalogue and the game in play.

use std::sync::Arc;

use super::event::{LookBack, LookedBack, SavedGame, Size};
use super::keys::KeyMap;
use super::theme::Theme;
use super::tutorial::Tutorial;
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
}

impl Default for Preferences {
    fn default() -> Self {
        Self { theme: Theme::default(), motion: true, ascii: false, keys: KeyMap::default() }
    }
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
    /// What is found about the game that was looked back on last.
    pub(in crate::tui) findings: Findings,
    /// How far someone is with the tutorial, who takes it.
    pub(in crate::tui) tutorial: Option<Tutorial>,
    /// One line about what just happened, until the next key.
    pub(in crate::tui) notice: Option<String>,
    /// The last number that was given to something asked for.
    pub(in crate::tui) last_ticket: u64,
}

/// The game in play.
#[derive(Debug)]
pub(in crate::tui) struct Session {
    pub(in crate::tui) game: Game,
    pub(in crate::tui) name: String,
    pub(in crate::tui) rules: Rules,
    /// What is known in this Sprint.
    pub(in crate::tui) belief: Arc<Belief>,
    /// The newest forecast of this Sprint; what may be shown of it is in [`Session::forecast`].
    pub(in crate::tui) newest: Option<Arc<Forecast>>,
    /// The forecast before the last move, to show what the move changed.
    pub(in crate::tui) earlier: Option<Arc<Forecast>>,
    /// An order that was parked in this Sprint, to come back to.
    pub(in crate::tui) parked: Option<Vec<ItemIx>>,
    /// What the order is worth beside Par's, once that is measured.
    pub(in crate::tui) worth: Option<Estimate>,
    /// Where the journal is; `None` if none is kept.
    pub(in crate::tui) place: Option<String>,
    /// Why commands are not in the journal, if some are not.
    pub(in crate::tui) unsaved: Option<String>,
    /// The number of the forecast that is being computed, if one is.
    pub(in crate::tui) asked: Option<u64>,
    /// The number of the last forecast that was asked for, whose worth may still come.
    pub(in crate::tui) judging: u64,
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
    /// Whether the participant is to say what they expect before they see what the simulation does.
    pub(in crate::tui) fn is_blind(&self) -> bool {
        self.rules.commit && !self.game.is_over() && self.game.plan().unsaid().next().is_some()
    }

    /// How much is told now.
    pub(in crate::tui) fn coach(&self) -> Coach {
        if self.is_blind() { Coach::Off } else { self.rules.coach }
    }

    /// The newest forecast of this Sprint, if it may be seen.
    pub(in crate::tui) fn forecast(&self) -> Option<&Forecast> {
        self.newest.as_deref().filter(|_| !self.is_blind())
    }

    /// The forecast before the last move, if it may be seen.
    pub(in crate::tui) fn before(&self) -> Option<&Forecast> {
        self.earlier.as_deref().filter(|_| !self.is_blind())
    }
}

impl Context {
    /// The game in play.
    pub(in crate::tui) fn game(&self) -> Option<&Game> {
        self.session.as_ref().map(|session| &session.game)
    }
}
