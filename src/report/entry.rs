//! The games that a report is about.

use std::sync::Arc;

use crate::debrief::Findings;
use crate::order::Estimate;
use crate::scenario::Scenario;
use crate::store::Sitting;

/// A game that was looked back on, and when it was played.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What was found.
    pub findings: Findings,
    /// When it was played.
    pub sitting: Sitting,
}

/// The games of one scenario.
#[derive(Debug)]
pub(super) struct Section<'e> {
    pub(super) scenario: &'e Arc<Scenario>,
    /// Games that are over before those that are not, and of each the best decisions first.
    pub(super) players: Vec<Participant<'e>>,
}

/// One game among others.
#[derive(Debug)]
pub(super) struct Participant<'e> {
    pub(super) entry: &'e Entry,
    /// A name that no other game of the section has.
    pub(super) label: String,
}

impl Entry {
    /// What the decisions were worth, if they were all judged.
    pub(super) fn decisions(&self) -> Option<Estimate> {
        self.findings.analysis.sum().map(|sum| sum.choice)
    }
}

/// The games by scenario, in the order in which scenarios come first.
pub(super) fn sections(entries: &[Entry]) -> Vec<Section<'_>> {
    let mut groups: Vec<(&Arc<Scenario>, Vec<&Entry>)> = Vec::new();
    for entry in entries {
        let scenario = entry.findings.game.scenario();
        // Two versions of a scenario are two scenarios.
        match groups.iter_mut().find(|(other, _)| other.source == scenario.source) {
            Some((_, group)) => group.push(entry),
            None => groups.push((scenario, vec![entry])),
        }
    }
    groups.into_iter().map(|(scenario, group)| Section { scenario, players: sorted(group) }).collect()
}

fn sorted(mut group: Vec<&Entry>) -> Vec<Participant<'_>> {
    let worth = |entry: &Entry| entry.decisions().map_or(f64::NEG_INFINITY, |choice| choice.mean);
    let is_open = |entry: &Entry| !entry.findings.game.is_over();
    group.sort_by(|a, b| {
        let by_name =
            || (&a.findings.name, a.findings.game.seed()).cmp(&(&b.findings.name, b.findings.game.seed()));
        is_open(a).cmp(&is_open(b)).then(worth(b).total_cmp(&worth(a))).then_with(by_name)
    });
    let label = |place: usize, entry: &Entry| {
        let name = &entry.findings.name;
        let before = group[..place].iter().filter(|other| other.findings.name == *name).count();
        if before == 0 { name.clone() } else { format!("{name} ({})", before + 1) }
    };
    let labels: Vec<String> = (0..group.len()).map(|place| label(place, group[place])).collect();
    group.into_iter().zip(labels).map(|(entry, label)| Participant { entry, label }).collect()
}

impl Section<'_> {
    /// The seeds that were played, each once, the smallest first.
    pub(super) fn seeds(&self) -> Vec<u64> {
        let mut seeds: Vec<u64> =
            self.players.iter().map(|player| player.entry.findings.game.seed()).collect();
        seeds.sort_unstable();
        seeds.dedup();
        seeds
    }
}
