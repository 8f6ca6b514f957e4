//! The trainer's board in the terminal of the host.

use std::sync::Arc;

use tokio::runtime::Runtime;

use crate::cli::{Error, Outcome};
use crate::host::{Guest, Hub, Link};
use crate::tui::Preferences;
use crate::tui::event::{Effect, Event, Size};
use crate::tui::terminal::{self, Backstage, Ending};

/// Carries out what the trainer's App wants, by its link to the class.
struct Trainer(Link);

impl Backstage for Trainer {
    fn carry_out(&mut self, effect: Effect) -> Result<Vec<Event>, Box<Effect>> {
        match effect {
            // Those are about the terminal.
            Effect::Quit | Effect::Suspend => Err(Box::new(effect)),
            effect => Ok(self.0.carry_out_now(effect).unwrap_or_default()),
        }
    }

    fn list(&self) -> Box<dyn FnOnce() -> Event + Send> {
        Box::new(|| Event::Games(Vec::new()))
    }
}

/// Runs the board until the trainer leaves it.
///
/// # Errors
/// If the terminal cannot be used.
pub(super) fn run(runtime: &Runtime, hub: &Hub, preferences: Preferences) -> Result<Outcome, Error> {
    // The terminal tells its own.
    let size = Size { width: 80, height: 24 };
    let entered = runtime.block_on(hub.enter_as_trainer(size, preferences));
    let Some(Guest { mut app, mut first, inbox, link, .. }) = entered else {
        return Err(Error::Host("it is going down".to_owned()));
    };
    let mut told = None;
    let listen = |tell: terminal::Teller| {
        let inbox = Arc::clone(&inbox);
        told = Some(runtime.spawn(async move {
            loop {
                inbox.take().await.into_iter().for_each(&tell);
            }
        }));
    };
    let make = |size| {
        first.extend(app.update(Event::Resize(size)));
        (app, first)
    };
    let ending = terminal::run_with(&mut Trainer(link), listen, make).map_err(Error::Terminal);
    if let Some(task) = told {
        task.abort();
    }
    match ending? {
        Ending::Failed(message) => Err(Error::Open(message)),
        Ending::Lost => Err(Error::TerminalGone),
        Ending::Signalled(signal) => Ok(Outcome::Signalled(signal)),
        Ending::Left => Ok(Outcome::Success),
    }
}
