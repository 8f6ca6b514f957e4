//! Text to a table: which sign stands between cells, quoted line breaks, columns of the same name, short rows.

use csv::{ReaderBuilder, StringRecord};

use super::ImportError;

/// The most rows that are read.
pub(super) const ROWS_MAX: usize = 200_000;
/// The most columns that are read.
const COLUMNS_MAX: usize = 5_000;
/// How much of a text is looked at to tell which sign stands between cells.
const SAMPLE: usize = 1 << 16;
/// The signs that can stand between cells.
const SIGNS: [(u8, &str); 4] = [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs"), (b'|', "bars")];

/// A table with names over its columns.
#[derive(Debug)]
pub(super) struct Table {
    /// Trimmed. Several columns may have the same name.
    pub(super) headers: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// What stands between cells; `None` if it came from something else.
    pub(super) between: Option<&'static str>,
    /// Whether figures are written with a comma for the decimal point.
    pub(super) decimal_comma: bool,
    /// How many rows are longer than the first, with something in the cells too many.
    pub(super) too_long: usize,
    /// The rows in which a quotation mark was opened and probably never closed.
    pub(super) unclosed: Option<usize>,
}

/// A row of a table.
#[derive(Debug)]
pub(super) struct Row {
    /// The line of the file in which it begins, or its number, from 1.
    pub(super) line: usize,
    pub(super) cells: StringRecord,
}

impl Table {
    /// What stands in a cell; nothing at all where the row is too short.
    pub(super) fn cell<'t>(&'t self, row: &'t Row, column: usize) -> &'t str {
        row.cells.get(column).unwrap_or_default().trim()
    }
}

/// The name of a column in its plainest form: its letters and digits in lower case, with single blanks
/// between words, and without the words around the name of a custom field.
///
/// `Custom field (Story Points)` and `story_points` are the same.
pub(super) fn plain_name(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let plain = words.collect::<Vec<_>>().join(" ");
    plain.strip_prefix("custom field ").map(str::to_owned).unwrap_or(plain)
}

/// Reads a table.
///
/// # Errors
/// If there is no row below the names of the columns, or far too many.
pub(super) fn read(text: &str) -> Result<Table, ImportError> {
    let (text, told) = without_hint(text);
    let sign = told.unwrap_or_else(|| sign_of(text));
    let mut reader = reader(text, sign);
    let mut records = reader.records();
    let headers = loop {
        match records.next() {
            Some(Ok(record)) if is_blank(&record) => {}
            Some(Ok(record)) => break record,
            _ => return Err(ImportError::Empty),
        }
    };
    if headers.len() > COLUMNS_MAX {
        return Err(ImportError::TooLarge { what: "columns", most: COLUMNS_MAX });
    }
    let mut table = Table {
        headers: headers.iter().map(|header| header.trim().to_owned()).collect(),
        rows: Vec::new(),
        between: SIGNS.iter().find(|(other, _)| *other == sign).map(|(_, name)| *name),
        decimal_comma: sign == b';',
        too_long: 0,
        unclosed: None,
    };
    // The text is text already, so no record can be wrong.
    for cells in records.map_while(Result::ok) {
        // Exports that were put one below the other have the names of the columns again.
        if is_blank(&cells) || cells == headers {
            continue;
        }
        if table.rows.len() == ROWS_MAX {
            return Err(ImportError::TooLarge { what: "rows", most: ROWS_MAX });
        }
        table.too_long += usize::from(cells.iter().skip(headers.len()).any(|cell| !cell.trim().is_empty()));
        let line = cells.position().map_or(0, |position| position.line() as usize);
        table.rows.push(Row { line, cells });
    }
    // The row that swallowed the others is the last.
    let is_odd = !text.matches('"').count().is_multiple_of(2);
    table.unclosed = table.rows.last().filter(|row| is_odd && has_lines(&row.cells)).map(|row| row.line);
    if table.rows.is_empty() { Err(ImportError::NoRows) } else { Ok(table) }
}

fn reader(text: &str, sign: u8) -> csv::Reader<&[u8]> {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(sign).from_reader(text.as_bytes())
}

fn is_blank(record: &StringRecord) -> bool {
    record.iter().all(|cell| cell.trim().is_empty())
}

fn has_lines(record: &StringRecord) -> bool {
    record.iter().any(|cell| cell.trim().contains('\n'))
}

/// The text without the first line that Excel writes to say what stands between cells.
fn without_hint(text: &str) -> (&str, Option<u8>) {
    let line = text.lines().next().unwrap_or_default();
    let sign = line.trim().trim_matches('"').strip_prefix("sep=").map(str::as_bytes);
    match sign {
        Some(&[sign]) if SIGNS.iter().any(|(other, _)| *other == sign) => {
            (text[line.len()..].trim_start_matches(['\r', '\n']), Some(sign))
        }
        // A tab at the end of a line was trimmed away.
        Some([]) if line.contains('\t') => (text[line.len()..].trim_start(), Some(b'\t')),
        _ => (text, None),
    }
}

/// The sign that makes the most columns in which the rows agree.
fn sign_of(text: &str) -> u8 {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let score = |sign: u8| {
        let lengths: Vec<usize> = reader(sample, sign)
            .records()
            .map_while(Result::ok)
            .take(50)
            .map(|record| record.len())
            .collect();
        let first = lengths.first().copied().unwrap_or(1);
        let alike = lengths.iter().filter(|length| **length == first).count();
        if first < 2 { 0.0 } else { first as f64 * alike as f64 / lengths.len() as f64 }
    };
    let mut best = (SIGNS[0].0, 0.0);
    for (sign, _) in SIGNS {
        let score = score(sign);
        if score > best.1 {
            best = (sign, score);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let table = read(text).expect("a table");
        let row = |row: &Row| (0..table.headers.len()).map(|n| table.cell(row, n).to_owned()).collect();
        table.rows.iter().map(row).collect()
    }

    #[test]
    fn the_sign_between_cells_is_found() {
        for (text, name) in [
            ("Title,Size\r\nA,1\r\n", "commas"),
            ("Title;Size, in points\nA, b, c;1,5\n", "semicolons"),
            ("Title\tSize\nA, b, c\t1\n", "tabs"),
            ("sep=;\r\nTitle;Size\r\nA;1\r\n", "semicolons"),
            ("Title\nA\n", "commas"),
        ] {
            assert_eq!(read(text).expect("a table").between, Some(name), "{text}");
        }
    }

    #[test]
    fn line_breaks_in_quotes_short_rows_and_repeated_names_are_kept() {
        let text = "Title,Label,Label\n\"A\r\nb, \"\"c\"\"\",x\n\n,,\nTitle,Label,Label\nD,y,z,more\n";
        assert_eq!(cells(text), [["A\r\nb, \"c\"", "x", ""], ["D", "y", "z"]]);
        let table = read(text).expect("a table");
        assert_eq!((table.headers.len(), table.too_long, table.unclosed), (3, 1, None));
        assert_eq!(table.rows[1].line, 7);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_told() {
        assert_eq!(read("Title,Size\nA,1\n\"B,2\nC,3\n").expect("a table").unclosed, Some(3));
    }

    #[test]
    fn names_are_compared_by_their_words() {
        assert_eq!(plain_name("Custom field (Story Points)"), "story points");
        assert_eq!(plain_name(" Story_Points "), "story points");
        assert_eq!(plain_name("Outward issue link (Blocks)"), "outward issue link blocks");
        assert_eq!(plain_name("Status 🚦"), "status");
    }
}
