//! The whole debrief of one game.

mod record;

use super::chart::{self, Bar, Played};
use super::document::{Blocks, figures, words as column};
use super::entry::Entry;
use super::told::{self, Telling, sprints};
use crate::debrief::analysis::{Decided, Moment};
use crate::debrief::told::{change, player_meaning, player_title, reason};
use crate::debrief::{Calibration, FanPoint};
use crate::order::Estimate;
use crate::sim::Summary;
use crate::words;

/// Sprints that are told one by one, at most: a report is read by people.
pub(super) const SPRINTS_MAX: usize = 40;

/// How ± is to be read.
pub(super) const NOISE: &str =
    "± is twice the standard error: in 19 of 20 cases the true figure lies inside.";

/// Writes everything that was found about a game.
pub(super) fn write(blocks: &mut Blocks, entry: &Entry) {
    let mut writer = Writer { telling: Telling::of(&entry.findings), blocks };
    writer.about(entry);
    writer.sum();
    writer.fan();
    writer.decisions();
    writer.moments();
    writer.ladder();
    writer.knowledge();
    writer.said();
    writer.forecasts();
    writer.scorecard();
    writer.record();
    questions(writer.blocks, &writer.telling.scenario.lessons);
}

/// What there is to talk about.
pub(super) fn questions(blocks: &mut Blocks, lessons: &[String]) {
    blocks.heading(2, "Questions to talk about");
    blocks.para("A figure does not learn: people who talk about it do. Take feelings first, then what happened, then what you would do again.");
    let mut all: Vec<String> = words::FEELINGS.map(str::to_owned).to_vec();
    all.extend(lessons.iter().cloned());
    all.push("What does this game have in common with your work, and what not?".to_owned());
    blocks.list(all);
}

struct Writer<'b, 'e> {
    blocks: &'b mut Blocks,
    telling: Telling<'e>,
}

impl<'e> Writer<'_, 'e> {
    fn unit(&self) -> &'e str {
        &self.telling.scenario.value_unit
    }

    fn effort(&self, effort: f64) -> String {
        words::amount(effort, &self.telling.scenario.effort_unit)
    }

    fn noisy(&self, figure: Estimate) -> String {
        words::noisy(figure, self.unit())
    }

    fn change(&self, figure: Estimate) -> String {
        words::noisy_change(figure, self.unit())
    }

    /// The decisions that are told.
    fn decided(&self) -> impl Iterator<Item = &'e Decided> + use<'e> {
        self.telling.findings.analysis.decisions.iter().take(SPRINTS_MAX)
    }

    /// Says that there is more than what is shown, if there is.
    fn left_out(&mut self, all: usize) {
        if all > SPRINTS_MAX {
            let told = format!("The first {SPRINTS_MAX} of {all} are shown.");
            self.blocks.note(told);
        }
    }

    fn about(&mut self, entry: &Entry) {
        let (scenario, game) = (self.telling.scenario, &self.telling.findings.game);
        let seed = game.seed();
        let fact = |name: &str, told: String| vec![name.to_owned(), told];
        let mut facts = vec![
            fact("Product Owner", self.telling.findings.name.clone()),
            fact("Scenario", format!("{}, level {}", scenario.title, scenario.level)),
        ];
        if !entry.sitting.began.is_empty() {
            facts.push(fact("Begun (UTC)", entry.sitting.began.clone()));
        }
        let played = format!("{} of {}", game.state().ended, words::sprints(scenario.sprints));
        facts.push(fact("Played", played));
        facts.push(fact(
            "Seed",
            format!("{seed}: who plays this scenario with --seed {seed} meets the same luck"),
        ));
        self.blocks.table("The game", &[column(""), column("")], facts);
        self.telling.reservations().into_iter().for_each(|told| self.blocks.para(told));
    }

    fn sum(&mut self) {
        self.blocks.heading(2, "Result: par + decisions + luck");
        let analysis = &self.telling.findings.analysis;
        let Some(sum) = analysis.sum() else {
            return self.blocks.para("Nothing was decided yet, so there is nothing to take apart.");
        };
        let result = self.telling.result();
        self.blocks.para("A result is no measure of decisions: part of it is luck. Here the two are apart, and the parts add up to the result.");
        self.blocks.chart(chart::waterfall(&sum, result, self.unit()));
        let row =
            |name: &str, figure: String, meaning: &str| vec![name.to_owned(), figure, meaning.to_owned()];
        let mut rows = vec![
            row("Par", self.noisy(sum.par), told::PAR),
            row("Decisions", self.change(sum.choice), told::DECISIONS),
            row("Luck", self.change(sum.luck), told::LUCK),
            row(result, self.noisy(analysis.value), "par + decisions + luck"),
        ];
        if let Some(accuracy) = analysis.accuracy() {
            rows.push(row("Accuracy", words::percent(accuracy.mean), told::ACCURACY));
        }
        let columns = [column("Part"), figures("Value"), column("What it is")];
        self.blocks.strong_table("The parts of the result", &columns, rows, Some(3));
        self.blocks.note(NOISE);
    }

    fn fan(&mut self) {
        let fans = &self.telling.findings.fans;
        let Some(first) = fans.fans.first() else { return };
        self.blocks.heading(2, "What was to be expected, and what came");
        let (inside, all) = fans.inside();
        self.blocks.para(format!(
            "{inside} of {all} running totals came out between P10 and P90 of the last forecast before them; about 8 of \
             10 would be usual."
        ));
        let says = "The line with dots is the value that had been paid after each Sprint. The dashes are what was to \
                    be expected when the first order was made, if it was held; in 8 of 10 futures the value lies in \
                    the band.";
        let sprints = self.telling.scenario.sprints;
        self.blocks.chart(chart::fan(says, &first.points, sprints, self.unit()));
        let band =
            |summary: &Summary| format!("{} to {}", words::number(summary.p10), words::number(summary.p90));
        let row = |(first, latest): (&FanPoint, &FanPoint)| {
            let value = latest.actual.map_or_else(String::new, words::number);
            vec![
                first.sprint.to_string(),
                value,
                words::number(first.expected.mean),
                band(&first.expected),
                words::number(latest.expected.mean),
                band(&latest.expected),
            ]
        };
        let rows: Vec<Vec<String>> =
            first.points.iter().zip(&fans.latest).take(SPRINTS_MAX).map(row).collect();
        let columns = [
            figures("After Sprint"),
            figures("Value"),
            figures("Expected at the start"),
            figures("P10 to P90"),
            figures("Expected just before"),
            figures("P10 to P90"),
        ];
        let caption = format!("Running value in {}", self.unit());
        self.blocks.table(&caption, &columns, rows);
        self.left_out(fans.latest.len());
    }

    fn decisions(&mut self) {
        let all = self.telling.findings.analysis.decisions.len();
        if self.decided().all(|decided| decided.worth.is_none()) {
            return;
        }
        self.blocks.heading(2, "Decision by decision");
        let accuracy = |decided: &Decided| decided.worth.as_ref()?.accuracy.map(|accuracy| accuracy.mean);
        let told = |share: Option<f64>| share.map_or("–".to_owned(), words::percent);
        let bars: Vec<Bar> = self
            .decided()
            .map(|decided| Bar {
                name: sprints(decided.sprint, decided.through),
                share: accuracy(decided),
                mark: None,
                told: told(accuracy(decided)),
            })
            .collect();
        let shares: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.name, bar.told)).collect();
        let says = format!("Accuracy: {}.", shares.join(", "));
        self.blocks.chart(chart::bars("Accuracy of each decision", &says, &bars));
        let row = |decided: &Decided| {
            let Some(worth) = &decided.worth else {
                let mut row = vec![sprints(decided.sprint, decided.through), "not looked at yet".to_owned()];
                row.resize(6, String::new());
                return row;
            };
            vec![
                sprints(decided.sprint, decided.through),
                told(worth.accuracy.map(|accuracy| accuracy.mean)),
                self.change(worth.choice),
                self.change(worth.choice.plus(worth.lost)).split(" ±").next().unwrap_or_default().to_owned(),
                decided.luck.map_or_else(String::new, |luck| self.change(luck)),
                words::percent(worth.percentile.mean),
            ]
        };
        let rows = self.decided().map(row).collect();
        let columns = [
            column("Sprint"),
            figures("Accuracy"),
            figures("Decision"),
            figures("Best found"),
            figures("Luck"),
            figures("Better than"),
        ];
        self.blocks.table("What each decision was worth beside par", &columns, rows);
        self.blocks.note("“Better than” is the share of orders made by lot that are worth less. A dash means that nearly all orders were worth the same.");
        self.left_out(all);
    }

    fn moments(&mut self) {
        let Some(moments) = self.telling.moments() else { return };
        self.blocks.heading(2, "The moments that mattered");
        if moments.is_empty() {
            return self.blocks.para("No single change would have been a clear gain.");
        }
        self.blocks.para("Single changes that would have raised the worth of a decision, by what was known at that moment. Whether they would have paid in this very game is another question: that is luck.");
        for decided in self.decided().filter(|decided| !decided.moments.is_empty()) {
            self.blocks.heading(3, sprints(decided.sprint, decided.through));
            let scenario = self.telling.scenario;
            let moment = |moment: &Moment| {
                let (change, gain) = (change(scenario, moment), self.change(moment.gain));
                format!("{change}: {gain}. {}.", reason(scenario, moment))
            };
            let told = decided.moments.iter().map(moment).collect();
            self.blocks.list(told);
        }
    }

    fn ladder(&mut self) {
        let Some(ladder) = &self.telling.findings.analysis.ladder else { return };
        self.blocks.heading(2, "Where you stand");
        self.blocks.para(format!("The ladder shows {}.", told::LADDER));
        let above = ladder.above();
        let name = self.telling.result();
        let played =
            [Played { name: format!("{name}: {}", self.telling.value(ladder.value)), value: ladder.value }];
        let says = "For each player the hills show how often which value comes out, the line below them goes from \
                    P10 to P90, and the bar is the average. The long line is the value that was played.";
        self.blocks.chart(chart::ladder(says, ladder, &played, self.unit()));
        let mut rows: Vec<Vec<String>> = ladder
            .rungs
            .iter()
            .map(|rung| {
                let is_level = rung.lead.is_some_and(|lead| !lead.is_clear());
                let level = if is_level { ", level with the next" } else { "" };
                vec![
                    player_title(rung.player).to_owned(),
                    words::number(rung.value.mean) + &words::noise(rung.value.stderr),
                    format!("{} to {}", words::number(rung.value.p10), words::number(rung.value.p90)),
                    words::percent(rung.below_played),
                    format!("{}{level}", player_meaning(rung.player)),
                ]
            })
            .collect();
        let own = vec![
            name.to_owned(),
            words::number(ladder.value),
            String::new(),
            String::new(),
            "one future, so luck is in it".to_owned(),
        ];
        rows.insert(above, own);
        let columns = [
            column("Player"),
            figures("Average"),
            figures("P10 to P90"),
            figures("Below yours"),
            column("What they do"),
        ];
        let caption = format!("Value in {}, from the top of the ladder", self.unit());
        self.blocks.strong_table(&caption, &columns, rows, Some(above));
        if let Some(hindsight) = self.telling.hindsight() {
            self.blocks.para(format!("{hindsight} Nobody could know it, so no decision is judged by that."));
        }
    }

    fn knowledge(&mut self) {
        let found = &self.telling.findings.analysis.knowledge;
        if found.is_empty() {
            return;
        }
        self.blocks.heading(2, "What it was worth to know");
        self.blocks.para(format!("{}.", told::KNOWLEDGE));
        let told = found.iter().take(SPRINTS_MAX);
        let told = told.map(|found| self.telling.knowledge(found, || self.change(found.worth))).collect();
        self.blocks.list(told);
    }

    fn said(&mut self) {
        let said = self.telling.said(SPRINTS_MAX);
        if !said.is_empty() {
            self.blocks.heading(2, "What you said before the Sprints");
            self.blocks.list(said);
        }
    }

    fn forecasts(&mut self) {
        let kept = &self.telling.findings.kept;
        if kept.forecasts.is_empty() {
            return;
        }
        self.blocks.heading(2, "Your forecasts");
        let told = kept.forecasts.iter().take(SPRINTS_MAX).map(|forecast| self.telling.forecast(forecast));
        let told = told.collect();
        self.blocks.list(told);
        self.left_out(kept.forecasts.len());
        calibration(self.blocks, &kept.calibration());
        if let Some(brier) = self.telling.brier() {
            self.blocks.para(format!("{brier}."));
        }
    }

    fn scorecard(&mut self) {
        self.blocks.heading(2, "What a good Product Owner changes");
        let rows = self.telling.scorecard().into_iter();
        let rows = rows.map(|(name, told)| vec![name.to_owned(), told, told::meaning(name).to_owned()]);
        let columns = [column("Figure"), column("In this game"), column("What it means")];
        self.blocks.table("The scorecard", &columns, rows.collect());
    }
}

/// How often forecasts came true, by how sure somebody was.
pub(super) fn calibration(blocks: &mut Blocks, levels: &[Calibration]) {
    if levels.is_empty() {
        return;
    }
    let share = |level: &Calibration| f64::from(level.kept) / f64::from(level.said);
    let bars: Vec<Bar> = levels
        .iter()
        .map(|level| Bar {
            name: format!("{} % sure", level.percent),
            share: Some(share(level)),
            mark: Some(f64::from(level.percent) / 100.0),
            told: format!("{} of {} came true", level.kept, level.said),
        })
        .collect();
    let says = "Each bar is the share of forecasts that came true; the mark across it is how sure they were. Where the \
                bar ends before the mark, they were too sure. A few forecasts tell little.";
    blocks.chart(chart::bars("How sure, and how often it came true", says, &bars));
    let row = |level: &Calibration| {
        vec![
            format!("{} %", level.percent),
            level.said.to_string(),
            level.kept.to_string(),
            words::percent(share(level)),
        ]
    };
    let columns = [figures("How sure"), figures("Forecasts"), figures("Came true"), figures("Share")];
    blocks.table("Forecasts by how sure they were", &columns, levels.iter().map(row).collect());
}
