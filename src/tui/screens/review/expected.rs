//! How a Sprint changed what is to be expected: the value, and when items are Done.

use super::super::super::context::Story;
use super::super::super::text;
use super::super::super::theme::Role;
use super::super::super::widgets::{Axis, Doc};
use super::super::facts;
use crate::scenario::{ItemIx, Range, TINY};
use crate::sim::{Forecast, SprintRecord, Summary};
use crate::words;

/// Items that are named one by one.
const NAMED: usize = 6;

/// What was to be expected before a Sprint, and what is after it, with the order as it was.
pub(super) fn expected(doc: &mut Doc, story: &Story<'_>, record: &SprintRecord) {
    let (game, scenario) = (story.game, story.game.scenario());
    let is_last = record.sprint == scenario.sprints;
    let (Some(before), after) = (story.run(record.sprint), story.found(record.sprint + 1)) else { return };
    if is_last && !game.is_over() {
        return;
    }
    doc.heading("What is to be expected");
    if story.tells_value {
        for_this_sprint(doc, story, record, before);
        let total = game.state().value;
        match after {
            Some(after) => value(doc, scenario_unit(story), [("before", before.value), ("now", after.value)]),
            None if is_last => {
                let certain = Summary { mean: total, stderr: 0.0, p10: total, p50: total, p90: total };
                value(doc, scenario_unit(story), [("before", before.value), ("came", certain)]);
            }
            None => {}
        }
    }
    match after {
        Some(after) => moved(doc, story, record.sprint, before, after),
        None if story.is_blind && record.sprint + 1 == game.sprint() => {
            doc.para(Role::Faint, "What is to be expected now is shown once you have said what you expect.");
        }
        None if !is_last => doc.para(Role::Faint, "The forecast is being computed …"),
        None => {}
    }
}

fn scenario_unit<'a>(story: &Story<'a>) -> &'a str {
    &story.game.scenario().value_unit
}

/// What the forecast said about this very Sprint.
fn for_this_sprint(doc: &mut Doc, story: &Story<'_>, record: &SprintRecord, before: &Forecast) {
    let Some(expected) = before.value_by_sprint.get((record.sprint - before.from) as usize) else { return };
    let unit = scenario_unit(story);
    let total = story.game.running_totals()[record.sprint as usize - 1];
    let slack = TINY * total.abs().max(1.0);
    if expected.p90 - expected.p10 <= slack && (total - expected.mean).abs() <= slack {
        return;
    }
    let verdict = match total {
        total if total < expected.p10 - slack => "less than nine of ten futures promised",
        total if total > expected.p90 + slack => "more than nine of ten futures promised",
        _ => "as the forecast had it",
    };
    let figures = format!(
        "By the end of Sprint {}: {}, with {} expected",
        record.sprint,
        words::amount(total, unit),
        spread(expected, unit),
    );
    doc.para(Role::Text, &format!("{figures}: {verdict}."));
}

/// A mean with where eight of ten futures lie.
fn spread(value: &Summary, unit: &str) -> String {
    let mean = words::amount(value.mean, unit);
    let range = Range::new(value.p10, value.p50, value.p90).map(|range| words::span(range, ""));
    let range = range.filter(|range| *range != words::number(value.mean));
    range.map_or_else(|| mean.clone(), |range| format!("{mean} ({range})"))
}

/// The value in the end before and after, on one axis.
fn value(doc: &mut Doc, unit: &str, sides: [(&str, Summary); 2]) {
    let [(_, before), (_, after)] = sides;
    if spread(&before, unit) == spread(&after, unit) {
        let text = format!("In the end, if this order is held: {}, as before.", spread(&after, unit));
        doc.para(Role::Text, &text);
        return;
    }
    doc.para(Role::Text, "In the end, if this order is held:");
    let figures: Vec<String> = sides.iter().map(|(_, value)| spread(value, unit)).collect();
    let label = 8;
    let figure = figures.iter().map(|figure| text::width(figure)).max().unwrap_or(0) + 2;
    let room = doc.columns().saturating_sub(label + figure).clamp(8, 44);
    let axis = Axis::of(sides.iter().flat_map(|(_, value)| [value.p10, value.mean, value.p90]), room);
    for ((name, value), figure_text) in sides.iter().zip(&figures) {
        let (low, mean, high) = (axis.place(value.p10), axis.place(value.mean), axis.place(value.p90));
        let bar = axis.row().paint(low, high, Role::Band, '━').paint(mean, mean, Role::Accent, '●');
        let mut line =
            vec![(Role::Faint, text::fit(name, label)), (Role::Text, text::fit(figure_text, figure))];
        line.extend(bar.pieces());
        doc.drawn(&format!("{name}: {figure_text}"), line);
    }
    let change = words::signed(after.mean - before.mean, unit);
    let said = format!("{change} on average; in brackets is where 8 of 10 futures lie");
    let drawn = format!("{change} on average (●); ━ is where 8 of 10 futures lie");
    doc.legend(&said, &drawn);
}

/// Items whose likely Sprint is another one now.
fn moved(doc: &mut Doc, story: &Story<'_>, sprint: u32, before: &Forecast, after: &Forecast) {
    let game = story.game;
    let is_open = |item: &ItemIx| game.state().item(*item).done().is_none_or(|done| done > sprint);
    let lines: Vec<(Role, &str, String)> = game
        .scenario()
        .item_indexes()
        .filter(is_open)
        .filter_map(|item| {
            let title = words::quoted(&game.scenario().item(item).title);
            match (facts::likely_sprint(before, item), facts::likely_sprint(after, item)) {
                (was, now) if was == now => None,
                (Some(was), Some(now)) if now < was => {
                    Some((Role::Good, "▲ ", format!("{title} sooner: Sprint {now} instead of {was}")))
                }
                (Some(was), Some(now)) => {
                    Some((Role::Warn, "▼ ", format!("{title} later: Sprint {now} instead of {was}")))
                }
                (None, Some(now)) => Some((Role::Good, "▲ ", format!("{title} now fits in: Sprint {now}"))),
                (Some(was), None) => {
                    Some((Role::Bad, "▼ ", format!("{title} no longer fits in; it was for Sprint {was}")))
                }
                (None, None) => None,
            }
        })
        .collect();
    if lines.is_empty() {
        doc.para(Role::Text, "No item is likely Done in another Sprint than before.");
    }
    for (role, mark, text) in lines.iter().take(NAMED) {
        doc.marked((*role, mark), Role::Text, text);
    }
    if lines.len() > NAMED {
        doc.para(
            Role::Faint,
            &format!("  and {} more items are likely Done in another Sprint", lines.len() - NAMED),
        );
    }
}
