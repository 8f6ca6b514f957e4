//! What the decisions of a replayed game were worth, as far as it is known.

use super::super::super::context::{Context, Findings};
use super::super::super::theme::Role;
use super::super::super::widgets::Doc;
use super::super::debrief::sprints;
use super::super::pair::side_by_side;
use super::{Did, Replay};
use crate::debrief::analysis::{Analysis, Decided, Moment, Progress};
use crate::debrief::told;
use crate::order::Estimate;
use crate::order::worth::Worth;
use crate::words;

impl Replay {
    /// What is found about this game.
    fn findings<'a>(&self, cx: &'a Context) -> Option<&'a Findings> {
        Some(&cx.findings).filter(|found| found.is_about(&self.whole))
    }

    fn analysis<'a>(&self, cx: &'a Context) -> Option<&'a Analysis> {
        self.findings(cx)?.analysis.as_deref()
    }

    fn found<'a>(&self, decision: usize, cx: &'a Context) -> Option<&'a Decided> {
        self.analysis(cx)?.decisions.get(decision)
    }

    /// How far the look back is, in words; `None` once everything about the decisions is known.
    fn waiting(&self, cx: &Context) -> Option<String> {
        let found = self.findings(cx)?;
        let judged = |analysis: &Analysis| analysis.decisions.iter().all(|decided| decided.worth.is_some());
        if found.analysis.as_deref().is_some_and(judged) {
            return None;
        }
        Some(match found.progress {
            Some(Progress { done, total }) => format!("Looking back on this game: {done} of {total} steps …"),
            None => "Looking back on this game …".to_owned(),
        })
    }

    /// The moments that are known, the costliest first: the place of the decision, and the moment's own.
    pub(super) fn moments(&self, cx: &Context) -> Vec<(usize, usize)> {
        let decisions = self.analysis(cx).map_or(&[][..], |analysis| &analysis.decisions[..]);
        let all = decisions.iter().enumerate().flat_map(|(decision, decided)| {
            let moments = decided.moments.iter().enumerate();
            moments.map(move |(moment, told)| ((decision, moment), told.gain.mean))
        });
        let mut all: Vec<((usize, usize), f64)> = all.collect();
        // A stable sort: of those that cost the same, the earlier one comes first.
        all.sort_by(|a, b| b.1.total_cmp(&a.1));
        all.into_iter().map(|(moment, _)| moment).collect()
    }

    /// Why there is no moment to jump to.
    pub(super) fn no_moment(&self, moments: &[(usize, usize)], forwards: bool, cx: &Context) -> String {
        match (moments.len(), self.waiting(cx)) {
            (0, Some(waiting)) => format!("No costly moment is known yet. {waiting}"),
            (0, None) => "No single change to what was decided would have been a clear gain.".to_owned(),
            (1, _) => "This is the only costly moment that is known.".to_owned(),
            (count, _) if forwards => format!("That was the last of {count} costly moments."),
            (count, _) => format!("This is the costliest of {count} moments."),
        }
    }

    /// The moment that can be opened at this step.
    pub(super) fn moment_here(&self, cx: &Context) -> Option<(usize, Moment)> {
        let Did::Decide(decision) = self.last_step()?.did else { return None };
        let moments = &self.found(decision, cx)?.moments;
        let chosen = self.chosen.filter(|(own, _)| *own == decision).map_or(0, |(_, moment)| moment);
        Some((decision, moments.get(chosen)?.clone()))
    }

    /// What there is to jump to, told at the beginning.
    pub(super) fn preview(&self, doc: &mut Doc, cx: &Context) {
        let count = self.moments(cx).len();
        if count > 0 {
            doc.gap();
            let moments = if count == 1 {
                "1 costly moment is".to_owned()
            } else {
                format!("{count} costly moments are")
            };
            doc.para(Role::Text, &format!("{moments} known: m goes to the one that cost most."));
        }
        if let Some(waiting) = self.waiting(cx) {
            doc.gap();
            doc.para(Role::Faint, &waiting);
        }
    }

    /// What the world did after a decision, told with the last Sprint that was run on it.
    pub(super) fn luck(&self, doc: &mut Doc, ended: u32, cx: &Context) {
        let decisions = self.analysis(cx).map_or(&[][..], |analysis| &analysis.decisions[..]);
        let decided = decisions.iter().find(|decided| decided.through == ended);
        if let Some(luck) = decided.and_then(|decided| decided.luck) {
            doc.field("Luck", Role::Text, &self.told_luck(luck));
        }
    }

    fn told_luck(&self, luck: Estimate) -> String {
        let unit = &self.game.scenario().value_unit;
        format!("{}: what the world then did", words::noisy_change(luck, unit))
    }

    /// A decision, and what it was worth.
    pub(super) fn decided(&self, doc: &mut Doc, place: usize, cx: &Context) {
        let decision = &self.whole.decisions()[place];
        let when = sprints(decision.sprint, decision.through);
        doc.para(Role::Strong, &format!("The order of {when} is decided"));
        let moments = self.moments(cx);
        let chosen = self.chosen.filter(|(own, _)| *own == place);
        if let Some(rank) = chosen.and_then(|chosen| moments.iter().position(|moment| *moment == chosen)) {
            let text = format!("Costliest moment {} of {}", rank + 1, moments.len());
            doc.para(Role::Accent, &text);
        }
        doc.gap();
        let Some(decided) = self.found(place, cx) else {
            return doc.para(Role::Faint, &self.waiting(cx).unwrap_or_default());
        };
        match (&decided.worth, decided.glance) {
            (Some(worth), _) => self.judged(doc, decided, worth),
            (None, Some(glance)) => {
                let unit = &self.game.scenario().value_unit;
                let choice = words::noisy_change(glance.choice, unit);
                doc.field(
                    "Decision",
                    Role::Faint,
                    &format!("{choice} beside par’s order, at a first glance"),
                );
            }
            (None, None) => {}
        }
        if let (None, Some(waiting)) = (&decided.worth, self.waiting(cx)) {
            doc.gap();
            doc.para(Role::Faint, &waiting);
        }
        self.told_moments(doc, decided, chosen.map_or(0, |(_, moment)| moment));
        if let Some(worth) = &decided.worth {
            self.best(doc, place, worth);
        }
    }

    fn judged(&self, doc: &mut Doc, decided: &Decided, worth: &Worth) {
        let unit = &self.game.scenario().value_unit;
        let accuracy = match worth.accuracy {
            Some(accuracy) => {
                let share = |share: f64| words::number((share * 100.0).round());
                format!(
                    "{} % ± {}, where 100 % is the best order that was found, 0 % one at random",
                    share(accuracy.mean),
                    share(2.0 * accuracy.stderr)
                )
            }
            None => "nothing was at stake".to_owned(),
        };
        doc.field("Accuracy", Role::Text, &accuracy);
        doc.field(
            "Decision",
            Role::Text,
            &format!("{} beside par’s order", words::noisy_change(worth.choice, unit)),
        );
        if let Some(luck) = decided.luck {
            doc.field("Luck", Role::Text, &self.told_luck(luck));
        }
    }

    fn told_moments(&self, doc: &mut Doc, decided: &Decided, chosen: usize) {
        let (scenario, unit) = (self.game.scenario(), &self.game.scenario().value_unit);
        if decided.moments.is_empty() {
            if decided.worth.is_some() {
                doc.gap();
                doc.para(
                    Role::Faint,
                    "No single change to it would have been a clear gain with what was known.",
                );
            }
            return;
        }
        doc.heading("What would have been better with what was known");
        for (place, moment) in decided.moments.iter().enumerate() {
            let mark = if place == chosen { "▸ " } else { "  " };
            let gain = words::noisy_change(moment.gain, unit);
            let change = told::change(scenario, moment);
            doc.marked((Role::Accent, mark), Role::Text, &format!("{gain}: {change}."));
            doc.hanging(Role::Faint, "  ", &format!("{}.", told::reason(scenario, moment)));
        }
    }

    /// The best order that was found, beside the one that was decided.
    fn best(&self, doc: &mut Doc, place: usize, worth: &Worth) {
        let own = &self.whole.decisions()[place].plan.order;
        if *own == worth.best_choice.order {
            doc.gap();
            return doc.para(Role::Good, "No order that was found is better than this one.");
        }
        let lost = words::noisy_change(worth.lost, &self.game.scenario().value_unit);
        let noise = if worth.lost.is_gain() { "" } else { " (inside the noise)" };
        doc.heading(&format!("The best order that was found: {lost}{noise}"));
        let (columns, orders) = (doc.columns(), [&own[..], &worth.best_choice.order[..]]);
        side_by_side(doc, columns, ["as it was", "the best found"], orders, self.game.scenario(), |_, _| {
            String::new()
        });
    }
}
