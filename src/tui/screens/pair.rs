//! Two orders beside each other, and what each leads to.

use std::collections::HashMap;

use super::super::event::Side;
use super::super::text;
use super::super::theme::Role;
use super::super::widgets::{Axis, Doc, kind_mark};
use crate::order::Estimate;
use crate::scenario::{ItemIx, Scenario};
use crate::words;

/// What two decisions lead to: worth and forecast of each, the second beside the first.
pub(super) fn results(doc: &mut Doc, columns: usize, names: [&str; 2], sides: &[Side], unit: &str) {
    let [one, other] = sides else {
        doc.para(Role::Faint, "Computing what each leads to …");
        return;
    };
    let gain = words::noisy_change(other.gain, unit);
    let (role, verdict) = match other.gain {
        gain if gain == Estimate::default() => (Role::Faint, "no difference"),
        gain if !gain.is_clear() => (Role::Faint, "inside the noise"),
        gain if gain.mean > 0.0 => (Role::Good, "more"),
        _ => (Role::Bad, "less"),
    };
    doc.line(vec![(Role::Text, format!("Worth of “{}”: ", names[1])), (role, format!("{gain} ({verdict})"))]);
    let values = [one.forecast.value, other.forecast.value];
    let room = columns.saturating_sub(2 + 14 + 17 + 9);
    let axis = Axis::of(values.iter().flat_map(|value| [value.p10, value.p90]), room);
    let head = format!("{}{}{}  ", text::fit(unit, 14), text::fit("worth", 17), text::fit_right("held", 7));
    doc.line(vec![(Role::Faint, head), (Role::Faint, axis.scale())]);
    for ((name, side), value) in names.into_iter().zip(sides).zip(values) {
        let mean = axis.place(value.mean);
        let bar = axis.row().paint(axis.place(value.p10), axis.place(value.p90), Role::Band, '━');
        let mut line = vec![
            (Role::Text, text::fit(name, 14)),
            (Role::Text, text::fit(&words::noisy(side.worth, ""), 17)),
            (Role::Text, format!("{}  ", text::fit_right(&words::number(value.mean), 7))),
        ];
        line.extend(bar.paint(mean, mean, Role::Accent, '●').pieces());
        doc.line(line);
    }
    doc.para(
        Role::Faint,
        "worth: with par in the Sprints after this one. held: with the order kept to the end, ● on average, ━ \
         in 8 of 10 futures.",
    );
}

/// Two orders side by side; what is in another place is marked, and at the right of each item stands its `note`
/// (0 for the order at the left, 1 for the other).
pub(super) fn side_by_side(
    doc: &mut Doc,
    columns: usize,
    names: [&str; 2],
    orders: [&[ItemIx]; 2],
    scenario: &Scenario,
    note: impl Fn(usize, ItemIx) -> String,
) {
    let half = columns.saturating_sub(2) / 2;
    doc.line(vec![(Role::Strong, text::fit(names[0], half + 2)), (Role::Strong, text::fit(names[1], half))]);
    let [was, now] = orders;
    let mut changed = moved(was, now);
    changed.extend(was.iter().filter(|item| !now.contains(item)));
    for row in 0..was.len().max(now.len()) {
        let cell = |side: usize| match orders[side].get(row) {
            Some(&item) => {
                let is_moved = changed.contains(&item);
                let (mark, role) = if is_moved { ("↕", Role::Text) } else { (" ", Role::Faint) };
                let (kind, note) = (kind_mark(scenario.item(item).kind), note(side, item));
                let title = format!("{:>2}{mark}{kind} {}", row + 1, scenario.item(item).title);
                let room = half.saturating_sub(text::width(&note) + usize::from(!note.is_empty()));
                let gap = if note.is_empty() { "" } else { " " };
                (role, format!("{}{gap}{note}", text::fit(&title, room)))
            }
            None => (Role::Faint, text::fit("", half)),
        };
        doc.line(vec![cell(0), (Role::Text, "  ".to_owned()), cell(1)]);
    }
}

/// The items of an order that were moved in it: the fewest without which all others are as they were before.
/// What comes anew counts as moved.
pub(super) fn moved(was: &[ItemIx], now: &[ItemIx]) -> Vec<ItemIx> {
    let before: HashMap<ItemIx, usize> = was.iter().copied().zip(0..).collect();
    // The longest part of `now` in which places before rise (patience sorting): `ends[n]` is where the
    // best one of n + 1 items ends, `links` leads from each item to the one in front of it.
    let (mut ends, mut links): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), vec![None; now.len()]);
    for (index, item) in now.iter().enumerate() {
        let Some(place) = before.get(item) else { continue };
        let length = ends.partition_point(|&end: &usize| before[&now[end]] < *place);
        links[index] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut stays = vec![false; now.len()];
    let mut next = ends.last().copied();
    while let Some(index) = next {
        stays[index] = true;
        next = links[index];
    }
    now.iter().zip(stays).filter(|(_, stays)| !stays).map(|(item, _)| *item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_moved_counts_as_moved() {
        let items = |places: &[usize]| places.iter().map(|&place| ItemIx::new(place)).collect::<Vec<_>>();
        let was = items(&[0, 1, 2, 3, 4]);
        let found = |now: &[usize]| moved(&was, &items(now));
        assert_eq!(found(&[0, 1, 2, 3, 4]), []);
        assert_eq!(found(&[4, 0, 1, 2, 3]), items(&[4]));
        assert_eq!(found(&[1, 2, 0, 3]), items(&[0]));
        assert_eq!(found(&[0, 7, 1, 4, 2, 3]), items(&[7, 4]));
        assert_eq!(found(&[]), []);
    }
}
