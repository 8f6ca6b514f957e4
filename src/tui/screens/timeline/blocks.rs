//! A block for each Sprint: what was ordered, talked about and said, what came of it, and what is expected.

use super::super::super::context::Story;
use super::super::super::text;
use super::super::super::theme::Role;
use super::super::super::widgets::Doc;
use super::super::facts;
use crate::debrief::{Digest, digests};
use crate::game::{Decision, Game};
use crate::scenario::{ItemIx, Range};
use crate::words;

/// Items that a block names of what stood on top.
const ON_TOP: usize = 3;
/// Items that a block names of what is expected.
const EXPECTED: usize = 4;

/// A text that is cut rather than wrapped, so that blocks stay small.
struct Block {
    doc: Doc,
    columns: usize,
}

impl Block {
    fn new(columns: u16) -> Self {
        Self { doc: Doc::new(columns), columns: usize::from(columns.saturating_sub(2)) }
    }

    fn line(&mut self, role: Role, mark: &str, words: &str) {
        let line = text::cut(&format!("{mark} {words}"), self.columns);
        self.doc.line(vec![(role, line)]);
    }

    /// A bar of so much of the whole, and the figure that it stands for.
    fn bar(&mut self, role: Role, share: f64, mark: &str, figure: &str) {
        let room = self.columns.saturating_sub(text::width(figure) + 3).clamp(4, 30);
        let full = (share.clamp(0.0, 1.0) * room as f64).round() as usize;
        let figure = text::cut(figure, self.columns.saturating_sub(room + 3));
        self.doc.line(vec![
            (role, format!("  {}", mark.repeat(full))),
            (Role::Rule, "·".repeat(room - full)),
            (role, format!(" {figure}")),
        ]);
    }

    /// A text of two lines at most.
    fn two_lines(&mut self, role: Role, words: &str) {
        let mut lines = text::wrap(words, self.columns.saturating_sub(2));
        if lines.len() > 2 {
            let rest = lines.split_off(1).join(" ");
            lines.push(rest);
        }
        lines.iter().for_each(|line| self.line(role, " ", line));
    }
}

/// The blocks of all Sprints that are played, in order.
pub(super) fn all(story: &Story<'_>, columns: u16, chosen: Option<usize>) -> Vec<Doc> {
    let (game, digests) = (story.game, digests(story.game));
    let totals = game.running_totals();
    let expected = story.forecast.filter(|_| story.tells_value).map_or(0.0, |forecast| forecast.value.p90);
    let most = totals.iter().copied().chain([expected]).fold(0.0, f64::max);
    let sprints = game.scenario().sprints;
    (1..=sprints)
        .map(|sprint| {
            let place = sprint as usize - 1;
            let is_chosen = chosen.is_some_and(|chosen| chosen.min(sprints as usize - 1) == place);
            let mark = if is_chosen { "▸" } else { " " };
            let mut block = Block::new(columns);
            match digests.get(place) {
                Some(digest) => {
                    past(&mut block, story, digest, (totals[place], most), (mark, is_chosen));
                }
                None => to_come(&mut block, story, sprint, most, (mark, is_chosen)),
            }
            block.doc
        })
        .collect()
}

fn title(game: &Game, item: ItemIx) -> &str {
    &game.scenario().item(item).title
}

fn past(
    block: &mut Block,
    story: &Story<'_>,
    digest: &Digest,
    (total, most): (f64, f64),
    (mark, is_chosen): (&str, bool),
) {
    let (game, scenario) = (story.game, story.game.scenario());
    let unit = &scenario.value_unit;
    let paid = words::signed(digest.paid.total(), unit);
    let heading = format!("Sprint {} · {paid}", digest.sprint);
    block.line(if is_chosen { Role::Selected } else { Role::Strong }, mark, &heading);
    let share = if most > 0.0 { total / most } else { 0.0 };
    block.bar(Role::Strong, share, "━", &format!("{} so far", words::amount(total, unit)));
    for &risk in &digest.struck {
        block.line(Role::Bad, "!", &format!("risk: {}", scenario.risks[risk.at()].title));
    }
    for &who in &digest.escalated {
        block.line(Role::Bad, "!", &format!("{} escalated", scenario.stakeholders[who.at()].name));
    }
    let decision = game.decisions().iter().find(|decision| decision.sprint == digest.sprint);
    match decision {
        Some(decision) => said(block, game, decision),
        None => block.line(Role::Faint, " ", "held the order of before"),
    }
    let top: Vec<&str> = digest.top.iter().take(ON_TOP).map(|&item| title(game, item)).collect();
    if !top.is_empty() {
        block.two_lines(Role::Faint, &format!("on top: {}", top.join(", ")));
    }
    for &item in &digest.done {
        block.line(Role::Good, "✓", &format!("Done: {}", title(game, item)));
    }
    if digest.done.is_empty() {
        block.line(Role::Warn, "–", "nothing became Done");
    }
    for &item in &digest.revealed {
        block.line(Role::Accent, "•", &format!("revealed: {}", title(game, item)));
    }
    for &item in &digest.refined {
        block.line(Role::Accent, "•", &format!("effort known: {}", title(game, item)));
    }
    for &item in &digest.arrived {
        block.line(Role::Accent, "+", &format!("new: {}", title(game, item)));
    }
    for change in digest.trust.iter().filter(|change| change.before != change.after) {
        let (mark, role) =
            if change.after > change.before { ("▲", Role::Good) } else { ("▼", Role::Bad) };
        let name = &scenario.stakeholders[change.who.at()].name;
        block.line(role, mark, &format!("{name}: trust {}", words::percent(change.after)));
    }
}

/// What was said and asked before a Sprint.
fn said(block: &mut Block, game: &Game, decision: &Decision) {
    if let Some(goal) = &decision.plan.goal {
        let verdict = match game.goal_met(decision) {
            Some(true) => "met: ",
            Some(false) => "not met: ",
            None => "",
        };
        block.line(Role::Text, " ", &format!("goal {verdict}{}", words::quoted(&goal.text)));
    }
    for &item in &decision.talks {
        block.line(Role::Text, "?", &format!("talked about: {}", title(game, item)));
    }
    for commitment in &decision.plan.commitments {
        let outcome = match game.outcome(commitment) {
            Some(true) => ", kept",
            Some(false) => ", not kept",
            None => "",
        };
        let subject = words::subject(game.scenario(), &commitment.subject);
        let said = format!("{} % by S{}{outcome}: {subject}", commitment.percent, commitment.by);
        block.line(Role::Text, "»", &said);
    }
}

fn to_come(block: &mut Block, story: &Story<'_>, sprint: u32, most: f64, (mark, is_chosen): (&str, bool)) {
    let (game, unit) = (story.game, &story.game.scenario().value_unit);
    let what = if sprint == game.sprint() { "being ordered" } else { "to come" };
    let role = if is_chosen { Role::Selected } else { Role::Faint };
    block.line(role, mark, &format!("Sprint {sprint} · {what}"));
    let Some(forecast) = story.forecast else { return };
    let point = (sprint - forecast.from) as usize;
    if let Some(expected) = forecast.value_by_sprint.get(point).filter(|_| story.tells_value) {
        let share = if most > 0.0 { expected.mean / most } else { 0.0 };
        block.bar(Role::Band, share, "░", &format!("{} by then", words::amount(expected.mean, unit)));
        let range = Range::new(expected.p10, expected.p50, expected.p90).filter(|range| !range.is_certain());
        if let Some(range) = range {
            let range = format!("8 of 10 futures: {}", words::span(range, unit));
            block.line(Role::Faint, " ", &range);
        }
    }
    let likely: Vec<ItemIx> = game
        .plan()
        .order
        .iter()
        .copied()
        .filter(|&item| facts::likely_sprint(forecast, item) == Some(sprint))
        .collect();
    for &item in likely.iter().take(EXPECTED) {
        let chance = words::percent(facts::chance_by(forecast, item, sprint));
        block.line(Role::Faint, "◦", &format!("likely ({chance}): {}", title(game, item)));
    }
    if likely.len() > EXPECTED {
        block.line(Role::Faint, " ", &format!("and {} more", likely.len() - EXPECTED));
    }
}

/// What happens after the last Sprint that is played.
pub(super) fn after(story: &Story<'_>, columns: u16) -> Doc {
    let (game, scenario) = (story.game, story.game.scenario());
    let mut doc = Doc::new(columns);
    let (from, to) = (scenario.sprints + 1, scenario.benefit_sprints);
    if to < from {
        return doc;
    }
    let unit = &scenario.value_unit;
    let span = if from == to { format!("In Sprint {to}") } else { format!("In Sprints {from} to {to}") };
    let records = game.records().iter().skip(scenario.sprints as usize);
    let text = if game.is_over() {
        let paid: f64 = records.map(crate::sim::SprintRecord::value).sum();
        format!("{} from what is Done", words::signed(paid, unit))
    } else {
        "what is Done goes on paying".to_owned()
    };
    doc.para(Role::Faint, &format!("{span}, after the last one that is played: {text}"));
    doc
}
