//! What is kept of a class.

use std::path::Path;

use toporder::game::Game;
use toporder::game::journal::Journal;

use super::player::Player;

/// The journals of the first round in an export.
pub(crate) fn journals(exported: &Path) -> Vec<(Journal, Game)> {
    let files = std::fs::read_dir(exported.join("round-1")).unwrap();
    let read = |file: std::io::Result<std::fs::DirEntry>| {
        Journal::parse(&std::fs::read(file.unwrap().path()).unwrap()).unwrap()
    };
    files.map(read).collect()
}

/// Everything that was seen is kept, once, in order, and nothing else is.
pub(crate) fn assert_kept(journals: &[(Journal, Game)], player: &Player) -> f64 {
    let of = |(journal, _): &&(Journal, Game)| journal.header.name == player.name;
    let (journal, game) = journals.iter().find(of).expect("a journal for everybody");
    let kept: Vec<_> = journal.entries.iter().map(|entry| &entry.command).collect();
    assert_eq!(kept, player.done.iter().collect::<Vec<_>>(), "{}", player.name);
    assert_eq!(game.running_totals(), player.game.running_totals(), "{}", player.name);
    assert_eq!(game.plan().order, player.game.plan().order, "{}", player.name);
    value(game)
}

/// The value so far.
pub(crate) fn value(game: &Game) -> f64 {
    game.running_totals().last().copied().unwrap_or(0.0)
}
