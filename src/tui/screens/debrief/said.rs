//! What was said beforehand, held against what happened: Sprint Goals, reasons, forecasts.

use super::super::super::event::LookedBack;
use super::super::super::theme::Role;
use super::DebriefScreen;
use super::figure::Figure;
use super::sheet::{Sheet, sprints};
use crate::debrief::Kept;
use crate::words;

const BRIER: &str = "Brier score of a forecast = (p − outcome)², with p how sure you were and the outcome 1 if it \
    came true, else 0. The mean over your forecasts is shown.\n\nThe simulation's p is its chance at that moment, \
    from 2,000 futures of what was known then, with your order held.";

/// Columns of the bar of a confidence.
const BAR: usize = 20;

impl DebriefScreen {
    /// What was said before each Sprint, beside what came of it.
    pub(super) fn said(&self, sheet: &mut Sheet, looked_back: Option<&LookedBack>) {
        let game = &self.game;
        for decision in game.decisions() {
            let (goal, reason) = (words::sprint_goal(game, decision), decision.plan.reason.as_deref());
            if goal.is_none() && reason.is_none() {
                continue;
            }
            sheet.doc.para(Role::Accent, &sprints(decision.sprint, decision.through));
            if let Some((met, goal)) = goal {
                let (role, mark) = verdict(met);
                sheet.doc.marked((role, mark), Role::Text, &goal);
            }
            if let Some(reason) = reason {
                sheet.doc.hanging(
                    Role::Text,
                    "  ",
                    &format!("You said why you ordered like this: {}", words::quoted(reason)),
                );
            }
            sheet.doc.gap();
        }
        match looked_back {
            Some(LookedBack { kept, .. }) => self.forecasts(sheet, kept),
            None => sheet.doc.para(Role::Faint, "Computing the chances …"),
        }
    }

    fn forecasts(&self, sheet: &mut Sheet, kept: &Kept) {
        let doc = &mut sheet.doc;
        doc.para(Role::Accent, "Forecasts");
        if kept.forecasts.is_empty() {
            doc.para(Role::Text, "You committed no forecast in this game. f on the board does: say what will be Done by when, and how sure you are, before you know.");
            return;
        }
        for forecast in &kept.forecasts {
            let (role, mark) = verdict(forecast.outcome);
            let title = words::subject(self.game.scenario(), &forecast.commitment.subject);
            let line = format!(
                "Sprint {}: {} Done by Sprint {}: you said {} %, the chance was {}",
                forecast.sprint,
                words::quoted(title),
                forecast.commitment.by,
                forecast.commitment.percent,
                words::percent(forecast.chance)
            );
            doc.marked((role, mark), Role::Text, &line);
        }
        let calibration = kept.calibration();
        if !calibration.is_empty() {
            doc.heading("How often it came true");
            for level in &calibration {
                let share = f64::from(level.kept) / f64::from(level.said);
                let mut bar = vec!['·'; BAR];
                bar[..(share * BAR as f64).round() as usize].fill('━');
                bar[(usize::from(level.percent) * BAR / 100).min(BAR - 1)] = '┃';
                doc.line(vec![
                    (Role::Text, format!("{:>4} % sure  ", level.percent)),
                    (Role::Accent, bar.into_iter().collect()),
                    (Role::Text, format!("  {} of {} came true", level.kept, level.said)),
                ]);
            }
            doc.para(Role::Faint, "━ came true   ┃ as often as you said");
        }
        if let (Some(yours), Some(simulation)) = (kept.mean_brier, kept.mean_brier_of_simulation) {
            sheet.doc.gap();
            sheet.figure(Figure::Card("Brier score", BRIER));
            let line = format!(
                "Brier score: yours {yours:.2}, the simulation's {simulation:.2}. It is 0 for someone who is \
                 always sure and right, 0.25 for someone who always says 50 %, 1 for someone who is always \
                 sure and wrong."
            );
            sheet.doc.para(Role::Text, &line);
        }
    }
}

/// How it is marked whether something came true.
fn verdict(outcome: Option<bool>) -> (Role, &'static str) {
    match outcome {
        Some(true) => (Role::Good, "✓ "),
        Some(false) => (Role::Bad, "✗ "),
        None => (Role::Faint, "? "),
    }
}
