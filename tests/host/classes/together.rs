//! A class that goes on Sprint by Sprint, all together.

use toporder::game::Command;

use super::client::{ESC, Lost};
use super::kept::{assert_kept, journals};
use super::player::Player;
use super::program::Home;
use super::trainer::Trainer;

impl Player {
    /// Hands the order in.
    fn hand_in(&mut self) -> Result<(), Lost> {
        let client = self.client.as_mut().unwrap();
        client.keys("r")?;
        client.until_shown("handed in, yours too")
    }

    /// The trainer has run the Sprint for everybody.
    fn be_run(&mut self) {
        self.game.apply(&Command::RunSprint).unwrap();
        self.done.push(Command::RunSprint);
        let game = self.game.clone();
        self.read_review().unwrap();
        self.sees(&game);
    }
}

#[test]
fn a_class_goes_on_when_the_trainer_says_so() {
    let home = Home::new(None);
    let host = home.begin(&["--together"]);
    let mut trainer = Trainer::enter(&host);
    let mut players: Vec<Player> = (0..4).map(|number| Player::join(&host, number)).collect();

    for sprint in 1..=2 {
        // Nobody runs alone: not this Sprint, and not all that are left.
        let first = players[0].client.as_mut().unwrap();
        first.keys("R").unwrap();
        first.until_shown("y yes").unwrap();
        first.keys("y").unwrap();
        first.until_shown("The class goes on together").unwrap();
        for (at, player) in players.iter_mut().enumerate() {
            player.act().unwrap();
            player.hand_in().unwrap();
            trainer.until_shown(&format!("{} of 4 handed in Sprint {sprint}", at + 1));
        }
        // Whoever changes the order has not handed it in any more.
        players[3].act().unwrap();
        trainer.until_shown(&format!("3 of 4 handed in Sprint {sprint}"));
        players[3].hand_in().unwrap();
        trainer.until_shown(&format!("4 of 4 handed in Sprint {sprint}"));
        for player in &players {
            assert!(player.client.as_ref().unwrap().text().contains(&format!("Sprint {sprint} of 3")));
        }
        trainer.keys("s");
        let next = format!("all together: Sprint {} of 3", sprint + 1);
        trainer.0.until("the Sprint", |screen| screen.contains("y yes") || screen.contains(&next)).unwrap();
        if trainer.0.text().contains("y yes") {
            trainer.keys("y");
        }
        players.iter_mut().for_each(Player::be_run);
    }

    // A late one catches up alone, and then waits like everybody.
    let mut late = Player::join(&host, 4);
    late.run().unwrap();
    late.act().unwrap();
    late.run().unwrap();
    late.hand_in().unwrap();
    trainer.until_shown("1 of 5 handed in Sprint 3");
    players.push(late);
    trainer.keys("s");
    trainer.until_shown("y yes");
    trainer.keys("y");
    players.iter_mut().for_each(Player::be_run);
    trainer.keys(ESC);
    trainer.end_round();

    let journals = journals(&home.export());
    assert_eq!(journals.len(), 5);
    for player in &players {
        assert!(player.game.is_over());
        assert_kept(&journals, player);
    }
}
