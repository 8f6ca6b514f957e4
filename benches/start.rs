//! How long a person waits: for the first frame, and from a key to the frame that shows what it did.

#![expect(clippy::unwrap_used, reason = "a measurement may fail wherever something is missing")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use toporder::game::Game;
use toporder::game::journal::Rules;
use toporder::scenario::{Scenario, builtin, load};
use toporder::tui::event::{Effect, Event, Key, OpenedGame, Size};
use toporder::tui::{App, Entry, Options, Preferences, Start, worker};

#[cfg(unix)]
#[expect(dead_code, reason = "the tests need more of it")]
#[path = "../tests/pty/mod.rs"]
mod pty;

/// Items of a Product Backlog that is longer than any at a workshop.
const ITEMS: usize = 200;

fn catalog() -> Vec<Entry> {
    let entry = |builtin: &builtin::Builtin| {
        let scenario = load::load_text(builtin.slug, builtin.text).unwrap().scenario;
        Entry { slug: builtin.slug.to_owned(), scenario: Arc::new(scenario) }
    };
    builtin::ALL.iter().map(entry).collect()
}

fn app(catalog: Vec<Entry>, size: Size, start: Start) -> (App, Vec<Effect>) {
    App::new(Options {
        catalog,
        size,
        preferences: Preferences { motion: false, ..Preferences::default() },
        start,
    })
}

/// The first built-in scenario with copies of its first item.
fn long_scenario() -> Scenario {
    let builtin = &builtin::ALL[0];
    let scenario = load::load_text(builtin.slug, builtin.text).unwrap().scenario;
    let mut raw = scenario.source.as_ref().clone();
    let mut copy = raw.items[0].clone();
    copy.requires.clear();
    copy.on_done.clear();
    for number in raw.items.len()..ITEMS {
        copy.id = format!("copy-{number}");
        copy.title = format!("{} {number}", raw.items[0].title);
        raw.items.push(copy.clone());
    }
    Scenario::try_from(raw).unwrap()
}

fn first_frame(c: &mut Criterion) {
    c.bench_function("load the built-in scenarios and draw the first frame, 80x24", |b| {
        b.iter(|| {
            let (app, _) = app(catalog(), Size { width: 80, height: 24 }, Start::Picker);
            let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
            terminal.draw(|frame| app.view(frame)).unwrap();
            black_box(&terminal);
        });
    });
}

/// From the start of the process to the first frame at a real terminal.
#[cfg(unix)]
fn process(c: &mut Criterion) {
    let data = tempfile::tempdir().unwrap();
    c.bench_function("start the program until the picker is shown", |b| {
        b.iter(|| {
            let terminal = pty::Terminal::spawn(pty::toporder(data.path(), &[]), 80, 24);
            terminal.wait_for(&["Toporder", "? keys"]);
        });
    });
}

#[cfg(not(unix))]
fn process(_: &mut Criterion) {}

fn key_to_frame(c: &mut Criterion) {
    let scenario = Arc::new(long_scenario());
    let (mut app, _) = app(Vec::new(), Size { width: 120, height: 40 }, Start::Play(Arc::clone(&scenario)));
    let (name, rules) = ("Ada".to_owned(), Rules::default());
    let opened = OpenedGame { game: Game::new(scenario, 7), name, rules, place: None, notice: None };
    for effect in app.update(Event::Opened(Box::new(opened))) {
        if matches!(effect, Effect::Forecast(_)) {
            for answer in worker::at_once(effect) {
                app.update(answer);
            }
        }
    }
    let mut press = |key: &str| app.update(Event::Key(key.parse::<Key>().unwrap()));
    press("enter");
    let keys = ["J", "K"].map(|key| key.parse::<Key>().unwrap());
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    let mut presses = keys.into_iter().cycle();
    c.bench_function("move one of 200 items and draw the frame, 120x40", |b| {
        b.iter(|| {
            let key = presses.next().expect("a cycle has no end");
            black_box(app.update(Event::Key(key)));
            terminal.draw(|frame| app.view(frame)).unwrap();
        });
    });
}

criterion_group!(benches, first_frame, process, key_to_frame);
criterion_main!(benches);
