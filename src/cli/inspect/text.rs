//! An inspection as people read it.

use std::fmt::Write as _;
use std::io;

use crate::cli::Output;
use crate::debrief::told::player_title;
use crate::inspect::{Inspection, Placement, told};
use crate::order::Policy;
use crate::order::player::Player;
use crate::order::standings::places;
use crate::scenario::Scenario;
use crate::words;
use crate::words::text::{cut, fit, fit_right, set_line, width};

/// Columns that a report takes where there is no terminal.
const COLUMNS: usize = 100;
/// Items that are listed with what their place does, at most.
const ITEMS_MAX: usize = 12;
/// Players whose averages are told in short.
const SHORT: [Player; 5] = [
    Player::Lookahead,
    Player::Rule(Policy::Best),
    Player::Rule(Policy::Par),
    Player::Rule(Policy::Given),
    Player::Rule(Policy::Random),
];
/// Columns of an item's title, at most.
const TITLE_MAX: usize = 44;

/// Prints the report.
pub(super) fn print(output: &mut Output<'_>, scenario: &Scenario, inspection: &Inspection) -> io::Result<()> {
    let mut text = String::new();
    text.push_str(&opening(scenario, inspection));
    text.push_str(&ladder(scenario, inspection));
    let skill = inspection.skill.as_ref().map(|skill| told::skill(scenario, skill)).unwrap_or_default();
    section(&mut text, "Skill and luck", skill);
    section(&mut text, "Simple rules", told::rules(inspection));
    section(&mut text, "What adapting is worth", told::worth(scenario, inspection));
    text.push_str(&items(scenario, inspection));
    section(&mut text, "Reading", [told::reading(scenario, inspection)]);
    let criteria = inspection.criteria(scenario);
    let criteria = criteria.iter().map(|criterion| {
        let verdict = if criterion.holds { "holds        " } else { "does not hold" };
        format!("{verdict}  {}", told::criterion(criterion))
    });
    section(&mut text, &format!("What a good scenario for {} holds", scenario.level), criteria);
    if inspection.is_complete {
        let mut advice = told::advice(scenario, inspection);
        if advice.is_empty() {
            advice.push("Nothing stands out that asks for a change.".to_owned());
        }
        section(&mut text, "Advice", advice.into_iter().map(|advice| format!("- {advice}")));
    }
    write(output, &text)
}

/// Prints in a few lines what an author wants to know after each change.
pub(super) fn print_short(
    output: &mut Output<'_>,
    scenario: &Scenario,
    inspection: &Inspection,
) -> io::Result<()> {
    let mean = |player: Player| {
        let mean = words::amount(inspection.mean(player)?, &scenario.value_unit);
        Some(format!("{} {mean}", player.name()))
    };
    let means: Vec<String> = SHORT.into_iter().filter_map(mean).collect();
    let mut text = String::new();
    if !means.is_empty() {
        text.push_str(&format!("On average: {}.\n", means.join(" · ")));
    }
    for criterion in inspection.criteria(scenario).iter().filter(|criterion| !criterion.holds) {
        text.push_str(&format!("Does not hold: {}\n", told::criterion(criterion)));
    }
    if inspection.is_complete {
        told::advice(scenario, inspection).iter().for_each(|advice| text.push_str(&format!("- {advice}\n")));
    }
    write(output, &text)
}

/// Writes text in the columns that there are.
fn write(output: &mut Output<'_>, text: &str) -> io::Result<()> {
    let columns = output.look.columns().unwrap_or(COLUMNS);
    text.lines().flat_map(|line| set_line(line, columns)).try_for_each(|line| write!(output.out, "{line}"))
}

fn opening(scenario: &Scenario, inspection: &Inspection) -> String {
    let count = words::number(scenario.items.len() as f64);
    let futures = words::number(inspection.depth.futures as f64);
    let mut text = format!(
        "{}: {}, {}, {count} items; {futures} futures, seed {}\n",
        scenario.title,
        scenario.level,
        words::sprints(scenario.sprints),
        inspection.seed
    );
    if !inspection.is_complete {
        text.push_str("Ended early: what was not looked at yet is missing.\n");
    }
    text
}

/// A heading, and a line for each sentence; nothing where there is nothing to tell.
fn section(text: &mut String, heading: &str, lines: impl IntoIterator<Item = String>) {
    let mut lines = lines.into_iter().peekable();
    if lines.peek().is_some() {
        text.push_str(&format!("\n{heading}\n"));
        lines.for_each(|line| text.push_str(&format!("  {line}\n")));
    }
}

/// Who makes what, from the top.
fn ladder(scenario: &Scenario, inspection: &Inspection) -> String {
    let places = places(&inspection.runs);
    let lines = places.iter().map(|place| {
        let player = place.run.player;
        let rank = format!("{}{}", place.rank, if place.is_tied { "=" } else { " " });
        let mean = inspection.mean_on_all(player).unwrap_or(place.value.mean);
        let value = words::amount(mean, &scenario.value_unit);
        let share = match inspection.share(player) {
            Some(share) if player != Player::Clairvoyant && share > 0.0 => words::percent(share),
            _ => String::new(),
        };
        let title = player_title(player);
        format!("{rank:>3} {:<11}  {title:<24} {}  {share:>5}", player.name(), fit_right(&value, 12))
    });
    let mut text = String::new();
    section(
        &mut text,
        "Who makes what, on average; and its share of what looking ahead makes",
        lines.map(|line| line.trim_end().to_owned()),
    );
    if places.iter().any(|place| place.is_tied) {
        text.push_str("  = are tied: the difference between them is inside the noise.\n");
    }
    text
}

/// Which placements matter most.
fn items(scenario: &Scenario, inspection: &Inspection) -> String {
    let mut placements: Vec<&Placement> =
        inspection.placements.iter().filter(|placement| placement.matters).collect();
    // A stable sort: equals stay in the file's order.
    placements.sort_by(|a, b| b.largest().total_cmp(&a.largest()));
    let title = |placement: &Placement| cut(&scenario.item(placement.item).title, TITLE_MAX);
    let shown = &placements[..placements.len().min(ITEMS_MAX)];
    let columns = shown.iter().map(|placement| width(&title(placement))).max().unwrap_or(0);
    let mut lines = Vec::new();
    if !shown.is_empty() {
        lines.push(format!("{}  {:>16}  {:>16}", fit("", columns), "put first", "left out"));
    }
    let change = |estimate| fit_right(&words::noisy_change(estimate, ""), 16);
    for placement in shown {
        let mark = if placement.is_experiment { "  (an experiment: its worth is told above)" } else { "" };
        let (first, out) = (change(placement.first), change(placement.left_out));
        lines.push(format!("{}  {first}  {out}{mark}", fit(&title(placement), columns)));
    }
    let more = placements.len() - shown.len();
    if more > 0 {
        lines.push(format!("… and {more} more."));
    }
    let mut text = String::new();
    let heading = format!("Items whose place in the best plan matters most ({})", scenario.value_unit);
    section(&mut text, &heading, lines);
    let never = inspection.never_matter();
    if !never.is_empty() {
        let titles: Vec<String> =
            never.iter().map(|&item| words::quoted(&scenario.item(item).title)).collect();
        let _ = writeln!(text, "  All the same: {}.", words::list(&titles));
    }
    text
}
