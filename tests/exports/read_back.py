"""Opens the files that the export tests wrote, with software that is not ours, and holds what must be true of them."""

import csv
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

import docx
import icalendar
import jsonschema

FOLDER = pathlib.Path(sys.argv[1])
FORM = ["Competency", "Confidence 1–10", "Why this score?", "Actions for development", "Review date"]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def says(name):
    print(f"  {name}")


def reads_csv():
    for name in ["sheet", "summary", "hostile-sheet", "hostile-summary"]:
        raw = (FOLDER / f"{name}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf"), "no byte order mark"
        text = raw.decode("utf-8-sig")
        rows = list(csv.reader(text.splitlines(keepends=True), strict=True))
        assert len(rows) > 2 and len({len(row) for row in rows}) == 1, name
        assert len(set(rows[0])) == len(rows[0]), "a column twice"
        for cell in (cell for row in rows for cell in row):
            bare = cell.lstrip(" \u00a0\u3000")
            assert not bare or bare[0] not in "=+-@\t\r＝＋－＠", repr(cell)
    says("CSV: Python's csv")


def reads_calendars():
    for name, count in [("sheet", 3), ("summary", 1)]:
        calendar = icalendar.Calendar.from_ical((FOLDER / f"{name}.ics").read_bytes())
        assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
        events = calendar.walk("VEVENT")
        assert len(events) == count, name
        assert len({event["UID"] for event in events}) == count
        for event in events:
            assert not event.errors, event.errors
            day = event["DTSTART"].dt
            assert type(day) is datetime.date and day.year in (2026, 2027)
            assert event["SUMMARY"].startswith("Look back at")
            (alarm,) = event.walk("VALARM")
            assert alarm["ACTION"] == "DISPLAY" and alarm["TRIGGER"].dt == datetime.timedelta(hours=9)
    says("calendar: icalendar")


def reads_json():
    for name in ["sheet", "summary"]:
        schema = json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))
        document = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        validator.validate(document)
        broken = {**document, "kind": "something else"}
        assert not validator.is_valid(broken)
    says("JSON: jsonschema")


def words_of(document):
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def reads_word():
    names = [f"{kind}{name}" for kind in ["", "blank-", "hostile-"] for name in ["sheet", "summary"]]
    for name in names:
        path = FOLDER / f"{name}.docx"
        assert zipfile.ZipFile(path).testzip() is None
        document = docx.Document(str(path))
        assert document.core_properties.title and document.core_properties.language == "en-GB"
        headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
        assert headings and document.paragraphs[0].style.name == "Heading 1", (name, headings)
        assert document.tables
        for table in document.tables:
            assert table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None, name
            assert all(table.rows[0].cells[at].text for at in range(len(table.columns)))
        styles = document.styles.element
        assert styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang").get(f"{W}val") == "en-GB"
        section = document.sections[0]
        landscape = section.page_width > section.page_height
        assert landscape == name.endswith("sheet"), name
        if name.endswith("sheet"):
            form = document.tables[0]
            assert [cell.text for cell in form.rows[0].cells] == FORM and len(form.rows) == 4, name
    sheet, summary = (docx.Document(str(FOLDER / f"{name}.docx")) for name in ["sheet", "summary"])
    form = sheet.tables[0].rows
    assert "4 at first, 6 after (up 2)" in form[1].cells[1].text and "in words" in form[2].cells[1].text
    assert "Support worker" in words_of(sheet) and "Others do it too." in words_of(sheet)
    assert "Ring on Mondays." not in words_of(summary) and "Read more." in words_of(summary)
    hostile = words_of(docx.Document(str(FOLDER / "hostile-sheet.docx")))
    assert '</w:t></w:r><w:br/>{{x}}' in hostile and "x" * 2000 in hostile
    says("Word: python-docx")


def tool(*command):
    return subprocess.run([*map(str, command)], check=True, capture_output=True, timeout=60).stdout.decode("utf-8", "replace")


# What each PDF is called, which way its pages lie, and the data it carries.
PDFS = {
    "sheet": ("Reflective session: my sheet", "841.89 x 595.276", "sheet.json"),
    "next-sheet": ("Reflective session: my sheet", "841.89 x 595.276", "sheet.json"),
    "blank-sheet": ("Reflective session: my sheet", "841.89 x 595.276", "sheet.json"),
    "hostile-sheet": ("Reflective session: my sheet", "841.89 x 595.276", "sheet.json"),
    "blank-form": ("Reflective session: my sheet", "841.89 x 595.276", None),
    "summary": ("What people put in", "595.276 x 841.89", "summary.json"),
    "blank-summary": ("What people put in", "595.276 x 841.89", "summary.json"),
    "hostile-summary": ("What people put in", "595.276 x 841.89", "summary.json"),
}


def reads_pdf():
    for name, (title, size, data) in PDFS.items():
        path = FOLDER / f"{name}.pdf"
        about = dict(line.split(":", 1) for line in tool("pdfinfo", path).splitlines() if ":" in line)
        about = {key: value.strip() for key, value in about.items()}
        assert about["Title"] == title and about["Tagged"] == "yes", (name, about)
        assert about["Page size"].startswith(size) and about["Encrypted"] == "no", (name, about)
        assert about["JavaScript"] == "no", name
        assert "No syntax or stream encoding errors" in tool("qpdf", "--check", path), name
        root = json.loads(tool("qpdf", "--json", path))["qpdf"][1]
        catalogue = root[f"obj:{root['trailer']['value']['/Root']}"]["value"]
        assert catalogue["/Lang"] == "u:en-GB" and catalogue["/MarkInfo"]["/Marked"] is True, name
        assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"] is True, name
        tags = tool("pdfinfo", "-struct", path).split()
        assert {"H1", "Table", "TH", "TD"} <= {tag.rstrip(":") for tag in tags}, name
        attached = tool("pdfdetach", "-list", path)
        assert (data in attached) if data else attached.startswith("0 "), (name, attached)
        if data:
            with tempfile.TemporaryDirectory() as folder:
                out = pathlib.Path(folder) / data
                tool("pdfdetach", "-savefile", data, "-o", out, path)
                document = json.loads(out.read_text("utf-8"))
            schema = json.loads((FOLDER / f"{document['kind']}.schema.json").read_text("utf-8"))
            jsonschema.Draft202012Validator(schema).validate(document)
            if (whole := FOLDER / f"{name}.json").exists():
                assert document == json.loads(whole.read_text("utf-8")), name
    lines = tool("pdftotext", "-layout", FOLDER / "sheet.pdf", "-").splitlines()
    (head,) = (line for line in lines if "Why this score?" in line)
    assert [head.index(column) for column in FORM] == sorted(head.index(column) for column in FORM), head
    text = " ".join(tool("pdftotext", "-raw", FOLDER / "sheet.pdf", "-").split())
    assert text.count("Area:") == 3 and "4 at first, 6 after" in text and "(up 2)" in text, text
    for words in ["in words", "19 January 2027", "Support worker", "What changed", "Others do it too."]:
        assert words in text, words
    text = " ".join(tool("pdftotext", "-raw", FOLDER / "next-sheet.pdf", "-").split())
    for words in ["7 at first, 8 after", "4 at first, 6 after", "Ring on Mondays.", "Half of them.", "We meet on Mondays now."]:
        assert words in text, (words, text)
    text = " ".join(tool("pdftotext", "-raw", FOLDER / "summary.pdf", "-").split())
    assert "Ring on Mondays." not in text and "Read more." in text and "Somebody" in text, text
    says("PDF: pdfinfo, pdftotext, pdfdetach, qpdf")


def reads_with_office():
    office = shutil.which("soffice")
    if office is None:
        assert not os.environ.get("TRIVET_OFFICE"), "LibreOffice (writer and calc) is not installed"
        says("LibreOffice is not installed: left out")
        return
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder)

        def convert(to, *files):
            command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to]
            subprocess.run([*command, "--outdir", folder, *map(str, files)], check=True, capture_output=True, timeout=300)

        word = sorted(FOLDER.glob("*.docx"))
        convert("pdf", *word)
        convert("txt:Text (encoded):UTF8", *word)
        for file in word:
            assert (out / f"{file.stem}.pdf").stat().st_size > 5_000, file
        text = (out / "sheet.txt").read_text("utf-8")
        assert "4 at first, 6 after (up 2)" in text and "19 January 2027" in text
        tables = sorted(FOLDER.glob("*.csv"))
        # 44 comma, 34 quote, 76 UTF-8: what a person presses in the import window.
        command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "fods"]
        command += ["--infilter=CSV:44,34,76,1,,2057,false,true,false,false,false,-1", "--outdir", folder]
        subprocess.run([*command, *map(str, tables)], check=True, capture_output=True, timeout=300)
        for file in tables:
            (made,) = out.glob(f"{file.stem}*.fods")
            assert "table:formula=" not in made.read_text("utf-8"), f"a formula in {file}"
    says("LibreOffice: Word to PDF, CSV without a formula")


for check in [reads_csv, reads_calendars, reads_json, reads_word, reads_pdf, reads_with_office]:
    check()
