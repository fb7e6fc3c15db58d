//! A Word file under way: headings, paragraphs and tables. Knows the file format and nothing of sheets or summaries.
//!
//! What `docx-rs` has no words for (header rows, language, title) is written into its XML, at places that people's words
//! cannot make: a `<` of theirs is escaped.

use std::io::Cursor;

use docx_rs::{
    BreakType, Docx, HeightRule, LineSpacing, PageMargin, PageOrientationType, Paragraph, Run, RunFonts,
    Style, StyleType, Table, TableCell, TableCellMargins, TableLayoutType, TableRow, WidthType,
};

use crate::export::{Frame, NotMade};

/// Twentieths of a point in a millimetre: the unit of a Word file.
const TWIPS: f32 = 56.692_9;
/// The long side of A4, in twips.
const LONG: u32 = 16_838;
/// The short side of A4, in twips.
const SHORT: u32 = 11_906;
/// The body's size in half points: 11 pt, the least that is read with ease on paper.
const BODY: usize = 22;
/// Half points of small print.
const SMALL: usize = 19;
/// Twips between paragraphs.
const GAP: u32 = 80;
/// Twips above a heading.
const ABOVE: u32 = 240;
/// Half points of headings of level 1, 2 and 3.
const HEADINGS: [usize; 3] = [42, 27, 23];
/// The least height of a form's row in millimetres, so that a blank one can be written on by hand.
const ROW: f32 = 18.0;
/// A face that Word and LibreOffice both have, or have one of the same widths for.
const FACE: &str = "Calibri";

/// Which way the paper lies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Turned {
    Upright,
    Landscape,
}

/// A file under way.
pub(super) struct Page {
    docx: Docx,
    title: String,
    language: &'static str,
    row: f32,
}

impl Page {
    pub(super) fn new(turned: Turned, title: &str, frame: &Frame) -> Page {
        // 12 mm around a form, as on paper; 16 mm around a page to read.
        let (millimetres, row) = if turned == Turned::Landscape { (12.0, ROW) } else { (16.0, 0.0) };
        let around = i32::try_from(twips(millimetres)).unwrap_or_default();
        let margin = PageMargin {
            top: around,
            left: around,
            bottom: around,
            right: around,
            header: 0,
            footer: 0,
            gutter: 0,
        };
        let docx = match turned {
            Turned::Landscape => {
                Docx::new().page_size(LONG, SHORT).page_orient(PageOrientationType::Landscape)
            }
            Turned::Upright => Docx::new().page_size(SHORT, LONG),
        };
        let face = RunFonts::new().ascii(FACE).hi_ansi(FACE).cs(FACE);
        let mut docx = docx
            .page_margin(margin)
            .default_fonts(face)
            .default_size(BODY)
            .created_at(&frame.made)
            .updated_at(&frame.made);
        for (level, size) in (1..).zip(HEADINGS) {
            let style = Style::new(format!("Heading{level}"), StyleType::Paragraph)
                .name(format!("heading {level}"))
                .based_on("Normal")
                .next("Normal")
                .outline_lvl(level - 1)
                .size(size)
                .bold();
            docx = docx.add_style(style);
        }
        Page { docx, title: title.to_owned(), language: frame.language, row }
    }

    fn add(&mut self, paragraph: Paragraph) {
        self.docx = std::mem::take(&mut self.docx).add_paragraph(paragraph);
    }

    /// A heading of level 1 to 3.
    pub(super) fn heading(&mut self, level: usize, words: &str) {
        let above = if level == 1 { 0 } else { ABOVE };
        let spacing = LineSpacing::new().before(above).after(GAP);
        let heading =
            Paragraph::new().style(&format!("Heading{level}")).keep_next(true).line_spacing(spacing);
        self.add(heading.add_run(run(words)));
    }

    pub(super) fn text(&mut self, words: &str) {
        self.add(paragraph().add_run(run(words)));
    }

    pub(super) fn small(&mut self, words: &str) {
        self.add(
            paragraph()
                .line_spacing(LineSpacing::new().before(GAP).after(GAP))
                .add_run(run(words).size(SMALL)),
        );
    }

    /// A name in bold, then the words.
    pub(super) fn labelled(&mut self, name: &str, words: &str) {
        self.add(paragraph().add_run(run(&format!("{name}: ")).bold()).add_run(run(words)));
    }

    /// A heading and a line for each; nothing when there are none.
    pub(super) fn list<'a>(&mut self, name: &str, lines: impl Iterator<Item = &'a str>) {
        let mut lines = lines.peekable();
        if lines.peek().is_some() {
            self.heading(2, name);
        }
        lines.for_each(|line| self.text(line));
    }

    pub(super) fn next_page(&mut self) {
        self.add(Paragraph::new().add_run(Run::new().add_break(BreakType::Page)));
    }

    /// A table with a header row; a cell is a list of paragraphs. Nothing when there are no rows.
    pub(super) fn table<const N: usize>(
        &mut self,
        millimetres: &[f32; N],
        columns: &[String; N],
        rows: impl IntoIterator<Item = [Vec<String>; N]>,
    ) {
        let grid = millimetres.map(twips);
        let cells = |words: &[Vec<String>; N], bold: bool| {
            let cell = |(at, lines): (usize, &Vec<String>)| {
                // A cell without a paragraph is no cell.
                let lines = if lines.is_empty() { &[String::new()][..] } else { lines };
                let empty = TableCell::new().width(grid.get(at).copied().unwrap_or_default(), WidthType::Dxa);
                lines.iter().fold(empty, |cell, line| {
                    let run = if bold { run(line).bold() } else { run(line) };
                    cell.add_paragraph(paragraph().add_run(run))
                })
            };
            words.iter().enumerate().map(cell).collect()
        };
        let head = TableRow::new(cells(&columns.clone().map(|name| vec![name]), true));
        let height = self.row * TWIPS;
        let row = |words| {
            let row = TableRow::new(cells(&words, false));
            if height > 0.0 { row.row_height(height).height_rule(HeightRule::AtLeast) } else { row }
        };
        let body: Vec<TableRow> = rows.into_iter().map(row).collect();
        if body.is_empty() {
            return;
        }
        let table = Table::new(std::iter::once(head).chain(body).collect())
            .set_grid(grid.to_vec())
            .width(grid.iter().sum(), WidthType::Dxa)
            .layout(TableLayoutType::Fixed)
            .margins(TableCellMargins::new().margin(60, 110, 60, 110));
        self.docx = std::mem::take(&mut self.docx).add_table(table);
        // Two tables that touch would be one.
        self.add(Paragraph::new().line_spacing(LineSpacing::new().before(0).after(0)));
    }

    /// The file.
    pub(super) fn pack(self) -> Result<Vec<u8>, NotMade> {
        let mut parts = self.docx.build();
        let patched = |part: &[u8], patch: &dyn Fn(&str) -> String| {
            std::str::from_utf8(part).map(|xml| patch(xml).into_bytes()).map_err(|_| NotMade::Broken)
        };
        parts.document = patched(&parts.document, &|xml| without_numbers(&with_header_rows(xml)))?;
        let language = self.language;
        let lang = format!("<w:lang w:val=\"{language}\" /></w:rPr></w:rPrDefault>");
        parts.styles = patched(&parts.styles, &|xml| {
            let normal = "<w:style w:type=\"paragraph\" w:styleId=\"Normal\">";
            let default = "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">";
            xml.replacen("</w:rPr></w:rPrDefault>", &lang, 1).replacen(normal, default, 1)
        })?;
        let title = self.title.replace('&', "&amp;").replace('<', "&lt;");
        let about =
            format!("<dc:language>{language}</dc:language><dc:title>{title}</dc:title></cp:coreProperties>");
        parts.doc_props.core = patched(&parts.doc_props.core, &|xml| {
            xml.replace(">unknown<", ">Trivet<").replacen("</cp:coreProperties>", &about, 1)
        })?;
        let mut file = Cursor::new(Vec::new());
        parts.pack(&mut file).map_err(|_| NotMade::Broken)?;
        Ok(file.into_inner())
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "widths of a page, in millimetres"
)]
fn twips(millimetres: f32) -> usize {
    (millimetres * TWIPS) as usize
}

fn paragraph() -> Paragraph {
    Paragraph::new().line_spacing(LineSpacing::new().before(0).after(GAP))
}

/// Words as they are, with their line breaks. XML has no place for a few characters; they are left out.
fn run(words: &str) -> Run {
    let allowed = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let lines =
        words.split('\n').map(|line| line.replace('\t', " ").chars().filter(allowed).collect::<String>());
    lines.enumerate().fold(Run::new(), |run, (at, line)| {
        let run = if at == 0 { run } else { run.add_break(BreakType::TextWrapping) };
        run.add_text(line)
    })
}

/// The first row of every table stands on each page the table runs over, and is what a screen reader reads first.
fn with_header_rows(xml: &str) -> String {
    xml.replace(
        "</w:tblGrid><w:tr><w:trPr />",
        "</w:tblGrid><w:tr><w:trPr><w:cantSplit /><w:tblHeader /></w:trPr>",
    )
}

/// Takes out the numbers of paragraphs: the library counts them over every file it ever made, so they would tell how much
/// was made for others before.
fn without_numbers(xml: &str) -> String {
    const BEGINS: &str = "<w:p w14:paraId=\"";
    let mut parts = xml.split(BEGINS);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("<w:p");
        out.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    out
}
