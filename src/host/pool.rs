//! Long work for everybody in a class: a few threads that all share, so that keys never wait for it.
//!
//! Everybody has a desk with a place for a forecast and one for a look back; what is newer there takes the place of what
//! waits. Desks are served in turn, forecasts before looks back, and one thread does forecasts only. What is asked twice
//! is computed once: beliefs that are equal, as all are in Sprint 1, share a shelf.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;

use tracing::error;

use super::Inbox;
use crate::class::BoardId;
use crate::debrief::Findings;
use crate::debrief::analysis::{Ground, Progress, Thoroughness};
use crate::game::Game;
use crate::tui::event::{Event, LookBack, LookedBack};
use crate::tui::worker::{Forecaster, Job, Line, Shelf, recall};

/// How many beliefs have a place on the shelf: their futures take a few megabytes each.
const BELIEFS: usize = 24;

/// How many orders of a belief are forecast before its futures are kept: those of Sprint 1 are soon, those of one person
/// in a large class never.
const BEFORE_KEPT: usize = 2;

/// Threads that do the long work of a class. They end with the last copy of this.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    office: Arc<Office>,
    /// Closes the office when the last copy goes.
    _door: Arc<Closing>,
}

/// Where one guest leaves work.
#[derive(Debug)]
pub(super) struct Desk {
    office: Arc<Office>,
    slots: [Arc<Slot>; LANES],
}

/// Which game is looked back on: the round, and the board.
pub type GameKey = (usize, BoardId);

/// Work that waits.
#[derive(Debug)]
enum Task {
    Forecast(Job),
    LookBack(LookBack, GameKey),
}

/// The kinds of work, the quick one first.
const LANES: usize = 2;

/// A place for work at a desk.
#[derive(Debug)]
struct Slot {
    waiting: Mutex<Option<Task>>,
    /// How often work was left here; what is not the newest is void.
    newest: AtomicU64,
    inbox: Arc<Inbox>,
}

#[derive(Debug, Default)]
struct Queue {
    lanes: [VecDeque<Arc<Slot>>; LANES],
    is_closed: bool,
}

#[derive(Debug)]
struct Office {
    queue: Mutex<Queue>,
    changed: Condvar,
    shelf: Arc<Shelf>,
    forecaster: Forecaster,
    archive: Archive,
}

#[derive(Debug)]
struct Closing(Arc<Office>);

impl Drop for Closing {
    fn drop(&mut self) {
        lock(&self.0.queue).is_closed = true;
        self.0.changed.notify_all();
    }
}

/// What was found about the games of the last round of a class, each once.
#[derive(Debug, Default)]
pub struct Archive {
    found: Mutex<HashMap<GameKey, Arc<OnceLock<Arc<Findings>>>>>,
    /// What is the same for all games of a round.
    grounds: Mutex<HashMap<usize, Arc<OnceLock<Option<Ground>>>>>,
}

impl Archive {
    /// What there is to find about a game; it bears no name. Who asks for the same at the same time waits for who asked first.
    pub fn findings(&self, key: GameKey, game: &Game) -> Arc<Findings> {
        let cell = Arc::clone(lock(&self.found).entry(key).or_default());
        Arc::clone(cell.get_or_init(|| Arc::new(self.find(key.0, game))))
    }

    /// Forgets what was found about the games of rounds before this one: it was told, and who still asks has it found
    /// again. Kept for good it would take several times the room of the games themselves.
    fn turn_to(&self, round: usize) {
        lock(&self.found).retain(|(of, _), _| *of >= round);
        lock(&self.grounds).retain(|of, _| *of >= round);
    }

    fn find(&self, round: usize, game: &Game) -> Findings {
        let ground = Arc::clone(lock(&self.grounds).entry(round).or_default());
        let ground = ground.get_or_init(|| Ground::of(game, Thoroughness::QUICK));
        Findings::on(ground.as_ref(), "", game.clone(), Thoroughness::QUICK, &|_| false)
    }
}

impl Pool {
    /// Starts so many threads, at least two.
    ///
    /// # Errors
    /// If the system has no threads to give.
    pub(super) fn start(threads: usize) -> io::Result<Self> {
        let shelf = Arc::new(Shelf::for_many(BELIEFS, BEFORE_KEPT));
        let office = Arc::new(Office {
            queue: Mutex::default(),
            changed: Condvar::new(),
            forecaster: Forecaster::sharing(Arc::clone(&shelf)),
            shelf,
            archive: Archive::default(),
        });
        for number in 0..threads.max(LANES) {
            let own = one_thread(format!("class work {number}"))?;
            let theirs = Arc::clone(&office);
            // The first does forecasts only, so that they never wait behind a look back.
            let lanes = if number == 0 { 1 } else { LANES };
            let serve = move || own.install(|| theirs.serve(lanes));
            thread::Builder::new().name(format!("class {number}")).spawn(serve)?;
        }
        Ok(Self { _door: Arc::new(Closing(Arc::clone(&office))), office })
    }

    /// A desk whose answers go to this inbox.
    #[must_use]
    pub(super) fn desk(&self, inbox: &Arc<Inbox>) -> Desk {
        let slot = || {
            Arc::new(Slot { waiting: Mutex::default(), newest: AtomicU64::new(0), inbox: Arc::clone(inbox) })
        };
        Desk { office: Arc::clone(&self.office), slots: [slot(), slot()] }
    }

    /// Puts away what was computed for the rounds before this one.
    pub(super) fn turn_to(&self, round: usize) {
        self.office.shelf.clear();
        self.office.archive.turn_to(round);
    }

    /// What was found about games.
    #[must_use]
    pub(super) fn archive(&self) -> &Archive {
        &self.office.archive
    }
}

impl Desk {
    /// Leaves a forecast to be made, in place of any other.
    pub(super) fn forecast(&self, job: Job) {
        self.leave(0, Task::Forecast(job));
    }

    /// Leaves a game to be looked back on, in place of any other.
    pub(super) fn look_back(&self, request: LookBack, key: GameKey) {
        self.leave(1, Task::LookBack(request, key));
    }

    fn leave(&self, lane: usize, task: Task) {
        let slot = &self.slots[lane];
        slot.newest.fetch_add(1, Ordering::Relaxed);
        if lock(&slot.waiting).replace(task).is_none() {
            lock(&self.office.queue).lanes[lane].push_back(Arc::clone(slot));
            self.office.changed.notify_all();
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        for slot in &self.slots {
            slot.newest.fetch_add(1, Ordering::Relaxed);
            lock(&slot.waiting).take();
        }
    }
}

impl Office {
    fn serve(&self, lanes: usize) {
        while let Some(slot) = self.next(lanes) {
            let taken = slot.newest.load(Ordering::Relaxed);
            let Some(task) = lock(&slot.waiting).take() else { continue };
            let tell = |event| slot.inbox.push(event);
            let is_void = || slot.newest.load(Ordering::Relaxed) != taken;
            let line = Line::new(&tell, &is_void);
            // What is kept is whole or not there, so after a panic there is nothing half done to see.
            if catch_unwind(AssertUnwindSafe(|| self.work(&task, &line))).is_err() {
                error!("something could not be computed; the class goes on without it");
                let message = "Something could not be computed. The game goes on without it.";
                line.tell(Event::Failed { message: message.to_owned() });
            }
        }
    }

    fn next(&self, lanes: usize) -> Option<Arc<Slot>> {
        let mut queue = lock(&self.queue);
        loop {
            if queue.is_closed {
                return None;
            }
            if let Some(slot) = queue.lanes[..lanes].iter_mut().find_map(VecDeque::pop_front) {
                return Some(slot);
            }
            queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn work(&self, task: &Task, line: &Line<'_>) {
        match task {
            Task::Forecast(job) => self.forecaster.work(job, line),
            Task::LookBack(request, key) => {
                recall(request, line);
                if !request.game.is_over() || line.is_void() {
                    return;
                }
                let found = self.archive.findings(*key, &request.game);
                let (ticket, steps) = (request.ticket, Progress { done: 1, total: 1 });
                let (fans, kept) = (found.fans.clone(), found.kept.clone());
                line.tell(Event::LookedBack(Box::new(LookedBack { ticket, fans, kept })));
                let analysis = Arc::new(found.analysis.clone());
                line.tell(Event::Analysed { ticket, analysis, progress: steps });
            }
        }
    }
}

/// Does long work on a thread of its own, to which sessions go first.
///
/// # Errors
/// If the system has no thread to give.
pub(super) fn aside(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let own = one_thread(format!("{name} work"))?;
    thread::Builder::new().name(name.to_owned()).spawn(move || own.install(work)).map(drop)
}

/// One thread to which sessions go first, and on which everything stays that would be spread over all cores.
fn one_thread(name: String) -> io::Result<rayon::ThreadPool> {
    let own = rayon::ThreadPoolBuilder::new().num_threads(1).thread_name(move |_| name.clone());
    own.start_handler(|_| stand_back()).build().map_err(io::Error::other)
}

/// Lets sessions go first on a busy machine.
fn stand_back() {
    // Only there is it about this thread, and not about the whole program. It is no harm where it is not possible.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{builtin, load};

    #[test]
    fn what_is_found_is_kept_until_the_next_round() {
        let builtin = &builtin::ALL[0];
        let scenario = Arc::new(load::load_text(builtin.slug, builtin.text).unwrap().scenario);
        let (game, archive) = (Game::new(scenario, 7), Archive::default());
        let [first, second] = [1, 2].map(|round| archive.findings((round, 1), &game));
        assert!(Arc::ptr_eq(&first, &archive.findings((1, 1), &game)));
        archive.turn_to(2);
        assert!(Arc::ptr_eq(&second, &archive.findings((2, 1), &game)));
        let again = archive.findings((1, 1), &game);
        assert!(!Arc::ptr_eq(&first, &again));
        assert_eq!(first.analysis, again.analysis);
    }
}
