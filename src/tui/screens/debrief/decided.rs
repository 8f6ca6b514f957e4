//! What decided it: par, then decisions and luck, Sprint by Sprint, up to the value that came.

use super::super::super::text;
use super::super::super::theme::Role;
use super::super::super::widgets::Axis;
use super::figure::Figure;
use super::sheet::{Sheet, sprints};
use super::{DebriefScreen, Found};
use crate::debrief::analysis::Analysis;
use crate::order::Estimate;
use crate::words;

/// Columns of a row before its bar.
const FIGURE: usize = 9;
const NOISE: usize = 8;

/// A step of the waterfall.
struct Row {
    label: String,
    figure: Figure,
    /// `None` while it is not known.
    change: Option<Estimate>,
    /// Whether it is a first glance only.
    is_glance: bool,
    is_luck: bool,
}

impl DebriefScreen {
    pub(super) fn decided(&self, sheet: &mut Sheet, columns: u16, found: Found<'_>) {
        let unit = &self.game.scenario().value_unit;
        let Some(analysis) = found.analysis() else {
            return wait(sheet, found);
        };
        match analysis.sum() {
            Some(sum) => {
                let line = format!(
                    "{} = par {}, decisions {}, luck {}",
                    words::amount(sum.value, unit),
                    words::number(sum.par.mean),
                    words::signed(sum.choice.mean, ""),
                    words::signed(sum.luck.mean, ""),
                );
                sheet.doc.para(Role::Strong, &line);
            }
            None => sheet.doc.para(Role::Faint, &found.waiting().unwrap_or_default()),
        }
        sheet.doc.gap();
        waterfall(sheet, usize::from(columns), analysis, unit);
        sheet.doc.gap();
        for (mark, role, text) in MEANING {
            sheet.doc.marked((Role::Accent, mark), *role, text);
        }
        accuracy(sheet, usize::from(columns), analysis);
    }
}

const MEANING: &[(&str, Role, &str)] = &[
    (
        "Par        ",
        Role::Text,
        "is what a steady, plain player would have got on average, before anybody knew how things would turn out.",
    ),
    (
        "Decisions  ",
        Role::Text,
        "are what your orders were worth beside that player's, on average over the same possible futures.",
    ),
    (
        "Luck       ",
        Role::Text,
        "is what the world then did: velocities, efforts, values and risks that came out better or worse than was to be expected. On average it is nothing.",
    ),
    (
        "±          ",
        Role::Faint,
        "is the noise of a figure. What is smaller than its ± is drawn ░: it may be nothing.",
    ),
];

/// What stands where nothing is computed yet.
pub(super) fn wait(sheet: &mut Sheet, found: Found<'_>) {
    let waiting = found.waiting().unwrap_or_else(|| "There is nothing to say about this game.".to_owned());
    sheet.doc.para(Role::Faint, &waiting);
    sheet.doc.para(Role::Faint, "You need not wait: the other pages are there.");
}

fn waterfall(sheet: &mut Sheet, columns: usize, analysis: &Analysis, unit: &str) {
    let first = analysis.decisions.first();
    let par = first.and_then(|first| {
        let glance = first.glance.map(|glance| glance.par);
        first.worth.as_ref().map(|worth| worth.par).or(glance)
    });
    let rows = rows(analysis);
    let label = if columns >= 76 { 19 } else { 11 };
    let room = columns.saturating_sub(2 + label + FIGURE + NOISE + 1);
    let (Some(par), true) = (par, room >= 8) else { return };

    let mut level = par.mean;
    let levels: Vec<f64> = std::iter::once(par.mean)
        .chain(rows.iter().map(|row| {
            level += row.change.unwrap_or_default().mean;
            level
        }))
        .chain([analysis.value.mean])
        .collect();
    let axis = Axis::of(levels.iter().copied(), room);
    let head = text::fit(unit, label + FIGURE + NOISE + 1);
    sheet.doc.line(vec![(Role::Faint, head), (Role::Faint, axis.scale())]);
    let whole = |sheet: &mut Sheet, name: &str, value: Estimate, figure| {
        sheet.figure(figure);
        let row = axis.row().paint(axis.place(axis.origin()), axis.place(value.mean), Role::Accent, '█');
        let mut line = vec![
            (Role::Strong, text::fit(name, label)),
            (Role::Strong, text::fit_right(&words::number(value.mean), FIGURE)),
            (Role::Faint, text::fit(&words::noise(value.stderr), NOISE + 1)),
        ];
        line.extend(row.pieces());
        sheet.doc.line(line);
    };
    whole(sheet, "Par", par, Figure::Par);
    for (row, ends) in rows.iter().zip(levels.windows(2)) {
        sheet.figure(row.figure);
        sheet.doc.line(step(row, ends, &axis, label));
    }
    whole(sheet, "Your value", analysis.value, Figure::Value);
}

fn rows(analysis: &Analysis) -> Vec<Row> {
    let name = |word: &str, sprint: u32, through: u32| {
        let sprints = if through > sprint { format!("S{sprint}–{through}") } else { format!("S{sprint}") };
        format!("{word} {sprints}")
    };
    let decisions = analysis.decisions.iter().enumerate().map(|(place, decided)| {
        let glance = decided.glance.map(|glance| glance.choice);
        let judged = decided.worth.as_ref().map(|worth| worth.choice);
        Row {
            label: name("Order", decided.sprint, decided.through),
            figure: Figure::Choice(place),
            change: judged.or(glance),
            is_glance: judged.is_none(),
            is_luck: false,
        }
    });
    let luck = analysis.decisions.iter().enumerate().map(|(place, decided)| Row {
        label: name("Luck", decided.sprint, decided.through),
        figure: Figure::Luck(place),
        change: decided.luck,
        is_glance: false,
        is_luck: true,
    });
    decisions.chain(luck).collect()
}

fn step(row: &Row, ends: &[f64], axis: &Axis, label: usize) -> Vec<(Role, String)> {
    let Some(change) = row.change else {
        return vec![(Role::Text, text::fit(&row.label, label)), (Role::Faint, text::fit_right("…", FIGURE))];
    };
    let is_clear = change.is_clear() && !row.is_glance;
    let (role, mark) = match (is_clear, row.is_luck, change.mean > 0.0) {
        (false, _, _) => (Role::Faint, '░'),
        (true, true, true) => (Role::Band, '█'),
        (true, true, false) => (Role::Band, '▓'),
        (true, false, true) => (Role::Good, '█'),
        (true, false, false) => (Role::Bad, '▓'),
    };
    let bar = axis.row().paint(axis.place(ends[0]), axis.place(ends[1]), role, mark);
    let text = if is_clear { Role::Text } else { Role::Faint };
    let mut line = vec![
        (text, text::fit(&row.label, label)),
        (text, text::fit_right(&words::signed(change.mean, ""), FIGURE)),
        (Role::Faint, text::fit(&words::noise(change.stderr), NOISE + 1)),
    ];
    line.extend(bar.pieces());
    line
}

fn accuracy(sheet: &mut Sheet, columns: usize, analysis: &Analysis) {
    if !analysis.decisions.iter().any(|decided| decided.worth.is_some()) {
        return;
    }
    sheet.doc.heading("How much of what could be had was in each order?");
    sheet.doc.para(Role::Faint, "100 % is the best order that was found, 0 % an order at random.");
    let axis = Axis::of([0.0, 1.0], columns.saturating_sub(2 + 19 + 12).clamp(8, 40));
    let mut line = |name: String, accuracy: Option<Estimate>, figure| {
        sheet.figure(figure);
        let mut line = vec![(Role::Text, text::fit(&name, 19))];
        match accuracy {
            Some(accuracy) => {
                let share = |share: f64| words::number((share * 100.0).round());
                let noise = format!(" ± {}", share(2.0 * accuracy.stderr));
                line.push((Role::Text, text::fit_right(&format!("{} %", share(accuracy.mean)), 6)));
                line.push((Role::Faint, text::fit(&noise, 6)));
                line.extend(axis.row().paint(0, axis.place(accuracy.mean), Role::Accent, '▪').pieces());
            }
            None => line.push((Role::Faint, "  nothing was at stake".to_owned())),
        }
        sheet.doc.line(line);
    };
    for (place, decided) in analysis.decisions.iter().enumerate() {
        if let Some(worth) = &decided.worth {
            line(sprints(decided.sprint, decided.through), worth.accuracy, Figure::Accuracy(place));
        }
    }
    if analysis.sum().is_some() {
        line("The whole game".to_owned(), analysis.accuracy(), Figure::GameAccuracy);
    }
}

/// What experiments and conversations were worth.
impl DebriefScreen {
    pub(super) fn knowledge(&self, sheet: &mut Sheet, found: Found<'_>) {
        use crate::debrief::analysis::KnowledgeSource;
        let scenario = self.game.scenario();
        let Some(analysis) = found.analysis() else { return wait(sheet, found) };
        let text = "Knowing something is worth what better decisions make of it. Here is what each was worth when \
                    you chose it, before anybody knew what it would tell.";
        sheet.doc.para(Role::Text, text);
        for (place, knowledge) in analysis.knowledge.iter().enumerate() {
            let (what, item) = match knowledge.source {
                KnowledgeSource::Experiment(item) => ("What you learned from", item),
                KnowledgeSource::Conversation(item) => ("The conversation about", item),
            };
            sheet.doc.gap();
            sheet.figure(Figure::Knowledge(place));
            let title = words::quoted(&scenario.item(item).title);
            let line = format!("Sprint {}: {what} {title}", knowledge.sprint);
            sheet.doc.para(Role::Strong, &line);
            let worth = words::noisy_change(knowledge.worth, &scenario.value_unit);
            let (role, verdict) = match knowledge.worth {
                worth if !worth.is_clear() => {
                    (Role::Faint, "inside the noise: it may have been worth nothing")
                }
                worth if worth.mean > 0.0 => (Role::Text, "it paid to know"),
                _ => (Role::Text, "the time was better spent otherwise"),
            };
            sheet.doc.hanging(role, "  ", &format!("{worth}; {verdict}"));
        }
        if analysis.knowledge.is_empty() {
            sheet.doc.gap();
            let text = found.waiting().unwrap_or_else(|| {
                "You finished no experiment and chose no conversation. What you do not know, you pay for when it \
                 turns up."
                    .to_owned()
            });
            sheet.doc.para(Role::Faint, &text);
        }
    }
}
