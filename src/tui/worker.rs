//! Long work on a thread of its own: forecasts, and looking back on a game.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use super::event::{Answer, Event, LookBack, Request};
use crate::debrief;
use crate::sim::forecast;

/// A thread that does the newest job it was given: a job that waits is void when another comes, and the
/// answer of one that is being done then is not told. The thread ends when this is dropped.
#[derive(Debug)]
pub struct Worker<J> {
    desk: Arc<Desk<J>>,
}

/// Where the newest job is left.
#[derive(Debug)]
struct Desk<J> {
    slot: Mutex<Slot<J>>,
    changed: Condvar,
}

#[derive(Debug)]
enum Slot<J> {
    Empty,
    Waiting(J),
    /// Nobody will ask any more.
    Closed,
}

/// Computes a forecast; it takes no longer than a frame or two.
#[must_use]
pub fn compute_forecast(request: &Request) -> Event {
    let Request { ticket, scenario, belief, order, source, futures } = request;
    let forecast = forecast(scenario, belief, order, *futures, *source);
    Event::Forecast(Answer { ticket: *ticket, forecast: Arc::new(forecast) })
}

/// Computes the forecasts behind a game's decisions.
#[must_use]
pub fn look_back(request: &LookBack) -> Event {
    Event::LookedBack { ticket: request.ticket, forecasts: debrief::forecasts(&request.game) }
}

impl<J: Send + 'static> Worker<J> {
    /// Starts the thread; answers go to `tell`, on that thread.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub fn spawn(
        name: &str,
        work: impl Fn(&J) -> Event + Send + 'static,
        tell: impl Fn(Event) + Send + 'static,
    ) -> io::Result<Self> {
        let desk = Arc::new(Desk { slot: Mutex::new(Slot::Empty), changed: Condvar::new() });
        let theirs = Arc::clone(&desk);
        let run = move || {
            while let Some(job) = theirs.next() {
                // Nothing but the answer leaves a job, so after a panic there is nothing half done to see.
                let answer = catch_unwind(AssertUnwindSafe(|| work(&job))).unwrap_or_else(|_| {
                    let message = "Something could not be computed. The game goes on without it.";
                    Event::Failed { message: message.to_owned() }
                });
                if theirs.is_empty() {
                    tell(answer);
                }
            }
        };
        thread::Builder::new().name(name.to_owned()).spawn(run)?;
        Ok(Self { desk })
    }
}

impl<J> Worker<J> {
    /// Gives it a job, in place of any other.
    pub fn ask(&self, job: J) {
        self.desk.put(Slot::Waiting(job));
    }
}

impl<J> Drop for Worker<J> {
    fn drop(&mut self) {
        self.desk.put(Slot::Closed);
    }
}

impl<J> Desk<J> {
    fn put(&self, slot: Slot<J>) {
        *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = slot;
        self.changed.notify_one();
    }

    /// Waits for the next job; `None` when nobody will ask any more.
    fn next(&self) -> Option<J> {
        let slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = self.changed.wait_while(slot, |slot| matches!(slot, Slot::Empty));
        let mut slot = wait.unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut *slot, Slot::Empty) {
            Slot::Waiting(job) => Some(job),
            Slot::Empty | Slot::Closed => None,
        }
    }

    fn is_empty(&self) -> bool {
        matches!(*self.slot.lock().unwrap_or_else(PoisonError::into_inner), Slot::Empty)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{self, Receiver};
    use std::time::Duration;

    use super::*;
    use crate::game::Game;
    use crate::scenario::{builtin, load};

    /// Far beyond any job here; waited out only when a test fails.
    const LONG: Duration = Duration::from_secs(60);

    /// A job's number, told by the message of an event.
    fn answer(number: u32) -> Event {
        Event::NotSaved { message: number.to_string() }
    }

    fn next(answers: &Receiver<Event>) -> String {
        match answers.recv_timeout(LONG) {
            Ok(Event::NotSaved { message }) => message,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn of_the_jobs_that_come_while_one_is_done_only_the_newest_is_done_and_told() {
        let (tell, answers) = mpsc::channel();
        let (begin, begun) = mpsc::channel();
        let (go, may_go) = mpsc::channel::<()>();
        let work = move |job: &u32| {
            begin.send(*job).unwrap();
            may_go.recv_timeout(LONG).unwrap();
            answer(*job)
        };
        let worker = Worker::spawn("test", work, move |event| tell.send(event).unwrap()).unwrap();
        worker.ask(1);
        assert_eq!(begun.recv_timeout(LONG), Ok(1));
        worker.ask(2);
        worker.ask(3);
        go.send(()).unwrap();
        assert_eq!(begun.recv_timeout(LONG), Ok(3));
        go.send(()).unwrap();
        assert_eq!(next(&answers), "3");
    }

    #[test]
    fn a_panic_is_told_and_the_next_job_is_done() {
        let (tell, answers) = mpsc::channel();
        let work = |job: &u32| {
            assert_ne!(*job, 1, "on purpose");
            answer(*job)
        };
        let worker = Worker::spawn("test", work, move |event| tell.send(event).unwrap()).unwrap();
        worker.ask(1);
        assert!(matches!(answers.recv_timeout(LONG), Ok(Event::Failed { .. })));
        worker.ask(2);
        assert_eq!(next(&answers), "2");
    }

    #[test]
    fn the_thread_ends_with_the_worker() {
        let (tell, answers) = mpsc::channel();
        let work = |job: &u32| answer(*job);
        drop(Worker::spawn("test", work, move |event| tell.send(event).unwrap()).unwrap());
        assert!(matches!(answers.recv_timeout(LONG), Err(mpsc::RecvTimeoutError::Disconnected)));
    }

    #[test]
    fn a_forecast_bears_its_ticket() {
        let builtin = &builtin::ALL[0];
        let scenario = Arc::new(load::load_text(builtin.slug, builtin.text).unwrap().scenario);
        let game = Game::new(Arc::clone(&scenario), 7);
        let request = Request {
            ticket: 3,
            belief: Arc::new(game.belief()),
            order: game.plan().order.clone(),
            source: game.forecast_source(),
            scenario,
            futures: 100,
        };
        let Event::Forecast(answer) = compute_forecast(&request) else { panic!("no forecast") };
        assert_eq!((answer.ticket, answer.forecast.futures), (3, 100));
    }
}
