//! The one who keeps the class: writes what happens to the log, folds it, and tells everybody.
//!
//! What comes while a row is being written waits and is written together with what else came (group commit). What could
//! not be written waits, too, and is tried again before anything newer, so that the log never has a gap.

mod coming;
mod telling;
mod wishes;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;
use tracing::{error, info, warn};

use super::hub::{Admitted, Closed, Entry, Export, NotLetIn, Place, Request, Session, Setup, Shared, Sitter};
use crate::class::{self, BoardId, Change, Class, Happening, Invitation, PlayerId, Refusal, Row};
use crate::game::journal::Rules;
use crate::store::class::{ClassId, ClassStore, ClassStoreError, NewRow};
use crate::store::now_ms;
use crate::tui::event::Event;

/// How often other hosts are listened to, and what could not be written is tried again.
const LISTEN: Duration = Duration::from_millis(500);

/// How often the class is told how it stands, at most; what the trainer does is told at once.
const PUBLISH: Duration = Duration::from_millis(500);

/// In so many turns participants are told what is new about boards only: hundreds of screens that are drawn at the same
/// moment would make keys wait. What everybody has in sight, they are all told at once.
const TURNS: u64 = 4;

/// How often a host says that it is alive, and how long it counts as alive after that.
const BEAT: Duration = Duration::from_secs(3);
const ALIVE_MS: i64 = 10_000;

/// How many requests are answered together at most.
const BATCH_MAX: usize = 256;

pub(super) struct Registrar {
    store: Box<dyn ClassStore>,
    id: ClassId,
    host: String,
    people_max: usize,
    invitation: Arc<Invitation>,
    rules: Rules,
    seed: Option<u64>,
    export: Arc<Export>,
    class: Class,
    shared: Arc<Shared>,
    requests: Weak<Sender<Request>>,
    seated: BTreeMap<Session, Seated>,
    last_session: Session,
    /// What could not be written yet, and when it was tried first.
    stuck: Option<(i64, Vec<Asked>)>,
    /// What is to be written after that.
    backlog: Vec<Asked>,
    /// The hosts that are alive, this one among them.
    alive: BTreeSet<String>,
    news: News,
    heard: Instant,
    beaten: Option<Instant>,
}

/// Somebody in front of a screen.
struct Seated {
    sitter: Sitter,
    place: Place,
    /// Whose shoulder the trainer looks over from here.
    watches: Option<BoardId>,
    /// Whether something was done at their board that they did not do from here: after that they are told of everything.
    is_shared: bool,
}

/// Whether there is something to tell everybody.
struct News {
    is_new: bool,
    is_urgent: bool,
    told: Instant,
    /// How often something was told.
    turn: u64,
    /// How many turns it takes until every participant knows what is new.
    turns_left: u64,
}

impl News {
    /// Whether somebody does not know something yet.
    fn is_due(&self) -> bool {
        self.is_new || self.turns_left > 0
    }
}

/// What is done once rows are written and folded.
enum Then {
    Enter { entry: Entry, pin: String, reply: oneshot::Sender<Result<Admitted, NotLetIn>> },
    Answer { session: Session, reply: oneshot::Sender<Vec<Event>> },
    Nothing,
}

/// Rows that belong together, and what follows.
struct Asked {
    rows: Vec<Happening>,
    then: Then,
}

impl Registrar {
    pub(super) fn new(
        setup: Setup,
        class: Class,
        shared: Arc<Shared>,
        requests: Weak<Sender<Request>>,
    ) -> Self {
        Self {
            store: setup.store,
            id: setup.class,
            alive: BTreeSet::from([setup.host.clone()]),
            host: setup.host,
            people_max: setup.people_max,
            invitation: Arc::new(setup.invitation),
            rules: setup.rules,
            seed: setup.seed,
            export: Arc::new(setup.export),
            class,
            shared,
            requests,
            seated: BTreeMap::new(),
            last_session: 0,
            stuck: None,
            backlog: Vec::new(),
            news: News { is_new: true, is_urgent: true, told: Instant::now(), turn: 0, turns_left: 0 },
            heard: Instant::now(),
            beaten: None,
        }
    }

    /// Serves requests until nobody can make any more.
    pub(super) fn run(mut self, waiting: &Receiver<Request>) {
        // However this ends, nobody waits for it in vain.
        let _closing = Closing(Arc::clone(&self.shared.closing));
        self.go_on_with_results();
        loop {
            self.keep_up();
            let batch = match waiting.recv_timeout(self.rest()) {
                Ok(first) => std::iter::once(first).chain(waiting.try_iter().take(BATCH_MAX)).collect(),
                Err(RecvTimeoutError::Timeout) => Vec::new(),
                Err(RecvTimeoutError::Disconnected) => break,
            };
            if !batch.is_empty() {
                self.serve(batch);
            }
        }
        let left = self.seated.values().filter_map(|seated| seated.left(&self.host)).collect();
        self.write(vec![Asked { rows: left, then: Then::Nothing }]);
        info!(is_saved = self.stuck.is_none(), "the host has left the class");
    }

    /// How long nothing has to be done.
    fn rest(&self) -> Duration {
        if self.news.is_urgent {
            return Duration::ZERO;
        }
        let published = PUBLISH.saturating_sub(self.news.told.elapsed());
        let heard = LISTEN.saturating_sub(self.heard.elapsed());
        if self.news.is_due() { heard.min(published) } else { heard }
    }

    /// Does what has to be done from time to time.
    fn keep_up(&mut self) {
        if self.heard.elapsed() >= LISTEN {
            self.heard = Instant::now();
            if self.stuck.is_none() {
                self.listen();
            } else {
                self.write(Vec::new());
            }
            self.pass_on_frames();
            // A time box that runs is told every second.
            self.news.is_new |= self.class.until_ms().is_some();
        }
        if self.beaten.is_none_or(|beaten| beaten.elapsed() >= BEAT) {
            self.beaten = Some(Instant::now());
            self.beat();
        }
        if self.news.is_urgent || (self.news.is_due() && self.news.told.elapsed() >= PUBLISH) {
            self.publish();
        }
    }

    /// Reads what other hosts wrote.
    fn listen(&mut self) {
        match self.store.read_after(self.id, self.class.last()) {
            Ok(rows) => {
                for kept in rows {
                    match class::read(kept.number, kept.at_ms, &kept.text) {
                        Ok(row) => drop(self.fold(row, None)),
                        Err(problem) => error!(%problem, "a row of the log was left out"),
                    }
                }
            }
            Err(problem) => warn!(%problem, "the log of the class cannot be read now"),
        }
    }

    fn beat(&mut self) {
        let now = now_ms();
        let told = self.store.beat(self.id, &self.host, now);
        let alive = told.and_then(|()| self.store.hosts_since(self.id, now - ALIVE_MS));
        match alive {
            Ok(hosts) => {
                let mut alive: BTreeSet<String> = hosts.into_iter().collect();
                alive.insert(self.host.clone());
                self.news.is_new |= alive != self.alive;
                self.alive = alive;
            }
            Err(problem) => warn!(%problem, "the other hosts cannot be seen now"),
        }
    }

    fn serve(&mut self, batch: Vec<Request>) {
        let mut asked = Vec::new();
        let mut joining = 0;
        for request in batch {
            match request {
                Request::Enter { entry, reply } => asked.extend(self.enter(entry, reply, &mut joining)),
                Request::Trainer { reply } => self.admit_trainer(reply),
                Request::Leave { session } => asked.extend(self.leave(session)),
                Request::Do { session, command, reply } => {
                    let Some(player) = self.player(session) else { continue };
                    let rows = vec![Happening::Did { player, command }];
                    asked.push(Asked { rows, then: Then::Answer { session, reply } });
                }
                Request::Wish { session, wish, reply } => match self.wish(session, wish) {
                    Ok(rows) if rows.is_empty() => drop(reply.send(Vec::new())),
                    Ok(rows) => asked.push(Asked { rows, then: Then::Answer { session, reply } }),
                    Err(message) => drop(reply.send(vec![Event::Told { message }])),
                },
                Request::Results { trainer, everybody } => self.tell_results(&trainer, everybody.as_ref()),
                Request::Told { session, message } => {
                    if let Some(seated) = self.seated.get(&session) {
                        seated.place.inbox.push(Event::Told { message });
                    }
                }
            }
        }
        if !asked.is_empty() {
            self.write(asked);
        }
    }

    fn player(&self, session: Session) -> Option<PlayerId> {
        match self.seated.get(&session)?.sitter {
            Sitter::Participant(player) => Some(player),
            Sitter::Trainer => None,
        }
    }

    /// Writes rows after those that wait, folds them, and does what follows.
    fn write(&mut self, asked: Vec<Asked>) {
        self.backlog.extend(asked);
        let was_stuck = self.stuck.is_some();
        while let Some((at_ms, asked)) = self.stuck.take().or_else(|| self.next_to_write()) {
            let new = |happening: &Happening| NewRow { at_ms, text: class::line(happening) };
            let rows: Vec<NewRow> = asked.iter().flat_map(|asked| asked.rows.iter().map(new)).collect();
            match self.store.append(self.id, &rows) {
                Ok(first) => self.take_in(first, at_ms, asked),
                Err(problem) => return self.keep_for_later(at_ms, asked, &problem),
            }
        }
        if was_stuck {
            info!("what could not be saved for a while is saved");
            self.seated.values().for_each(|seated| seated.place.inbox.push(Event::Saved));
        }
    }

    fn next_to_write(&mut self) -> Option<(i64, Vec<Asked>)> {
        let asked = std::mem::take(&mut self.backlog);
        asked.iter().any(|asked| !asked.rows.is_empty()).then(|| (now_ms(), asked))
    }

    /// Folds rows that are kept, and does what follows.
    fn take_in(&mut self, first: i64, at_ms: i64, asked: Vec<Asked>) {
        if first > self.class.last() + 1 {
            // What others wrote comes before.
            self.listen_before(first);
        }
        let mut numbers = first..;
        for Asked { rows, then } in asked {
            let by = match &then {
                Then::Answer { session, .. } => Some(*session),
                _ => None,
            };
            let mut refusal = None;
            for (happening, number) in rows.into_iter().zip(&mut numbers) {
                if let Change::Nothing(why) = self.fold(Row { number, at_ms, happening }, by) {
                    refusal = Some(why);
                }
            }
            self.follow(then, refusal);
        }
    }

    /// Reads the rows of other hosts before a number.
    fn listen_before(&mut self, first: i64) {
        let Ok(rows) = self.store.read_after(self.id, self.class.last()) else { return };
        for kept in rows.into_iter().take_while(|kept| kept.number < first) {
            if let Ok(row) = class::read(kept.number, kept.at_ms, &kept.text) {
                self.fold(row, None);
            }
        }
    }

    /// Keeps what could not be written for the next try: the same rows, as it is not known whether they are kept after
    /// all. Who did something goes on; who wants to come in waits.
    fn keep_for_later(&mut self, at_ms: i64, asked: Vec<Asked>, problem: &ClassStoreError) {
        error!(%problem, "the log of the class cannot be written now");
        let soothe = |asked: Asked| {
            let then = match asked.then {
                Then::Answer { reply, .. } => {
                    let message = "the host cannot save now, and tries again by itself".to_owned();
                    // Who is gone needs no answer.
                    drop(reply.send(vec![Event::NotSaved { message }]));
                    Then::Nothing
                }
                other => other,
            };
            Asked { then, ..asked }
        };
        self.stuck = Some((at_ms, asked.into_iter().map(soothe).collect()));
        self.backlog = std::mem::take(&mut self.backlog).into_iter().map(soothe).collect();
    }

    /// Does what follows, once rows are folded.
    fn follow(&mut self, then: Then, refusal: Option<Refusal>) {
        match then {
            Then::Enter { entry, pin, reply } => {
                let name = class::clean_name(&entry.name).unwrap_or_default();
                let admitted = match refusal {
                    // Another host gave the number away in the meantime, or let in who comes back with their PIN.
                    Some(Refusal::NameTaken) if self.class.named(&name).is_none() || entry.pin.is_some() => {
                        let again = self.enter(entry, reply, &mut 0);
                        return self.write(again.into_iter().collect());
                    }
                    Some(Refusal::NameTaken) => Err(NotLetIn::PinWanted),
                    Some(refusal) => Err(NotLetIn::Unable(refusal.to_string())),
                    None => self.admit(&entry, pin),
                };
                if let Err(Ok(admitted)) = reply.send(admitted) {
                    // They were gone before they were in.
                    let asked = self.leave(admitted.session);
                    self.write(asked.into_iter().collect());
                }
            }
            Then::Answer { session, reply } => {
                let events = refusal.map(|refusal| self.undo_of(session, &refusal)).unwrap_or_default();
                // Who is gone needs no answer.
                drop(reply.send(events));
            }
            Then::Nothing => {}
        }
    }

    /// What somebody is told whose decision was not possible any more: the game as it stands, and why.
    fn undo_of(&self, session: Session, refusal: &Refusal) -> Vec<Event> {
        let message = format!("Not possible: {refusal}.");
        let game = self.player(session).and_then(|player| self.game_of(player));
        match game {
            Some(game) => vec![Event::Shared { game: Box::new(game), told: Some(message) }],
            None => vec![Event::Told { message }],
        }
    }
}

/// Closes when it is dropped.
struct Closing(Arc<Closed>);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Seated {
    /// What is written when they leave.
    fn left(&self, host: &str) -> Option<Happening> {
        match self.sitter {
            Sitter::Participant(player) => Some(Happening::Left { player, host: host.to_owned() }),
            Sitter::Trainer => None,
        }
    }
}
