//! Playing line by line: lines come from standard input, text goes to standard output.

mod lines;

use std::collections::VecDeque;
use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;

use self::lines::{Lines, Message};
use super::at_terminal::{GameArgs, GuideArgs, catalog};
use super::debrief;
use super::settings::Settings;
use super::{Error, Outcome, Output};
use crate::plain::{COLUMNS, Effect, Options, Plain, Start, Step, is_command};
use crate::scenario::words::printable;
use crate::store::Store;
use crate::tui::keeper::Keeper;

/// How playing ended.
enum Ending {
    /// As the participant wished, or because nothing more can be read.
    Left,
    /// What it was to begin with could not be opened, for this reason.
    Failed(String),
    /// The system asked for it with a signal of this number.
    Signalled(i32),
}

/// Goes on, or ends.
type Flow = ControlFlow<Ending>;

/// Plays line by line until it ends, and tells how to go on.
///
/// # Errors
/// If what was to be opened cannot be, or nothing can be printed any more.
pub(super) fn run(
    start: Start,
    game: GameArgs,
    guide: GuideArgs,
    output: &mut Output<'_>,
) -> Result<Outcome, Error> {
    let settings = Settings::load()?;
    let mut keeper = Keeper::new(Store::open_default(), game.player(&settings));
    let columns = output.look.columns().map_or(COLUMNS, |columns| columns.min(COLUMNS));
    let (plain, first) = Plain::new(Options { catalog: catalog()?, columns, start, guide: guide.guide });
    // Who types sees the line already; who reads a transcript does not.
    let is_typed = io::stdin().is_terminal() && io::stdout().is_terminal();
    let mut session = Session { plain, keeper: &mut keeper, out: &mut *output.out, columns, is_typed };
    let ending = session.run(first);
    keeper.close();
    let told = ending.and_then(|ending| tell(&keeper, output).map(|()| ending));
    Ok(match told? {
        Ending::Failed(message) => return Err(Error::Open(message)),
        _ if !keeper.lost().is_empty() => Outcome::Failure,
        Ending::Left => Outcome::Success,
        Ending::Signalled(signal) => Outcome::Signalled(signal),
    })
}

struct Session<'a> {
    plain: Plain,
    keeper: &'a mut Keeper,
    out: &'a mut dyn Write,
    columns: usize,
    is_typed: bool,
}

impl Session<'_> {
    fn run(&mut self, first: Vec<Step>) -> io::Result<Ending> {
        let lines = Lines::watch()?;
        let mut flow = self.carry_out(first)?;
        loop {
            if let ControlFlow::Break(ending) = flow {
                return Ok(ending);
            }
            if self.is_typed {
                write!(self.out, "\n{}", self.plain.prompt())?;
            }
            self.out.flush()?;
            flow = match lines.next() {
                Message::Line(line) => self.take(&line)?,
                Message::Signal(signal) => ControlFlow::Break(Ending::Signalled(signal)),
                Message::End | Message::Interrupted => ControlFlow::Break(Ending::Left),
            };
            if self.is_typed && flow.is_break() {
                writeln!(self.out)?;
            }
        }
    }

    fn take(&mut self, line: &str) -> io::Result<Flow> {
        if !self.is_typed && is_command(line) {
            writeln!(self.out, "\n{}{}", self.plain.prompt(), printable(line.trim()))?;
        }
        let steps = self.plain.line(line);
        self.carry_out(steps)
    }

    /// Carries out what follows from something, in order, and what follows from that.
    fn carry_out(&mut self, steps: Vec<Step>) -> io::Result<Flow> {
        let mut steps = VecDeque::from(steps);
        let mut answers = Vec::new();
        while let Some(step) = steps.pop_front() {
            match step {
                Step::Say(text) => self.out.write_all(text.as_bytes())?,
                Step::Do(Effect::Append(command)) => answers.extend(self.keeper.append(command)),
                Step::Do(Effect::SaveAgain) => answers.extend(self.keeper.save_again()),
                Step::Do(Effect::Begin(scenario)) => answers.push(self.keeper.begin(&scenario)),
                Step::Do(Effect::Open(path)) => answers.push(self.keeper.open(&path)),
                Step::Do(Effect::Close) => answers.extend(self.keeper.close()),
                Step::Do(Effect::ListGames) => answers.push(self.keeper.list()()),
                Step::Do(Effect::Debrief { name, game }) => {
                    // It takes a while, in which there is something to read.
                    self.out.flush()?;
                    debrief::print(self.out, self.columns, &name, *game)?;
                }
                Step::Do(Effect::Fail(message)) => return Ok(ControlFlow::Break(Ending::Failed(message))),
                Step::Do(Effect::Quit) => return Ok(ControlFlow::Break(Ending::Left)),
            }
            if steps.is_empty() {
                let follow = answers.drain(..).flat_map(|answer| self.plain.take(answer));
                steps.extend(follow.collect::<Vec<_>>());
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// Tells what could not be saved, and how to go on with what is kept.
fn tell(keeper: &Keeper, output: &mut Output<'_>) -> io::Result<()> {
    for lost in keeper.lost() {
        writeln!(output.out, "{}", lost.told())?;
    }
    if let Some(path) = keeper.kept() {
        let path = path.to_string_lossy();
        writeln!(output.out, "\nYour game is kept. Go on with it, or look back on it, by")?;
        writeln!(output.out, "toporder resume --plain {}", printable(&quoted(&path)))?;
    }
    Ok(())
}

/// A path as a shell takes it.
pub(super) fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+~:".contains(c);
    if path.chars().all(is_plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}
