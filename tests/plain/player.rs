//! A game that is played line by line without a program around it.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;
use toporder::game::journal::{Coach, Rules};
use toporder::game::{Command, Game};
use toporder::plain::{COLUMNS, Effect, Options, Plain, Start, Step};
use toporder::scenario::{Scenario, builtin, load};
use toporder::tui::Entry;
use toporder::tui::event::{Event, OpenedGame};

use crate::common::{self, range};

/// A game that is played without a program around it.
pub(crate) struct Player {
    pub(crate) plain: Plain,
    seed: u64,
    rules: Rules,
    /// Where the journal would be; `None`: nowhere.
    pub(crate) place: Option<String>,
    pub(crate) commands: Vec<Command>,
    pub(crate) debriefs: usize,
    /// The journals that were to be opened.
    pub(crate) opened: Vec<PathBuf>,
    pub(crate) is_over: bool,
}

impl Player {
    pub(crate) fn new(start: Start, rules: Rules) -> (Self, String) {
        let entry = |builtin: &builtin::Builtin| Entry {
            slug: builtin.slug.to_owned(),
            scenario: shipped(builtin.slug),
        };
        let catalog = builtin::ALL.iter().map(entry).collect();
        let (plain, first) = Plain::new(Options { catalog, columns: COLUMNS, start, guide: false });
        let place = Some("somewhere".to_owned());
        let (commands, opened, debriefs, is_over) = (Vec::new(), Vec::new(), 0, false);
        let mut player = Self { plain, seed: 7, rules, place, commands, debriefs, opened, is_over };
        let said = player.carry_out(first);
        (player, said)
    }

    pub(crate) fn of(scenario: Arc<Scenario>, coach: Coach, commit: bool) -> (Self, String) {
        Self::new(Start::Play(scenario), Rules { coach, commit })
    }

    /// Types a line; what is printed then.
    pub(crate) fn line(&mut self, line: &str) -> String {
        let steps = self.plain.line(line);
        self.carry_out(steps)
    }

    /// Types lines, as a transcript.
    pub(crate) fn lines(&mut self, lines: &str) -> String {
        let mut text = String::new();
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let prompt = self.plain.prompt();
            let said = self.line(line);
            text.push_str(&format!("{prompt}{line}\n{said}\n"));
        }
        text
    }

    pub(crate) fn event(&mut self, event: Event) -> String {
        let steps = self.plain.take(event);
        self.carry_out(steps)
    }

    fn carry_out(&mut self, steps: Vec<Step>) -> String {
        let mut text = String::new();
        for step in steps {
            match step {
                Step::Say(said) => text.push_str(&said),
                Step::Do(Effect::Begin(scenario)) => {
                    let game = Game::new(scenario, self.seed);
                    let (name, rules, place) = ("Ada".to_owned(), self.rules, self.place.clone());
                    let opened = OpenedGame { game, name, rules, place, notice: None };
                    self.commands.clear();
                    text.push_str(&self.event(Event::Opened(Box::new(opened))));
                }
                Step::Do(Effect::Append(command)) => self.commands.push(command),
                Step::Do(Effect::SaveAgain) => text.push_str(&self.event(Event::Saved)),
                Step::Do(Effect::ListGames) => text.push_str(&self.event(Event::Games(Vec::new()))),
                Step::Do(Effect::Debrief { .. }) => self.debriefs += 1,
                Step::Do(Effect::Quit | Effect::Fail(_)) => self.is_over = true,
                Step::Do(Effect::Open(path)) => self.opened.push(path),
                Step::Do(Effect::Close) => {}
            }
        }
        text
    }

    /// The game that is made again from what would be in the journal.
    pub(crate) fn replayed(&self) -> Game {
        let game = self.plain.game().unwrap();
        Game::replay(Arc::clone(game.scenario()), game.seed(), &self.commands).unwrap()
    }
}

fn shipped(slug: &str) -> Arc<Scenario> {
    let text = builtin::find(slug).unwrap().text;
    Arc::new(load::load_text(slug, text).unwrap().scenario)
}

/// A small scenario with something of everything.
pub(crate) fn fair() -> Arc<Scenario> {
    common::scenario(json!({
        "title": "Street Fair",
        "sprints": 3,
        "benefit_sprints": 4,
        "team": { "velocity": range(8.0, 10.0, 12.0) },
        "refinement": { "per_sprint": 2, "rework_chance": 0.5, "rework_extra": 0.5 },
        "stakeholders": [{ "id": "ann", "name": "Ann", "voice": ["Soon?"] }],
        "items": [
            { "id": "stall", "title": "Cake stall", "effort": range(4.0, 5.0, 9.0),
              "value": [{ "for": "ann", "amount": range(5.0, 9.0, 14.0) }],
              "talk": [{ "ask": "Which cake?", "answer": "Plum." }] },
            { "id": "oven", "title": "Oven", "kind": "enabler", "effort": 3, "refined": true },
            { "id": "buns", "title": "Hot buns", "requires": ["oven"], "effort": range(2.0, 4.0, 6.0),
              "value": [{ "for": "ann", "amount": 30, "when": { "by": 1 } }] },
            { "id": "permit", "title": "Permit", "kind": "compliance", "effort": 8,
              "value": [{ "for": "ann", "amount": 4 }] },
            { "id": "show", "title": "Puppet show", "effort": 20,
              "value": [{ "for": "ann", "amount": range(-5.0, 0.0, 40.0) }] },
        ],
        "goals": [{ "title": "Open doors", "items": ["stall", "permit"], "by": 2 }],
        "risks": [{ "id": "rain", "title": "Rain", "text": "It pours.", "chance": 0.3, "from": 1, "to": 3,
                    "impact": [{ "effect": "cost", "amount": 3 }] }],
    }))
}
