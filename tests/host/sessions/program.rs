//! A program that does what it is told, and somewhere for its frames.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ratatui::Frame;
use ratatui::widgets::Paragraph;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use toporder::host::{Ending, Keyboard, Limits, Output, Program, Session};
use toporder::tui::event::{Effect, Event, Key, Size};

use crate::classroom;

/// Shows the last key, and how many came.
#[derive(Debug, Default)]
pub(crate) struct Script {
    pub(crate) told: Arc<Mutex<Vec<String>>>,
    pub(crate) wants_ticks: Arc<AtomicBool>,
    last: String,
    keys: usize,
    fails_to_draw: bool,
}

impl Program for Script {
    fn update(&mut self, event: Event) -> Vec<Effect> {
        let told = match &event {
            Event::Key(key) => key.written(),
            Event::Resize(size) => format!("{}x{}", size.width, size.height),
            Event::Tick { .. } => "tick".to_owned(),
            Event::Stop => "stop".to_owned(),
            Event::Told { message } => message.clone(),
            Event::Opened(_) => "opened".to_owned(),
            other => format!("{other:?}"),
        };
        self.told.lock().unwrap().push(told.clone());
        let is_key = |name: &str| matches!(event, Event::Key(key) if Ok(key) == name.parse::<Key>());
        assert!(!is_key("p"), "a fault on purpose");
        self.fails_to_draw |= is_key("v");
        if matches!(event, Event::Key(_)) {
            self.keys += 1;
            self.last = told;
        }
        if is_key("q") { vec![Effect::Quit] } else { Vec::new() }
    }

    fn view(&self, frame: &mut Frame<'_>) {
        assert!(!self.fails_to_draw, "a fault on purpose");
        let area = frame.area();
        frame.render_widget(Paragraph::new(format!("{} keys, last {}", self.keys, self.last)), area);
    }

    fn wants_ticks(&self) -> bool {
        self.wants_ticks.load(Ordering::Relaxed)
    }
}

/// What was sent, piece by piece.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sent {
    pub(crate) pieces: Arc<Mutex<Vec<Vec<u8>>>>,
    /// How long each piece takes.
    pub(crate) takes: Duration,
    /// From now on nothing is taken.
    pub(crate) is_stalled: Arc<AtomicBool>,
}

impl Sent {
    pub(crate) fn pieces(&self) -> Vec<Vec<u8>> {
        self.pieces.lock().unwrap().clone()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.pieces().concat()).into_owned()
    }

    /// How many frames were sent.
    pub(crate) fn frames(&self) -> usize {
        self.text().matches("\x1b[?2026h").count()
    }

    /// What a terminal shows after all of it.
    pub(crate) fn screen(&self, columns: u16, rows: u16) -> vt100::Parser {
        let nonzero = |cells| std::num::NonZeroU16::new(cells).unwrap();
        let mut screen = vt100::Parser::new(nonzero(rows), nonzero(columns), 0);
        screen.process(&self.pieces().concat());
        screen
    }
}

impl Output for Sent {
    async fn send(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        if self.is_stalled.load(Ordering::Relaxed) {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(self.takes).await;
        self.pieces.lock().unwrap().push(bytes);
        Ok(())
    }
}

/// A session that runs.
pub(crate) struct Running {
    pub(crate) keyboard: Arc<Keyboard>,
    pub(crate) sent: Sent,
    pub(crate) told: Arc<Mutex<Vec<String>>>,
    pub(crate) wants_ticks: Arc<AtomicBool>,
    pub(crate) down: watch::Sender<bool>,
    pub(crate) ending: JoinHandle<Ending>,
}

impl Running {
    pub(crate) async fn begin(limits: Limits, sent: Sent) -> Self {
        // The class is kept by a thread that knows nothing of a clock that stands still.
        tokio::time::resume();
        let guest = classroom::guest(&classroom::hub(), "Ana").await;
        tokio::time::pause();
        let script = Script::default();
        let (told, wants_ticks) = (Arc::clone(&script.told), Arc::clone(&script.wants_ticks));
        let keyboard = Arc::new(Keyboard::new(Arc::clone(&guest.inbox), &limits));
        let (down, is_down) = watch::channel(false);
        let session = Session {
            program: script,
            first: Vec::new(),
            inbox: guest.inbox,
            link: guest.link,
            keyboard: Arc::clone(&keyboard),
            output: sent.clone(),
            size: Size { width: 40, height: 10 },
            limits,
            down: is_down,
        };
        let ending = tokio::spawn(session.run());
        let running = Self { keyboard, sent, told, wants_ticks, down, ending };
        running.settle().await;
        running
    }

    pub(crate) async fn new() -> Self {
        Self::begin(Limits::default(), Sent::default()).await
    }

    /// Lets everything happen that happens within a short while.
    pub(crate) async fn settle(&self) {
        pass(100).await;
    }

    pub(crate) fn told(&self) -> Vec<String> {
        self.told.lock().unwrap().clone()
    }

    pub(crate) fn shown(&self) -> String {
        self.sent.screen(40, 10).screen().contents().trim().to_owned()
    }
}

/// Lets time pass, milliseconds. It stands still as long as anybody has something to do.
pub(crate) async fn pass(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}
