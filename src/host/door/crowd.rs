//! Who is at the door and behind it, and who was wrong.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use tokio::time::Instant;

use super::folded;
use crate::host::Limits;

/// How long a wrong code is remembered.
const MEMORY: Duration = Duration::from_secs(600);

/// How many addresses and names are remembered at most.
const REMEMBERED_MAX: usize = 10_000;

/// Who is at the door and behind it, and who was wrong.
#[derive(Debug)]
pub(super) struct Crowd {
    pub(super) connections: Count,
    pub(super) sessions: Count,
    /// How many connections may come now, and since when.
    may_come: f64,
    may_come_at: Instant,
    pub(super) wrong_codes: HashMap<IpAddr, Wrong>,
    pub(super) wrong_pins: HashMap<String, Wrong>,
    /// How many were refused, so that a flood of them does not flood the log.
    pub(super) turned_away: u64,
}

#[derive(Debug, Default)]
pub(super) struct Count {
    pub(super) all: usize,
    by_address: HashMap<IpAddr, usize>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Wrong {
    times: u32,
    last: Instant,
}

impl Crowd {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            connections: Count::default(),
            sessions: Count::default(),
            may_come: f64::from(limits.connections_at_once),
            may_come_at: Instant::now(),
            wrong_codes: HashMap::new(),
            wrong_pins: HashMap::new(),
            turned_away: 0,
        }
    }

    pub(super) fn may_come(&mut self, limits: &Limits) -> bool {
        let now = Instant::now();
        let earned =
            now.duration_since(self.may_come_at).as_secs_f64() * f64::from(limits.connections_per_second);
        self.may_come = (self.may_come + earned).min(f64::from(limits.connections_at_once));
        self.may_come_at = now;
        let may = self.may_come >= 1.0;
        if may {
            self.may_come -= 1.0;
        }
        may
    }

    pub(super) fn is_resting(&mut self, name: &str, limits: &Limits) -> bool {
        let name = folded(name);
        let Some(wrong) = self.wrong_pins.get(&name) else { return false };
        let is_over = wrong.last.elapsed() >= limits.pin_rest;
        if is_over {
            self.wrong_pins.remove(&name);
        }
        !is_over && self.wrong_pins.get(&name).is_some_and(|wrong| wrong.times >= limits.pin_tries)
    }
}

impl Count {
    pub(super) fn of(&self, address: IpAddr) -> usize {
        self.by_address.get(&counted(address)).copied().unwrap_or(0)
    }

    pub(super) fn add(&mut self, address: IpAddr) {
        self.all += 1;
        *self.by_address.entry(counted(address)).or_default() += 1;
    }

    pub(super) fn remove(&mut self, address: IpAddr) {
        self.all = self.all.saturating_sub(1);
        let address = counted(address);
        if let Some(count) = self.by_address.get_mut(&address) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.by_address.remove(&address);
            }
        }
    }
}

/// Notes that something was wrong once more; gives how often it was.
pub(super) fn wrong<K: Hash + Eq>(all: &mut HashMap<K, Wrong>, whose: K) -> u32 {
    if all.len() >= REMEMBERED_MAX {
        all.retain(|_, wrong| wrong.last.elapsed() < MEMORY);
        if all.len() >= REMEMBERED_MAX {
            all.clear();
        }
    }
    let now = Instant::now();
    let own = all.entry(whose).or_insert(Wrong { times: 0, last: now });
    if own.last.elapsed() >= MEMORY {
        own.times = 0;
    }
    own.times = own.times.saturating_add(1);
    own.last = now;
    own.times
}

/// The address that is counted: a home or a room has a whole network of the new kind.
pub(super) fn counted(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_of_the_new_kind_counts_as_one_address() {
        let of = |text: &str| counted(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:10.0.0.7"), of("10.0.0.7"));
        assert_ne!(of("10.0.0.7"), of("10.0.0.8"));
    }
}
