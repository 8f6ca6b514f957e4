//! The game in play: opened, moved on by commands, and left.

use std::sync::Arc;

use super::super::context::{Findings, Notice, Session};
use super::super::event::{Effect, OpenedGame};
use super::super::keys::Place;
use super::super::screens::{Screen, Step};
use super::App;
use crate::game::Command;
use crate::words;

impl App {
    /// Lets the game take a command, and asks for what follows from it.
    pub(super) fn command(&mut self, command: Command, effects: &mut Vec<Effect>) {
        if let Some(instead) = self.gate(&command) {
            effects.extend(instead);
            return;
        }
        let Some(session) = &mut self.context.session else { return };
        let seen = session.game.records().len();
        let order = session.game.plan().order.clone();
        let sprint = session.game.sprint();
        if let Err(refusal) = session.game.apply(&command) {
            self.context.notice = Some(words::sentence(&refusal.to_string()).into());
            return;
        }
        effects.push(Effect::Append(command.clone()));
        match command {
            Command::RunSprint | Command::RunRest => {
                session.belief = Arc::new(session.game.belief());
                session.note_run(sprint);
                let screen = Screen::sprint(&session.game, seen);
                self.screens.push(screen);
                effects.extend(self.ask_forecast());
                if self.may_look_back() {
                    // While the participant reads, what was decided is looked back on.
                    self.look_back(effects);
                }
                return;
            }
            // What is talked about counts for what a decision is worth.
            Command::Talk { .. } => {}
            _ if session.game.plan().order == order => return,
            // While a forecast is awaited, the one on screen is of an earlier order still.
            _ if session.asked.is_none() => session.earlier = session.newest.clone(),
            _ => {}
        }
        effects.extend(self.ask_forecast());
    }

    /// Takes a game that was begun or opened, and shows where it stands.
    pub(super) fn open(&mut self, opened: OpenedGame) -> Vec<Effect> {
        let OpenedGame { game, name, rules, place, notice } = opened;
        let is_new = game.sprint() == 1 && !game.can_undo() && game.talks().is_empty();
        let is_over = game.is_over();
        self.context.notice = notice.map(Notice::from);
        self.context.session = Some(Session::of(game, name, rules, place));
        let mut effects = Vec::new();
        if let Some(class) = &mut self.context.class {
            (class.is_ready, class.is_revealed) = (false, false);
            self.screens.truncate(1);
            if is_over {
                return effects;
            }
        } else {
            self.look_back(&mut effects);
        }
        if is_over {
            let debrief = Screen::debrief_of(&self.context).map(Step::Push);
            effects.extend(self.carry_out(debrief.into_iter().collect()));
            return effects;
        }
        self.screens.push(Screen::board());
        if is_new {
            self.screens.push(Screen::briefing());
        }
        effects.extend(self.ask_forecast());
        effects
    }

    /// Goes back to the picker if the game was opened from it, else out of the program.
    pub(super) fn leave_game(&mut self, effects: &mut Vec<Effect>) {
        self.context.tutorial = None;
        if self.context.class.is_some() {
            // The game goes on as long as the round does; one leaves a class from its own page.
            self.screens.truncate(1);
            return;
        }
        (self.context.session, self.context.findings) = (None, Findings::default());
        effects.push(Effect::Close);
        self.screens.retain(|screen| screen.place() == Place::Picker);
        effects.push(if self.screens.is_empty() { Effect::Quit } else { Effect::ListGames });
    }
}
