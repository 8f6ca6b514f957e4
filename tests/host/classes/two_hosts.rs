//! A class that two hosts serve from one store.

use super::kept::{assert_kept, journals};
use super::player::Player;
use super::program::Home;
use super::trainer::Trainer;

fn a_host_dies_and_nothing_is_lost(home: &Home) {
    let first = home.begin(&[]);
    let second = home.resume();
    assert_eq!(first.code, second.code);
    let mut trainer = Trainer::enter(&second);
    let mut here = Player::join(&first, 0);
    let mut there = Player::join(&second, 1);
    for _ in 0..3 {
        here.act().unwrap();
        there.act().unwrap();
    }
    trainer.until_row("Player 00", |row| row.contains(&"here") && row.contains(&"3"));
    trainer.until_row("Player 01", |row| row.contains(&"here") && row.contains(&"3"));

    // The first dies while something is typed there; what was seen is kept, and who sat there plays on at the other.
    let (keys, command) = here.think();
    here.type_blindly(&keys, command).unwrap();
    first.kill();
    here.come_back(&second);
    let moves = here.done.len().to_string();
    assert!(moves == "3" || moves == "4");
    for player in [&mut here, &mut there] {
        player.talk().unwrap();
        player.act().unwrap();
        for _ in 0..3 {
            player.run().unwrap();
        }
    }
    trainer.until_shown("2 of 2 have run every Sprint");
    trainer.end_round();
    let journals = journals(&home.export());
    for player in [&here, &there] {
        assert_kept(&journals, player);
    }
}

fn a_team_plays_over_both(home: &Home) {
    let first = home.begin(&["--teams", "1"]);
    let second = home.resume();
    let mut here = Player::join(&first, 0);
    let mut there = Player::join(&second, 1);
    for _ in 0..2 {
        here.act().unwrap();
        there.sees(&here.game);
        there.act().unwrap();
        here.sees(&there.game);
    }
    first.kill();
    there.act().unwrap();
    here.client = None;
    here.game = there.game.clone();
    here.come_back(&second);
    here.act().unwrap();
    there.sees(&here.game);
    let [(journal, game)] = &journals(&home.export())[..] else { panic!("one board") };
    let by: Vec<&str> = journal.entries.iter().filter_map(|entry| entry.by.as_deref()).collect();
    let [one, other] = ["Player 00", "Player 01"];
    assert_eq!(by, [one, other, one, other, other, one]);
    assert_eq!(game.plan().order, here.game.plan().order);
}

#[test]
fn in_a_file() {
    a_host_dies_and_nothing_is_lost(&Home::new(None));
    a_team_plays_over_both(&Home::new(None));
}

#[cfg(feature = "postgres")]
#[test]
fn in_a_database() {
    for test in [a_host_dies_and_nothing_is_lost, a_team_plays_over_both] {
        let Some(database) = crate::database::Database::new() else { return };
        test(&Home::new(Some(database.url())));
    }
}
