//! Pieces that screens draw with.

pub(super) mod ascii;
mod bars;
mod big;
mod canvas;
mod doc;
mod fan;
mod marks;
mod qr;

pub(super) use bars::Axis;
pub(super) use big::BIG_ROWS;
pub(super) use canvas::{Canvas, overlay_area};
pub(super) use doc::{Doc, Scroll, draw_scroll_bar};
pub(super) use fan::{Fan, draw_fan};
pub(super) use marks::{kind_mark, range_bar, spark, trust_bar};
pub(super) use qr::{Modules, Qr};
