//! The trainer, at the board by `ssh`.

use super::client::{Client, Way};
use super::program::{Host, SECRET};

pub(crate) struct Trainer(pub(crate) Client);

impl Trainer {
    pub(crate) fn enter(host: &Host) -> Self {
        let mut client = Client::enter(host, Way::Ssh, "trainer", SECRET, None);
        client.until_shown("round 1").unwrap();
        Self(client)
    }

    /// Types.
    pub(crate) fn keys(&mut self, keys: &str) {
        self.0.keys(keys).unwrap();
    }

    #[track_caller]
    pub(crate) fn until_shown(&mut self, text: &str) {
        self.0.until_shown(text).unwrap();
    }

    /// Reads until a row that names somebody is as it should be.
    #[track_caller]
    pub(crate) fn until_row(&mut self, name: &str, is_so: impl Fn(&[&str]) -> bool) {
        let is_there = |screen: &str| row(screen, name).is_some_and(|row| is_so(&row));
        self.0.until(&format!("the row of {name}"), is_there).unwrap();
    }

    /// The value so far in somebody's row.
    pub(crate) fn value(&self, name: &str) -> f64 {
        let text = self.0.text();
        let row = row(&text, name).unwrap();
        row.last().unwrap().replace('−', "-").parse().unwrap()
    }

    /// Ends the round.
    pub(crate) fn end_round(&mut self) {
        self.keys("e");
        self.until_shown("End round 1?");
        self.keys("y");
        self.until_shown("the round is over");
    }
}

/// The words of the row in the list that begins with a name, after it.
fn row<'s>(screen: &'s str, name: &str) -> Option<Vec<&'s str>> {
    let list = screen.lines().filter_map(|row| row.split('│').next());
    let mut own = list.filter_map(|row| row.trim_start_matches([' ', '▸']).strip_prefix(name));
    own.next().map(|rest| rest.split_whitespace().collect())
}
