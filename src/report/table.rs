//! Comma-separated values: one row a participant, or one row a game in the trainer's books.

use serde::Serialize;

use super::entry::{Entry, Participant, sections};
use crate::game::Game;
use crate::scenario::words::printable;
use crate::store::Sitting;
use crate::store::class::Stay;

/// A text as a cell. A spreadsheet takes what begins with some signs for a formula and runs it: an apostrophe before
/// it makes it a text again.
fn cell(text: &str) -> String {
    let text = printable(text);
    let is_formula = text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text.into_owned() }
}

/// A participant. Empty is what there is none of.
#[derive(Debug, Serialize)]
struct Row {
    scenario: String,
    participant: String,
    seed: u64,
    began: String,
    sprints: u32,
    sprints_played: u32,
    over: bool,
    complete: bool,
    value_unit: String,
    value: Option<f64>,
    value_stderr: Option<f64>,
    par: Option<f64>,
    par_stderr: Option<f64>,
    decisions: Option<f64>,
    decisions_stderr: Option<f64>,
    luck: Option<f64>,
    luck_stderr: Option<f64>,
    accuracy: Option<f64>,
    accuracy_stderr: Option<f64>,
    needless_work: f64,
    cost_covered_in: Option<u32>,
    half_of_value_in: Option<u32>,
    learning: Option<f64>,
    rework: f64,
    trust: f64,
    escalations: usize,
    forecasts: usize,
    forecasts_decided: usize,
    brier: Option<f64>,
    brier_of_simulation: Option<f64>,
    players_above: Option<usize>,
    hindsight: Option<f64>,
}

impl Row {
    fn of(participant: &Participant<'_>) -> Self {
        let Entry { findings, sitting } = participant.entry;
        let (game, card, kept) = (&findings.game, &findings.scorecard, &findings.kept);
        let scenario = game.scenario();
        let (sum, accuracy) = (findings.analysis.sum(), findings.analysis.accuracy());
        // What is to be expected where nothing was decided yet was not looked at.
        let value = (game.is_over() || sum.is_some()).then_some(findings.analysis.value);
        Self {
            scenario: cell(&scenario.title),
            participant: cell(&participant.label),
            seed: game.seed(),
            began: sitting.began.clone(),
            sprints: scenario.sprints,
            sprints_played: game.state().ended,
            over: game.is_over(),
            complete: findings.is_complete,
            value_unit: cell(&scenario.value_unit),
            value: value.map(|value| value.mean),
            value_stderr: value.map(|value| value.stderr),
            par: sum.map(|sum| sum.par.mean),
            par_stderr: sum.map(|sum| sum.par.stderr),
            decisions: sum.map(|sum| sum.choice.mean),
            decisions_stderr: sum.map(|sum| sum.choice.stderr),
            luck: sum.map(|sum| sum.luck.mean),
            luck_stderr: sum.map(|sum| sum.luck.stderr),
            accuracy: accuracy.map(|accuracy| accuracy.mean),
            accuracy_stderr: accuracy.map(|accuracy| accuracy.stderr),
            needless_work: card.needless.share,
            cost_covered_in: card.time_to_value.covered,
            half_of_value_in: card.time_to_value.half,
            learning: card.learning.as_ref().and_then(|learning| learning.last()).copied(),
            rework: card.rework.share,
            trust: card.trust.mean,
            escalations: card.trust.escalations.len(),
            forecasts: kept.forecasts.len(),
            forecasts_decided: kept.forecasts.iter().filter(|forecast| forecast.outcome.is_some()).count(),
            brier: kept.mean_brier,
            brier_of_simulation: kept.mean_brier_of_simulation,
            players_above: findings.analysis.ladder.as_ref().map(|ladder| ladder.above()),
            hindsight: findings.analysis.hindsight,
        }
    }
}

/// Results, one row a participant below a header, the best decisions first in each scenario.
///
/// # Errors
/// If memory ends.
pub fn csv(entries: &[Entry]) -> Result<String, csv::Error> {
    let sections = sections(entries);
    written(sections.iter().flat_map(|section| &section.players).map(Row::of))
}

/// A game, as it is told to who has to vouch for taking part.
#[derive(Clone, Debug)]
pub struct Attended<'a> {
    /// Who.
    pub name: &'a str,
    /// What was played.
    pub game: &'a Game,
    /// When.
    pub sitting: Sitting,
}

#[derive(Debug, Serialize)]
struct Attendance {
    participant: String,
    scenario: String,
    seed: u64,
    began: String,
    last: String,
    minutes: f64,
    sprints_played: u32,
    sprints: u32,
    over: bool,
    decisions: usize,
    conversations: usize,
    forecasts: usize,
}

/// A record of participation: one row a game, in the order in which they are given.
///
/// # Errors
/// If memory ends.
pub fn participation(games: &[Attended<'_>]) -> Result<String, csv::Error> {
    let row = |attended: &Attended<'_>| {
        let Attended { name, game, sitting } = attended;
        let (made, open) = (game.decisions(), game.plan().commitments.len());
        Attendance {
            participant: cell(name),
            scenario: cell(&game.scenario().title),
            seed: game.seed(),
            began: sitting.began.clone(),
            last: sitting.last.clone(),
            minutes: sitting.minutes,
            sprints_played: game.state().ended,
            sprints: game.scenario().sprints,
            over: game.is_over(),
            decisions: made.len(),
            conversations: game.talks().len()
                + made.iter().map(|decision| decision.talks.len()).sum::<usize>(),
            forecasts: open + made.iter().map(|decision| decision.plan.commitments.len()).sum::<usize>(),
        }
    };
    written(games.iter().map(row))
}

#[derive(Debug, Serialize)]
struct Presence {
    participant: String,
    team: Option<u32>,
    came: String,
    left: String,
    minutes: Option<f64>,
    rounds: String,
}

/// Who was in a class from when to when: one row a stay, in the order in which they are given.
///
/// # Errors
/// If memory ends.
pub fn presence(stays: &[Stay]) -> Result<String, csv::Error> {
    let row = |stay: &Stay| {
        let rounds: Vec<String> = stay.rounds.iter().map(usize::to_string).collect();
        Presence {
            participant: cell(&stay.name),
            team: (stay.team > 0).then_some(stay.team),
            came: stay.came.clone(),
            left: stay.left.clone(),
            minutes: stay.minutes,
            rounds: rounds.join(" "),
        }
    };
    written(stays.iter().map(row))
}

fn written(rows: impl Iterator<Item = impl Serialize>) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    // What was written was text.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(cell("Ada"), "Ada");
        assert_eq!(cell("\t=1"), "\\u{9}=1");
    }
}
