//! What was said before a Sprint, held against what happened.

use super::fact::{list, quoted};
use crate::game::{Decision, Game};

/// Questions that come before any figure.
pub const FEELINGS: [&str; 3] = [
    "When were you sure of yourself, and when not?",
    "Whom was it hardest to make wait?",
    "Is there a decision that you would take again, whatever came of it?",
];

/// The Sprint Goal of a decision and what came of it, with whether it was met; `None` where none was said. Whether it
/// was met is `None` while that is open, and where people decide.
#[must_use]
pub fn sprint_goal(game: &Game, decision: &Decision) -> Option<(Option<bool>, String)> {
    let goal = decision.plan.goal.as_ref()?;
    let met = game.goal_met(decision);
    let titles = |late: bool| {
        let in_time = |done: Option<u32>| done.is_some_and(|sprint| sprint <= decision.sprint);
        let items = goal.items.iter().filter(|&&item| !late || !in_time(game.state().item(item).done()));
        list(&items.map(|&item| quoted(&game.scenario().item(item).title)).collect::<Vec<_>>())
    };
    let outcome = match met {
        Some(true) => format!(": met, with {} Done", titles(false)),
        Some(false) => format!(": not met, without {}", titles(true)),
        None if goal.items.is_empty() && game.state().ended >= decision.sprint => {
            ": was it met? That is for you to say".to_owned()
        }
        None => String::new(),
    };
    Some((met, format!("Sprint Goal {}{outcome}", quoted(&goal.text))))
}
