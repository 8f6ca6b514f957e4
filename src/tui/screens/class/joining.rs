//! How one joins a class, large enough for the back of a room.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::super::super::context::{Context, Part};
use super::super::super::keys::{Action, Place};
use super::super::super::theme::Role;
use super::super::super::widgets::{BIG_ROWS, Canvas, Doc, Modules, Qr, Scroll};
use super::super::{Step, View, content, draw_header, screen_area};
use super::list::Look;
use super::side::invitation;
use crate::class::{Bulletin, For};
use crate::words;

/// Columns that the text beside the picture needs.
const TEXT: u16 = 42;

/// Where everything stands.
pub(super) struct Layout {
    qr: Option<(Rect, Arc<Qr>, Modules)>,
    text: Rect,
    /// What is left below the text.
    pub(super) rest: Rect,
    doc: Doc,
    /// Whether the code is written in large letters.
    is_big: bool,
}

impl Layout {
    pub(super) fn of(cx: &Context, class: &Bulletin) -> Self {
        let inner = content(screen_area(cx));
        let area = Rect::new(inner.x + 1, inner.y + 1, inner.width - 2, inner.height - 1);
        let room = cx.class.as_ref();
        let code = room.and_then(|room| room.picture.clone());
        let is_trainer = room.is_some_and(|room| room.part == Part::Trainer);
        let whom = if is_trainer { For::Trainer } else { For::Participants };
        let ways: &[Modules] =
            if cx.preferences.ascii { &[Modules::Ascii] } else { &[Modules::Wide, Modules::Halves] };
        let fits = |modules: &&Modules| {
            code.as_ref().is_some_and(|qr| {
                let (columns, rows) = qr.size(**modules);
                columns + 2 + TEXT <= area.width && rows <= area.height
            })
        };
        let way = ways.iter().find(fits).copied();
        let (mut qr, mut text, mut wanted) = (None, area, None);
        match (code, way) {
            (Some(code), Some(modules)) => {
                let (columns, rows) = code.size(modules);
                qr = Some((Rect::new(area.x, area.y, columns, rows), code, modules));
                text = Rect::new(area.x + columns + 2, area.y, area.width - columns - 2, area.height);
            }
            (Some(code), None) => {
                let (columns, rows) = code.size(*ways.last().unwrap_or(&Modules::Halves));
                wanted = Some((columns + TEXT + 4, rows + 3));
            }
            (None, _) => {}
        }
        let doc = doc(class, whom, text.width, wanted);
        let is_big = is_big(cx, class, text);
        let big = if is_big { BIG_ROWS + 1 } else { 0 };
        let rows = (big + doc.len() as u16 + 1).min(text.height);
        let rest = Rect::new(text.x, text.y + rows, text.width, text.height - rows);
        Self { qr, text, rest, doc, is_big }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, class: &Bulletin) {
        if let Some((area, qr, modules)) = &self.qr {
            canvas.qr(area.x, area.y, qr, *modules);
        }
        let mut text = self.text;
        if self.is_big {
            canvas.big(text.x, text.y, text.width, &class.invitation.code, Role::Strong);
            text.y += BIG_ROWS + 1;
            text.height -= BIG_ROWS + 1;
        }
        self.doc.draw(canvas, text, &Scroll::default());
    }
}

/// Rows from which on there is room for large letters and a list of people.
const ROOM: u16 = 20;

fn is_big(cx: &Context, class: &Bulletin, text: Rect) -> bool {
    let code = &class.invitation.code;
    let has_room = text.height >= ROOM && !cx.preferences.ascii;
    has_room && !code.is_empty() && Canvas::can_be_big(code, text.width)
}

/// What is said, and how large the window has to be for the picture where it is too small.
fn doc(class: &Bulletin, whom: For, columns: u16, wanted: Option<(u16, u16)>) -> Doc {
    let mut doc = Doc::new(columns);
    if class.invitation.page.is_some() {
        let how = if wanted.is_none() && class.invitation.scanned.is_some() {
            "Scan the picture with a phone, or open the page and type the code."
        } else {
            "Open the page and type the code."
        };
        doc.para(Role::Text, how);
    }
    invitation(&mut doc, class, whom);
    if let Some((columns, rows)) = wanted {
        let text = format!("A picture to scan needs a window of {columns} × {rows}.");
        doc.para(Role::Faint, &text);
    }
    doc
}

/// The page by itself.
#[derive(Debug, Default)]
pub(in crate::tui) struct Joining {
    look: Look,
}

impl Joining {
    pub(super) fn new(look: &Look) -> Self {
        Self { look: look.clone() }
    }
}

/// "12 people are here", and who, where that may be shown.
fn people(class: &Bulletin, look: &Look, columns: u16) -> Doc {
    let mut doc = Doc::new(columns);
    let told = match class.here {
        0 => "Nobody is here yet.".to_owned(),
        1 => "1 person is here.".to_owned(),
        here => format!("{here} people are here."),
    };
    doc.para(Role::Strong, &told);
    if look.shows_names(class) {
        let members = class.seats.iter().flat_map(|seat| &seat.members);
        let names: Vec<String> =
            members.filter(|member| member.is_here).map(|member| member.name.clone()).collect();
        if !names.is_empty() {
            doc.para(Role::Text, &words::list(&names));
        }
    }
    doc
}

impl View for Joining {
    fn place(&self) -> Place {
        Place::Joining
    }

    fn act(&mut self, action: Action, _: &Context) -> Vec<Step> {
        if action == Action::Back { vec![Step::Pop] } else { Vec::new() }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(class) = &cx.class else { return };
        let class = &class.bulletin;
        draw_header(canvas, &class.title, "Join the class");
        let layout = Layout::of(cx, class);
        layout.draw(canvas, class);
        people(class, &self.look, layout.rest.width).draw(canvas, layout.rest, &Scroll::default());
    }
}
