//! The order in play and one that was parked, side by side.

use std::sync::Arc;

use super::super::FUTURES;
use super::super::context::{Context, Session};
use super::super::event::{Compared, Comparison, Effect, Mouse, MouseKind, Side};
use super::super::keys::{Action, Place};
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll};
use super::pair::{results, side_by_side};
use super::{Step, View, draw_header, facts, screen_area, text_area};
use crate::game::Command;
use crate::game::journal::Coach;
use crate::order::Choice;
use crate::order::worth::Depth;
use crate::scenario::ItemIx;

/// Two orders that are held side by side.
#[derive(Debug)]
pub(in crate::tui) struct Parked {
    /// The order in play, and the one that was parked.
    orders: [Vec<ItemIx>; 2],
    ticket: u64,
    sides: Vec<Side>,
    scroll: Scroll,
}

impl Parked {
    /// The order of a game beside another one of what is open.
    pub(super) fn new(session: &Session, parked: &[ItemIx]) -> Self {
        let orders = [session.game.plan().order.clone(), parked.to_vec()];
        Self { orders, ticket: 0, sides: Vec::new(), scroll: Scroll::default() }
    }

    /// Asks for what both orders lead to.
    pub(super) fn ask(&mut self, ticket: u64, cx: &Context) -> Option<Effect> {
        let session = cx.session.as_ref()?;
        let game = &session.game;
        self.ticket = ticket;
        let talks = game.talks();
        let choices = self.orders.iter().map(|order| Choice { order: order.clone(), talks: talks.to_vec() });
        Some(Effect::Compare(Comparison {
            ticket,
            scenario: Arc::clone(game.scenario()),
            belief: Arc::clone(&session.belief),
            choices: choices.collect(),
            through: game.sprint(),
            source: game.forecast_source(),
            futures: FUTURES,
            seed: game.seed(),
            worth: Depth::FULL.worth,
        }))
    }

    /// Takes what both orders lead to.
    pub(super) fn compared(&mut self, compared: &Compared) {
        if compared.ticket == self.ticket {
            self.sides.clone_from(&compared.sides);
        }
    }

    fn doc(&self, session: &Session, columns: u16) -> Doc {
        let mut doc = Doc::new(columns);
        let scenario = session.game.scenario();
        let names = ["now", "parked"];
        match session.coach() {
            Coach::Full => {
                results(&mut doc, columns.into(), names, &self.sides, &scenario.value_unit);
            }
            Coach::Hints | Coach::Off => {
                doc.para(Role::Faint, "What each is worth is told at the end.");
            }
        }
        doc.gap();
        let sides = if session.is_blind() { &[] } else { self.sides.as_slice() };
        let note = |side: usize, item: ItemIx| {
            let sprint = sides.get(side).map(|side| facts::likely_sprint(&side.forecast, item));
            sprint.map_or_else(String::new, |sprint| {
                sprint.map_or_else(|| " –".to_owned(), |sprint| format!("S{sprint}"))
            })
        };
        let [now, parked] = &self.orders;
        let room = usize::from(columns).saturating_sub(2);
        side_by_side(&mut doc, room, ["The order now", "The parked order"], [now, parked], scenario, note);
        doc.gap();
        doc.para(
            Role::Faint,
            "↕ is in another place. S is the Sprint in which it is probably Done; – is none.",
        );
        doc
    }
}

impl View for Parked {
    fn place(&self) -> Place {
        Place::Parked
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let Some(session) = &cx.session else { return vec![Step::Pop] };
        let area = text_area(screen_area(cx));
        if self.scroll.act(action, self.doc(session, area.width).len(), area.height) {
            return Vec::new();
        }
        match action {
            // A comparison takes the place of the board's forecast.
            Action::Back => vec![Step::Pop, Step::Forecast],
            Action::Park => {
                let told = "This order is parked in place of the other one.".to_owned();
                vec![Step::Pop, Step::Park(self.orders[0].clone()), Step::Forecast, Step::Tell(told)]
            }
            Action::Open => {
                let scenario = session.game.scenario();
                let items = self.orders[1].iter().map(|&item| scenario.item(item).id.clone()).collect();
                let told =
                    "The parked order is in force; the other one is parked. u takes it back.".to_owned();
                let order = Command::Order { items };
                let park = Step::Park(self.orders[0].clone());
                vec![Step::Pop, park, Step::Do(order), Step::Forecast, Step::Tell(told)]
            }
            _ => Vec::new(),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        match mouse.kind {
            MouseKind::WheelUp => self.act(Action::Up, cx),
            MouseKind::WheelDown => self.act(Action::Down, cx),
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(session) = &cx.session else { return };
        let game = &session.game;
        let left = format!("Sprint {} of {} · Two orders", game.sprint(), game.scenario().sprints);
        draw_header(canvas, &left, "side by side");
        let area = text_area(canvas.area);
        self.doc(session, area.width).draw(canvas, area, &self.scroll);
    }
}
