//! A recording of a replay, in the format of asciinema (asciicast v2): a header, then what is written to a terminal of a
//! fixed size, and when.
//!
//! **Pacing.** A step stays as long as it took in the game, but at least [`LEAST_S`] and at most [`IDLE_S`]: nobody has
//! to watch somebody think. What is there to be read stays for [`READ_S`]: a decision with what it was worth, and a
//! Sprint Review; where that is longer than the screen, it is scrolled page by page. The last screen stays for
//! [`END_S`]. All of it is divided by the speed.

mod ansi;

use serde_json::json;

use super::app::{App, Options, Start};
use super::context::Preferences;
use super::event::{Code, Effect, Event, Key, Size};
use super::screens::replay::{Did, Stop, stops};
use super::theme::Theme;
use crate::game::Command;
use crate::game::journal::Journal;

/// The shortest that a step is shown, seconds.
pub const LEAST_S: f64 = 0.8;
/// The longest that one is shown whose game stood still, seconds.
pub const IDLE_S: f64 = 2.0;
/// How long something that is to be read is shown, seconds.
pub const READ_S: f64 = 5.0;
/// How long the last screen is shown, seconds.
pub const END_S: f64 = 4.0;

/// Pages that are scrolled through in a step, at most.
const PAGES_MAX: usize = 20;

/// How a replay is recorded.
#[derive(Clone, Debug)]
pub struct Look {
    /// The size of the terminal, in cells.
    pub size: Size,
    /// The colours.
    pub theme: Theme,
    /// Whether only ASCII is drawn.
    pub ascii: bool,
    /// How fast it goes: 2 for twice as fast.
    pub speed: f64,
}

/// Records the replay of a journal. `seconds` reads a moment of the journal as seconds since 1970, and `answer` does what
/// the screen asks for that takes long: where it does nothing, the recording is one without an analysis.
pub fn record(
    journal: Journal,
    look: &Look,
    seconds: &dyn Fn(&str) -> Option<f64>,
    answer: &mut dyn FnMut(Effect) -> Vec<Event>,
) -> String {
    let header = header(&journal, look, seconds);
    let (steps, _) = stops(&journal);
    let begun = journal.header.created.clone();
    let preferences = Preferences {
        theme: look.theme,
        motion: false,
        ascii: look.ascii,
        keys: super::keys::KeyMap::default(),
        guide: false,
    };
    let start = Start::Replay(Box::new(journal));
    let options = Options { catalog: Vec::new(), size: look.size, preferences, start };
    let (mut app, effects) = App::new(options);
    for event in effects.into_iter().flat_map(&mut *answer) {
        app.update(event);
    }
    let mut reel = Reel::new(header, look.speed);
    reel.show(&app, READ_S);
    let mut before = seconds(&begun);
    for step in &steps {
        let now = seconds(&step.at);
        let took = before.zip(now).map_or(LEAST_S, |(before, now)| (now - before).clamp(LEAST_S, IDLE_S));
        before = now;
        app.update(Event::Key(Key::plain(Code::Right)));
        if is_read(step) {
            reel.show(&app, READ_S);
            reel.scroll(&mut app, look.size);
        } else {
            reel.show(&app, took);
        }
    }
    reel.end()
}

/// Whether there is something to be read in a step.
fn is_read(step: &Stop) -> bool {
    matches!(step.did, Did::Decide(_) | Did::Command(Command::RunSprint | Command::Talk { .. }))
}

/// The first line. The colours of the terminal are told where a theme was made for a background of its own.
fn header(journal: &Journal, look: &Look, seconds: &dyn Fn(&str) -> Option<f64>) -> serde_json::Value {
    const PALETTE: &str = "#000000:#cc4b37:#2f8f6b:#b8860b:#2f6fb0:#8a4f9e:#2f8f9e:#d0d0d0";
    let (fg, bg) = match look.theme {
        Theme::Light => ("#222222", "#ffffff"),
        Theme::Contrast => ("#ffffff", "#000000"),
        Theme::Dark | Theme::Mono => ("#dddddd", "#16191d"),
    };
    let name = crate::scenario::words::printable(&journal.header.name).into_owned();
    let mut header = json!({
        "version": 2,
        "width": look.size.width,
        "height": look.size.height,
        "title": format!("{} · {name}", journal.scenario.title),
        "env": { "TERM": "xterm-256color" },
        "theme": { "fg": fg, "bg": bg, "palette": PALETTE },
    });
    if let Some(begun) = seconds(&journal.header.created) {
        header["timestamp"] = json!(begun.floor() as i64);
    }
    header
}

/// What has been recorded.
struct Reel {
    lines: String,
    writer: ansi::Writer,
    speed: f64,
    /// When the next frame comes, seconds.
    at_s: f64,
}

impl Reel {
    fn new(header: serde_json::Value, speed: f64) -> Self {
        Self { lines: format!("{header}\n"), writer: ansi::Writer::default(), speed, at_s: 0.0 }
    }

    /// Records the screen as it is, and lets it stay for so long.
    fn show(&mut self, app: &App, seconds: f64) {
        let text = self.writer.frame(&app.frame());
        if !text.is_empty() {
            self.write(&text);
        }
        self.at_s += seconds / self.speed;
    }

    /// Scrolls down page by page, as far as there is more.
    fn scroll(&mut self, app: &mut App, size: Size) {
        for _ in 0..PAGES_MAX {
            let before = app.frame();
            for _ in 0..size.height / 3 {
                app.update(Event::Key(Key::plain(Code::Down)));
            }
            if app.frame() == before {
                break;
            }
            self.show(app, READ_S / 2.0);
        }
    }

    fn write(&mut self, text: &str) {
        // Times to the millisecond, as recorders write them.
        let at = (self.at_s * 1_000.0).round() / 1_000.0;
        self.lines += &format!("{}\n", json!([at, "o", text]));
    }

    /// The whole recording; the last screen stays for a while.
    fn end(mut self) -> String {
        self.at_s += END_S / self.speed;
        let text = self.writer.end();
        self.write(&text);
        self.lines
    }
}
