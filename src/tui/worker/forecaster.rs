//! Forecasts in play, and decisions beside each other: quick, and the same for the same request.

use std::sync::Arc;

use super::super::event::{Answer, Compared, Comparison, Event, Odds, OddsRequest, Request, Side};
use super::Line;
use crate::game::race::beside;
use crate::order::par::Par;
use crate::order::worth::{Depth, Judge, Question};
use crate::order::{Choice, Estimate};
use crate::scenario::{ItemIx, Scenario};
use crate::sim::{Belief, Forecast, Futures, Source, forecast};

/// What is asked of a [`Forecaster`].
#[derive(Debug)]
pub enum Job {
    /// A forecast of one order.
    Forecast(Request),
    /// Decisions beside each other.
    Compare(Comparison),
    /// What players make of many futures.
    Odds(OddsRequest),
}

/// Someone who forecasts. The futures of the last request are kept, so that the next order of the same
/// Sprint meets them without their being drawn again; what is answered does not depend on that.
#[derive(Debug, Default)]
pub struct Forecaster {
    kept: Option<(Source, Futures)>,
}

impl Forecaster {
    /// Does a job; what comes of it goes down the line, the quickest first.
    pub fn work(&mut self, job: &Job, line: &Line<'_>) {
        match job {
            Job::Forecast(request) => self.forecast(request, line),
            Job::Compare(comparison) => self.compare(comparison, line),
            Job::Odds(request) => odds(request, line),
        }
    }

    fn forecast(&mut self, request: &Request, line: &Line<'_>) {
        let Request { ticket, scenario, belief, source, futures, .. } = request;
        let forecast = self.forecast_of(scenario, belief, *source, *futures, &request.choice.order);
        line.tell(Event::Forecast(Answer { ticket: *ticket, forecast }));
        let Some(depth) = request.worth else { return };
        let par = Par::new(scenario);
        let judge = Judge::new(scenario, &par, Depth { glance: depth, ..Depth::FULL });
        let question = Question {
            belief: Arc::clone(belief),
            choice: request.choice.clone(),
            through: belief.state().started,
            seed: request.seed,
        };
        if let Some(glance) = judge.glance(&question, &|| line.is_void()) {
            line.tell(Event::Judged { ticket: *ticket, choice: glance.choice });
        }
    }

    fn compare(&mut self, comparison: &Comparison, line: &Line<'_>) {
        let Comparison { ticket, scenario, belief, source, futures, .. } = comparison;
        let mut forecast_of =
            |choice: &Choice| self.forecast_of(scenario, belief, *source, *futures, &choice.order);
        let forecasts: Vec<Arc<Forecast>> = comparison.choices.iter().map(&mut forecast_of).collect();
        let par = Par::new(scenario);
        let judge = Judge::new(scenario, &par, Depth::FULL);
        let Some(first) = comparison.choices.first() else { return };
        let question = Question {
            belief: Arc::clone(belief),
            choice: first.clone(),
            through: comparison.through,
            seed: comparison.seed,
        };
        let mut arena = judge.arena(&question, comparison.through);
        let choices: Vec<_> = comparison.choices.iter().collect();
        let Some(values) = arena.values(&choices, 0..comparison.worth, &|| line.is_void()) else { return };
        let side = |(forecast, sample): (Arc<Forecast>, &Vec<f64>)| Side {
            forecast,
            worth: Estimate::of(sample),
            gain: Estimate::of_difference(sample, &values[0]),
        };
        let sides = forecasts.into_iter().zip(&values).map(side).collect();
        line.tell(Event::Compared(Compared { ticket: *ticket, sides }));
    }

    /// What an order gives in the futures of a belief: in those of the last request if they are the same.
    fn forecast_of(
        &mut self,
        scenario: &Arc<Scenario>,
        belief: &Arc<Belief>,
        source: Source,
        count: u64,
        order: &[ItemIx],
    ) -> Arc<Forecast> {
        let room = usize::try_from(count).unwrap_or(usize::MAX);
        let is_same = |(kept_source, kept): &(Source, Futures)| {
            *kept_source == source
                && kept.len() == room
                && Arc::ptr_eq(kept.scenario(), scenario)
                && Arc::ptr_eq(kept.belief(), belief)
        };
        let mut kept = self.kept.take().filter(is_same);
        if kept.is_none() && Futures::bytes(scenario, belief, room) <= Futures::KEPT_BYTES_MAX {
            kept = Some((source, Futures::draw(Arc::clone(scenario), Arc::clone(belief), source, room)));
        }
        self.kept = kept;
        Arc::new(match &self.kept {
            Some((_, kept)) => kept.forecast(order),
            None => forecast(scenario, belief, order, count, source),
        })
    }
}

/// Tells what each of some players made of many futures, as soon as it is known.
fn odds(request: &OddsRequest, line: &Line<'_>) {
    let OddsRequest { ticket, scenario, seed, players, futures } = request;
    let tell = |place, values: &[f64]| {
        line.tell(Event::Odds(Odds { ticket: *ticket, place, values: values.to_vec() }));
    };
    // Where nobody wants to know any more, there is nobody to tell that it was left.
    let _ = beside::meet(scenario, *seed, players, *futures, tell, &|| line.is_void());
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::sync::Mutex;

    use super::*;
    use crate::game::Game;
    use crate::scenario::{builtin, load};

    fn game() -> Game {
        game_of(&builtin::ALL[0])
    }

    fn game_of(builtin: &builtin::Builtin) -> Game {
        let scenario = load::load_text(builtin.slug, builtin.text).unwrap().scenario;
        Game::new(Arc::new(scenario), 7)
    }

    fn request(game: &Game, belief: &Arc<Belief>, order: Vec<crate::scenario::ItemIx>) -> Request {
        Request {
            ticket: 3,
            belief: Arc::clone(belief),
            choice: Choice::of(order),
            source: game.forecast_source(),
            seed: game.seed(),
            scenario: Arc::clone(game.scenario()),
            futures: 100,
            worth: Some(40),
        }
    }

    fn told(forecaster: &mut Forecaster, job: &Job) -> Vec<Event> {
        let events = Mutex::new(RefCell::new(Vec::new()));
        let tell = |event| events.lock().unwrap().borrow_mut().push(event);
        forecaster.work(job, &Line::open(&tell));
        events.into_inner().unwrap().into_inner()
    }

    #[test]
    fn a_forecast_bears_its_ticket_and_its_worth_follows() {
        let game = game();
        let belief = Arc::new(game.belief());
        let job = Job::Forecast(request(&game, &belief, game.plan().order.clone()));
        let events = told(&mut Forecaster::default(), &job);
        let [Event::Forecast(answer), Event::Judged { ticket: 3, choice }] = &events[..] else {
            panic!("{events:?}")
        };
        assert_eq!((answer.ticket, answer.forecast.futures), (3, 100));
        assert!(choice.is_clear(), "the starting order is not par's");
    }

    #[test]
    fn an_answer_does_not_depend_on_what_was_asked_before() {
        let game = game();
        let belief = Arc::new(game.belief());
        let order = game.plan().order.clone();
        let backwards: Vec<_> = order.iter().rev().copied().collect();
        let forecast = |forecaster: &mut Forecaster, belief: &Arc<Belief>, order: &[_]| match told(
            forecaster,
            &Job::Forecast(request(&game, belief, order.to_vec())),
        )
        .swap_remove(0)
        {
            Event::Forecast(answer) => answer.forecast,
            other => panic!("{other:?}"),
        };
        let mut one = Forecaster::default();
        forecast(&mut one, &belief, &backwards);
        let kept = forecast(&mut one, &belief, &order);
        // An equal belief that is another one is not taken for the same.
        let again = forecast(&mut one, &Arc::new(game.belief()), &order);
        assert_eq!(kept, forecast(&mut Forecaster::default(), &belief, &order));
        assert_eq!(kept, again);
    }

    #[test]
    fn luck_that_is_too_much_to_keep_is_the_same_when_it_is_drawn_again() {
        let game = game_of(&builtin::ALL[1]);
        let belief = Arc::new(game.belief());
        let (scenario, source, order) = (game.scenario(), game.forecast_source(), &game.plan().order);
        let rows = Futures::bytes(scenario, &belief, 8);
        let many = (Futures::KEPT_BYTES_MAX / rows + 1) * 8;
        let mut forecaster = Forecaster::default();
        let drawn = forecaster.forecast_of(scenario, &belief, source, many as u64, order);
        assert!(forecaster.kept.is_none());
        let kept = Futures::draw(Arc::clone(scenario), Arc::clone(&belief), source, many);
        assert_eq!(*drawn, kept.forecast(order));
    }

    #[test]
    fn decisions_are_compared_on_the_same_futures() {
        let game = game();
        let order = game.plan().order.clone();
        let comparison = Comparison {
            ticket: 4,
            scenario: Arc::clone(game.scenario()),
            belief: Arc::new(game.belief()),
            source: game.forecast_source(),
            seed: game.seed(),
            choices: vec![Choice::of(order.clone()), Choice::of(order), Choice::default()],
            through: 1,
            futures: 64,
            worth: 40,
        };
        let events = told(&mut Forecaster::default(), &Job::Compare(comparison));
        let [Event::Compared(Compared { ticket: 4, sides })] = &events[..] else { panic!("{events:?}") };
        assert_eq!(sides[0], sides[1]);
        assert_eq!(sides[1].gain, Estimate::default());
        assert_ne!(sides[2].worth, sides[0].worth);
    }
}
