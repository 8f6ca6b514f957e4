//! Forecasts in play, and decisions beside each other: quick, and the same for the same request.

use std::sync::Arc;

use super::super::event::{Answer, Compared, Comparison, Event, Odds, OddsRequest, Request, Side};
use super::Line;
use super::shelf::Shelf;
use crate::game::race::beside;
use crate::order::Estimate;
use crate::order::par::Par;
use crate::order::worth::{Depth, Judge, Question};
use crate::sim::Forecast;

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

/// Someone who forecasts. What was drawn and computed is kept on a shelf, which several can share; what is answered does
/// not depend on that.
#[derive(Debug, Default)]
pub struct Forecaster {
    shelf: Arc<Shelf>,
}

impl Forecaster {
    /// Someone who keeps things on this shelf.
    #[must_use]
    pub fn sharing(shelf: Arc<Shelf>) -> Self {
        Self { shelf }
    }

    /// Does a job; what comes of it goes down the line, the quickest first.
    pub fn work(&self, job: &Job, line: &Line<'_>) {
        match job {
            Job::Forecast(request) => self.forecast(request, line),
            Job::Compare(comparison) => self.compare(comparison, line),
            Job::Odds(request) => odds(request, line),
        }
    }

    fn forecast(&self, request: &Request, line: &Line<'_>) {
        let Request { ticket, scenario, belief, source, futures, .. } = request;
        let drawn = self.shelf.about(scenario, belief, *source, *futures);
        let forecast = drawn.forecast(&request.choice.order);
        line.tell(Event::Forecast(Answer { ticket: *ticket, forecast }));
        let Some(depth) = request.worth else { return };
        let find = || {
            let par = Par::new(scenario);
            let judge = Judge::new(scenario, &par, Depth { glance: depth, ..Depth::FULL });
            let question = Question {
                belief: Arc::clone(belief),
                choice: request.choice.clone(),
                through: belief.state().started,
                seed: request.seed,
            };
            judge.glance(&question, &|| line.is_void()).map(|glance| glance.choice)
        };
        if let Some(choice) = drawn.worth(&request.choice, depth, find) {
            line.tell(Event::Judged { ticket: *ticket, choice });
        }
    }

    fn compare(&self, comparison: &Comparison, line: &Line<'_>) {
        let Comparison { ticket, scenario, belief, source, futures, .. } = comparison;
        let drawn = self.shelf.about(scenario, belief, *source, *futures);
        let forecasts: Vec<Arc<Forecast>> =
            comparison.choices.iter().map(|choice| drawn.forecast(&choice.order)).collect();
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
    use crate::order::Choice;
    use crate::scenario::{builtin, load};
    use crate::sim::Belief;

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

    fn told(forecaster: &Forecaster, job: &Job) -> Vec<Event> {
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
        let events = told(&Forecaster::default(), &job);
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
        let forecast = |forecaster: &Forecaster, belief: &Arc<Belief>, order: &[_]| match told(
            forecaster,
            &Job::Forecast(request(&game, belief, order.to_vec())),
        )
        .swap_remove(0)
        {
            Event::Forecast(answer) => answer.forecast,
            other => panic!("{other:?}"),
        };
        let one = Forecaster::default();
        forecast(&one, &belief, &backwards);
        let kept = forecast(&one, &belief, &order);
        let again = forecast(&one, &Arc::new(game.belief()), &order);
        assert_eq!(kept, forecast(&Forecaster::default(), &belief, &order));
        assert_eq!(kept, again);
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
        let events = told(&Forecaster::default(), &Job::Compare(comparison));
        let [Event::Compared(Compared { ticket: 4, sides })] = &events[..] else { panic!("{events:?}") };
        assert_eq!(sides[0], sides[1]);
        assert_eq!(sides[1].gain, Estimate::default());
        assert_ne!(sides[2].worth, sides[0].worth);
    }
}
