//! What an analysis found, in plain sentences.
//!
//! As in [`words`]: sentences start with a capital and do not end with a full stop, so that they can stand in
//! a list. They tell of what would have been, had one thing been decided otherwise.

use super::{KnowledgeSource, Moment, Reason};
use crate::order::player::Player;
use crate::order::{Change, Policy};
use crate::scenario::{ItemIx, Scenario, When};
use crate::words;

/// What could have been decided otherwise: `Put “Payments” before “Search”`.
#[must_use]
pub fn change(scenario: &Scenario, moment: &Moment) -> String {
    let title = |item: ItemIx| words::quoted(&scenario.item(item).title);
    match moment.change {
        Change::Earlier { item, before: Some(before) } => {
            format!("Put {} before {}", package(scenario, moment, item), title(before))
        }
        Change::Earlier { item, before: None } if moment.into.contains(&item) => {
            format!("Work on {}, too: there was time left", package(scenario, moment, item))
        }
        Change::Earlier { item, before: None } => {
            format!("Put {} behind everything else that was worked on", title(item))
        }
        Change::Later(item) => format!("Leave {} for later", title(item)),
        Change::Talk(item) => format!("Talk about {}", title(item)),
        Change::NoTalk => "Let the order decide what is made clear, and choose no conversation".to_owned(),
    }
}

/// An item, and a word about what has to come with it.
fn package(scenario: &Scenario, moment: &Moment, item: ItemIx) -> String {
    let comes_along = |other: &ItemIx| {
        *other != item && moment.into.contains(other) && scenario.item(item).requires.contains(other)
    };
    let title = words::quoted(&scenario.item(item).title);
    match scenario.item(item).requires.iter().any(comes_along) {
        true => format!("{title}, with what it requires,"),
        false => title,
    }
}

/// What that does to the work of the Sprint: `“Payments” comes in, “Search” waits`; `None` if only the
/// sequence changes.
#[must_use]
pub fn difference(scenario: &Scenario, moment: &Moment) -> Option<String> {
    let titles = |items: &[ItemIx]| {
        let titles: Vec<String> =
            items.iter().map(|&item| words::quoted(&scenario.item(item).title)).collect();
        words::list(&titles)
    };
    let verb = |items: &[ItemIx], one, many| if items.len() == 1 { one } else { many };
    let into = (!moment.into.is_empty())
        .then(|| format!("{} {} in", titles(&moment.into), verb(&moment.into, "comes", "come")));
    let out = (!moment.out.is_empty())
        .then(|| format!("{} {}", titles(&moment.out), verb(&moment.out, "waits", "wait")));
    match (into, out) {
        (Some(into), Some(out)) => Some(format!("{into}, {out}")),
        (one, other) => one.or(other),
    }
}

/// Why a change would have been better.
#[must_use]
pub fn reason(scenario: &Scenario, moment: &Moment) -> String {
    let title = |item: ItemIx| words::quoted(&scenario.item(item).title);
    let value = |amount| words::amount(amount, &scenario.value_unit);
    let effort = |amount| words::amount(amount, &scenario.effort_unit);
    match moment.reason {
        Reason::DateMissed { item, amount } => {
            format!("{}: that brings {}", date(scenario, item), value(amount))
        }
        Reason::GoalMissed { goal, amount } => {
            let goal = words::quoted(&scenario.goals[goal.at()].title);
            format!("The goal {goal} is reached in time more often: that brings {}", value(amount))
        }
        Reason::RiskLeftOpen { risk, chance } => {
            let risk = words::quoted(&scenario.risks[risk.at()].title);
            format!("The risk {risk} is prevented in {}", in_futures(chance))
        }
        Reason::Escalation { who, chance } => {
            let name = &scenario.stakeholders[who.at()].name;
            format!("{name} does not lose all trust in {}", in_futures(chance))
        }
        Reason::LearnedLate { item, amount } => {
            let brings = value(amount);
            format!("What {} tells is known while it can still be used, which brings {brings}", title(item))
        }
        Reason::Blocked { item, by, amount } => {
            let (item, by) = (title(item), title(by));
            format!("{item} cannot begin before {by} is Done; begun sooner, it brings {} more", value(amount))
        }
        Reason::Rework { item, effort: lost } => {
            let title = title(item);
            format!("{title} is understood before work on it begins: {} less is done twice", effort(lost))
        }
        Reason::Upkeep { item, effort: lost } => {
            let (title, lost) = (title(item), effort(lost));
            format!(
                "{title} takes effort in every Sprint once it is Done: without that, {lost} more for other work"
            )
        }
        Reason::HelpCameLate { item } => {
            format!("{} makes other work easier or worth more, and does so sooner", title(item))
        }
        Reason::PaysTooLittle { item } => {
            format!("{} brings too little for its effort, and better work waits behind it", title(item))
        }
        Reason::DelayCostsMore { item, amount } if amount > 0.0 => {
            let title = title(item);
            format!(
                "Each Sprint that {title} waits costs most for its effort; sooner, it brings {} more",
                value(amount)
            )
        }
        Reason::DelayCostsMore { item, .. } => {
            format!("Each Sprint that {} waits costs most for its effort", title(item))
        }
    }
}

/// What happens to the date of an item.
fn date(scenario: &Scenario, item: ItemIx) -> String {
    let title = words::quoted(&scenario.item(item).title);
    let benefits = &scenario.item(item).benefits;
    if benefits.iter().any(|benefit| matches!(benefit.when, When::By(_))) {
        format!("{title} is Done by its date more often")
    } else {
        format!("{title} is Done sooner, and less is paid for being late")
    }
}

/// A chance as it can be pictured.
fn in_futures(chance: f64) -> String {
    format!("{} of 100 futures", words::number((chance * 100.0).round().max(1.0)))
}

/// Where knowledge came from: `What “Try it on paper” told`.
#[must_use]
pub fn knowledge(scenario: &Scenario, source: KnowledgeSource) -> String {
    match source {
        KnowledgeSource::Experiment(item) => {
            format!("What {} told", words::quoted(&scenario.item(item).title))
        }
        KnowledgeSource::Conversation(item) => {
            format!("The conversation about {}", words::quoted(&scenario.item(item).title))
        }
    }
}

/// A player's name for people.
#[must_use]
pub fn player_title(player: Player) -> &'static str {
    match player {
        Player::Rule(Policy::Random) => "By lot",
        Player::Rule(Policy::Given) => "As it was given",
        Player::Rule(Policy::Loudest) => "Loudest voice first",
        Player::Rule(Policy::Value) => "Highest value first",
        Player::Rule(Policy::Smallest) => "Smallest first",
        Player::Rule(Policy::Cd3) => "Cost of delay ÷ effort",
        Player::Rule(Policy::Deadline) => "Earliest date first",
        Player::Rule(Policy::Best) => "Best plan, never changed",
        Player::Rule(Policy::Par) => "Par",
        Player::Lookahead => "Looks a Sprint ahead",
        Player::Clairvoyant => "Knows the future",
    }
}

/// What a player does, in one line.
#[must_use]
pub fn player_meaning(player: Player) -> &'static str {
    match player {
        Player::Rule(Policy::Random) => "draws the order by lot, anew in every Sprint",
        Player::Rule(Policy::Given) => "keeps to the order in which the scenario lists its items",
        Player::Rule(Policy::Loudest) => "does first what the most influential stakeholder wants",
        Player::Rule(Policy::Value) => "does first what pays most, whatever effort it takes",
        Player::Rule(Policy::Smallest) => "does first what takes the least effort, whatever it pays",
        Player::Rule(Policy::Cd3) => "does first what costs most to delay for the effort it takes",
        Player::Rule(Policy::Deadline) => "does first what has the earliest date",
        Player::Rule(Policy::Best) => "makes the best plan found at the start, and learns nothing on the way",
        Player::Rule(Policy::Par) => {
            "does first what costs most to delay for its effort, with all it needs; leaves out what loses"
        }
        Player::Lookahead => "tries a few orders in imagined futures before every Sprint, and plays the best",
        Player::Clairvoyant => "knows all luck beforehand, which nobody can: the far end of the scale",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{Choice, Estimate};
    use crate::scenario::{GoalIx, RiskIx, StakeholderIx, builtin, load};

    fn scenario() -> Scenario {
        let library = builtin::find("the-library-of-things").unwrap();
        load::load_text(library.slug, library.text).unwrap().scenario
    }

    fn moment(change: Change, reason: Reason) -> Moment {
        let (into, out) = (vec![ItemIx::new(1)], vec![ItemIx::new(2), ItemIx::new(3)]);
        let gain = Estimate { mean: 12.0, stderr: 1.0 };
        Moment { sprint: 1, change, choice: Choice::default(), into, out, gain, reason }
    }

    #[test]
    fn every_reason_and_every_change_has_a_sentence() {
        let scenario = scenario();
        let [item, by, other] = [1, 2, 3].map(ItemIx::new);
        let reasons = [
            Reason::DateMissed { item, amount: 12.0 },
            Reason::GoalMissed { goal: GoalIx::new(0), amount: 12.0 },
            Reason::RiskLeftOpen { risk: RiskIx::new(0), chance: 0.314 },
            Reason::Escalation { who: StakeholderIx::new(0), chance: 0.2 },
            Reason::LearnedLate { item, amount: 12.0 },
            Reason::Blocked { item, by, amount: 12.0 },
            Reason::Rework { item, effort: 1.0 },
            Reason::Upkeep { item, effort: 3.5 },
            Reason::HelpCameLate { item },
            Reason::PaysTooLittle { item },
            Reason::DelayCostsMore { item, amount: 12.0 },
            Reason::DelayCostsMore { item, amount: -1.0 },
        ];
        let changes = [
            Change::Earlier { item, before: Some(by) },
            Change::Earlier { item, before: None },
            Change::Earlier { item: other, before: None },
            Change::Later(item),
            Change::Talk(item),
            Change::NoTalk,
        ];
        let mut told: Vec<String> =
            reasons.iter().map(|&told| reason(&scenario, &moment(Change::NoTalk, told))).collect();
        let why = Reason::HelpCameLate { item };
        told.extend(changes.iter().map(|&told| change(&scenario, &moment(told, why))));
        told.extend(difference(&scenario, &moment(Change::NoTalk, why)));
        insta::assert_snapshot!(told.join("\n"), @"
        “A large sign above the door” is Done sooner, and less is paid for being late: that brings 12 loans
        The goal “Tools on a weekday evening” is reached in time more often: that brings 12 loans
        The risk “Water in the cellar” is prevented in 31 of 100 futures
        Kofi Mensah does not lose all trust in 20 of 100 futures
        What “A large sign above the door” tells is known while it can still be used, which brings 12 loans
        “A large sign above the door” cannot begin before “A bicycle to carry large things” is Done; begun sooner, it brings 12 loans more
        “A large sign above the door” is understood before work on it begins: 1 hour less is done twice
        “A large sign above the door” takes effort in every Sprint once it is Done: without that, 3.5 hours more for other work
        “A large sign above the door” makes other work easier or worth more, and does so sooner
        “A large sign above the door” brings too little for its effort, and better work waits behind it
        Each Sprint that “A large sign above the door” waits costs most for its effort; sooner, it brings 12 loans more
        Each Sprint that “A large sign above the door” waits costs most for its effort
        Put “A large sign above the door” before “A bicycle to carry large things”
        Work on “A large sign above the door”, too: there was time left
        Put “Shelves off the cellar floor” behind everything else that was worked on
        Leave “A large sign above the door” for later
        Talk about “A large sign above the door”
        Let the order decide what is made clear, and choose no conversation
        “A large sign above the door” comes in, “A bicycle to carry large things” and “Shelves off the cellar floor” wait
        ");
    }

    #[test]
    fn every_player_has_a_title_and_a_line_of_its_own() {
        let titles: std::collections::HashSet<_> = Player::ALL.map(player_title).into_iter().collect();
        let lines: std::collections::HashSet<_> = Player::ALL.map(player_meaning).into_iter().collect();
        assert_eq!((titles.len(), lines.len()), (Player::ALL.len(), Player::ALL.len()));
        assert!(titles.iter().all(|title| title.chars().count() <= 24));
    }
}
