//! Somebody who plays, with a game of their own beside the one that is hosted: what the screen shows is held against it.

use std::sync::Arc;

use toporder::game::{Command, Game};
use toporder::scenario::Scenario;
use toporder::scenario::load::load;

use super::client::{Client, ESC, Lost, Way};
use super::program::Host;

/// The seed of every class here.
const SEED: u64 = 7;

pub(crate) fn scenario() -> Arc<Scenario> {
    Arc::new(load("soup-on-the-square").unwrap().scenario)
}

/// Whether a screen shows a game's board.
pub(crate) fn shows(screen: &str, game: &Game) -> bool {
    if game.is_over() {
        return screen.contains("You have played all Sprints.");
    }
    let scenario = game.scenario();
    let mut rows = screen.lines();
    let header = rows.next().unwrap_or_default();
    let talks = if game.talks_left() == 1 { "1 talk left" } else { "0 talks left" };
    let where_it_is = format!("Sprint {} of {}", game.sprint(), scenario.sprints);
    if !header.contains(&where_it_is) || !header.contains(talks) {
        return false;
    }
    // Whatever lies over the list hides a part of it.
    let list = rows.skip(1).take_while(|row| !row.starts_with(" ─")).map(|row| row.split('│').next());
    let items = list.flatten().filter_map(|row| {
        let begins = |title: &str| title.chars().take(10).collect::<String>();
        game.plan().order.iter().find(|item| row.contains(&begins(&scenario.item(**item).title)))
    });
    items.eq(game.plan().order.iter())
}

/// What luck makes people do; the same for the same person, every time.
pub(crate) struct Whims(u64);

impl Whims {
    pub(crate) fn new(number: usize) -> Self {
        Self(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(number as u64 + 1))
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % end
    }
}

/// Somebody who plays.
pub(crate) struct Player {
    pub(crate) name: String,
    pub(crate) way: Way,
    pub(crate) pin: String,
    /// The game, as everything was seen on the screen.
    pub(crate) game: Game,
    /// What was seen, in order.
    pub(crate) done: Vec<Command>,
    /// What was typed and not seen yet.
    typed: Option<Command>,
    pub(crate) whims: Whims,
    pub(crate) client: Option<Client>,
}

impl Player {
    /// Joins, reads the PIN, and goes to the board.
    pub(crate) fn join(host: &Host, number: usize) -> Self {
        let (name, way) = (format!("Player {number:02}"), Way::of(number));
        let mut client = Client::enter(host, way, &name, &host.code, None);
        client.until_shown("Soup on the Square").unwrap();
        // The page of the class tells it.
        client.keys("\x0c").unwrap();
        client.until_shown("your PIN is").unwrap();
        let text = client.text().split_whitespace().collect::<Vec<_>>().join(" ");
        let (_, after) = text.split_once("your PIN is ").unwrap();
        let pin = after.split('.').next().unwrap().to_owned();
        client.keys("\r").unwrap();
        let game = Game::new(scenario(), SEED);
        client.until("the board", |screen| shows(screen, &game)).unwrap();
        let whims = Whims::new(number);
        Self { name, way, pin, game, done: Vec::new(), typed: None, whims, client: Some(client) }
    }

    fn client(&mut self) -> &mut Client {
        self.client.as_mut().expect("they are connected")
    }

    /// Loses the connection without a word.
    pub(crate) fn lose(&mut self) {
        self.client.take().expect("they are connected").cut();
    }

    /// Comes back with name and PIN, to the same place: the board as it was seen last, or with what was typed last.
    pub(crate) fn come_back(&mut self, host: &Host) {
        self.client = None;
        let mut client = Client::enter(host, self.way, &self.name, &host.code, Some(&self.pin));
        let before = self.game.clone();
        let after = self.typed.take().map(|command| {
            let mut game = self.game.clone();
            game.apply(&command).unwrap();
            (command, game)
        });
        let is_after = |screen: &str| after.as_ref().is_some_and(|(_, game)| shows(screen, game));
        let is_fresh = |screen: &str| {
            // Who has done nothing yet reads the briefing.
            self.done.is_empty() && screen.contains("order the backlog")
        };
        let is_there = |screen: &str| shows(screen, &before) || is_after(screen) || is_fresh(screen);
        client.until("the same place", is_there).unwrap();
        if is_fresh(&client.text()) {
            client.keys("\r").unwrap();
            client.until("the board", |screen| shows(screen, &before)).unwrap();
        }
        if is_after(&client.text())
            && let Some((command, game)) = after
        {
            self.game = game;
            self.done.push(command);
        }
        self.client = Some(client);
    }

    /// Types, but does not look.
    pub(crate) fn type_blindly(&mut self, keys: &str, command: Command) -> Result<(), Lost> {
        self.typed = Some(command);
        self.client().keys(keys)
    }

    /// Reads until what was typed is seen.
    #[track_caller]
    pub(crate) fn see(&mut self) -> Result<(), Lost> {
        let command = self.typed.clone().expect("something was typed");
        let mut game = self.game.clone();
        game.apply(&command).unwrap();
        self.client().until(&format!("{command:?}"), |screen| shows(screen, &game))?;
        self.typed = None;
        self.game = game;
        self.done.push(command);
        Ok(())
    }

    /// Sees the board as somebody else of the team left it.
    #[track_caller]
    pub(crate) fn sees(&mut self, other: &Game) {
        self.client().until("the board of the team", |screen| shows(screen, other)).unwrap();
        self.game = other.clone();
    }

    /// Something that can be done now, and the keys for it: a move, or taking one back.
    pub(crate) fn think(&mut self) -> (String, Command) {
        if self.game.can_undo() && self.whims.below(5) == 0 {
            return ("u".to_owned(), Command::Undo);
        }
        let order = &self.game.plan().order;
        let (places, at) = (order.len(), self.whims.below(order.len()));
        let item = self.game.scenario().item(order[at]).id.clone();
        let up = [("K", at), ("g", 1)];
        let down = [("J", at + 2), ("G", places)];
        let all = if at == 0 {
            down
        } else if at + 1 == places || self.whims.below(2) == 0 {
            up
        } else {
            down
        };
        let (key, to) = all[self.whims.below(2)];
        (format!("\x1b[H{}{key}", "j".repeat(at)), Command::Move { item, to })
    }

    /// Moves something, or takes a move back.
    pub(crate) fn act(&mut self) -> Result<(), Lost> {
        let (keys, command) = self.think();
        self.type_blindly(&keys, command)?;
        self.see()
    }

    /// Talks about what can be talked about, if there is something.
    pub(crate) fn talk(&mut self) -> Result<(), Lost> {
        let can_be = |game: &Game, at: usize| game.state().item(game.plan().order[at]).can_be_refined();
        let found = (0..self.game.plan().order.len()).find(|&at| can_be(&self.game, at));
        let Some(at) = found.filter(|_| self.game.talks_left() > 0) else { return Ok(()) };
        let item = self.game.scenario().item(self.game.plan().order[at]).id.clone();
        self.client().keys(&format!("\x1b[H{}t", "j".repeat(at)))?;
        self.client().until_shown("You could sit down with")?;
        self.type_blindly("\r", Command::Talk { item })?;
        self.client().until_shown("You sat down with")?;
        self.client().keys(ESC)?;
        self.see()
    }

    /// Runs the Sprint, and reads the review.
    pub(crate) fn run(&mut self) -> Result<(), Lost> {
        self.type_blindly("r", Command::RunSprint)?;
        self.read_review()?;
        self.see()
    }

    /// Reads what a Sprint brought that somebody runs, until the board is there again. On the board Esc does nothing.
    pub(crate) fn read_review(&mut self) -> Result<(), Lost> {
        self.client().until("the Sprint", |screen| !screen.contains(" so far ·"))?;
        let is_back = |screen: &str| {
            let header = screen.lines().next().unwrap_or_default();
            header.contains("talk left") || header.contains("talks left") || screen.contains("You are Player")
        };
        while !is_back(&self.client().text()) {
            let before = self.client().text();
            self.client().keys(ESC)?;
            self.client().until("what comes next", |screen| *screen != before || is_back(screen))?;
        }
        Ok(())
    }
}
