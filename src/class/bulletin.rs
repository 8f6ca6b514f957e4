//! What a class is told about itself: one picture for the trainer, one for everybody else.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{BoardId, Class, PlayerId};
use crate::scenario::Scenario;

/// For whom a bulletin is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// For the trainer, who sees everything but what luck has in store.
    Trainer,
    /// For participants, who see of each other what the trainer shows.
    Participants,
}

/// The class at a moment.
#[derive(Clone, Debug, Default)]
pub struct Bulletin {
    /// What the class is called.
    pub title: String,
    /// How one joins.
    pub invitation: Arc<Invitation>,
    /// The round that goes on, or the last one.
    pub round: Option<RoundView>,
    /// What the trainer tells everybody.
    pub message: Option<String>,
    /// How many seconds of the time box are left.
    pub left_s: Option<u32>,
    /// How many teams share boards; 0 where everybody plays alone.
    pub teams: u32,
    /// The boards, or before the first round who is there.
    pub seats: Vec<Seat>,
    /// How many people are connected.
    pub here: usize,
    /// Whether participants do not see each other's names.
    pub are_names_hidden: bool,
    /// Whether participants do not see each other's results.
    pub are_results_hidden: bool,
    /// The question that is asked.
    pub poll: Option<Answers>,
    /// Whether nobody can join.
    pub is_joining_closed: bool,
    /// Whether the class is over.
    pub is_closed: bool,
}

/// How one joins a class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invitation {
    /// The code of the class.
    pub code: String,
    /// The address of the page; `None` where there is none.
    pub page: Option<String>,
    /// The same with the code in it, for a picture that is scanned.
    pub scanned: Option<String>,
    /// What is typed at a terminal, with `NAME` for the name; `None` where that is no way in.
    pub ssh: Option<String>,
    /// The fingerprint of the host's key, as `ssh` shows it.
    pub fingerprint: Option<String>,
    /// What has to be known about the way in, such as that the page is not encrypted.
    pub remark: Option<String>,
    /// What the trainer can do about that.
    pub advice: Option<String>,
}

impl Invitation {
    /// What has to be known about the way in, and for the trainer what can be done about it.
    #[must_use]
    pub fn remarks(&self, whom: For) -> Option<String> {
        let remark = self.remark.as_ref()?;
        let advice = self.advice.as_ref().filter(|_| whom == For::Trainer);
        Some(advice.map_or_else(|| remark.clone(), |advice| format!("{remark} {advice}")))
    }
}

/// A round at a moment.
#[derive(Clone, Debug)]
pub struct RoundView {
    /// From 1.
    pub number: usize,
    /// What is played.
    pub scenario: Arc<Scenario>,
    /// The Sprint that the class orders together; `None`: each at their own pace.
    pub step: Option<u32>,
    /// Whether nobody may go on.
    pub is_paused: bool,
    /// Whether it is over.
    pub is_ended: bool,
    /// The seed; `None` as long as the round goes on.
    pub seed: Option<u64>,
}

/// A board at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Seat {
    /// Which board.
    pub board: BoardId,
    /// Whose it is; "Participant 3" where names are hidden.
    pub name: String,
    /// Who plays at it.
    pub members: Vec<Member>,
    /// Where its game is; `None` before the first round.
    pub place: Option<Place>,
}

/// Where a game is.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The Sprint that is being ordered; the last one when it is over.
    pub sprint: u32,
    /// Whether the last Sprint has been run.
    pub is_over: bool,
    /// Whether the order is handed in.
    pub is_ready: bool,
    /// How many moves were made in all.
    pub moves: usize,
    /// The value so far, value units; `None` where results are hidden.
    pub value: Option<f64>,
}

/// Somebody at a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Their number.
    pub player: PlayerId,
    /// Their name.
    pub name: String,
    /// Whether they are connected.
    pub is_here: bool,
}

/// A question, and how many gave which answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// What is asked.
    pub question: String,
    /// What can be answered, and how often it was; `None` as long as the answers are not shown.
    pub choices: Vec<(String, Option<usize>)>,
    /// How many have answered.
    pub given: usize,
    /// Whether everybody sees the answers.
    pub is_shown: bool,
}

impl Bulletin {
    /// The class at a moment; `hosts` are those that are alive.
    #[must_use]
    pub fn of(
        class: &Class,
        invitation: Arc<Invitation>,
        hosts: &BTreeSet<String>,
        now_ms: i64,
        whom: For,
    ) -> Self {
        let sees_all = whom == For::Trainer;
        let is_here = |host: &Option<String>| host.as_ref().is_some_and(|host| hosts.contains(host));
        let left = |until: i64| u32::try_from(((until - now_ms).max(0) + 999) / 1_000).unwrap_or(u32::MAX);
        Self {
            title: class.title.clone(),
            invitation,
            round: class.round().map(|round| RoundView {
                number: class.rounds.len(),
                scenario: Arc::clone(&round.scenario),
                step: round.step,
                is_paused: round.is_paused,
                is_ended: round.is_ended,
                seed: round.is_ended.then_some(round.seed),
            }),
            message: class.message.clone(),
            left_s: class.until_ms.map(left),
            teams: class.teams,
            seats: seats(class, &is_here, sees_all),
            here: class.players.values().filter(|own| is_here(&own.host)).count(),
            are_names_hidden: class.are_names_hidden,
            are_results_hidden: class.are_results_hidden,
            poll: class.poll().map(|poll| {
                let count = |choice: usize| poll.given.values().filter(|&&given| given == choice).count();
                let count = |choice: usize| (sees_all || poll.is_shown).then(|| count(choice));
                let choices = poll.choices.iter().enumerate();
                Answers {
                    question: poll.question.clone(),
                    choices: choices.map(|(at, text)| (text.clone(), count(at))).collect(),
                    given: poll.given.len(),
                    is_shown: poll.is_shown,
                }
            }),
            is_joining_closed: class.is_joining_closed(),
            is_closed: class.is_closed,
        }
    }

    /// Whether a round goes on.
    #[must_use]
    pub fn is_playing(&self) -> bool {
        self.round.as_ref().is_some_and(|round| !round.is_ended)
    }

    /// Whether nothing differs that everybody has in sight, but at most what stands on the page of the class about boards.
    #[must_use]
    pub fn differs_in_seats_only(&self, other: &Self) -> bool {
        let round = |own: &Self| {
            let round = own.round.as_ref()?;
            // Where the class goes on together, everybody sees how many have handed in.
            let ready = round.step.map(|step| (step, own.ready()));
            Some((round.number, ready, round.is_paused, round.is_ended))
        };
        let told =
            |own: &Self| (own.title.clone(), own.message.clone(), own.left_s, own.here, own.poll.clone());
        let shown =
            |own: &Self| (own.are_names_hidden, own.are_results_hidden, own.is_joining_closed, own.is_closed);
        round(self) == round(other) && told(self) == told(other) && shown(self) == shown(other)
    }

    /// How many boards handed their order in, of how many that are not over.
    #[must_use]
    pub fn ready(&self) -> (usize, usize) {
        let open = || self.seats.iter().filter_map(|seat| seat.place.as_ref()).filter(|place| !place.is_over);
        (open().filter(|place| place.is_ready).count(), open().count())
    }
}

fn seats(class: &Class, is_here: &dyn Fn(&Option<String>) -> bool, sees_all: bool) -> Vec<Seat> {
    let shows_names = sees_all || !class.are_names_hidden;
    let shows_values = sees_all || !class.are_results_hidden;
    let members = |board: BoardId| -> Vec<Member> {
        let member = |(player, own): (PlayerId, &super::Player)| Member {
            player,
            name: if shows_names { own.name.clone() } else { format!("Participant {player}") },
            is_here: is_here(&own.host),
        };
        class.members(board).map(member).collect()
    };
    let seat = |board: BoardId, name: &str, place: Option<Place>| {
        let members = members(board);
        (!members.is_empty()).then(|| Seat {
            board,
            name: if shows_names { name.to_owned() } else { class.hidden_name(board) },
            members,
            place,
        })
    };
    match class.round() {
        Some(round) => {
            let boards = round.boards.iter();
            let shown = boards.filter_map(|(&id, board)| {
                let game = &board.game;
                let place = Place {
                    sprint: game.sprint(),
                    is_over: game.is_over(),
                    is_ready: board.is_ready,
                    moves: board.moves.len(),
                    value: shows_values.then(|| game.running_totals().last().copied().unwrap_or(0.0)),
                };
                seat(id, &board.name, Some(place))
            });
            shown.collect()
        }
        None if class.teams == 0 => {
            class.players.iter().filter_map(|(&id, own)| seat(id, &own.name, None)).collect()
        }
        None => (1..=class.teams).filter_map(|team| seat(team, &super::team_name(team), None)).collect(),
    }
}
