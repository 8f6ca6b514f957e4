//! `toporder debrief`.

mod answer;
mod moments;
mod scores;
mod text;

use std::io::{self, Write};

use crate::debrief::analysis::{Analysis, Analyst, LadderDepth, Thoroughness};
use crate::debrief::{Fans, Kept, Scorecard, forecasts};
use crate::game::Game;
use crate::order::worth::Depth;
use crate::scenario::words::printable;
use crate::words;

use self::answer::Answer;
use super::progress::Watch;
use super::{Error, Outcome, Output, saved};
use crate::store;

/// What `--quick` looks at: an eighth of the futures.
pub(super) const QUICK: Thoroughness = Thoroughness {
    depth: Depth {
        glance: 50,
        worth: 125,
        search: 32,
        rounds: 1,
        changes: 3,
        random: 400,
        rivals: 20,
        rival_futures: 16,
    },
    ladder: LadderDepth { futures: 125, slow_futures: 16 },
};

/// Look back on a saved game: par, decisions and luck, the moments that mattered, and how others would do.
///
/// Ctrl-C ends it with what is there so far.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A journal, or a part of its name that no other has.
    journal: String,
    /// Look less closely: much sooner there, with more noise, so that fewer moments stand out of it.
    #[arg(long)]
    quick: bool,
    /// Print everything as one JSON object.
    #[arg(long)]
    json: bool,
}

/// Everything that is told of a game.
struct Findings {
    name: String,
    game: Game,
    /// Whether a line was lost at the end of the journal.
    is_torn: bool,
    analysis: Analysis,
    /// Whether the analysis came to its end.
    is_complete: bool,
    scorecard: Scorecard,
    kept: Kept,
    fans: Fans,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let (journal, game) = store::read(saved::find(&self.journal)?)?;
        let thoroughness = if self.quick { QUICK } else { Thoroughness::default() };
        let findings = Findings {
            is_torn: journal.torn,
            ..Findings::of(&journal.header.name, game, thoroughness, &Watch::new())
        };
        if self.json {
            let answer = Answer::of(&findings);
            serde_json::to_writer_pretty(&mut *output.out, &answer).map_err(std::io::Error::from)?;
            writeln!(output.out)?;
        } else {
            text::print(output.out, output.look.columns(), &findings)?;
        }
        Ok(Outcome::Success)
    }
}

/// Prints the debrief of a game in words, for who does not look at a screen: with no line of progress.
///
/// # Errors
/// If it cannot be written.
pub(super) fn print(out: &mut dyn Write, columns: usize, name: &str, game: Game) -> io::Result<()> {
    let findings = Findings::of(name, game, Thoroughness::default(), &Watch::unseen());
    text::print(out, Some(columns), &findings)
}

impl Findings {
    fn of(name: &str, game: Game, thoroughness: Thoroughness, watch: &Watch) -> Self {
        let mut analyst = Analyst::new(&game, thoroughness);
        loop {
            let progress = analyst.progress();
            let stop = || {
                watch.show(|| {
                    let share = words::percent(progress.done as f64 / progress.total.max(1) as f64);
                    format!("looking back, {share} done. Ctrl-C ends it here.")
                });
                watch.is_stopped()
            };
            if !analyst.step(&stop) || watch.is_stopped() {
                break;
            }
        }
        let progress = analyst.progress();
        let forecasts = forecasts(&game);
        let findings = Self {
            // A journal from somewhere else can hold any name.
            name: printable(name).into_owned(),
            is_torn: false,
            analysis: analyst.into_analysis(),
            is_complete: progress.done == progress.total,
            scorecard: Scorecard::of(&game),
            kept: Kept::of(&game, &forecasts),
            fans: Fans::of(&game, &forecasts),
            game,
        };
        watch.clear();
        findings
    }
}
