//! How a figure of the debrief is made: the formula, what went into it, and what was drawn.

mod draws;

use std::sync::Arc;

use ratatui::layout::Rect;

use super::super::super::context::Context;
use super::super::super::event::Mouse;
use super::super::super::keys::{Action, Place};
use super::super::super::theme::Role;
use super::super::super::widgets::{Canvas, Doc, Scroll, overlay_area};
use super::super::{Step, View, mouse_on_overlay};
use super::sheet::sprints;
use crate::debrief::analysis::{Analysis, Decided, KnowledgeSource, Rung};
use crate::debrief::told;
use crate::game::Game;
use crate::order::Estimate;
use crate::words;

/// A figure that can be opened. Decisions, rungs and the like go by their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    /// U of the first belief.
    Par,
    /// Q − U of a decision.
    Choice(usize),
    /// What the world did after a decision.
    Luck(usize),
    /// V.
    Value,
    /// Accuracy of a decision.
    Accuracy(usize),
    /// Accuracy of the game.
    GameAccuracy,
    /// A player on the ladder.
    Rung(usize),
    /// What somebody could have had who knew the future.
    Hindsight,
    /// What it was worth to know something.
    Knowledge(usize),
    /// The forecast when the game began.
    Expected,
    /// A figure of the scorecard: its name and its formula.
    Card(&'static str, &'static str),
}

/// A figure, opened over the debrief.
#[derive(Debug)]
pub(in crate::tui) struct FigureScreen {
    game: Arc<Game>,
    figure: Figure,
    scroll: Scroll,
}

const COLUMNS: u16 = 76;

impl FigureScreen {
    pub(super) fn new(game: Arc<Game>, figure: Figure) -> Self {
        Self { game, figure, scroll: Scroll::default() }
    }

    fn doc(&self, columns: u16, cx: &Context) -> Doc {
        let mut doc = Doc::new(columns);
        let found = cx.findings.analysis.as_deref().filter(|_| cx.findings.is_about(&self.game));
        if let Figure::Card(_, formula) = self.figure {
            formula.split('\n').for_each(|line| doc.para(Role::Text, line));
        } else if self.figure == Figure::Expected {
            self.expected(&mut doc);
        } else if let Some(analysis) = found {
            self.explain(&mut doc, analysis);
        } else {
            doc.para(Role::Faint, "This is still being computed …");
        }
        doc
    }

    fn rows(&self, cx: &Context) -> u16 {
        (self.doc(COLUMNS.min(cx.size.width - 6), cx).len() as u16).min(cx.size.height - 5)
    }

    fn title(&self) -> String {
        match self.figure {
            Figure::Par => "Par".to_owned(),
            Figure::Choice(place) => self.named("What the order was worth", place),
            Figure::Luck(place) => self.named("Luck", place),
            Figure::Value => "Your value".to_owned(),
            Figure::Accuracy(place) => self.named("Accuracy", place),
            Figure::GameAccuracy => "Accuracy of the game".to_owned(),
            Figure::Rung(_) => "A player on the ladder".to_owned(),
            Figure::Hindsight => "With hindsight".to_owned(),
            Figure::Knowledge(_) => "What it was worth to know".to_owned(),
            Figure::Expected => "What was to be expected".to_owned(),
            Figure::Card(name, _) => name.to_owned(),
        }
    }

    fn named(&self, what: &str, place: usize) -> String {
        let decision = self.game.decisions().get(place);
        decision.map_or_else(String::new, |d| format!("{what}, {}", sprints(d.sprint, d.through)))
    }

    fn explain(&self, doc: &mut Doc, analysis: &Analysis) {
        let decided = |place: usize| analysis.decisions.get(place);
        match self.figure {
            Figure::Par => self.par(doc, analysis),
            Figure::Choice(place) => self.choice(doc, decided(place)),
            Figure::Luck(place) => self.luck(doc, analysis, place),
            Figure::Value => self.value(doc, analysis),
            Figure::Accuracy(place) => self.accuracy(doc, decided(place)),
            Figure::GameAccuracy => self.game_accuracy(doc, analysis),
            Figure::Rung(place) => {
                let ladder = analysis.ladder.as_ref();
                if let Some(rung) = ladder.and_then(|ladder| ladder.rungs.get(place)) {
                    self.rung(doc, rung);
                }
            }
            Figure::Hindsight => self.hindsight(doc, analysis),
            Figure::Knowledge(place) => self.knowledge(doc, analysis, place),
            Figure::Expected | Figure::Card(..) => {}
        }
    }

    fn unit(&self) -> &str {
        &self.game.scenario().value_unit
    }

    fn par(&self, doc: &mut Doc, analysis: &Analysis) {
        let worth = analysis.decisions.first().and_then(|decided| decided.worth.as_ref());
        let par = worth.map(|worth| worth.par);
        formula(
            doc,
            "Par = U(B₁): the mean value V over futures that agree with B₁, what was known when the game began, when a steady, plain player makes every order.",
        );
        input(doc, "U(B₁)", par, self.unit());
        futures(doc, worth.map(|worth| worth.futures));
        doc.gap();
        doc.para(Role::Text, "That player sees what you saw and nothing else. In each Sprint it reckons for each item, with everything that it still needs, what it costs to have it a Sprint later, per effort that is left; puts the dearest first; and leaves out what is worth less than nothing. It is quick and respectable, not the best there is.");
        self.seed(doc, "The futures are drawn from the seed of the game with a purpose of their own, so they are not the future that was played.");
    }

    fn choice(&self, doc: &mut Doc, decided: Option<&Decided>) {
        let Some(decided) = decided else { return };
        let s = decided.sprint;
        let held =
            if decided.through > s { ", held to the end," } else { ", with par in every later Sprint," };
        formula(
            doc,
            &format!(
                "Order = Q(o|B) − U(B). Q is the mean value over futures that agree with what was known in Sprint {s} when your order is played{held} and U when par plays this Sprint, too."
            ),
        );
        let Some(worth) = &decided.worth else {
            input(doc, "Q − U", decided.glance.map(|glance| glance.choice), self.unit());
            return doc.para(
                Role::Faint,
                "This is a first glance on few futures; the figure is still being computed.",
            );
        };
        input(doc, "Q, yours", Some(worth.chosen), self.unit());
        input(doc, "U, par's", Some(worth.par), self.unit());
        change(doc, "Q − U", worth.choice, self.unit());
        input(doc, "Q*, best found", Some(worth.best), self.unit());
        input(doc, "Q0, by lot", Some(worth.random), self.unit());
        futures(doc, Some(worth.futures));
        doc.gap();
        doc.para(Role::Text, "Both orders met the same futures, so luck that they share drops out, and the difference is surer than either figure.");
        if !worth.choice.is_clear() {
            doc.para(Role::Text, "The difference is inside its noise: nobody can say that one was better.");
        }
        let share = words::percent(worth.percentile.mean);
        doc.para(Role::Text, &format!("{share} of orders made by lot are worth less than yours."));
        self.seed(doc, "Q and U are measured on futures that the search for Q* has not seen.");
    }

    fn luck(&self, doc: &mut Doc, analysis: &Analysis, place: usize) {
        let Some(decided) = analysis.decisions.get(place) else { return };
        let next = analysis.decisions.get(place + 1);
        let after = match next {
            Some(next) => next.worth.as_ref().map(|worth| worth.par),
            None => Some(analysis.value),
        };
        let what =
            if next.is_some() { "U(B_next), what par could expect then" } else { "V, the value that came" };
        formula(
            doc,
            &format!(
                "Luck = {what}, − Q(o|B), what your order could expect before. On average over futures it is nothing."
            ),
        );
        input(doc, if next.is_some() { "U, after" } else { "V" }, after, self.unit());
        input(doc, "Q, before", decided.worth.as_ref().map(|worth| worth.chosen), self.unit());
        match decided.luck {
            Some(luck) => change(doc, "Luck", luck, self.unit()),
            None => doc.para(Role::Faint, "It is still being computed …"),
        }
        draws::draws(doc, &self.game, place);
    }

    fn value(&self, doc: &mut Doc, analysis: &Analysis) {
        formula(
            doc,
            "V = U(B₁) + Σ (Q − U) + Σ luck. V is the sum of all that was paid, to the last Sprint that counts. U ends the luck of one Sprint and begins the next decision, so the parts add up exactly.",
        );
        if let Some(sum) = analysis.sum() {
            input(doc, "Par", Some(sum.par), self.unit());
            change(doc, "Decisions", sum.choice, self.unit());
            change(doc, "Luck", sum.luck, self.unit());
        }
        input(doc, "V", Some(analysis.value), self.unit());
        doc.gap();
        doc.para(Role::Text, "What each Sprint paid is on the page “What happened: Sprint by Sprint”.");
        self.seed(doc, "The seed decided the future that was played, before your first order.");
    }

    fn accuracy(&self, doc: &mut Doc, decided: Option<&Decided>) {
        formula(
            doc,
            "Accuracy = (Q − Q0) ÷ (Q* − Q0), kept between 0 and 100 %: how much of what an order could bring beyond chance was in yours.",
        );
        let Some(worth) = decided.and_then(|decided| decided.worth.as_ref()) else { return };
        input(doc, "Q, yours", Some(worth.chosen), self.unit());
        input(doc, "Q*, best found", Some(worth.best), self.unit());
        input(doc, "Q0, by lot", Some(worth.random), self.unit());
        change(doc, "Q* − Q", worth.lost, self.unit());
        change(doc, "Q* − Q0", worth.stakes, self.unit());
        futures(doc, Some(worth.futures));
        doc.gap();
        doc.para(Role::Text, match worth.accuracy {
            Some(_) => "Q* is the best of everything that was looked at: par, the simple rules, your order, changes to it, and a search. There may be better ones.",
            None => "Nearly all orders were worth the same in this Sprint, so there was nothing to be accurate about.",
        });
    }

    fn game_accuracy(&self, doc: &mut Doc, analysis: &Analysis) {
        formula(
            doc,
            "The mean of the Sprints' accuracies, each weighted by what was at stake in it, Q* − Q0.",
        );
        for decided in &analysis.decisions {
            let Some(worth) = &decided.worth else { continue };
            let accuracy = worth.accuracy.map_or("none".to_owned(), |a| words::percent(a.mean));
            let stakes = words::noisy(worth.stakes, self.unit());
            let name = sprints(decided.sprint, decided.through);
            doc.hanging(Role::Text, "  ", &format!("{name}: {accuracy}, stakes {stakes}"));
        }
    }

    fn rung(&self, doc: &mut Doc, rung: &Rung) {
        doc.para(Role::Strong, told::player_title(rung.player));
        doc.para(Role::Text, &format!("This player {}.", told::player_meaning(rung.player)));
        let unit = self.unit();
        doc.gap();
        input(doc, "Mean", Some(Estimate { mean: rung.value.mean, stderr: rung.value.stderr }), unit);
        for (name, value) in [("P10", rung.value.p10), ("P50", rung.value.p50), ("P90", rung.value.p90)] {
            field(doc, name, &words::amount(value, unit));
        }
        field(doc, "Below yours", &words::percent(rung.below_played));
        if let Some(lead) = rung.lead {
            change(doc, "Ahead of next", lead, unit);
        }
        futures(doc, Some(rung.sample.len()));
        if rung.player.is_slow() {
            doc.para(Role::Faint, "It thinks long, so it plays the first of the others' futures only.");
        }
        self.seed(doc, "All players meet the same futures of what was known when the game began.");
    }

    fn hindsight(&self, doc: &mut Doc, analysis: &Analysis) {
        formula(
            doc,
            "The largest value that a search found for the one future that was played, by somebody who knows every effort, velocity, amount and risk beforehand.",
        );
        input(doc, "Found", analysis.hindsight.map(Estimate::certain), self.unit());
        input(doc, "Yours", Some(analysis.value), self.unit());
        doc.gap();
        doc.para(Role::Text, "A bound from below: there may be more. Nobody could have known, so it says nothing about your decisions.");
    }

    fn knowledge(&self, doc: &mut Doc, analysis: &Analysis, place: usize) {
        let Some(knowledge) = analysis.knowledge.get(place) else { return };
        let scenario = self.game.scenario();
        let (item, without) = match knowledge.source {
            KnowledgeSource::Experiment(item) => (item, "if it had told nothing when it was Done"),
            KnowledgeSource::Conversation(item) => {
                (item, "without the conversation, its place going to the next item of the order")
            }
        };
        doc.para(Role::Strong, &scenario.item(item).title);
        formula(
            doc,
            &format!(
                "Worth of knowing = Q − Q in the dark: what your order of Sprint {} was worth, less what the same order would have been worth {without}. Both meet the same futures.",
                knowledge.sprint
            ),
        );
        change(doc, "Worth", knowledge.worth, self.unit());
        futures(doc, analysis.decisions.iter().find_map(|d| d.worth.as_ref()).map(|worth| worth.futures));
        doc.gap();
        doc.para(Role::Text, "It is what it was worth beforehand, on average over what it might have told; not what it happened to tell.");
    }

    fn expected(&self, doc: &mut Doc) {
        formula(
            doc,
            "The mean of V, all that was paid in the end, over futures that agree with what was known when you first ordered, when that order is held to the end. 8 of 10 of those futures lie between P10 and P90.",
        );
        futures(doc, usize::try_from(crate::debrief::DECISION_FUTURES).ok());
        doc.gap();
        doc.para(Role::Text, "It holds one order and learns nothing on the way, so it says what that order gave, not what you could make of it.");
        self.seed(doc, "These are the futures of the forecasts in play, not the one that was played.");
    }

    fn seed(&self, doc: &mut Doc, purpose: &str) {
        doc.gap();
        doc.para(Role::Faint, &format!("Seed {}. {purpose}", self.game.seed()));
    }
}

fn formula(doc: &mut Doc, text: &str) {
    doc.para(Role::Text, text);
    doc.gap();
}

fn field(doc: &mut Doc, name: &str, text: &str) {
    doc.marked((Role::Faint, &format!("  {}", super::super::super::text::fit(name, 16))), Role::Strong, text);
}

fn input(doc: &mut Doc, name: &str, estimate: Option<Estimate>, unit: &str) {
    field(doc, name, &estimate.map_or("…".to_owned(), |estimate| words::noisy(estimate, unit)));
}

fn change(doc: &mut Doc, name: &str, estimate: Estimate, unit: &str) {
    field(doc, name, &words::noisy_change(estimate, unit));
}

fn futures(doc: &mut Doc, count: Option<usize>) {
    if let Some(count) = count {
        field(doc, "Futures", &words::number(count as f64));
        doc.para(
            Role::Faint,
            "± is twice the standard error: in 19 of 20 cases the true figure lies inside.",
        );
    }
}

impl View for FigureScreen {
    fn place(&self) -> Place {
        Place::Figure
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let lines = self.doc(COLUMNS.min(cx.size.width - 6), cx).len();
        let rows = self.rows(cx);
        if self.scroll.act(action, lines, rows) {
            return Vec::new();
        }
        if action == Action::Back { vec![Step::Pop] } else { Vec::new() }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        mouse_on_overlay(self, mouse, cx)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        // The marks in the margin belong to what is under it.
        let rows = self.rows(cx) + 2;
        let outer = overlay_area(canvas.area, COLUMNS + 4, rows);
        canvas.clear(Rect::new(canvas.area.x, outer.y, canvas.area.width, outer.height));
        let inner = canvas.overlay(COLUMNS + 4, rows, &self.title());
        self.doc(inner.width, cx).draw(canvas, inner, &self.scroll);
    }
}
