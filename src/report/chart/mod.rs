//! Charts as SVG, drawn with plotters.
//!
//! A chart knows no colours: it draws with [`Ink`]s, which become classes, and the page's style gives each of them a
//! colour in light and in dark. What a chart shows, a table or a sentence beside it says, too.

mod axis;
mod bars;
mod fan;
mod heat;
mod ladder;
mod sheet;
mod strip;
mod waterfall;

pub(super) use self::bars::{Bar, bars};
pub(super) use self::fan::fan;
pub(super) use self::heat::{Cell, HeatRow, heat};
pub(super) use self::ladder::{Played, ladder};
pub(super) use self::sheet::Ink;
pub(super) use self::strip::{Dot, Strip, strip};
pub(super) use self::waterfall::waterfall;

/// How wide every chart is, in its own units; the page scales it.
const WIDTH: u32 = 720;

/// A finished chart.
#[derive(Clone, Debug)]
pub(super) struct Chart {
    /// What it is, in a few words.
    pub(super) title: String,
    /// What is to be seen on it, in a sentence or two.
    pub(super) says: String,
    /// Its height; it is 720 wide.
    pub(super) height: u32,
    /// The elements of SVG in it.
    pub(super) body: String,
}

impl Chart {
    /// Draws a chart. `None` where drawing fails, which the tables make up for.
    fn draw(
        title: impl Into<String>,
        says: impl Into<String>,
        height: u32,
        draw: impl FnOnce(&sheet::Sheet<'_>) -> sheet::Drawn,
    ) -> Option<Self> {
        let body = sheet::draw(WIDTH, height, draw)?;
        Some(Self { title: title.into(), says: says.into(), height, body })
    }

    /// How wide it is.
    pub(super) fn width(&self) -> u32 {
        WIDTH
    }
}
