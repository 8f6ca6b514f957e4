//! Teams that share boards.

use std::collections::BTreeSet;
use std::thread;

use super::kept::journals;
use super::player::Player;
use super::program::Home;
use super::trainer::Trainer;

/// How often each of them moves something.
const MOVES: usize = 6;

#[test]
fn a_team_shares_a_board_though_all_move_at_once() {
    let home = Home::new(None);
    let host = home.begin(&["--teams", "2"]);
    let mut trainer = Trainer::enter(&host);
    let mut players: Vec<Player> = (0..6).map(|number| Player::join(&host, number)).collect();
    // Nobody looks before they move on.
    thread::scope(|scope| {
        for player in &mut players {
            scope.spawn(|| {
                for _ in 0..MOVES {
                    let keys = format!("\x1b[H{}J", "j".repeat(player.whims.below(3)));
                    player.client.as_mut().unwrap().keys(&keys).unwrap();
                }
            });
        }
    });
    for team in ["Team 1:", "Team 2:"] {
        trainer.until_row(team, |row| row.contains(&&*(3 * MOVES).to_string()));
    }

    let kept = journals(&home.export());
    assert_eq!(kept.len(), 2);
    let mut teams = BTreeSet::new();
    for (journal, game) in &kept {
        let movers: BTreeSet<&str> = journal.entries.iter().filter_map(|own| own.by.as_deref()).collect();
        assert_eq!((movers.len(), journal.entries.len()), (3, 3 * MOVES), "{movers:?}");
        for mover in &movers {
            let own = journal.entries.iter().filter(|entry| entry.by.as_deref() == Some(mover)).count();
            assert_eq!(own, MOVES, "{mover}");
            // Everybody of the team has the same board before them.
            let player = players.iter_mut().find(|player| player.name == *mover).unwrap();
            player.sees(game);
            teams.insert(player.name.clone());
        }
    }
    assert_eq!(teams.len(), 6, "everybody is in one team");
    // What one team does, the other does not see.
    let is_first =
        |player: &Player| kept[0].0.entries.iter().any(|own| own.by.as_ref() == Some(&player.name));
    let (mut first, mut second): (Vec<Player>, Vec<Player>) = players.into_iter().partition(is_first);
    first[0].run().unwrap();
    let after = first[0].game.clone();
    for player in &mut first[1..] {
        player.read_review().unwrap();
        player.sees(&after);
    }
    second[0].act().unwrap();
    let after = second[0].game.clone();
    assert_eq!(after.sprint(), 1);
    for player in &mut second[1..] {
        player.sees(&after);
    }
}
