//! What a participant did, in words.

use super::fact::{list, quoted, subject};
use crate::game::Command;
use crate::scenario::Scenario;

/// A command as it stands in a journal: `Move “Payments” to place 2`.
#[must_use]
pub fn command(scenario: &Scenario, command: &Command) -> String {
    let title = |id: &str| quoted(scenario.item_named(id).map_or(id, |ix| scenario.item(ix).title.as_str()));
    match command {
        Command::Move { item, to } => format!("Move {} to place {to}", title(item)),
        Command::SetAside { item } => format!("Set {} aside: not now", title(item)),
        Command::Order { items } => format!("Order {} items anew", items.len()),
        Command::Talk { item } => format!("Talk about {}", title(item)),
        Command::Commit { subject: what, by, percent } => {
            format!("Forecast: {} Done by Sprint {by}, {percent} % sure", quoted(subject(scenario, what)))
        }
        Command::SprintGoal { text, .. } if text.trim().is_empty() => "No Sprint Goal".to_owned(),
        Command::SprintGoal { text, items } if items.is_empty() => format!("Sprint Goal: {}", quoted(text)),
        Command::SprintGoal { text, items } => {
            let titles: Vec<String> = items.iter().map(|id| title(id)).collect();
            format!("Sprint Goal: {}, met with {}", quoted(text), list(&titles))
        }
        Command::Reason { text } if text.trim().is_empty() => "No reason for the order".to_owned(),
        Command::Reason { text } => format!("Reason for the order: {}", quoted(text)),
        Command::Undo => "Undo".to_owned(),
        Command::Redo => "Redo".to_owned(),
        Command::Strike { risk } => {
            let risk = scenario.risks.iter().find(|own| own.id == *risk).map_or(&**risk, |own| &own.title);
            format!("The trainer lets {} strike", quoted(risk))
        }
        Command::RunSprint => "Run the Sprint".to_owned(),
        Command::RunRest => "Run all Sprints left on this order".to_owned(),
    }
}
