//! The terminal as a screen: set up once, and restored once on every way out.

use std::io::{self, BufWriter, Stdout, Write, stderr, stdout};
use std::mem::ManuallyDrop;
use std::panic;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread::{self, ThreadId};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{Command, execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::{Frame, Terminal};

use crate::tui::event::Size;

/// A frame is written in as few pieces as possible: a piece can be seen on its own.
const FRAME_BYTES: usize = 1 << 16;

/// Who holds the terminal, and what is to be told when it is free again. There is one terminal, and the
/// panic hook has to find it from anywhere.
static HELD: Mutex<Held> = Mutex::new(Held { by: None, later: Vec::new() });

struct Held {
    /// The thread that set the terminal up, until it is restored.
    by: Option<ThreadId>,
    /// Messages that would have spoiled the screen.
    later: Vec<String>,
}

fn held() -> MutexGuard<'static, Held> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The local terminal, set up for frames. Dropping it gives the terminal back as it was.
#[derive(Debug)]
pub struct Screen {
    // Never dropped: its own drop would write to the terminal after that was restored, and flush half a
    // frame if there is one.
    terminal: ManuallyDrop<Terminal<CrosstermBackend<BufWriter<Stdout>>>>,
}

impl Screen {
    /// Sets the terminal up: raw mode, alternate screen, mouse, no cursor.
    ///
    /// From here on a panic of this thread restores the terminal before its message is printed; the
    /// message of any other thread is kept until the terminal is restored.
    ///
    /// # Errors
    /// If there is no terminal, or it is gone. Then it is as it was.
    pub fn enter() -> io::Result<Self> {
        static HOOK: Once = Once::new();
        HOOK.call_once(install_hook);
        set_up().inspect_err(|_| restore())?;
        let writer = BufWriter::with_capacity(FRAME_BYTES, stdout());
        match Terminal::new(CrosstermBackend::new(writer)) {
            Ok(terminal) => Ok(Self { terminal: ManuallyDrop::new(terminal) }),
            Err(error) => {
                restore();
                Err(error)
            }
        }
    }

    /// How large it is.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn size(&self) -> io::Result<Size> {
        let size = self.terminal.size()?;
        Ok(Size { width: size.width, height: size.height })
    }

    /// Draws a frame.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        // Terminals that know it show the frame at once; others leave it out.
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(view)?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)
    }

    /// Gives the terminal back while `meanwhile` runs, then sets it up again.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn lend(&mut self, meanwhile: impl FnOnce()) -> io::Result<()> {
        restore();
        meanwhile();
        set_up()?;
        self.forget_frame()
    }

    /// Sets the terminal up again, after others had it unasked.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn renew(&mut self) -> io::Result<()> {
        // Otherwise raw mode would be believed to be on.
        disable_raw_mode()?;
        set_up()?;
        self.forget_frame()
    }

    /// Makes the next frame a whole one: nothing that is on the screen now is a part of the last.
    fn forget_frame(&mut self) -> io::Result<()> {
        // Not `clear`: it asks the terminal where its cursor is, and the answer would be for the input.
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

fn set_up() -> io::Result<()> {
    held().by = Some(thread::current().id());
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, CaptureMouse, EnableBracketedPaste, Hide)
}

/// Gives the terminal back as it was, if that has not been done.
fn restore() {
    let later = {
        let mut held = held();
        if held.by.take().is_none() {
            return;
        }
        std::mem::take(&mut held.later)
    };
    // As much of it as possible: where one part fails, because the terminal is gone, nobody sees it.
    let _ = execute!(
        stdout(),
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
    for message in later {
        let _ = writeln!(stderr(), "{message}");
    }
}

/// Puts the restoring before whatever hook there is.
fn install_hook() {
    let chained = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let by = held().by;
        if by.is_some_and(|by| by != thread::current().id()) {
            // The game goes on; a message in the middle of the screen would help nobody.
            held().later.push(info.to_string());
            return;
        }
        restore();
        chained(info);
    }));
}

/// Asks for presses, releases and drags. Unlike crossterm's own, not for every move of the mouse: over a
/// slow connection they would be a flood, and nothing here looks at them.
struct CaptureMouse;

impl Command for CaptureMouse {
    fn write_ansi(&self, f: &mut impl std::fmt::Write) -> std::fmt::Result {
        f.write_str("\x1b[?1000h\x1b[?1002h\x1b[?1006h")
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        crossterm::event::EnableMouseCapture.execute_winapi()
    }

    #[cfg(windows)]
    fn is_ansi_code_supported(&self) -> bool {
        crossterm::event::EnableMouseCapture.is_ansi_code_supported()
    }
}
