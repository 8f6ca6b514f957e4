//! What people in a class ask for, and why it may not be possible.

use std::sync::Arc;

use thiserror::Error;

use super::{BoardId, PlayerId};
use crate::game;
use crate::scenario::Scenario;

/// What somebody in a class asks for.
#[derive(Clone, Debug)]
pub enum Wish {
    /// A participant hands the order of this Sprint in, or takes it back.
    Ready(bool),
    /// A participant answers the question, by its place from 0.
    Answer(usize),
    /// The trainer begins a round.
    Begin {
        /// What is played.
        scenario: Arc<Scenario>,
        /// Whether the class goes on Sprint by Sprint, all together.
        steps: bool,
    },
    /// The trainer ends the round; everything may be told then.
    EndRound,
    /// The trainer runs everybody's Sprint.
    Step,
    /// The trainer lets the class go on together, or each at their own pace.
    Together(bool),
    /// The trainer lets nobody go on, or everybody again.
    Pause(bool),
    /// The trainer lets a risk strike, by id.
    Strike(String),
    /// The trainer tells everybody something; without words takes it away.
    Tell(String),
    /// The trainer sets a time box of so many seconds, or takes it away.
    TimeBox(Option<u32>),
    /// The trainer hides or shows names, and results.
    Hide {
        /// Whether names are hidden.
        names: bool,
        /// Whether results are hidden.
        results: bool,
    },
    /// The trainer asks everybody something.
    Ask {
        /// What.
        question: String,
        /// What can be answered.
        choices: Vec<String>,
    },
    /// The trainer shows the answers.
    ShowAnswers,
    /// The trainer puts the question away.
    PutPollAway,
    /// The trainer takes somebody out.
    Remove(PlayerId),
    /// The trainer puts somebody in another team.
    Seat {
        /// Who.
        player: PlayerId,
        /// Which team, from 1.
        team: u32,
    },
    /// The trainer looks at a board, or not any more.
    Watch(Option<BoardId>),
    /// The trainer wants the results of the round written to files.
    Export,
    /// The trainer closes the class.
    Close,
}

/// Why something is not possible in a class now, in words for who asked.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    /// Something else was quicker.
    #[error("that came too late: something else was quicker")]
    TooLate,
    /// A round is not over.
    #[error("the round has to be ended first")]
    RoundGoesOn,
    /// There is no round.
    #[error("no round is being played now")]
    NoRound,
    /// Somebody has this name.
    #[error("somebody in this class has that name already")]
    NameTaken,
    /// There is no such person.
    #[error("that person is not in this class any more")]
    NoSuchPlayer,
    /// There is no such team.
    #[error("there is no such team")]
    NoSuchTeam,
    /// The risk is over, was prevented, or is not in the scenario.
    #[error("that risk can strike nobody any more")]
    NoSuchRisk,
    /// The class does not go on together.
    #[error("everybody goes on at their own pace now; let the class go on together first")]
    NotTogether,
    /// A question without a choice.
    #[error("a question needs at least two answers to choose from")]
    TooFewAnswers,
    /// The system has no randomness to give.
    #[error("the system has no randomness to give, so there is no luck to play with")]
    NoLuck,
    /// There is no question to answer.
    #[error("there is no question to answer now")]
    NoQuestion,
    /// The trainer stopped the class.
    #[error("the trainer has stopped the class for a moment; you can still change your order")]
    Paused,
    /// The class goes on together.
    #[error("the class goes on together: the Sprint is run when the trainer says so")]
    Together,
    /// Only the trainer may.
    #[error("only the trainer can do that")]
    TrainerOnly,
    /// The game does not allow it.
    #[error(transparent)]
    Game(game::Refusal),
}
