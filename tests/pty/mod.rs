//! The program in a real pseudo-terminal: what it writes is parsed as a terminal would, keys and clicks
//! are sent as a terminal sends them. Nothing here sleeps: a test waits for what it wants to see, and
//! fails when that takes longer than anything on a slow machine could.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// Waited out only when a test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A program at a terminal.
pub(crate) struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    pid: Pid,
    modes_before: String,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    seen: Mutex<Seen>,
    changed: Condvar,
}

#[derive(Default)]
struct Seen {
    screen: vt100::Parser,
    bytes: Vec<u8>,
    /// Whether a frame has begun and not ended; half a frame is nothing to judge by.
    is_drawing: bool,
    is_closed: bool,
    status: Option<ExitStatus>,
}

/// A command line of the program, with its data in a folder of the test's own.
pub(crate) fn toporder(data: &Path, arguments: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_toporder"));
    command.args(arguments);
    at_home_in(data, &mut command);
    command
}

/// The same, run by a shell script as `"$@"`.
pub(crate) fn in_shell(data: &Path, script: &str, arguments: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_toporder")]);
    command.args(arguments);
    at_home_in(data, &mut command);
    command
}

fn at_home_in(data: &Path, command: &mut CommandBuilder) {
    // Nobody's own settings, and no question to a terminal that does not answer.
    let settings = data.join("config.toml");
    std::fs::write(&settings, "theme = \"dark\"\n").unwrap();
    command.env("TOPORDER_CONFIG", settings);
    command.cwd(data);
    for (name, value) in [("TERM", "xterm-256color"), ("USER", "Ada"), ("TZ", "UTC"), ("RUST_BACKTRACE", "0")]
    {
        command.env(name, value);
    }
    command.env("TOPORDER_DATA", data);
    command.env("REDUCE_MOTION", "1");
    command.env_remove("NO_COLOR");
}

/// The only journal in a data folder.
pub(crate) fn journal(data: &Path) -> PathBuf {
    let entries = std::fs::read_dir(data.join("journals")).unwrap();
    let paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    assert_eq!(paths.len(), 1, "{paths:?}");
    paths[0].clone()
}

impl Terminal {
    /// Starts a program at a terminal of this size.
    pub(crate) fn spawn(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let modes_before = format!("{:?}", pair.master.get_termios().unwrap());
        let shared = Arc::new(Shared::default());
        shared.lock().screen = vt100::Parser::new(nonzero(rows), nonzero(columns), 0);

        let mut child = pair.slave.spawn_command(command).unwrap();
        let pid = Pid::from_raw(child.process_id().unwrap().cast_signed()).unwrap();
        // Otherwise the terminal would never be closed.
        drop(pair.slave);
        let theirs = Arc::clone(&shared);
        thread::spawn(move || {
            let status = child.wait().unwrap();
            theirs.change(|seen| seen.status = Some(status));
        });
        let mut output = pair.master.try_clone_reader().unwrap();
        let theirs = Arc::clone(&shared);
        thread::spawn(move || {
            let mut buffer = [0; 1 << 16];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                theirs.change(|seen| seen.take(&buffer[..count]));
            }
            theirs.change(|seen| seen.is_closed = true);
        });
        let keyboard = pair.master.take_writer().unwrap();
        Self { master: pair.master, keyboard, pid, modes_before, shared }
    }

    /// Waits until a screen is shown that has all these texts, and gives it.
    pub(crate) fn wait_for(&self, texts: &[&str]) -> String {
        self.wait(&format!("{texts:?}"), |seen| {
            let contents = seen.screen.screen().contents();
            texts.iter().all(|text| contents.contains(text)).then_some(contents)
        })
    }

    /// Waits until a screen is shown about which `judge` has something to say.
    pub(crate) fn wait_until<T>(&self, what: &str, judge: impl Fn(&vt100::Screen) -> Option<T>) -> T {
        self.wait(what, |seen| judge(seen.screen.screen()))
    }

    /// Waits until the program has ended and everything it wrote is seen.
    pub(crate) fn wait_for_end(&self) -> ExitStatus {
        self.wait("the end", |seen| seen.status.clone().filter(|_| seen.is_closed))
    }

    fn wait<T>(&self, what: &str, judge: impl Fn(&Seen) -> Option<T>) -> T {
        let start = Instant::now();
        let mut seen = self.shared.lock();
        loop {
            if (!seen.is_drawing || seen.is_closed)
                && let Some(found) = judge(&seen)
            {
                return found;
            }
            let left = PATIENCE.saturating_sub(start.elapsed());
            if left.is_zero() {
                let (contents, status) = (seen.screen.screen().contents(), &seen.status);
                panic!("{what} did not come; the program: {status:?}, the screen:\n{contents}");
            }
            seen = self.shared.changed.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Types keys, as a terminal sends them.
    pub(crate) fn send(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Presses the left button at one cell, moves to another and lets it go. Cells are counted from 0.
    pub(crate) fn drag(&mut self, from: (u16, u16), to: (u16, u16)) {
        let report = |button: u16, (column, row): (u16, u16), end: char| {
            format!("\x1b[<{button};{};{}{end}", column + 1, row + 1)
        };
        let moves = report(0, from, 'M') + &report(32, to, 'M') + &report(0, to, 'm');
        self.send(&moves);
    }

    /// Makes the terminal another size.
    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        self.shared.change(|seen| seen.screen.set_size(nonzero(rows), nonzero(columns)));
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// Sends a signal to the program that was started.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    /// The program that was started.
    pub(crate) fn pid(&self) -> Pid {
        self.pid
    }

    /// Everything that was written, as text.
    pub(crate) fn written(&self) -> String {
        String::from_utf8_lossy(&self.shared.lock().bytes).into_owned()
    }

    /// What is on the screen.
    pub(crate) fn contents(&self) -> String {
        self.shared.lock().screen.screen().contents()
    }

    /// Makes sure that the terminal was given back as it had been: once, and with everything.
    pub(crate) fn assert_restored(&self) {
        let written = self.written();
        assert_eq!(written.matches("\x1b[?1049l").count(), 1, "the alternate screen is left once");
        let seen = self.shared.lock();
        let screen = seen.screen.screen();
        assert!(!screen.alternate_screen(), "still on the alternate screen");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "pastes are still bracketed");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        let modes = format!("{:?}", self.master.get_termios().unwrap());
        assert_eq!(modes, self.modes_before, "the modes of the terminal");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // One that has ended, and was waited for, may have given its number to another.
        if self.shared.lock().status.is_none() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

impl Seen {
    fn take(&mut self, bytes: &[u8]) {
        const MARK: usize = b"\x1b[?2026h".len();
        // A mark may have come in two pieces.
        let from = self.bytes.len().saturating_sub(MARK - 1);
        self.screen.process(bytes);
        self.bytes.extend_from_slice(bytes);
        let mut marks = self.bytes[from..].windows(MARK).rev();
        if let Some(mark) = marks.find(|piece| piece.starts_with(b"\x1b[?2026")) {
            self.is_drawing = mark.ends_with(b"h");
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Seen> {
        // A judgement that fails while it looks must not take the reason with it.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn nonzero(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap()
}
