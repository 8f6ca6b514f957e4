//! The moments that mattered: single changes that would have been clear gains.

use super::super::super::theme::Role;
use super::decided::wait;
use super::sheet::{Sheet, sprints};
use super::{DebriefScreen, Found, Open};
use crate::debrief::analysis::Moment;
use crate::debrief::told;
use crate::words;

impl DebriefScreen {
    pub(super) fn moments(&self, sheet: &mut Sheet, found: Found<'_>) {
        let Some(analysis) = found.analysis() else { return wait(sheet, found) };
        let (scenario, unit) = (self.game.scenario(), &self.game.scenario().value_unit);
        let told = |(place, decided): (usize, &crate::debrief::analysis::Decided)| {
            let moments = decided.moments.iter().enumerate();
            moments.map(|(number, moment)| (place, number, moment.clone())).collect::<Vec<_>>()
        };
        let mut moments: Vec<(usize, usize, Moment)> =
            analysis.decisions.iter().enumerate().flat_map(told).collect();
        moments.sort_by(|a, b| b.2.gain.mean.total_cmp(&a.2.gain.mean));
        if !moments.is_empty() {
            sheet.doc.para(
                Role::Text,
                "What would have been better with what you knew then, the largest gain first. Open one to \
                 see the board as it was, and what each order would have led to.",
            );
        }
        for (place, number, moment) in &moments {
            let decided = &analysis.decisions[*place];
            sheet.doc.gap();
            sheet.opens(Open::Moment(*place, *number));
            sheet.doc.line(vec![
                (Role::Strong, sprints(decided.sprint, decided.through)),
                (Role::Accent, format!("  {}", words::noisy_change(moment.gain, unit))),
            ]);
            sheet.doc.hanging(Role::Text, "  ", &format!("{}.", told::change(scenario, moment)));
            sheet.doc.hanging(Role::Faint, "  ", &format!("{}.", told::reason(scenario, moment)));
        }
        if let Some(waiting) = found.waiting() {
            sheet.doc.gap();
            sheet.doc.para(Role::Faint, &waiting);
        } else if moments.is_empty() {
            sheet.doc.para(
                Role::Text,
                "No single change to any of your orders would have been a clear gain with what you knew then.",
            );
        }
        for decided in analysis.decisions.iter().filter(|decided| decided.moments.is_empty()) {
            let Some(worth) = &decided.worth else { continue };
            if !moments.is_empty() {
                let text = match worth.lost.is_gain() {
                    true => "no single change, but a whole other order would have been better",
                    false => "no change would have been a clear gain",
                };
                sheet.doc.gap();
                let name = sprints(decided.sprint, decided.through);
                sheet.doc.para(Role::Faint, &format!("{name}: {text}."));
            }
        }
    }
}
