//! A recording is what a player of recordings accepts, and ends with what the App shows.

use std::num::NonZeroU16;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use serde_json::Value;
use toporder::game::Command;
use toporder::tui::cast::{self, Look};
use toporder::tui::event::{Effect, Event, Key, Size};
use toporder::tui::theme::Theme;
use toporder::tui::{App, Options, Preferences, Start, worker};

use crate::common::{move_to, talk};
use crate::script::{QUICK, scenario};

/// The width of the recording that has an analysis.
const LOOKED_BACK: u16 = 100;

fn commands() -> Vec<Command> {
    vec![
        move_to("card", 1),
        talk("town-hall-lunch"),
        Command::RunSprint,
        move_to("awning", 1),
        Command::RunRest,
    ]
}

/// Looks back where that is wanted; it takes a while.
fn answer(mut effect: Effect, look: &Look) -> Vec<Event> {
    if look.size.width != LOOKED_BACK {
        return Vec::new();
    }
    if let Effect::LookBack(request) = &mut effect {
        request.thoroughness = QUICK;
    }
    worker::at_once(effect)
}

/// Reads the times of the journals here, in which all happens on one day.
fn seconds(moment: &str) -> Option<f64> {
    let parts: Option<Vec<f64>> = moment.get(11..23)?.split(':').map(|part| part.parse().ok()).collect();
    Some(parts?.into_iter().fold(0.0, |sum, part| 60.0 * sum + part))
}

/// A recording, and the last screen of the same replay.
fn recorded(look: &Look, name: &str) -> (String, Buffer) {
    let journal = || super::journal(&scenario("soup-on-the-square"), name, 7, &commands());
    let recording = cast::record(journal(), look, &seconds, &mut |effect| answer(effect, look));
    let preferences =
        Preferences { theme: look.theme, motion: false, ascii: look.ascii, ..Preferences::default() };
    let start = Start::Replay(Box::new(journal()));
    let (mut app, effects) = App::new(Options { catalog: Vec::new(), size: look.size, preferences, start });
    for event in effects.into_iter().flat_map(|effect| answer(effect, look)) {
        app.update(event);
    }
    for key in std::iter::repeat_n("right", 40).chain(std::iter::repeat_n("down", 400)) {
        let key: Key = key.parse().unwrap();
        app.update(Event::Key(key));
    }
    let mut terminal = Terminal::new(TestBackend::new(look.size.width, look.size.height)).unwrap();
    terminal.draw(|frame| app.view(frame)).unwrap();
    (recording, terminal.backend().buffer().clone())
}

fn shown(colour: Color) -> vt100::Color {
    match colour {
        Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
        Color::Reset => vt100::Color::Default,
        other => panic!("{other:?} is in no theme"),
    }
}

fn assert_is(screen: &vt100::Screen, buffer: &Buffer) {
    for y in 0..buffer.area.height {
        for x in 0..buffer.area.width {
            let (cell, own) = (screen.cell(y, x).unwrap(), &buffer[(x, y)]);
            if cell.is_wide_continuation() {
                continue;
            }
            let symbol = if cell.contents().is_empty() { " " } else { cell.contents() };
            assert_eq!(symbol, own.symbol(), "at {x}, {y}");
            assert_eq!(cell.fgcolor(), shown(own.fg), "at {x}, {y}");
            assert_eq!(cell.bgcolor(), shown(own.bg), "at {x}, {y}");
            let has = |modifier| own.modifier.contains(modifier);
            let own =
                (has(Modifier::BOLD), has(Modifier::DIM), has(Modifier::UNDERLINED), has(Modifier::REVERSED));
            assert_eq!((cell.bold(), cell.dim(), cell.underline(), cell.inverse()), own, "at {x}, {y}");
        }
    }
}

#[test]
fn a_recording_ends_with_what_the_app_shows() {
    let size = |width, height| Size { width, height };
    let looks = [
        (size(100, 30), Theme::Dark, false, 1.0),
        (size(60, 20), Theme::Mono, false, 2.5),
        (size(80, 24), Theme::Light, true, 0.5),
        (size(120, 40), Theme::Contrast, false, 1.0),
    ];
    for (size, theme, ascii, speed) in looks {
        let (recording, last) = recorded(&Look { size, theme, ascii, speed }, "Ana 山田");
        let lines: Vec<Value> = recording.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let (header, events) = lines.split_first().unwrap();
        assert_eq!(header["version"], 2);
        assert_eq!(
            (header["width"].as_u64(), header["height"].as_u64()),
            (Some(size.width.into()), Some(size.height.into()))
        );
        assert_eq!(header["timestamp"], 9 * 3_600);
        assert_eq!(header["title"], "Soup on the Square · Ana 山田");
        let nonzero = |cells| NonZeroU16::new(cells).unwrap();
        let mut screen = vt100::Parser::new(nonzero(size.height), nonzero(size.width), 0);
        let mut before = 0.0;
        for (place, event) in events.iter().enumerate() {
            let [at, kind, data] = &event.as_array().unwrap()[..] else { panic!("{event}") };
            let at = at.as_f64().unwrap();
            let end = if place + 1 == events.len() { cast::END_S } else { 0.0 };
            let longest = (cast::READ_S + end) / speed + 1e-3;
            assert!((before..=before + longest).contains(&at), "{before}, then {at}");
            assert_eq!(kind, "o");
            screen.process(data.as_str().unwrap().as_bytes());
            before = at;
        }
        assert!(events.len() > 8 && !screen.screen().hide_cursor());
        assert_is(screen.screen(), &last);
    }
}

#[test]
fn a_name_cannot_drive_a_terminal() {
    let look = Look { size: Size { width: 80, height: 24 }, theme: Theme::Dark, ascii: false, speed: 1.0 };
    let (recording, _) = recorded(&look, "A\u{1b}[2Jda\u{202e}");
    assert!(!recording.contains("\\u001b[2Jda") && !recording.contains('\u{202e}'));
}
