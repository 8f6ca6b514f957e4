//! The real client, as people use it.

use std::io::Write;
use std::path::Path;

use portable_pty::{CommandBuilder, ExitStatus};
use rustix::process::Signal;
use toporder::host::ssh::HostKey;
use toporder::host::{Codes, Door, Limits};

use crate::classroom::host::{Host, Open};
use crate::classroom::{self, CODE, SECRET, quick};
use crate::pty::Terminal;

/// Whether the client is there; without it the test says what it does not test.
fn has_client(what: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&folders).any(|folder| folder.join("ssh").is_file());
    if !found {
        let told = format!("NOT TESTED: {what}: there is no ssh on the path\n");
        std::io::stderr().write_all(told.as_bytes()).unwrap();
        assert!(std::env::var_os("CI").is_none(), "with CI set, a client is needed: {what}");
    }
    found
}

/// The command that people type, with nobody's own settings.
fn ssh(host: &Host, name: &str, before: &[&str], after: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new("ssh");
    command.args(["-F", "/dev/null", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"]);
    command.args(["-p", &host.address.port().to_string()]);
    command.args(before);
    command.arg(format!("{name}@127.0.0.1"));
    command.args(after);
    command.env("TERM", "xterm-256color");
    command.env_remove("SSH_AUTH_SOCK");
    command.env_remove("SSH_ASKPASS");
    command
}

fn typed_in(host: &Host, name: &str, before: &[&str], after: &[&str], code: &str) -> Terminal {
    let mut terminal = Terminal::spawn(ssh(host, name, before, after), 80, 24);
    terminal.wait_for(&["code: "]);
    terminal.send(&format!("{code}\r"));
    terminal
}

fn joined(host: &Host, name: &str) -> Terminal {
    let terminal = typed_in(host, name, &[], &[], CODE);
    terminal.wait_for(&["Soup on the Square"]);
    terminal
}

fn code_of(status: &ExitStatus) -> u32 {
    status.exit_code()
}

#[test]
fn somebody_joins_plays_makes_the_window_larger_and_leaves() {
    if !has_client("a game over ssh") {
        return;
    }
    let host = Host::ssh(quick());
    let mut terminal = joined(&host, "ana");
    terminal.send("?");
    terminal.wait_for(&["Keys"]);
    terminal.send("\x1b");
    terminal.wait_until("the keys put away", |screen| (!screen.contents().contains("Keys ")).then_some(()));
    terminal.resize(110, 33);
    let last = |screen: &vt100::Screen| {
        let lines: Vec<String> = screen.rows(0, 110).collect();
        lines.iter().any(|line| line.trim_end().chars().count() > 80).then_some(())
    };
    terminal.wait_until("a wider screen", last);
    terminal.send("\x03");
    let status = terminal.wait_for_end();
    assert_eq!(code_of(&status), 0, "{}", terminal.contents());
    terminal.assert_restored();
    host.wait_for_connections(0);
    host.wait_for_log("ana came by ssh from 127.0.0.1");
    host.wait_for_log("ana left");
}

#[test]
fn colours_are_those_that_fit_the_terminal() {
    if !has_client("colours over ssh") {
        return;
    }
    let host = Host::ssh(quick());
    let ground = |screen: &vt100::Screen| screen.cell(0, 1).unwrap().bgcolor();
    let is_drawn =
        |screen: &vt100::Screen| screen.contents().contains("Soup on the Square").then(|| ground(screen));
    // The title bar of each theme; the terminal is asked for its background, and answers.
    let mut terminal = joined(&host, "ana");
    assert_eq!(terminal.wait_until("a frame", is_drawn), vt100::Color::Rgb(0x23, 0x33, 0x42));
    assert!(terminal.written().contains("\x1b]11;?\x1b\\"));
    terminal.send("\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\");
    let light = vt100::Color::Rgb(0xd9, 0xe2, 0xea);
    terminal.wait_until("colours for a light ground", |screen| (ground(screen) == light).then_some(()));
    // Who wants no colours, and whose terminal has none, gets none, whatever the terminal answers.
    let mut wanted = ssh(&host, "bo", &["-o", "SendEnv=NO_COLOR"], &[]);
    wanted.env("NO_COLOR", "1");
    let mut plain = ssh(&host, "cy", &[], &[]);
    plain.env("TERM", "vt100");
    for command in [wanted, plain] {
        let mut terminal = Terminal::spawn(command, 80, 24);
        terminal.wait_for(&["code: "]);
        terminal.send(&format!("{CODE}\r"));
        assert_eq!(terminal.wait_until("a frame", is_drawn), vt100::Color::Default);
        terminal.send("\x1b]11;rgb:ffff/ffff/ffff\x1b\\?");
        terminal.wait_for(&["Keys"]);
        assert_eq!(terminal.wait_until("a frame", |screen| Some(ground(screen))), vt100::Color::Default);
    }
}

#[test]
fn a_wrong_code_can_be_typed_again_but_not_for_ever() {
    if !has_client("wrong codes over ssh") {
        return;
    }
    let host = Host::ssh(quick());
    let mut terminal = Terminal::spawn(ssh(&host, "ana", &[], &[]), 80, 24);
    // What is typed before the question is there is thrown away by the client.
    let is_asked = |terminal: &Terminal, times: usize| {
        let asked = |screen: &vt100::Screen| screen.contents().matches("Class code: ").count() == times;
        terminal.wait_until("the question", |screen| asked(screen).then_some(()));
    };
    for tries in 1..=4 {
        is_asked(&terminal, tries);
        terminal.send("wrong\r");
    }
    assert_eq!(code_of(&terminal.wait_for_end()), 255);
    let told = terminal.contents();
    assert!(
        told.contains("That is not the code of this class.") && told.contains("wrong too often"),
        "{told}"
    );
    assert!(!told.contains("assword:"), "it falls back to a password\n{told}");
    host.wait_for_connections(0);
    // One slip, and then the right one.
    let mut terminal = typed_in(&host, "ana", &[], &[], "wrong");
    is_asked(&terminal, 2);
    terminal.send(&format!("{CODE}\r"));
    terminal.wait_for(&["Soup on the Square"]);
}

#[test]
fn nothing_is_asked_in_an_open_class_and_the_trainer_has_a_secret() {
    if !has_client("an open class over ssh") {
        return;
    }
    let codes = Codes { class: None, trainer: Some(SECRET.to_owned()) };
    let host = Host::with(Door::new(classroom::hub(), codes, quick()), Open::Ssh, 0);
    let terminal = Terminal::spawn(ssh(&host, "ana", &[], &[]), 80, 24);
    terminal.wait_for(&["Soup on the Square"]);
    let mut terminal = Terminal::spawn(ssh(&host, "trainer", &[], &[]), 80, 24);
    terminal.wait_for(&["Trainer's secret: "]);
    terminal.send(&format!("{SECRET}\r"));
    host.wait_for_log("trainer came by ssh");
    assert!(!terminal.written().contains(SECRET), "the secret is shown");
}

#[test]
fn there_are_no_commands_and_no_files() {
    if !has_client("commands over ssh") {
        return;
    }
    let host = Host::ssh(quick());
    for (name, before, after, what) in [
        ("ana", &["-tt"][..], &["cat", "/etc/passwd"][..], "a command"),
        ("bo", &[], &["sh"], "a command"),
        ("cy", &["-s"], &["sftp"], "files"),
    ] {
        let terminal = typed_in(&host, name, before, after, CODE);
        assert_eq!(code_of(&terminal.wait_for_end()), 2, "{after:?}: {}", terminal.contents());
        let told = terminal.contents();
        assert!(told.contains("There is nothing to run here"), "{after:?}: {told}");
        host.wait_for_log(&format!("{name}, by ssh from 127.0.0.1, asked for {what} and was refused"));
    }
    // Without a terminal there is nothing to draw on.
    let terminal = typed_in(&host, "di", &["-T"], &[], CODE);
    assert_eq!(code_of(&terminal.wait_for_end()), 2);
    assert!(terminal.contents().contains("This needs a terminal"));
    host.wait_for_connections(0);
    assert_eq!(host.door.sessions(), 0);
}

#[test]
fn nothing_is_forwarded() {
    if !has_client("forwarding over ssh") {
        return;
    }
    let host = Host::ssh(quick());
    let port = host.address.port();
    let terminal = typed_in(&host, "ana", &["-W", &format!("127.0.0.1:{port}")], &[], CODE);
    terminal.wait_for(&["administratively prohibited"]);
    assert_ne!(code_of(&terminal.wait_for_end()), 0);
    let remotes =
        [("bo", format!("0:127.0.0.1:{port}")), ("cy", "/tmp/no-such-socket:127.0.0.1:1".to_owned())];
    for (name, remote) in remotes {
        let before = ["-N", "-o", "ExitOnForwardFailure=yes", "-R", &remote];
        let terminal = typed_in(&host, name, &before, &[], CODE);
        assert_eq!(code_of(&terminal.wait_for_end()), 255, "{remote}: {}", terminal.contents());
    }
    host.wait_for_log("asked for a way into the network and was refused");
    host.wait_for_log("asked for a way from the network and was refused");
    host.wait_for_log("asked for a way from the machine and was refused");
}

#[test]
fn a_client_that_is_killed_leaves_nothing_behind() {
    if !has_client("a client that is killed") {
        return;
    }
    let host = Host::ssh(quick());
    let terminal = joined(&host, "ana");
    assert_eq!(host.door.sessions(), 1);
    terminal.signal(Signal::KILL);
    terminal.wait_for_end();
    host.wait_for_sessions(0);
    host.wait_for_connections(0);
    host.wait_for_log("ana lost the connection");
}

#[test]
fn when_the_host_goes_down_terminals_are_given_back_with_a_word() {
    if !has_client("the end of a host") {
        return;
    }
    let mut host = Host::ssh(quick());
    let terminals = [joined(&host, "ana"), joined(&host, "bo")];
    host.stop();
    for terminal in terminals {
        terminal.wait_for_end();
        assert!(terminal.contents().contains("come back in a moment"), "{}", terminal.contents());
        terminal.assert_restored();
    }
    assert_eq!((host.door.sessions(), host.door.connections()), (0, 0));
}

#[test]
fn a_client_that_stops_reading_is_cut() {
    if !has_client("a client that stops") {
        return;
    }
    let limits = Limits { keepalive: std::time::Duration::from_millis(200), ..quick() };
    let host = Host::ssh(limits);
    let terminal = joined(&host, "ana");
    // It takes what the system takes for it, and answers nothing.
    terminal.signal(Signal::STOP);
    host.wait_for_connections(0);
    host.wait_for_sessions(0);
}

#[test]
fn the_key_is_kept_and_its_fingerprint_is_the_one_that_ssh_shows() {
    if !has_client("the fingerprint") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let key = HostKey::in_folder(folder.path()).unwrap();
    assert_eq!(HostKey::in_folder(folder.path()).unwrap().fingerprint(), key.fingerprint());
    let file = folder.path().join("ssh_host_ed25519_key");
    let shown = std::process::Command::new("ssh-keygen").arg("-lf").arg(&file).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains(&key.fingerprint()) && shown.contains("(ED25519)"), "{shown}");
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::write(&file, "nonsense").unwrap();
    let told = HostKey::in_folder(Path::new(folder.path())).unwrap_err().to_string();
    assert!(told.contains("holds no key of a host"), "{told}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "nonsense");
}
