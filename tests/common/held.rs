//! One future, played to the end of its benefits and looked at from outside.

use std::sync::Arc;

use serde_json::Value;
use toporder::scenario::{ItemIx, Scenario};
use toporder::sim::sprint::Run;
use toporder::sim::{Event, Luck, Paid, Sampler, Source, SprintRecord, State};

/// A scenario that was played to the end.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) scenario: Arc<Scenario>,
    /// After the last Sprint in which benefits count.
    pub(crate) state: State,
    /// Of each Sprint 1 … L.
    pub(crate) records: Vec<SprintRecord>,
    /// After each Sprint 1 … H.
    pub(crate) states: Vec<State>,
}

/// Plays the scenario of [`json`](super::json) with `overrides`, holding an order: ids with blanks between
/// them, all others left out.
#[track_caller]
pub(crate) fn hold(overrides: Value, order: &str) -> Held {
    let scenario = super::scenario(overrides);
    let luck = Sampler::new(&scenario).draw(Source::simulation(1), 0);
    let order = items(&scenario, order);
    play(&scenario, &luck, order, |_, _| Vec::new())
}

/// Plays a scenario under a luck with an order in force from the start. At each Sprint `decide` may order
/// afresh, and says which items are talked about.
pub(crate) fn play(
    scenario: &Arc<Scenario>,
    luck: &Luck,
    order: Vec<ItemIx>,
    mut decide: impl FnMut(u32, &mut State) -> Vec<ItemIx>,
) -> Held {
    let mut state = State { order, ..State::new(scenario) };
    let mut run = Run::new(scenario, luck);
    let (mut records, mut states) = (Vec::new(), Vec::new());
    for sprint in 1..=scenario.benefit_sprints {
        let mut record = SprintRecord::new(sprint);
        if sprint <= scenario.sprints {
            run.start(&mut state, &mut record);
            let talks = decide(sprint, &mut state);
            run.finish(&mut state, &talks, &mut record);
            states.push(state.clone());
        } else {
            run.run_on(&mut state, sprint, &mut record);
        }
        records.push(record);
    }
    Held { scenario: Arc::clone(scenario), state, records, states }
}

/// The items of these ids, with blanks between them.
#[track_caller]
pub(crate) fn items(scenario: &Scenario, ids: &str) -> Vec<ItemIx> {
    ids.split_whitespace().map(|id| item(scenario, id)).collect()
}

/// The item of this id.
#[track_caller]
pub(crate) fn item(scenario: &Scenario, id: &str) -> ItemIx {
    scenario.item_named(id).unwrap_or_else(|| panic!("there is no item {id}"))
}

impl Held {
    /// What each Sprint 1 … L paid.
    pub(crate) fn paid(&self) -> Vec<f64> {
        self.records.iter().map(SprintRecord::value).collect()
    }

    /// The Sprint in which an item is Done.
    pub(crate) fn done(&self, id: &str) -> Option<u32> {
        self.state.item(item(&self.scenario, id)).done()
    }

    /// The ids of the items Done in each Sprint 1 … H, in the order in which they were, one text a Sprint.
    pub(crate) fn done_by_sprint(&self) -> Vec<String> {
        let played = &self.records[..self.scenario.sprints as usize];
        let done = |record: &SprintRecord| super::ids(&self.scenario, &record.done().collect::<Vec<_>>());
        played.iter().map(|record| done(record).join(" ")).collect()
    }

    /// The effort spent on an item in each Sprint 1 … H.
    pub(crate) fn worked(&self, id: &str) -> Vec<f64> {
        let wanted = item(&self.scenario, id);
        self.sum_of(|event| match event {
            Event::Worked { item, effort, .. } if item == wanted => Some(effort),
            _ => None,
        })
    }

    /// The capacity of each Sprint 1 … H.
    pub(crate) fn capacity(&self) -> Vec<f64> {
        self.sum_of(|event| match event {
            Event::Capacity { capacity, .. } => Some(capacity),
            _ => None,
        })
    }

    /// A stakeholder's trust after each Sprint 1 … H.
    pub(crate) fn trust(&self, id: &str) -> Vec<f64> {
        self.sum_of(|event| match event {
            Event::Trust { who, after, .. } if self.scenario.stakeholders[who.at()].id == id => Some(after),
            _ => None,
        })
    }

    /// The ids of the items refined in each Sprint 1 … H, in that order, one text a Sprint.
    pub(crate) fn refined(&self) -> Vec<String> {
        let refined = |event: &Event| match *event {
            Event::Refined { item, .. } => Some(item),
            _ => None,
        };
        let played = &self.records[..self.scenario.sprints as usize];
        let refined = |record: &SprintRecord| record.events.iter().filter_map(refined).collect::<Vec<_>>();
        played.iter().map(|record| super::ids(&self.scenario, &refined(record)).join(" ")).collect()
    }

    /// All that was paid for a reason, Sprint by Sprint.
    pub(crate) fn paid_for(&self, wanted: impl Fn(Paid) -> bool) -> Vec<f64> {
        let sum = |record: &SprintRecord| {
            record.payments().filter(|&(_, what)| wanted(what)).map(|(amount, _)| amount).sum()
        };
        self.records.iter().map(sum).collect()
    }

    /// Whether something happened in a Sprint.
    pub(crate) fn happened(&self, sprint: u32, event: Event) -> bool {
        self.records[sprint as usize - 1].events.contains(&event)
    }

    /// The items that were revealed in a Sprint.
    pub(crate) fn revealed(&self, sprint: u32) -> Vec<ItemIx> {
        let events = self.records[sprint as usize - 1].events.iter();
        let revealed =
            |event: &Event| if let Event::Revealed { item, .. } = *event { Some(item) } else { None };
        events.filter_map(revealed).collect()
    }

    fn sum_of(&self, figure: impl Fn(Event) -> Option<f64>) -> Vec<f64> {
        let played = &self.records[..self.scenario.sprints as usize];
        played.iter().map(|record| record.events.iter().filter_map(|&event| figure(event)).sum()).collect()
    }
}

/// Asserts that figures agree to 1e-9, relative to the larger, as two readings of the model must.
#[track_caller]
pub(crate) fn assert_close(found: &[f64], expected: &[f64]) {
    let agree = |(&a, &b): (&f64, &f64)| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0);
    let same = found.len() == expected.len() && found.iter().zip(expected).all(agree);
    assert!(same, "found    {found:?}\nexpected {expected:?}");
}
