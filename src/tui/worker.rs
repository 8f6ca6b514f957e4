//! Long work on threads of their own: forecasts, and looking back on a game.

mod forecaster;
mod historian;
mod shelf;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

pub use forecaster::{Forecaster, Job};
pub(in crate::tui) use historian::recalled;
pub use historian::{Historian, recall};
pub use shelf::Shelf;

use super::event::{Effect, Event, LookBack};

/// A thread that does the newest job it was given: a job that waits is void when another comes, and one that
/// is being done then learns of it, and is not told of any more. The thread ends when this is dropped.
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

/// The way from a job to those who asked for it.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    tell: &'a (dyn Fn(Event) + Sync),
    is_void: &'a (dyn Fn() -> bool + Sync),
}

impl<'a> Line<'a> {
    /// A line to somebody who may not want to know any more.
    #[must_use]
    pub fn new(tell: &'a (dyn Fn(Event) + Sync), is_void: &'a (dyn Fn() -> bool + Sync)) -> Self {
        Self { tell, is_void }
    }

    /// A line to somebody who waits for the end.
    #[must_use]
    pub fn open(tell: &'a (dyn Fn(Event) + Sync)) -> Self {
        Self { tell, is_void: &|| false }
    }

    /// Tells something, unless nobody wants to know any more.
    pub fn tell(&self, event: Event) {
        if !self.is_void() {
            (self.tell)(event);
        }
    }

    /// Whether nobody wants to know any more.
    #[must_use]
    pub fn is_void(&self) -> bool {
        (self.is_void)()
    }
}

/// Does at once what an App asks for that takes long, for a caller without threads.
#[must_use]
pub fn at_once(effect: Effect) -> Vec<Event> {
    at_once_watched(effect, &|_| {}, &|| false)
}

/// The same, while somebody watches: `seen` hears of everything that is found, and `stop` says when that is enough.
#[must_use]
pub fn at_once_watched(
    effect: Effect,
    seen: &(dyn Fn(&Event) + Sync),
    stop: &(dyn Fn() -> bool + Sync),
) -> Vec<Event> {
    let events = Mutex::new(Vec::new());
    let tell = |event| {
        seen(&event);
        events.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    };
    let line = Line { tell: &tell, is_void: stop };
    match effect {
        Effect::Forecast(request) => Forecaster::default().work(&Job::Forecast(request), &line),
        Effect::Compare(comparison) => Forecaster::default().work(&Job::Compare(comparison), &line),
        Effect::Odds(request) => Forecaster::default().work(&Job::Odds(request), &line),
        Effect::LookBack(request) => Historian::default().work(&request, &line),
        _ => {}
    }
    events.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Starts the thread that forecasts.
///
/// # Errors
/// If the system has no thread to give.
pub fn forecasts(tell: impl Fn(Event) + Send + Sync + 'static) -> io::Result<Worker<Job>> {
    let forecaster = Forecaster::default();
    Worker::spawn("forecasts", move |job: &Job, line| forecaster.work(job, line), tell)
}

/// Starts the thread that looks back. It has threads of its own to compute on, so that a forecast never waits
/// behind it.
///
/// # Errors
/// If the system has no thread to give.
pub fn look_back(tell: impl Fn(Event) + Send + Sync + 'static) -> io::Result<Worker<LookBack>> {
    let mut historian = Historian::default();
    let pool = rayon::ThreadPoolBuilder::new().build().ok();
    let work = move |job: &LookBack, line: &Line<'_>| match &pool {
        Some(pool) => pool.install(|| historian.work(job, line)),
        None => historian.work(job, line),
    };
    Worker::spawn("look back", work, tell)
}

impl<J: Send + 'static> Worker<J> {
    /// Starts the thread; answers go to `tell`, on that thread.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub fn spawn(
        name: &str,
        mut work: impl FnMut(&J, &Line<'_>) + Send + 'static,
        tell: impl Fn(Event) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let desk = Arc::new(Desk { slot: Mutex::new(Slot::Empty), changed: Condvar::new() });
        let theirs = Arc::clone(&desk);
        let run = move || {
            while let Some(job) = theirs.next() {
                let line = Line { tell: &tell, is_void: &|| !theirs.is_empty() };
                // Workers take what they keep into their hands while they work, so after a panic there is
                // nothing half done to see.
                if catch_unwind(AssertUnwindSafe(|| work(&job, &line))).is_err() {
                    let message = "Something could not be computed. The game goes on without it.";
                    line.tell(Event::Failed { message: message.to_owned() });
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
        let work = move |job: &u32, line: &Line<'_>| {
            begin.send(*job).unwrap();
            may_go.recv_timeout(LONG).unwrap();
            line.tell(answer(*job));
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
        let work = |job: &u32, line: &Line<'_>| {
            assert_ne!(*job, 1, "on purpose");
            line.tell(answer(*job));
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
        let work = |job: &u32, line: &Line<'_>| line.tell(answer(*job));
        drop(Worker::spawn("test", work, move |event| tell.send(event).unwrap()).unwrap());
        assert!(matches!(answers.recv_timeout(LONG), Err(mpsc::RecvTimeoutError::Disconnected)));
    }

    #[test]
    fn a_newer_job_stops_an_older_one_and_nothing_more_is_told_of_that() {
        let (tell, answers) = mpsc::channel();
        let (begin, begun) = mpsc::channel();
        let work = move |job: &u32, line: &Line<'_>| {
            line.tell(answer(*job));
            begin.send(*job).unwrap();
            // The first one would never end by itself.
            while *job == 1 && !line.is_void() {
                thread::yield_now();
            }
            line.tell(answer(10 * *job));
        };
        let worker = Worker::spawn("test", work, move |event| tell.send(event).unwrap()).unwrap();
        worker.ask(1);
        assert_eq!(begun.recv_timeout(LONG), Ok(1));
        worker.ask(2);
        let told = [next(&answers), next(&answers), next(&answers)];
        assert_eq!(told, ["1", "2", "20"]);
    }
}
