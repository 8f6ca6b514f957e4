//! The class, and everybody's way to it.

mod link;

use std::collections::BTreeSet;
use std::io;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::thread;

use ratatui::buffer::Buffer;
use thiserror::Error;
use tokio::sync::oneshot;

pub use self::link::Link;
use super::Inbox;
use super::pool::{Archive, Pool};
use super::registrar::Registrar;
use crate::class::{self, BoardId, Bulletin, Class, For, Invitation, NotReadable, PlayerId, Wish};
use crate::game::Command;
use crate::game::journal::Rules;
use crate::store::class::{ClassId, ClassStore, ClassStoreError};
use crate::store::now_ms;
use crate::tui::event::{Effect, Event, Size};
use crate::tui::{self, App, Options, Part, Preferences, Start};

/// A class that is hosted. Copies are ways to the same one; it is hosted until the last of them is gone.
#[derive(Clone, Debug)]
pub struct Hub {
    requests: Arc<Sender<Request>>,
    shared: Arc<Shared>,
}

/// What everybody can look at without asking.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) pool: Pool,
    pub(super) catalog: Vec<tui::Entry>,
    /// How the class stands, for participants and for the trainer.
    pub(super) bulletin: Mutex<[Arc<Bulletin>; 2]>,
    /// Whether the log is closed.
    pub(super) closing: Arc<Closed>,
    /// Which round is played, from 1; 0 before the first.
    pub(super) round: Mutex<usize>,
}

/// What is needed to host a class.
pub struct Setup {
    /// Where its log is kept.
    pub store: Box<dyn ClassStore>,
    /// Which class it is.
    pub class: ClassId,
    /// A name of this host that no other host of the class has.
    pub host: String,
    /// The most people that the class can have.
    pub people_max: usize,
    /// How one joins.
    pub invitation: Invitation,
    /// The scenarios that the trainer can choose from.
    pub catalog: Vec<tui::Entry>,
    /// How rounds are played.
    pub rules: Rules,
    /// The seed of the next round; after that, or without it, each gets its own.
    pub seed: Option<u64>,
    /// Threads for forecasts and looks back.
    pub threads: usize,
    /// Writes the results of a round to files, and tells where; it is called on a thread of its own.
    pub export: Export,
}

/// Writes what a class played to files, and tells where in one line, or why not.
pub type Export = Box<dyn Fn(&Class, &Archive) -> Result<String, String> + Send + Sync>;

/// Why a class cannot be hosted.
#[derive(Debug, Error)]
pub enum HubError {
    /// Its log cannot be used.
    #[error(transparent)]
    Store(#[from] ClassStoreError),
    /// Its log cannot be read.
    #[error(transparent)]
    Log(#[from] NotReadable),
    /// The system has no threads to give.
    #[error("the system is too busy: {0}")]
    Threads(#[from] io::Error),
}

/// Who wants to come in.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Their name, as they typed it.
    pub name: String,
    /// Their PIN, if they have been here before.
    pub pin: Option<String>,
    /// The size of their screen.
    pub size: Size,
    /// What they prefer.
    pub preferences: Preferences,
}

/// Why somebody was not let in, in words for them.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NotLetIn {
    /// Nothing of the name can be shown.
    #[error("a name needs at least one letter or figure")]
    NoName,
    /// Somebody of that name is in the class: their PIN is needed.
    #[error(
        "somebody with that name is in this class. If that is you, type your PIN; else take another name"
    )]
    PinWanted,
    /// The PIN is not that of this name.
    #[error("that is not the PIN of this name. Ask the trainer, or take another name")]
    WrongPin,
    /// The trainer took them out.
    #[error("the trainer has taken this name out of the class")]
    Removed,
    /// The round is over, or the class is.
    #[error("joining is closed: the round is over. Who was in the class can still come back with their PIN")]
    Closed,
    /// As many as there may be are here.
    #[error("the class is full")]
    Full,
    /// The host is going down, or its log cannot be written.
    #[error("the host cannot let anybody in now: {0}")]
    Unable(String),
}

/// Somebody who was let in.
#[derive(Debug)]
pub struct Guest {
    /// The name under which they are in the class.
    pub name: String,
    /// What they come back with; empty for the trainer.
    pub pin: String,
    /// Their App.
    pub app: App,
    /// What it wants done before its first frame.
    pub first: Vec<Effect>,
    /// What comes to it.
    pub inbox: Arc<Inbox>,
    /// The way for what it wants done. When it is dropped they have left.
    pub link: Link,
}

/// Something that is closed once.
#[derive(Debug, Default)]
pub(super) struct Closed {
    is_closed: Mutex<bool>,
    changed: Condvar,
}

impl Closed {
    pub(super) fn close(&self) {
        *self.is_closed.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    fn wait(&self) {
        let open = self.is_closed.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.changed.wait_while(open, |is_closed| !*is_closed));
    }
}

/// Number of a screen that somebody in the class looks at.
pub(super) type Session = u64;

/// What is asked of the registrar.
pub(super) enum Request {
    /// Somebody comes in.
    Enter { entry: Entry, reply: oneshot::Sender<Result<Admitted, NotLetIn>> },
    /// A screen of the trainer's.
    Trainer { reply: oneshot::Sender<Admitted> },
    /// A screen is gone.
    Leave { session: Session },
    /// A participant did something at their board.
    Do { session: Session, command: Command, reply: oneshot::Sender<Vec<Event>> },
    /// Somebody wants something.
    Wish { session: Session, wish: Wish, reply: oneshot::Sender<Vec<Event>> },
    /// What was found about a round, for the trainer and for everybody else.
    Results { trainer: Event, everybody: Option<Event> },
    /// Something to tell a trainer.
    Told { session: Session, message: String },
}

/// Somebody whom the registrar let in.
#[derive(Debug)]
pub(super) struct Admitted {
    pub(super) session: Session,
    pub(super) part: Part,
    pub(super) place: Place,
    /// What their App is told first.
    pub(super) events: Vec<Event>,
}

/// Where somebody sits, as their link and the registrar both know it.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) inbox: Arc<Inbox>,
    /// Which board; `None` for the trainer.
    pub(super) board: Arc<Mutex<Option<BoardId>>>,
    /// Whether somebody looks over this shoulder.
    pub(super) is_watched: Arc<AtomicBool>,
    /// The last frame, while somebody does.
    pub(super) frame: Arc<Mutex<Option<Box<Buffer>>>>,
    /// Why the session was ended, if the host ended it.
    pub(super) parting: Arc<OnceLock<&'static str>>,
}

impl Hub {
    /// Hosts a class: reads its log, and goes on where it was.
    ///
    /// # Errors
    /// If the log cannot be read, or the system has no threads to give.
    pub fn open(mut setup: Setup) -> Result<Self, HubError> {
        let rows = setup.store.read_after(setup.class, 0)?;
        let mut class = Class::default();
        for row in rows {
            class.take(class::read(row.number, row.at_ms, &row.text)?);
        }
        let pool = Pool::start(setup.threads)?;
        let invitation = Arc::new(setup.invitation.clone());
        let here = BTreeSet::from([setup.host.clone()]);
        let bulletin = |whom| Arc::new(Bulletin::of(&class, Arc::clone(&invitation), &here, now_ms(), whom));
        let shared = Arc::new(Shared {
            pool,
            catalog: std::mem::take(&mut setup.catalog),
            bulletin: Mutex::new([bulletin(For::Participants), bulletin(For::Trainer)]),
            closing: Arc::default(),
            round: Mutex::new(class.rounds().len()),
        });
        let (requests, waiting) = mpsc::channel();
        let requests = Arc::new(requests);
        // It holds no way to itself that lasts, so that it ends when the last other one is gone.
        let registrar = Registrar::new(setup, class, Arc::clone(&shared), Arc::downgrade(&requests));
        thread::Builder::new().name("class".to_owned()).spawn(move || registrar.run(&waiting))?;
        Ok(Self { requests, shared })
    }

    /// Lets a participant in, or back in: whoever comes under a name takes its place over.
    ///
    /// # Errors
    /// Why they are not let in.
    pub async fn enter(&self, entry: Entry) -> Result<Guest, NotLetIn> {
        let (size, preferences) = (entry.size, entry.preferences.clone());
        let (reply, answer) = oneshot::channel();
        let gone = || NotLetIn::Unable("it is going down".to_owned());
        self.requests.send(Request::Enter { entry, reply }).map_err(|_| gone())?;
        let admitted = answer.await.map_err(|_| gone())??;
        Ok(self.guest(admitted, size, preferences))
    }

    /// Lets the trainer in; there can be several screens of theirs. `None` if the host is going down.
    pub async fn enter_as_trainer(&self, size: Size, preferences: Preferences) -> Option<Guest> {
        let (reply, answer) = oneshot::channel();
        self.requests.send(Request::Trainer { reply }).ok()?;
        Some(self.guest(answer.await.ok()?, size, preferences))
    }

    /// Leaves the class, and waits until its log is closed. Nobody should be in it any more by this host.
    pub fn leave(self) {
        let closing = Arc::clone(&self.shared.closing);
        drop(self);
        closing.wait();
    }

    /// How the class stands, as participants may see it.
    #[must_use]
    pub fn bulletin(&self) -> Arc<Bulletin> {
        self.shared.bulletin(For::Participants)
    }

    fn guest(&self, admitted: Admitted, size: Size, preferences: Preferences) -> Guest {
        let Admitted { session, part, place, events } = admitted;
        let (whom, catalog) = match part {
            Part::Participant { .. } => (For::Participants, Vec::new()),
            Part::Trainer => (For::Trainer, self.shared.catalog.clone()),
        };
        let (name, pin) = match &part {
            Part::Participant { name, pin, .. } => (name.clone(), pin.clone()),
            Part::Trainer => ("trainer".to_owned(), String::new()),
        };
        let start = Start::Class(part, self.shared.bulletin(whom));
        let (mut app, mut first) = App::new(Options { catalog, size, preferences, start });
        first.extend(events.into_iter().flat_map(|event| app.update(event)));
        let desk = self.shared.pool.desk(&place.inbox);
        let inbox = Arc::clone(&place.inbox);
        Guest { name, pin, app, first, inbox, link: Link { session, hub: self.clone(), place, desk } }
    }
}

impl Shared {
    pub(super) fn bulletin(&self, whom: For) -> Arc<Bulletin> {
        let bulletins = self.bulletin.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&bulletins[usize::from(whom == For::Trainer)])
    }
}

impl Place {
    /// Ends the session: its App is told to stop, and the guest why.
    pub(super) fn end(&self, why: &'static str) {
        // Whoever ended it first had a reason.
        let _ = self.parting.set(why);
        self.inbox.push(Event::Stop);
    }
}

/// Whose place it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sitter {
    Participant(PlayerId),
    Trainer,
}
