//! What the system tells: to end, to go on after a stop, that the terminal is gone.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Signal, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};

use super::Message;

/// Signals are told as long as this lives.
pub(super) struct Watch(Handle);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Starts the threads that tell of signals and of a terminal that is gone.
pub(super) fn watch(sender: &Sender<Message>) -> io::Result<Watch> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGCONT])?;
    let watch = Watch(signals.handle());
    let told = sender.clone();
    let tell = move || {
        for signal in &mut signals {
            let message = match signal {
                SIGCONT => Message::Continued,
                // Ctrl-C comes as a key, but as this where the terminal is being set up again: it is the
                // same wish.
                SIGINT => Message::Interrupted,
                signal => Message::Signal(signal),
            };
            if told.send(message).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(tell)?;

    let told = sender.clone();
    let tell = move || {
        if hung_up() {
            // Without a receiver the program is ending already.
            let _ = told.send(Message::Lost);
        }
    };
    thread::Builder::new().name("hangup".to_owned()).spawn(tell)?;
    Ok(watch)
}

/// Waits until the terminal is gone; false where the system cannot tell.
///
/// A terminal that closes also sends SIGHUP, but not to everyone who uses it, and crossterm reads on and
/// on from one that is gone without ever telling so.
fn hung_up() -> bool {
    let stdin = io::stdin();
    loop {
        // No flags: that the terminal is gone is always told.
        let mut fds = [PollFd::new(&stdin, PollFlags::empty())];
        match poll(&mut fds, None) {
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return false,
            Ok(_) => return fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR),
        }
    }
}

/// Stops the program, and returns when it goes on.
///
/// The whole group is told, as the terminal itself does at Ctrl-Z: behind a script that waits, the shell
/// would not notice otherwise. It is SIGTSTP and not SIGSTOP, so that nothing happens where nobody could
/// make the program go on again.
pub(super) fn suspend() {
    // If it cannot be told, the program just goes on.
    let _ = kill_current_process_group(Signal::TSTP);
}
