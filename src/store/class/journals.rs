//! Journals like any other of what was played in a class.

use std::collections::HashSet;

use crate::class::{Board, BoardId, Class, PlayerId, Round};
use crate::game::journal::{Entry, Header, line};
use crate::store::{moment, name, timestamp};

/// The journal of a board in a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardJournal {
    /// The round, from 1.
    pub round: usize,
    /// The board.
    pub board: BoardId,
    /// A name for its file that is safe everywhere and that no other journal of the round has.
    pub file: String,
    /// What is in the file.
    pub text: String,
}

/// The journals of a class, round by round and board by board.
///
/// At a board that several share it says who did what: the participant's name, or `trainer`.
#[must_use]
pub fn journals(class: &Class) -> Vec<BoardJournal> {
    let mut all = Vec::new();
    for (number, round) in (1..).zip(class.rounds()) {
        let mut taken = HashSet::new();
        for (&board, played) in &round.boards {
            let file = file(round, played, &mut taken);
            all.push(BoardJournal { round: number, board, file, text: text(class, round, played) });
        }
    }
    all
}

fn file(round: &Round, board: &Board, taken: &mut HashSet<String>) -> String {
    let stem = name::stem(timestamp(round.began_ms), &round.scenario.title, &board.name);
    let mut namesake = 1;
    loop {
        let file = name::numbered(&stem, namesake);
        if taken.insert(file.clone()) {
            return file;
        }
        namesake += 1;
    }
}

fn text(class: &Class, round: &Round, board: &Board) -> String {
    let header = Header::new(&round.scenario, &board.name, round.seed, round.rules, moment(round.began_ms));
    let is_shared = class.teams() > 0;
    let mut text = line(&header);
    for done in &board.moves {
        let by = is_shared.then(|| doer(class, done.by));
        text += &line(&Entry { at: moment(done.at_ms), command: done.command.clone(), by });
    }
    text
}

/// Who did something.
fn doer(class: &Class, player: PlayerId) -> String {
    match (player, class.players().get(&player)) {
        (0, _) => "trainer".to_owned(),
        (_, Some(own)) => own.name.clone(),
        (_, None) => format!("Participant {player}"),
    }
}
