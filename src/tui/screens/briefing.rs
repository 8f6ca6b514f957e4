//! What a scenario is about: the product, the people, the risks, and how a game goes.

use super::super::context::Context;
use super::super::keys::{Action, Place};
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll};
use super::{Step, View, draw_header, screen_area, text_area};
use crate::game::Game;
use crate::scenario::{Scenario, Velocity};
use crate::words;

/// How far it is read.
#[derive(Debug, Default)]
pub(in crate::tui) struct Briefing {
    scroll: Scroll,
}

impl View for Briefing {
    fn place(&self) -> Place {
        Place::Briefing
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let (Some(game), area) = (cx.game(), text_area(screen_area(cx))) else { return vec![Step::Pop] };
        if self.scroll.act(action, doc(game, area.width).len(), area.height) {
            return Vec::new();
        }
        match action {
            Action::Open | Action::Back => vec![Step::Pop],
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(game) = cx.game() else { return };
        draw_header(canvas, &game.scenario().title, "Briefing");
        let area = text_area(canvas.area);
        doc(game, area.width).draw(canvas, area, &self.scroll);
    }
}

fn doc(game: &Game, columns: u16) -> Doc {
    let mut doc = Doc::new(columns);
    write(&mut doc, game);
    doc
}

/// Writes the whole briefing.
pub(in crate::tui) fn write(doc: &mut Doc, game: &Game) {
    let scenario = game.scenario();
    doc.para(Role::Strong, &scenario.product.name);
    doc.para(Role::Text, &scenario.product.idea);
    doc.heading("Product Vision");
    doc.para(Role::Text, &scenario.product.vision);
    doc.heading("Product Goal");
    doc.para(Role::Text, &scenario.product.goal);
    doc.heading("Strategy");
    for (number, step) in (1..).zip(&scenario.product.strategy) {
        doc.hanging(Role::Text, &format!("{number}. "), step);
    }
    doc.heading("The people");
    for who in &scenario.stakeholders {
        doc.hanging(Role::Text, "• ", &format!("{}, {}: {}", who.name, who.role, who.wants));
    }
    team(doc, scenario);
    if !scenario.goals.is_empty() {
        doc.heading("Goals with a date");
        let known = words::Known::To(game.state());
        for (index, goal) in scenario.goals.iter().enumerate() {
            let ix = crate::scenario::GoalIx::new(index);
            doc.hanging(Role::Text, "• ", &format!("{}: {}", goal.title, words::goal(scenario, known, ix)));
        }
    }
    if !scenario.risks.is_empty() {
        doc.heading("Risks");
        for risk in &scenario.risks {
            let odds = words::risk(risk.chance, risk.from, risk.to);
            doc.hanging(Role::Text, "• ", &format!("{} ({odds}): {}", risk.title, risk.text));
        }
    }
    your_part(doc, scenario);
}

fn team(doc: &mut Doc, scenario: &Scenario) {
    let unit = &scenario.effort_unit;
    let velocity = match &scenario.team.velocity {
        Velocity::Range(range) => words::span(*range, unit),
        Velocity::History(_) => {
            let (low, _, high) = scenario.team.velocity.spread();
            format!("{} to {}", words::number(low), words::amount(high, unit))
        }
    };
    doc.heading("The team");
    doc.para(
        Role::Text,
        &format!(
            "{} can do {velocity} of work in a Sprint of {}. There are {}.",
            scenario.team.name,
            scenario.sprint_length,
            words::sprints(scenario.sprints),
        ),
    );
    if scenario.team.cost_per_sprint > 0.0 {
        let cost = words::amount(scenario.team.cost_per_sprint, &scenario.value_unit);
        doc.para(Role::Text, &format!("A Sprint of theirs costs {cost}; the debrief reckons with it."));
    }
    if scenario.benefit_sprints > scenario.sprints {
        doc.para(
            Role::Text,
            &format!("What is Done goes on paying until Sprint {}.", scenario.benefit_sprints),
        );
    }
}

fn your_part(doc: &mut Doc, scenario: &Scenario) {
    doc.heading("Your part");
    let unit = &scenario.value_unit;
    doc.para(
        Role::Text,
        &format!(
            "You are the Product Owner: you decide what the team works on first. Put the Product Backlog \
             in order, top first, and run a Sprint. At the Sprint Review you see what is Done and what it \
             brought, in {unit}; you learn, and order again. What matters is the value at the end, and \
             that the people stay on board."
        ),
    );
    let talks = scenario.refined_per_sprint();
    match talks {
        0 => {}
        1 => doc.para(
            Role::Text,
            "In each Sprint you can talk about one item with those who want it: that clears up how large \
             it is, and spares the team misunderstandings.",
        ),
        n => doc.para(
            Role::Text,
            &format!(
                "In each Sprint you can talk about {n} items with those who want them: that clears up how \
                 large they are, and spares the team misunderstandings."
            ),
        ),
    }
    if talks > 0 {
        doc.para(
            Role::Text,
            "What you leave of these talks, the team uses for the first items of your order.",
        );
    }
}
