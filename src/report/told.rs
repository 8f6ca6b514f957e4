//! What was found about a game, in sentences: those of the text, of Markdown and of HTML alike.

use crate::debrief::analysis::{Decided, Knowledge, Moment};
use crate::debrief::{Account, Digest, Findings, KeptForecast, digests, told};
use crate::scenario::{ItemIx, Scenario};
use crate::words;

/// What par is.
pub(super) const PAR: &str = "what a quick, sensible player expects at the start";
/// What decisions are measured by.
pub(super) const DECISIONS: &str = "beside what par would have decided";
/// What luck is.
pub(super) const LUCK: &str = "what the world made of them; on average, nothing";
/// What accuracy is.
pub(super) const ACCURACY: &str = "of the way from orders by lot to the best that was found";
/// What the ladder is.
pub(super) const LADDER: &str = "what others make of the same scenario, on average over many futures";
/// What stands above what was worth knowing.
pub(super) const KNOWLEDGE: &str =
    "What experiments and conversations were worth, before anybody knew what they would tell";

/// Tells of one game.
#[derive(Clone, Copy)]
pub(super) struct Telling<'a> {
    pub(super) findings: &'a Findings,
    pub(super) scenario: &'a Scenario,
}

impl<'a> Telling<'a> {
    pub(super) fn of(findings: &'a Findings) -> Self {
        Self { findings, scenario: findings.game.scenario() }
    }

    pub(super) fn value(self, amount: f64) -> String {
        words::amount(amount, &self.scenario.value_unit)
    }

    pub(super) fn titles(self, items: impl Iterator<Item = ItemIx>) -> String {
        let titles: Vec<String> = items.map(|item| words::quoted(&self.scenario.item(item).title)).collect();
        words::list(&titles)
    }

    /// What has to be known about the whole: what is missing of it.
    pub(super) fn reservations(self) -> Vec<String> {
        let Findings { game, is_torn, is_complete, .. } = self.findings;
        let mut told = Vec::new();
        if !game.is_over() {
            let (played, all) = (game.state().ended, words::sprints(self.scenario.sprints));
            told.push(format!("The game is not over: {played} of {all} played. Everything is so far."));
        }
        if *is_torn {
            told.push("The last step in the journal was cut off, and is not counted.".to_owned());
        }
        if !is_complete {
            told.push("Ended early: what was not looked at yet is missing.".to_owned());
        }
        told
    }

    /// What happened, at most so many Sprints of it.
    pub(super) fn happened(self, sprints_max: usize) -> Vec<String> {
        let game = &self.findings.game;
        let (last, end) = (self.scenario.sprints, self.scenario.benefit_sprints);
        let mut total = 0.0;
        let mut told = Vec::new();
        for digest in digests(game).iter().take_while(|digest| digest.sprint <= last).take(sprints_max) {
            total += digest.paid.total();
            let (done, value) = (self.done(digest), self.value(total));
            told.push(format!("Sprint {}: {done}; {value} so far", digest.sprint));
        }
        if game.decisions().is_empty() {
            told.push("Nothing yet: no Sprint was run.".to_owned());
        } else if game.is_over() && end > last {
            let value = self.value(game.state().value);
            told.push(format!("What is Done goes on to pay up to Sprint {end}: {value} in the end"));
        }
        told
    }

    fn done(self, digest: &Digest) -> String {
        match &*digest.done {
            [] => "nothing Done".to_owned(),
            done => format!("Done: {}", self.titles(done.iter().copied())),
        }
    }

    /// What the result is called.
    pub(super) fn result(self) -> &'static str {
        if self.findings.game.is_over() { "Your result" } else { "To expect now" }
    }

    /// A decision in one line.
    pub(super) fn decided(self, decided: &Decided) -> String {
        let sprints = sprints(decided.sprint, decided.through);
        let (Some(worth), Some(luck)) = (&decided.worth, decided.luck) else {
            return format!("{sprints}: not looked at yet");
        };
        let unit = &self.scenario.value_unit;
        let accuracy = worth.accuracy.map_or_else(
            || "hardly anything to decide".to_owned(),
            |accuracy| format!("accuracy {}", words::percent(accuracy.mean)),
        );
        format!(
            "{sprints}: {accuracy}; decision {}, luck {}; the best found {}",
            words::signed(worth.choice.mean, unit),
            words::signed(luck.mean, unit),
            words::signed(worth.choice.mean + worth.lost.mean, unit),
        )
    }

    /// The moments of the whole game, the largest gain first; `None` while nothing was looked at.
    pub(super) fn moments(self) -> Option<Vec<&'a Moment>> {
        let decisions = &self.findings.analysis.decisions;
        decisions.iter().find(|decided| decided.worth.is_some())?;
        let mut moments: Vec<&Moment> = decisions.iter().flat_map(|decided| &decided.moments).collect();
        moments.sort_by(|a, b| b.gain.mean.total_cmp(&a.gain.mean));
        Some(moments)
    }

    /// The most that could have been had.
    pub(super) fn hindsight(self) -> Option<String> {
        let most = self.value(self.findings.analysis.hindsight?);
        Some(format!("With all the luck of your game known beforehand, {most} could have been had."))
    }

    /// What it was worth to know something; `worth` writes a figure.
    pub(super) fn knowledge(self, found: &Knowledge, worth: impl FnOnce() -> String) -> String {
        let what = told::knowledge(self.scenario, found.source);
        let worth = if found.worth.is_clear() { worth() } else { "nothing clear".to_owned() };
        format!("Sprint {}: {what}: {worth}", found.sprint)
    }

    /// The scorecard: names, and what is to be said.
    pub(super) fn scorecard(self) -> Vec<(&'static str, String)> {
        let card = &self.findings.scorecard;
        let share = words::percent(card.needless.share);
        let items = self.titles(card.needless.items().map(|account: &Account| account.item));
        let items = if items.is_empty() { String::new() } else { format!(": {items}") };
        let covered = match card.time_to_value.covered {
            Some(sprint) => format!("the team's cost was earned by Sprint {sprint}"),
            None => "the team's cost was never earned".to_owned(),
        };
        let half = card.time_to_value.half;
        let half = half.map_or_else(String::new, |sprint| format!(", half of everything by Sprint {sprint}"));
        let mut told = vec![
            (NEEDLESS, format!("{share} of all effort{items}")),
            (TIME_TO_VALUE, format!("{covered}{half}")),
        ];
        if let Some(known) = card.learning.as_ref().and_then(|learning| learning.last()) {
            let known = words::percent(*known);
            told.push((LEARNING, format!("{known} of what was in doubt about value is known now")));
        }
        let lost = words::amount(card.rework.effort, &self.scenario.effort_unit);
        let share = words::percent(card.rework.share);
        told.push((REWORK, format!("{lost} were lost to misunderstandings, {share} of all effort")));
        let trust = words::percent(card.trust.mean);
        let people = self.scenario.stakeholders.iter().zip(&card.trust.now);
        let people: Vec<String> =
            people.map(|(who, &trust)| format!("{} {}", who.name, words::percent(trust))).collect();
        told.push((TRUST, format!("{trust} on average: {}", people.join(", "))));
        told
    }

    /// What was said before Sprints, held against what happened; at most so many Sprints of it.
    pub(super) fn said(self, sprints_max: usize) -> Vec<String> {
        let decisions = self.findings.game.decisions().iter();
        let spoke = decisions.filter(|made| made.plan.goal.is_some() || made.plan.reason.is_some());
        let mut told = Vec::new();
        for decision in spoke.take(sprints_max) {
            let sprint = decision.sprint;
            if let Some((_, goal)) = words::sprint_goal(&self.findings.game, decision) {
                told.push(format!("Sprint {sprint}: {goal}"));
            }
            if let Some(reason) = &decision.plan.reason {
                let reason = words::quoted(reason);
                told.push(format!("Sprint {sprint}: you said why you ordered like this: {reason}"));
            }
        }
        told
    }

    /// A forecast, and what came of it.
    pub(super) fn forecast(self, forecast: &KeptForecast) -> String {
        let told = words::commitment(self.scenario, &forecast.commitment);
        let outcome = match forecast.outcome {
            Some(true) => "it was",
            Some(false) => "it was not",
            None => "still open",
        };
        let chance = words::percent(forecast.chance);
        format!("Sprint {}: {told}; the simulation {chance}: {outcome}", forecast.sprint)
    }

    /// How good the forecasts were, if any came to an end.
    pub(super) fn brier(self) -> Option<String> {
        let kept = &self.findings.kept;
        let (own, other) = (kept.mean_brier?, kept.mean_brier_of_simulation?);
        Some(format!("Brier score {own:.2}, the simulation's {other:.2} (0 is perfect, 1 is always wrong)"))
    }
}

/// The names of the scorecard.
pub(super) const NEEDLESS: &str = "Needless work";
pub(super) const TIME_TO_VALUE: &str = "Time to value";
pub(super) const LEARNING: &str = "Learning";
pub(super) const REWORK: &str = "Rework";
pub(super) const TRUST: &str = "Trust";

/// The Sprints of a decision.
pub(super) fn sprints(first: u32, last: u32) -> String {
    if last > first { format!("Sprints {first} to {last}") } else { format!("Sprint {first}") }
}

/// What a figure of the scorecard means, in a sentence.
pub(super) fn meaning(name: &str) -> &'static str {
    match name {
        NEEDLESS => {
            "Effort for items that paid less than they cost the team, or were never Done: it is missing elsewhere."
        }
        TIME_TO_VALUE => {
            "The sooner value comes, the sooner it pays for what follows, and the less is at stake."
        }
        LEARNING => {
            "Doubt about what things are worth that was cleared up, because they were Done or found out."
        }
        REWORK => {
            "Work done twice, because it was begun before it was understood; a conversation prevents it."
        }
        TRUST => "How far people still believe that their turn comes; who waits too long turns to others.",
        _ => "",
    }
}
