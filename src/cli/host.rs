//! `toporder host`.

mod board;
mod export;
mod ways;

use std::env;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use tokio::runtime::Runtime;
use tracing::info;

use self::ways::{WayArgs, Ways};
use super::at_terminal::{self, ScreenArgs};
use super::class_place::PlaceArgs;
use super::settings::{CoachName, Settings};
use super::{Error, Outcome, Output};
use crate::class::{self, Class, Happening, Wish};
use crate::game::journal::Rules;
use crate::host::{Codes, Door, Hub, Limits, Setup, new_code};
use crate::scenario::Scenario;
use crate::scenario::load;
use crate::scenario::words::printable;
use crate::store;
use crate::store::class::{ClassId, ClassPlace, ClassStore, NewRow};
use crate::tui::event::{Effect, Event, Size};
use crate::tui::{Entry, Preferences};

/// Letters of a code that a class is joined with.
const CODE_LETTERS: usize = 5;
/// Letters of what nobody has to read out: a trainer's secret, the name of a host.
const SECRET_LETTERS: usize = 16;

/// The environment variable that holds the trainer's secret.
const SECRET_VARIABLE: &str = "TOPORDER_TRAINER_SECRET";

/// Host a class: everybody plays the same scenario on the same luck, from their own machine.
///
/// Participants come in with a browser or by ssh, and need nothing installed. The trainer's board opens in this terminal.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The name of a built-in scenario, or a file, for the first round. Others can be chosen on the board.
    scenario: Option<PathBuf>,
    #[command(flatten)]
    class: ClassArgs,
    #[command(flatten)]
    round: RoundArgs,
    #[command(flatten)]
    ways: WayArgs,
    #[command(flatten)]
    look: ScreenArgs,
    /// Open no board here: print how to come in, and host until Ctrl-C. The trainer comes in like everybody, with the name
    /// `trainer` and a secret.
    #[arg(long)]
    no_board: bool,
}

/// Which class it is.
#[derive(Debug, clap::Args)]
struct ClassArgs {
    /// What the class is called.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Let so many teams share boards; without it, everybody plays alone.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100))]
    teams: u32,
    /// The most people that the class can have.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=2_000))]
    people: u32,
    /// The code that participants type. Without it, one is made up.
    #[arg(long, value_name = "CODE", conflicts_with = "no_code")]
    code: Option<String>,
    /// Let in whoever reaches this machine.
    #[arg(long)]
    no_code: bool,
    /// Go on with a class that was hosted before: the one with this number, or without a number the last.
    #[arg(long, value_name = "CLASS", num_args = 0..=1, conflicts_with_all = ["title", "teams", "code", "no_code"])]
    resume: Option<Option<ClassId>>,
    #[command(flatten)]
    place: PlaceArgs,
}

/// How rounds are played.
#[derive(Debug, clap::Args)]
struct RoundArgs {
    /// The seed of the first round's luck. Without it: another one each time. Nobody sees it before the round is over.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How much participants are told before each Sprint; the debrief always tells everything.
    #[arg(long, value_name = "HOW MUCH", default_value = "full")]
    coach: CoachName,
    /// Before each Sprint, everybody says a Sprint Goal, a reason for the order and a forecast; the chances are shown only
    /// after that.
    #[arg(long)]
    commit: bool,
    /// Begin the first round at once, each at their own pace.
    #[arg(long, requires = "scenario")]
    begin: bool,
    /// Begin it so that the class goes on Sprint by Sprint, all together.
    #[arg(long, requires = "begin")]
    together: bool,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let settings = Settings::load()?;
        let scenario = self.scenario.as_deref().map(load::load).transpose()?;
        let scenario = scenario.map(|loaded| Arc::new(loaded.scenario));
        if let Some(problem) = at_terminal::missing().filter(|_| !self.no_board) {
            let message = format!("the trainer's board opens in a terminal, and {problem}");
            let help = "Run it in a terminal window. With --no-board it hosts without one, and you come to the board like \
                        everybody, with the name `trainer` and a secret.";
            return Err(Error::Usage { message, help: Some(help.to_owned()) });
        }
        let place = self.class.place.place()?;
        let mut kept = self.class.place.open()?;
        let runtime = Runtime::new().map_err(Error::Network)?;
        // Before a class is made that nobody could come to.
        let ways = runtime.block_on(self.ways.open())?;
        let (id, class) = self.class.open(&mut *kept, scenario.as_deref())?;
        ways::log(self.no_board)?;
        let ways = ways.with_code(class.code());
        let hub = self.hub(kept, id, &ways, scenario.as_ref())?;
        info!(class = id, "the class is hosted");
        let codes = Codes { class: class.code().map(str::to_owned), trainer: self.trainer_secret()? };
        let told = ways.told(&class, id, &place, codes.trainer.as_deref());
        let door = Door::new(hub.clone(), codes, Limits::for_class(self.class.people as usize));
        let serving = ways.serve(&runtime, &door);
        if let Some(scenario) = scenario.filter(|_| self.round.begin) {
            runtime.block_on(begin(&hub, scenario, self.round.together))?;
        }
        let outcome = if self.no_board {
            output.out.write_all(told.as_bytes())?;
            output.out.flush()?;
            runtime.block_on(ways::until_signal())
        } else {
            board::run(&runtime, &hub, self.look.preferences(&settings))
        };
        // Everybody's terminal is given back; then the log is closed.
        serving.stop(&runtime);
        drop(door);
        let is_closed = hub.bulletin().is_closed;
        hub.leave();
        tell_how_to_go_on(output, id, &place, is_closed)?;
        outcome
    }

    fn hub(
        &self,
        store: Box<dyn ClassStore>,
        class: ClassId,
        ways: &Ways,
        scenario: Option<&Arc<Scenario>>,
    ) -> Result<Hub, Error> {
        let RoundArgs { seed, coach, commit, .. } = self.round;
        let setup = Setup {
            store,
            class,
            host: new_code(SECRET_LETTERS).ok_or_else(no_randomness)?,
            people_max: self.class.people as usize,
            invitation: ways.invitation().clone(),
            catalog: self.catalog(scenario)?,
            rules: Rules { coach: coach.into(), commit },
            seed,
            threads: thread::available_parallelism().map_or(2, usize::from),
            export: Box::new(move |played, archive| export::export(class, played, archive)),
        };
        Hub::open(setup).map_err(|error| Error::Host(error.to_string()))
    }

    /// What the trainer can choose from: the scenario of the first round, then all that ship with the program.
    fn catalog(&self, scenario: Option<&Arc<Scenario>>) -> Result<Vec<Entry>, Error> {
        let mut catalog = at_terminal::catalog()?;
        if let (Some(path), Some(scenario)) = (&self.scenario, scenario) {
            catalog.retain(|entry| entry.scenario.source != scenario.source);
            let slug = path.to_string_lossy().into_owned();
            catalog.insert(0, Entry { slug, scenario: Arc::clone(scenario) });
        }
        Ok(catalog)
    }

    /// What the trainer comes in with by the network: what the environment says, or where there is no board here, something
    /// made up.
    fn trainer_secret(&self) -> Result<Option<String>, Error> {
        let named = env::var(SECRET_VARIABLE).ok().filter(|secret| !secret.trim().is_empty());
        match named {
            None if self.no_board => new_code(SECRET_LETTERS).map(Some).ok_or_else(no_randomness),
            named => Ok(named),
        }
    }
}

impl ClassArgs {
    /// The class that is meant: a new one, or one of those that are kept.
    fn open(
        &self,
        store: &mut dyn ClassStore,
        scenario: Option<&Scenario>,
    ) -> Result<(ClassId, Class), Error> {
        let id = match self.resume {
            Some(wanted) => kept(store, wanted)?,
            None => self.create(store, scenario)?,
        };
        let class = Class::of(store::class::read_rows(store, id)?);
        if class.is_closed() {
            let message = format!("the class {} was closed", printable(class.title()));
            let help = format!("`toporder classes export {id} -o FOLDER` writes what was played in it.");
            return Err(Error::Refused { message, help });
        }
        Ok((id, class))
    }

    fn create(&self, store: &mut dyn ClassStore, scenario: Option<&Scenario>) -> Result<ClassId, Error> {
        let named = self.title.as_deref().or(scenario.map(|scenario| scenario.title.as_str()));
        let title = named.and_then(class::clean_text).unwrap_or_else(|| "A class".to_owned());
        let code = match &self.code {
            _ if self.no_code => None,
            Some(code) => Some(own_code(code)?),
            None => Some(new_code(CODE_LETTERS).ok_or_else(no_randomness)?),
        };
        let at_ms = store::now_ms();
        let id = store.create(&title, at_ms)?;
        let opened = Happening::Opened {
            toporder_class: class::VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            title,
            teams: self.teams,
            code,
        };
        store.append(id, &[NewRow { at_ms, text: class::line(&opened) }])?;
        Ok(id)
    }
}

/// A code of the trainer's own: letters and figures that can be typed anywhere.
fn own_code(code: &str) -> Result<String, Error> {
    let code = code.trim().to_uppercase();
    if (3..=32).contains(&code.len()) && code.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Ok(code);
    }
    let message = "a code has 3 to 32 letters and figures, and nothing else".to_owned();
    Err(Error::Usage {
        message,
        help: Some("Without --code one is made up; --no-code lets in everybody.".to_owned()),
    })
}

/// The class with a number, or the one that was used last.
fn kept(store: &mut dyn ClassStore, wanted: Option<ClassId>) -> Result<ClassId, Error> {
    let classes = store.classes()?;
    let found = match wanted {
        Some(id) => classes.iter().find(|class| class.id == id),
        None => classes.first(),
    };
    found.map(|class| class.id).ok_or_else(|| Error::NoGame {
        message: match wanted {
            Some(id) => format!("there is no class {id}"),
            None => "no class is kept here".to_owned(),
        },
        help: "`toporder classes` lists those that are kept; `toporder host SCENARIO` begins one.".to_owned(),
    })
}

/// Begins the first round of a class, unless one was begun before.
async fn begin(hub: &Hub, scenario: Arc<Scenario>, steps: bool) -> Result<(), Error> {
    if hub.bulletin().round.is_some() {
        return Ok(());
    }
    let size = Size { width: 80, height: 24 };
    let Some(trainer) = hub.enter_as_trainer(size, Preferences::default()).await else { return Ok(()) };
    let wish = Effect::Class(Wish::Begin { scenario, steps });
    let told = trainer.link.carry_out(wish).await.unwrap_or_default();
    let refused = told.into_iter().find_map(|event| match event {
        Event::Told { message } => Some(message),
        _ => None,
    });
    refused.map_or(Ok(()), |message| Err(Error::Host(message)))
}

fn tell_how_to_go_on(
    output: &mut Output<'_>,
    id: ClassId,
    place: &ClassPlace,
    is_closed: bool,
) -> Result<(), Error> {
    let place = place.shown();
    if is_closed {
        writeln!(output.out, "The class is over, and kept in {place}.")?;
    } else {
        writeln!(output.out, "The class is kept in {place}. `toporder host --resume {id}` goes on with it,")?;
    }
    writeln!(output.out, "`toporder classes export {id} -o FOLDER` writes what was played in it.")?;
    Ok(())
}

fn no_randomness() -> Error {
    Error::Host("the system has no randomness to give".to_owned())
}
