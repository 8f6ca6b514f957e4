//! One session: a guest's App, their keyboard and their screen, over whatever carries bytes.
//!
//! The loop takes what has come, lets the App take it in, carries out what the App wants done, and draws at most once
//! in a while; it waits for every frame to be taken, so whoever reads slowly gets fewer frames. Nothing is drawn when
//! nothing happened. A fault of one App ends that session and no other.

use std::any::Any;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use ratatui::Frame;
use tokio::sync::watch;
use tokio::time::{self, Instant};

use super::accept::gone_down;
use super::keyboard::{Keyboard, Trouble, size_within};
use super::screen::{ENTER, LEAVE, Screen};
use super::{Ending, Guest, Inbox, Limits, Link};
use crate::tui::App;
use crate::tui::event::{Effect, Event, Size};

/// How often time passes while the App wants it to.
const TICK: Duration = Duration::from_millis(100);

/// How often at least, however busy the host is.
const TICK_MAX: Duration = Duration::from_millis(500);

/// The time between two frames.
const FRAME: Duration = Duration::from_millis(16);

/// How long before the end somebody who types nothing is told, at most.
const WARNING: Duration = Duration::from_secs(60);

/// What a session runs: an [`App`].
pub trait Program: Send {
    /// Takes an event in, and says what is to be done outside.
    fn update(&mut self, event: Event) -> Vec<Effect>;
    /// Draws the screen.
    fn view(&self, frame: &mut Frame<'_>);
    /// Whether time should pass.
    fn wants_ticks(&self) -> bool;
    /// Whether an event can change what is on the screen.
    fn is_seen(&self, _event: &Event) -> bool {
        true
    }
}

impl Program for App {
    fn update(&mut self, event: Event) -> Vec<Effect> {
        self.update(event)
    }

    fn view(&self, frame: &mut Frame<'_>) {
        self.view(frame);
    }

    fn wants_ticks(&self) -> bool {
        self.wants_ticks()
    }

    fn is_seen(&self, event: &Event) -> bool {
        self.is_seen(event)
    }
}

/// Where the bytes of a session go.
pub trait Output: Send {
    /// Sends bytes; ready when there is room for the next.
    ///
    /// # Errors
    /// If nobody can be reached any more.
    fn send(&mut self, bytes: Vec<u8>) -> impl Future<Output = io::Result<()>> + Send;
}

/// Everything that a session needs.
#[derive(Debug)]
pub struct Session<P, O> {
    /// What runs.
    pub program: P,
    /// What it wants done before its first frame.
    pub first: Vec<Effect>,
    /// What comes to it.
    pub inbox: Arc<Inbox>,
    /// The way for what it wants done.
    pub link: Link,
    /// What is typed.
    pub keyboard: Arc<Keyboard>,
    /// Where frames go.
    pub output: O,
    /// The size of the screen.
    pub size: Size,
    /// How much is allowed.
    pub limits: Limits,
    /// True once the host goes down.
    pub down: watch::Receiver<bool>,
}

impl<O: Output> Session<App, O> {
    /// A guest's own.
    #[must_use]
    pub fn of(guest: Guest, output: O, size: Size, limits: &Limits, down: watch::Receiver<bool>) -> Self {
        let Guest { app, first, inbox, link, .. } = guest;
        let keyboard = Arc::new(Keyboard::new(Arc::clone(&inbox), limits));
        Self { program: app, first, inbox, link, keyboard, output, size, limits: limits.clone(), down }
    }
}

/// Goes on, or ends.
type Flow = ControlFlow<Ending>;

/// A session that goes on.
struct Running<P, O> {
    session: Session<P, O>,
    screen: Screen,
    begun: Instant,
    /// Whether something happened since the last frame.
    is_stale: bool,
    /// When the next frame may be drawn.
    frame_due: Instant,
    /// When time passes next, while the App wants it to.
    tick_due: Option<Instant>,
    /// When something had been typed last, when somebody who types nothing was told.
    warned: Option<Instant>,
}

impl<P: Program, O: Output> Session<P, O> {
    /// Runs until it ends. The guest's terminal is as it was when this is ready, where it can be reached.
    pub async fn run(mut self) -> Ending {
        self.size = size_within(self.size.width.into(), self.size.height.into());
        // Memory can be written to.
        let Ok(screen) = Screen::new(self.size) else { return Ending::Fault };
        let now = Instant::now();
        let mut running = Running {
            session: self,
            screen,
            begun: now,
            is_stale: true,
            frame_due: now,
            tick_due: None,
            warned: None,
        };
        let ending = running.run().await;
        running.leave(ending).await
    }
}

impl<P: Program, O: Output> Running<P, O> {
    async fn run(&mut self) -> Ending {
        match self.go_on().await {
            ControlFlow::Break(ending) => ending,
            ControlFlow::Continue(never) => match never {},
        }
    }

    async fn go_on(&mut self) -> ControlFlow<Ending, Infallible> {
        self.send(ENTER.to_vec()).await?;
        let mut answers = VecDeque::new();
        let first = std::mem::take(&mut self.session.first);
        self.carry_out(first, &mut answers).await?;
        self.take_all(answers).await?;
        loop {
            if self.is_stale && self.frame_due <= Instant::now() {
                self.draw().await?;
            }
            let next = self.next().await?;
            for event in next {
                self.take_all(VecDeque::from([event])).await?;
            }
        }
    }

    /// Waits until something happens, and gives what has happened by then.
    async fn next(&mut self) -> ControlFlow<Ending, Vec<Event>> {
        let tick = self.tick_due();
        let (idle, is_warning) = self.idle_due();
        let Self { session, is_stale, frame_due, tick_due, warned, begun, .. } = self;
        let Session { inbox, keyboard, down, .. } = session;
        let events = tokio::select! {
            biased;
            trouble = keyboard.trouble() => return ControlFlow::Break(ended_by(trouble)),
            () = gone_down(down) => return ControlFlow::Break(Ending::Down),
            // Time passes in a flood, too, and something is to be seen.
            () = until(tick) => {
                let now = Instant::now();
                *tick_due = Some(now + pause_after(tick.map_or(Duration::ZERO, |due| now - due)));
                let now_ms = u64::try_from((now - *begun).as_millis()).unwrap_or(u64::MAX);
                vec![Event::Tick { now_ms }]
            }
            () = time::sleep_until(*frame_due), if *is_stale => Vec::new(),
            events = inbox.take() => events,
            () = time::sleep_until(idle) => {
                if !is_warning {
                    return ControlFlow::Break(Ending::Idle);
                }
                *warned = Some(keyboard.last());
                let message = "Nothing has been typed for a long time. Press any key to stay.".to_owned();
                vec![Event::Told { message }]
            }
        };
        ControlFlow::Continue(events)
    }

    fn tick_due(&mut self) -> Option<Instant> {
        self.tick_due = match self.session.program.wants_ticks() {
            true => Some(self.tick_due.unwrap_or_else(|| Instant::now() + TICK)),
            false => None,
        };
        self.tick_due
    }

    /// When somebody who types nothing is told, or it is the end; and which of both.
    fn idle_due(&self) -> (Instant, bool) {
        let last = self.session.keyboard.last();
        let end = last + self.session.limits.idle;
        let is_warning = self.warned != Some(last);
        let warning = end - WARNING.min(self.session.limits.idle / 2);
        (if is_warning { warning } else { end }, is_warning)
    }

    /// Lets the App take events in, and what comes of them.
    async fn take_all(&mut self, mut events: VecDeque<Event>) -> Flow {
        while let Some(event) = events.pop_front() {
            let event = match event {
                Event::Resize(size) => {
                    let size = size_within(size.width.into(), size.height.into());
                    if self.screen.resize(size).is_err() {
                        return ControlFlow::Break(Ending::Fault);
                    }
                    Event::Resize(size)
                }
                event => event,
            };
            // Who looks over a shoulder is shown a frame even where nothing is new.
            self.is_stale |= self.session.program.is_seen(&event) || self.session.link.is_watched();
            let effects = self.update(event)?;
            self.carry_out(effects, &mut events).await?;
        }
        ControlFlow::Continue(())
    }

    fn update(&mut self, event: Event) -> ControlFlow<Ending, Vec<Effect>> {
        let program = &mut self.session.program;
        guarded(AssertUnwindSafe(|| program.update(event)))
    }

    /// Does what the App wants done, in order; the answers are for the App to take in.
    async fn carry_out(&mut self, effects: Vec<Effect>, answers: &mut VecDeque<Event>) -> Flow {
        for effect in effects {
            match self.session.link.carry_out(effect).await {
                Some(events) => answers.extend(events),
                None => {
                    let words = self.session.link.parting();
                    return ControlFlow::Break(words.map_or(Ending::Left, Ending::SentHome));
                }
            }
        }
        ControlFlow::Continue(())
    }

    async fn draw(&mut self) -> Flow {
        let Self { session, screen, .. } = self;
        let (program, link) = (&session.program, &session.link);
        let drawn = guarded(AssertUnwindSafe(|| {
            let show = |buffer: &_| {
                if link.is_watched() {
                    link.show(buffer);
                }
            };
            screen.draw(|frame| program.view(frame), show)
        }))?;
        self.is_stale = false;
        let bytes = match drawn {
            Ok(bytes) if bytes.len() <= self.session.limits.frame_bytes => bytes,
            // Nothing that is sensible is that large.
            _ => return ControlFlow::Break(Ending::Fault),
        };
        let sent = if bytes.is_empty() { ControlFlow::Continue(()) } else { self.send(bytes).await };
        self.frame_due = Instant::now() + FRAME;
        sent
    }

    async fn send(&mut self, bytes: Vec<u8>) -> Flow {
        let Session { output, keyboard, limits, down, .. } = &mut self.session;
        let ending = tokio::select! {
            sent = time::timeout(limits.write, output.send(bytes)) => match sent {
                Ok(Ok(())) => return ControlFlow::Continue(()),
                Ok(Err(_)) => Ending::Lost,
                Err(_) => Ending::Stalled,
            },
            trouble = keyboard.trouble() => ended_by(trouble),
            () = gone_down(down) => Ending::Down,
        };
        ControlFlow::Break(ending)
    }

    /// Lets the App have its last word, and gives the terminal back.
    async fn leave(mut self, ending: Ending) -> Ending {
        if !matches!(ending, Ending::Left | Ending::SentHome(_) | Ending::Fault)
            && let ControlFlow::Continue(effects) = self.update(Event::Stop)
        {
            // Whatever it wants: the session ends, for that reason.
            let _ = self.carry_out(effects, &mut VecDeque::new()).await;
        }
        if !matches!(ending, Ending::Lost | Ending::Stalled) {
            let farewell = ending.farewell().map(|words| format!("{words}\r\n")).unwrap_or_default();
            let bytes = [LEAVE, farewell.as_bytes()].concat();
            // The connection may be gone meanwhile, or nobody reads: then there is nobody to tell.
            let _ = time::timeout(self.session.limits.farewell, self.session.output.send(bytes)).await;
        }
        ending
    }
}

fn ended_by(trouble: Trouble) -> Ending {
    match trouble {
        Trouble::Gone => Ending::Lost,
        Trouble::Flood => Ending::Flood,
    }
}

/// How long it is to the next tick, when one came so late: on a host that is too busy to be in time fewer of them leave room
/// for keys. What moves on a screen goes by the clock, and is as fast with few of them.
fn pause_after(late: Duration) -> Duration {
    (TICK + 8 * late).min(TICK_MAX)
}

async fn until(due: Option<Instant>) {
    match due {
        Some(due) => time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}

/// Keeps a fault of one App from everybody else.
fn guarded<T>(work: AssertUnwindSafe<impl FnOnce() -> T>) -> ControlFlow<Ending, T> {
    match catch_unwind(work) {
        Ok(done) => ControlFlow::Continue(done),
        Err(fault) => {
            tracing::error!("a session failed: {}", words_of(&*fault));
            ControlFlow::Break(Ending::Fault)
        }
    }
}

fn words_of(fault: &(dyn Any + Send)) -> &str {
    let owned = fault.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| fault.downcast_ref::<&str>().copied()).unwrap_or("for no reason that it told")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_less_often_where_it_comes_late() {
        assert_eq!(pause_after(Duration::ZERO), TICK);
        assert_eq!(pause_after(Duration::from_millis(10)), Duration::from_millis(180));
        assert_eq!(pause_after(Duration::from_secs(3)), TICK_MAX);
    }
}
