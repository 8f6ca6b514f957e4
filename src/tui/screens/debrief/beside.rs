//! "Show me": the board as it was, a better order beside it, and what each would have led to.

use std::sync::Arc;

use super::super::super::FUTURES;
use super::super::super::context::Context;
use super::super::super::event::{Compared, Comparison, Effect, Side};
use super::super::super::keys::{Action, Place};
use super::super::super::theme::Role;
use super::super::super::widgets::{Canvas, Doc, Scroll};
use super::super::pair::{results, side_by_side};
use super::super::{Step, View, draw_header, screen_area, text_area};
use super::sheet::sprints;
use crate::debrief::analysis::Moment;
use crate::debrief::told;
use crate::game::{Decision, Game};
use crate::order::Choice;
use crate::order::worth::Depth;
use crate::scenario::ItemIx;
use crate::sim::{Belief, Source};
use crate::words;

/// A moment that is looked at.
#[derive(Debug)]
pub(in crate::tui) struct Beside {
    game: Arc<Game>,
    decision: usize,
    moment: Moment,
    belief: Arc<Belief>,
    ticket: u64,
    sides: Vec<Side>,
    scroll: Scroll,
}

/// What was decided, and another choice in its place, to be compared on the futures of the analysis.
pub(super) fn comparison(
    ticket: u64,
    game: &Game,
    decision: &Decision,
    belief: &Arc<Belief>,
    other: Choice,
) -> Effect {
    let own = Choice { order: decision.plan.order.clone(), talks: decision.talks.clone() };
    Effect::Compare(Comparison {
        ticket,
        scenario: Arc::clone(game.scenario()),
        belief: Arc::clone(belief),
        choices: vec![own, other],
        through: decision.through,
        source: Source::forecast(game.seed(), decision.sprint),
        futures: FUTURES,
        seed: game.seed(),
        worth: Depth::FULL.worth,
    })
}

impl Beside {
    pub(in crate::tui) fn new(game: Arc<Game>, decision: usize, moment: Moment) -> Self {
        let belief = Arc::new(game.decisions()[decision].belief.clone());
        Self { game, decision, moment, belief, ticket: 0, sides: Vec::new(), scroll: Scroll::default() }
    }

    /// Asks for what both orders lead to.
    pub(in crate::tui) fn ask(&mut self, ticket: u64) -> Effect {
        self.ticket = ticket;
        let decision = &self.game.decisions()[self.decision];
        comparison(ticket, &self.game, decision, &self.belief, self.moment.choice.clone())
    }

    /// Takes what both orders lead to.
    pub(in crate::tui) fn compared(&mut self, compared: &Compared) {
        if compared.ticket == self.ticket {
            self.sides.clone_from(&compared.sides);
        }
    }

    fn doc(&self, columns: u16) -> Doc {
        let mut doc = Doc::new(columns);
        let scenario = self.game.scenario();
        doc.para(Role::Strong, &format!("{}.", told::change(scenario, &self.moment)));
        doc.para(Role::Text, &format!("{}.", told::reason(scenario, &self.moment)));
        doc.gap();
        results(&mut doc, columns.into(), ["as it was", "better"], &self.sides, &scenario.value_unit);
        doc.gap();
        self.boards(&mut doc, usize::from(columns).saturating_sub(2));
        doc
    }

    /// Both orders, side by side; what is in another place is marked.
    fn boards(&self, doc: &mut Doc, columns: usize) {
        let scenario = self.game.scenario();
        let decision = &self.game.decisions()[self.decision];
        let (was, better) = (&decision.plan.order, &self.moment.choice.order);
        let names = ["The board as it was", "A better order"];
        side_by_side(doc, columns, names, [was, better], scenario, |_, _| String::new());
        let talks = |talks: &[ItemIx]| {
            let titles: Vec<String> =
                talks.iter().map(|&item| words::quoted(&scenario.item(item).title)).collect();
            if titles.is_empty() { "nobody in particular".to_owned() } else { words::list(&titles) }
        };
        if decision.talks != self.moment.choice.talks {
            doc.gap();
            doc.para(Role::Text, &format!("Talked about as it was: {}.", talks(&decision.talks)));
            doc.para(Role::Text, &format!("Talked about, better: {}.", talks(&self.moment.choice.talks)));
        }
        let aside = decision.plan.aside.iter().filter(|item| !better.contains(item)).count();
        if aside > 0 {
            doc.gap();
            doc.para(Role::Faint, &format!("Not now: {aside}"));
        }
        let done = scenario.item_indexes().filter(|&ix| self.belief.state().item(ix).done().is_some());
        let done: Vec<String> = done.map(|ix| words::quoted(&scenario.item(ix).title)).collect();
        if !done.is_empty() {
            doc.gap();
            doc.para(Role::Faint, &format!("Done by then: {}", words::list(&done)));
        }
    }
}

impl View for Beside {
    fn place(&self) -> Place {
        Place::Beside
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let area = text_area(screen_area(cx));
        if self.scroll.act(action, self.doc(area.width).len(), area.height) {
            return Vec::new();
        }
        if action == Action::Back { vec![Step::Pop] } else { Vec::new() }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, _: &Context) {
        let decision = &self.game.decisions()[self.decision];
        let left = format!("Show me · {}", sprints(decision.sprint, decision.through));
        draw_header(canvas, &left, "a moment that mattered");
        let area = text_area(canvas.area);
        self.doc(area.width).draw(canvas, area, &self.scroll);
    }
}
