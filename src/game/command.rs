//! What a participant can do, and why it may not be possible.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::scenario::words::is_unsafe;
use crate::scenario::{ItemIx, Scenario};
use crate::sim::State;

/// One thing that a participant does, as it stands in a journal. Items are named by id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Puts an item at a place in the order, from wherever it is ("not now" included).
    Move {
        /// The item's id.
        item: String,
        /// Its place in the order afterwards, from 1 at the top.
        to: usize,
    },
    /// Takes an item out of the order: "not now".
    SetAside {
        /// The item's id.
        item: String,
    },
    /// Orders everything at once; what is not named is set aside.
    Order {
        /// Ids, top first.
        items: Vec<String>,
    },
    /// Talks about an item with those who want it; it becomes refined at the end of the Sprint.
    Talk {
        /// The item's id.
        item: String,
    },
    /// Commits a forecast.
    Commit {
        /// What will be Done.
        subject: Subject,
        /// By the end of this Sprint.
        by: u32,
        /// How sure, 1 to 99 %.
        percent: u8,
    },
    /// Says what the Sprint is for, in place of what was said before; without words takes it back.
    SprintGoal {
        /// One line; at most [`LONGEST_LINE`] characters.
        text: String,
        /// The goal is met when these are Done in this Sprint; without any, people decide.
        items: Vec<String>,
    },
    /// Says why the order is as it is, in place of what was said before; without words takes it back.
    Reason {
        /// One line; at most [`LONGEST_LINE`] characters.
        text: String,
    },
    /// Takes back the last step of this Sprint. Conversations stay had.
    Undo,
    /// Does again what was undone last.
    Redo,
    /// Lets a risk strike at the start of the next Sprint, whatever luck had in store. A trainer does this, for a whole
    /// class.
    Strike {
        /// The risk's id.
        risk: String,
    },
    /// Runs this Sprint.
    RunSprint,
    /// Runs this Sprint and all that are left on the order as it stands.
    RunRest,
}

/// What a forecast is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Subject {
    /// An item, by id.
    Item(String),
    /// A goal, by its place in the scenario, from 1.
    Goal(usize),
}

/// The longest line that can be said about a Sprint, in characters.
pub const LONGEST_LINE: usize = 200;

/// Why a command is not possible now.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The last Sprint has been run.
    #[error("the game is over: every Sprint has been run")]
    Over,
    /// No such item.
    #[error("there is no item \"{0}\" in this Product Backlog")]
    UnknownItem(String),
    /// The item is Done.
    #[error("\"{0}\" is Done")]
    ItemDone(String),
    /// A place outside the order.
    #[error("place {to} is not in the order, which has places 1 to {places}")]
    NoSuchPlace {
        /// The place asked for.
        to: usize,
        /// How many places there are.
        places: usize,
    },
    /// The item is set aside already.
    #[error("\"{0}\" is set aside already")]
    AlreadyAside(String),
    /// An item is named twice.
    #[error("\"{0}\" is named twice")]
    NamedTwice(String),
    /// The item was talked about in this Sprint.
    #[error("you have talked about this item in this Sprint")]
    AlreadyTalked,
    /// Talking cannot tell anything more.
    #[error("there is nothing more to learn by talking: the item is refined, or work on it has started")]
    NothingToRefine,
    /// All conversations of the Sprint were had.
    #[error("no conversation is left in this Sprint")]
    NoConversationLeft,
    /// No such goal.
    #[error("there is no goal {0}")]
    UnknownGoal(usize),
    /// What the forecast is about has happened.
    #[error("that is Done already: a forecast is about what is still open")]
    AlreadyHappened,
    /// A forecast for a Sprint that is over or is never played.
    #[error("a forecast is for one of the Sprints {from} to {to}, not for {by}")]
    NoSuchSprint {
        /// The Sprint asked for.
        by: u32,
        /// First Sprint possible.
        from: u32,
        /// Last Sprint possible.
        to: u32,
    },
    /// Too sure, or not sure at all.
    #[error("a forecast is between 1 % and 99 % sure, not {0} %")]
    NoSuchPercent(u8),
    /// A line that is none.
    #[error("a Sprint Goal or a reason is one line of at most {LONGEST_LINE} characters")]
    NotALine,
    /// A risk that is not there, or is over.
    #[error("the risk \"{0}\" can strike no more in this game")]
    NoSuchRisk(String),
    /// Nothing was done in this Sprint.
    #[error("nothing to undo in this Sprint")]
    NothingToUndo,
    /// Nothing was undone.
    #[error("nothing to redo")]
    NothingToRedo,
}

/// A line that was said, without space around it; `None` where it says nothing.
pub(super) fn line(text: &str) -> Result<Option<String>, Refusal> {
    let text = text.trim();
    if text.chars().count() > LONGEST_LINE || text.chars().any(is_unsafe) {
        return Err(Refusal::NotALine);
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// The open item of the Product Backlog with this id.
pub(super) fn item(scenario: &Scenario, state: &State, id: &str) -> Result<ItemIx, Refusal> {
    // An item that has not arrived is not known to the participant, so it is told like an unknown one.
    let found = scenario.item_named(id).filter(|&item| state.item(item).arrived);
    let item = found.ok_or_else(|| Refusal::UnknownItem(id.to_owned()))?;
    if state.item(item).done().is_some() {
        return Err(Refusal::ItemDone(id.to_owned()));
    }
    Ok(item)
}
