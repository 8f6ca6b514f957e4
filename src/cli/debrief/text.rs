//! A debrief in plain words, on a screen or two.

use std::io::{self, Write};

use super::Findings;
use crate::debrief::analysis::{Decided, Moment};
use crate::debrief::{Account, digests, told};
use crate::order::Estimate;
use crate::scenario::{ItemIx, Scenario};
use crate::tui::text::{width, wrap};
use crate::words;

/// Moments that are told, at most.
const MOMENTS_MAX: usize = 6;
/// How far a line that goes on is set in.
const CONTINUED: &str = "  ";
/// Sprints that are told one by one, at most.
const SPRINTS_MAX: usize = 12;

/// Who prints, and what.
struct Teller<'a> {
    out: &'a mut dyn Write,
    findings: &'a Findings,
    scenario: &'a Scenario,
}

/// Prints a debrief, within so many columns if there is a limit.
pub(super) fn print(out: &mut dyn Write, columns: Option<usize>, findings: &Findings) -> io::Result<()> {
    let mut text = Vec::new();
    let mut teller = Teller { out: &mut text, findings, scenario: findings.game.scenario() };
    teller.opening()?;
    teller.what_happened()?;
    teller.par_decisions_luck()?;
    teller.moments()?;
    teller.ladder()?;
    teller.knowledge()?;
    teller.scorecard()?;
    teller.said()?;
    teller.forecasts()?;
    let text = String::from_utf8_lossy(&text);
    text.lines().try_for_each(|line| match columns {
        Some(columns) if width(line) > columns => {
            // What goes on is set in from the line that it belongs to.
            let body = line.trim_start();
            let indent = " ".repeat(width(line) - width(body));
            let lines = wrap(body, columns.saturating_sub(indent.len() + CONTINUED.len()).max(1));
            lines.iter().enumerate().try_for_each(|(place, line)| {
                let more = if place > 0 { CONTINUED } else { "" };
                writeln!(out, "{indent}{more}{line}")
            })
        }
        _ => writeln!(out, "{line}"),
    })
}

impl Teller<'_> {
    fn value(&self, amount: f64) -> String {
        words::amount(amount, &self.scenario.value_unit)
    }

    fn signed(&self, Estimate { mean, stderr }: Estimate) -> String {
        words::signed(mean, &self.scenario.value_unit) + &self.noise(stderr)
    }

    fn noise(&self, stderr: f64) -> String {
        if stderr > 0.0 { format!(" (± {})", words::number(stderr)) } else { String::new() }
    }

    fn titles(&self, items: impl Iterator<Item = ItemIx>) -> String {
        let titles: Vec<String> = items.map(|item| words::quoted(&self.scenario.item(item).title)).collect();
        words::list(&titles)
    }

    fn heading(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "\n{text}")
    }

    fn opening(&mut self) -> io::Result<()> {
        let Findings { name, game, is_torn, is_complete, .. } = self.findings;
        writeln!(self.out, "{}: {name}, seed {}", self.scenario.title, game.seed())?;
        if !game.is_over() {
            let (played, all) = (game.state().ended, words::sprints(self.scenario.sprints));
            writeln!(self.out, "The game is not over: {played} of {all} played. Everything is so far.")?;
        }
        if *is_torn {
            writeln!(self.out, "The last step in the journal was cut off, and is not counted.")?;
        }
        if !is_complete {
            writeln!(self.out, "Ended early: what was not looked at yet is missing.")?;
        }
        Ok(())
    }

    fn what_happened(&mut self) -> io::Result<()> {
        self.heading("What happened")?;
        let game = &self.findings.game;
        let mut total = 0.0;
        for digest in digests(game).iter().take_while(|digest| digest.sprint <= self.scenario.sprints) {
            total += digest.paid.total();
            if digest.sprint as usize > SPRINTS_MAX {
                continue;
            }
            let done = match &*digest.done {
                [] => "nothing Done".to_owned(),
                done => format!("Done: {}", self.titles(done.iter().copied())),
            };
            writeln!(self.out, "  Sprint {}: {done}; {} so far", digest.sprint, self.value(total))?;
        }
        let (last, end) = (self.scenario.sprints, self.scenario.benefit_sprints);
        if game.decisions().is_empty() {
            writeln!(self.out, "  Nothing yet: no Sprint was run.")?;
        } else if game.is_over() && end > last {
            let value = self.value(game.state().value);
            writeln!(self.out, "  What is Done goes on to pay up to Sprint {end}: {value} in the end")?;
        }
        Ok(())
    }

    fn par_decisions_luck(&mut self) -> io::Result<()> {
        let analysis = &self.findings.analysis;
        let Some(sum) = analysis.sum() else { return Ok(()) };
        self.heading("Par, decisions and luck")?;
        let (par, value) = (self.value(sum.par.mean) + &self.noise(sum.par.stderr), self.value(sum.value));
        let [choice, luck] = [sum.choice, sum.luck].map(|part| self.signed(part));
        let result = if self.findings.game.is_over() { "Your result" } else { "To expect now" };
        writeln!(self.out, "  Par            {par}: what a quick, sensible player expects at the start")?;
        writeln!(self.out, "  Your decisions {choice} beside what par would have decided")?;
        writeln!(self.out, "  Luck           {luck}: what the world made of them; on average, nothing")?;
        writeln!(self.out, "  {result:<14} {value}")?;
        if let Some(accuracy) = analysis.accuracy() {
            let share = words::percent(accuracy.mean);
            writeln!(
                self.out,
                "  Accuracy       {share} of the way from orders by lot to the best that was found"
            )?;
        }
        for decided in analysis.decisions.iter().take(SPRINTS_MAX) {
            let told = self.decided(decided);
            writeln!(self.out, "  {told}")?;
        }
        Ok(())
    }

    fn decided(&self, decided: &Decided) -> String {
        let sprints = if decided.through > decided.sprint {
            format!("Sprints {} to {}", decided.sprint, decided.through)
        } else {
            format!("Sprint {}", decided.sprint)
        };
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

    fn moments(&mut self) -> io::Result<()> {
        let decisions = &self.findings.analysis.decisions;
        if decisions.iter().all(|decided| decided.worth.is_none()) {
            return Ok(());
        }
        self.heading("The moments that mattered")?;
        let mut moments: Vec<&Moment> = decisions.iter().flat_map(|decided| &decided.moments).collect();
        if moments.is_empty() {
            writeln!(self.out, "  No single change would have been a clear gain.")?;
        }
        moments.sort_by(|a, b| b.gain.mean.total_cmp(&a.gain.mean));
        for moment in moments.into_iter().take(MOMENTS_MAX) {
            let gain = self.signed(moment.gain);
            let change = told::change(self.scenario, moment);
            writeln!(self.out, "  Sprint {}: {change}: {gain}", moment.sprint)?;
            writeln!(self.out, "    {}", told::reason(self.scenario, moment))?;
        }
        Ok(())
    }

    fn ladder(&mut self) -> io::Result<()> {
        let Some(ladder) = &self.findings.analysis.ladder else { return Ok(()) };
        self.heading("Where you stand: what others make of the same scenario, on average over many futures")?;
        let above = ladder.above();
        let unit = &self.scenario.value_unit;
        let width =
            ladder.rungs.iter().map(|rung| words::amount(rung.value.mean, unit).chars().count()).max();
        let width = width.unwrap_or(0).max(self.value(ladder.value).chars().count());
        let you = if self.findings.game.is_over() { "your result" } else { "to expect now" };
        for (place, rung) in ladder.rungs.iter().enumerate() {
            if place == above {
                writeln!(self.out, "▸ {:>width$}  {you}", self.value(ladder.value))?;
            }
            let (mean, player) = (self.value(rung.value.mean), rung.player);
            let is_level = rung.lead.is_some_and(|lead| !lead.is_clear());
            let level = if is_level { " (level with the next)" } else { "" };
            let meaning = told::player_meaning(player);
            writeln!(self.out, "  {mean:>width$}  {}: {meaning}{level}", player.name())?;
        }
        if above == ladder.rungs.len() {
            writeln!(self.out, "▸ {:>width$}  {you}", self.value(ladder.value))?;
        }
        if let Some(hindsight) = self.findings.analysis.hindsight {
            let most = self.value(hindsight);
            writeln!(
                self.out,
                "  With all the luck of your game known beforehand, {most} could have been had."
            )?;
        }
        Ok(())
    }

    fn knowledge(&mut self) -> io::Result<()> {
        let found = &self.findings.analysis.knowledge;
        if found.is_empty() {
            return Ok(());
        }
        self.heading(
            "What experiments and conversations were worth, before anybody knew what they would tell",
        )?;
        for knowledge in found.iter().take(SPRINTS_MAX) {
            let what = told::knowledge(self.scenario, knowledge.source);
            let worth = match knowledge.worth.is_clear() {
                true => self.signed(knowledge.worth),
                false => "nothing clear".to_owned(),
            };
            writeln!(self.out, "  Sprint {}: {what}: {worth}", knowledge.sprint)?;
        }
        Ok(())
    }

    fn scorecard(&mut self) -> io::Result<()> {
        self.heading("What a good Product Owner changes")?;
        let card = &self.findings.scorecard;
        let share = words::percent(card.needless.share);
        let items = self.titles(card.needless.items().map(|account: &Account| account.item));
        let items = if items.is_empty() { String::new() } else { format!(": {items}") };
        writeln!(self.out, "  Needless work  {share} of all effort{items}")?;
        let covered = match card.time_to_value.covered {
            Some(sprint) => format!("the team's cost was earned by Sprint {sprint}"),
            None => "the team's cost was never earned".to_owned(),
        };
        let half = card.time_to_value.half;
        let half = half.map_or_else(String::new, |sprint| format!(", half of everything by Sprint {sprint}"));
        writeln!(self.out, "  Time to value  {covered}{half}")?;
        if let Some(known) = card.learning.as_ref().and_then(|learning| learning.last()) {
            let known = words::percent(*known);
            writeln!(self.out, "  Learning       {known} of what was in doubt about value is known now")?;
        }
        let (lost, share) = (
            words::amount(card.rework.effort, &self.scenario.effort_unit),
            words::percent(card.rework.share),
        );
        writeln!(self.out, "  Rework         {lost} were lost to misunderstandings, {share} of all effort")?;
        let trust = words::percent(card.trust.mean);
        let people = self.scenario.stakeholders.iter().zip(&card.trust.now);
        let people: Vec<String> =
            people.map(|(who, &trust)| format!("{} {}", who.name, words::percent(trust))).collect();
        writeln!(self.out, "  Trust          {trust} on average: {}", people.join(", "))
    }

    fn said(&mut self) -> io::Result<()> {
        let game = &self.findings.game;
        let decisions = game
            .decisions()
            .iter()
            .filter(|decision| decision.plan.goal.is_some() || decision.plan.reason.is_some());
        let decisions: Vec<_> = decisions.take(SPRINTS_MAX).collect();
        if decisions.is_empty() {
            return Ok(());
        }
        self.heading("What you said before the Sprints")?;
        for decision in decisions {
            let sprint = decision.sprint;
            if let Some((_, goal)) = words::sprint_goal(&self.findings.game, decision) {
                writeln!(self.out, "  Sprint {sprint}: {goal}")?;
            }
            if let Some(reason) = &decision.plan.reason {
                let reason = words::quoted(reason);
                writeln!(self.out, "  Sprint {sprint}: you said why you ordered like this: {reason}")?;
            }
        }
        Ok(())
    }

    fn forecasts(&mut self) -> io::Result<()> {
        let kept = &self.findings.kept;
        if kept.forecasts.is_empty() {
            return Ok(());
        }
        self.heading("Your forecasts")?;
        for forecast in kept.forecasts.iter().take(SPRINTS_MAX) {
            let told = words::commitment(self.scenario, &forecast.commitment);
            let outcome = match forecast.outcome {
                Some(true) => "it was",
                Some(false) => "it was not",
                None => "still open",
            };
            let chance = words::percent(forecast.chance);
            writeln!(self.out, "  Sprint {}: {told}; the simulation {chance}: {outcome}", forecast.sprint)?;
        }
        if let (Some(own), Some(other)) = (kept.mean_brier, kept.mean_brier_of_simulation) {
            writeln!(
                self.out,
                "  Brier score {own:.2}, the simulation's {other:.2} (0 is perfect, 1 is always wrong)"
            )?;
        }
        Ok(())
    }
}
