//! What happened, Sprint by Sprint.

use super::super::document::{figures, words as column};
use super::{SPRINTS_MAX, Writer};
use crate::debrief::{Digest, digests};
use crate::scenario::ItemIx;
use crate::words;

impl Writer<'_, '_> {
    /// Writes the record.
    pub(super) fn record(&mut self) {
        let game = &self.telling.findings.game;
        let digests = digests(game);
        if digests.is_empty() {
            return;
        }
        self.blocks.heading(2, "What happened, Sprint by Sprint");
        let played = digests.iter().filter(|digest| digest.sprint <= self.telling.scenario.sprints);
        let rows = played.take(SPRINTS_MAX).map(|digest| self.digest(digest)).collect();
        let columns = [
            figures("Sprint"),
            column("Top of the order"),
            column("Done"),
            column("Paid"),
            column("Effort"),
            column("What else happened"),
        ];
        self.blocks.table("The record", &columns, rows);
        if let Some(last) = self.telling.happened(SPRINTS_MAX).pop().filter(|_| game.is_over()) {
            self.blocks.para(format!("{last}."));
        }
        self.left_out(game.state().ended as usize);
    }

    fn digest(&self, digest: &Digest) -> Vec<String> {
        let scenario = self.telling.scenario;
        let titles = |items: &[ItemIx]| self.telling.titles(items.iter().copied());
        let paid = [
            ("benefits", digest.paid.benefits),
            ("fines", digest.paid.fines),
            ("bonuses", digest.paid.bonuses),
            ("costs", digest.paid.costs),
        ];
        let paid = paid.iter().filter(|(_, amount)| *amount != 0.0);
        let paid: Vec<String> =
            paid.map(|(what, amount)| format!("{what} {}", self.telling.value(*amount))).collect();
        let mut effort = vec![format!("{} spent", self.effort(digest.effort.spent))];
        if digest.effort.rework > 0.0 {
            effort.push(format!("{} of it on rework", self.effort(digest.effort.rework)));
        }
        if digest.effort.idle > 0.0 {
            effort.push(format!("{} with nothing to do", self.effort(digest.effort.idle)));
        }
        let mut more: Vec<String> = Vec::new();
        more.extend(
            digest
                .struck
                .iter()
                .map(|risk| format!("the risk {} struck", words::quoted(&scenario.risks[risk.at()].title))),
        );
        more.extend(
            digest
                .escalated
                .iter()
                .map(|who| format!("{} had escalated", scenario.stakeholders[who.at()].name)),
        );
        for (items, what) in [
            (&digest.arrived, "came into the Product Backlog"),
            (&digest.revealed, "became known"),
            (&digest.refined, "refined"),
        ] {
            if !items.is_empty() {
                more.push(format!("{} {what}", titles(items)));
            }
        }
        let or_nothing = |told: String| if told.is_empty() { "nothing".to_owned() } else { told };
        vec![
            digest.sprint.to_string(),
            or_nothing(titles(&digest.top)),
            or_nothing(titles(&digest.done)),
            or_nothing(paid.join(", ")),
            effort.join(", "),
            more.join("; "),
        ]
    }
}
