//! Text to be read: headings, paragraphs and lists, wrapped to a width; drawn and scrolled, or read line by line.

use ratatui::layout::Rect;

use super::super::keys::Action;
use super::super::text;
use super::super::theme::Role;
use super::Canvas;

/// From this width on labels stand before what they label.
const ROOM_FOR_LABELS: usize = 40;
const LABEL: usize = 9;

/// Signs before a paragraph that say in one look what the words after them say, too.
const SIGNS: [&str; 7] = ["◆ ", "? ", "▲ ", "✚ ", "§ ", "≈ ", "! "];

/// Styled lines of one width.
#[derive(Debug, Default)]
pub(crate) struct Doc {
    columns: usize,
    lines: Vec<Vec<(Role, String)>>,
    /// Whether it is read line by line, by someone who may not see it: nothing is drawn then.
    is_plain: bool,
}

impl Doc {
    /// An empty text of this width.
    pub(crate) fn new(columns: u16) -> Self {
        // The last column is for the scroll bar.
        Self { columns: usize::from(columns.saturating_sub(2)).max(8), ..Self::default() }
    }

    /// An empty text of this width, to be read line by line: with words in place of marks and of what is drawn.
    pub(crate) fn plain(columns: usize) -> Self {
        Self { columns, is_plain: true, ..Self::default() }
    }

    /// Its lines, without their styles.
    pub(crate) fn into_lines(self) -> Vec<String> {
        let text = |line: Vec<(Role, String)>| line.into_iter().map(|(_, piece)| piece).collect::<String>();
        self.lines.into_iter().map(|line| text(line).trim_end().to_owned()).collect()
    }

    /// The columns that a line of it can have.
    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    /// How many lines it has.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The lines of another text.
    pub(crate) fn append(&mut self, other: Self) {
        self.lines.extend(other.lines);
    }

    /// Texts side by side, each in so many columns.
    pub(crate) fn beside(&mut self, parts: &[Self], columns: u16) {
        let columns = usize::from(columns);
        let rows = parts.iter().map(Self::len).max().unwrap_or(0);
        for row in 0..rows {
            let mut line = Vec::new();
            for (place, part) in parts.iter().enumerate() {
                let mut left = columns;
                for (role, piece) in part.lines.get(row).into_iter().flatten() {
                    let piece = text::cut(piece, left);
                    left -= text::width(&piece);
                    line.push((*role, piece));
                }
                let is_last = place + 1 == parts.len();
                line.push((Role::Text, " ".repeat(if is_last { 0 } else { left })));
            }
            self.lines.push(line);
        }
    }

    /// A line of pieces, as they are.
    pub(crate) fn line(&mut self, pieces: Vec<(Role, String)>) {
        self.lines.push(pieces);
    }

    /// Something that is drawn, and what is said in its place where nothing is.
    pub(crate) fn drawn(&mut self, said: &str, pieces: Vec<(Role, String)>) {
        if self.is_plain { self.para(Role::Text, said) } else { self.line(pieces) }
    }

    /// A paragraph that explains what is drawn, and what is said in its place where nothing is.
    pub(crate) fn legend(&mut self, said: &str, drawn: &str) {
        self.para(Role::Faint, if self.is_plain { said } else { drawn });
    }

    /// An empty line, unless there is one already or the text is empty.
    pub(crate) fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Vec::new());
        }
    }

    /// A heading, with a gap before it.
    pub(crate) fn heading(&mut self, heading: &str) {
        self.gap();
        self.para(Role::Strong, heading);
    }

    /// The title of what is told next; read line by line, with what it is called by where one types.
    pub(crate) fn title(&mut self, name: &str, title: &str) {
        let said = if self.is_plain { format!("{name}: {title}") } else { title.to_owned() };
        self.para(Role::Strong, &said);
    }

    /// A paragraph.
    pub(crate) fn para(&mut self, role: Role, paragraph: &str) {
        self.hanging(role, "", paragraph);
    }

    /// A paragraph whose first line starts with a mark, and whose other lines are indented as far.
    pub(crate) fn hanging(&mut self, role: Role, mark: &str, paragraph: &str) {
        self.marked((role, mark), role, paragraph);
    }

    /// As `hanging`, with a role of its own for the mark.
    pub(crate) fn marked(&mut self, mark: (Role, &str), role: Role, paragraph: &str) {
        if self.is_plain {
            let sign = SIGNS.iter().find_map(|sign| paragraph.strip_prefix(sign));
            let text = sign.unwrap_or(paragraph).replace(" · ", ", ");
            self.wrapped((mark.0, &said(mark.1)), role, &text);
        } else {
            self.wrapped(mark, role, paragraph);
        }
    }

    fn wrapped(&mut self, mark: (Role, &str), role: Role, paragraph: &str) {
        let indent = text::width(mark.1);
        let wrapped = text::wrap(paragraph, self.columns.saturating_sub(indent));
        for (number, line) in wrapped.into_iter().enumerate() {
            let first = if number == 0 { mark.1.to_owned() } else { " ".repeat(indent) };
            self.lines.push(vec![(mark.0, first), (role, line)]);
        }
    }

    /// A paragraph with a label before it; where there is little room, on a line of its own. An empty
    /// label goes on with the field before.
    pub(crate) fn field(&mut self, label: &str, role: Role, paragraph: &str) {
        if self.is_plain {
            let label = if label.is_empty() { String::new() } else { format!("{label}: ") };
            self.marked((Role::Faint, ""), role, &format!("{label}{paragraph}"));
        } else if self.columns >= ROOM_FOR_LABELS {
            self.marked((Role::Faint, &text::fit(label, LABEL)), role, paragraph);
        } else {
            if !label.is_empty() {
                self.para(Role::Faint, label);
            }
            self.hanging(role, " ", paragraph);
        }
    }

    /// Draws the part that is scrolled to, with a scroll bar where it does not fit.
    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, scroll: &Scroll) {
        let rows = usize::from(area.height);
        let top = scroll.top.min(self.lines.len().saturating_sub(rows));
        for (row, line) in (area.y..).zip(self.lines.iter().skip(top).take(rows)) {
            canvas.pieces(area.x, row, area.width.saturating_sub(2), line);
        }
        draw_scroll_bar(canvas, area, top, self.lines.len());
    }
}

/// What is said in place of a mark before a paragraph.
fn said(mark: &str) -> String {
    match mark.trim() {
        // Only set in.
        "" if !mark.is_empty() => "  ".to_owned(),
        "" => String::new(),
        "?" => "Question: ".to_owned(),
        "»" => "Answer: ".to_owned(),
        // It belongs to the text.
        "“" => mark.to_owned(),
        number if number.ends_with('.') => format!("{number} "),
        figure if figure.contains(char::is_alphanumeric) => format!("{figure}: "),
        _ => "- ".to_owned(),
    }
}

/// A bar at the right edge of an area that shows which part of a longer text is in sight.
pub(crate) fn draw_scroll_bar(canvas: &mut Canvas<'_>, area: Rect, top: usize, lines: usize) {
    let rows = usize::from(area.height);
    if lines <= rows || rows == 0 {
        return;
    }
    let size = (rows * rows / lines).max(1);
    let start = top * (rows - size) / (lines - rows);
    for row in 0..rows {
        let inside = (start..start + size).contains(&row);
        let (mark, role) = if inside { ("┃", Role::Accent) } else { ("│", Role::Rule) };
        canvas.text(area.right() - 1, area.y + row as u16, 1, mark, role);
    }
}

/// How far a text is scrolled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scroll {
    /// The first line in sight.
    pub(crate) top: usize,
}

impl Scroll {
    /// Scrolls a text of `lines` in a window of `rows`; says whether the action was about scrolling.
    pub(crate) fn act(&mut self, action: Action, lines: usize, rows: u16) -> bool {
        let rows = usize::from(rows);
        let last = lines.saturating_sub(rows);
        let page = rows.saturating_sub(1).max(1);
        self.top = match action {
            Action::Up => self.top.min(last).saturating_sub(1),
            Action::Down => self.top + 1,
            Action::PageUp => self.top.min(last).saturating_sub(page),
            Action::PageDown => self.top + page,
            Action::Top => 0,
            Action::Bottom => last,
            _ => return false,
        }
        .min(last);
        true
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::super::super::theme::Theme;
    use super::*;

    fn text_of(doc: &Doc, area: Rect, scroll: Scroll) -> Vec<String> {
        let mut buffer = Buffer::empty(area);
        doc.draw(&mut Canvas::new(&mut buffer, area, Theme::Mono), area, &scroll);
        let row = |y| (0..area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        (0..area.height).map(|y| row(y).trim_end().to_owned()).collect()
    }

    fn ten_lines() -> Doc {
        let mut doc = Doc::new(12);
        (1..=10).for_each(|n| doc.para(Role::Text, &format!("line {n}")));
        doc
    }

    #[test]
    fn text_that_fits_has_no_scroll_bar() {
        let mut doc = Doc::new(22);
        doc.heading("Title");
        doc.hanging(Role::Text, "• ", "one point that is too long");
        doc.gap();
        doc.gap();
        doc.para(Role::Text, "end");
        let rows = text_of(&doc, Rect::new(0, 0, 22, 6), Scroll::default());
        assert_eq!(rows, ["Title", "• one point that is", "  too long", "", "end", ""]);
    }

    #[test]
    fn longer_text_is_scrolled_and_a_bar_says_where_one_is() {
        let area = Rect::new(0, 0, 12, 4);
        let mut scroll = Scroll::default();
        assert_eq!(
            text_of(&ten_lines(), area, scroll),
            ["line 1     ┃", "line 2     │", "line 3     │", "line 4     │"]
        );
        assert!(scroll.act(Action::PageDown, 10, 4));
        assert_eq!(scroll.top, 3);
        assert!(scroll.act(Action::Bottom, 10, 4));
        assert_eq!(
            text_of(&ten_lines(), area, scroll),
            ["line 7     │", "line 8     │", "line 9     │", "line 10    ┃"]
        );
        // Beyond the end there is nothing to scroll to.
        scroll.act(Action::Down, 10, 4);
        assert_eq!(scroll.top, 6);
        assert!(!scroll.act(Action::Undo, 10, 4));
    }

    #[test]
    fn texts_stand_side_by_side_whatever_their_length() {
        let part = |lines: &[&str]| {
            let mut doc = Doc::new(8);
            lines.iter().for_each(|line| doc.para(Role::Text, line));
            doc
        };
        let mut doc = Doc::new(26);
        doc.beside(&[part(&["one"]), part(&["日本", "three"]), part(&["four"])], 8);
        let rows = text_of(&doc, Rect::new(0, 0, 26, 3), Scroll::default());
        assert_eq!(rows, ["one     日 本     four", "        three", ""]);
    }

    #[test]
    fn what_is_read_line_by_line_says_in_words_what_marks_say() {
        let mut doc = Doc::plain(30);
        doc.para(Role::Faint, "◆ feature: for people");
        doc.field("Effort", Role::Text, "3–5 points");
        doc.field("", Role::Warn, "≈ not talked through");
        doc.marked((Role::Accent, "? "), Role::Text, "Who will use it, and when do they?");
        doc.marked((Role::Accent, "» "), Role::Text, "Everyone.");
        doc.marked((Role::Bad, "        ! "), Role::Text, "It is late");
        doc.marked((Role::Good, "     +12 €  "), Role::Text, "“Soup”");
        doc.hanging(Role::Text, "1. ", "first");
        doc.hanging(Role::Faint, "“", "Soon.”");
        doc.title("Goal 1", "Launch");
        doc.para(Role::Text, "here · there");
        doc.drawn("Trust 50 %", vec![(Role::Good, "███░░░".to_owned())]);
        let lines = [
            "feature: for people",
            "Effort: 3–5 points",
            "not talked through",
            "Question: Who will use it, and",
            "          when do they?",
            "Answer: Everyone.",
            "- It is late",
            "+12 €: “Soup”",
            "1. first",
            "“Soon.”",
            "Goal 1: Launch",
            "here, there",
            "Trust 50 %",
        ];
        assert_eq!(doc.into_lines(), lines);
    }

    #[test]
    fn labels_stand_before_what_they_label_where_there_is_room() {
        let field = |columns| {
            let mut doc = Doc::new(columns);
            doc.field("Effort", Role::Text, "5 points");
            text_of(&doc, Rect::new(0, 0, columns, 2), Scroll::default())
        };
        assert_eq!(field(50), ["Effort   5 points", ""]);
        assert_eq!(field(20), ["Effort", " 5 points"]);
    }
}
