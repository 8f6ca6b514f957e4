//! Lines at random: nothing panics, and the journal makes the same game again.

use proptest::prelude::*;
use toporder::game::journal::Coach;

use crate::player::{Player, fair};

/// Words that mean something in a line, and some that do not.
fn word() -> impl Strategy<Value = String> {
    let known = [
        "list",
        "read",
        "move",
        "m",
        "up",
        "down",
        "top",
        "bottom",
        "order",
        "x",
        "bring",
        "talk",
        "t",
        "goal",
        "reason",
        "forecast",
        "f",
        "undo",
        "redo",
        "run",
        "rest",
        "value",
        "warnings",
        "people",
        "risks",
        "briefing",
        "glossary",
        "review",
        "debrief",
        "save",
        "help",
        "yes",
        "no",
        "to",
        "by",
        "with",
        "none",
        "%",
        ",",
        "cake",
        "oven",
        "buns",
        "permit",
        "show",
        "risk",
        "80%",
        "-1",
        "\u{1b}[2J",
        "#",
    ];
    prop_oneof![
        6 => prop::sample::select(known.to_vec()).prop_map(str::to_owned),
        5 => (0..8_u32).prop_map(|number| number.to_string()),
        1 => any::<String>(),
    ]
}

/// Lines that are often possible.
fn sensible() -> impl Strategy<Value = String> {
    let item = || (1..7_u32).prop_map(|number| number.to_string());
    prop_oneof![
        (item(), 1..7_u32).prop_map(|(item, to)| format!("move {item} to {to}")),
        (prop::sample::select(vec!["up", "down", "top", "bottom", "x", "bring", "talk"]), item())
            .prop_map(|(verb, item)| format!("{verb} {item}")),
        (item(), item()).prop_map(|(a, b)| format!("order {a} {b}")),
        (item(), 1..4_u32, 1..99_u32).prop_map(|(item, by, sure)| format!("forecast {item} by {by} {sure}%")),
        item().prop_map(|item| format!("goal A goal with {item}")),
        prop::sample::select(vec!["undo", "redo", "run", "yes", "no", "run rest", "reason Because"])
            .prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_the_journal_makes_the_same_game(
        commit in any::<bool>(),
        lines in prop::collection::vec(
            prop_oneof![3 => sensible(), 1 => prop::collection::vec(word(), 0..5).prop_map(|words| words.join(" "))],
            0..40,
        ),
    ) {
        let (mut player, _) = Player::of(fair(), Coach::Hints, commit);
        for line in &lines {
            if ["games", "quit", "q", "exit"].contains(&line.trim()) {
                continue;
            }
            let said = player.line(line);
            prop_assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "{line:?}: {said}");
            if player.plain.game().is_none() || player.is_over {
                // Left, by the beginning of a word.
                return Ok(());
            }
        }
        let (game, again) = (player.plain.game().unwrap(), player.replayed());
        prop_assert_eq!(game.plan(), again.plan());
        prop_assert_eq!(game.talks(), again.talks());
        prop_assert_eq!(game.sprint(), again.sprint());
        prop_assert_eq!(game.running_totals(), again.running_totals());
    }
}
