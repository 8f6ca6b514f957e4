//! Charts that a terminal shows well.

use super::super::super::text;
use super::super::super::theme::Role;
use super::super::super::widgets::{Axis, Doc};
use crate::report::{Chart, HeatRow, Played, Shown, Span, Strip};
use crate::words;

/// Rows of dots that stand on each other, at most.
const STACK: usize = 5;
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Draws a chart, with what there is to see on it; what a terminal cannot show well is in the tables.
pub(super) fn write(doc: &mut Doc, chart: &Chart) {
    match &chart.shown {
        Shown::Strips { strips, unit } => write_strips(doc, &chart.title, strips, unit),
        Shown::Ladder { rungs, played, unit } => write_ladder(doc, &chart.title, rungs, played, unit),
        Shown::Heat { columns, rows } => write_heat(doc, &chart.title, columns, rows),
        Shown::Picture => {}
    }
}

fn write_strips(doc: &mut Doc, title: &str, strips: &[Strip], unit: &str) {
    let room = doc.columns();
    let values = strips.iter().flat_map(|strip| &strip.dots).map(|dot| dot.value);
    let axis = Axis::of(values.chain([0.0]), room);
    doc.para(Role::Accent, title);
    let mut is_scaled = false;
    for strip in strips {
        let mut counts = vec![0_usize; room];
        strip.dots.iter().for_each(|dot| counts[axis.place(dot.value)] += 1);
        let most = counts.iter().copied().max().unwrap_or(0);
        is_scaled |= most > STACK;
        doc.para(Role::Strong, strip.name);
        for level in (0..most.min(STACK)).rev() {
            let zero = axis.place(0.0);
            let mark = |(at, &count): (usize, &usize)| match () {
                () if most <= STACK && count > level => '●',
                () if most <= STACK || count == 0 => {
                    if at == zero {
                        '│'
                    } else {
                        ' '
                    }
                }
                () => {
                    // Whoever is there is seen, however high others stand.
                    let eighths = (count * STACK * 8).div_ceil(most);
                    EIGHTHS[eighths.saturating_sub(8 * level).min(8)]
                }
            };
            let line: String = counts.iter().enumerate().map(mark).collect();
            doc.line(vec![(Role::Accent, line)]);
        }
        let zero = axis.place(0.0);
        let floor = axis.row().paint(0, room, Role::Rule, '─').paint(zero, zero, Role::Rule, '┼');
        doc.line(floor.pieces());
    }
    doc.line(vec![(Role::Faint, axis.scale())]);
    let each = if is_scaled { "The higher, the more games." } else { "Each ● is a game." };
    let told = format!(
        "{each} In {unit}. Right of the line decisions were worth more than par's, or luck was good; left of it less, or \
         bad."
    );
    doc.para(Role::Faint, &told);
}

fn write_ladder(doc: &mut Doc, title: &str, rungs: &[Span], played: &[Played], unit: &str) {
    let columns = doc.columns();
    let names = rungs.iter().map(|rung| text::width(rung.name)).max().unwrap_or(0).min(columns / 3);
    let room = columns - names - 2;
    let reach = rungs.iter().flat_map(|rung| [rung.p10, rung.mean, rung.p90]);
    let axis = Axis::of(reach.chain(played.iter().map(|played| played.value)), room);
    doc.para(Role::Accent, title);
    let mut counts = vec![0_usize; room];
    played.iter().for_each(|played| counts[axis.place(played.value)] += 1);
    let mark = |count: &usize| match count {
        0 => ' ',
        1 => '▼',
        2..=9 => char::from_digit(*count as u32, 10).unwrap_or('+'),
        _ => '+',
    };
    doc.line(vec![
        (Role::Strong, format!("{}  ", text::fit("results", names))),
        (Role::Strong, counts.iter().map(mark).collect()),
    ]);
    for rung in rungs {
        let mut row = axis.row();
        for (at, _) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            row = row.paint(at, at, Role::Rule, '┆');
        }
        let mean = axis.place(rung.mean);
        let row = row.paint(axis.place(rung.p10), axis.place(rung.p90), Role::Band, '━');
        let mut line = vec![(Role::Text, format!("{}  ", text::fit(rung.name, names)))];
        line.extend(row.paint(mean, mean, Role::Accent, '●').pieces());
        doc.line(line);
    }
    doc.line(vec![(Role::Faint, format!("{}  {}", " ".repeat(names), axis.scale()))]);
    let told = format!(
        "▼ a result, a figure where there are several, + for ten and more   ● average   ━ from P10 to P90. In {unit}."
    );
    doc.para(Role::Faint, &told);
}

/// How a cell of the heat map stands out, by fifths of the class.
fn heat(fifths: usize) -> Role {
    match fifths {
        0 => Role::Rule,
        1 => Role::Faint,
        2 => Role::Text,
        3 => Role::Accent,
        4 => Role::Strong,
        _ => Role::Selected,
    }
}

fn write_heat(doc: &mut Doc, title: &str, columns: &[String], rows: &[HeatRow]) {
    let Some((aside, places)) = columns.split_last() else { return };
    let all = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.all).max().unwrap_or(0);
    let cell = all.to_string().len().max(3) + 1;
    let last = text::width(aside).max(cell) + 1;
    let widest = rows.iter().map(|row| text::width(&row.name)).max().unwrap_or(0);
    let names = widest.min((doc.columns() * 2 / 5).max(16));
    // Places for which there is no room are taken together.
    let fit = doc.columns().saturating_sub(names + last) / cell;
    let shown = if fit >= places.len() { places.len() } else { fit.saturating_sub(1) };
    let is_longer = shown < places.len();
    doc.para(Role::Accent, title);
    let mut head = text::fit("", names);
    places[..shown].iter().for_each(|place| head += &text::fit_right(place, cell));
    if is_longer {
        head += &text::fit_right(&format!(">{shown}"), cell);
    }
    head += &text::fit_right(aside, last);
    doc.line(vec![(Role::Faint, head)]);
    for row in rows {
        let mut line = vec![(Role::Text, text::fit(&row.name, names))];
        let mut put = |count: usize, fifths: usize, width: usize| {
            let figure = if count == 0 { "·".to_owned() } else { count.to_string() };
            line.push((Role::Text, " ".to_owned()));
            line.push((heat(fifths), text::fit_right(&figure, width - 1)));
        };
        let (Some(own_aside), own) = (row.cells.last(), &row.cells[..row.cells.len().saturating_sub(1)])
        else {
            continue;
        };
        own.iter().take(shown).for_each(|own| put(own.count, own.fifths(), cell));
        if is_longer {
            let count = own.iter().skip(shown).map(|own| own.count).sum::<usize>();
            put(count, (5 * count).div_ceil(all.max(1)), cell);
        }
        put(own_aside.count, own_aside.fifths(), last);
        doc.line(line);
    }
    let told = format!(
        "Rows are items, columns places in the order, and figures how many of {} put it there: the brighter, the more. \
         “aside” is “not now”.",
        words::number(all as f64)
    );
    doc.para(Role::Faint, &told);
}
