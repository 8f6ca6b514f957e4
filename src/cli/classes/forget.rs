//! One participant's data out of a class.

use crate::class::{self, Class, Forgotten};
use crate::cli::{Error, Output};
use crate::scenario::words::{nearest, printable, ticked};
use crate::store::class::{ClassStore, KeptClass};

pub(super) fn forget(
    store: &mut dyn ClassStore,
    kept: &KeptClass,
    name: &str,
    yes: bool,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let rows = super::rows(store, kept)?;
    let class = Class::of(rows.iter().cloned());
    let Some((player, own)) = class.named(name) else {
        let near = nearest(name, class.players().values().map(|own| own.name.as_str()));
        let help = near.map_or_else(
            || "Write the name as it stands in the class.".to_owned(),
            |near| format!("Did you mean {}?", ticked(near)),
        );
        let message = format!("nobody in class {} is called {}", kept.id, ticked(name));
        return Err(Error::Refused { message, help });
    };
    let own = printable(&own.name).into_owned();
    super::refuse_unless(yes, format!("this takes what {own} wrote and did out of class {}", kept.id))?;
    super::refuse_if_served(store, kept)?;
    let Some(forgotten) = class::forget(&rows, player) else { return Ok(()) };
    let changes: Vec<(i64, Option<String>)> = forgotten
        .changes
        .iter()
        .map(|(number, changed)| (*number, changed.as_ref().map(class::line)))
        .collect();
    store.rewrite(kept.id, &changes)?;
    writeln!(output.out, "{own} is called “{}” in class {} now.", forgotten.name, kept.id)?;
    writeln!(output.out, "Taken out: {}.", taken_out(&forgotten).join(", "))?;
    let shared = forgotten.shared_moves;
    let stays =
        if shared == 0 { String::new() } else { format!("{} at a shared board, and ", moves(shared)) };
    writeln!(output.out, "What stays, without the name: {stays}when they came and left.")?;
    Ok(store.scrub()?)
}

fn moves(count: usize) -> String {
    format!("{count} {}", if count == 1 { "move" } else { "moves" })
}

fn taken_out(forgotten: &Forgotten) -> Vec<String> {
    let count = |number: usize, one: &str, many: &str| {
        (number > 0).then(|| format!("{number} {}", if number == 1 { one } else { many }))
    };
    let all = [
        Some("the name and the PIN".to_owned()),
        count(forgotten.moves, "move", "moves"),
        count(forgotten.texts, "text", "texts"),
        count(forgotten.answers, "answer", "answers"),
        count(forgotten.mentions, "mention of the name by others", "mentions of the name by others"),
    ];
    all.into_iter().flatten().collect()
}
