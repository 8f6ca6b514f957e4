//! A debrief in plain words, on a screen or two.

use super::told::{self, Telling};
use crate::debrief::Findings;
use crate::debrief::told::{change, player_meaning, reason};
use crate::order::Estimate;
use crate::words;
use crate::words::text::set_line;

/// Moments that are told, at most.
const MOMENTS_MAX: usize = 6;
/// Sprints that are told one by one, at most.
const SPRINTS_MAX: usize = 12;

/// A debrief, in lines within so many columns if there is a limit.
#[must_use]
pub fn text(findings: &Findings, columns: Option<usize>) -> String {
    let mut teller = Teller { lines: Vec::new(), telling: Telling::of(findings) };
    teller.opening();
    teller.what_happened();
    teller.par_decisions_luck();
    teller.moments();
    teller.ladder();
    teller.knowledge();
    teller.scorecard();
    teller.said();
    teller.forecasts();
    teller.lines.iter().flat_map(|line| set_line(line, columns.unwrap_or(usize::MAX))).collect()
}

struct Teller<'a> {
    lines: Vec<String>,
    telling: Telling<'a>,
}

impl Teller<'_> {
    fn signed(&self, Estimate { mean, stderr }: Estimate) -> String {
        words::signed(mean, &self.telling.scenario.value_unit) + &noise(stderr)
    }

    fn heading(&mut self, text: &str) {
        self.lines.extend([String::new(), text.to_owned()]);
    }

    /// A line below a heading.
    fn line(&mut self, text: &str) {
        self.lines.push(format!("  {text}"));
    }

    fn opening(&mut self) {
        let Findings { name, game, .. } = self.telling.findings;
        self.lines.push(format!("{}: {name}, seed {}", self.telling.scenario.title, game.seed()));
        self.lines.extend(self.telling.reservations());
    }

    fn what_happened(&mut self) {
        self.heading("What happened");
        self.telling.happened(SPRINTS_MAX).iter().for_each(|told| self.line(told));
    }

    fn par_decisions_luck(&mut self) {
        let analysis = &self.telling.findings.analysis;
        let Some(sum) = analysis.sum() else { return };
        self.heading("Par, decisions and luck");
        let par = self.telling.value(sum.par.mean) + &noise(sum.par.stderr);
        let [choice, luck] = [sum.choice, sum.luck].map(|part| self.signed(part));
        self.line(&format!("Par            {par}: {}", told::PAR));
        self.line(&format!("Your decisions {choice} {}", told::DECISIONS));
        self.line(&format!("Luck           {luck}: {}", told::LUCK));
        self.line(&format!("{:<14} {}", self.telling.result(), self.telling.value(sum.value)));
        if let Some(accuracy) = analysis.accuracy() {
            let share = words::percent(accuracy.mean);
            self.line(&format!("Accuracy       {share} {}", told::ACCURACY));
        }
        for decided in analysis.decisions.iter().take(SPRINTS_MAX) {
            self.line(&self.telling.decided(decided));
        }
    }

    fn moments(&mut self) {
        let Some(moments) = self.telling.moments() else { return };
        self.heading("The moments that mattered");
        if moments.is_empty() {
            self.line("No single change would have been a clear gain.");
        }
        let scenario = self.telling.scenario;
        for moment in moments.into_iter().take(MOMENTS_MAX) {
            let (change, gain) = (change(scenario, moment), self.signed(moment.gain));
            self.line(&format!("Sprint {}: {change}: {gain}", moment.sprint));
            self.line(&format!("  {}", reason(scenario, moment)));
        }
    }

    fn ladder(&mut self) {
        let telling = self.telling;
        let Some(ladder) = &telling.findings.analysis.ladder else { return };
        self.heading(&format!("Where you stand: {}", told::LADDER));
        let above = ladder.above();
        let rungs = ladder.rungs.iter().map(|rung| telling.value(rung.value.mean).chars().count());
        let width = rungs.max().unwrap_or(0).max(telling.value(ladder.value).chars().count());
        let you = if telling.findings.game.is_over() { "your result" } else { "to expect now" };
        let you = format!("▸ {:>width$}  {you}", telling.value(ladder.value));
        for (place, rung) in ladder.rungs.iter().enumerate() {
            if place == above {
                self.lines.push(you.clone());
            }
            let (mean, player) = (telling.value(rung.value.mean), rung.player);
            let is_level = rung.lead.is_some_and(|lead| !lead.is_clear());
            let level = if is_level { " (level with the next)" } else { "" };
            let meaning = player_meaning(player);
            self.line(&format!("{mean:>width$}  {}: {meaning}{level}", player.name()));
        }
        if above == ladder.rungs.len() {
            self.lines.push(you);
        }
        if let Some(hindsight) = telling.hindsight() {
            self.line(&hindsight);
        }
    }

    fn knowledge(&mut self) {
        let found = &self.telling.findings.analysis.knowledge;
        if found.is_empty() {
            return;
        }
        self.heading(told::KNOWLEDGE);
        for knowledge in found.iter().take(SPRINTS_MAX) {
            self.line(&self.telling.knowledge(knowledge, || self.signed(knowledge.worth)));
        }
    }

    fn scorecard(&mut self) {
        self.heading("What a good Product Owner changes");
        for (name, told) in self.telling.scorecard() {
            self.line(&format!("{name:<14} {told}"));
        }
    }

    fn said(&mut self) {
        let said = self.telling.said(SPRINTS_MAX);
        if !said.is_empty() {
            self.heading("What you said before the Sprints");
            said.iter().for_each(|told| self.line(told));
        }
    }

    fn forecasts(&mut self) {
        let forecasts = &self.telling.findings.kept.forecasts;
        if forecasts.is_empty() {
            return;
        }
        self.heading("Your forecasts");
        for forecast in forecasts.iter().take(SPRINTS_MAX) {
            self.line(&self.telling.forecast(forecast));
        }
        if let Some(brier) = self.telling.brier() {
            self.line(&brier);
        }
    }
}

/// The standard error of a figure.
fn noise(stderr: f64) -> String {
    if stderr > 0.0 { format!(" (± {})", words::number(stderr)) } else { String::new() }
}
