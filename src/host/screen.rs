//! A guest's screen: frames as bytes for a terminal that is somewhere else.
//!
//! What this process's own terminal is like is never asked: size and keys come from the guest.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

use crate::tui::event::Size;

/// Alternate screen, presses and drags of the mouse, pastes in brackets, no cursor, and the question for the colour of
/// the background.
pub const ENTER: &[u8] =
    b"\x1b[?1049h\x1b[?1000h\x1b[?1002h\x1b[?1006h\x1b[?2004h\x1b[?25l\x1b[0m\x1b[2J\x1b]11;?\x1b\\";

/// Everything as it was, in the opposite order.
pub const LEAVE: &[u8] =
    b"\x1b[?2026l\x1b[0m\x1b[?2004l\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?1049l\x1b[?25h";

/// Nothing that was drawn before counts any more.
const CLEAR: &[u8] = b"\x1b[0m\x1b[2J";

const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// A screen that is somewhere else.
#[derive(Debug)]
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Bytes>>,
    bytes: Bytes,
    size: Size,
    /// What the drawing library writes where nothing has changed.
    nothing: Vec<u8>,
}

/// What was drawn and not taken.
#[derive(Clone, Debug, Default)]
struct Bytes(Arc<Mutex<Vec<u8>>>);

impl Bytes {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Screen {
    /// A screen of this size, which is as [`ENTER`] leaves it.
    ///
    /// # Errors
    /// Never, as memory can be written to; the drawing library has an error all the same.
    pub fn new(size: Size) -> io::Result<Self> {
        let bytes = Bytes::default();
        let viewport = Viewport::Fixed(Rect::new(0, 0, size.width, size.height));
        let backend = CrosstermBackend::new(bytes.clone());
        let mut terminal = Terminal::with_options(backend, TerminalOptions { viewport })?;
        terminal.flush()?;
        let nothing = bytes.take();
        Ok(Self { terminal, bytes, size, nothing })
    }

    /// It has another size now; the next frame is a whole one.
    ///
    /// # Errors
    /// As [`Screen::new`].
    pub fn resize(&mut self, size: Size) -> io::Result<()> {
        if size != self.size {
            *self = Self::new(size)?;
            self.bytes.write_all(CLEAR)?;
        }
        Ok(())
    }

    /// Draws a frame, shows it to `seen`, and gives the bytes that make it of the last one: none where nothing
    /// has changed.
    ///
    /// # Errors
    /// As [`Screen::new`].
    pub fn draw(
        &mut self,
        view: impl FnOnce(&mut Frame<'_>),
        seen: impl FnOnce(&Buffer),
    ) -> io::Result<Vec<u8>> {
        let before = self.bytes.take();
        view(&mut self.terminal.get_frame());
        seen(self.terminal.current_buffer_mut());
        // Not `Terminal::draw`, which writes something for every frame.
        self.terminal.flush()?;
        self.terminal.swap_buffers();
        let drawn = self.bytes.take();
        if before.is_empty() && drawn == self.nothing {
            return Ok(Vec::new());
        }
        // Terminals that know it show the frame at once; others leave it out.
        Ok([BEGIN, &before, &drawn, END].concat())
    }
}
