//! What all screens share: the size, the colours, the catalogue and the game in play.

use std::sync::Arc;

use super::event::{SavedGame, Size};
use super::theme::Theme;
use crate::game::Game;
use crate::game::journal::Coach;
use crate::scenario::Scenario;
use crate::sim::{Belief, Forecast};

/// A scenario that can be picked.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name by which it can be played from the command line.
    pub slug: String,
    /// What is played.
    pub scenario: Arc<Scenario>,
}

/// What all screens share.
#[derive(Debug)]
pub(in crate::tui) struct Context {
    pub(in crate::tui) size: Size,
    pub(in crate::tui) theme: Theme,
    pub(in crate::tui) motion: bool,
    pub(in crate::tui) now_ms: u64,
    pub(in crate::tui) catalog: Vec<Entry>,
    /// Games that can be gone on with; `None` until they are listed.
    pub(in crate::tui) saved: Option<Vec<SavedGame>>,
    pub(in crate::tui) session: Option<Session>,
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
    pub(in crate::tui) coach: Coach,
    /// What is known in this Sprint.
    pub(in crate::tui) belief: Arc<Belief>,
    /// The newest forecast of this Sprint.
    pub(in crate::tui) forecast: Option<Arc<Forecast>>,
    /// The forecast before the last move, to show what the move changed.
    pub(in crate::tui) before: Option<Arc<Forecast>>,
    /// Where the journal is; `None` if none is kept.
    pub(in crate::tui) place: Option<String>,
    /// Why commands are not in the journal, if some are not.
    pub(in crate::tui) unsaved: Option<String>,
    /// The number of the forecast that is being computed, if one is.
    pub(in crate::tui) asked: Option<u64>,
}

impl Context {
    /// The game in play.
    pub(in crate::tui) fn game(&self) -> Option<&Game> {
        self.session.as_ref().map(|session| &session.game)
    }
}
