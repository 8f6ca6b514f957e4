//! The board of a game, as it is seen at a terminal.

use std::path::Path;

use toporder::game::Game;
use toporder::scenario::{Scenario, builtin, load};

use crate::pty::{Terminal, toporder};

pub(crate) const SLUG: &str = "soup-on-the-square";

pub(crate) fn scenario() -> Scenario {
    load::load_text(SLUG, builtin::find(SLUG).unwrap().text).unwrap().scenario
}

/// The game at its board, in a terminal of 80 × 24.
pub(crate) fn at_the_board(data: &Path) -> Terminal {
    brought_to_the_board(Terminal::spawn(toporder(data, &["play", SLUG, "--seed", "1"]), 80, 24))
}

pub(crate) fn brought_to_the_board(mut terminal: Terminal) -> Terminal {
    terminal.wait_for(&["Briefing"]);
    terminal.send("\r");
    terminal.wait_for(&["Sprint 1 of 3", "Product Backlog"]);
    terminal
}

/// The titles of the list, in the order in which they are shown.
pub(crate) fn order_shown(screen: &str) -> Vec<String> {
    let titles: Vec<String> = scenario().items.into_iter().map(|item| item.title).collect();
    let beginning = |title: &str| title.chars().take(12).collect::<String>();
    // The list is at the left; the panel beside it names items, too.
    let lines = screen.lines().map(|line| line.chars().take(40).collect::<String>());
    let title_in = |line: String| titles.iter().find(|title| line.contains(&beginning(title))).cloned();
    lines.filter_map(title_in).collect()
}

pub(crate) fn order_of(game: &Game) -> Vec<String> {
    game.plan().order.iter().map(|&item| game.scenario().item(item).title.clone()).collect()
}

/// Waits until the first two items of the list are in this order.
pub(crate) fn wait_for_order(terminal: &Terminal, first: &str, second: &str) {
    terminal.wait_until(&format!("{first} above {second}"), |screen| {
        let order = order_shown(&screen.contents());
        (order.first()?.starts_with(first) && order.get(1)?.starts_with(second)).then_some(())
    });
}

pub(crate) fn move_the_first_item_down(terminal: &mut Terminal) {
    wait_for_order(terminal, "Striped awning", "Cups");
    terminal.send("J");
    wait_for_order(terminal, "Cups", "Striped awning");
}
