//! What is drawn, and when.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::watch;
use toporder::host::{ENTER, Ending, LEAVE, Limits, Session};
use toporder::tui::event::{MouseKind, Size};

use super::program::{Running, Sent, pass};
use crate::classroom;

#[tokio::test(start_paused = true)]
async fn what_is_typed_is_seen_and_nothing_is_drawn_when_nothing_happened() {
    let running = Running::new().await;
    assert_eq!(running.sent.pieces()[0], ENTER);
    assert_eq!((running.shown(), running.sent.frames()), ("0 keys, last".to_owned(), 1));
    running.keyboard.take(b"a");
    running.settle().await;
    assert_eq!((running.shown(), running.sent.frames()), ("1 keys, last a".to_owned(), 2));
    pass(60_000).await;
    assert_eq!(running.sent.pieces().len(), 3);
    // Something that changes nothing on the screen sends nothing.
    running.keyboard.resize(40, 10);
    running.settle().await;
    assert_eq!(running.told(), ["a", "40x10"]);
    assert_eq!(running.sent.pieces().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_esc_is_a_key_when_nothing_follows_it_for_a_moment() {
    let running = Running::new().await;
    running.keyboard.take(b"\x1b");
    pass(20).await;
    assert!(running.told().is_empty());
    running.keyboard.take(b"[A");
    pass(1).await;
    assert_eq!(running.told(), ["up"]);
    running.keyboard.take(b"\x1b");
    pass(40).await;
    assert_eq!(running.told(), ["up", "esc"]);
    // What is begun and never ended does not swallow what is typed later.
    running.keyboard.take(b"\x1b]");
    pass(2_000).await;
    running.keyboard.take(b"x");
    pass(1).await;
    assert_eq!(running.told(), ["up", "esc", "x"]);
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_keys_gets_few_frames_and_every_key_is_taken() {
    let running = Running::new().await;
    let (before, begun) = (running.sent.frames(), tokio::time::Instant::now());
    for _ in 0..160 {
        running.keyboard.take(b"ab");
        pass(1).await;
    }
    running.settle().await;
    assert_eq!(running.shown(), "320 keys, last b");
    let frames = running.sent.frames() - before;
    let ms = begun.elapsed().as_millis() as usize;
    assert!((5..=ms / 16 + 2).contains(&frames), "{frames} frames in {ms} ms");
}

#[tokio::test(start_paused = true)]
async fn who_reads_slowly_gets_fewer_frames_and_the_newest() {
    let sent = Sent { takes: Duration::from_secs(2), ..Sent::default() };
    let running = Running::begin(Limits::default(), sent).await;
    pass(10_000).await;
    let before = running.sent.frames();
    for _ in 0..100 {
        running.keyboard.take(b"k");
        pass(100).await;
    }
    pass(10_000).await;
    assert_eq!(running.shown(), "100 keys, last k");
    let frames = running.sent.frames() - before;
    assert!((4..=7).contains(&frames), "{frames} frames in 10 s");
}

#[tokio::test(start_paused = true)]
async fn time_passes_only_while_the_program_wants_it_to() {
    let running = Running::new().await;
    pass(1_000).await;
    assert!(running.told().is_empty());
    running.wants_ticks.store(true, Ordering::Relaxed);
    running.keyboard.take(b"a");
    pass(1_000).await;
    running.wants_ticks.store(false, Ordering::Relaxed);
    pass(100).await;
    let ticks = running.told().iter().filter(|told| *told == "tick").count();
    assert!((9..=10).contains(&ticks), "{ticks} ticks in a second");
    pass(1_000).await;
    assert_eq!(running.told().iter().filter(|told| *told == "tick").count(), ticks);
}

#[tokio::test(start_paused = true)]
async fn a_screen_of_any_size_is_drawn_within_bounds() {
    let running = Running::new().await;
    for (columns, rows, told) in
        [(0, 0, "1x1"), (u32::MAX, u32::MAX, "300x100"), (301, 1, "300x1"), (40, 10, "40x10")]
    {
        running.keyboard.resize(columns, rows);
        running.settle().await;
        assert_eq!(running.told().pop().unwrap(), told);
    }
    assert_eq!(running.shown(), "0 keys, last");
    // Of many at once the newest is enough.
    let before = running.told().len();
    for columns in 41..141 {
        running.keyboard.resize(columns, 10);
    }
    running.settle().await;
    assert_eq!(running.told()[before..], ["140x10"]);
    let longest = running.sent.pieces().iter().map(Vec::len).max().unwrap();
    assert!(longest < 4_000, "a frame of {longest} bytes");
}

#[tokio::test(start_paused = true)]
async fn a_whole_app_is_played_and_the_terminal_is_given_back() {
    let guest = classroom::guest(&classroom::hub(), "Ana").await;
    let limits = Limits::default();
    let (_host, down) = watch::channel(false);
    let sent = Sent::default();
    let session = Session::of(guest, sent.clone(), Size { width: 80, height: 24 }, &limits, down);
    let keyboard = Arc::clone(&session.keyboard);
    let ending = tokio::spawn(session.run());
    pass(100).await;
    let shown = sent.screen(80, 24).screen().contents();
    assert!(shown.contains("Soup on the Square"), "{shown}");
    keyboard.take(b"?");
    pass(100).await;
    let help = sent.screen(80, 24).screen().contents();
    assert!(help.contains("Keys"), "{help}");
    keyboard.take(b"\x03");
    assert_eq!(ending.await.unwrap(), Ending::Left);
    assert!(sent.pieces().last().unwrap().ends_with(LEAVE));
    let screen = sent.screen(80, 24);
    let screen = screen.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
}

#[tokio::test(start_paused = true)]
async fn the_mouse_and_pastes_come_as_they_were_made() {
    let running = Running::new().await;
    running
        .keyboard
        .take(b"\x1b[<0;3;4M\x1b[<32;5;6M\x1b[<0;5;6m\x1b[<64;1;1M\x1b[<2;7;8M\x1b[200~a\rb\x1b[201~");
    running.settle().await;
    let mouse = |kind: MouseKind, column: u16, row: u16| {
        format!("Mouse(Mouse {{ kind: {kind:?}, column: {column}, row: {row} }})")
    };
    let told = [
        mouse(MouseKind::Press, 2, 3),
        mouse(MouseKind::Drag, 4, 5),
        mouse(MouseKind::Release, 4, 5),
        mouse(MouseKind::WheelUp, 0, 0),
        "Explain { column: 6, row: 7 }".to_owned(),
        "Paste(\"a\\rb\")".to_owned(),
    ];
    assert_eq!(running.told(), told);
}
