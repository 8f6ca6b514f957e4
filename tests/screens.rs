//! Screens, driven by scripted keys and mouse, held against snapshots.

mod script;

use script::Player;

#[test]
fn look() {
    let slug = std::env::var("SLUG").unwrap_or("soup-on-the-square".into());
    let (w, h) = (
        std::env::var("W").map_or(80, |w| w.parse().unwrap()),
        std::env::var("H").map_or(24, |w| w.parse().unwrap()),
    );
    let keys = std::env::var("KEYS").unwrap_or("".into());
    let mut player = Player::new(&slug, w, h);
    for part in keys.split('|') {
        player.keys(part);
        println!("{}", player.screen());
    }
    println!("{:?}", player.commands);
}
