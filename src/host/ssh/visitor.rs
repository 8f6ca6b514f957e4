//! One connection of a client: who it is, what it may have, and what it may not.

mod requests;

use std::borrow::Cow;
use std::io;
use std::sync::Arc;

use russh::ChannelId;
use russh::server::{Auth, Handle};
use tokio::sync::watch;
use tokio::time;

use super::Stage;
use crate::host::{Answer, Arrival, Cutter, Door, Ending, Guest, Keyboard, Knock, Output, Seat, Session};
use crate::tui::event::Size;

/// How many things that are not to be had somebody may ask for.
const ODDITIES_MAX: u32 = 64;

/// What somebody is told who wants to run a command.
const NO_COMMANDS: &str = "There is nothing to run here and there are no files: this is a class of Toporder. \
    Leave the command out, and you can play.\r\n";

/// What somebody is told who has no terminal.
const NO_TERMINAL: &str = "This needs a terminal: run ssh in one, or with -t.\r\n";

/// What is being asked at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Code,
    Pin,
    /// Nothing any more: the last words were said.
    Nothing,
}

/// One connection.
pub(super) struct Visitor {
    door: Door,
    arrival: Arc<Arrival>,
    stage: watch::Sender<Stage>,
    cutter: Cutter,
    down: watch::Receiver<bool>,
    knock: Knock,
    asked: Asked,
    /// Who was let in, until they play.
    guest: Option<(Box<Guest>, Seat)>,
    keyboard: Option<Arc<Keyboard>>,
    channel: Option<ChannelId>,
    size: Option<Size>,
    /// Whether their terminal has no colours, or they want none.
    is_mono: bool,
    oddities: u32,
}

impl Visitor {
    pub(super) fn new(
        door: Door,
        arrival: Arc<Arrival>,
        stage: watch::Sender<Stage>,
        cutter: Cutter,
        down: watch::Receiver<bool>,
    ) -> Self {
        Self {
            door,
            arrival,
            stage,
            cutter,
            down,
            knock: Knock::default(),
            asked: Asked::Code,
            guest: None,
            keyboard: None,
            channel: None,
            size: None,
            is_mono: false,
            oddities: 0,
        }
    }

    /// Notes that something was asked for that is not to be had here.
    fn deny(&mut self, what: &str) -> Result<(), russh::Error> {
        self.oddities += 1;
        if self.oddities == 1 {
            self.arrival.denied(&self.knock.name, what);
        }
        // Whoever goes on with that is no person.
        if self.oddities > ODDITIES_MAX { Err(russh::Error::Disconnect) } else { Ok(()) }
    }

    /// Asks for a code or a PIN.
    fn ask(&mut self, asked: Asked, words: String) -> Auth {
        self.asked = asked;
        let is_trainer = self.knock.name.trim().eq_ignore_ascii_case("trainer");
        let prompts = match asked {
            Asked::Code if is_trainer => vec![(Cow::Borrowed("Trainer's secret: "), false)],
            Asked::Code => vec![(Cow::Borrowed("Class code: "), true)],
            Asked::Pin => vec![(Cow::Borrowed("Your PIN: "), false)],
            Asked::Nothing => Vec::new(),
        };
        Auth::Partial {
            name: Cow::Borrowed(""),
            instructions: Cow::Owned(words),
            prompts: Cow::Owned(prompts),
        }
    }

    async fn knock(&mut self) -> Auth {
        match self.arrival.knock(&self.knock).await {
            Answer::In(guest, seat) => {
                self.guest = Some((guest, seat));
                Auth::Accept
            }
            Answer::PinWanted(words) => self.ask(Asked::Pin, words),
            Answer::Again(words) => {
                let again = if self.knock.pin.take().is_some() { Asked::Pin } else { Asked::Code };
                self.ask(again, words)
            }
            // Shown without a question; it is the end when the client has shown it.
            Answer::Out(words) => self.ask(Asked::Nothing, words),
        }
    }

    /// Says something on the channel in place of what was asked for, and closes it.
    fn say_and_close(
        &mut self,
        channel: ChannelId,
        words: &'static str,
        session: &mut russh::server::Session,
    ) -> Result<(), russh::Error> {
        // A failure would hide the words.
        session.channel_success(channel)?;
        session.extended_data(channel, 1, words)?;
        session.exit_status_request(channel, 2)?;
        session.eof(channel)?;
        session.close(channel)?;
        self.guest = None;
        self.stage.send_replace(Stage::Over);
        Ok(())
    }

    fn refuse_command(
        &mut self,
        what: &str,
        channel: ChannelId,
        session: &mut russh::server::Session,
    ) -> Result<(), russh::Error> {
        self.deny(what)?;
        if self.keyboard.is_some() {
            // They play already, on this very channel.
            return session.channel_failure(channel);
        }
        self.say_and_close(channel, NO_COMMANDS, session)
    }

    fn play(&mut self, channel: ChannelId, session: &mut russh::server::Session) -> Result<(), russh::Error> {
        let Some(size) = self.size else { return self.say_and_close(channel, NO_TERMINAL, session) };
        let Some((guest, seat)) = self.guest.take() else { return session.channel_failure(channel) };
        session.channel_success(channel)?;
        self.stage.send_replace(Stage::Playing);
        let mut guest = *guest;
        if self.is_mono {
            guest.app.forgo_colours();
        }
        let handle = session.handle();
        let output = Frames { handle: handle.clone(), channel };
        let played = Session::of(guest, output, size, self.door.limits(), self.down.clone());
        played.keyboard.resize(size.width.into(), size.height.into());
        self.keyboard = Some(Arc::clone(&played.keyboard));
        let (stage, cutter, patience) =
            (self.stage.clone(), self.cutter.clone(), self.door.limits().farewell);
        tokio::spawn(async move {
            let ending = played.run().await;
            seat.ended(&ending);
            drop(seat);
            let status = if ending == Ending::Left { 0 } else { 1 };
            let close = async {
                // Where one cannot be said, the next cannot either.
                let _ = handle.exit_status_request(channel, status).await;
                let _ = handle.eof(channel).await;
                let _ = handle.close(channel).await;
            };
            let is_reachable = !matches!(ending, Ending::Stalled | Ending::Lost);
            if !is_reachable || time::timeout(patience, close).await.is_err() {
                cutter.cut();
            }
            stage.send_replace(Stage::Over);
        });
        Ok(())
    }
}

impl Drop for Visitor {
    fn drop(&mut self) {
        // However the connection ended.
        if let Some(keyboard) = &self.keyboard {
            keyboard.hang_up();
        }
    }
}

/// Frames on their way to a client.
struct Frames {
    handle: Handle,
    channel: ChannelId,
}

impl Output for Frames {
    async fn send(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        self.handle.data(self.channel, bytes).await.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
