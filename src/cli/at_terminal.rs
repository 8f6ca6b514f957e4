//! What the commands that need a terminal have in common: their options, the run, the last words.

use std::env;
use std::io::{IsTerminal, stdin, stdout};
use std::sync::Arc;

use super::background;
use super::settings::{CoachName, Settings, ThemeName};
use super::{Error, Outcome, Output};
use crate::game::journal::Rules;
use crate::scenario::words::{is_unsafe, printable};
use crate::scenario::{builtin, load};
use crate::store::Store;
use crate::tui::event::Size;
use crate::tui::keeper::{Keeper, Player};
use crate::tui::terminal::{self, Ending};
use crate::tui::theme::Theme;
use crate::tui::{Entry, Options, Preferences, Start};

/// The longest name of a player, in characters.
const NAME_MAX: usize = 60;

/// How the screen looks.
#[derive(Debug, clap::Args)]
pub(super) struct ScreenArgs {
    /// The colours. Without it: mono where NO_COLOR is set, else as your settings say, else auto.
    #[arg(long, value_name = "THEME", env = "TOPORDER_THEME")]
    theme: Option<ThemeName>,
    /// Let nothing move by itself; REDUCE_MOTION in the environment does the same.
    #[arg(long)]
    no_motion: bool,
    /// Draw with ASCII only, for terminals that cannot show more.
    #[arg(long)]
    ascii: bool,
}

/// How new games are played.
#[derive(Debug, Default, clap::Args)]
pub(super) struct GameArgs {
    /// The seed of the game's luck: the same seed is the same luck. Without it: another one each time.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Your name, for the journal and the debrief. Without it: as your settings say, else your login name.
    #[arg(long, env = "TOPORDER_NAME")]
    name: Option<String>,
    /// How much you are told before each Sprint; the debrief always tells everything. Without it: as your
    /// settings say, else full.
    #[arg(long, value_name = "HOW MUCH", env = "TOPORDER_COACH")]
    coach: Option<CoachName>,
    /// Before each Sprint, a Sprint Goal, a reason for the order and a forecast are asked for; the chances are shown
    /// only after that.
    #[arg(long)]
    commit: bool,
}

/// Who plays.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct GuideArgs {
    /// For the trainer: have the guide at hand in the game, with Ctrl-g, or with `guide` line by line.
    #[arg(long)]
    pub(super) guide: bool,
}

impl ScreenArgs {
    /// What the person at the screen prefers.
    pub(super) fn preferences(&self, settings: &Settings) -> Preferences {
        Preferences {
            theme: self.theme(settings).unwrap_or_else(background::theme),
            motion: !self.no_motion && !is_set("REDUCE_MOTION") && settings.motion.unwrap_or(true),
            ascii: self.ascii || settings.ascii.unwrap_or(false),
            keys: settings.keys.clone(),
            guide: false,
        }
    }

    /// The theme that is asked for; `None` where the terminal's background decides.
    fn theme(&self, settings: &Settings) -> Option<Theme> {
        let mono = is_set("NO_COLOR").then_some(ThemeName::Mono);
        self.theme.or(mono).or(settings.theme).and_then(ThemeName::theme)
    }
}

impl GameArgs {
    /// The player these options tell of.
    pub(super) fn player(self, settings: &Settings) -> Player {
        let login = || ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| env::var(name).ok());
        let own = || settings.name.clone().filter(|name| !name.trim().is_empty());
        let name = self.name.or_else(own).or_else(login).unwrap_or_default();
        let coach = self.coach.or(settings.coach).unwrap_or(CoachName::Full);
        let rules = Rules { coach: coach.into(), commit: self.commit || settings.commit.unwrap_or(false) };
        Player { name: clean_name(&name), seed: self.seed, rules }
    }
}

/// Whether a variable of the environment is set to something.
fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// A name that a screen can show.
fn clean_name(name: &str) -> String {
    let name: String = name.chars().filter(|&c| !is_unsafe(c)).take(NAME_MAX).collect();
    match name.trim() {
        "" => "Player".to_owned(),
        name => name.to_owned(),
    }
}

/// Makes sure that there is a terminal to play at.
///
/// # Errors
/// If there is none, with what can be done without one.
pub(super) fn require() -> Result<(), Error> {
    let Some(problem) = missing() else { return Ok(()) };
    Err(Error::Usage {
        message: format!("this is played at a terminal, and {problem}"),
        help: Some(
            "Run it in a terminal window. Everywhere else `toporder --plain` plays line by line: for screen readers, \
             for simple terminals, and for pipes, which can hold a whole game. `toporder simulate SCENARIO` plays \
             many futures of an order, and `toporder check FILE` checks a scenario."
                .to_owned(),
        ),
    })
}

/// Why there is no terminal to draw on, in words that go on a sentence; `None` where there is one.
pub(super) fn missing() -> Option<&'static str> {
    if !stdout().is_terminal() {
        Some("the output goes somewhere else")
    } else if !stdin().is_terminal() {
        Some("the input comes from somewhere else")
    } else if env::var_os("TERM").is_some_and(|term| term == "dumb") {
        Some("this one is too simple (TERM is `dumb`)")
    } else {
        None
    }
}

/// Runs the program at the terminal, and tells afterwards where the game is kept.
///
/// # Errors
/// If the terminal cannot be used, or what was to be opened cannot be.
pub(super) fn run(
    start: Start,
    game: GameArgs,
    look: &ScreenArgs,
    guide: bool,
    output: &mut Output<'_>,
) -> Result<Outcome, Error> {
    let settings = Settings::load()?;
    let mut keeper = Keeper::new(Store::open_default(), game.player(&settings));
    let start = match start {
        Start::Picker if !keeper.was_welcomed() => Start::Welcome,
        start => start,
    };
    let options = Options {
        catalog: catalog()?,
        // The terminal tells its own.
        size: Size { width: 80, height: 24 },
        preferences: Preferences { guide, ..look.preferences(&settings) },
        start,
    };
    let ending = terminal::run(options, &mut keeper).map_err(Error::Terminal)?;
    let told = tell(&keeper, output);
    match ending {
        Ending::Failed(message) => Err(Error::Open(message)),
        Ending::Lost => Err(Error::TerminalGone),
        Ending::Signalled(_) | Ending::Left if !keeper.lost().is_empty() => Ok(Outcome::Failure),
        Ending::Signalled(signal) => Ok(Outcome::Signalled(signal)),
        Ending::Left => told.map(|()| Outcome::Success),
    }
}

/// Every scenario that ships with the program.
pub(super) fn catalog() -> Result<Vec<Entry>, Error> {
    let entry = |builtin: &builtin::Builtin| {
        let loaded = load::load_text(builtin.slug, builtin.text)?;
        Ok(Entry { slug: builtin.slug.to_owned(), scenario: Arc::new(loaded.scenario) })
    };
    builtin::ALL.iter().map(entry).collect()
}

fn tell(keeper: &Keeper, output: &mut Output<'_>) -> Result<(), Error> {
    for lost in keeper.lost() {
        writeln!(output.out, "{}", lost.told())?;
    }
    if let Some(path) = keeper.kept() {
        let path = path.to_string_lossy();
        writeln!(output.out, "Your game is kept. `toporder resume` goes on with it, or looks back on it.")?;
        writeln!(output.out, "{}", printable(&path))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_be_shown_and_there_is_always_one() {
        assert_eq!(clean_name("  Ada Lovelace "), "Ada Lovelace");
        assert_eq!(clean_name("A\u{1b}[2Jda\n"), "A[2Jda");
        assert_eq!(clean_name(" \t"), "Player");
        assert_eq!(clean_name(&"ä".repeat(100)).chars().count(), NAME_MAX);
    }

    #[test]
    fn an_option_is_stronger_than_the_environment() {
        let asked = ScreenArgs { theme: Some(ThemeName::Light), no_motion: true, ascii: false };
        let settings = Settings { theme: Some(ThemeName::Mono), motion: Some(true), ..Settings::default() };
        let preferences = asked.preferences(&settings);
        assert_eq!((preferences.theme, preferences.motion), (Theme::Light, false));
    }

    #[test]
    fn every_scenario_that_ships_can_be_picked() {
        assert_eq!(catalog().unwrap().len(), builtin::ALL.len());
    }
}
