//! Where one stands: how others would have done from the same start.

use super::super::super::text;
use super::super::super::theme::Role;
use super::super::super::widgets::Axis;
use super::decided::wait;
use super::figure::Figure;
use super::sheet::Sheet;
use super::{DebriefScreen, Found};
use crate::debrief::analysis::{Ladder, Rung};
use crate::debrief::told;
use crate::words;

/// From this width on a rung takes one line.
const WIDE: usize = 72;
const MEAN: usize = 9;
const BELOW: usize = 8;

impl DebriefScreen {
    pub(super) fn ladder(&self, sheet: &mut Sheet, columns: u16, found: Found<'_>) {
        let unit = &self.game.scenario().value_unit;
        let ladder = found.analysis().and_then(|analysis| Some((analysis, analysis.ladder.as_ref()?)));
        let Some((analysis, ladder)) = ladder.filter(|(_, ladder)| !ladder.rungs.is_empty()) else {
            return wait(sheet, found);
        };
        let you = words::amount(ladder.value, unit);
        sheet.doc.para(
            Role::Text,
            &format!(
                "You made {you} of one future. The others met many: luck widens each bar, and your ┃ has luck \
                 in it, too."
            ),
        );
        rungs(sheet, usize::from(columns).saturating_sub(2), ladder, unit);
        sheet.doc.gap();
        sheet.doc.para(
            Role::Faint,
            "● mean   ━ where 8 of 10 results lie   ┃ you   ≈ no clear difference to the one above   \
             below: how many of its results were less than yours",
        );
        if let Some(waiting) = found.waiting() {
            sheet.doc.para(Role::Faint, &waiting);
        }
        if let Some(hindsight) = analysis.hindsight {
            sheet.doc.gap();
            sheet.figure(Figure::Hindsight);
            sheet.doc.para(
                Role::Text,
                &format!(
                    "With hindsight: someone who had known your future could have had {}. Nobody can; no \
                     decision is judged by it.",
                    words::amount(hindsight, unit)
                ),
            );
        }
    }
}

fn rungs(sheet: &mut Sheet, columns: usize, ladder: &Ladder, unit: &str) {
    let is_wide = columns >= WIDE;
    let title = if is_wide { (columns / 3).min(30) } else { columns.saturating_sub(MEAN + BELOW + 2) };
    let room = if is_wide { columns.saturating_sub(2 + title + MEAN + 2 + BELOW) } else { columns - 2 };
    let reach = ladder.rungs.iter().flat_map(|rung| [rung.value.p10, rung.value.p90]);
    let axis = Axis::of(reach.chain([ladder.value]), room);
    let mut head = vec![(Role::Faint, text::fit("", 2)), (Role::Faint, text::fit("player", title))];
    // A long unit is told above, beside what was played.
    let mean = Some(format!("mean {unit}")).filter(|mean| text::width(mean) <= MEAN);
    head.push((Role::Faint, text::fit_right(mean.as_deref().unwrap_or("mean"), MEAN)));
    if is_wide {
        head.push((Role::Faint, format!("  {}", axis.scale())));
    }
    head.push((Role::Faint, text::fit_right("below", BELOW)));
    sheet.doc.gap();
    sheet.doc.line(head);
    if !is_wide {
        sheet.doc.line(vec![(Role::Faint, format!("  {}", axis.scale()))]);
    }
    let mut is_level = false;
    for (place, rung) in ladder.rungs.iter().enumerate() {
        let bar = bar(rung, ladder.value, &axis);
        let below = words::percent(rung.below_played);
        sheet.figure(Figure::Rung(place));
        let mut line = vec![
            (Role::Faint, (if is_level { "≈ " } else { "  " }).to_owned()),
            (Role::Text, text::fit(told::player_title(rung.player), title)),
            (Role::Strong, text::fit_right(&words::number(rung.value.mean), MEAN)),
        ];
        if is_wide {
            line.push((Role::Text, "  ".to_owned()));
            line.extend(bar.clone());
        }
        line.push((Role::Faint, text::fit_right(&below, BELOW)));
        sheet.doc.line(line);
        if !is_wide {
            sheet.doc.line(std::iter::once((Role::Text, "  ".to_owned())).chain(bar).collect());
        }
        is_level = rung.lead.is_some_and(|lead| !lead.is_clear());
    }
}

fn bar(rung: &Rung, played: f64, axis: &Axis) -> Vec<(Role, String)> {
    let mean = axis.place(rung.value.mean);
    let row = axis.row().paint(axis.place(rung.value.p10), axis.place(rung.value.p90), Role::Band, '━');
    let row = row.paint(mean, mean, Role::Accent, '●');
    let you = axis.place(played);
    row.paint(you, you, Role::Strong, '┃').pieces()
}
