//! A class of thirty, half by `ssh` and half with browsers.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::thread;

use super::kept::{assert_kept, journals};
use super::player::Player;
use super::program::{Home, Host};
use super::trainer::Trainer;
use crate::classroom::PATIENCE;

const PEOPLE: usize = 30;

/// Lets everybody do something at the same time, and waits for all.
fn all(players: &mut [Player], act: impl Fn(usize, &mut Player) + Sync) {
    thread::scope(|scope| {
        for (number, player) in players.iter_mut().enumerate() {
            let act = &act;
            scope.spawn(move || act(number, player));
        }
    });
}

#[test]
fn thirty_play_on_whatever_is_cut_and_killed_and_nothing_is_lost() {
    let home = Home::new(None);
    let host = home.begin(&[]);
    let mut players: Vec<Player> = thread::scope(|scope| {
        let join = |number| {
            scope.spawn({
                let host = &host;
                move || Player::join(host, number)
            })
        };
        let joining: Vec<_> = (0..PEOPLE).map(join).collect();
        joining.into_iter().map(|joined| joined.join().unwrap()).collect()
    });

    // The first Sprint; a third of them lose their connection on the way, some while they type.
    all(&mut players, |number, player| {
        player.act().unwrap();
        player.talk().unwrap();
        player.act().unwrap();
        if number % 3 == 0 {
            if number % 4 != 0 {
                let (keys, command) = player.think();
                player.type_blindly(&keys, command).unwrap();
            }
            player.lose();
            player.come_back(&host);
        }
        player.act().unwrap();
        player.run().unwrap();
    });
    let log = host.log();
    assert!(log.contains("lost the connection") || log.contains("came in again"), "{log}");

    // The host is killed while everybody types.
    let host = kill_while_they_play(&mut players, &home, host);
    all(&mut players, |_, player| player.come_back(&host));
    let mut trainer = Trainer::enter(&host);
    all(&mut players, |number, player| {
        player.act().unwrap();
        player.run().unwrap();
        if number % 2 == 0 {
            player.act().unwrap();
        }
        player.run().unwrap();
        assert!(player.game.is_over());
    });

    trainer.until_shown("30 of 30 have run every Sprint");
    let shown: Vec<f64> = players.iter().map(|player| trainer.value(&player.name)).collect();
    trainer.end_round();
    let exported = home.export();
    let journals = journals(&exported);
    assert_eq!(journals.len(), PEOPLE);
    for (player, shown) in players.iter().zip(shown) {
        let value = assert_kept(&journals, player);
        // Three figures of it are shown.
        assert!((value - shown).abs() <= value.abs() / 100.0 + 0.05, "{}: {value}, {shown}", player.name);
    }
    let different: std::collections::BTreeSet<_> = players
        .iter()
        .map(|own| own.game.running_totals().iter().map(|v| v.to_bits()).collect::<Vec<_>>())
        .collect();
    assert!(different.len() > 3, "they played differently");
}

/// Everybody moves until the host is dead; it is killed when enough was seen. Gives the next host.
fn kill_while_they_play(players: &mut [Player], home: &Home, host: Host) -> Host {
    let (seen, changed, lost) = (Mutex::new(0_usize), Condvar::new(), AtomicUsize::new(0));
    thread::scope(|scope| {
        for player in players.iter_mut() {
            let (seen, changed, lost) = (&seen, &changed, &lost);
            scope.spawn(move || {
                while player.act().is_ok() {
                    *seen.lock().unwrap() += 1;
                    changed.notify_all();
                }
                lost.fetch_add(1, Ordering::Relaxed);
                changed.notify_all();
            });
        }
        let enough = |seen: &mut usize| *seen < 4 * PEOPLE && lost.load(Ordering::Relaxed) == 0;
        drop(changed.wait_timeout_while(seen.lock().unwrap(), PATIENCE, enough).unwrap());
        let was_lost = lost.load(Ordering::Relaxed);
        host.kill();
        assert_eq!(was_lost, 0, "nobody loses their connection while the host lives");
    });
    home.resume()
}
