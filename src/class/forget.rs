//! How somebody's data is taken out of a class, so that the games of all others stay as they were.

use super::{Change, Class, Happening, PlayerId, Row, same_name};
use crate::game::{Command, LONGEST_LINE};
use crate::scenario::words::is_unsafe;
use crate::words::{with_other_name, without_names};

/// What stands in the place of something that was written. It is something, as a Sprint Goal without words is none.
const BLANK: &str = "…";

/// What has to be changed in a log to forget somebody.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forgotten {
    /// What they are called from now on.
    pub name: String,
    /// The rows that change, by number; `None`: the row goes.
    pub changes: Vec<(i64, Option<Happening>)>,
    /// How many moves at boards of their own go.
    pub moves: usize,
    /// How many moves at boards that they shared stay, without their name.
    pub shared_moves: usize,
    /// How many texts go that they wrote.
    pub texts: usize,
    /// How many answers to questions go.
    pub answers: usize,
    /// In how many texts of others their name is replaced.
    pub mentions: usize,
}

/// What has to be changed to forget somebody; `None` if nobody of that number joined.
///
/// When they came and left stays, and that a Sprint was run at a board of their own: where the class goes on together
/// depends on it.
#[must_use]
pub fn forget(rows: &[Row], player: PlayerId) -> Option<Forgotten> {
    let mut class = Class::default();
    let is_taken: Vec<bool> =
        rows.iter().map(|row| !matches!(class.take(row.clone()), Change::Nothing(_))).collect();
    let own = class.players().get(&player)?.name.clone();
    let mut forgotten = Forgotten { name: free_name(rows), ..Forgotten::default() };
    for (row, is_taken) in rows.iter().zip(is_taken) {
        let changed = forgotten.change(&row.happening, player, &own, is_taken, class.teams() > 0);
        if let Some(changed) = changed {
            forgotten.changes.push((row.number, changed));
        }
    }
    Some(forgotten)
}

/// A name that nobody has who ever wanted to join.
fn free_name(rows: &[Row]) -> String {
    let is_free = |name: &String| {
        !rows.iter().any(
            |row| matches!(&row.happening, Happening::Joined { name: other, .. } if same_name(other, name)),
        )
    };
    let others = (2..).map(|number: u32| format!("Somebody {number}"));
    std::iter::once("Somebody".to_owned()).chain(others).find(is_free).unwrap_or_default()
}

impl Forgotten {
    /// What becomes of a row; `None`: it stays as it is.
    fn change(
        &mut self,
        happening: &Happening,
        player: PlayerId,
        own: &str,
        is_taken: bool,
        is_shared: bool,
    ) -> Option<Option<Happening>> {
        match happening {
            Happening::Joined { player: who, host, .. } if *who == player && is_taken => {
                let (name, host) = (self.name.clone(), host.clone());
                Some(Some(Happening::Joined { player, name, pin: String::new(), host }))
            }
            Happening::PinMade { player: who, .. } if *who == player => Some(None),
            // Two hosts were asked at the same time, and one came too late.
            Happening::Joined { name, .. } if same_name(name, own) => Some(None),
            Happening::Answered { player: who, .. } if *who == player => {
                self.answers += 1;
                Some(None)
            }
            Happening::Ready { player: who, .. } if *who == player && !is_shared => Some(None),
            Happening::Did { player: who, command } if *who == player => {
                self.change_move(player, command, is_shared)
            }
            other => {
                let mut renamed = other.clone();
                change_texts(&mut renamed, |text| with_other_name(text, own, &self.name));
                (renamed != *other).then(|| {
                    self.mentions += 1;
                    Some(renamed)
                })
            }
        }
    }

    fn change_move(
        &mut self,
        player: PlayerId,
        command: &Command,
        is_shared: bool,
    ) -> Option<Option<Happening>> {
        let text = match command {
            Command::SprintGoal { text, .. } | Command::Reason { text } => Some(text.trim()),
            _ => None,
        };
        let is_text = text.is_some_and(|text| !text.is_empty());
        self.texts += usize::from(is_text);
        if !is_shared {
            if matches!(command, Command::RunSprint | Command::RunRest) {
                return None;
            }
            self.moves += usize::from(!is_text);
            return Some(None);
        }
        self.shared_moves += usize::from(!is_text);
        let text = text.filter(|_| is_text)?;
        // What was no line was refused, and would not be as a blank.
        if text.chars().count() > LONGEST_LINE || text.chars().any(is_unsafe) {
            return Some(None);
        }
        let mut blank = Happening::Did { player, command: command.clone() };
        change_texts(&mut blank, |_| BLANK.to_owned());
        Some(Some(blank))
    }
}

/// Changes what somebody wrote in a row.
fn change_texts(happening: &mut Happening, change: impl Fn(&str) -> String) {
    match happening {
        Happening::Did { command: Command::SprintGoal { text, .. } | Command::Reason { text }, .. }
        | Happening::Told { text } => *text = change(text),
        Happening::Asked { question, choices } => {
            *question = change(question);
            choices.iter_mut().for_each(|choice| *choice = change(choice));
        }
        _ => {}
    }
}

/// A log with “Participant 1” and so on in the place of names, as everybody sees it where names are hidden, and without
/// what PINs are recognised by.
#[must_use]
pub fn anonymous(rows: &[Row]) -> Vec<Row> {
    let named = |player: PlayerId| format!("Participant {player}");
    let mut class = Class::default();
    let taken: Vec<&Row> =
        rows.iter().filter(|row| !matches!(class.take((*row).clone()), Change::Nothing(_))).collect();
    let names: Vec<(String, String)> =
        class.players().iter().map(|(&player, own)| (own.name.clone(), named(player))).collect();
    let renamed = |row: &Row| {
        let mut row = row.clone();
        if let Happening::Joined { player, name, pin, .. } = &mut row.happening {
            (*name, *pin) = (named(*player), String::new());
        }
        if let Happening::PinMade { pin, .. } = &mut row.happening {
            pin.clear();
        }
        change_texts(&mut row.happening, |text| without_names(text, &names));
        row
    };
    taken.into_iter().map(renamed).collect()
}
