//! What an inspection found, in plain sentences, and what an author can make of it.

use super::criteria::rule_limit;
use super::{Criterion, Inspection, Requirement, Skill};
use crate::debrief::told::player_title;
use crate::order::player::Player;
use crate::order::{Estimate, Policy};
use crate::scenario::{ItemIx, Level, Scenario};
use crate::words;

/// Games after which one may say that a game tells nothing about who plays well.
const MANY_GAMES: f64 = 5.0;
/// A share of what looking ahead makes that a simple rule may not come near, even where no limit is set.
const NEAR: f64 = 0.97;
/// A share of the value below which a source of value is called small.
const SMALL: f64 = 0.02;
/// The part of a workshop's time beyond which reading before the first Sprint is long.
const LONG_READING: f64 = 0.25;

fn rule(policy: Policy) -> String {
    words::quoted(player_title(Player::Rule(policy)))
}

fn titles(scenario: &Scenario, items: impl IntoIterator<Item = ItemIx>) -> String {
    let quoted = |item| words::quoted(&scenario.item(item).title);
    words::list(&items.into_iter().map(quoted).collect::<Vec<_>>())
}

/// Minutes as one says them: `half a minute`, `7 minutes`.
fn minutes(minutes: f64) -> String {
    match minutes.round() {
        x if x < 1.0 => "less than a minute".to_owned(),
        1.0 => "1 minute".to_owned(),
        x => format!("{} minutes", words::number(x)),
    }
}

fn games(count: f64) -> String {
    if count <= 1.0 { "1 game".to_owned() } else { format!("{} games", words::number(count)) }
}

/// A difference with its noise, and which part it is of what the one makes who looks ahead.
fn part(scenario: &Scenario, inspection: &Inspection, worth: Estimate) -> String {
    let change = words::noisy_change(worth, &scenario.value_unit);
    if !worth.is_clear() {
        return format!("{change}, which is inside the noise");
    }
    match share_of_most(inspection, worth.mean) {
        Some(share) if share > 0.0 => {
            format!("{change}, {} of what looking ahead makes", words::percent(share))
        }
        _ => change,
    }
}

fn share_of_most(inspection: &Inspection, amount: f64) -> Option<f64> {
    let most = inspection.mean(Player::Lookahead)?;
    (most > 0.0).then_some(amount / most)
}

/// Skill beside luck.
#[must_use]
pub fn skill(scenario: &Scenario, skill: &Skill) -> Vec<String> {
    let value = |amount| words::amount(amount, &scenario.value_unit);
    let middling = words::quoted(player_title(skill.middling));
    let from_game_to_game = if skill.luck > 0.0 {
        format!("What one and the same good player makes differs by {} from game to game.", value(skill.luck))
    } else {
        "There is no luck: the same decisions always make the same.".to_owned()
    };
    let mut told = vec![format!(
        "What players make on average differs by {} (standard deviation between them). {from_game_to_game}",
        value(skill.spread)
    )];
    let needed = match (skill.games_same_luck(), skill.games_own_luck()) {
        (Some(same), Some(own)) => format!(
            "{middling} is in the middle; looking ahead makes {} more. Until the better of these two is ahead with a \
             chance of 95 %, it takes {} where both meet the same luck, and {} where each meets their own.",
            value(skill.lead),
            games(same),
            games(own)
        ),
        _ => {
            format!("{middling} is in the middle, and looking ahead makes no more: no game tells them apart.")
        }
    };
    told.push(needed);
    told
}

/// Whether one simple rule wins.
#[must_use]
pub fn rules(inspection: &Inspection) -> Option<String> {
    let best = inspection.best_rule()?;
    let share = inspection.share(Player::Rule(best))?;
    let ahead = inspection.ahead_of(Player::Rule(best))?;
    let title = rule(best);
    Some(if ahead.is_gain() {
        format!(
            "The best of the simple rules is {title}: it makes {} of what looking ahead makes.",
            words::percent(share)
        )
    } else {
        format!("The simple rule {title} makes as much as looking ahead does.")
    })
}

/// What adapting is worth.
#[must_use]
pub fn worth(scenario: &Scenario, inspection: &Inspection) -> Vec<String> {
    let part = |worth| part(scenario, inspection, worth);
    let mut told = Vec::new();
    if let Some(worth) = inspection.planning {
        told.push(format!("Ordering afresh, beside the best plan that is never changed: {}.", part(worth)));
    }
    match inspection.conversations {
        Some(worth) => {
            told.push(format!("Conversations and refinement, beside none at all: {}.", part(worth)));
        }
        None if scenario.refined_per_sprint() == 0 => told.push("There are no conversations.".to_owned()),
        None => {}
    }
    let experiments = scenario.item_indexes().filter(|&item| scenario.item(item).is_experiment());
    let experiments: Vec<ItemIx> = experiments.collect();
    match inspection.experiments {
        Some(worth) => {
            let titles = titles(scenario, experiments);
            told.push(format!("Experiments ({titles}), beside none at all: {}.", part(worth)));
        }
        None if experiments.is_empty() => told.push("There are no experiments.".to_owned()),
        None => {}
    }
    if !inspection.first_sprint.is_empty() {
        let items = titles(scenario, inspection.first_sprint.iter().copied());
        told.push(format!("The best first Sprint that was found works on {items}."));
    }
    told
}

/// How long it takes to read.
#[must_use]
pub fn reading(scenario: &Scenario, inspection: &Inspection) -> String {
    let reading = inspection.reading;
    let mut told = format!(
        "The briefing takes {} to read, and everything there is before the first Sprint {}; with what comes later it \
         is {}.",
        minutes(reading.briefing_minutes()),
        minutes(reading.before_minutes()),
        minutes(reading.all_minutes())
    );
    if scenario.minutes > 0.0 {
        told += &format!(" The scenario says that it takes {} in all.", minutes(scenario.minutes));
    }
    told
}

/// What a criterion asks for, and what was found.
#[must_use]
pub fn criterion(criterion: &Criterion) -> String {
    let (found, wanted) = (criterion.found, words::percent(criterion.wanted));
    let more = |share: f64| match share {
        share if share >= 0.0 => format!("{} more", words::percent(share)),
        share => format!("{} less", words::percent(-share)),
    };
    match criterion.requirement {
        Requirement::BestAboveRandom => {
            format!("The best plan makes at least {wanted} more than orders by lot: {}.", more(found))
        }
        Requirement::RuleBelow(policy) => {
            let share = if found > 0.0 { words::percent(found) } else { "less than nothing".to_owned() };
            format!("{} makes less than {wanted} of what looking ahead makes: {share}.", rule(policy))
        }
        Requirement::AdaptingPays => {
            format!("Looking ahead makes at least {wanted} more than the best plan: {}.", more(found))
        }
    }
}

/// What could be made better, in plain words; nothing where all is well.
#[must_use]
pub fn advice(scenario: &Scenario, inspection: &Inspection) -> Vec<String> {
    let mut advice = Vec::new();
    advice.extend(about_orders(scenario, inspection));
    advice.extend(about_rules(scenario, inspection));
    advice.extend(about_adapting(scenario, inspection));
    advice.extend(about_items(scenario, inspection));
    let reading = inspection.reading;
    let planned = scenario.minutes;
    if planned > 0.0 && reading.before_minutes() > LONG_READING * planned {
        advice.push(format!(
            "Reading before the first Sprint takes {}, of {} in all: shorten the briefing and the stories, let some \
             items arrive later, or plan more time.",
            minutes(reading.before_minutes()),
            minutes(planned)
        ));
    }
    advice
}

/// Whether the order matters, and whether one game shows it.
fn about_orders(scenario: &Scenario, inspection: &Inspection) -> Vec<String> {
    let mut advice = Vec::new();
    let criteria = inspection.criteria(scenario);
    let fails = |wanted| criteria.iter().any(|found| found.requirement == wanted && !found.holds);
    if fails(Requirement::BestAboveRandom) {
        advice.push(
            "The order hardly matters: make values, efforts and dates differ more, or give the team less time, so that \
             not everything can be Done."
                .to_owned(),
        );
    }
    let Some(skill) = inspection.skill else { return advice };
    match (skill.games_same_luck(), skill.games_own_luck()) {
        (Some(same), Some(own)) if own > MANY_GAMES => {
            let same = if same < own {
                format!(" Let everybody play the same seed: then it takes {}.", games(same))
            } else {
                String::new()
            };
            advice.push(format!(
                "One game says little about who plays well: it takes about {} to tell a good player from a lucky one. \
                 Narrow the widest ranges, or compare decisions rather than results.{same}",
                games(own)
            ));
        }
        (None, _) => advice.push(
            "Somebody who thinks ahead does no better than one in the middle: give the scenario a reason to think, \
             such as dates, dependencies or experiments."
                .to_owned(),
        ),
        _ => {}
    }
    advice
}

/// Whether one simple rule wins.
fn about_rules(scenario: &Scenario, inspection: &Inspection) -> Option<String> {
    let best = inspection.best_rule()?;
    let share = inspection.share(Player::Rule(best))?;
    if share < rule_limit(scenario.level).unwrap_or(NEAR) {
        return None;
    }
    let what_to_do = match best {
        Policy::Given => "Mix the order of the items in the file, so that it gives nothing away.",
        Policy::Loudest => "Let the most influential person want some things that pay little.",
        Policy::Value => {
            "Give some of the most valuable items a larger effort, and some small ones a date, so that value alone \
             misleads."
        }
        Policy::Smallest => "Let some small items pay little, and some large ones much.",
        Policy::Deadline => "Let some early dates matter little, and some things without a date much.",
        _ => {
            "Add what it does not see: things that need others, things that help others, dates, and values that one \
             must find out."
        }
    };
    let share = words::percent(share);
    Some(format!("{} makes {share} of what looking ahead makes, so one rule wins. {what_to_do}", rule(best)))
}

/// Whether learning pays.
fn about_adapting(scenario: &Scenario, inspection: &Inspection) -> Vec<String> {
    let mut advice = Vec::new();
    // Whether it is small even where it is as large as its noise allows.
    let is_small = |worth: Estimate| {
        let most = worth.mean + 2.0 * worth.stderr;
        most <= 0.0 || share_of_most(inspection, most).is_some_and(|share| share < SMALL)
    };
    let criteria = inspection.criteria(scenario);
    let adapting = criteria.iter().find(|found| found.requirement == Requirement::AdaptingPays);
    let is_flat = match adapting {
        Some(found) => !found.holds,
        None => scenario.level != Level::Foundation && inspection.planning.is_some_and(is_small),
    };
    if is_flat {
        advice.push(
            "A plan made at the start does nearly as well as ordering afresh: let more become known on the way, with \
             experiments, wide ranges of value, risks that change the plan, or items that arrive."
                .to_owned(),
        );
    }
    if inspection.conversations.is_some_and(is_small) {
        advice.push(
            "Conversations are worth next to nothing: raise the chance of rework or what it costs, or widen the efforts."
                .to_owned(),
        );
    }
    if inspection.experiments.is_some_and(is_small) {
        advice.push(
            "Experiments do not pay: make them smaller, or make what they tell decide about something larger and less \
             certain."
                .to_owned(),
        );
    }
    advice
}

/// Items whose place is all the same.
fn about_items(scenario: &Scenario, inspection: &Inspection) -> Option<String> {
    let never = inspection.never_matter();
    (!never.is_empty()).then(|| {
        let them = if never.len() == 1 { "it" } else { "them" };
        let titles = titles(scenario, never);
        format!("Whatever is done with {titles} changes nothing: make {them} tempting, useful or dear, or take {them} out.")
    })
}
