//! Where the parts of the board stand, for drawing and for the mouse alike.

use ratatui::layout::Rect;

use super::super::content;

/// From this width on the panel stands beside the list, else under it.
const WIDE: u16 = 76;
/// From this height on there is a strip with the running value and the people.
const TALL: u16 = 24;

/// The parts of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Areas {
    /// The names of the list's columns.
    pub(super) heading: Rect,
    /// The Product Backlog.
    pub(super) list: Rect,
    /// The names of the panels.
    pub(super) tabs: Rect,
    /// The panel that is shown.
    pub(super) panel: Rect,
    /// Where a rule separates list and panel, if they stand side by side.
    pub(super) divider: Option<Rect>,
    /// The running value and the people, on a screen tall enough.
    pub(super) strip: Option<Strip>,
}

/// The strip at the bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Strip {
    /// The rule above it, with its headings.
    pub(super) rule: Rect,
    /// The running value.
    pub(super) value: Rect,
    /// The people.
    pub(super) people: Rect,
}

/// Lays out the board on a screen.
pub(super) fn areas(screen: Rect) -> Areas {
    let content = content(screen);
    let strip_rows = match screen.height {
        height if height < TALL => 0,
        height => (height / 4).clamp(6, 13),
    };
    let main = Rect::new(content.x, content.y, content.width, content.height - strip_rows);
    let strip = (strip_rows > 0).then(|| strip(content, strip_rows));
    if screen.width >= WIDE {
        let list = list_width(screen.width);
        let panel_x = main.x + list + 2;
        let panel_width = main.width - list - 3;
        Areas {
            heading: Rect::new(main.x + 1, main.y, list - 1, 1),
            list: Rect::new(main.x + 1, main.y + 1, list - 1, main.height - 1),
            tabs: Rect::new(panel_x, main.y, panel_width, 1),
            panel: Rect::new(panel_x, main.y + 1, panel_width, main.height - 1),
            divider: Some(Rect::new(main.x + list, main.y, 1, main.height)),
            strip,
        }
    } else {
        let list = (main.height - 2) * 11 / 20;
        let below = main.y + 1 + list;
        Areas {
            heading: Rect::new(main.x + 1, main.y, main.width - 2, 1),
            list: Rect::new(main.x + 1, main.y + 1, main.width - 2, list),
            tabs: Rect::new(main.x + 1, below, main.width - 2, 1),
            panel: Rect::new(main.x + 1, below + 1, main.width - 2, main.bottom() - below - 1),
            divider: None,
            strip,
        }
    }
}

/// The width of the list beside a panel: titles and figures first, then the panel.
fn list_width(screen: u16) -> u16 {
    if screen < 100 { screen * 3 / 5 } else { screen * 2 / 3 }
}

fn strip(content: Rect, rows: u16) -> Strip {
    let y = content.bottom() - rows;
    let value = list_width(content.width);
    let width = content.width - 2;
    Strip {
        rule: Rect::new(content.x + 1, y, width, 1),
        value: Rect::new(content.x + 1, y + 1, value - 2, rows - 1),
        people: Rect::new(content.x + value + 1, y + 1, content.width - value - 2, rows - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_overlaps_another_or_leaves_the_screen() {
        for width in (60..=240).step_by(7) {
            for height in 20..=70 {
                let screen = Rect::new(0, 0, width, height);
                let areas = areas(screen);
                let strip = areas.strip.map(|s| [s.rule, s.value, s.people]);
                let all: Vec<Rect> = [areas.heading, areas.list, areas.tabs, areas.panel]
                    .into_iter()
                    .chain(areas.divider)
                    .chain(strip.into_iter().flatten())
                    .collect();
                for (index, &one) in all.iter().enumerate() {
                    assert_eq!(one, one.intersection(screen), "{width}x{height}: {one}");
                    assert!(one.area() > 0, "{width}x{height}: {one}");
                    for &other in &all[..index] {
                        assert!(!one.intersects(other), "{width}x{height}: {one} and {other}");
                    }
                }
            }
        }
    }
}
