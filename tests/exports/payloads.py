"""Reads the files in which every text tries to be something else (tests/hostile), with software that is not ours: each text
stands there as it was written, as far as the format can hold it, and is nothing but text."""

import csv
import html.parser
import json
import pathlib
import re
import subprocess
import sys

import docx
import icalendar
from markdown_it import MarkdownIt

FOLDER = pathlib.Path(sys.argv[1])
# What our own documents are made of, rendered.
OURS = {"h1", "h2", "h3", "p", "ul", "li", "hr", "table", "thead", "tbody", "tr", "th", "td", "strong", "em", "br"}
# Word and XML know no such characters (XML 1.0, 2.2).
NO_CHARACTERS = re.compile("[\ufffe\uffff]")


def documents():
    names = sorted(FOLDER.glob("payload-*.words.json"))
    assert len(names) >= 10, "there is nothing to read"
    for name in names:
        yield name.name.removesuffix(".words.json"), json.loads(name.read_text("utf-8"))


def close(text):
    """Without white space, which a page may break anywhere."""
    return re.sub(r"\s+", "", text)


def says(name):
    print(f"  {name}")


def reads_csv():
    for name, words in documents():
        text = (FOLDER / f"{name}.csv").read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(text.splitlines(keepends=True) if "\r" not in text else [*lines(text)], strict=True))
        assert len({len(row) for row in rows}) == 1, name
        cells = [cell for row in rows for cell in row]
        for word in words:
            assert word in cells or f"'{word}" in cells or any(word in cell for cell in cells), (name, word)
        for cell in cells:
            bare = re.sub("^[\\s\u200b-\u200f\u2060\ufeff]+", lambda found: "\t" if "\t" in found[0] else "", cell)
            assert not bare or bare[0] not in "=+-@\t\r＝＋－＠", repr(cell)
    says("CSV: every text, and none begins a formula")


def lines(text):
    """As a file opened with newline='' gives them: only these end a line."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def reads_calendars():
    for name, words in documents():
        path = FOLDER / f"{name}.ics"
        if not path.exists():
            continue
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        events = calendar.walk("VEVENT")
        assert 0 < len(events) <= 20 and all(not event.errors for event in events), name
        assert all(set(event) <= {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "DESCRIPTION", "CLASS", "TRANSP", "LAST-MODIFIED"} for event in events), [*events[0]]
        assert {component.name for component in calendar.walk()} == {"VCALENDAR", "VEVENT", "VALARM"}, name
    says("calendar: one entry for each date, and nothing else")


class Read(html.parser.HTMLParser):
    """The text of a page, and its elements with their attributes."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.text, self.tags = [], set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        assert all(name == "style" and value.startswith("text-align:") for name, value in attributes), (tag, attributes)

    def handle_data(self, data):
        self.text.append(data)


def reads_markdown():
    render = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render
    for name, words in documents():
        page = Read(render((FOLDER / f"{name}.md").read_text("utf-8")))
        assert page.tags <= OURS, (name, page.tags - OURS)
        text = close("".join(page.text))
        for word in words:
            assert close(word) in text, (name, word)
    says("Markdown: rendered by markdown-it, every text is text")


def reads_word():
    for name, words in documents():
        document = docx.Document(str(FOLDER / f"{name}.docx"))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
        for word in words:
            assert close(NO_CHARACTERS.sub("", word)) in close(NO_CHARACTERS.sub("", text)), (name, word)
        targets = [relation.target_ref for relation in document.part.rels.values() if relation.is_external]
        assert not targets, targets
        for part in ["w:instrText", "w:fldSimple", "w:object", "w:hyperlink", "w:pict"]:
            assert not document.element.xpath(f"//{part}"), part
    says("Word: every text, and no field, link or object")


def reads_pdf():
    for name, words in documents():
        path = str(FOLDER / f"{name}.pdf")
        about = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True, timeout=60).stdout
        assert re.search(r"JavaScript:\s+no", about), name
        raw = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, "-"], check=True, capture_output=True, timeout=60).stdout
        for action in [b"/URI", b"/JS", b"/Launch", b"/GoToR", b"/SubmitForm", b"/OpenAction"]:
            assert not re.search(action + rb"\b", raw), (name, action)
        out = subprocess.run(["pdfdetach", "-list", path], check=True, capture_output=True, text=True, timeout=60).stdout
        assert "1 embedded" in out, out
    says("PDF: no action, no link, one attachment")


for check in [reads_csv, reads_calendars, reads_markdown, reads_word, reads_pdf]:
    check()
