//! A board in a round: a game, and who moved what.

use super::{BoardId, PlayerId, Refusal, Round};
use crate::game::{Command, Game};

/// A game that one participant or one team plays.
#[derive(Clone, Debug)]
pub struct Board {
    /// Whose it is.
    pub name: String,
    /// The game as it stands.
    pub game: Game,
    /// What was done, in order.
    pub moves: Vec<Move>,
    /// Whether the order of this Sprint is handed in, where the class goes on together.
    pub is_ready: bool,
}

/// Something that was done at a board.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// When, milliseconds since 1970.
    pub at_ms: i64,
    /// Who: 0 is the trainer.
    pub by: PlayerId,
    /// What.
    pub command: Command,
}

impl Board {
    pub(super) fn new(name: String, game: Game) -> Self {
        Self { name, game, moves: Vec::new(), is_ready: false }
    }

    pub(super) fn apply(&mut self, done: Move) -> Result<(), Refusal> {
        self.game.apply(&done.command).map_err(Refusal::Game)?;
        // Only talking about an item leaves the order as it was handed in.
        self.is_ready &= matches!(done.command, Command::Talk { .. });
        self.moves.push(done);
        Ok(())
    }

    /// Runs the Sprints up to this one on the order as it stands.
    pub(super) fn run_through(&mut self, sprint: u32, at_ms: i64) {
        self.is_ready = false;
        while !self.game.is_over() && self.game.sprint() <= sprint {
            // It is not over, so this is possible.
            let _ = self.apply(Move { at_ms, by: 0, command: Command::RunSprint });
        }
    }

    /// Lets a risk strike, where it still can.
    pub(super) fn strike(&mut self, risk: &str, at_ms: i64) {
        if self.game.can_strike(risk) {
            let command = Command::Strike { risk: risk.to_owned() };
            let is_ready = self.is_ready;
            // It can, so this is possible.
            let _ = self.apply(Move { at_ms, by: 0, command });
            self.is_ready = is_ready;
        }
    }
}

impl Round {
    /// Whether a participant may do something now: who waits for the class may order, but not go on.
    ///
    /// # Errors
    /// Why not.
    pub fn may_do(&self, board: BoardId, command: &Command) -> Result<(), Refusal> {
        let board = self.boards.get(&board).ok_or(Refusal::NoRound)?;
        let runs = matches!(command, Command::RunSprint | Command::RunRest);
        let is_ahead = |step: u32| *command == Command::RunRest || board.game.sprint() >= step;
        match command {
            _ if self.is_ended => Err(Refusal::NoRound),
            Command::Strike { .. } => Err(Refusal::TrainerOnly),
            _ if runs && self.is_paused => Err(Refusal::Paused),
            _ if runs && self.step.is_some_and(is_ahead) => Err(Refusal::Together),
            _ => Ok(()),
        }
    }
}
