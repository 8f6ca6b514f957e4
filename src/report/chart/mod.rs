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
pub(super) use self::heat::heat;
pub(crate) use self::heat::{Cell, HeatRow};
pub(super) use self::ladder::ladder;
pub(crate) use self::ladder::{Played, Span};
pub(super) use self::sheet::Ink;
pub(super) use self::strip::strip;
pub(crate) use self::strip::{Dot, Strip};
pub(super) use self::waterfall::waterfall;

/// How wide every chart is, in its own units; the page scales it.
const WIDTH: u32 = 720;

/// A finished chart.
#[derive(Clone, Debug)]
pub(crate) struct Chart {
    /// What it is, in a few words.
    pub(crate) title: String,
    /// What is to be seen on it, in a sentence or two.
    pub(super) says: String,
    /// Its height; it is 720 wide.
    pub(super) height: u32,
    /// The elements of SVG in it.
    pub(super) body: String,
    /// What it shows, for who draws it another way.
    pub(crate) shown: Shown,
}

/// What a chart shows, as figures.
#[derive(Clone, Debug)]
pub(crate) enum Shown {
    /// Figures of everybody on one scale.
    Strips {
        /// One a figure.
        strips: Vec<Strip>,
        /// What they are in.
        unit: String,
    },
    /// Players from the best down, and what was played.
    Ladder {
        /// The players.
        rungs: Vec<Span>,
        /// What was played.
        played: Vec<Played>,
        /// What values are in.
        unit: String,
    },
    /// How many put what where.
    Heat {
        /// The places.
        columns: Vec<String>,
        /// The items.
        rows: Vec<HeatRow>,
    },
    /// What only a picture shows well; tables and sentences beside it say the same.
    Picture,
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
        Some(Self { title: title.into(), says: says.into(), height, body, shown: Shown::Picture })
    }

    /// The same, with what it shows.
    fn showing(self, shown: Shown) -> Self {
        Self { shown, ..self }
    }

    /// How wide it is.
    pub(super) fn width(&self) -> u32 {
        WIDTH
    }
}
