//! A class: everybody's games of one scenario side by side.

use super::chart::{self, Cell, Dot, HeatRow, Ink, Played, Strip};
use super::document::{Blocks, figures, words as column};
use super::entry::{Participant, Section};
use super::game::{NOISE, calibration, questions};
use super::orders::{Disagreement, Orders, Spot};
use super::told;
use crate::debrief::analysis::{Ladder, Rung};
use crate::debrief::told::player_title;
use crate::debrief::{Calibration, Kept, KeptForecast};
use crate::order::Estimate;
use crate::words;

/// Places that have a column of their own in the heat map, and items that have a row.
const PLACES_MAX: usize = 20;
const ITEMS_MAX: usize = 40;

/// Writes what there is to say about a class, and about the orders that it made in a Sprint.
pub(super) fn write(blocks: &mut Blocks, section: &Section<'_>, sprint: u32) {
    let mut writer = Writer { section, blocks };
    writer.about();
    writer.apart();
    writer.ladder();
    writer.orders(&Orders::of(section, sprint));
    writer.forecasts();
    writer.changes();
    questions(writer.blocks, &section.scenario.lessons);
}

struct Writer<'b, 'e> {
    section: &'b Section<'e>,
    blocks: &'b mut Blocks,
}

impl Writer<'_, '_> {
    fn unit(&self) -> &str {
        &self.section.scenario.value_unit
    }

    fn about(&mut self) {
        let count = self.section.players.len();
        let seeds = self.section.seeds();
        let told = match &*seeds {
            [seed] => format!(
                "{count} games, all with seed {seed}: everybody met the same luck, so results can be held side by \
                 side, too. Who plays this scenario with --seed {seed} meets it again."
            ),
            seeds => {
                let shown: Vec<String> = seeds.iter().map(u64::to_string).collect();
                format!(
                    "{count} games with different seeds ({}): everybody met other luck. Decisions can be held side \
                     by side, results cannot.",
                    words::list(&shown)
                )
            }
        };
        self.blocks.para(told);
        let open: Vec<String> = self
            .section
            .players
            .iter()
            .filter(|player| !player.entry.findings.game.is_over())
            .map(|player| {
                let played = player.entry.findings.game.state().ended;
                format!("{} (after {})", player.label, words::sprints(played))
            })
            .collect();
        if !open.is_empty() {
            self.blocks
                .para(format!("Not over yet, so told so far and listed last: {}.", words::list(&open)));
        }
        let cut: Vec<String> = self
            .section
            .players
            .iter()
            .filter(|player| !player.entry.findings.is_complete)
            .map(|player| player.label.clone())
            .collect();
        if !cut.is_empty() {
            self.blocks.para(format!("Ended early, before everything was looked at: {}.", words::list(&cut)));
        }
    }

    /// What decisions and luck made of the results.
    fn apart(&mut self) {
        self.blocks.heading(2, "Decisions and luck, apart");
        self.blocks.para("Sorted by what decisions were worth, not by results: a result has luck in it, and luck is nobody's merit.");
        let dots = |figure: fn(&Participant<'_>) -> Option<Estimate>| -> Vec<Dot> {
            let all = self.section.players.iter().zip(1..);
            all.filter_map(|(player, number)| Some(Dot { number, value: figure(player)?.mean })).collect()
        };
        let strips = [
            Strip { name: "Decisions", ink: Ink::Decision, dots: dots(|player| player.entry.decisions()) },
            Strip { name: "Luck", ink: Ink::Luck, dots: dots(luck) },
        ];
        if !strips[0].dots.is_empty() {
            let says = "Each dot is a game, with its number in the table below. Right of the line decisions were worth \
                        more than par's, or luck was good; left of it less, or bad.";
            self.blocks.chart(chart::strip("Decisions and luck of everybody", says, &strips, self.unit()));
        }
        let rows = self.section.players.iter().zip(1..).map(|(player, number)| self.result(player, number));
        let columns = [
            figures("No."),
            column("Participant"),
            figures("Decisions"),
            figures("Better than"),
            figures("Accuracy"),
            figures("Luck"),
            figures("Par"),
            figures("Result"),
            column("On the ladder"),
        ];
        let rows = rows.collect();
        let caption = format!("Decisions, luck and results in {}, by decisions", self.unit());
        self.blocks.table(&caption, &columns, rows);
        self.blocks.note(format!(
            "Result = par + decisions + luck. Par is what a quick, sensible player expects at the start. Better than: how \
             many of the others who are as far made decisions that were worth less, in per cent of them. Accuracy is how \
             far decisions went of the way from orders by lot to the best that was found. {NOISE}"
        ));
        if self.section.seeds().len() == 1 {
            self.blocks.note("The same luck does not do the same to everybody: what it is worth depends on what was decided.");
        }
    }

    fn result(&self, player: &Participant<'_>, number: usize) -> Vec<String> {
        let findings = &player.entry.findings;
        let change =
            |figure: Option<Estimate>| figure.map_or_else(none, |figure| words::noisy_change(figure, ""));
        let sum = findings.analysis.sum();
        let value = words::number(findings.analysis.value.mean);
        let value = match (findings.game.is_over(), sum) {
            (true, _) => value,
            (false, Some(_)) => format!("{value} (expected)"),
            // Where nothing was decided, nothing was looked at.
            (false, None) => none(),
        };
        vec![
            number.to_string(),
            player.label.clone(),
            change(player.entry.decisions()),
            self.better_than(player).map_or_else(none, words::percent),
            findings.analysis.accuracy().map_or_else(none, |accuracy| words::percent(accuracy.mean)),
            change(luck(player)),
            sum.map_or_else(none, |sum| words::number(sum.par.mean)),
            value,
            findings.analysis.ladder.as_ref().map_or_else(none, stands),
        ]
    }

    /// Of which share of the others who are as far somebody's decisions were worth more; luck has no part in it.
    fn better_than(&self, player: &Participant<'_>) -> Option<f64> {
        let ended = |player: &Participant<'_>| player.entry.findings.game.state().ended;
        let own = player.entry.decisions()?.mean;
        let as_far = self.section.players.iter().filter(|other| ended(other) == ended(player));
        let all: Vec<f64> = as_far.filter_map(|other| Some(other.entry.decisions()?.mean)).collect();
        let below = all.iter().filter(|&&other| other < own).count();
        (all.len() > 1).then(|| below as f64 / (all.len() - 1) as f64)
    }

    /// Where everybody stands beside other players, if they all met the same futures.
    fn ladder(&mut self) {
        let seeds = self.section.seeds();
        let ladders =
            self.section.players.iter().filter_map(|player| player.entry.findings.analysis.ladder.as_ref());
        let Some(ladder) = ladders.max_by_key(|ladder| ladder.rungs.len()).filter(|_| seeds.len() == 1)
        else {
            return;
        };
        let played = self.section.players.iter().zip(1..).filter_map(|(player, number): (_, usize)| {
            let value = player.entry.findings.analysis.ladder.as_ref()?.value;
            Some(Played { name: number.to_string(), value })
        });
        let played: Vec<Played> = played.collect();
        self.blocks.heading(2, "Where everybody stands");
        self.blocks.para(format!(
            "The ladder shows {}. A single result on it has luck in it; an average has not.",
            told::LADDER
        ));
        let says = "For each player the hills show how often which value comes out, the line below them goes from P10 \
                    to P90, and the bar is the average. The long lines are results, with their numbers in the table above.";
        self.blocks.chart(chart::ladder(says, ladder, &played, self.unit()));
        let row = |rung: &Rung| {
            let below = played.iter().filter(|played| played.value < rung.value.mean).count();
            vec![
                player_title(rung.player).to_owned(),
                words::number(rung.value.mean) + &words::noise(rung.value.stderr),
                format!("{} to {}", words::number(rung.value.p10), words::number(rung.value.p90)),
                format!("{} of {}", played.len() - below, played.len()),
            ]
        };
        let rows = ladder.rungs.iter().map(row).collect();
        let columns =
            [column("Player"), figures("Average"), figures("P10 to P90"), figures("Results at or above")];
        let caption = format!("Value in {}, from the top of the ladder", self.unit());
        self.blocks.table(&caption, &columns, rows);
    }

    fn orders(&mut self, orders: &Orders<'_>) {
        let sprint = orders.sprint;
        self.blocks.heading(2, format!("Where orders agreed, and where they differed: Sprint {sprint}"));
        let count = orders.labels.len();
        if count < 2 {
            return self.blocks.para(format!(
                "Fewer than two participants made an order in Sprint {sprint}, so there is nothing to compare."
            ));
        }
        self.blocks.para(format!("{count} participants made an order in Sprint {sprint}."));
        let (columns, rows) = heat_rows(orders);
        let says = format!(
            "Each row is an item, each column a place in the order; the figure is how many of {count} put it there, and \
             the darker or brighter a cell is, the more. “aside” is “not now”."
        );
        let title = format!("Orders of Sprint {sprint}: item by position");
        self.blocks.chart(chart::heat(&title, &says, &columns, &rows));
        self.differences(orders);
        let table = orders.rows.iter().take(ITEMS_MAX).map(|row| {
            let places: Vec<Spot> = row.spots.iter().flatten().copied().collect();
            let (low, high) = (places.iter().min(), places.iter().max());
            let told = |spot: Option<&Spot>| spot.map_or_else(none, Spot::to_string);
            let middle = row.median.map_or_else(none, |spot| spot.to_string());
            vec![row.title.clone(), middle, told(low), told(high), row.counts()]
        });
        let columns = [
            column("Item"),
            figures("In the middle"),
            figures("Highest"),
            figures("Lowest"),
            column("How many put it where"),
        ];
        let table = table.collect();
        self.blocks.table("Places of each item", &columns, table);
        if orders.rows.len() > ITEMS_MAX {
            self.blocks.note(format!("The first {ITEMS_MAX} of {} items are shown.", orders.rows.len()));
        }
    }

    fn differences(&mut self, orders: &Orders<'_>) {
        if let Some(row) = orders.agreed() {
            self.blocks.para(format!(
                "Most of one mind: {}. {}.",
                words::quoted(&row.title),
                words::capitalised(&row.counts())
            ));
        }
        if let Some(row) = orders.split() {
            self.blocks.para(format!(
                "Most divided: {}. {}. Ask who put it highest, and who put it lowest, what they saw in it.",
                words::quoted(&row.title),
                words::capitalised(&row.counts())
            ));
        } else {
            self.blocks.para("Everybody made the same order.");
        }
        let Some(Disagreement { first, second, before, after, lead }) = orders.disagreement() else { return };
        let (first, second) = (words::quoted(first), words::quoted(second));
        let names =
            |labels: &[&str]| words::list(&labels.iter().map(|&label| label.to_owned()).collect::<Vec<_>>());
        let (one, other) = (names(&before), names(&after));
        let mut told = format!(
            "The disagreement to talk about: {one} put {first} before {second}, {other} the other way round."
        );
        if let Some(lead) = lead {
            let size = words::amount(lead.mean.abs(), self.unit());
            let which = if lead.mean >= 0.0 { "first" } else { "second" };
            told += &if lead.is_clear() {
                format!(
                    " On average the orders of the {which} group were worth {size} more. They differed in other \
                     things, too: let both sides tell why, and then look at the moments that mattered in their debriefs."
                )
            } else {
                " What their orders were worth lies too close together to say who was right: let both sides tell why."
                    .to_owned()
            };
        }
        self.blocks.para(told);
    }

    fn forecasts(&mut self) {
        let all: Vec<KeptForecast> = self
            .section
            .players
            .iter()
            .flat_map(|player| player.entry.findings.kept.forecasts.iter().cloned())
            .collect();
        self.blocks.heading(2, "Everybody's forecasts");
        if all.is_empty() {
            return self.blocks.para("Nobody committed a forecast. Next time, let everybody say before each Sprint what will be Done, and how sure they are: it makes the talk about dates honest.");
        }
        let decided = all.iter().filter(|forecast| forecast.outcome.is_some()).count();
        self.blocks
            .para(format!("{} forecasts were committed, and {decided} of them are decided.", all.len()));
        let levels: Vec<Calibration> =
            Kept { forecasts: all, mean_brier: None, mean_brier_of_simulation: None }.calibration();
        calibration(self.blocks, &levels);
    }

    /// The scorecards side by side.
    fn changes(&mut self) {
        self.blocks.heading(2, "What good Product Owners change");
        let row = |(player, number): (&Participant<'_>, usize)| {
            let findings = &player.entry.findings;
            let card = &findings.scorecard;
            let sprint = |sprint: Option<u32>| sprint.map_or_else(none, |sprint| format!("Sprint {sprint}"));
            let learned = card.learning.as_ref().and_then(|learning| learning.last());
            let brier = |score: Option<f64>| score.map_or_else(none, |score| format!("{score:.2}"));
            vec![
                number.to_string(),
                player.label.clone(),
                words::percent(card.needless.share),
                sprint(card.time_to_value.covered),
                learned.map_or_else(none, |share| words::percent(*share)),
                words::percent(card.rework.share),
                words::percent(card.trust.mean),
                findings.kept.forecasts.len().to_string(),
                brier(findings.kept.mean_brier),
                brier(findings.kept.mean_brier_of_simulation),
            ]
        };
        let rows = self.section.players.iter().zip(1..).map(row).collect();
        let columns = [
            figures("No."),
            column("Participant"),
            figures("Needless work"),
            figures("Cost covered"),
            figures("Learning"),
            figures("Rework"),
            figures("Trust"),
            figures("Forecasts"),
            figures("Brier"),
            figures("Brier of the simulation"),
        ];
        self.blocks.table("The scorecards", &columns, rows);
        let meanings = [told::NEEDLESS, told::TIME_TO_VALUE, told::LEARNING, told::REWORK, told::TRUST];
        let mut told: Vec<String> =
            meanings.iter().map(|name| format!("{name}: {}", told::meaning(name))).collect();
        told.push("Brier: how well forecasts fit what happened; 0 is perfect, 1 is sure and wrong every time, and who always says 50 % gets 0.25.".to_owned());
        self.blocks.list(told);
    }
}

fn luck(player: &Participant<'_>) -> Option<Estimate> {
    player.entry.findings.analysis.sum().map(|sum| sum.luck)
}

/// What stands where there is nothing to say.
fn none() -> String {
    "–".to_owned()
}

/// The highest rung that a result reaches.
fn stands(ladder: &Ladder) -> String {
    match ladder.rungs.get(ladder.above()) {
        Some(rung) => format!("reaches “{}”", player_title(rung.player)),
        None => "below all".to_owned(),
    }
}

/// The columns and the rows of the heat map.
fn heat_rows(orders: &Orders<'_>) -> (Vec<String>, Vec<HeatRow>) {
    let all = orders.labels.len();
    let places = orders.rows.len().min(PLACES_MAX);
    let mut columns: Vec<String> = (1..=places).map(|place| place.to_string()).collect();
    let is_longer = orders.rows.len() > places;
    if is_longer {
        columns.push(format!(">{places}"));
    }
    columns.push("aside".to_owned());
    let row = |row: &super::orders::Row| {
        let spots: Vec<Spot> = row.spots.iter().flatten().copied().collect();
        let count = |wanted: &dyn Fn(Spot) -> bool| Cell {
            count: spots.iter().filter(|spot| wanted(**spot)).count(),
            all,
        };
        let mut cells: Vec<Cell> = (1..=places).map(|place| count(&|spot| spot == Spot::At(place))).collect();
        if is_longer {
            cells.push(count(&|spot| matches!(spot, Spot::At(place) if place > places)));
        }
        cells.push(count(&|spot| spot == Spot::Aside));
        HeatRow { name: row.title.clone(), cells }
    };
    (columns, orders.rows.iter().take(ITEMS_MAX).map(row).collect())
}
