//! Every way to end a session.

use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::Instant;
use toporder::host::{Ending, LEAVE, Limits};

use super::program::{Running, Sent, pass};

fn leave() -> &'static str {
    std::str::from_utf8(LEAVE).unwrap()
}

#[tokio::test(start_paused = true)]
async fn who_leaves_gets_their_terminal_back() {
    let running = Running::new().await;
    running.keyboard.take(b"q");
    assert_eq!(running.ending.await.unwrap(), Ending::Left);
    assert!(running.sent.text().ends_with(leave()));
}

#[tokio::test(start_paused = true)]
async fn a_fault_in_one_session_ends_that_one_and_no_other() {
    // A fault while something is taken in, and one while it is drawn.
    for key in [b"p", b"v"] {
        let (faulty, other) = (Running::new().await, Running::new().await);
        faulty.keyboard.take(key);
        assert_eq!(faulty.ending.await.unwrap(), Ending::Fault);
        let sent = faulty.sent.text();
        let farewell = sent.rsplit_once(leave()).unwrap().1;
        assert!(farewell.contains("Something went wrong here. Come back under the same name"), "{farewell}");
        other.keyboard.take(b"a");
        other.settle().await;
        assert_eq!(other.shown(), "1 keys, last a");
    }
}

#[tokio::test(start_paused = true)]
async fn who_types_nothing_is_told_and_then_sent_home() {
    let running = Running::new().await;
    let idle = Limits::default().idle;
    let begun = Instant::now();
    pass(60 * 60 * 1_000).await;
    running.keyboard.take(b"a");
    let last = Instant::now();
    tokio::time::sleep(idle - Duration::from_secs(61)).await;
    assert_eq!(running.told(), ["a"]);
    pass(1_500).await;
    assert!(running.told()[1].contains("Press any key to stay"), "{:?}", running.told());
    assert_eq!(running.ending.await.unwrap(), Ending::Idle);
    assert!(last.elapsed() >= idle && begun.elapsed() < idle + Duration::from_secs(60 * 60 + 2));
    assert!(running.sent.text().contains("You have not typed anything for a long time"));
    assert_eq!(running.told.lock().unwrap().last().unwrap(), "stop");
}

#[tokio::test(start_paused = true)]
async fn a_key_after_the_warning_is_enough_to_stay() {
    let running = Running::new().await;
    let idle = Limits::default().idle;
    for round in 1..=3 {
        tokio::time::sleep(idle - Duration::from_secs(30)).await;
        let warnings = running.told().iter().filter(|told| told.contains("to stay")).count();
        assert_eq!(warnings, round);
        running.keyboard.take(b"a");
    }
    running.settle().await;
    assert!(!running.ending.is_finished());
}

#[tokio::test(start_paused = true)]
async fn who_reads_nothing_is_cut() {
    let running = Running::new().await;
    running.sent.is_stalled.store(true, Ordering::Relaxed);
    running.keyboard.take(b"a");
    let begun = Instant::now();
    assert_eq!(running.ending.await.unwrap(), Ending::Stalled);
    assert!((20..22).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_lost_connection_ends_a_session_even_while_it_writes() {
    for is_stalled in [false, true] {
        let running = Running::new().await;
        running.sent.is_stalled.store(is_stalled, Ordering::Relaxed);
        running.keyboard.take(b"a");
        pass(1).await;
        running.keyboard.hang_up();
        let begun = Instant::now();
        assert_eq!(running.ending.await.unwrap(), Ending::Lost);
        assert!(begun.elapsed() < Duration::from_secs(1));
        assert_eq!(running.told.lock().unwrap().last().unwrap(), "stop");
    }
}

#[tokio::test(start_paused = true)]
async fn everybody_is_told_when_the_host_goes_down() {
    let running = Running::new().await;
    running.down.send_replace(true);
    assert_eq!(running.ending.await.unwrap(), Ending::Down);
    let sent = running.sent.text();
    assert!(sent.rsplit_once(leave()).unwrap().1.contains("come back in a moment"), "{sent}");
}

#[tokio::test(start_paused = true)]
async fn a_flood_is_left_out_and_then_ended_and_typing_and_pasting_are_not() {
    let running = Running::new().await;
    let limits = Limits::default();
    // A long text is pasted, again and again, with pauses.
    for _ in 0..3 {
        running.keyboard.take(&[&b"\x1b[200~"[..], &[b'a'; 60_000], b"\x1b[201~"].concat());
        pass(10_000).await;
    }
    assert_eq!(running.told().len(), 3);
    // A text that is far too long is no series of commands, however it is cut.
    running.keyboard.take(b"\x1b[200~");
    for _ in 0..50 {
        running.keyboard.take(&[b'q'; 10_000]);
        pass(5).await;
    }
    running.keyboard.take(b"\x1b[201~");
    pass(10_000).await;
    assert_eq!(running.told().len(), 3);
    // A key held down, for a minute.
    for _ in 0..1_800 {
        running.keyboard.take(b"\x1b[B");
        pass(33).await;
    }
    assert!(!running.ending.is_finished());
    assert_eq!(running.told().len(), 1_803);
    // More than anybody can type: it is left out, and after a while it is the end.
    let mut sent = 0;
    while !running.ending.is_finished() {
        running.keyboard.take(&[b'x'; 4_096]);
        sent += 4_096;
        pass(1).await;
        assert!(sent < 10 << 20, "a flood is not ended");
    }
    assert_eq!(running.ending.await.unwrap(), Ending::Flood);
    assert!(sent > limits.flood_bytes);
    let taken = running.told.lock().unwrap().len() - 1_803;
    assert!(taken <= limits.input_bytes_at_once + limits.input_bytes_per_second, "{taken} keys were taken");
    assert!(running.sent.text().contains("Far more came from your side"));
}

#[tokio::test(start_paused = true)]
async fn a_frame_that_is_far_too_large_is_not_sent() {
    let limits = Limits { frame_bytes: 20, ..Limits::default() };
    let running = Running::begin(limits, Sent::default()).await;
    assert_eq!(running.ending.await.unwrap(), Ending::Fault);
    assert_eq!(running.sent.frames(), 0);
}
