//! Lines as they are typed or piped in, and what the system tells meanwhile.

use std::io::{self, BufRead, Read};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

/// The longest line that is taken in one piece, in bytes: more than anybody would type.
const LONGEST: u64 = 1 << 16;

/// Something from outside.
#[derive(Debug)]
pub(super) enum Message {
    /// A line.
    Line(String),
    /// Nothing more can be read.
    End,
    /// The participant asks the program to end.
    #[cfg_attr(not(unix), expect(dead_code, reason = "there Ctrl-C ends the program by itself"))]
    Interrupted,
    /// The system asks the program to end.
    #[cfg_attr(not(unix), expect(dead_code, reason = "there the program is ended without being asked"))]
    Signal(i32),
}

/// Where messages come from.
#[derive(Debug)]
pub(super) struct Lines(Receiver<Message>);

impl Lines {
    /// Starts to read standard input.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub(super) fn watch() -> io::Result<Self> {
        // Only as far ahead as one line: what is piped in may have no end.
        let (sender, messages) = mpsc::sync_channel(0);
        #[cfg(unix)]
        watch_signals(sender.clone())?;
        thread::Builder::new().name("lines".to_owned()).spawn(move || read(&sender))?;
        Ok(Self(messages))
    }

    /// Waits for the next message.
    pub(super) fn next(&self) -> Message {
        self.0.recv().unwrap_or(Message::End)
    }
}

fn read(sender: &SyncSender<Message>) {
    let mut input = io::stdin().lock();
    loop {
        let mut line = Vec::new();
        let message = match input.by_ref().take(LONGEST).read_until(b'\n', &mut line) {
            // What cannot be read any more has ended.
            Ok(0) | Err(_) => Message::End,
            Ok(_) => Message::Line(String::from_utf8_lossy(&line).into_owned()),
        };
        let is_end = matches!(message, Message::End);
        // Without a receiver the program is ending, and nobody waits for more.
        if sender.send(message).is_err() || is_end {
            return;
        }
    }
}

#[cfg(unix)]
fn watch_signals(sender: SyncSender<Message>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;

    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT])?;
    let tell = move || {
        for signal in &mut signals {
            let message = if signal == SIGINT { Message::Interrupted } else { Message::Signal(signal) };
            if sender.send(message).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(tell)?;
    Ok(())
}
