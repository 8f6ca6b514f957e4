//! What happened in a Sprint, in words.

use super::effect::{effort_change, value_change, velocity_change};
use super::fact::quoted;
use super::figure::{amount, number, percent};
use super::people::trust_change;
use crate::scenario::{ItemIx, Scenario, TINY};
use crate::sim::{Event, Paid};

/// One line about something that happened; `None` where another line says it already (work that made an
/// item Done) or nothing changed (nothing was paid, nobody's trust moved).
#[must_use]
pub fn event(scenario: &Scenario, event: &Event) -> Option<String> {
    let title = |item: ItemIx| quoted(&scenario.item(item).title);
    let person = |who: crate::scenario::StakeholderIx| scenario.stakeholders[who.at()].name.as_str();
    let hazard = |risk: crate::scenario::RiskIx| quoted(&scenario.risks[risk.at()].title);
    Some(match *event {
        Event::Escalated(who) => format!("{}’s escalation takes effect", person(who)),
        Event::Struck(risk) => format!("Risk: {} strikes", hazard(risk)),
        Event::Capacity { velocity, factor, upkeep, capacity } => {
            let size = amount(capacity, &scenario.effort_unit);
            format!("The team can do {size} of work{}", capacity_sum(velocity, factor, upkeep))
        }
        Event::Started { item, rework: Some(extra), .. } if extra > TINY => {
            let extra = amount(extra, &scenario.effort_unit);
            format!("Rework: {} was not understood well enough and grew by {extra}", title(item))
        }
        Event::Started { item, .. } => format!("Work starts on {}", title(item)),
        Event::Worked { remaining, .. } if remaining <= TINY => return None,
        Event::Worked { item, effort, remaining } => {
            let unit = &scenario.effort_unit;
            format!("{} of work on {}, {} left", amount(effort, unit), title(item), amount(remaining, unit))
        }
        Event::Done(item) => format!("{} is Done", title(item)),
        Event::EffortChanged { item, factor } => {
            format!("{} now needs {}", title(item), effort_change(factor))
        }
        Event::ValueChanged { item, factor } => {
            format!("{} is now worth {}", title(item), value_change(factor))
        }
        Event::VelocityChanged { factor, from, to } => velocity_line(factor, from, to),
        Event::Revealed(item) => {
            format!("It is now known how much effort {} needs and what it is worth", title(item))
        }
        Event::Prevented(risk) => format!("{} can no longer happen", hazard(risk)),
        Event::Arrived(item) => format!("{} joins the Product Backlog", title(item)),
        Event::Paid { amount, .. } if amount.abs() <= TINY => return None,
        Event::Paid { amount, what } => payment(scenario, amount, what),
        Event::Trust { who, served, before, after, waiting } => {
            return trust_change(person(who), served, before, after, waiting);
        }
        Event::Escalates(who) => format!("{} has run out of trust and escalates", person(who)),
        Event::Refined { item, talked: true } => {
            format!("You talked about {}: it is refined, and its effort is known", title(item))
        }
        Event::Refined { item, talked: false } => {
            format!("{} is refined, and its effort is known", title(item))
        }
        Event::Idle(effort) => {
            format!("Nothing to work on for {} of the Sprint", amount(effort, &scenario.effort_unit))
        }
    })
}

/// How a Sprint's capacity came about, where it is more than the velocity drawn.
fn capacity_sum(velocity: f64, factor: f64, upkeep: f64) -> String {
    let mut parts = vec![format!("velocity {}", number(velocity))];
    if factor != 1.0 {
        parts.push(format!("at {}", percent(factor)));
    }
    if upkeep > TINY {
        parts.push(format!("less {} for upkeep", number(upkeep)));
    }
    if parts.len() > 1 { format!(" ({})", parts.join(", ")) } else { String::new() }
}

fn velocity_line(factor: f64, from: u32, to: u32) -> String {
    let change = velocity_change(factor);
    // Every wording starts with "the team".
    let change = format!("T{}", &change[1..]);
    match to {
        u32::MAX => format!("{change} from Sprint {from} on"),
        to if to == from => format!("{change} in Sprint {from}"),
        to => format!("{change} in Sprints {from} to {to}"),
    }
}

fn payment(scenario: &Scenario, paid: f64, what: Paid) -> String {
    let size = amount(paid.abs(), &scenario.value_unit);
    let title = |item: ItemIx| quoted(&scenario.item(item).title);
    let gain = paid > 0.0;
    match what {
        Paid::Benefit(item, index) => {
            let benefit = &scenario.item(item).benefits[index];
            let who = &scenario.stakeholders[benefit.stakeholder.at()].name;
            let verb = if gain { "pays" } else { "loses" };
            format!("{} {verb} {size} for {who}", title(item))
        }
        Paid::Fine(item, _) if gain => format!("{} was not Done before: {size} paid", title(item)),
        Paid::Fine(item, _) => format!("Fine of {size}: {} was not Done before", title(item)),
        Paid::Bonus(goal) => {
            let title = quoted(&scenario.goals[goal.at()].title);
            let pays = if gain { "a bonus of" } else { "it costs" };
            format!("Goal {title} reached: {pays} {size}")
        }
        Paid::ItemCost(item) => cost(&size, gain, &title(item)),
        Paid::RiskCost(risk) => cost(&size, gain, &quoted(&scenario.risks[risk.at()].title)),
        Paid::EscalationCost(who) => {
            let name = &scenario.stakeholders[who.at()].name;
            cost(&size, gain, &format!("{name}’s escalation"))
        }
    }
}

fn cost(size: &str, gain: bool, cause: &str) -> String {
    if gain { format!("{cause} brings {size}") } else { format!("{cause} costs {size}") }
}
