//! How much a host puts up with.

use std::time::Duration;

/// What is allowed to whoever comes in by the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many people may be in at once, the trainer apart.
    pub sessions: usize,
    /// How many of them from one address; a whole room may share one.
    pub sessions_per_address: usize,
    /// How many connections there may be at once, with those that have not said who they are.
    pub connections: usize,
    /// How many of them from one address.
    pub connections_per_address: usize,
    /// How many connections may come a second, in the long run.
    pub connections_per_second: u32,
    /// How many may come at once.
    pub connections_at_once: u32,
    /// How long a connection may take to say who it is.
    pub grace: Duration,
    /// How long somebody may take to type what is asked at the door.
    pub login: Duration,
    /// How often a code or a PIN may be wrong in one connection.
    pub tries: u32,
    /// How long a wrong code or PIN takes to be answered; it grows with every few from the same address.
    pub delay: Duration,
    /// The most that it grows to.
    pub delay_max: Duration,
    /// How often the PIN of one name may be wrong before nobody can try it for [`Limits::pin_rest`].
    pub pin_tries: u32,
    /// How long nobody can try a PIN then.
    pub pin_rest: Duration,
    /// How many bytes may be typed a second, in the long run; what is more is left out.
    pub input_bytes_per_second: usize,
    /// How many bytes may come at once, as when a text is pasted.
    pub input_bytes_at_once: usize,
    /// How many bytes are left out in a row before a session is ended.
    pub flood_bytes: usize,
    /// How many bytes a frame may have.
    pub frame_bytes: usize,
    /// How long nothing may be read of what is sent to somebody.
    pub write: Duration,
    /// How long nothing may be typed.
    pub idle: Duration,
    /// How often it is asked whether somebody is still there; after three times without an answer they are not.
    pub keepalive: Duration,
    /// How long a request for a page may take to be made.
    pub request: Duration,
    /// How long it may take to end everything when the host goes down.
    pub farewell: Duration,
}

impl Limits {
    /// What is sensible for a class of so many people.
    #[must_use]
    pub fn for_class(people: usize) -> Self {
        // Somebody whose connection was lost comes back before the host has noticed.
        let sessions = people + people / 10 + 5;
        // Browsers open several connections for a page.
        let connections = 4 * sessions + 100;
        Self {
            sessions,
            sessions_per_address: sessions,
            connections,
            connections_per_address: connections,
            connections_per_second: 200,
            connections_at_once: u32::try_from(connections).unwrap_or(u32::MAX),
            grace: Duration::from_secs(20),
            login: Duration::from_secs(120),
            tries: 4,
            delay: Duration::from_secs(1),
            delay_max: Duration::from_secs(15),
            pin_tries: 8,
            pin_rest: Duration::from_secs(60),
            input_bytes_per_second: 16 << 10,
            input_bytes_at_once: 128 << 10,
            flood_bytes: 1 << 20,
            frame_bytes: 4 << 20,
            write: Duration::from_secs(20),
            idle: Duration::from_secs(2 * 60 * 60),
            keepalive: Duration::from_secs(15),
            request: Duration::from_secs(10),
            farewell: Duration::from_secs(5),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::for_class(500)
    }
}
