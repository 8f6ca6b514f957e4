//! The trainer, who begins and ends rounds and looks at the board.

use std::time::Duration;

use tokio::time;

use crate::Failure;
use crate::connection::{Connection, Way};
use crate::host::Joining;
use crate::screen::Screen;

/// How long the board may take to show something.
const PATIENCE: Duration = Duration::from_secs(60);

/// The size of the trainer's screen.
const SIZE: (u16, u16) = (120, 40);

/// The trainer at the board.
pub(crate) struct Trainer {
    connection: Connection,
    screen: Screen,
    /// Frames of the board.
    pub(crate) frames: u64,
}

impl Trainer {
    /// Comes in, and waits for the board.
    pub(crate) async fn join(way: Way, joining: &Joining) -> Result<Self, Failure> {
        let connection = Connection::open(way, joining, "trainer", &joining.secret, SIZE).await?;
        let mut trainer = Self { connection, screen: Screen::new(SIZE.0, SIZE.1), frames: 0 };
        trainer.wait_until(|text| text.contains("b begin")).await?;
        Ok(trainer)
    }

    /// Begins a round of the scenario that is offered first.
    pub(crate) async fn begin(&mut self) -> Result<(), Failure> {
        self.press("b", |text| text.contains("╭─ Begin a round")).await?;
        self.press("\r", |text| text.contains("have run every Sprint") && !text.contains("╭─")).await
    }

    /// Ends the round.
    pub(crate) async fn end(&mut self) -> Result<(), Failure> {
        self.press("e", |text| text.contains("╭─ End the round")).await?;
        // The results come by themselves, over the board.
        self.press("y", |text| text.contains("Results of round")).await?;
        self.press("\x1b", |text| text.contains("b begin")).await
    }

    /// Types a key, and waits until the screen is as it is wanted.
    async fn press(&mut self, key: &'static str, is_wanted: fn(&str) -> bool) -> Result<(), Failure> {
        self.connection.send(key).await?;
        self.wait_until(is_wanted).await
    }

    async fn wait_until(&mut self, is_wanted: fn(&str) -> bool) -> Result<(), Failure> {
        let shown = async {
            while !is_wanted(&self.screen.text()) {
                self.look().await?;
            }
            Ok::<(), Failure>(())
        };
        let in_time = time::timeout(PATIENCE, shown).await;
        in_time.map_err(|_| format!("the trainer waits in vain at\n{}", self.screen.text()))?
    }

    /// Looks at the next frame; nothing is lost if it is not waited for.
    pub(crate) async fn look(&mut self) -> Result<(), Failure> {
        let bytes = self.connection.receive().await.ok_or("the trainer lost the connection")?;
        self.frames += 1;
        self.screen.take(&bytes);
        Ok(())
    }
}
