//! What effects do, in words.

use super::fact::{is_loss, list, loss_as_size, quoted};
use super::figure::{number, percent, span, sprints};
use crate::scenario::{Effect, ItemIx, Scenario, Targets};
use crate::sim::State;

/// What brings an effect about; it decides when a change of velocity begins (model, section 1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// An item is Done.
    Item,
    /// A risk strikes.
    Risk,
    /// A stakeholder escalates.
    Escalation,
}

/// What the reader knows about: a participant must not read the name of an item that has not arrived.
#[derive(Clone, Copy, Debug)]
pub enum Known<'a> {
    /// Only what is in the Product Backlog in this state: in play.
    To(&'a State),
    /// Everything: for the trainer, and after play.
    Everything,
}

impl Known<'_> {
    pub(super) fn names(self, item: ItemIx) -> bool {
        match self {
            Self::To(state) => state.item(item).arrived,
            Self::Everything => true,
        }
    }
}

/// What an effect does, to be set after the name of what brings it about.
#[must_use]
pub fn effect(scenario: &Scenario, known: Known<'_>, effect: &Effect, cause: Cause) -> String {
    match effect {
        Effect::Effort { items, factor } => match targets(scenario, known, items) {
            Some((who, verb)) => format!("{who} {} {}", verb.of("need"), effort_change(*factor)),
            None => "changes work that you cannot see yet".to_owned(),
        },
        Effect::Value { items, factor } => match targets(scenario, known, items) {
            Some((who, verb)) => format!("{who} {} worth {}", verb.be(), value_change(*factor)),
            None => "changes what something is worth that you cannot see yet".to_owned(),
        },
        Effect::Velocity { factor, sprints } => {
            format!("{} {}", velocity_change(*factor), how_long(*sprints, cause))
        }
        Effect::Cost { slot } => {
            let cost = scenario.costs[*slot];
            let verb = if is_loss(cost) { "brings" } else { "costs" };
            format!("{verb} {}", span(loss_as_size(cost), &scenario.value_unit))
        }
        Effect::Reveal { items } => match targets(scenario, known, items) {
            Some((who, verb)) => {
                format!("shows how much effort {who} really {} and what it is worth", verb.of("need"))
            }
            None => "shows the truth about something that you cannot see yet".to_owned(),
        },
        Effect::Prevent { risks } => {
            let titles: Vec<String> =
                risks.iter().map(|risk| quoted(&scenario.risks[risk.at()].title)).collect();
            format!("keeps {} from happening", list(&titles))
        }
        Effect::Arrive { items } => {
            format!("brings {} into the Product Backlog", named(scenario, known, items))
        }
    }
}

/// How long a change of velocity lasts, and from when.
fn how_long(length: Option<u32>, cause: Cause) -> String {
    match (length, cause) {
        (None, Cause::Item) => "from the next Sprint on".to_owned(),
        (None, _) => "from then on".to_owned(),
        (Some(1), Cause::Item) => "in the next Sprint".to_owned(),
        (Some(1), _) => "in that Sprint".to_owned(),
        (Some(n), Cause::Item) => format!("in the next {}", sprints(n)),
        (Some(n), _) => format!("for {}", sprints(n)),
    }
}

/// Whether a verb goes with one thing or with several.
#[derive(Clone, Copy)]
struct Verb {
    several: bool,
}

impl Verb {
    fn of(self, verb: &str) -> String {
        if self.several { verb.to_owned() } else { format!("{verb}s") }
    }

    fn be(self) -> &'static str {
        if self.several { "are" } else { "is" }
    }
}

/// The items that an effect reaches, as far as the reader may know of them.
fn targets(scenario: &Scenario, known: Known<'_>, items: &Targets) -> Option<(String, Verb)> {
    let Targets::Some(items) = items else {
        return Some(("everything still open".to_owned(), Verb { several: false }));
    };
    let titles: Vec<String> = items
        .iter()
        .filter(|&&item| known.names(item))
        .map(|&item| quoted(&scenario.item(item).title))
        .collect();
    (!titles.is_empty()).then(|| (list(&titles), Verb { several: titles.len() > 1 }))
}

/// The titles of items in a sentence; what the reader may not know of is only counted.
pub(super) fn named(scenario: &Scenario, known: Known<'_>, items: &[ItemIx]) -> String {
    let shown = items.iter().filter(|&&item| known.names(item));
    let mut names: Vec<String> = shown.map(|&item| quoted(&scenario.item(item).title)).collect();
    match items.len() - names.len() {
        0 => {}
        1 => names.push("something new".to_owned()),
        unknown => names.push(format!("{unknown} new things")),
    }
    list(&names)
}

/// `20 % less effort`, to be set after "needs".
pub(super) fn effort_change(factor: f64) -> String {
    match step(factor) {
        Step::None => "as much effort as before".to_owned(),
        Step::Times(2.0) => "twice the effort".to_owned(),
        Step::Times(0.5) => "half the effort".to_owned(),
        Step::Times(times) => format!("{} times the effort", number(times)),
        Step::More(share) => format!("{} more effort", percent(share)),
        Step::Less(share) => format!("{} less effort", percent(share)),
    }
}

/// `20 % less`, to be set after "is worth".
pub(super) fn value_change(factor: f64) -> String {
    match step(factor) {
        Step::None => "as much as before".to_owned(),
        Step::Times(2.0) => "twice as much".to_owned(),
        Step::Times(0.5) => "half as much".to_owned(),
        Step::Times(times) => format!("{} times as much", number(times)),
        Step::More(share) => format!("{} more", percent(share)),
        Step::Less(1.0) => "nothing any more".to_owned(),
        Step::Less(share) => format!("{} less", percent(share)),
    }
}

/// `the team is 20 % slower`.
pub(super) fn velocity_change(factor: f64) -> String {
    let how = match step(factor) {
        Step::None => "as fast as before".to_owned(),
        Step::Times(2.0) => "twice as fast".to_owned(),
        Step::Times(0.5) => "half as fast".to_owned(),
        Step::Times(times) => format!("{} times as fast", number(times)),
        Step::More(share) => format!("{} faster", percent(share)),
        Step::Less(1.0) => return "the team stands still".to_owned(),
        Step::Less(share) => format!("{} slower", percent(share)),
    };
    format!("the team is {how}")
}

/// How people say a factor.
enum Step {
    None,
    Times(f64),
    More(f64),
    Less(f64),
}

fn step(factor: f64) -> Step {
    if factor == 1.0 {
        Step::None
    } else if factor >= 2.0 || factor == 0.5 {
        Step::Times(factor)
    } else if factor > 1.0 {
        Step::More(factor - 1.0)
    } else {
        Step::Less(1.0 - factor)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::scenario;
    use super::*;
    use crate::scenario::RiskIx;

    fn told(known: Known<'_>, cause: Cause, what: &Effect) -> String {
        effect(&scenario(), known, what, cause)
    }

    fn some(items: &[usize]) -> Targets {
        Targets::Some(items.iter().copied().map(ItemIx::new).collect())
    }

    #[test]
    fn factors_are_told_as_people_say_them() {
        let effort = |items, factor| told(Known::Everything, Cause::Item, &Effect::Effort { items, factor });
        assert_eq!(effort(some(&[0]), 0.8), "“Payments” needs 20 % less effort");
        assert_eq!(effort(some(&[0, 1]), 2.0), "“Payments” and “Audit” need twice the effort");
        assert_eq!(effort(Targets::All, 1.5), "everything still open needs 50 % more effort");
        let value = |factor| {
            let items = some(&[0]);
            told(Known::Everything, Cause::Item, &Effect::Value { items, factor })
        };
        assert_eq!(value(0.0), "“Payments” is worth nothing any more");
        assert_eq!(value(3.5), "“Payments” is worth 3.5 times as much");
        assert_eq!(value(0.5), "“Payments” is worth half as much");
    }

    #[test]
    fn velocity_says_from_when_and_for_how_long() {
        let text =
            |cause, factor, sprints| told(Known::Everything, cause, &Effect::Velocity { factor, sprints });
        assert_eq!(text(Cause::Risk, 0.8, Some(2)), "the team is 20 % slower for 2 Sprints");
        assert_eq!(text(Cause::Item, 1.1, None), "the team is 10 % faster from the next Sprint on");
        assert_eq!(text(Cause::Escalation, 0.0, Some(1)), "the team stands still in that Sprint");
        assert_eq!(text(Cause::Item, 0.5, Some(3)), "the team is half as fast in the next 3 Sprints");
    }

    #[test]
    fn the_other_effects_are_told_plainly() {
        let text = |what| told(Known::Everything, Cause::Item, &what);
        assert_eq!(text(Effect::Cost { slot: 0 }), "costs 5–9 k€");
        assert_eq!(
            text(Effect::Reveal { items: some(&[0]) }),
            "shows how much effort “Payments” really needs and what it is worth"
        );
        assert_eq!(
            text(Effect::Prevent { risks: vec![RiskIx::new(0)] }),
            "keeps “Supplier leaves” from happening"
        );
        let arrive = Effect::Arrive { items: vec![ItemIx::new(2)] };
        assert_eq!(text(arrive), "brings “Surprise” into the Product Backlog");
    }

    #[test]
    fn what_has_not_arrived_is_not_named() {
        let state = State::new(&scenario());
        let text = |what| told(Known::To(&state), Cause::Item, &what);
        let arrive = Effect::Arrive { items: vec![ItemIx::new(2)] };
        assert_eq!(text(arrive), "brings something new into the Product Backlog");
        let both = Effect::Effort { items: some(&[0, 2]), factor: 0.8 };
        assert_eq!(text(both), "“Payments” needs 20 % less effort");
        let hidden = text(Effect::Reveal { items: some(&[2]) });
        assert_eq!(hidden, "shows the truth about something that you cannot see yet");
    }
}
