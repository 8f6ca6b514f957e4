//! The boards of a class as a list.

use ratatui::layout::Rect;

use super::super::super::text;
use super::super::super::theme::Role;
use super::super::super::widgets::{Canvas, draw_scroll_bar};
use crate::class::{BoardId, Bulletin, Member, Seat};
use crate::words;

/// By what boards are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sort {
    #[default]
    Name,
    /// Who is furthest behind first.
    Sprint,
    /// Who has not handed in first.
    HandedIn,
}

/// How a trainer looks at a class.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    pub(super) sort: Sort,
    /// What has to be in a name, in small letters.
    pub(super) filter: String,
    /// Whether what is hidden from the class is shown.
    pub(super) is_for_my_eyes: bool,
}

impl Sort {
    pub(super) fn next(self) -> Self {
        match self {
            Self::Name => Self::Sprint,
            Self::Sprint => Self::HandedIn,
            Self::HandedIn => Self::Name,
        }
    }

    /// In words.
    pub(super) fn told(self) -> &'static str {
        match self {
            Self::Name => "by name",
            Self::Sprint => "by Sprint, who is furthest behind first",
            Self::HandedIn => "who has not handed in first",
        }
    }
}

impl Look {
    pub(super) fn shows_names(&self, class: &Bulletin) -> bool {
        self.is_for_my_eyes || !class.are_names_hidden
    }

    pub(super) fn shows_values(&self, class: &Bulletin) -> bool {
        self.is_for_my_eyes || !class.are_results_hidden
    }

    /// Whose board it is, as it may be shown.
    pub(super) fn name(&self, class: &Bulletin, seat: &Seat) -> String {
        if class.teams > 0 || self.shows_names(class) {
            seat.name.clone()
        } else {
            format!("Participant {}", seat.board)
        }
    }

    /// Somebody's name, as it may be shown.
    pub(super) fn member(&self, class: &Bulletin, member: &Member) -> String {
        if self.shows_names(class) { member.name.clone() } else { format!("Participant {}", member.player) }
    }

    /// The board's name, and who plays at it where there are teams.
    fn title(&self, class: &Bulletin, seat: &Seat) -> String {
        let name = self.name(class, seat);
        if class.teams == 0 {
            return name;
        }
        let members: Vec<String> = seat.members.iter().map(|member| self.member(class, member)).collect();
        format!("{name}: {}", members.join(", "))
    }

    /// The boards that are looked at, in the order in which they are listed.
    pub(super) fn seats<'c>(&self, class: &'c Bulletin) -> Vec<&'c Seat> {
        let is_wanted = |seat: &&Seat| {
            self.filter.is_empty() || self.title(class, seat).to_lowercase().contains(&self.filter)
        };
        let mut seats: Vec<&Seat> = class.seats.iter().filter(is_wanted).collect();
        // Where names are hidden their order would tell them.
        if self.shows_names(class) && class.teams == 0 {
            seats.sort_by_cached_key(|seat| seat.name.to_lowercase());
        } else {
            seats.sort_by_key(|seat| seat.board);
        }
        match self.sort {
            Sort::Name => {}
            Sort::Sprint => seats.sort_by_key(|seat| step(seat)),
            Sort::HandedIn => seats.sort_by_key(|seat| (is_ready(seat), step(seat))),
        }
        seats
    }
}

/// How far a game is.
fn step(seat: &Seat) -> (bool, u32) {
    seat.place.as_ref().map_or((false, 0), |place| (place.is_over, place.sprint))
}

fn is_ready(seat: &Seat) -> bool {
    seat.place.as_ref().is_some_and(|place| place.is_ready || place.is_over)
}

/// What stands where in a row.
struct Columns {
    name: usize,
    here: usize,
    bar: usize,
    /// 0 where nothing is handed in.
    ready: usize,
    moves: usize,
    /// 0 where results are hidden.
    value: usize,
    gap: usize,
}

/// What a sheet of rows is drawn from.
pub(super) struct Sheet<'a> {
    pub(super) class: &'a Bulletin,
    pub(super) look: &'a Look,
    pub(super) seats: &'a [&'a Seat],
    pub(super) chosen: Option<BoardId>,
}

const STEP: usize = 5;

impl Sheet<'_> {
    fn columns(&self, width: u16) -> Columns {
        let is_wide = width >= 84;
        let mut columns = Columns {
            name: 0,
            here: if self.class.teams > 0 { 8 } else { 4 },
            bar: 0,
            ready: 0,
            moves: 0,
            value: 0,
            gap: if is_wide { 2 } else { 1 },
        };
        if let Some(round) = &self.class.round {
            columns.bar = (round.scenario.sprints as usize).min(if is_wide { 12 } else { 5 });
            columns.ready = if round.step.is_none() {
                0
            } else if is_wide {
                9
            } else {
                4
            };
            columns.moves = 5;
            columns.value = if !self.look.shows_values(self.class) {
                0
            } else if is_wide {
                12
            } else {
                8
            };
        }
        let step = if columns.bar > 0 { columns.bar + 1 + STEP } else { 0 };
        let parts = [columns.here, step, columns.ready, columns.moves, columns.value];
        let taken: usize = parts.iter().filter(|part| **part > 0).map(|part| part + columns.gap).sum();
        // Two for the mark, and one for the scroll bar.
        columns.name = usize::from(width).saturating_sub(taken + 3);
        columns
    }

    /// The first row in sight, so that the chosen one is.
    pub(super) fn top(&self, rows: u16) -> usize {
        let rows = usize::from(rows.saturating_sub(1));
        let at = self.seats.iter().position(|seat| Some(seat.board) == self.chosen).unwrap_or(0);
        (at + 1).saturating_sub(rows)
    }

    /// The board at a row of the screen, whose first one is that of the headings.
    pub(super) fn at(&self, area: Rect, row: u16) -> Option<BoardId> {
        let line = usize::from(row.checked_sub(area.y + 1)?);
        self.seats.get(self.top(area.height) + line).map(|seat| seat.board)
    }

    /// Draws the headings and the rows.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let columns = self.columns(area.width);
        canvas.pieces(area.x, area.y, area.width, &[(Role::Faint, self.headings(&columns))]);
        let body = Rect::new(area.x, area.y + 1, area.width, area.height.saturating_sub(1));
        if self.seats.is_empty() {
            let told = match (self.look.filter.is_empty(), self.class.seats.is_empty()) {
                (false, _) => "Nobody here is called so.",
                (true, true) => "Nobody has joined yet.",
                (true, false) => "",
            };
            canvas.text(body.x + 2, body.y, body.width, told, Role::Faint);
        }
        let top = self.top(area.height);
        for (y, seat) in (body.y..body.bottom()).zip(self.seats.iter().skip(top)) {
            let is_chosen = Some(seat.board) == self.chosen;
            let mut pieces = vec![(Role::Accent, if is_chosen { "▸ " } else { "  " }.to_owned())];
            pieces.extend(self.row(seat, &columns));
            canvas.pieces(body.x, y, body.width - 1, &pieces);
            if is_chosen {
                canvas.tint(Rect::new(body.x, y, body.width - 1, 1), Role::Selected);
            }
        }
        draw_scroll_bar(canvas, body, top, self.seats.len());
    }

    fn headings(&self, columns: &Columns) -> String {
        let gap = " ".repeat(columns.gap);
        let title = if self.class.teams > 0 { "team" } else { "name" };
        let mut line =
            format!("  {}{gap}{}", text::fit(title, columns.name), text::fit("here", columns.here));
        let unit = self.class.round.as_ref().map_or("", |round| &*round.scenario.value_unit);
        let value = if text::width(unit) <= columns.value { unit } else { "value" };
        if columns.bar > 0 {
            line += &format!("{gap}{}", text::fit("Sprint", columns.bar + 1 + STEP));
        }
        if columns.ready > 0 {
            line += &format!(
                "{gap}{}",
                text::fit(if columns.ready > 4 { "handed in" } else { "in" }, columns.ready)
            );
        }
        if columns.moves > 0 {
            line += &format!("{gap}{}", text::fit_right("moves", columns.moves));
        }
        if columns.value > 0 {
            line += &format!("{gap}{}", text::fit_right(value, columns.value));
        }
        line
    }

    fn row(&self, seat: &Seat, columns: &Columns) -> Vec<(Role, String)> {
        let gap = || (Role::Text, " ".repeat(columns.gap));
        let (here, is_here) = here(self.class, seat);
        let mut pieces = vec![
            (Role::Text, text::fit(&self.look.title(self.class, seat), columns.name)),
            gap(),
            (if is_here { Role::Text } else { Role::Faint }, text::fit(&here, columns.here)),
        ];
        let (Some(round), Some(place)) = (&self.class.round, &seat.place) else { return pieces };
        let all = round.scenario.sprints.max(1);
        let played = if place.is_over { all } else { place.sprint.saturating_sub(1) };
        let full = (2 * played as usize * columns.bar + all as usize) / (2 * all as usize);
        pieces.extend([
            gap(),
            (Role::Good, "█".repeat(full)),
            (Role::Rule, "░".repeat(columns.bar - full)),
            (Role::Text, " ".to_owned()),
        ]);
        let step = if place.is_over { "over".to_owned() } else { format!("{}/{all}", place.sprint) };
        pieces.push((Role::Text, text::fit(&step, STEP)));
        if columns.ready > 0 {
            let is_ready = place.is_ready;
            let (role, told) = if is_ready { (Role::Good, "✓ in") } else { (Role::Faint, "·") };
            pieces.extend([gap(), (role, text::fit(told, columns.ready))]);
        }
        pieces.extend([gap(), (Role::Faint, text::fit_right(&place.moves.to_string(), columns.moves))]);
        if columns.value > 0 {
            let value = place.value.map_or_else(|| "–".to_owned(), words::number);
            pieces.extend([gap(), (Role::Text, text::fit_right(&value, columns.value))]);
        }
        pieces
    }
}

/// Who is there, in a word, and whether anybody is.
fn here(class: &Bulletin, seat: &Seat) -> (String, bool) {
    let here = seat.members.iter().filter(|member| member.is_here).count();
    if class.teams > 0 {
        return (format!("{here} of {}", seat.members.len()), here > 0);
    }
    (if here > 0 { "here" } else { "away" }.to_owned(), here > 0)
}
