//! What happened in a Sprint, in words.

use super::effect::{Known, effort_change, value_change, velocity_change};
use super::fact::quoted;
use super::figure::{amount, number, percent};
use super::people::trust_change;
use crate::scenario::{ItemIx, RiskIx, Scenario, StakeholderIx, TINY};
use crate::sim::{Event, Paid};

/// One line about something that happened; `None` where another line says it already (work that made an
/// item Done), nothing changed (nothing was paid, nobody's trust moved), or the reader may not know yet.
#[must_use]
pub fn event(scenario: &Scenario, known: Known<'_>, event: &Event) -> Option<String> {
    let title = |item: ItemIx| quoted(&scenario.item(item).title);
    let person = |who: StakeholderIx| scenario.stakeholders[who.at()].name.as_str();
    let hazard = |risk: RiskIx| quoted(&scenario.risks[risk.at()].title);
    if unknown(known, event) {
        return None;
    }
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
        Event::Revealed { item, effort } => {
            let effort = amount(effort, &scenario.effort_unit);
            format!("It is now known what {} is worth, and that it needs {effort}", title(item))
        }
        Event::Prevented(risk) => format!("{} can no longer happen", hazard(risk)),
        Event::Arrived(item) => format!("{} joins the Product Backlog", title(item)),
        Event::Paid { amount, .. } if amount.abs() <= TINY => return None,
        Event::Paid { amount, what } => payment(scenario, amount, what),
        Event::Trust { who, served, before, after, waiting } => {
            return trust_change(person(who), served, before, after, waiting);
        }
        Event::Escalates(who) => format!("{} has run out of trust and escalates", person(who)),
        // Where nothing was in doubt, nothing was learned.
        Event::Refined { item, talked: false, .. } if is_clear(scenario, item) => return None,
        Event::Refined { item, effort, talked } => {
            let effort = amount(effort, &scenario.effort_unit);
            let who = if talked { "You talked about" } else { "The team went through" };
            format!("{who} {}: it needs {effort}", title(item))
        }
        Event::Idle(effort) => {
            format!("Nothing to work on for {} of the Sprint", amount(effort, &scenario.effort_unit))
        }
    })
}

/// Whether nothing about an item's effort was in doubt from the start.
#[must_use]
pub fn is_clear(scenario: &Scenario, item: ItemIx) -> bool {
    let item = scenario.item(item);
    item.effort.is_certain() && (item.refined || item.rework_chance == 0.0)
}

/// Whether something happened to an item that the reader may not know of.
fn unknown(known: Known<'_>, event: &Event) -> bool {
    match *event {
        Event::EffortChanged { item, .. }
        | Event::ValueChanged { item, .. }
        | Event::Revealed { item, .. } => !known.names(item),
        _ => false,
    }
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

/// What was paid for, to be set behind the amount.
#[must_use]
pub fn paid_for(scenario: &Scenario, what: Paid) -> String {
    let title = |item: ItemIx| quoted(&scenario.item(item).title);
    let person = |item: ItemIx, benefit: usize| {
        let who = scenario.item(item).benefits[benefit].stakeholder;
        &scenario.stakeholders[who.at()].name
    };
    match what {
        Paid::Benefit(item, benefit) => format!("{} for {}", title(item), person(item, benefit)),
        Paid::Fine(item, benefit) => {
            format!("{} was not Done in time ({})", title(item), person(item, benefit))
        }
        Paid::Bonus(goal) => format!("{} is reached", quoted(&scenario.goals[goal.at()].title)),
        Paid::ItemCost(item) => format!("what {} costs", title(item)),
        Paid::RiskCost(risk) => format!("{} struck", quoted(&scenario.risks[risk.at()].title)),
        Paid::EscalationCost(who) => format!("{} escalated", scenario.stakeholders[who.at()].name),
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
        Paid::Fine(item, _) if gain => format!("{} was not Done in time: {size} paid", title(item)),
        Paid::Fine(item, _) => format!("Fine of {size}: {} was not Done in time", title(item)),
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

#[cfg(test)]
mod tests {
    use super::super::fixture::scenario;
    use super::*;
    use crate::scenario::GoalIx;
    use crate::sim::State;

    #[test]
    fn each_event_is_one_line() {
        let scenario = scenario();
        let (pay, audit) = (ItemIx::new(0), ItemIx::new(1));
        let (who, risk) = (StakeholderIx::new(0), RiskIx::new(0));
        let paid = |amount, what| Event::Paid { amount, what };
        let trust = |served, before, after, waiting| Event::Trust { who, served, before, after, waiting };
        let cases = [
            (Event::Escalated(who), Some("Amara Diallo’s escalation takes effect")),
            (Event::Struck(risk), Some("Risk: “Supplier leaves” strikes")),
            (
                Event::Capacity { velocity: 10.0, factor: 1.0, upkeep: 0.0, capacity: 10.0 },
                Some("The team can do 10 points of work"),
            ),
            (
                Event::Capacity { velocity: 10.0, factor: 0.8, upkeep: 2.0, capacity: 6.0 },
                Some("The team can do 6 points of work (velocity 10, at 80 %, less 2 for upkeep)"),
            ),
            (Event::Started { item: pay, effort: 5.0, rework: None }, Some("Work starts on “Payments”")),
            (
                Event::Started { item: pay, effort: 8.0, rework: Some(3.0) },
                Some("Rework: “Payments” was not understood well enough and grew by 3 points"),
            ),
            (Event::Worked { item: pay, effort: 5.0, remaining: 0.0 }, None),
            (
                Event::Worked { item: pay, effort: 2.0, remaining: 3.0 },
                Some("2 points of work on “Payments”, 3 points left"),
            ),
            (Event::Done(pay), Some("“Payments” is Done")),
            (Event::EffortChanged { item: pay, factor: 0.8 }, Some("“Payments” now needs 20 % less effort")),
            (Event::ValueChanged { item: pay, factor: 2.0 }, Some("“Payments” is now worth twice as much")),
            (
                Event::VelocityChanged { factor: 0.8, from: 3, to: 4 },
                Some("The team is 20 % slower in Sprints 3 to 4"),
            ),
            (Event::Prevented(risk), Some("“Supplier leaves” can no longer happen")),
            (Event::Arrived(pay), Some("“Payments” joins the Product Backlog")),
            (paid(12.0, Paid::Benefit(pay, 0)), Some("“Payments” pays 12 k€ for Amara Diallo")),
            (paid(-3.0, Paid::Benefit(pay, 4)), Some("“Payments” loses 3 k€ for Amara Diallo")),
            (paid(0.0, Paid::Benefit(pay, 0)), None),
            (paid(-5.0, Paid::Fine(audit, 0)), Some("Fine of 5 k€: “Audit” was not Done in time")),
            (paid(20.0, Paid::Bonus(GoalIx::new(0))), Some("Goal “Launch” reached: a bonus of 20 k€")),
            (paid(-6.0, Paid::ItemCost(audit)), Some("“Audit” costs 6 k€")),
            (paid(-6.0, Paid::EscalationCost(who)), Some("Amara Diallo’s escalation costs 6 k€")),
            (trust(true, 0.6, 0.7, 0), Some("Amara Diallo is served: trust 60 % → 70 %")),
            (trust(true, 1.0, 1.0, 0), Some("Amara Diallo is served: trust stays at 100 %")),
            (trust(false, 0.6, 0.45, 3), Some("Amara Diallo has waited 3 Sprints: trust 60 % → 45 %")),
            (trust(false, 0.6, 0.6, 1), None),
            (Event::Escalates(who), Some("Amara Diallo has run out of trust and escalates")),
            (
                Event::Refined { item: pay, effort: 5.0, talked: true },
                Some("You talked about “Payments”: it needs 5 points"),
            ),
            (Event::Idle(4.0), Some("Nothing to work on for 4 points of the Sprint")),
        ];
        for (what, text) in cases {
            assert_eq!(event(&scenario, Known::Everything, &what).as_deref(), text, "{what:?}");
        }
    }

    #[test]
    fn what_happens_to_an_item_that_has_not_arrived_is_not_told() {
        let scenario = scenario();
        let state = State::new(&scenario);
        let revealed = |item| {
            event(&scenario, Known::To(&state), &Event::Revealed { item: ItemIx::new(item), effort: 5.0 })
        };
        assert!(revealed(0).is_some());
        assert_eq!(revealed(2), None);
    }
}
