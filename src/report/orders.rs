//! Where the orders of a class agreed, and where they differed.

use std::collections::BTreeMap;
use std::fmt;

use super::entry::Section;
use crate::game::Decision;
use crate::order::Estimate;
use crate::scenario::ItemIx;

/// Items that are looked at for a disagreement, those that were put highest: what is far down is nobody's quarrel.
const PAIRED_MAX: usize = 30;

/// Where somebody put an item. What is higher comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spot {
    /// At this place, from 1 at the top.
    At(usize),
    /// "Not now".
    Aside,
}

/// The orders that a class made in one Sprint.
#[derive(Debug)]
pub(super) struct Orders<'s> {
    pub(super) sprint: u32,
    /// Who made one, by the order of the section.
    pub(super) labels: Vec<&'s str>,
    /// What each order was worth beside par's, value units, if it was judged.
    worths: Vec<Option<Estimate>>,
    /// What was to be ordered, the highest first.
    pub(super) rows: Vec<Row>,
}

/// An item.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) item: ItemIx,
    pub(super) title: String,
    /// Where each of them put it; `None` where it was not theirs to order.
    pub(super) spots: Vec<Option<Spot>>,
    /// The one in the middle, the higher of two.
    pub(super) median: Option<Spot>,
    /// How far they are from it on average, in places.
    spread: f64,
}

/// Two items that some put one way and others the other way round.
#[derive(Debug)]
pub(super) struct Disagreement<'o> {
    pub(super) first: &'o str,
    pub(super) second: &'o str,
    /// Who put the first before the second …
    pub(super) before: Vec<&'o str>,
    /// … and who the second before the first.
    pub(super) after: Vec<&'o str>,
    /// How much more the orders of the former were worth on average, value units; what they were worth shares no noise
    /// that could be taken out.
    pub(super) lead: Option<Estimate>,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(place) => write!(f, "{place}"),
            Self::Aside => f.write_str("not now"),
        }
    }
}

impl Row {
    /// "3 put it at 1, 2 at 4".
    pub(super) fn counts(&self) -> String {
        let mut counts: BTreeMap<Spot, usize> = BTreeMap::new();
        for spot in self.spots.iter().flatten() {
            *counts.entry(*spot).or_default() += 1;
        }
        let mut told: Vec<String> = Vec::with_capacity(counts.len());
        for (spot, count) in counts {
            let put = if told.is_empty() { " put it" } else { "" };
            told.push(match spot {
                Spot::At(place) => format!("{count}{put} at {place}"),
                Spot::Aside => format!("{count}{put} aside"),
            });
        }
        told.join(", ")
    }
}

impl<'s> Orders<'s> {
    pub(super) fn of(section: &'s Section<'_>, sprint: u32) -> Self {
        let (mut labels, mut worths, mut decisions) = (Vec::new(), Vec::new(), Vec::new());
        for player in &section.players {
            let findings = &player.entry.findings;
            let made = findings.game.decisions().iter().zip(&findings.analysis.decisions);
            let mut made = made.filter(|(decision, _)| decision.sprint == sprint);
            if let Some((decision, decided)) = made.next() {
                labels.push(&*player.label);
                worths.push(decided.worth.as_ref().map(|worth| worth.choice));
                decisions.push(decision);
            }
        }
        let scenario = section.scenario;
        let orders: Vec<Vec<Option<Spot>>> =
            decisions.into_iter().map(|decision| spots(decision, scenario.items.len())).collect();
        let rows = scenario.item_indexes().map(|item| {
            let spots: Vec<Option<Spot>> = orders.iter().map(|spots| spots[item.at()]).collect();
            let last = scenario.items.len() + 1;
            let (median, spread) = middle(&spots, last);
            Row { item, title: scenario.item(item).title.clone(), spots, median, spread }
        });
        let mut rows: Vec<Row> = rows.filter(|row| row.median.is_some()).collect();
        rows.sort_by_key(|row| (row.median, row.item.at()));
        Self { sprint, labels, worths, rows }
    }

    /// The item about which they are most of one mind; the higher of equals.
    pub(super) fn agreed(&self) -> Option<&Row> {
        self.rows.iter().min_by(|a, b| a.spread.total_cmp(&b.spread))
    }

    /// The item about which they differ most; `None` where they do not.
    pub(super) fn split(&self) -> Option<&Row> {
        let divided = self.rows.iter().filter(|row| row.spread > 0.0);
        // The last of equals would be the lowest, and what is high matters more.
        divided.rev().max_by(|a, b| a.spread.total_cmp(&b.spread))
    }

    /// The disagreement from which most is to be learned: about evenly divided, and dear.
    pub(super) fn disagreement(&self) -> Option<Disagreement<'_>> {
        let rows = &self.rows[..self.rows.len().min(PAIRED_MAX)];
        let pairs = rows.iter().enumerate().flat_map(|(place, one)| {
            rows[place + 1..].iter().filter_map(move |other| self.between(one, other))
        });
        let instructive = |pair: &Disagreement<'_>| {
            let (before, after) = (pair.before.len() as f64, pair.after.len() as f64);
            let balance = before.min(after) / (before + after);
            // Where nothing is known of their worth, an even division still is worth a talk.
            (balance * pair.lead.map_or(0.0, |lead| lead.mean.abs()), balance)
        };
        let mut best: Option<((f64, f64), Disagreement<'_>)> = None;
        for pair in pairs {
            let score = instructive(&pair);
            if best.as_ref().is_none_or(|(most, _)| score > *most) {
                best = Some((score, pair));
            }
        }
        best.map(|(_, pair)| pair)
    }

    fn between<'o>(&'o self, one: &'o Row, other: &'o Row) -> Option<Disagreement<'o>> {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let (mut worth_before, mut worth_after) = (Vec::new(), Vec::new());
        for (place, spots) in one.spots.iter().zip(&other.spots).enumerate() {
            let (Some(a), Some(b)) = spots else { continue };
            // Both "not now" is no disagreement.
            let (labels, worths) = match a.cmp(b) {
                std::cmp::Ordering::Less => (&mut before, &mut worth_before),
                std::cmp::Ordering::Greater => (&mut after, &mut worth_after),
                std::cmp::Ordering::Equal => continue,
            };
            labels.push(self.labels[place]);
            worths.extend(self.worths[place]);
        }
        if before.is_empty() || after.is_empty() {
            return None;
        }
        let lead = mean(&worth_before).zip(mean(&worth_after)).map(|(before, after)| before.minus(after));
        Some(Disagreement { first: &one.title, second: &other.title, before, after, lead })
    }
}

/// The mean of figures that do not share their noise; `None` of none.
fn mean(figures: &[Estimate]) -> Option<Estimate> {
    let sum = figures.iter().copied().reduce(Estimate::plus)?;
    let count = figures.len() as f64;
    Some(Estimate { mean: sum.mean / count, stderr: sum.stderr / count })
}

/// Where each item was put, by index.
fn spots(decision: &Decision, items: usize) -> Vec<Option<Spot>> {
    let mut spots = vec![None; items];
    for (item, place) in decision.plan.order.iter().zip(1..) {
        spots[item.at()] = Some(Spot::At(place));
    }
    for item in &decision.plan.aside {
        spots[item.at()] = Some(Spot::Aside);
    }
    spots
}

/// The spot in the middle, and the mean distance from it; what is aside counts as at the place `last`.
fn middle(spots: &[Option<Spot>], last: usize) -> (Option<Spot>, f64) {
    let mut known: Vec<Spot> = spots.iter().flatten().copied().collect();
    known.sort_unstable();
    let place = |spot: Spot| match spot {
        Spot::At(place) => place as f64,
        Spot::Aside => last as f64,
    };
    let Some(&median) = known.get(known.len().saturating_sub(1) / 2) else { return (None, 0.0) };
    let distance: f64 = known.iter().map(|&spot| (place(spot) - place(median)).abs()).sum();
    (Some(median), distance / known.len() as f64)
}
