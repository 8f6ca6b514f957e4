//! What the App asks of its workers, and whose answers it takes.

use std::sync::Arc;

use super::super::FUTURES;
use super::super::context::{Findings, Session};
use super::super::event::{Answer, Effect, LookBack, Recalled, Request};
use super::super::screens::Screen;
use super::App;
use crate::debrief::analysis::Thoroughness;
use crate::game::journal::Coach;
use crate::order::Choice;

/// Futures on which the worth of an order is measured at the board: at hand in a moment.
const WORTH_FUTURES: usize = 400;

impl App {
    /// Shows a screen on top, and asks for what it needs.
    pub(super) fn show(&mut self, mut screen: Screen, effects: &mut Vec<Effect>) {
        let effect = screen.ask(self.next_ticket(), &self.context);
        self.take_note_of(effect, effects);
        self.screens.push(screen);
    }

    /// Lets the top screen ask for what it needs now.
    pub(super) fn ask_again(&mut self, effects: &mut Vec<Effect>) {
        let ticket = self.next_ticket();
        let effect = self.screens.last_mut().and_then(|top| top.ask(ticket, &self.context));
        self.take_note_of(effect, effects);
    }

    pub(super) fn next_ticket(&mut self) -> u64 {
        self.context.last_ticket += 1;
        self.context.last_ticket
    }

    pub(super) fn take_note_of(&mut self, effect: Option<Effect>, effects: &mut Vec<Effect>) {
        if let Some(Effect::LookBack(request)) = &effect {
            self.context.findings = Findings::awaited(request);
        }
        effects.extend(effect);
    }

    /// Looks back on the game in play, as far as it is.
    pub(super) fn look_back(&mut self, effects: &mut Vec<Effect>) {
        let ticket = self.next_ticket();
        let session = self.context.session.as_ref().filter(|session| !session.game.decisions().is_empty());
        let request = session.map(|session| LookBack {
            ticket,
            game: Arc::new(session.game.clone()),
            thoroughness: Thoroughness::default(),
            recall: (session.forgotten(), FUTURES),
        });
        self.take_note_of(request.map(Effect::LookBack), effects);
    }

    pub(super) fn ask_forecast(&mut self) -> Option<Effect> {
        let session = self.context.session.as_mut().filter(|session| !session.game.is_over())?;
        self.context.last_ticket += 1;
        let ticket = self.context.last_ticket;
        (session.asked, session.judging, session.worth) = (Some(ticket), ticket, None);
        let is_worth_wanted = session.rules.coach == Coach::Full;
        Some(Effect::Forecast(request(session, ticket, is_worth_wanted)))
    }

    pub(super) fn take_forecast(&mut self, answer: Answer) {
        if let Some(session) = &mut self.context.session
            && session.asked == Some(answer.ticket)
        {
            session.asked = None;
            session.take_forecast(answer.forecast);
        }
    }

    pub(super) fn take_recalled(&mut self, recalled: Recalled) {
        let (ticket, sprint) = (recalled.ticket, recalled.sprint);
        if let Some(session) =
            self.context.session.as_mut().filter(|_| ticket == self.context.findings.ticket)
        {
            let outlook = session.take_recalled(recalled).clone();
            self.screens.iter_mut().for_each(|screen| screen.recalled(sprint, &outlook));
        }
    }
}

/// What is asked about the order of a game as it stands.
pub(crate) fn request(session: &Session, ticket: u64, is_worth_wanted: bool) -> Request {
    let game = &session.game;
    Request {
        ticket,
        scenario: Arc::clone(game.scenario()),
        belief: Arc::clone(&session.belief),
        choice: Choice { order: game.plan().order.clone(), talks: game.talks().to_vec() },
        source: game.forecast_source(),
        futures: FUTURES,
        seed: game.seed(),
        worth: is_worth_wanted.then_some(WORTH_FUTURES),
    }
}
