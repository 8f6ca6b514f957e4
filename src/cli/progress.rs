//! Long work: it shows how far it is, and Ctrl-C ends it with what is there so far.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Look;
use crate::scenario::words::printable;
use crate::words::{self, text::cut};

/// How often progress is shown.
const SHOWN_EVERY: Duration = Duration::from_millis(100);

/// Somebody who watches long work. Where standard error is a terminal, they see a line of progress there.
pub(super) struct Watch {
    stop: Arc<AtomicBool>,
    start: Instant,
    line: Mutex<Line>,
}

/// The line of progress.
struct Line {
    next: Instant,
    /// How much of it can be seen; `None` where nobody looks.
    columns: Option<usize>,
    is_there: bool,
}

impl Watch {
    /// Begins to watch. From here on the first Ctrl-C asks to stop, and the second one ends the program.
    pub(super) fn new() -> Self {
        // A full line would move some terminals on to the next.
        let columns = Look::of(&std::io::stderr()).columns().map(|columns| columns - 1);
        Self::on(columns)
    }

    /// The same, and nothing is ever shown; whatever else asks the program to end asks to stop, too.
    pub(super) fn unseen() -> Self {
        let watch = Self::on(None);
        #[cfg(unix)]
        for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
            // Where a signal cannot be watched, the work goes on to its end.
            let _ = signal_hook::flag::register(signal, Arc::clone(&watch.stop));
        }
        watch
    }

    fn on(columns: Option<usize>) -> Self {
        let start = Instant::now();
        let line = Line { next: start + SHOWN_EVERY, columns, is_there: false };
        Self { stop: stop_on_interrupt(), start, line: Mutex::new(line) }
    }

    /// Whether to stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// How long it has taken so far.
    pub(super) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// Shows how far the work is, unless that was shown a moment ago. Can be called from any thread, as often
    /// as one likes.
    pub(super) fn show(&self, text: impl FnOnce() -> String) {
        // A thread that finds another one writing has nothing to add.
        if let Ok(mut line) = self.line.try_lock()
            && Instant::now() >= line.next
        {
            self.put(&mut line, text);
        }
    }

    /// Shows what comes next, which will not tell how far it is.
    pub(super) fn show_at_once(&self, text: impl FnOnce() -> String) {
        self.put(&mut self.line.lock().unwrap_or_else(PoisonError::into_inner), text);
    }

    fn put(&self, line: &mut Line, text: impl FnOnce() -> String) {
        if let Some(columns) = line.columns {
            line.next = Instant::now() + SHOWN_EVERY;
            line.is_there = true;
            let seconds = words::number(self.elapsed().as_secs_f64().floor());
            // What goes on in a second line could not be taken away again.
            let text = cut(&format!("{seconds} s: {}", printable(&text())), columns);
            write(&format!("\r\x1b[K{text}"));
        }
    }

    /// Takes the line of progress away.
    pub(super) fn clear(&self) {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::take(&mut line.is_there) {
            write("\r\x1b[K");
        }
    }
}

fn write(text: &str) {
    let mut stderr = std::io::stderr().lock();
    // Who cannot see progress does without.
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// A flag that Ctrl-C sets; the second Ctrl-C ends the program.
fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    {
        use signal_hook::consts::SIGINT;
        // Where a signal cannot be watched, it ends the program as ever.
        let second = signal_hook::flag::register_conditional_default(SIGINT, Arc::clone(&stop));
        if second.is_ok() {
            let _ = signal_hook::flag::register(SIGINT, Arc::clone(&stop));
        }
    }
    stop
}
