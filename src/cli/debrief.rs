//! `toporder debrief`.

use std::io::{self, Write};

use super::progress::Watch;
use super::{Error, Outcome, Output, saved};
use crate::debrief::Findings;
use crate::debrief::analysis::{Progress, Thoroughness};
use crate::game::Game;
use crate::report::{Answer, text};
use crate::store;
use crate::words;

/// Look back on a saved game: par, decisions and luck, the moments that mattered, and how others would do.
///
/// Ctrl-C ends it with what is there so far.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A journal, or a part of its name that no other has.
    journal: String,
    #[command(flatten)]
    depth: DepthArgs,
    /// Print everything as one JSON object.
    #[arg(long)]
    json: bool,
}

/// How closely games are looked at.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct DepthArgs {
    /// Look less closely: much sooner there, with more noise, so that fewer moments stand out of it.
    #[arg(long)]
    quick: bool,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let (journal, game) = store::read(saved::find(&self.journal)?)?;
        let watch = Watch::new();
        let findings = look_back(&journal.header.name, game, self.depth.thoroughness(), &watch, "");
        let findings = Findings { is_torn: journal.torn, ..findings };
        watch.clear();
        if self.json {
            serde_json::to_writer_pretty(&mut *output.out, &Answer::of(&findings))
                .map_err(std::io::Error::from)?;
            writeln!(output.out)?;
        } else {
            write!(output.out, "{}", text(&findings, output.look.columns()))?;
        }
        Ok(Outcome::Success)
    }
}

impl DepthArgs {
    /// What is to be looked at.
    pub(super) fn thoroughness(self) -> Thoroughness {
        if self.quick { Thoroughness::QUICK } else { Thoroughness::default() }
    }
}

/// Prints the debrief of a game in words, for who does not look at a screen: with no line of progress.
///
/// # Errors
/// If it cannot be written.
pub(super) fn print(out: &mut dyn Write, columns: usize, name: &str, game: Game) -> io::Result<()> {
    let findings = look_back(name, game, Thoroughness::default(), &Watch::unseen(), "");
    write!(out, "{}", text(&findings, Some(columns)))
}

/// Looks back on a game, and shows how far that is; `which` says which of several it is.
pub(super) fn look_back(
    name: &str,
    game: Game,
    thoroughness: Thoroughness,
    watch: &Watch,
    which: &str,
) -> Findings {
    Findings::of(name, game, thoroughness, &|Progress { done, total }| {
        watch.show(|| {
            let share = words::percent(done as f64 / total.max(1) as f64);
            format!("looking back{which}, {share} done. Ctrl-C ends it here.")
        });
        watch.is_stopped()
    })
}
