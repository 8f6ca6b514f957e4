//! What was measured, for people and for programs.

use std::fmt;

use serde::Serialize;

use crate::connection::Way;
use crate::figures::{Spread, Times};
use crate::journals::Kept;
use crate::player::Tally;

/// How many errors are written out.
const ERRORS_SHOWN: usize = 12;

/// What was measured.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) players: usize,
    pub(crate) rounds: u32,
    /// Of each round.
    pub(crate) seconds: u64,
    pub(crate) keys_per_second: f64,
    /// The load of the whole machine: of the last minute, five and fifteen.
    pub(crate) load_before: String,
    pub(crate) load_after: String,
    pub(crate) logins_per_second: f64,
    pub(crate) per_way: Vec<PerWay>,
    /// From a key to its frame.
    pub(crate) all: Option<Spread>,
    /// From a move to what the new order is worth.
    pub(crate) worths: Option<Spread>,
    pub(crate) overtaken: u64,
    pub(crate) late: u64,
    pub(crate) errors: Vec<String>,
    /// The host's memory before anybody came, and when all were there.
    pub(crate) before_kib: u64,
    pub(crate) joined_kib: u64,
    pub(crate) samples: Vec<Sample>,
    /// Processors that were busy on average, while it was played.
    pub(crate) host_processors: f64,
    pub(crate) own_processors: f64,
    pub(crate) bytes_per_player_second: f64,
    pub(crate) board_frames_per_second: f64,
    pub(crate) kept: Kept,
    /// Warnings and errors in the host's log.
    pub(crate) complaints: Vec<String>,
}

/// The times of one way in.
#[derive(Debug, Serialize)]
pub(crate) struct PerWay {
    pub(crate) way: Way,
    pub(crate) players: usize,
    pub(crate) answers: Option<Spread>,
}

/// The host at a moment.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Sample {
    pub(crate) at_s: f64,
    pub(crate) memory_kib: u64,
    /// Processor time so far.
    pub(crate) processor_s: f64,
    /// From a key to its frame, since the moment before.
    pub(crate) answers: Option<Spread>,
}

impl PerWay {
    /// `None` where nobody came by that way.
    pub(crate) fn of(way: Way, tallies: &[(Way, (String, Tally))]) -> Option<Self> {
        let mut answers = Times::default();
        let own = || tallies.iter().filter(|(other, _)| *other == way);
        own().for_each(|(_, (_, tally))| answers.extend(&tally.answers));
        let players = own().count();
        (players > 0).then(|| Self { way, players, answers: answers.spread() })
    }
}

impl Report {
    /// What must not be, in words.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut note = |count: usize, what: &str| {
            if count > 0 {
                faults.push(format!("{count} {what}"));
            }
        };
        note(self.errors.len(), "errors");
        note(self.kept.faults.len(), "faults in the journals");
        note(self.complaints.len(), "complaints in the log of the host");
        faults
    }

    fn per_session_kib(&self, memory_kib: u64) -> f64 {
        (memory_kib as f64 - self.before_kib as f64) / self.players.max(1) as f64
    }

    fn write_memory(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mib = |kib: u64| kib as f64 / 1024.0;
        let joined = self.per_session_kib(self.joined_kib);
        writeln!(f, "memory      {:.1} MiB before anybody came", mib(self.before_kib))?;
        writeln!(
            f,
            "            {:.1} MiB when all were there: {joined:.0} KiB a session",
            mib(self.joined_kib)
        )?;
        for Sample { at_s, memory_kib, answers, .. } in &self.samples {
            let own = self.per_session_kib(*memory_kib);
            write!(f, "            {:.1} MiB after {at_s:.0} s: {own:.0} KiB a session", mib(*memory_kib))?;
            let answers = answers.as_ref().map(|answers| format!("; key→frame p99 {:.1} ms", answers.p99));
            writeln!(f, "{}", answers.unwrap_or_default())?;
        }
        Ok(())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { players, rounds, seconds, keys_per_second, kept, .. } = self;
        writeln!(f, "{players} players, {rounds} × {seconds} s, {keys_per_second} keys a second each")?;
        writeln!(f, "load        {} before, {} after (whole machine)", self.load_before, self.load_after)?;
        writeln!(f, "logins      {:.0} a second", self.logins_per_second)?;
        for PerWay { way, players, answers } in &self.per_way {
            if let Some(answers) = answers {
                writeln!(f, "key→frame   {way}, {players} players: {answers}")?;
            }
        }
        if let Some(all) = &self.all {
            writeln!(f, "key→frame   all: {all}")?;
        }
        if let Some(worths) = &self.worths {
            writeln!(f, "move→worth  {worths}; {} overtaken by the next move", self.overtaken)?;
        }
        writeln!(f, "put off     {} keys, as the one before was not answered", self.late)?;
        writeln!(f, "errors      {}", self.errors.len())?;
        for error in self.errors.iter().take(ERRORS_SHOWN) {
            writeln!(f, "            {error}")?;
        }
        self.write_memory(f)?;
        let (host, own) = (100.0 * self.host_processors, 100.0 * self.own_processors);
        writeln!(f, "processor   {host:.0} % of one core for the host, {own:.0} % for this program")?;
        writeln!(f, "network     {:.0} bytes a second for each player", self.bytes_per_player_second)?;
        writeln!(
            f,
            "board       {:.1} pieces of frames a second for the trainer",
            self.board_frames_per_second
        )?;
        let Kept { journals, over, commands, sent, acknowledged, faults } = kept;
        writeln!(
            f,
            "journals    {journals}, {over} of them of games that are over, with {commands} commands; {sent} were typed, \
             {acknowledged} acknowledged"
        )?;
        faults.iter().take(ERRORS_SHOWN).try_for_each(|fault| writeln!(f, "            {fault}"))?;
        writeln!(f, "host's log  {} complaints", self.complaints.len())?;
        self.complaints.iter().take(ERRORS_SHOWN).try_for_each(|line| writeln!(f, "            {line}"))
    }
}
