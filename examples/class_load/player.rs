//! A participant who plays: moves items, talks now and then, runs Sprints and reads Reviews.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{self, Instant};

use crate::Failure;
use crate::connection::Connection;
use crate::figures::Times;
use crate::screen::{Place, Screen};

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long the class may take to come to a screen where it is awaited.
const LOGIN: Duration = Duration::from_secs(60);

/// What everybody does now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Phase {
    /// Nobody types.
    Waiting,
    /// Everybody plays, from this moment on.
    Playing(Instant),
    /// It is over.
    Done,
}

/// How somebody plays.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// Time between two keys.
    pub(crate) pace: Duration,
    /// How long after the others the first one comes.
    pub(crate) offset: Duration,
    /// Keys on the board before a Sprint is run.
    pub(crate) keys_per_sprint: u32,
    pub(crate) seed: u64,
}

/// What somebody did, and what came of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// From a key to the frame that shows what it did.
    pub(crate) answers: Times,
    /// From a move to the figure of what the new order is worth.
    pub(crate) worths: Times,
    /// Moves after which the next one came before that figure.
    pub(crate) overtaken: u64,
    /// Keys that were put off, as the one before was not answered.
    pub(crate) late: u64,
    /// Keys that were not answered in time, and connections that were lost, in words.
    pub(crate) errors: Vec<String>,
    /// Decisions that were typed.
    pub(crate) sent: u64,
    /// Decisions that were seen to be done.
    pub(crate) acknowledged: u64,
    pub(crate) frames: u64,
    pub(crate) bytes: u64,
}

/// Somebody in the class.
pub(crate) struct Player {
    name: String,
    connection: Connection,
    screen: Screen,
    style: Style,
    dice: Dice,
    /// Keys on the board in this Sprint.
    keys: u32,
    awaited: Option<Awaited>,
    /// The moment of the last move whose worth is not known yet.
    judged_from: Option<Instant>,
    tally: Tally,
}

/// A key that was typed.
struct Awaited {
    key: &'static str,
    from: Place,
    at: Instant,
    shown_by: Sign,
    /// Whether it is a decision that belongs in the journal.
    is_decision: bool,
}

/// What shows that a key was taken.
enum Sign {
    /// Another place.
    Leaves,
    /// Another page of what is read, or another place: the screen is not this one any more.
    Changes(String),
    /// This line is selected.
    Selects(usize),
}

impl Player {
    /// Comes in, and waits until the page of the class is there.
    pub(crate) async fn join(
        mut connection: Connection,
        name: String,
        style: Style,
        size: (u16, u16),
    ) -> Result<Self, Failure> {
        let mut screen = Screen::new(size.0, size.1);
        let shown = async {
            while screen.place() != Place::Lobby {
                screen.take(&connection.receive().await.ok_or("the connection was lost")?);
            }
            Ok::<(), Failure>(())
        };
        time::timeout(LOGIN, shown).await.map_err(|_| "the page of the class did not come")??;
        let dice = Dice(style.seed);
        Ok(Self {
            name,
            connection,
            screen,
            style,
            dice,
            keys: 0,
            awaited: None,
            judged_from: None,
            tally: Tally::default(),
        })
    }

    /// Plays as long as the others do.
    pub(crate) async fn play(mut self, mut phase: watch::Receiver<Phase>) -> (String, Tally) {
        let mut due = None;
        let mut is_done = false;
        while !(is_done && self.awaited.is_none()) {
            let patience = self.awaited.as_ref().map(|awaited| awaited.at + PATIENCE);
            tokio::select! {
                received = self.connection.receive() => match received {
                    Some(bytes) => self.take(&bytes),
                    None => {
                        self.fail("lost the connection".to_owned());
                        break;
                    }
                },
                () = until(patience) => self.give_up(),
                () = until(due) => {
                    due = due.map(|due: Instant| (due + self.style.pace).max(Instant::now()));
                    if let Err(failure) = self.press().await {
                        self.fail(failure.to_string());
                        break;
                    }
                }
                changed = phase.changed() => {
                    let now = if changed.is_ok() { *phase.borrow_and_update() } else { Phase::Done };
                    is_done = now == Phase::Done;
                    due = match now {
                        Phase::Playing(from) => Some(from + self.style.offset),
                        Phase::Waiting | Phase::Done => None,
                    };
                    if due.is_some() {
                        (self.keys, self.judged_from) = (0, None);
                    }
                }
            }
        }
        (self.name, self.tally)
    }

    fn fail(&mut self, what: String) {
        self.tally.errors.push(format!("{}: {what}", self.name));
    }

    fn give_up(&mut self) {
        if let Some(Awaited { key, from, .. }) = self.awaited.take() {
            let now = self.screen.place();
            self.fail(format!("{key:?} at {from:?} was not answered, now at {now:?}"));
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        let now = Instant::now();
        self.tally.frames += 1;
        self.tally.bytes += bytes.len() as u64;
        self.screen.take(bytes);
        if self.awaited.is_none() && self.judged_from.is_none() {
            return;
        }
        let rows = self.screen.rows();
        let place = crate::screen::place(&rows);
        if let Some(awaited) = self.awaited.take_if(|awaited| awaited.is_shown(&place, &rows)) {
            self.tally.answers.add(awaited.at, now);
            self.tally.acknowledged += u64::from(awaited.is_decision);
        }
        let is_awaited = self.awaited.is_some() || rows.iter().any(|row| row.contains("This order: …"));
        if matches!(place, Place::Board { .. })
            && !is_awaited
            && let Some(from) = self.judged_from.take()
        {
            self.tally.worths.add(from, now);
        }
    }

    /// Types what comes next.
    async fn press(&mut self) -> Result<(), Failure> {
        if self.awaited.is_some() {
            self.tally.late += 1;
            return Ok(());
        }
        let from = self.screen.place();
        let (key, shown_by, is_decision) = self.choose(&from);
        let at = Instant::now();
        if matches!(key, "J" | "K") {
            self.tally.overtaken += u64::from(self.judged_from.replace(at).is_some());
        } else if is_decision {
            // It belongs to another board, or to the same with more said.
            self.judged_from = None;
        }
        self.tally.sent += u64::from(is_decision);
        self.awaited = Some(Awaited { key, from, at, shown_by, is_decision });
        self.connection.send(key).await
    }

    /// The next key, what shows that it was taken, and whether it is a decision.
    fn choose(&mut self, place: &Place) -> (&'static str, Sign, bool) {
        match *place {
            Place::Board { selected, lines, talks } => self.choose_at_board(selected, lines, talks),
            Place::Offer => ("\r", Sign::Leaves, true),
            Place::Empty => ("y", Sign::Leaves, true),
            Place::Over => ("?", Sign::Leaves, false),
            Place::Help | Place::Timeline | Place::Other => ("\x1b", Sign::Leaves, false),
            Place::Review if self.dice.roll(3) == 0 => ("T", Sign::Leaves, false),
            Place::Review | Place::Talk => ("\r", Sign::Changes(self.screen.text()), false),
            Place::Briefing | Place::Lobby | Place::Working | Place::Worked => ("\r", Sign::Leaves, false),
        }
    }

    fn choose_at_board(&mut self, selected: usize, lines: usize, talks: bool) -> (&'static str, Sign, bool) {
        self.keys += 1;
        if self.keys > self.style.keys_per_sprint || lines < 2 || selected == 0 {
            self.keys = 0;
            // Where nothing is ordered it is asked first, and the answer is the decision.
            return ("r", Sign::Leaves, lines > 0);
        }
        if talks && self.keys == self.style.keys_per_sprint / 2 {
            return ("t", Sign::Leaves, false);
        }
        let down = selected == 1 || (selected < lines && self.dice.roll(2) == 0);
        let moves = self.dice.roll(3) > 0;
        let key = match (moves, down) {
            (true, true) => "J",
            (true, false) => "K",
            (false, true) => "j",
            (false, false) => "k",
        };
        (key, Sign::Selects(if down { selected + 1 } else { selected - 1 }), moves)
    }
}

impl Awaited {
    fn is_shown(&self, place: &Place, rows: &[String]) -> bool {
        match &self.shown_by {
            Sign::Leaves => std::mem::discriminant(place) != std::mem::discriminant(&self.from),
            Sign::Changes(text) => rows.join("\n") != *text,
            Sign::Selects(line) => matches!(place, Place::Board { selected, .. } if selected == line),
        }
    }
}

async fn until(due: Option<Instant>) {
    match due {
        Some(due) => time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}

/// Figures that look like chance and are the same each time (SplitMix64).
struct Dice(u64);

impl Dice {
    /// A figure below `sides`.
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}
