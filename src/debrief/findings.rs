//! Everything that is told of a game when it is looked back on.

use super::analysis::{Analysis, Analyst, Ground, Progress, Thoroughness};
use super::{Fans, Kept, Scorecard, forecasts};
use crate::game::Game;
use crate::scenario::words::printable;

/// A game that was looked back on.
#[derive(Clone, Debug)]
pub struct Findings {
    /// Who played; it can be printed.
    pub name: String,
    /// The game.
    pub game: Game,
    /// Whether a line was lost at the end of the journal.
    pub is_torn: bool,
    /// Par, decisions and luck, and what else was found.
    pub analysis: Analysis,
    /// Whether the analysis came to its end.
    pub is_complete: bool,
    /// What a good Product Owner changes.
    pub scorecard: Scorecard,
    /// The participant's forecasts, scored.
    pub kept: Kept,
    /// The value that was to be expected, beside what came.
    pub fans: Fans,
}

impl Findings {
    /// Looks back on a game. `is_stopped` is told again and again how far it is, and says whether to end it with what
    /// is there so far.
    #[must_use]
    pub fn of(
        name: &str,
        game: Game,
        thoroughness: Thoroughness,
        is_stopped: &(dyn Fn(Progress) -> bool + Sync),
    ) -> Self {
        Self::on(None, name, game, thoroughness, is_stopped)
    }

    /// The same, where what the game has in common with others on its seed is known already.
    #[must_use]
    pub fn on(
        ground: Option<&Ground>,
        name: &str,
        game: Game,
        thoroughness: Thoroughness,
        is_stopped: &(dyn Fn(Progress) -> bool + Sync),
    ) -> Self {
        let mut analyst = Analyst::on(ground, &game, thoroughness);
        loop {
            let progress = analyst.progress();
            if !analyst.step(&|| is_stopped(progress)) || is_stopped(progress) {
                break;
            }
        }
        let progress = analyst.progress();
        let forecasts = forecasts(&game);
        Self {
            // A journal from somewhere else can hold any name.
            name: printable(name).into_owned(),
            is_torn: false,
            analysis: analyst.into_analysis(),
            is_complete: progress.done == progress.total,
            scorecard: Scorecard::of(&game),
            kept: Kept::of(&game, &forecasts),
            fans: Fans::of(&game, &forecasts),
            game,
        }
    }
}
