//! Futures and forecasts that are kept, so that nothing is computed twice: not by one person who moves items to and fro,
//! and not by a class whose beliefs are equal.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::order::{Choice, Estimate};
use crate::scenario::{ItemIx, Scenario};
use crate::sim::{Belief, Forecast, Futures, Source, forecast};

/// How many forecasts of one belief are kept; beyond that all of them go, and the newest come again.
const FORECASTS_MAX: usize = 128;

/// What was drawn and computed for the beliefs that were asked about last. What is answered does not depend on it.
#[derive(Debug)]
pub struct Shelf {
    /// How many beliefs it has room for.
    room: usize,
    /// How many orders of a belief are forecast before its futures are kept.
    before_kept: usize,
    /// The one that was asked about last at the end.
    kept: Mutex<Vec<Arc<Drawn>>>,
}

/// The futures of a belief, and what is known of them.
#[derive(Debug)]
pub(super) struct Drawn {
    scenario: Arc<Scenario>,
    belief: Arc<Belief>,
    source: Source,
    count: u64,
    /// How many orders are still to be forecast before the futures are kept.
    before_kept: AtomicUsize,
    /// `None` until they are drawn, and where they are too many to keep.
    futures: Mutex<Option<Arc<Futures>>>,
    forecasts: Mutex<HashMap<Vec<ItemIx>, Arc<Place>>>,
    worths: Mutex<Vec<(Choice, usize, Estimate)>>,
}

/// Where a forecast is kept, once it is computed.
type Place = Mutex<Option<Arc<Forecast>>>;

impl Default for Shelf {
    /// Room for the belief of one person.
    fn default() -> Self {
        Self::with_room(1)
    }
}

impl Shelf {
    /// Room for so many beliefs.
    #[must_use]
    pub fn with_room(room: usize) -> Self {
        Self { room: room.max(1), before_kept: 0, kept: Mutex::default() }
    }

    /// The same for many people. Most of their beliefs have made room for others when they are asked about again, so futures
    /// are drawn on the way at first, and kept only for a belief of which so many orders were forecast: megabytes that come
    /// and go many times a second leave the memory full of holes.
    #[must_use]
    pub fn for_many(room: usize, before_kept: usize) -> Self {
        Self { before_kept, ..Self::with_room(room) }
    }

    /// Puts everything away: nobody will ask about these beliefs again.
    pub fn clear(&self) {
        lock(&self.kept).clear();
    }

    /// What is kept about a belief. One that is equal is the same: what is not known then cannot matter.
    pub(super) fn about(
        &self,
        scenario: &Arc<Scenario>,
        belief: &Arc<Belief>,
        source: Source,
        count: u64,
    ) -> Arc<Drawn> {
        let is_it = |drawn: &Arc<Drawn>| {
            drawn.source == source
                && drawn.count == count
                && Arc::ptr_eq(&drawn.scenario, scenario)
                && (Arc::ptr_eq(&drawn.belief, belief) || drawn.belief == *belief)
        };
        let mut kept = lock(&self.kept);
        if let Some(place) = kept.iter().rposition(is_it) {
            let drawn = kept.remove(place);
            kept.push(Arc::clone(&drawn));
            return drawn;
        }
        if kept.len() == self.room {
            kept.remove(0);
        }
        let drawn = Arc::new(Drawn {
            scenario: Arc::clone(scenario),
            belief: Arc::clone(belief),
            source,
            count,
            before_kept: AtomicUsize::new(self.before_kept),
            futures: Mutex::default(),
            forecasts: Mutex::default(),
            worths: Mutex::default(),
        });
        kept.push(Arc::clone(&drawn));
        drawn
    }
}

impl Drawn {
    /// What an order gives. Who asks for the same at the same time waits for the one who asked first.
    pub(super) fn forecast(&self, order: &[ItemIx]) -> Arc<Forecast> {
        let place = {
            let mut forecasts = lock(&self.forecasts);
            if forecasts.len() >= FORECASTS_MAX {
                forecasts.clear();
            }
            Arc::clone(forecasts.entry(order.to_vec()).or_default())
        };
        Arc::clone(lock(&place).get_or_insert_with(|| Arc::new(self.compute(order))))
    }

    fn compute(&self, order: &[ItemIx]) -> Forecast {
        let Self { scenario, belief, source, count, .. } = self;
        let room = usize::try_from(*count).unwrap_or(usize::MAX);
        let is_early = |left: usize| left.checked_sub(1);
        let is_early = self.before_kept.fetch_update(Ordering::Relaxed, Ordering::Relaxed, is_early).is_ok();
        if is_early || Futures::bytes(scenario, belief, room) > Futures::KEPT_BYTES_MAX {
            return forecast(scenario, belief, order, *count, *source);
        }
        let draw = || Arc::new(Futures::draw(Arc::clone(scenario), Arc::clone(belief), *source, room));
        let futures = Arc::clone(lock(&self.futures).get_or_insert_with(draw));
        futures.forecast(order)
    }

    /// What a choice is worth beside Par's on so many futures: as it was found before, or as it is found now. `None` if
    /// it was not found.
    pub(super) fn worth(
        &self,
        choice: &Choice,
        futures: usize,
        find: impl FnOnce() -> Option<Estimate>,
    ) -> Option<Estimate> {
        let known = |(other, count, worth): &(Choice, usize, Estimate)| {
            (other == choice && *count == futures).then_some(*worth)
        };
        if let Some(worth) = lock(&self.worths).iter().find_map(known) {
            return Some(worth);
        }
        let worth = find()?;
        let mut worths = lock(&self.worths);
        if worths.len() >= FORECASTS_MAX {
            worths.clear();
        }
        worths.push((choice.clone(), futures, worth));
        Some(worth)
    }
}

/// What somebody who panicked was doing is whole or not there at all.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::Game;
    use crate::scenario::{builtin, load};

    fn game() -> Game {
        let builtin = &builtin::ALL[0];
        Game::new(Arc::new(load::load_text(builtin.slug, builtin.text).unwrap().scenario), 7)
    }

    #[test]
    fn equal_beliefs_share_what_was_computed() {
        let (game, shelf) = (game(), Shelf::with_room(2));
        let about =
            |futures| shelf.about(game.scenario(), &Arc::new(game.belief()), game.forecast_source(), futures);
        let order = &game.plan().order;
        assert!(Arc::ptr_eq(&about(64).forecast(order), &about(64).forecast(order)));
        // Other futures are something else, and put the oldest away where there is no room.
        let first = about(64);
        about(65);
        assert!(Arc::ptr_eq(&first, &about(64)));
        about(66);
        about(65);
        assert!(!Arc::ptr_eq(&first, &about(64)));
        let second = about(64);
        shelf.clear();
        assert!(!Arc::ptr_eq(&second, &about(64)));
    }

    #[test]
    fn a_worth_is_found_once_and_one_that_was_not_found_is_looked_for_again() {
        let (game, shelf) = (game(), Shelf::default());
        let drawn = shelf.about(game.scenario(), &Arc::new(game.belief()), game.forecast_source(), 8);
        let choice = Choice::of(game.plan().order.clone());
        assert_eq!(drawn.worth(&choice, 5, || None), None);
        let worth = Estimate::certain(3.0);
        assert_eq!(drawn.worth(&choice, 5, || Some(worth)), Some(worth));
        assert_eq!(drawn.worth(&choice, 5, || None), Some(worth));
        assert_eq!(drawn.worth(&choice, 6, || None), None);
    }

    #[test]
    fn futures_for_many_are_kept_once_they_are_asked_for_often() {
        let (game, shelf) = (game(), Shelf::for_many(1, 2));
        let about = || shelf.about(game.scenario(), &Arc::new(game.belief()), game.forecast_source(), 64);
        let mut order = game.plan().order.clone();
        for forecasts in 1..=3 {
            order.rotate_left(1);
            let forecast = about().forecast(&order);
            assert_eq!(lock(&about().futures).is_some(), forecasts > 2);
            let alone =
                Shelf::default().about(game.scenario(), &Arc::new(game.belief()), game.forecast_source(), 64);
            assert_eq!(forecast, alone.forecast(&order));
        }
    }

    #[test]
    fn luck_that_is_too_much_to_keep_is_the_same_when_it_is_drawn_again() {
        let builtin = &builtin::ALL[1];
        let game = Game::new(Arc::new(load::load_text(builtin.slug, builtin.text).unwrap().scenario), 7);
        let belief = Arc::new(game.belief());
        let (scenario, source, order) = (game.scenario(), game.forecast_source(), &game.plan().order);
        let rows = Futures::bytes(scenario, &belief, 8);
        let many = (Futures::KEPT_BYTES_MAX / rows + 1) * 8;
        let drawn = Shelf::default().about(scenario, &belief, source, many as u64);
        let computed = drawn.forecast(order);
        assert!(lock(&drawn.futures).is_none());
        let kept = Futures::draw(Arc::clone(scenario), Arc::clone(&belief), source, many);
        assert_eq!(*computed, kept.forecast(order));
    }
}
