//! A class that the App takes part in: what it is told, and what follows for the game in play.

use std::sync::Arc;

use super::super::classroom::{self, Classroom};
use super::super::context::Part;
use super::super::event::{Effect, Event, Mouse, MouseKind, Size};
use super::super::keys::{Action, Place};
use super::super::screens::{Screen, Step};
use super::{App, MIN_SIZE};
use crate::class::{Bulletin, Refusal, Wish};
use crate::game::{Command, Game};
use crate::words;

impl App {
    /// Whether an event can change what is on the screen. How others get on stands only on the page of the class, and
    /// that is told to hundreds of Apps at the same moment.
    #[must_use]
    pub fn is_seen(&self, event: &Event) -> bool {
        let (Event::Class(bulletin), Some(class)) = (event, &self.context.class) else { return true };
        let base = self.screens.iter().rposition(|screen| !screen.is_overlay()).unwrap_or(0);
        let is_at_page = self.screens.iter().skip(base).any(|screen| screen.place() == Place::Lobby);
        is_at_page || !self.is_participant() || !bulletin.differs_in_seats_only(&class.bulletin)
    }

    /// Takes how the class stands now, and tells what is new.
    pub(super) fn take_bulletin(&mut self, bulletin: Arc<Bulletin>) -> Vec<Effect> {
        let keys = &self.context.preferences.keys;
        if let Some(class) = &mut self.context.class {
            let is_read = self.screens.last().is_some_and(|top| top.place() == Place::Lobby);
            // Whoever looks at the page of the class sees it there.
            if let Some(news) = class.take(bulletin, keys).filter(|_| !is_read) {
                self.context.notice = Some(news.into());
            }
        }
        Vec::new()
    }

    /// Takes the game at this board as it stands now. If it is what is on screen already, nothing is to be seen of it.
    pub(super) fn take_shared(&mut self, game: Game, told: Option<String>) -> Vec<Effect> {
        let Some(session) = &mut self.context.session else { return Vec::new() };
        let (old, sprint, seen) =
            (session.game.plan().order.clone(), session.game.sprint(), session.game.records().len());
        let is_same = session.game.state() == game.state()
            && session.game.plan() == game.plan()
            && session.game.talks() == game.talks();
        session.game = game;
        if is_same {
            return Vec::new();
        }
        self.context.notice = told.map(Into::into);
        let mut effects = Vec::new();
        if session.game.records().len() > seen {
            session.belief = Arc::new(session.game.belief());
            session.note_run(sprint);
            let screen = Screen::sprint(&session.game, seen);
            // What was being typed or asked belongs to a Sprint that is over.
            let board = self.screens.iter().position(|screen| screen.place() == Place::Board);
            self.screens.truncate(board.map_or(1, |board| board + 1));
            self.screens.push(screen);
            if let Some(class) = &mut self.context.class {
                class.is_ready = false;
            }
        } else if session.game.plan().order != old && session.asked.is_none() {
            session.earlier = session.newest.clone();
        }
        effects.extend(self.ask_forecast());
        effects
    }

    /// Takes that the round is over, and the game may be looked back on.
    pub(super) fn reveal(&mut self) -> Vec<Effect> {
        let Some(class) = &mut self.context.class else { return Vec::new() };
        class.is_revealed = true;
        // What was told before was about a round that went on.
        self.context.notice = Some("The round is over.".to_owned().into());
        self.screens.truncate(1);
        let mut effects = Vec::new();
        if self.context.game().is_some_and(Game::is_over) {
            self.look_back(&mut effects);
            let debrief = Screen::debrief_of(&self.context).map(Step::Push);
            effects.extend(self.carry_out(debrief.into_iter().collect()));
        }
        effects
    }

    /// What happens in place of a command that a participant of a class may not do now; `None` if they may.
    pub(super) fn gate(&mut self, command: &Command) -> Option<Vec<Effect>> {
        let sprint = self.context.game()?.sprint();
        let class = self.context.class.as_mut()?;
        let refused = |refusal: Refusal| Some((refusal.to_string(), Vec::new()));
        let round = class.bulletin.round.as_ref().filter(|round| !round.is_ended);
        let runs = matches!(command, Command::RunSprint | Command::RunRest);
        let told = match round {
            None => refused(Refusal::NoRound),
            Some(round) if runs && round.is_paused => refused(Refusal::Paused),
            Some(round) => match (command, round.step) {
                (Command::RunSprint, Some(step)) if sprint >= step => {
                    class.is_ready = !class.is_ready;
                    let told = if class.is_ready {
                        "your order is handed in. The Sprint is run for all together, when the trainer says so; until \
                         then you can still change it"
                    } else {
                        "your order is not handed in any more"
                    };
                    Some((told.to_owned(), vec![Effect::Class(Wish::Ready(class.is_ready))]))
                }
                (Command::RunRest, Some(_)) => refused(Refusal::Together),
                _ => None,
            },
        };
        // Only talking leaves an order that was handed in as it was.
        if told.is_none() && !matches!(command, Command::Talk { .. }) {
            class.is_ready = false;
        }
        let (told, effects) = told?;
        self.context.notice = Some(words::sentence(&told).into());
        Some(effects)
    }

    /// Whether decisions may be looked back on: at home always, in a class when the round is over. Before that it would
    /// tell one participant what the others are still to find out.
    pub(super) fn may_look_back(&self) -> bool {
        self.context.class.as_ref().is_none_or(|class| class.is_revealed)
    }

    /// The part of a screen that the line about the class leaves; on a small screen it takes none.
    pub(super) fn beside_class(&self) -> Size {
        let is_lined = self.is_participant() && self.place() != Place::Lobby;
        let height = self.size.height.saturating_sub(u16::from(is_lined)).max(MIN_SIZE.height);
        Size { height, ..self.size }
    }

    pub(super) fn is_participant(&self) -> bool {
        let part = self.context.class.as_ref().map(|class| &class.part);
        part.is_some_and(|part| matches!(part, Part::Participant { .. }))
    }

    /// The row of the line about the class, where there is room for one.
    pub(super) fn class_row(&self) -> Option<u16> {
        (self.beside_class().height < self.size.height).then(|| self.size.height - 1)
    }

    /// What a press on the line about the class does; `None` where the mouse did something else.
    pub(super) fn on_class_row(&self, mouse: Mouse) -> bool {
        mouse.kind == MouseKind::Press && self.class_row() == Some(mouse.row)
    }

    /// Opens the page of the class, over whatever one is at.
    pub(super) fn open_class(&mut self) -> Vec<Effect> {
        match &self.context.class {
            None => {
                let told = "This is about a class that is hosted, and you play alone.".to_owned();
                self.context.notice = Some(told.into());
                Vec::new()
            }
            Some(Classroom { part: Part::Trainer, .. }) => {
                self.screens.truncate(1);
                Vec::new()
            }
            Some(_) if self.place() == Place::Lobby => Vec::new(),
            Some(_) => self.carry_out(vec![Step::Push(Screen::lobby())]),
        }
    }

    /// The line about the class, and where it stands.
    pub(super) fn class_line(&self) -> Option<(u16, classroom::ClassLine)> {
        let class = self.context.class.as_ref()?;
        let key = self.context.preferences.keys.key(Place::Everywhere, Action::Class);
        Some((self.class_row()?, class.line(key)))
    }
}
