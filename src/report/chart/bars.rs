//! Shares as bars, one below the other.

use super::sheet::{Ink, Side};
use super::{Chart, WIDTH};
use crate::words::text::cut;

const ROW: i32 = 26;
const TOP: i32 = 6;
const NAMES: i32 = 150;
const BARS: (i32, i32) = (162, WIDTH as i32 - 150);
/// Columns of a name.
const NAME_MAX: usize = 22;

/// A bar: a share from 0 to 1, and perhaps one that it is held against.
#[derive(Clone, Debug)]
pub(in crate::report) struct Bar {
    pub(in crate::report) name: String,
    /// `None` where there is nothing to show.
    pub(in crate::report) share: Option<f64>,
    /// A mark across the bar.
    pub(in crate::report) mark: Option<f64>,
    /// What stands behind it.
    pub(in crate::report) told: String,
}

/// Draws shares.
pub(in crate::report) fn bars(title: &str, says: &str, bars: &[Bar]) -> Option<Chart> {
    let at = |share: f64| BARS.0 + (share.clamp(0.0, 1.0) * f64::from(BARS.1 - BARS.0)).round() as i32;
    let bottom = TOP + ROW * bars.len() as i32;
    Chart::draw(title, says, (bottom + 24) as u32, |sheet| {
        for percent in [0, 25, 50, 75, 100] {
            let x = at(f64::from(percent) / 100.0);
            sheet.line(Ink::Grid, 1, vec![(x, TOP), (x, bottom)])?;
            sheet.small(Ink::Faint, Side::Middle, (x, bottom + 12), &format!("{percent} %"))?;
        }
        for (place, bar) in (0..).zip(bars) {
            let (top, end) = (TOP + ROW * place + 5, TOP + ROW * (place + 1) - 5);
            let middle = (top + end) / 2;
            sheet.text(Ink::Text, Side::Left, (NAMES, middle), &cut(&bar.name, NAME_MAX))?;
            if let Some(share) = bar.share {
                sheet.rect(Ink::Decision, (BARS.0, top), (at(share).max(BARS.0 + 2), end))?;
            }
            if let Some(mark) = bar.mark {
                // With an edge around it, so that it stands out of its bar.
                for (ink, strength) in [(Ink::OnHeat, 7), (Ink::Text, 3)] {
                    sheet.line(ink, strength, vec![(at(mark), top - 3), (at(mark), end + 3)])?;
                }
            }
            sheet.text(Ink::Text, Side::Right, (BARS.1 + 10, middle), &bar.told)?;
        }
        Ok(())
    })
}
