//! The lines of the list: items in order, Sprint lines between them, what is set aside, what is Done.

use super::super::super::context::Session;
use super::super::{facts, warnings};
use super::look::{Look, Sort, mainly_for};
use crate::scenario::{ItemIx, StakeholderIx};
use crate::sim::Progress;

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Row {
    /// An item of the order, with its place from 1.
    Ordered(ItemIx, usize),
    /// Where a Sprint probably ends: all above it is Done by then with this chance.
    Line {
        /// The Sprint; the last of several that end here.
        sprint: u32,
        /// The chance that the item above the line is Done by then.
        chance: f64,
    },
    /// Whom the items below it are worth most to; `None`: nobody.
    For(Option<StakeholderIx>),
    /// The heading over what is set aside.
    AsideHeading(usize),
    /// An item that is "not now".
    Aside(ItemIx),
    /// The heading over what is Done.
    DoneHeading(usize),
    /// An item that is Done.
    Done(ItemIx, u32),
}

impl Row {
    /// The item in the line.
    pub(super) fn item(self) -> Option<ItemIx> {
        match self {
            Self::Ordered(item, _) | Self::Aside(item) | Self::Done(item, _) => Some(item),
            _ => None,
        }
    }

    /// Whether a Sprint line is drawn firm.
    pub(super) fn is_firm(chance: f64) -> bool {
        chance >= facts::FIRM
    }
}

/// The lines of the list of a game as it stands, looked at in a way.
pub(super) fn rows(session: &Session, look: &Look) -> Vec<Row> {
    let (plan, scenario) = (session.game.plan(), session.game.scenario());
    let mut rows = Vec::with_capacity(plan.order.len() + plan.aside.len() + 8);
    let ends = if look.is_plain() { sprint_ends(session) } else { Vec::new() };
    let mut ends = ends.into_iter().peekable();
    let mut place = vec![0; session.game.state().items.len()];
    plan.order.iter().zip(1..).for_each(|(item, at)| place[item.at()] = at);
    let mut whom = None;
    for (index, item) in look.sorted(session).into_iter().enumerate() {
        if !look.finds(scenario, item) {
            continue;
        }
        if look.sort == Sort::People && whom != Some(mainly_for(scenario, item)) {
            whom = Some(mainly_for(scenario, item));
            rows.extend(whom.map(Row::For));
        }
        rows.push(Row::Ordered(item, place[item.at()]));
        while let Some(SprintEnd { sprint, chance, .. }) = ends.next_if(|end| end.after == index) {
            rows.push(Row::Line { sprint, chance });
        }
    }
    let aside: Vec<ItemIx> = plan.aside.iter().copied().filter(|&item| look.finds(scenario, item)).collect();
    if !aside.is_empty() {
        rows.push(Row::AsideHeading(aside.len()));
        rows.extend(aside.into_iter().map(Row::Aside));
    }
    let state = session.game.state();
    let mut done: Vec<Row> = (0..state.items.len())
        .filter_map(|index| Some(Row::Done(ItemIx::new(index), state.items[index].done()?)))
        .filter(|row| row.item().is_some_and(|item| look.finds(scenario, item)))
        .collect();
    if !done.is_empty() {
        // The newest first.
        done.sort_by_key(|row| if let Row::Done(_, sprint) = row { u32::MAX - sprint } else { 0 });
        rows.push(Row::DoneHeading(done.len()));
        rows.extend(done);
    }
    rows
}

/// Where in the order a Sprint probably ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SprintEnd {
    /// The place of the last item above it, from 0.
    pub(crate) after: usize,
    /// The Sprint.
    pub(crate) sprint: u32,
    /// The chance that this item is Done by then.
    pub(crate) chance: f64,
}

/// After which place of the order each Sprint probably ends: after the last item that is Done by then in
/// at least half of the futures. Sprints that end at the same place share a line. None where no forecast is
/// to be seen.
pub(in crate::tui) fn sprint_ends(session: &Session) -> Vec<SprintEnd> {
    let Some(forecast) = session.forecast() else { return Vec::new() };
    let game = &session.game;
    let mut ends: Vec<SprintEnd> = Vec::new();
    for sprint in game.sprint()..=game.scenario().sprints {
        let by_then = |item: &ItemIx| facts::chance_by(forecast, *item, sprint);
        let Some(after) = game.plan().order.iter().rposition(|item| by_then(item) >= 0.5) else { continue };
        let chance = by_then(&game.plan().order[after]);
        if ends.last().is_some_and(|last| last.after == after) {
            // What was Done earlier is no news later: the first Sprint keeps the line.
            continue;
        }
        ends.push(SprintEnd { after, sprint, chance });
    }
    ends
}

/// Marks before a title: how far work is, and what to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Work has started.
    pub(crate) started: bool,
    /// Not refined, where that matters.
    pub(crate) rough: bool,
    /// Something that it needs is not Done.
    pub(crate) waits: bool,
    /// Something to look at ([`warnings`]).
    pub(crate) warn: bool,
}

/// The marks of an open item.
pub(in crate::tui) fn marks(session: &Session, item: ItemIx, place: Option<usize>) -> Marks {
    let game = &session.game;
    let (scenario, state) = (game.scenario(), game.state().item(item));
    // Talking is worth a mark where something is in doubt.
    let matters = scenario.item(item).rework_chance > 0.0
        || (scenario.refinement.is_some() && !session.belief.remaining(scenario, item).is_certain());
    Marks {
        started: matches!(state.progress, Progress::Started { .. }),
        rough: state.progress == Progress::Waiting && !state.refined && matters,
        waits: !game.state().unblocked(scenario, item),
        warn: place.is_some() && !warnings::of_item(session, item).is_empty(),
    }
}
