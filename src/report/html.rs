//! A report as one HTML file: no script, nothing from elsewhere, charts inside.

use std::fmt::Write as _;

use super::chart::Chart;
use super::document::{Block, Document, Table};
use super::style::style;
use crate::scenario::words::printable;

/// Nothing is loaded and nothing runs, whatever a text in it tries. Only the page's own style counts.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// A text as HTML: what would be markup or could turn the reading direction is text.
///
/// Every text that reaches the page goes through here, but for those in charts, which plotters escapes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // A figure and its sign are one word.
    for c in printable(text).replace(" %", "\u{a0}%").chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A report as HTML.
#[must_use]
pub fn html(document: &Document) -> String {
    let title = escape(&document.title);
    let mut page = Page::default();
    page.put(&format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"Toporder {}\">\n<title>{title}</title>\n\
         <style>\n{}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p class=\"lead\">{}</p>\n",
        env!("CARGO_PKG_VERSION"),
        style(),
        escape(&document.lead),
    ));
    page.contents(&document.blocks);
    for block in &document.blocks {
        page.block(block);
    }
    page.end_section();
    page.put("</main>\n</body>\n</html>\n");
    page.html
}

/// A page that is being written.
#[derive(Default)]
struct Page {
    html: String,
    /// Sections begun; one of them may be open.
    sections: usize,
    is_open: bool,
    charts: usize,
}

impl Page {
    fn put(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Links to the sections, for who reads at a screen.
    fn contents(&mut self, blocks: &[Block]) {
        let sections = blocks.iter().filter_map(|block| match block {
            Block::Heading(2, title) => Some(title),
            _ => None,
        });
        let links = sections.zip(1..).map(|(title, number): (&String, usize)| {
            format!("<li><a href=\"#section-{number}\">{}</a></li>\n", escape(title))
        });
        let links: String = links.collect();
        if !links.is_empty() {
            self.put(&format!("<nav aria-label=\"Contents\">\n<ol>\n{links}</ol>\n</nav>\n"));
        }
    }

    fn end_section(&mut self) {
        if std::mem::take(&mut self.is_open) {
            self.put("</section>\n");
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(2, title) => {
                self.end_section();
                self.sections += 1;
                self.is_open = true;
                let id = format!("section-{}", self.sections);
                self.put(&format!(
                    "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>\n",
                    escape(title)
                ));
            }
            Block::Heading(level, title) => {
                self.put(&format!("<h{level}>{}</h{level}>\n", escape(title)));
            }
            Block::Para(text) => self.put(&format!("<p>{}</p>\n", escape(text))),
            Block::Note(text) => self.put(&format!("<p class=\"note\">{}</p>\n", escape(text))),
            Block::List(lines) => {
                let lines: String = lines.iter().map(|line| format!("<li>{}</li>\n", escape(line))).collect();
                self.put(&format!("<ul>\n{lines}</ul>\n"));
            }
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart),
        }
    }

    fn table(&mut self, table: &Table) {
        let class = |is_figure: bool| if is_figure { " class=\"figure\"" } else { "" };
        let mut html = String::new();
        let caption = escape(&table.caption);
        // Writing to a String cannot fail.
        let _ = write!(
            html,
            "<div class=\"wide\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n<table>\n\
             <caption>{caption}</caption>\n"
        );
        // Facts with their names need no head.
        if table.columns.iter().any(|column| !column.title.is_empty()) {
            html.push_str("<thead>\n<tr>");
            for column in &table.columns {
                let _ = write!(
                    html,
                    "<th scope=\"col\"{}>{}</th>",
                    class(column.is_figure),
                    escape(column.title)
                );
            }
            html.push_str("</tr>\n</thead>\n");
        }
        html.push_str("<tbody>\n");
        for (place, row) in table.rows.iter().enumerate() {
            html.push_str(if table.strong == Some(place) { "<tr class=\"strong\">" } else { "<tr>" });
            for (column, (cell, about)) in row.iter().zip(&table.columns).enumerate() {
                let (class, cell) = (class(about.is_figure), escape(cell));
                let _ = match column {
                    0 => write!(html, "<th scope=\"row\"{class}>{cell}</th>"),
                    _ => write!(html, "<td{class}>{cell}</td>"),
                };
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody>\n</table>\n</div>\n");
        self.put(&html);
    }

    fn chart(&mut self, chart: &Chart) {
        self.charts += 1;
        let (number, width, height) = (self.charts, chart.width(), chart.height);
        let (title, says) = (escape(&chart.title), escape(&chart.says));
        self.put(&format!(
            "<figure>\n<svg role=\"img\" aria-labelledby=\"chart-{number} chart-{number}-says\" \
             viewBox=\"0 0 {width} {height}\">\n<title id=\"chart-{number}\">{title}</title>\n\
             <desc id=\"chart-{number}-says\">{says}</desc>\n{}\n</svg>\n\
             <figcaption>{says}</figcaption>\n</figure>\n",
            chart.body.trim_end()
        ));
    }
}
