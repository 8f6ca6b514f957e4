//! The results of a round: every game looked back on, and what there is to say about all of them.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use tracing::{error, info};

use super::hub::{Request, Shared};
use super::pool;
use crate::class::{Class, Round};
use crate::debrief::Findings;
use crate::debrief::analysis::Progress;
use crate::report::{self, Entry};
use crate::store::Sitting;
use crate::tui::event::{Event, Results};

/// How often what is found so far is told.
const TOLD_EVERY: Duration = Duration::from_secs(3);

/// The Sprint whose orders are compared: the first, in which everybody knew the same.
const SPRINT: u32 = 1;

/// Finds the results of the last round on a thread of its own, and tells them as they come.
pub(super) fn find(class: Class, shared: Arc<Shared>, back: Weak<Sender<Request>>) {
    let work = move || Finder { class: &class, shared: &shared, back: &back }.work();
    if let Err(problem) = pool::aside("results", work) {
        error!(%problem, "the results of the round cannot be computed");
    }
}

struct Finder<'a> {
    class: &'a Class,
    shared: &'a Shared,
    back: &'a Weak<Sender<Request>>,
}

impl Finder<'_> {
    fn work(&self) {
        let Some(round) = self.class.round() else { return };
        let number = self.class.rounds().len();
        let played: Vec<_> = round.boards.iter().filter(|(_, board)| !board.moves.is_empty()).collect();
        let (mut found, mut told) = (Vec::with_capacity(played.len()), Instant::now());
        for (place, (id, board)) in played.iter().enumerate() {
            if self.back.strong_count() == 0 {
                return;
            }
            let findings = self.shared.pool.archive().findings((number, **id), &board.game);
            found.push((**id, findings));
            let progress = Progress { done: place + 1, total: played.len() };
            if progress.done == progress.total || told.elapsed() >= TOLD_EVERY {
                told = Instant::now();
                self.tell(round, number, &found, progress);
            }
        }
        info!(games = played.len(), "the results of the round are there");
    }

    /// Tells what is found so far: with names for the trainer, and for everybody else as the trainer shows them.
    fn tell(&self, round: &Round, number: usize, found: &[(u32, Arc<Findings>)], progress: Progress) {
        let with = |name: &dyn Fn(u32) -> String| {
            let entry = |(id, findings): &(u32, Arc<Findings>)| Entry {
                findings: Findings { name: name(*id), ..Findings::clone(findings) },
                sitting: Sitting::default(),
            };
            let entries: Vec<Entry> = found.iter().map(entry).collect();
            let document = report::document(&entries, SPRINT);
            Event::Results(Arc::new(Results { round: number, progress, document }))
        };
        let own = |id| round.boards.get(&id).map_or_else(String::new, |board| board.name.clone());
        let hidden = |id| self.class.hidden_name(id);
        let trainer = with(&own);
        let everybody = (!self.class.are_results_hidden()).then(|| match self.class.are_names_hidden() {
            true => with(&hidden),
            false => with(&own),
        });
        if let Some(back) = self.back.upgrade() {
            // Without a registrar nobody waits for it.
            let _ = back.send(Request::Results { trainer, everybody });
        }
    }
}
