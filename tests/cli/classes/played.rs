//! Classes that were played.

use toporder::class::{self, Class, Happening, PlayerId, Row};
use toporder::game::Command::{self, Move, Reason, RunRest, RunSprint, SprintGoal, Talk, Undo};
use toporder::game::journal::Coach;
use toporder::scenario::raw::RawScenario;
use toporder::store::class::{ClassId, ClassPlace, NewRow, open};

use crate::common::{everything, scenario};

/// When the class was opened: 2026-11-23 12:00 UTC.
pub(crate) const OPENED_MS: i64 = 1_795_435_200_000;

/// A log that grows by a second a row.
pub(crate) struct Log {
    pub(crate) rows: Vec<Row>,
    now_ms: i64,
}

impl Log {
    pub(crate) fn new(title: &str, teams: u32) -> Self {
        let mut log = Self { rows: Vec::new(), now_ms: OPENED_MS };
        let program = "0.1.0".to_owned();
        log.add(Happening::Opened {
            toporder_class: class::VERSION,
            program,
            title: title.to_owned(),
            teams,
            code: None,
        });
        log
    }

    pub(crate) fn add(&mut self, happening: Happening) {
        let number = i64::try_from(self.rows.len()).unwrap() + 1;
        self.rows.push(Row { number, at_ms: self.now_ms, happening });
        self.now_ms += 1_000;
    }

    pub(crate) fn wait(&mut self, minutes: i64) {
        self.now_ms += minutes * 60_000;
    }

    pub(crate) fn begin(&mut self, steps: bool) {
        let scenario = RawScenario::clone(&scenario(everything("Ann")).source);
        self.add(Happening::RoundBegan { scenario, seed: 7, coach: Coach::Full, commit: false, steps });
    }

    pub(crate) fn join(&mut self, player: PlayerId, name: &str) {
        let pin = format!("pin of {player}");
        self.add(Happening::Joined { player, name: name.to_owned(), pin, host: "h".to_owned() });
        self.now_ms += 1_000;
    }

    pub(crate) fn act(&mut self, player: PlayerId, command: Command) {
        self.add(Happening::Did { player, command });
    }

    pub(crate) fn class(&self) -> Class {
        Class::of(self.rows.iter().cloned())
    }

    /// Writes it into a store.
    pub(crate) fn keep(&self, place: &ClassPlace) -> ClassId {
        let mut store = open(place).unwrap();
        let title = self.class().title().to_owned();
        let class = store.create(&title, self.rows[0].at_ms).unwrap();
        let row = |row: &Row| NewRow { at_ms: row.at_ms, text: class::line(&row.happening) };
        store.append(class, &self.rows.iter().map(row).collect::<Vec<_>>()).unwrap();
        class
    }
}

pub(crate) fn to_top(item: &str) -> Command {
    Move { item: item.to_owned(), to: 1 }
}

pub(crate) fn said(text: &str) -> Command {
    Reason { text: text.to_owned() }
}

fn goal(text: &str) -> Command {
    SprintGoal { text: text.to_owned(), items: vec!["a".to_owned()] }
}

/// Two rounds; in the second one the class goes on together at last. Quirina Vos is the one to be forgotten.
pub(crate) fn solo() -> Log {
    let mut log = Log::new("Spring course", 0);
    for (player, name) in [(1, "Ana"), (2, "Quirina Vos"), (3, "ana!"), (4, "Ana 2")] {
        log.join(player, name);
    }
    log.begin(false);
    log.act(1, to_top("bet"));
    log.act(1, said("Quirina vos said so"));
    log.act(2, to_top("due"));
    log.act(2, Talk { item: "bet".to_owned() });
    log.act(2, goal("Vos opens the shop"));
    log.add(Happening::Struck { risk: "rain".to_owned() });
    for player in [1, 2, 3, 4] {
        log.act(player, RunSprint);
    }
    log.act(2, said("My secret reason"));
    log.act(2, Undo);
    log.act(2, RunRest);
    log.act(1, RunRest);
    log.add(Happening::Told { text: "Well done, Quirina Vos!".to_owned() });
    log.add(Happening::Asked {
        question: "Again?".to_owned(),
        choices: vec!["Yes".to_owned(), "No".to_owned()],
    });
    log.add(Happening::Answered { player: 1, choice: 0 });
    log.add(Happening::Answered { player: 2, choice: 1 });
    log.add(Happening::RoundEnded {});
    log.begin(false);
    // Everybody but the one to be forgotten is ahead when the class begins to go on together.
    log.act(2, to_top("due"));
    for player in [1, 3, 4, 2] {
        log.act(player, RunSprint);
    }
    log.add(Happening::Paced { steps: true });
    log.act(1, to_top("test"));
    log.add(Happening::Ready { player: 2, is_ready: true });
    log.add(Happening::Stepped { sprint: 2 });
    log.add(Happening::RoundEnded {});
    log.add(Happening::Left { player: 2, host: "h".to_owned() });
    log
}

/// Two teams; Quirina Vos plays beside Ana.
pub(crate) fn teams() -> Log {
    let mut log = Log::new("Team course", 2);
    for (player, name) in [(1, "Ana"), (2, "Bo"), (3, "Quirina Vos"), (4, "Cy")] {
        log.join(player, name);
    }
    log.begin(true);
    log.act(1, to_top("bet"));
    log.act(3, to_top("due"));
    log.act(3, goal("Quirina's own goal"));
    log.act(3, said("a wish of Quirina Vos"));
    log.act(3, Undo);
    log.act(3, said(&"too long ".repeat(40)));
    log.act(2, said("as Quirina Vos has it"));
    log.add(Happening::Stepped { sprint: 1 });
    log.act(1, to_top("test"));
    log.add(Happening::Stepped { sprint: 2 });
    log.add(Happening::Stepped { sprint: 3 });
    log.add(Happening::RoundEnded {});
    log
}
