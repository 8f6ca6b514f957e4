//! Items by number, or by a part of their title.

use crate::game::Game;
use crate::scenario::ItemIx;
use crate::scenario::words::{excerpt, nearest};
use crate::words;

/// How many items a line names, at most.
const NAMED_MAX: usize = 4;

/// The items with their numbers, from 1: in order, then what is not now, then what is Done, the newest first.
pub(super) fn numbered(game: &Game) -> Vec<ItemIx> {
    let plan = game.plan();
    let items = (0..game.scenario().items.len()).map(ItemIx::new);
    let mut done: Vec<(u32, ItemIx)> =
        items.filter_map(|item| Some((game.state().item(item).done()?, item))).collect();
    done.sort_by_key(|(sprint, _)| std::cmp::Reverse(*sprint));
    plan.order.iter().chain(&plan.aside).copied().chain(done.into_iter().map(|(_, item)| item)).collect()
}

/// The item that is named.
///
/// # Errors
/// In a line what to write instead.
pub(super) fn find(game: &Game, name: &str) -> Result<ItemIx, String> {
    let items = numbered(game);
    let name = name.trim_matches(|c: char| c.is_whitespace() || "“”\"'".contains(c));
    if let Ok(number) = name.parse::<usize>() {
        let found = number.checked_sub(1).and_then(|index| items.get(index).copied());
        return found
            .ok_or_else(|| format!("There is no item {number}: `list` shows items 1 to {}.", items.len()));
    }
    if let Some(item) = game.scenario().item_named(name).filter(|item| items.contains(item)) {
        return Ok(item);
    }
    let (title, wanted) =
        (|item: ItemIx| game.scenario().item(item).title.to_lowercase(), name.to_lowercase());
    if let Some(exact) = items.iter().find(|item| title(**item) == wanted) {
        return Ok(*exact);
    }
    let fits = |(_, item): &(usize, ItemIx)| !wanted.is_empty() && title(*item).contains(&wanted);
    let matching: Vec<(usize, ItemIx)> = (1..).zip(items.iter().copied()).filter(fits).collect();
    match &matching[..] {
        [(_, only)] => Ok(*only),
        [] => Err(unknown(game, &items, name)),
        several => {
            let mut names: Vec<String> =
                several.iter().take(NAMED_MAX).map(|&(n, ix)| told(game, n, ix)).collect();
            if several.len() > NAMED_MAX {
                names.push(format!("{} more", several.len() - NAMED_MAX));
            }
            let count = several.len();
            let name = words::quoted(&excerpt(name));
            Err(format!(
                "{name} fits {count} items: {}. Write a number, or more of the title.",
                names.join(", ")
            ))
        }
    }
}

fn unknown(game: &Game, items: &[ItemIx], name: &str) -> String {
    let titles: Vec<(usize, ItemIx, &str)> = (1..)
        .zip(items)
        .map(|(number, &item)| (number, item, game.scenario().item(item).title.as_str()))
        .collect();
    // A title as a whole, or one of its words.
    let words = titles.iter().flat_map(|(_, _, title)| title.split_whitespace().chain([*title]));
    let near = nearest(name, words);
    let found = near.and_then(|near| titles.iter().find(|(_, _, title)| title.contains(near)));
    let help = match found {
        Some(&(number, item, _)) => format!("Did you mean {}?", told(game, number, item)),
        None => "`list` shows the items with their numbers.".to_owned(),
    };
    format!("There is no item {}. {help}", words::quoted(&excerpt(name)))
}

/// An item in the middle of a sentence: `3 “Bread”`.
fn told(game: &Game, number: usize, item: ItemIx) -> String {
    format!("{number} {}", words::quoted(&game.scenario().item(item).title))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::scenario::{builtin, load};

    fn game() -> Game {
        let builtin = &builtin::ALL[0];
        Game::new(Arc::new(load::load_text(builtin.slug, builtin.text).unwrap().scenario), 1)
    }

    #[test]
    fn an_item_has_a_number_a_title_and_parts_of_it() {
        let game = game();
        let first = game.plan().order[0];
        for name in ["1", "awning", "stri", "striped awning and lanterns", "“Striped”", "LANTERNS"] {
            assert_eq!(find(&game, name), Ok(first), "{name}");
        }
    }

    #[test]
    fn what_fits_none_or_several_is_told() {
        let game = game();
        let names = ["0", "9", "lantrens", "cheese", "th", "e", ""];
        let told = names.map(|name| find(&game, name).unwrap_err());
        insta::assert_snapshot!(told.join("\n"), @r"
        There is no item 0: `list` shows items 1 to 8.
        There is no item 9: `list` shows items 1 to 8.
        There is no item “lantrens”. Did you mean 1 “Striped awning and lanterns”?
        There is no item “cheese”. `list` shows the items with their numbers.
        “th” fits 4 items: 2 “Cups that come back”, 4 “Lunch for the town hall”, 5 “Three large thermos cans”, 7 “Bread with every bowl”. Write a number, or more of the title.
        “e” fits 7 items: 1 “Striped awning and lanterns”, 2 “Cups that come back”, 3 “A second soup”, 4 “Lunch for the town hall”, 3 more. Write a number, or more of the title.
        There is no item “”. `list` shows the items with their numbers.
        ");
    }
}
