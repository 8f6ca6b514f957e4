//! Runs one [`App`] at the local terminal.
//!
//! Everything that happens comes through one channel: what is typed, clicked and resized, signals,
//! forecasts. The loop takes what there is, lets the App take it in, carries out what the App wants done,
//! and draws once. Nothing is drawn when nothing happened, and no time passes unless the App wants it to.

mod input;
mod screen;
#[cfg(unix)]
mod signals;

use std::collections::VecDeque;
use std::io;
use std::ops::ControlFlow;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

pub use screen::Screen;

use super::app::{App, Options};
use super::event::{Effect, Event, LookBack, Size};
use super::keeper::Keeper;
use super::worker::{self, Job, Worker};

/// How often time passes while the App wants it to.
const TICK: Duration = Duration::from_millis(33);

/// How many messages may come between two frames. In a flood something is to be seen all the same.
const BATCH_MAX: usize = 256;

/// Something from outside the loop.
#[derive(Debug)]
enum Message {
    /// For the App.
    Event(Event),
    /// The system asks the program to end.
    #[cfg(unix)]
    Signal(i32),
    /// The participant asks the program to end.
    #[cfg(unix)]
    Interrupted,
    /// The program was stopped, and goes on.
    #[cfg(unix)]
    Continued,
    /// Nothing can be read from the terminal any more.
    Lost,
}

/// How the program ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// As the participant wished.
    Left,
    /// What it was to begin with could not be opened, for this reason.
    Failed(String),
    /// The system asked for it with a signal of this number.
    Signalled(i32),
    /// The terminal was gone.
    Lost,
}

/// Does what an App at the terminal wants done with games.
pub trait Backstage {
    /// Does it, and says what came of it; gives back what is no business of its own.
    ///
    /// # Errors
    /// What it does not do.
    fn carry_out(&mut self, effect: Effect) -> Result<Vec<Event>, Box<Effect>>;

    /// Work that lists the games that can be continued, for another thread.
    fn list(&self) -> Box<dyn FnOnce() -> Event + Send>;
}

impl Backstage for Keeper {
    fn carry_out(&mut self, effect: Effect) -> Result<Vec<Event>, Box<Effect>> {
        Ok(match effect {
            Effect::Begin(scenario) => vec![self.begin(&scenario)],
            Effect::Open(path) => vec![Keeper::open(self, &path)],
            Effect::Append(command) => self.append(command).into_iter().collect(),
            Effect::SaveAgain => self.save_again().into_iter().collect(),
            Effect::Close => self.close().into_iter().collect(),
            Effect::NoteWelcome => {
                self.note_welcome();
                Vec::new()
            }
            other => return Err(Box::new(other)),
        })
    }

    fn list(&self) -> Box<dyn FnOnce() -> Event + Send> {
        Box::new(Keeper::list(self))
    }
}

/// A way to tell an App at the terminal something, from any thread.
pub type Teller = Box<dyn Fn(Event) + Send + Sync>;

/// Runs an App at the terminal until it ends; the size in the options is replaced by the real one. The
/// terminal is restored when this returns, and the journal of the game is closed.
///
/// # Errors
/// If the terminal cannot be set up, or the system gives no threads.
pub fn run(options: Options, keeper: &mut Keeper) -> io::Result<Ending> {
    let ending = run_with(keeper, |_| {}, |size| App::new(Options { size, ..options }));
    keeper.close();
    ending
}

/// Runs an App that somebody else makes for a screen of some size, with somebody else behind it; `listen` is given the
/// way to tell it what happens elsewhere. The terminal is restored when this returns.
///
/// # Errors
/// If the terminal cannot be set up, or the system gives no threads.
pub fn run_with(
    backstage: &mut dyn Backstage,
    listen: impl FnOnce(Teller),
    make: impl FnOnce(Size) -> (App, Vec<Effect>),
) -> io::Result<Ending> {
    let (sender, messages) = mpsc::channel();
    // Before the terminal is touched, so that from then on every signal leads to its restoring.
    #[cfg(unix)]
    let _watch = signals::watch(&sender)?;
    let forecasts = worker::forecasts(teller(&sender))?;
    let look_back = worker::look_back(teller(&sender))?;
    listen(Box::new(teller(&sender)));
    let screen = Screen::enter()?;
    input::watch(sender.clone())?;
    let (app, effects) = make(screen.size()?);
    let mut session = Session {
        app,
        backstage,
        screen,
        forecasts,
        look_back,
        sender,
        messages,
        start: Instant::now(),
        tick_due: None,
    };
    Ok(session.run(effects))
}

/// A way for another thread to tell the App something.
fn teller(sender: &Sender<Message>) -> impl Fn(Event) + Send + Sync + 'static {
    let sender = sender.clone();
    // Without a receiver the program is ending, and nobody waits for it.
    move |event| drop(sender.send(Message::Event(event)))
}

struct Session<'a> {
    app: App,
    backstage: &'a mut dyn Backstage,
    screen: Screen,
    forecasts: Worker<Job>,
    look_back: Worker<LookBack>,
    sender: Sender<Message>,
    messages: Receiver<Message>,
    start: Instant,
    /// When time passes next, while the App wants it to.
    tick_due: Option<Instant>,
}

/// Goes on, or ends.
type Flow = ControlFlow<Ending>;

impl Session<'_> {
    fn run(&mut self, first: Vec<Effect>) -> Ending {
        let mut flow = self.carry_out(first, None);
        loop {
            if let ControlFlow::Break(ending) = flow {
                return ending;
            }
            let Self { app, screen, .. } = self;
            if screen.draw(|frame| app.view(frame)).is_err() {
                return self.stop(Ending::Lost);
            }
            let batch = self.next_batch();
            flow = batch.into_iter().try_for_each(|message| self.take(message));
        }
    }

    /// Waits until something happens, and takes what has happened by then.
    fn next_batch(&mut self) -> Vec<Message> {
        let mut batch = vec![self.next_message()];
        while batch.len() < BATCH_MAX
            && let Ok(message) = self.messages.try_recv()
        {
            batch.push(message);
        }
        input::coalesce(batch)
    }

    fn next_message(&mut self) -> Message {
        if !self.app.wants_ticks() {
            self.tick_due = None;
            // It has a sender itself, so the channel cannot be closed.
            return self.messages.recv().unwrap_or(Message::Lost);
        }
        let now = Instant::now();
        let due = *self.tick_due.get_or_insert(now + TICK);
        // Asked first, so that time passes in a flood, too.
        let message =
            if due <= now { Err(RecvTimeoutError::Timeout) } else { self.messages.recv_timeout(due - now) };
        message.unwrap_or_else(|_| {
            let now = Instant::now();
            self.tick_due = Some(now + TICK);
            let now_ms = u64::try_from((now - self.start).as_millis()).unwrap_or(u64::MAX);
            Message::Event(Event::Tick { now_ms })
        })
    }

    fn take(&mut self, message: Message) -> Flow {
        match message {
            Message::Event(event) => self.update(event),
            #[cfg(unix)]
            Message::Signal(signal) => ControlFlow::Break(self.stop(Ending::Signalled(signal))),
            #[cfg(unix)]
            Message::Interrupted => ControlFlow::Break(self.stop(Ending::Left)),
            // After a stop from outside, the terminal is as others left it.
            #[cfg(unix)]
            Message::Continued => {
                let renewed = self.screen.renew();
                self.screen_is_back(renewed)
            }
            Message::Lost => ControlFlow::Break(self.stop(Ending::Lost)),
        }
    }

    /// Lets the App have its last word, and ends.
    fn stop(&mut self, ending: Ending) -> Ending {
        // Whatever it wants: the program ends, for that reason.
        let _ = self.update(Event::Stop);
        ending
    }

    /// Lets the App take an event in, and what comes of it.
    fn update(&mut self, event: Event) -> Flow {
        let failure = match &event {
            Event::Failed { message } => Some(message.clone()),
            _ => None,
        };
        let effects = self.app.update(event);
        self.carry_out(effects, failure)
    }

    /// Does what the App wants done, in order, then lets it take in the answers. `failure` is what it
    /// was told before, if that is the reason.
    fn carry_out(&mut self, effects: Vec<Effect>, failure: Option<String>) -> Flow {
        let mut answers = VecDeque::new();
        for effect in effects {
            let left = match self.backstage.carry_out(effect) {
                Ok(events) => {
                    answers.extend(events);
                    continue;
                }
                Err(left) => *left,
            };
            match left {
                Effect::ListGames => self.list_games(),
                Effect::Forecast(request) => self.forecasts.ask(Job::Forecast(request)),
                Effect::Compare(comparison) => self.forecasts.ask(Job::Compare(comparison)),
                Effect::Odds(request) => self.forecasts.ask(Job::Odds(request)),
                Effect::LookBack(request) => self.look_back.ask(request),
                Effect::Suspend => self.suspend()?,
                Effect::Quit => return ControlFlow::Break(failure.map_or(Ending::Left, Ending::Failed)),
                // What nobody behind the stage does cannot be done here.
                _ => {}
            }
        }
        answers.into_iter().try_for_each(|answer| self.update(answer))
    }

    /// Every journal is read for it, which may take longer than a frame.
    fn list_games(&self) {
        let (list, tell) = (self.backstage.list(), teller(&self.sender));
        let work = move || tell(list());
        if thread::Builder::new().name("games".to_owned()).spawn(work).is_err() {
            let message = "The saved games cannot be listed: the system is too busy.".to_owned();
            teller(&self.sender)(Event::Failed { message });
        }
    }

    fn suspend(&mut self) -> Flow {
        #[cfg(unix)]
        {
            let lent = self.screen.lend(signals::suspend);
            self.screen_is_back(lent)
        }
        #[cfg(not(unix))]
        ControlFlow::Continue(())
    }

    /// Goes on with a screen that others had, and that may have another size since.
    #[cfg(unix)]
    fn screen_is_back(&mut self, result: io::Result<()>) -> Flow {
        match result.and_then(|()| self.screen.size()) {
            Ok(size) => self.update(Event::Resize(size)),
            Err(_) => ControlFlow::Break(self.stop(Ending::Lost)),
        }
    }
}
