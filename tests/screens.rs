//! Screens, driven by scripted keys and mouse, held against snapshots.

mod script;

use script::Player;

#[test]
fn look() {
    let mut player = Player::new("soup-on-the-square", 80, 24);
    println!("{}", player.screen());
    player.keys("enter");
    println!("{}", player.screen());
}
