//! Who comes in, and who does not: codes, counts, and what the log says of it.

mod crowd;

use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ring::digest::{SHA256, digest};
use subtle::ConstantTimeEq;
use thiserror::Error;
use tokio::time;

use self::crowd::{Crowd, counted, wrong};
use super::{Ending, Entry, Guest, Hub, Limits, NotLetIn};
use crate::class::clean_name;
use crate::tui::Preferences;
use crate::tui::event::Size;
use crate::words::sentence;

/// The name under which the trainer comes in.
const TRAINER: &str = "trainer";

/// How many wrong codes from one address make every further answer take twice as long.
const WRONG_STEP: u32 = 4;

/// What has to be known to come in.
#[derive(Clone, Default)]
pub struct Codes {
    /// The code of the class; `None`: whoever reaches the host comes in.
    pub class: Option<String>,
    /// What the trainer types in place of the code; `None`: the trainer does not come this way.
    pub trainer: Option<String>,
}

impl fmt::Debug for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Codes")
    }
}

/// By which way somebody comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By `ssh`.
    Ssh,
    /// With a browser.
    Browser,
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ssh => "ssh",
            Self::Browser => "browser",
        })
    }
}

/// The door of a class. Copies are the same one.
#[derive(Clone, Debug)]
pub struct Door(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    hub: Hub,
    codes: Codes,
    limits: Limits,
    crowd: Mutex<Crowd>,
}

/// Why a connection was not taken, in words for who makes it.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Refused {
    /// There are too many, or too many came at once.
    #[error("the host has too many connections now; try again in a moment")]
    Busy,
    /// There are too many from this address.
    #[error("the host has too many connections from your address; close some, or try again in a moment")]
    Neighbours,
}

/// A connection that was taken, until it is dropped.
#[derive(Debug)]
pub struct Arrival {
    door: Door,
    address: IpAddr,
    way: Way,
    /// How often something was wrong.
    wrong: AtomicU32,
}

/// What somebody says at the door.
#[derive(Clone, Default)]
pub struct Knock {
    /// Their name.
    pub name: String,
    /// The code of the class, or the trainer's secret.
    pub code: String,
    /// Their PIN, if they have one.
    pub pin: Option<String>,
    /// The size of their screen.
    pub size: Option<Size>,
}

/// What they are told.
#[derive(Debug)]
pub enum Answer {
    /// They are in, as long as they keep their seat.
    In(Box<Guest>, Seat),
    /// Their PIN is needed, with words for them.
    PinWanted(String),
    /// Something was wrong, with words for them; they can try again.
    Again(String),
    /// They do not come in, with words for them.
    Out(String),
}

/// Somebody's seat, until it is dropped.
#[derive(Debug)]
pub struct Seat {
    door: Door,
    address: IpAddr,
    way: Way,
    name: String,
    /// Whether it counts; the trainer's does not.
    counts: bool,
}

impl Door {
    /// The door of a class.
    #[must_use]
    pub fn new(hub: Hub, codes: Codes, limits: Limits) -> Self {
        let crowd = Crowd::new(&limits);
        Self(Arc::new(Inner { hub, codes, limits, crowd: Mutex::new(crowd) }))
    }

    /// The class behind it.
    #[must_use]
    pub fn hub(&self) -> &Hub {
        &self.0.hub
    }

    /// How much it puts up with.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// How many people are in, the trainer apart.
    #[must_use]
    pub fn sessions(&self) -> usize {
        self.crowd().sessions.all
    }

    /// How many connections there are.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.crowd().connections.all
    }

    /// Whether somebody of this name has to type a code.
    #[must_use]
    pub fn wants_code(&self, name: &str) -> bool {
        let codes = &self.0.codes;
        if is_trainer(name) { codes.trainer.is_some() } else { codes.class.is_some() }
    }

    /// Takes a connection, or not.
    ///
    /// # Errors
    /// Why not.
    pub fn arrive(&self, address: IpAddr, way: Way) -> Result<Arrival, Refused> {
        let address = address.to_canonical();
        let limits = self.limits();
        let mut crowd = self.crowd();
        let taken = if !crowd.may_come(limits) || crowd.connections.all >= limits.connections {
            Err(Refused::Busy)
        } else if crowd.connections.of(address) >= limits.connections_per_address {
            Err(Refused::Neighbours)
        } else {
            crowd.connections.add(address);
            Ok(())
        };
        if let Err(refused) = taken {
            crowd.turned_away += 1;
            let count = crowd.turned_away;
            drop(crowd);
            if count.is_power_of_two() {
                tracing::warn!(
                    "a connection by {way} from {address} was refused: {refused} ({count} so far)"
                );
            }
            return Err(refused);
        }
        Ok(Arrival { door: self.clone(), address, way, wrong: AtomicU32::new(0) })
    }

    /// A name as the log may have it. Who types a code in place of their name does not tell it to the log.
    fn loggable(&self, name: &str) -> String {
        let codes = &self.0.codes;
        let folded = folded(name);
        let mut secrets = [&codes.class, &codes.trainer].into_iter().flatten().map(|code| self::folded(code));
        // A very short code is in many names.
        let tells = |code: String| folded == code || (code.len() > 3 && folded.contains(&code));
        match secrets.any(tells) {
            true => "(a name that is not told)".to_owned(),
            false => clean_name(name).unwrap_or_else(|| "(no name)".to_owned()),
        }
    }

    /// A seat, where there is one.
    fn sit_down(&self, arrival: &Arrival, name: &str) -> Option<Seat> {
        let mut crowd = self.crowd();
        let limits = self.limits();
        let is_full = crowd.sessions.all >= limits.sessions
            || crowd.sessions.of(arrival.address) >= limits.sessions_per_address;
        if is_full {
            return None;
        }
        crowd.sessions.add(arrival.address);
        drop(crowd);
        Some(self.seat(arrival, name, true))
    }

    fn seat(&self, arrival: &Arrival, name: &str, counts: bool) -> Seat {
        let Arrival { address, way, .. } = *arrival;
        Seat { door: self.clone(), address, way, name: self.loggable(name), counts }
    }

    fn crowd(&self) -> MutexGuard<'_, Crowd> {
        self.0.crowd.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Arrival {
    /// Where the connection comes from.
    #[must_use]
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// Asks to be let in. What is wrong is answered late.
    pub async fn knock(&self, knock: &Knock) -> Answer {
        let door = &self.door;
        if self.wrong.load(Ordering::Relaxed) >= door.limits().tries {
            return Answer::Out(TOO_OFTEN.to_owned());
        }
        let Some(name) = clean_name(&knock.name) else {
            return self.refuse(&knock.name, &NotLetIn::NoName.to_string());
        };
        let size = knock.size.unwrap_or(Size { width: 80, height: 24 });
        let preferences = Preferences::default();
        if is_trainer(&name) {
            let Some(secret) = &door.0.codes.trainer else {
                return self.refuse(&name, "the name \"trainer\" is taken; come in under another");
            };
            if !is_same(secret.trim(), knock.code.trim()) {
                return self.wrong_code(&name).await;
            }
            let Some(guest) = door.hub().enter_as_trainer(size, preferences).await else {
                return self.refuse(&name, "the host is going down");
            };
            let seat = door.seat(self, &name, false);
            return self.let_in(guest, seat);
        }
        if let Some(code) = &door.0.codes.class
            && !is_same(&folded(code), &folded(&knock.code))
        {
            return self.wrong_code(&name).await;
        }
        let pin = knock.pin.clone().map(|pin| pin.trim().to_owned()).filter(|pin| !pin.is_empty());
        if pin.is_some() && door.crowd().is_resting(&name, door.limits()) {
            return self.refuse(&name, "that PIN was wrong too often; try again in a minute");
        }
        // Before they come in, as coming in takes the place over of whoever is there under that name.
        let Some(seat) = door.sit_down(self, &name) else {
            return self.refuse(&name, &NotLetIn::Full.to_string());
        };
        match door.hub().enter(Entry { name: name.clone(), pin, size, preferences }).await {
            Ok(guest) => self.let_in(guest, seat),
            Err(reason @ NotLetIn::PinWanted) => Answer::PinWanted(sentence(&reason.to_string())),
            Err(reason @ NotLetIn::WrongPin) => {
                wrong(&mut door.crowd().wrong_pins, folded(&name));
                self.wrong(&name, &reason.to_string(), "wrong PIN").await
            }
            Err(reason) => self.refuse(&name, &reason.to_string()),
        }
    }

    /// Whether this is the code of the class; a wrong one is answered late.
    pub async fn knows_code(&self, code: &str) -> bool {
        let Some(own) = &self.door.0.codes.class else { return true };
        if self.wrong.load(Ordering::Relaxed) >= self.door.limits().tries {
            return false;
        }
        let knows = is_same(&folded(own), &folded(code));
        if !knows {
            self.wrong_code("somebody").await;
        }
        knows
    }

    /// Notes that the connection was cut before anybody came in, and why.
    pub fn cut(&self, why: &str) {
        tracing::info!("a connection by {} from {} was cut: {why}", self.way, self.address);
    }

    /// Notes that something was tried that is not to be had here.
    pub fn denied(&self, name: &str, what: &str) {
        let name = self.door.loggable(name);
        tracing::info!("{name}, by {} from {}, asked for {what} and was refused", self.way, self.address);
    }

    fn let_in(&self, guest: Guest, seat: Seat) -> Answer {
        tracing::info!("{} came by {} from {}", seat.name, self.way, self.address);
        Answer::In(Box::new(guest), seat)
    }

    fn refuse(&self, name: &str, why: &str) -> Answer {
        let name = self.door.loggable(name);
        tracing::info!("{name}, by {} from {}, was refused: {why}", self.way, self.address);
        Answer::Out(sentence(why))
    }

    async fn wrong_code(&self, name: &str) -> Answer {
        let words = if is_trainer(name) {
            "that is not the trainer's secret"
        } else {
            "that is not the code of this class"
        };
        self.wrong(name, words, "wrong code").await
    }

    async fn wrong(&self, name: &str, words: &str, told: &str) -> Answer {
        let limits = self.door.limits();
        let times = wrong(&mut self.door.crowd().wrong_codes, counted(self.address));
        // Its own answer only: whoever shares the address and is right does not wait.
        let factor = 2_u32.saturating_pow((times - 1) / WRONG_STEP);
        let name = self.door.loggable(name);
        tracing::warn!("{name}, by {} from {}, was refused: {told}", self.way, self.address);
        let tries = self.wrong.fetch_add(1, Ordering::Relaxed) + 1;
        time::sleep(limits.delay.saturating_mul(factor).min(limits.delay_max)).await;
        if tries < limits.tries { Answer::Again(sentence(words)) } else { Answer::Out(TOO_OFTEN.to_owned()) }
    }
}

const TOO_OFTEN: &str = "That was wrong too often. Ask the trainer, and come back.";

impl Drop for Arrival {
    fn drop(&mut self) {
        self.door.crowd().connections.remove(self.address);
    }
}

impl Seat {
    /// Notes how the session ended.
    pub fn ended(&self, ending: &Ending) {
        let Self { name, way, address, .. } = self;
        match ending {
            Ending::Left | Ending::SentHome(_) | Ending::Lost | Ending::Down => {
                tracing::info!("{name} {} ({way}, {address})", ending.told())
            }
            _ => tracing::warn!("{name} {} ({way}, {address})", ending.told()),
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if self.counts {
            self.door.crowd().sessions.remove(self.address);
        }
    }
}

fn is_trainer(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case(TRAINER)
}

/// A code as it is compared: people type it in small letters, and with blanks.
fn folded(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Whether two texts are the same. How long it takes tells nothing of either, nor of how long they are.
fn is_same(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|text| digest(&SHA256, text.as_bytes()));
    one.as_ref().ct_eq(other.as_ref()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_same_in_small_letters_and_with_blanks() {
        assert_eq!(folded(" AbC 12\n"), folded("abc12"));
        assert!(is_same("abc", "abc") && !is_same("abc", "abcd") && !is_same("", "a"));
    }
}
