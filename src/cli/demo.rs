//! `toporder demo`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::ArgGroup;

use super::at_terminal::{self, GameArgs, ScreenArgs};
use super::compare::players;
use super::progress::Watch;
use super::{Error, Outcome, Output, saved};
use crate::game::race::{Entrant, LEAST, MOST, Race};
use crate::order::Policy;
use crate::order::player::Player;
use crate::scenario::Scenario;
use crate::scenario::load::load;
use crate::scenario::words::{printable, ticked};
use crate::store;
use crate::tui::{Pace, Start};

/// Who races where nobody is named: the habit of most, the rule of the books, and somebody who thinks ahead.
const USUAL: [Player; 3] = [Player::Rule(Policy::Loudest), Player::Rule(Policy::Cd3), Player::Lookahead];

/// The seed where none is given and no game takes part.
const USUAL_SEED: u64 = 1;

/// Show policies and games side by side on the same future, for a room.
///
/// Two to four take part: policies that order afresh in every Sprint, and games that were played. Before each Sprint's
/// values are revealed, it asks who is ahead.
#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("figures").args(["hide", "show"]))]
pub(super) struct Args {
    /// A built-in scenario's name, or a file.
    scenario: PathBuf,
    /// Who takes part; can be given again for one more. Without any, and without a journal: loudest, cd3 and lookahead.
    #[arg(long = "policy", value_name = "NAME", value_parser = players())]
    policies: Vec<Player>,
    /// A game that takes part: a journal of the same scenario, or a part of its name that no other has; can be given
    /// again. One that was played with another seed has its orders, Sprint by Sprint, meet the luck of this one.
    #[arg(long = "journal", value_name = "FILE")]
    journals: Vec<String>,
    /// The seed of the luck that everybody meets. Without it: that of the first journal, else 1.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How fast it plays: 2 for twice as fast, 0.25 to 8.
    #[arg(long, value_name = "FACTOR", default_value = "1", value_parser = speed)]
    speed: f64,
    /// Hide values until they are revealed, and ask before; that is how it begins without this option, too.
    #[arg(long)]
    hide: bool,
    /// Show values as they come, and ask nothing.
    #[arg(long)]
    show: bool,
    #[command(flatten)]
    look: ScreenArgs,
}

fn speed(text: &str) -> Result<f64, String> {
    let (least, most) = (Pace::SLOWEST, Pace::FASTEST);
    let speed: Option<f64> = text.parse().ok().filter(|speed| (least..=most).contains(speed));
    speed.ok_or_else(|| format!("write a number from {least} to {most}"))
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let scenario = Arc::new(load(&self.scenario)?.scenario);
        let entrants = self.entrants(&scenario)?;
        at_terminal::require()?;
        let own = entrants.iter().find_map(|entrant| match entrant {
            Entrant::Team(_, game) => Some(game.seed()),
            Entrant::Policy(_) => None,
        });
        let seed = self.seed.or(own).unwrap_or(USUAL_SEED);
        let watch = Watch::new();
        let tell = |place: usize, sprint: u32| {
            let who = match &entrants[place] {
                Entrant::Policy(player) => player.name(),
                Entrant::Team(name, _) => name,
            };
            watch.show(|| {
                format!("{who} plays Sprint {sprint} of {}. Ctrl-C ends it here.", scenario.sprints)
            });
        };
        let race = Race::run(&scenario, seed, &entrants, &tell, &|| watch.is_stopped());
        watch.clear();
        let Some(race) = race else { return Ok(Outcome::Success) };
        let pace = Pace { speed: self.speed, hides: !self.show };
        at_terminal::run(Start::Race(Box::new(race), pace), GameArgs::default(), &self.look, false, output)
    }

    /// Who takes part: the policies in the order in which they were named, then the games.
    fn entrants(&self, scenario: &Arc<Scenario>) -> Result<Vec<Entrant>, Error> {
        let is_usual = self.policies.is_empty() && self.journals.len() < LEAST;
        let policies = match (is_usual, self.journals.len()) {
            (false, _) => &self.policies[..],
            (true, 0) => &USUAL[..],
            // Beside a game, there are enough to hold it against with two of them.
            (true, _) => &USUAL[..MOST - 2],
        };
        let mut entrants: Vec<Entrant> = policies.iter().copied().map(Entrant::Policy).collect();
        for name in &self.journals {
            entrants.push(team(scenario, name)?);
        }
        if !(LEAST..=MOST).contains(&entrants.len()) {
            let count = entrants.len();
            let message = format!("{count} would take part, and there is room for {LEAST} to {MOST}");
            let help = format!("Name {LEAST} to {MOST} in all with --policy and --journal.");
            return Err(Error::Usage { message, help: Some(help) });
        }
        let twice =
            self.policies.iter().enumerate().find(|(at, player)| self.policies[..*at].contains(player));
        if let Some((_, player)) = twice {
            let message = format!("`{}` would race against itself", player.name());
            let help = "Name each policy once.".to_owned();
            return Err(Error::Usage { message, help: Some(help) });
        }
        Ok(entrants)
    }
}

/// The game of a journal.
fn team(scenario: &Arc<Scenario>, name: &str) -> Result<Entrant, Error> {
    let (journal, game) = store::read(saved::find(name)?)?;
    if journal.scenario.source != scenario.source {
        let (own, title) = (printable(&journal.scenario.title), printable(&scenario.title));
        let message = if own == title {
            format!("{} is a game of another version of “{title}”", ticked(name))
        } else {
            format!("{} is a game of “{own}”, and this is a race in “{title}”", ticked(name))
        };
        let help = "A race needs games of the very same scenario. Name the file that the game was played on."
            .to_owned();
        return Err(Error::Usage { message, help: Some(help) });
    }
    Ok(Entrant::Team(printable(&journal.header.name).into_owned(), Box::new(game)))
}
