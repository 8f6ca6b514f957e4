//! Classes to look at, folded from logs like those of a host.

use std::collections::BTreeSet;
use std::sync::Arc;

use toporder::class::{Bulletin, Class, For, Happening, Invitation, Row, VERSION, Wish};
use toporder::game::Command;
use toporder::game::journal::Coach;
use toporder::tui::event::{Event, Size};
use toporder::tui::theme::Theme;
use toporder::tui::{Part, Preferences, Start};

use crate::script::{Player, scenario};

pub(crate) const SIZES: [Size; 4] = [
    Size { width: 60, height: 20 },
    Size { width: 80, height: 24 },
    Size { width: 120, height: 40 },
    Size { width: 200, height: 60 },
];

const HOST: &str = "here";

/// A class in the making.
pub(crate) struct Stage {
    class: Class,
    last: i64,
}

impl Stage {
    /// A class in which nobody is yet; 0 teams: everybody plays alone.
    pub(crate) fn new(teams: u32) -> Self {
        let mut stage = Self { class: Class::default(), last: 0 };
        stage.then(Happening::Opened {
            toporder_class: VERSION,
            program: "0".to_owned(),
            title: "Product Owners, autumn".to_owned(),
            teams,
            code: None,
        });
        stage
    }

    /// A class of these people, all connected but every fourth one.
    pub(crate) fn of(names: &[&str], teams: u32) -> Self {
        let mut stage = Self::new(teams);
        for (player, name) in (1..).zip(names) {
            stage.then(Happening::Joined {
                player,
                name: (*name).to_owned(),
                pin: "hash".to_owned(),
                host: "elsewhere".to_owned(),
            });
            if player % 4 != 0 {
                stage.then(Happening::Came { player, host: HOST.to_owned() });
            }
        }
        stage
    }

    pub(crate) fn then(&mut self, happening: Happening) -> &mut Self {
        self.last += 1;
        self.class.take(Row { number: self.last, at_ms: 1_000 * self.last, happening });
        self
    }

    /// A round in which there are many risks and items.
    pub(crate) fn begin(&mut self, steps: bool) -> &mut Self {
        let scenario = scenario("boats-to-the-outer-islands").source.as_ref().clone();
        self.then(Happening::RoundBegan { scenario, seed: 7, coach: Coach::Full, commit: false, steps })
    }

    pub(crate) fn ready(&mut self, players: impl IntoIterator<Item = u32>) -> &mut Self {
        players.into_iter().for_each(|player| {
            self.then(Happening::Ready { player, is_ready: true });
        });
        self
    }

    /// Lets somebody run so many Sprints.
    pub(crate) fn run(&mut self, player: u32, sprints: u32) -> &mut Self {
        for _ in 0..sprints {
            self.then(Happening::Did { player, command: Command::RunSprint });
        }
        self
    }

    /// How it stands, for the trainer, with so many seconds of a time box left.
    pub(crate) fn bulletin(&self, left_s: Option<u32>) -> Arc<Bulletin> {
        let hosts = BTreeSet::from([HOST.to_owned()]);
        let mut bulletin = Bulletin::of(&self.class, Arc::new(invitation()), &hosts, 0, For::Trainer);
        bulletin.left_s = left_s;
        Arc::new(bulletin)
    }

    /// A trainer at it.
    pub(crate) fn trainer(&self, size: Size, left_s: Option<u32>) -> Player {
        self.trainer_with(size, left_s, Preferences { motion: false, ..Preferences::default() })
    }

    pub(crate) fn trainer_with(&self, size: Size, left_s: Option<u32>, preferences: Preferences) -> Player {
        let start = Start::Class(Part::Trainer, self.bulletin(left_s));
        Player::with(preferences, start, size.width, size.height, Coach::Full)
    }

    /// Tells a trainer how it stands now.
    pub(crate) fn tell(&self, trainer: &mut Player) {
        trainer.event(Event::Class(self.bulletin(None)));
    }
}

pub(crate) fn invitation() -> Invitation {
    Invitation {
        code: "K7QF-M2RX".to_owned(),
        page: Some("http://192.168.178.23:8080".to_owned()),
        scanned: Some("http://192.168.178.23:8080/?code=K7QF-M2RX".to_owned()),
        ssh: Some("ssh -p 2222 NAME@192.168.178.23".to_owned()),
        fingerprint: Some("SHA256:p7Yq3mX0cJ5sK1vB9tR2wL8dN4fH6gZaQeUiOyTxCkM".to_owned()),
        remark: Some("The page is not encrypted: who shares the network can read the code.".to_owned()),
        advice: Some("An option encrypts it.".to_owned()),
    }
}

pub(crate) const NAMES: [&str; 7] = ["Ana", "Bo", "Chidi Okafor", "Dagny", "Émile", "Farah", "Gus"];

/// Seven people in the second Sprint, two of whom handed in.
pub(crate) fn in_steps() -> Stage {
    let mut stage = Stage::of(&NAMES, 0);
    stage.begin(true).ready([1, 2, 3, 4, 5, 6, 7]).then(Happening::Stepped { sprint: 1 });
    stage.ready([2, 5]);
    stage
}

/// The same people, each at their own pace.
pub(crate) fn at_own_pace() -> Stage {
    let mut stage = Stage::of(&NAMES, 0);
    stage.begin(false).run(1, 3).run(2, 1).run(3, 20).run(6, 2);
    stage
}

/// A wish in few words.
pub(crate) fn said(wish: &Wish) -> String {
    match wish {
        Wish::Begin { scenario, steps } => format!("Begin {} steps={steps}", scenario.title),
        wish => format!("{wish:?}"),
    }
}

pub(crate) fn wishes(player: &mut Player) -> Vec<String> {
    std::mem::take(&mut player.wishes).iter().map(said).collect()
}

pub(crate) const MONO: Theme = Theme::Mono;
