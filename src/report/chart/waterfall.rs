//! Par, decisions and luck as steps from nothing to the result.

use super::axis::Axis;
use super::sheet::{Ink, Side};
use super::{Chart, WIDTH};
use crate::debrief::analysis::Sum;
use crate::words;

const ROW: i32 = 34;
const TOP: i32 = 8;
/// Where names end, and where the steps are.
const NAMES: i32 = 118;
const STEPS: (i32, i32) = (130, WIDTH as i32 - 130);

/// Draws the sum of a game; `result` is what its end is called.
pub(in crate::report) fn waterfall(sum: &Sum, result: &str, unit: &str) -> Option<Chart> {
    let (par, decided) = (sum.par.mean, sum.par.mean + sum.choice.mean);
    let signed = |figure| words::signed(figure, unit);
    let amount = |figure| words::amount(figure, unit);
    let rows = [
        ("Par", Ink::Expected, 0.0, par, amount(par)),
        ("Decisions", Ink::Decision, par, decided, signed(sum.choice.mean)),
        ("Luck", Ink::Luck, decided, sum.value, signed(sum.luck.mean)),
        (result, Ink::Own, 0.0, sum.value, amount(sum.value)),
    ];
    let says =
        format!("Par {}, decisions {}, luck {}: {result} {}.", rows[0].4, rows[1].4, rows[2].4, rows[3].4);
    let says = says.replace("Your result", "your result").replace("To expect now", "to expect now");
    let axis = Axis::over([0.0, par, decided, sum.value], STEPS.0, STEPS.1);
    let height = 2 * TOP + ROW * rows.len() as i32;
    Chart::draw("Result = par + decisions + luck", says, height as u32, |sheet| {
        sheet.line(Ink::Grid, 1, vec![(axis.at(0.0), 0), (axis.at(0.0), height)])?;
        for (place, (name, ink, from, to, figure)) in (0..).zip(&rows) {
            let (top, bottom) = (TOP + ROW * place + 5, TOP + ROW * (place + 1) - 5);
            let middle = (top + bottom) / 2;
            // A step of nothing is a line, so that it can be seen.
            let (start, end) = (axis.at(*from), axis.at(*to));
            sheet.rect(*ink, (start, top), (if start == end { end + 2 } else { end }, bottom))?;
            if place + 1 < rows.len() as i32 {
                sheet.line(Ink::Faint, 1, vec![(end, bottom), (end, bottom + 10)])?;
            }
            sheet.text(Ink::Text, Side::Left, (NAMES, middle), name)?;
            sheet.strong(Ink::Text, Side::Right, (start.max(end) + 8, middle), figure)?;
        }
        Ok(())
    })
}
