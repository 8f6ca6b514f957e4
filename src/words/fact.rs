//! What a scenario says about its items, goals and risks, in words.

use super::effect::{Known, named};
use super::figure::{number, percent, span};
use crate::game::{Commitment, Subject};
use crate::scenario::{GoalIx, ItemIx, Kind, Range, RiskIx, Scenario, Story, When};
use crate::sim::Belief;
use crate::sim::state::RiskState;

/// How many titles a sentence names before it says "and 3 more".
const TITLES_NAMED: usize = 4;

/// A title set in quotes.
#[must_use]
pub fn quoted(title: &str) -> String {
    format!("“{title}”")
}

/// Names in a sentence: `A`, `A and B`, `A, B and C`, and no more than a few: `A, B, C and 4 more`.
#[must_use]
pub fn list(names: &[String]) -> String {
    let (shown, rest) = if names.len() > TITLES_NAMED {
        let (shown, rest) = names.split_at(TITLES_NAMED - 1);
        (shown, Some(format!("{} more", rest.len())))
    } else {
        (names, None)
    };
    match (shown, rest) {
        (shown, Some(rest)) => format!("{} and {rest}", shown.join(", ")),
        ([], None) => String::new(),
        ([one], None) => one.clone(),
        ([first @ .., last], None) => format!("{} and {last}", first.join(", ")),
    }
}

/// What one benefit of an item pays, with the amount as far as it is known ([`Belief::amount`]).
///
/// # Panics
/// If the item has no such benefit.
#[must_use]
pub fn benefit(scenario: &Scenario, item: ItemIx, index: usize, known: Range) -> String {
    let benefit = &scenario.item(item).benefits[index];
    let who = &scenario.stakeholders[benefit.stakeholder.at()].name;
    if let When::FineAfter(last) = benefit.when {
        return fine(scenario, who, last, known);
    }
    let paid = span(loss_as_size(known), &scenario.value_unit);
    let paid = if is_loss(known) { format!("a loss of {paid}") } else { paid };
    match benefit.when {
        When::Recurring => format!("{paid} for {who}, each Sprint after it is Done"),
        When::Once => format!("{paid} for {who} when it is Done"),
        When::By(0) => format!("{paid} for {who}, but only before Sprint 1"),
        When::By(last) => format!("{paid} for {who} if it is Done by Sprint {last}"),
        When::HalfLife(half) => {
            format!("{paid} for {who} if it is Done in Sprint 1; halves every {}", half_life(half))
        }
        When::FineAfter(_) => unreachable!("told above"),
    }
}

fn fine(scenario: &Scenario, who: &str, last: u32, known: Range) -> String {
    let size = span(loss_as_size(known), &scenario.value_unit);
    let from = if last == 0 { String::new() } else { format!(" after Sprint {last}") };
    let what = if is_loss(known) { "pays" } else { "fine:" };
    format!("{what} {size} each Sprint{from} until it is Done; for {who}")
}

fn half_life(half: f64) -> String {
    if half == 1.0 { "Sprint".to_owned() } else { format!("{} Sprints", number(half)) }
}

pub(super) fn is_loss(range: Range) -> bool {
    range.high() <= 0.0 && range.low() < 0.0
}

/// The range itself, or how much is lost where all of it is a loss.
pub(super) fn loss_as_size(range: Range) -> Range {
    let mirrored = Range::new(-range.high(), -range.likely(), -range.low());
    mirrored.filter(|_| is_loss(range)).unwrap_or(range)
}

/// A chance and the Sprints in which a risk can strike: `30 % between Sprint 2 and 5`.
#[must_use]
pub fn risk(chance: f64, from: u32, to: u32) -> String {
    if from == to {
        format!("{} in Sprint {from}", percent(chance))
    } else {
        format!("{} between Sprint {from} and {to}", percent(chance))
    }
}

/// Where a risk stands, as far as it is known.
#[must_use]
pub fn risk_now(scenario: &Scenario, belief: &Belief, risk_ix: RiskIx) -> String {
    match (belief.state().risks[risk_ix.at()], belief.risk(scenario, risk_ix.at())) {
        (RiskState::Struck(sprint), _) => format!("struck in Sprint {sprint}"),
        (RiskState::Prevented, _) => "prevented".to_owned(),
        (RiskState::Open, Some((chance, from, to))) => risk(chance, from, to),
        (RiskState::Open, None) => "did not strike".to_owned(),
    }
}

/// What a kind of item is, to be set after its word (its [`Display`](std::fmt::Display)).
#[must_use]
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Feature => "something that people will use",
        Kind::Experiment => "a quick way to find something out before investing in it",
        Kind::Enabler => "work that makes other work possible, cheaper or safer",
        Kind::Fix => "a repair of something that is there already",
        Kind::Compliance => "something that law or a contract asks for",
    }
}

/// A user story as one sentence: `As a guest, I want to book a table, so that I need not queue.`
#[must_use]
pub fn story(story: &Story) -> String {
    let role = clean(&story.role, &["as "]);
    let article = match role.split_whitespace().next().map(str::to_lowercase).as_deref() {
        Some("a" | "an" | "the" | "someone" | "we") => "",
        _ if role.to_lowercase().starts_with(['a', 'e', 'i', 'o']) => "an ",
        _ => "a ",
    };
    let want = clean(&story.want, &["i want "]);
    let so_that = clean(&story.so_that, &["so that "]);
    format!("As {article}{role}, I want {want}, so that {so_that}.")
}

/// A part of a story without the words around it, which authors sometimes write again.
fn clean<'t>(text: &'t str, openings: &[&str]) -> &'t str {
    let text = text.trim().trim_end_matches(['.', ',']);
    let opening = openings.iter().find_map(|opening| {
        let start = text.get(..opening.len())?;
        start.eq_ignore_ascii_case(opening).then_some(opening.len())
    });
    text[opening.unwrap_or(0)..].trim_start()
}

/// A committed forecast: `“Payments” is Done by Sprint 3: 80 % sure`.
#[must_use]
pub fn commitment(scenario: &Scenario, commitment: &Commitment) -> String {
    let by = format!("by Sprint {}: {} % sure", commitment.by, commitment.percent);
    let verb = match &commitment.subject {
        Subject::Item(_) => "is Done",
        Subject::Goal(_) => "is reached",
    };
    format!("{} {verb} {by}", quoted(subject(scenario, &commitment.subject)))
}

/// The title of what a forecast is about; of something that is not in the scenario, its id.
#[must_use]
pub fn subject<'s>(scenario: &'s Scenario, subject: &'s Subject) -> &'s str {
    match subject {
        Subject::Item(id) => scenario.item_named(id).map_or(id, |ix| &scenario.item(ix).title),
        Subject::Goal(place) => {
            let goal = place.checked_sub(1).and_then(|index| scenario.goals.get(index));
            goal.map_or("a goal", |goal| &goal.title)
        }
    }
}

/// What a goal asks for and pays: `“A” and “B” Done by Sprint 3: a bonus of 10–20 k€`.
///
/// # Panics
/// If the scenario has no such goal.
#[must_use]
pub fn goal(scenario: &Scenario, known: Known<'_>, goal_ix: GoalIx) -> String {
    let goal = &scenario.goals[goal_ix.at()];
    let paid = span(loss_as_size(goal.bonus), &scenario.value_unit);
    let pays = if is_loss(goal.bonus) { "costs" } else { "a bonus of" };
    format!("{} Done by Sprint {}: {pays} {paid}", named(scenario, known, &goal.items), goal.by)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::scenario;
    use super::*;

    #[test]
    fn benefits_say_how_much_for_whom_and_when() {
        let scenario = scenario();
        let text = |item, index| {
            let item = ItemIx::new(item);
            benefit(&scenario, item, index, scenario.item(item).benefits[index].amount)
        };
        let expected = [
            (0, 0, "8–20 k€ for Amara Diallo, each Sprint after it is Done"),
            (0, 1, "4 k€ for Amara Diallo when it is Done"),
            (0, 2, "40 k€ for Amara Diallo if it is Done by Sprint 3"),
            (0, 3, "16 k€ for Amara Diallo if it is Done in Sprint 1; halves every 2 Sprints"),
            (0, 4, "a loss of 3 k€ for Amara Diallo when it is Done"),
            (1, 0, "fine: 5 k€ each Sprint after Sprint 4 until it is Done; for Amara Diallo"),
            (1, 1, "fine: 5 k€ each Sprint until it is Done; for Amara Diallo"),
        ];
        for (item, index, expected) in expected {
            assert_eq!(text(item, index), expected);
        }
    }

    #[test]
    fn lists_name_a_few() {
        let names = |n: usize| (1..=n).map(|i| i.to_string()).collect::<Vec<_>>();
        let texts = ["", "1", "1 and 2", "1, 2 and 3", "1, 2, 3 and 4", "1, 2, 3 and 2 more"];
        for (n, text) in texts.into_iter().enumerate() {
            assert_eq!(list(&names(n)), text);
        }
    }

    #[test]
    fn a_story_is_one_sentence_however_its_parts_are_written() {
        let told = |role: &str, want: &str, so_that: &str| {
            story(&Story { role: role.into(), want: want.into(), so_that: so_that.into() })
        };
        let expected = "As a guest, I want to pay by card, so that I need no cash.";
        assert_eq!(told("guest", "to pay by card", "I need no cash"), expected);
        assert_eq!(told("As a guest", "I want to pay by card,", "so that I need no cash."), expected);
        assert!(told("owner", "a", "b").starts_with("As an owner,"));
        assert!(told("user", "a", "b").starts_with("As a user,"));
        assert!(told("étudiant", "ä", "ß").starts_with("As a étudiant, I want ä"));
    }

    #[test]
    fn risks_say_their_chance_and_window() {
        let scenario = scenario();
        assert_eq!(risk(0.3, 2, 5), "30 % between Sprint 2 and 5");
        assert_eq!(risk(1.0, 3, 3), "100 % in Sprint 3");
        assert_eq!(
            risk_now(&scenario, &Belief::initial(&scenario), RiskIx::new(0)),
            "30 % between Sprint 2 and 4"
        );
    }

    #[test]
    fn goals_and_forecasts_are_sentences() {
        let scenario = scenario();
        assert_eq!(
            goal(&scenario, Known::Everything, GoalIx::new(0)),
            "“Payments” and “Audit” Done by Sprint 3: a bonus of 20 k€"
        );
        let told = |subject| commitment(&scenario, &Commitment { subject, by: 3, percent: 80 });
        assert_eq!(told(Subject::Item("pay".into())), "“Payments” is Done by Sprint 3: 80 % sure");
        assert_eq!(told(Subject::Goal(1)), "“Launch” is reached by Sprint 3: 80 % sure");
    }
}
