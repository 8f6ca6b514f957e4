//! Keys, clicks, sizes and news of the class in any order: nothing panics, and nothing is drawn beside its place.

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use toporder::class::Happening;
use toporder::tui::event::{Event, Key, Mouse, MouseKind, Size};
use toporder::tui::keys::BINDINGS;

use super::results::{report, results};
use super::stage::{NAMES, Stage};

#[derive(Clone, Debug)]
enum Step {
    Key(Key),
    Mouse(Mouse),
    Resize(Size),
    Paste(String),
    News(usize),
    Shoulder(u16, u16),
    Results(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let bound = BINDINGS.iter().flat_map(|binding| binding.keys).copied();
    let mut keys: Vec<Key> =
        bound.chain(["5", "backspace", "ä", ";"]).map(|key| key.parse().expect("it can be read")).collect();
    keys.retain(|key| key.to_string() != "Ctrl-c");
    let kinds =
        [MouseKind::Press, MouseKind::Drag, MouseKind::Release, MouseKind::WheelUp, MouseKind::WheelDown];
    let mouse = (prop::sample::select(kinds.to_vec()), 0..130_u16, 0..50_u16);
    prop_oneof![
        12 => prop::sample::select(keys).prop_map(Step::Key),
        4 => mouse.prop_map(|(kind, column, row)| Step::Mouse(Mouse { kind, column, row })),
        1 => (0..140_u16, 0..60_u16).prop_map(|(width, height)| Step::Resize(Size { width, height })),
        1 => "(a|日|é|\u{5e9}|;|\n|\u{1b}\\[2J| ){0,12}".prop_map(Step::Paste),
        4 => (0..NEWS).prop_map(Step::News),
        1 => (0..160_u16, 0..70_u16).prop_map(|(width, height)| Step::Shoulder(width, height)),
        1 => (1..=4_usize).prop_map(Step::Results),
    ]
}

const NEWS: usize = 10;

fn news(stage: &mut Stage, which: usize) {
    let choices = vec!["a".to_owned(), "日本".repeat(40)];
    match which {
        0 => stage.begin(true),
        1 => stage.begin(false),
        2 => stage.then(Happening::RoundEnded {}),
        3 => stage.run(1, 2),
        4 => stage.ready([1, 2, 3]),
        5 => stage.then(Happening::Asked { question: "Why?".repeat(40), choices }),
        6 => stage.then(Happening::Hidden { names: true, results: true }),
        7 => stage.then(Happening::Removed { player: 2 }),
        8 => stage.then(Happening::Told { text: "Soon ".repeat(40) }),
        _ => stage.then(Happening::Stepped { sprint: 1 }),
    };
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_comes_does_harm(
        teams in 0..4_u32,
        people in 0..NAMES.len(),
        steps in prop::collection::vec(step(), 1..120),
    ) {
        let document = report();
        let mut stage = Stage::of(&NAMES[..people], teams);
        let mut trainer = stage.trainer(Size { width: 80, height: 24 }, None);
        for step in steps {
            match step {
                Step::Key(key) => trainer.event(Event::Key(key)),
                Step::Mouse(mouse) => trainer.event(Event::Mouse(mouse)),
                Step::Resize(Size { width, height }) => { trainer.resize(width, height); }
                Step::Paste(text) => trainer.event(Event::Paste(text)),
                Step::News(which) => {
                    news(&mut stage, which);
                    trainer.event(Event::Class(stage.bulletin(Some(90))));
                }
                Step::Shoulder(width, height) => {
                    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
                    for y in 0..height {
                        buffer.set_string(0, y, "PIN 4711 日本".repeat(12), ratatui::style::Style::new());
                    }
                    trainer.event(Event::Shoulder(Some(Box::new(buffer))));
                }
                Step::Results(done) => trainer.event(results(document, done)),
            }
            let screen = trainer.screen();
            prop_assert!(!screen.contains("4711"), "{}", screen);
        }
    }
}
