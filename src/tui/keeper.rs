//! Carries out what the App wants done with games: begun, opened, written down, listed.
//!
//! A command is on disk when [`Keeper::append`] returns. One that cannot be written waits here, and is
//! tried again before the next; so a journal never has a gap, whatever happens.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::event::{Event, OpenedGame, SavedGame};
use crate::game::journal::Rules;
use crate::game::{Command, Game};
use crate::scenario::Scenario;
use crate::scenario::words::printable;
use crate::store::{self, JournalFile, Listing, Problem, Store, StoreError};

/// What all games have in common that are begun in one run of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Player {
    /// Who plays.
    pub name: String,
    /// The seed of every game; `None`: each gets its own.
    pub seed: Option<u64>,
    /// How games are played.
    pub rules: Rules,
}

/// The games of a player, and the journal of the one that is open.
#[derive(Debug)]
pub struct Keeper {
    player: Player,
    store: Result<Store, StoreError>,
    open: Option<Open>,
    kept: Option<PathBuf>,
    lost: Vec<Lost>,
}

/// A journal that is open, and the commands that could not be written to it yet, oldest first.
#[derive(Debug)]
struct Open {
    file: JournalFile,
    /// Whether something was done in the game, now or earlier.
    is_played: bool,
    waiting: VecDeque<Command>,
}

/// Commands that are in no journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Lost {
    /// The journal they belong to; everything before them is in it.
    pub journal: PathBuf,
    /// The commands, in order.
    pub commands: Vec<Command>,
    /// Why they could not be written.
    pub reason: String,
}

impl Keeper {
    /// A keeper of the journals in a store. Where there is none, games can be played all the same.
    #[must_use]
    pub fn new(store: Result<Store, StoreError>, player: Player) -> Self {
        Self { player, store, open: None, kept: None, lost: Vec::new() }
    }

    /// Begins a game and its journal.
    pub fn begin(&mut self, scenario: &Arc<Scenario>) -> Event {
        self.close();
        let Player { name, seed, rules } = self.player.clone();
        let seed = match seed.map_or_else(store::random_seed, Ok) {
            Ok(seed) => seed,
            Err(error) => return failed(&error),
        };
        let begun = match &self.store {
            Ok(store) => store.create(scenario, &name, seed, rules).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        // What cannot be kept can still be played, as long as the participant knows.
        let notice = begun.as_ref().err().map(|why| format!("This game will not be kept: {why}."));
        let place = begun.ok().map(|file| self.hold(file, false));
        let game = Game::new(Arc::clone(scenario), seed);
        Event::Opened(Box::new(OpenedGame { game, name, rules, place, notice }))
    }

    /// Opens a game that was begun earlier.
    pub fn open(&mut self, path: &Path) -> Event {
        self.close();
        match JournalFile::open(path) {
            Ok(store::Opened { file, journal, game, notice }) => {
                let place = Some(self.hold(file, true));
                // A journal from somewhere else can hold any name.
                let name = printable(&journal.header.name).into_owned();
                let rules = journal.header.rules();
                Event::Opened(Box::new(OpenedGame { game, name, rules, place, notice }))
            }
            Err(error) => failed(&error),
        }
    }

    fn hold(&mut self, file: JournalFile, is_played: bool) -> String {
        let path = file.path().to_owned();
        let place = path.display().to_string();
        self.kept = Some(path);
        self.open = Some(Open { file, is_played, waiting: VecDeque::new() });
        place
    }

    /// Writes a command to the journal, after those that wait. Tells if it cannot be written, and when
    /// after such trouble everything is.
    pub fn append(&mut self, command: Command) -> Option<Event> {
        let open = self.open.as_mut()?;
        let was_in_trouble = !open.waiting.is_empty();
        open.waiting.push_back(command);
        open.is_played = true;
        match open.write() {
            Ok(()) => was_in_trouble.then_some(Event::Saved),
            Err(error) => Some(Event::NotSaved { message: reason(&error) }),
        }
    }

    /// Tries again to write what waits.
    pub fn save_again(&mut self) -> Option<Event> {
        Some(match self.open.as_mut()?.write() {
            Ok(()) => Event::Saved,
            Err(error) => Event::NotSaved { message: reason(&error) },
        })
    }

    /// Closes the journal, or removes it if nothing was done in its game. What still waits is tried once more; if that fails it is lost, and told.
    pub fn close(&mut self) -> Option<Event> {
        let mut open = self.open.take()?;
        if !open.is_played {
            // A game that was only looked at leaves nothing behind. If it cannot be removed, it is listed
            // nowhere.
            self.kept = None;
            let _ = open.file.discard();
            return None;
        }
        let error = open.write().err()?;
        let steps = count(open.waiting.len());
        let message = format!("{steps} of this game could not be saved: {}.", reason(&error));
        self.lost.push(Lost {
            journal: open.file.path().to_owned(),
            commands: open.waiting.into(),
            reason: reason(&error),
        });
        Some(Event::Failed { message })
    }

    /// Work that lists the games that can be continued. Every journal is read for it, so it is for
    /// another thread.
    pub fn list(&self) -> impl FnOnce() -> Event + Send + use<> {
        let store = self.store.as_ref().ok().cloned();
        move || match store.map_or_else(|| Ok(Vec::new()), |store| store.list()) {
            Ok(listings) => Event::Games(saved_games(listings)),
            Err(error) => failed(&error),
        }
    }

    /// Whether somebody played here, or was offered the tutorial.
    #[must_use]
    pub fn was_welcomed(&self) -> bool {
        self.store.as_ref().is_ok_and(Store::was_welcomed)
    }

    /// Keeps in mind that somebody was offered the tutorial. If that cannot be kept, it is offered again.
    pub fn note_welcome(&self) {
        if let Ok(store) = &self.store {
            let _ = store.note_welcome();
        }
    }

    /// Where the game is kept that was played last.
    #[must_use]
    pub fn kept(&self) -> Option<&Path> {
        self.kept.as_deref()
    }

    /// What was lost in the games that were closed.
    #[must_use]
    pub fn lost(&self) -> &[Lost] {
        &self.lost
    }
}

impl Open {
    fn write(&mut self) -> Result<(), StoreError> {
        while let Some(command) = self.waiting.front() {
            self.file.append(command)?;
            self.waiting.pop_front();
        }
        Ok(())
    }
}

impl Lost {
    /// What was lost, for someone to read: why, the commands as a journal has them, and what is kept.
    #[must_use]
    pub fn told(&self) -> String {
        let mut text = format!("{} could not be saved: {}.\n", count(self.commands.len()), self.reason);
        for command in &self.commands {
            // Writing to a String cannot fail, and a command has string keys only.
            let _ = writeln!(text, "  {}", serde_json::to_string(command).unwrap_or_default());
        }
        let _ = write!(text, "Everything before is kept: {}", self.journal.display());
        text
    }
}

/// Saved games as they are listed, from what a store tells; those that were only looked at are left out.
#[must_use]
pub fn saved_games(listings: Vec<Listing>) -> Vec<SavedGame> {
    let zone = TimeZone::system();
    let saved = |listing: Listing| {
        let when = listing.last_played.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
        let (title, name, progress, over) = match listing.game {
            Ok(game) => {
                let progress = match game.over {
                    true => "finished".to_owned(),
                    false => format!("Sprint {} of {}", game.sprint, game.sprints),
                };
                // A journal from somewhere else can hold any name.
                (game.title, printable(&game.player).into_owned(), progress, game.over)
            }
            // It stays in the list: opening it tells what is the matter.
            Err(_) => {
                let file = listing.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                (file, "?".to_owned(), "cannot be read".to_owned(), false)
            }
        };
        SavedGame { path: listing.path, title, name, when, progress, over }
    };
    let is_played = |listing: &Listing| listing.game.as_ref().map_or(true, |game| game.commands > 0);
    listings.into_iter().filter(is_played).map(saved).collect()
}

fn failed(error: &StoreError) -> Event {
    Event::Failed { message: error.to_string() }
}

/// Why a command could not be written, short enough for one line of the screen.
fn reason(error: &StoreError) -> String {
    match error {
        StoreError::At { problem: Problem::NotSaved(source) | Problem::Torn { source, .. }, .. } => {
            in_short(source)
        }
        _ => error.to_string(),
    }
}

fn in_short(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or_default().to_owned()
        }
    }
}

fn count(steps: usize) -> String {
    if steps == 1 { "1 step".to_owned() } else { format!("{steps} steps") }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::scenario::{builtin, load};

    fn scenario() -> Arc<Scenario> {
        let builtin = &builtin::ALL[0];
        Arc::new(load::load_text(builtin.slug, builtin.text).unwrap().scenario)
    }

    fn player() -> Player {
        Player { name: "Ada".to_owned(), seed: Some(7), rules: Rules::default() }
    }

    fn opened(event: Event) -> OpenedGame {
        match event {
            Event::Opened(opened) => *opened,
            other => panic!("{other:?} opens no game"),
        }
    }

    #[test]
    fn a_game_is_opened_again_as_it_was_left() {
        let folder = tempfile::tempdir().unwrap();
        let mut keeper = Keeper::new(Ok(Store::at(folder.path())), player());
        let mut begun = opened(keeper.begin(&scenario()));
        let last = begun.game.scenario().items[begun.game.plan().order.len() - 1].id.clone();
        for command in [Command::Move { item: last, to: 1 }, Command::RunSprint] {
            begun.game.apply(&command).unwrap();
            assert!(keeper.append(command).is_none());
        }
        let path = keeper.kept().unwrap().to_owned();
        assert_eq!(begun.place, Some(path.display().to_string()));
        assert!(keeper.close().is_none());

        let again = opened(keeper.open(&path));
        assert_eq!((again.name.as_str(), again.rules, again.notice), ("Ada", Rules::default(), None));
        assert_eq!(again.game.plan().order, begun.game.plan().order);
        assert_eq!(again.game.running_totals(), begun.game.running_totals());
        assert!(keeper.lost().is_empty());
    }

    #[test]
    fn one_game_is_closed_before_the_next_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let mut keeper = Keeper::new(Ok(Store::at(folder.path())), player());
        opened(keeper.begin(&scenario()));
        let first = keeper.kept().unwrap().to_owned();
        assert!(keeper.append(Command::RunSprint).is_none());
        opened(keeper.begin(&scenario()));
        let second = keeper.kept().unwrap().to_owned();
        assert_ne!(second, first);
        // It would be refused if it were still open.
        opened(keeper.open(&first));
        // Nothing was done in the second one.
        assert!(first.exists() && !second.exists());
    }

    #[test]
    fn a_game_that_was_only_looked_at_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let mut keeper = Keeper::new(Ok(Store::at(folder.path())), player());
        opened(keeper.begin(&scenario()));
        let path = keeper.kept().unwrap().to_owned();
        assert!(keeper.close().is_none() && keeper.kept().is_none() && !path.exists());
    }

    #[test]
    fn without_a_place_for_journals_the_game_can_be_played_and_that_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("no-folder");
        fs::write(&file, "").unwrap();
        for store in [Ok(Store::at(&file)), Err(StoreError::NoFolder)] {
            let mut keeper = Keeper::new(store, player());
            let begun = opened(keeper.begin(&scenario()));
            assert!(begun.notice.unwrap().starts_with("This game will not be kept: "));
            assert_eq!(begun.place, None);
            assert!(keeper.append(Command::RunSprint).is_none());
            assert!(keeper.close().is_none());
            assert_eq!(keeper.kept(), None);
        }
    }

    #[test]
    fn games_are_listed_with_how_far_they_are_even_if_they_cannot_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::at(folder.path());
        let mut keeper = Keeper::new(Ok(store.clone()), player());
        assert!(matches!(keeper.list()(), Event::Games(games) if games.is_empty()));
        opened(keeper.begin(&scenario()));
        keeper.append(Command::RunSprint);
        fs::write(store.folder().join("broken.jsonl"), "{}\n").unwrap();
        let Event::Games(games) = keeper.list()() else { panic!("no list") };
        let told = |game: &SavedGame| format!("{} | {} | {}", game.title, game.name, game.progress);
        let mut told: Vec<String> = games.iter().map(told).collect();
        told.sort();
        let sprints = scenario().sprints;
        let ours = format!("{} | Ada | Sprint 2 of {sprints}", scenario().title);
        assert_eq!(told, [ours, "broken.jsonl | ? | cannot be read".to_owned()]);
    }

    #[test]
    fn a_journal_that_is_not_there_is_told() {
        let mut keeper = Keeper::new(Err(StoreError::NoFolder), player());
        let Event::Failed { message } = keeper.open(Path::new("nowhere.jsonl")) else { panic!("opened") };
        assert!(message.contains("nowhere.jsonl"), "{message}");
    }

    #[test]
    fn what_is_lost_is_told_with_what_is_kept() {
        let lost = Lost {
            journal: PathBuf::from("games/a.jsonl"),
            commands: vec![Command::Talk { item: "soup".to_owned() }, Command::RunSprint],
            reason: "the disk is full".to_owned(),
        };
        insta::assert_snapshot!(lost.told(), @r#"
        2 steps could not be saved: the disk is full.
          {"talk":{"item":"soup"}}
          "run_sprint"
        Everything before is kept: games/a.jsonl
        "#);
    }
}
