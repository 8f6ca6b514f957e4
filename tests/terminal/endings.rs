//! Every way out: the terminal is given back as it was, and the game is kept.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command as Process, Stdio};
use std::sync::mpsc;
use std::thread;

use portable_pty::CommandBuilder;
use rustix::process::Signal;
use toporder::store;
use toporder::tui::terminal::Screen;

use crate::board::{
    SLUG, at_the_board, brought_to_the_board, move_the_first_item_down, order_of, wait_for_order,
};
use crate::pty::{PATIENCE, Terminal, in_shell, journal};

#[test]
fn a_signal_ends_the_program_and_the_game_is_kept() {
    // An interrupt is what Ctrl-C is: the participant's own wish.
    for (signal, code) in
        [(Signal::TERM, 128 + 15), (Signal::HUP, 128 + 1), (Signal::QUIT, 128 + 3), (Signal::INT, 0)]
    {
        let data = tempfile::tempdir().unwrap();
        let mut terminal = at_the_board(data.path());
        move_the_first_item_down(&mut terminal);
        terminal.signal(signal);
        assert_eq!(terminal.wait_for_end().exit_code(), code);
        terminal.assert_restored();
        assert!(terminal.contents().contains("Your game is kept"));
        let (journal, game) = store::read(journal(data.path())).unwrap();
        assert!(!journal.torn);
        assert!(order_of(&game)[0].starts_with("Cups"));
    }
}

#[test]
fn ctrl_c_leaves_at_once_and_the_game_is_kept() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = at_the_board(data.path());
    move_the_first_item_down(&mut terminal);
    terminal.send("\x03");
    assert!(terminal.wait_for_end().success());
    terminal.assert_restored();
    assert_eq!(store::read(journal(data.path())).unwrap().0.entries.len(), 1);
}

/// A shell with job control is asked for: it is what the program gives way to, and without one the system
/// stops nothing.
#[test]
fn ctrl_z_gives_way_to_the_shell_and_fg_brings_the_screen_back() {
    let data = tempfile::tempdir().unwrap();
    let script = r#"set -m; "$@"; echo "stopped"; read line; fg >/dev/null; echo "ended with $?""#;
    let command = in_shell(data.path(), script, &["play", SLUG, "--seed", "1"]);
    let mut terminal = brought_to_the_board(Terminal::spawn(command, 80, 24));
    terminal.send("\x1a");
    terminal.wait_until("the shell", |screen| {
        let is_back = !screen.alternate_screen() && !screen.hide_cursor();
        (is_back && screen.contents().contains("stopped")).then_some(())
    });
    terminal.send("\n");
    terminal.wait_until("the screen", |screen| {
        (screen.alternate_screen() && screen.contents().contains("Sprint 1 of 3")).then_some(())
    });
    move_the_first_item_down(&mut terminal);
    terminal.send("\x03");
    terminal.wait_for(&["ended with 0"]);
    terminal.wait_for_end();
}

#[test]
fn after_a_stop_from_outside_the_screen_is_drawn_again() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = at_the_board(data.path());
    terminal.signal(Signal::STOP);
    terminal.resize(100, 30);
    terminal.signal(Signal::CONT);
    terminal.wait_until("a larger screen", |screen| {
        let rows: Vec<String> = screen.rows(0, 100).collect();
        (rows.len() == 30 && rows[0].contains("Sprint 1 of 3") && rows[29].contains("keys")).then_some(())
    });
    terminal.send("\x03");
    assert!(terminal.wait_for_end().success());
}

/// The limit is set from outside, while the game is played; the shell makes the system refuse the write
/// instead of killing the program.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_is_told_kept_and_written_later() {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let limit = |pid: Pid, most: Option<u64>| {
        prlimit(Some(pid), Resource::Fsize, Rlimit { current: most, maximum: None }).unwrap();
    };
    for can_be_written_later in [true, false] {
        let data = tempfile::tempdir().unwrap();
        let command = in_shell(data.path(), r#"trap "" XFSZ; exec "$@""#, &["play", SLUG, "--seed", "1"]);
        let mut terminal = brought_to_the_board(Terminal::spawn(command, 80, 24));
        let path = journal(data.path());
        limit(terminal.pid(), Some(fs::metadata(&path).unwrap().len()));
        move_the_first_item_down(&mut terminal);
        terminal.wait_for(&["Not saved"]);
        terminal.send("J");
        wait_for_order(&terminal, "Cups", "A second soup");
        if can_be_written_later {
            limit(terminal.pid(), None);
            terminal.send("\x13");
            terminal.wait_for(&["Saved"]);
        }
        terminal.send("\x03");
        assert_eq!(terminal.wait_for_end().success(), can_be_written_later);
        terminal.assert_restored();
        let (journal, _) = store::read(&path).unwrap();
        assert!(!journal.torn);
        assert_eq!(journal.entries.len(), if can_be_written_later { 2 } else { 0 });
        let last_words = terminal.contents();
        assert_eq!(last_words.contains("2 steps could not be saved"), !can_be_written_later, "{last_words}");
    }
}

/// Set for the copy of this test that holds the terminal: the folder of its data.
const HOLDS: &str = "TOPORDER_TEST_HOLDS";

/// The terminal is gone when the process is that holds its other end, so this test runs itself as such a
/// process, and kills it. The shell between them ignores the hangup, so that the program is not told by a
/// signal.
#[test]
fn a_terminal_that_is_gone_ends_the_program_and_the_game_is_kept() {
    if let Some(data) = std::env::var_os(HOLDS).map(PathBuf::from) {
        let script = r#"trap "" HUP; "$@"; echo "$?" > ended"#;
        let command = in_shell(&data, script, &["play", SLUG, "--seed", "1"]);
        let mut terminal = brought_to_the_board(Terminal::spawn(command, 80, 24));
        move_the_first_item_down(&mut terminal);
        writeln!(std::io::stdout(), "ready").unwrap();
        // Until it is killed.
        let _ = std::io::stdin().read_line(&mut String::new());
        return;
    }
    let data = tempfile::tempdir().unwrap();
    let ended = data.path().join("ended");
    assert!(Process::new("mkfifo").arg(&ended).status().unwrap().success());
    let name = "endings::a_terminal_that_is_gone_ends_the_program_and_the_game_is_kept";
    let mut holder = Process::new(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture"])
        .env(HOLDS, data.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(holder.stdout.take().unwrap()).lines();
    assert!(told.any(|line| line.unwrap().contains("ready")), "the terminal did not come up");
    holder.kill().unwrap();
    holder.wait().unwrap();

    let (tell, status) = mpsc::channel();
    thread::spawn(move || tell.send(fs::read_to_string(ended).unwrap()).unwrap());
    assert_eq!(status.recv_timeout(PATIENCE).as_deref(), Ok("1\n"));
    assert_eq!(store::read(journal(data.path())).unwrap().0.entries.len(), 1);
}

/// Set for the copy of this test that panics at a terminal.
const PANICS: &str = "TOPORDER_TEST_PANICS";

/// The program has no way to panic on purpose, so this test runs itself at a terminal, as a program that
/// sets the screen up and panics, on a thread beside it first.
#[test]
fn a_panic_restores_the_terminal_before_its_message() {
    if std::env::var_os(PANICS).is_some() {
        let mut screen = Screen::enter().unwrap();
        thread::spawn(|| panic!("beside the screen")).join().unwrap_err();
        screen.draw(|frame| frame.render_widget("goes-on", frame.area())).unwrap();
        panic!("at the screen");
    }
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["endings::a_panic_restores_the_terminal_before_its_message", "--exact", "--nocapture"]);
    command.arg("--test-threads=1");
    command.env(PANICS, "1");
    let terminal = Terminal::spawn(command, 80, 24);
    assert!(!terminal.wait_for_end().success());
    terminal.assert_restored();
    let written = terminal.written();
    let place = |text: &str| written.find(text).unwrap_or_else(|| panic!("{text:?} is not in {written:?}"));
    let restored = place("\x1b[?1049l");
    // Neither panic spoiled the screen, and the first did not end it; both are told afterwards.
    assert!(place("\x1b[?1049h") < place("goes-on") && place("goes-on") < restored);
    assert!(restored < place("beside the screen") && restored < place("at the screen"));
}
