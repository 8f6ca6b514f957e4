//! Keys, clicks and sizes in any order: the App never panics, at any size, with answers that come late or
//! not at all.

#![expect(clippy::unwrap_used, reason = "a test may fail wherever something is missing")]

use std::sync::Arc;

use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use toporder::debrief::analysis::{LadderDepth, Thoroughness};
use toporder::game::journal::{Coach, Entry, Header, Journal, Rules, line};
use toporder::game::race::{Entrant, Race};
use toporder::game::{Command, Game};
use toporder::order::Policy;
use toporder::order::player::Player;
use toporder::order::worth::Depth;
use toporder::scenario::{builtin, load};
use toporder::tui::event::{Effect, Event, Key, Mouse, MouseKind, OpenedGame, SavedGame, Size};
use toporder::tui::keys::BINDINGS;
use toporder::tui::{App, Entry as Offer, Options, Pace, Preferences, Start, worker};

/// Futures of a forecast that is only looked at.
const FUTURES: u64 = 20;

/// Something that happens.
#[derive(Clone, Debug)]
enum Step {
    Key(Key),
    Mouse(Mouse),
    /// An item, or whatever is there, is taken from one cell to another.
    Drag([Mouse; 3]),
    Paste(String),
    Explain(u16, u16),
    Resize(Size),
    Tick(u64),
    /// The journal cannot be written, or can again.
    Saved(bool),
    /// Something could not be done.
    Failed,
    /// Saved games are listed, so many.
    Games(usize),
    /// What the App asked for is answered.
    Answer,
}

fn step() -> impl Strategy<Value = Step> {
    // Every key that does something somewhere, and some that are typed.
    let bound = BINDINGS.iter().flat_map(|binding| binding.keys).copied();
    let mut keys: Vec<Key> =
        bound.chain(["1", "2", "backspace", "ä"]).map(|key| key.parse().unwrap()).collect();
    // It would only end the game early.
    keys.retain(|key| key.to_string() != "Ctrl-c");
    let enter: Key = "enter".parse().unwrap();
    let kinds =
        [MouseKind::Press, MouseKind::Drag, MouseKind::Release, MouseKind::WheelUp, MouseKind::WheelDown];
    let mouse = (prop::sample::select(kinds.to_vec()), 0..130_u16, 0..50_u16)
        .prop_map(|(kind, column, row)| Step::Mouse(Mouse { kind, column, row }));
    let cell = || (0..130_u16, 0..50_u16);
    let drag = (cell(), cell()).prop_map(|(from, to)| {
        let mouse = |kind, (column, row)| Mouse { kind, column, row };
        Step::Drag([mouse(MouseKind::Press, from), mouse(MouseKind::Drag, to), mouse(MouseKind::Release, to)])
    });
    let size = |width, height| Step::Resize(Size { width, height });
    prop_oneof![
        8 => prop::sample::select(keys).prop_map(Step::Key),
        4 => Just(Step::Key(enter)),
        4 => mouse,
        3 => drag,
        1 => "(a|日|é|\u{5e9}|\n|\u{1b}\\[2J| ){0,12}".prop_map(Step::Paste),
        1 => cell().prop_map(|(column, row)| Step::Explain(column, row)),
        1 => (0..130_u16, 0..50_u16).prop_map(move |(width, height)| size(width, height)),
        1 => Just(size(80, 24)),
        2 => (0..3_000_u64).prop_map(Step::Tick),
        1 => any::<bool>().prop_map(Step::Saved),
        1 => Just(Step::Failed),
        1 => (0..40_usize).prop_map(Step::Games),
        8 => Just(Step::Answer),
    ]
}

fn saved_game(number: usize) -> SavedGame {
    SavedGame {
        path: format!("{number}.jsonl").into(),
        title: format!("Title {number}"),
        name: "日本".repeat(number),
        when: "2026-01-05 10:00".to_owned(),
        progress: "Sprint 1 of 3".to_owned(),
        over: number.is_multiple_of(2),
    }
}

fn answer(mut effect: Effect, seed: u64) -> Vec<Event> {
    match &mut effect {
        Effect::Begin(scenario) => {
            let opened = OpenedGame {
                game: Game::new(Arc::clone(scenario), seed),
                name: "Ada".to_owned(),
                rules: Rules {
                    coach: [Coach::Off, Coach::Hints, Coach::Full][(seed % 3) as usize],
                    commit: seed.is_multiple_of(5),
                },
                place: seed.is_multiple_of(2).then(|| "a journal".to_owned()),
                notice: None,
            };
            return vec![Event::Opened(Box::new(opened))];
        }
        Effect::Forecast(request) => {
            request.futures = FUTURES;
            request.worth = request.worth.map(|_| 8);
        }
        Effect::Compare(comparison) => (comparison.futures, comparison.worth) = (FUTURES, 16),
        Effect::LookBack(request) => {
            let depth = Depth {
                glance: 4,
                worth: 16,
                search: 4,
                rounds: 1,
                changes: 1,
                random: 200,
                rivals: 2,
                rival_futures: 4,
            };
            let ladder = LadderDepth { futures: 0, slow_futures: 0 };
            request.thoroughness = Thoroughness { depth, ladder };
        }
        Effect::Odds(request) => request.futures = 2,
        _ => {}
    }
    worker::at_once(effect)
}

/// What is shown first: mostly the scenarios, else a race or the replay of a game that is not over.
fn start(seed: u64) -> Start {
    let builtin = &builtin::ALL[0];
    let scenario = Arc::new(load::load_text(builtin.slug, builtin.text).unwrap().scenario);
    let own = vec![Command::SetAside { item: scenario.items[0].id.clone() }, Command::RunSprint];
    match seed % 8 {
        0 => {
            let game = Game::replay(Arc::clone(&scenario), seed, &own).unwrap();
            let entrants = [
                Entrant::Policy(Player::Rule(Policy::Loudest)),
                Entrant::Policy(Player::Rule(Policy::Cd3)),
                Entrant::Team("日本".repeat(20), Box::new(game)),
            ];
            let race = Race::run(&scenario, seed / 2, &entrants, &|_, _| {}, &|| false).unwrap();
            Start::Race(Box::new(race), Pace { speed: 1.0, hides: seed.is_multiple_of(3) })
        }
        1 => {
            let created = "2026-01-05T09:00:00Z".to_owned();
            let mut text = line(&Header::new(&scenario, "Ada", seed, Rules::default(), created.clone()));
            own.into_iter()
                .for_each(|command| text += &line(&Entry { at: created.clone(), command, by: None }));
            Start::Replay(Box::new(Journal::parse(text.as_bytes()).unwrap().0))
        }
        _ => Start::Picker,
    }
}

fn play(steps: Vec<Step>, seed: u64) {
    let entry = |builtin: &builtin::Builtin| {
        let scenario = load::load_text(builtin.slug, builtin.text).unwrap().scenario;
        Offer { slug: builtin.slug.to_owned(), scenario: Arc::new(scenario) }
    };
    let mut size = Size { width: 80, height: 24 };
    let catalog = builtin::ALL.iter().map(entry).collect();
    let motion = seed.is_multiple_of(2);
    let (mut app, mut asked) = App::new(Options {
        catalog,
        size,
        preferences: Preferences { motion, ..Preferences::default() },
        start: start(seed),
    });
    let mut now_ms = 0;
    let mut journal = Vec::new();
    for step in steps {
        let events: Vec<Event> = match step {
            Step::Key(key) => vec![Event::Key(key)],
            Step::Mouse(mouse) => vec![Event::Mouse(mouse)],
            Step::Drag(parts) => parts.into_iter().map(Event::Mouse).collect(),
            Step::Paste(text) => vec![Event::Paste(text)],
            Step::Explain(column, row) => vec![Event::Explain { column, row }],
            Step::Resize(other) => {
                size = other;
                vec![Event::Resize(size)]
            }
            Step::Tick(after_ms) => {
                now_ms += after_ms;
                vec![Event::Tick { now_ms }]
            }
            Step::Saved(true) => vec![Event::Saved],
            Step::Saved(false) => vec![Event::NotSaved { message: "the disk is full".to_owned() }],
            Step::Failed => vec![Event::Failed { message: "long ".repeat(60) }],
            Step::Games(count) => vec![Event::Games((0..count).map(saved_game).collect())],
            Step::Answer => asked.drain(..).flat_map(|effect| answer(effect, seed)).collect(),
        };
        for event in events {
            if matches!(event, Event::Opened(_)) {
                journal.clear();
            }
            for effect in app.update(event) {
                match effect {
                    Effect::Append(command) => journal.push(command),
                    other => asked.push(other),
                }
            }
        }
        is_kept(&app, &journal);
        if asked.iter().any(|effect| matches!(effect, Effect::Quit)) {
            return;
        }
        let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
        terminal.draw(|frame| app.view(frame)).unwrap();
    }
}

/// Makes sure that the game in play is what its journal holds: no move is lost, and none is made up.
fn is_kept(app: &App, journal: &[Command]) {
    let Some(game) = app.game() else { return };
    let again = Game::replay(Arc::clone(game.scenario()), game.seed(), journal).unwrap();
    assert_eq!((again.plan(), again.talks()), (game.plan(), game.talks()));
    assert_eq!(again.records(), game.records());
    assert_eq!((again.can_undo(), again.can_redo()), (game.can_undo(), game.can_redo()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 320, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_happens_is_a_panic_or_loses_a_move(steps in prop::collection::vec(step(), 1..160), seed in 0..1_000_u64) {
        play(steps, seed);
    }
}
