"""How a document looks, and what it says of itself: language, fonts, margins, header and footer."""

from datetime import datetime
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

LANGUAGE = "en-GB"
FONT = "Arial"
INK = RGBColor(0x0B, 0x0C, 0x0C)
HEADINGS = {1: 18, 2: 14, 3: 12}
"""Points of each level of heading."""
TABLE_STYLE = "Table Grid"
HEAD_FILL = "E7ECEA"


def set_up(document: Any, *, title: str, program: str, made_at: datetime) -> None:
    """Styles, page and properties. The title is a property that others can read without opening: nobody is in it."""
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, program, LANGUAGE
    properties.comments = properties.subject = properties.keywords = properties.last_modified_by = ""
    properties.created = properties.modified = made_at.replace(tzinfo=None, microsecond=0)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    for style in document.styles:
        _plain(style)
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for level, size in HEADINGS.items():
        heading = document.styles[f"Heading {level}"]
        heading.font.size, heading.font.color.rgb, heading.font.bold = Pt(size), INK, True
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(size), Pt(4)
        heading.paragraph_format.keep_with_next = True


def _plain(style: Any) -> None:
    """One font and one language throughout, whatever the template brought."""
    properties = style.element.rPr
    if properties is not None:
        for language in properties.findall(qn("w:lang")):
            _speak_english(language)
        for fonts in properties.findall(qn("w:rFonts")):
            properties.remove(fonts)


def set_defaults(document: Any) -> None:
    """Language and font of everything that names none itself."""
    (defaults,) = document.styles.element.iter(qn("w:rPrDefault"))
    properties = defaults.find(qn("w:rPr"))
    for name in ("w:lang", "w:rFonts"):
        for element in properties.findall(qn(name)):
            properties.remove(element)
    fonts, language = OxmlElement("w:rFonts"), OxmlElement("w:lang")
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    _speak_english(language)
    properties.insert(0, fonts)
    properties.append(language)


def _speak_english(language: Any) -> None:
    for script in ("w:val", "w:eastAsia"):
        language.set(qn(script), LANGUAGE)


def mark_pages(document: Any, *, marking: str, line: str) -> None:
    """The marking at head and foot of every page, and at the foot whose copy it is and which page."""
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.add_run(marking).bold = True
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run(marking).bold = True
    foot.add_run(f". {line}. Page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    for run in (*head.runs, *foot.runs):
        run.font.size = Pt(9)


def _field(paragraph: Any, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = paragraph.add_run("1")._element
    run.getparent().replace(run, field)
    field.append(run)


def as_head(row: Any) -> None:
    """The row is a header: named so for those who listen, and repeated on each page."""
    properties = row._element.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        shading = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", HEAD_FILL)):
            shading.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shading)


def describe(table: Any, caption: str) -> None:
    """The name of a table for those who listen, and that its first row is a header and its first column is not."""
    properties = table._element.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        properties.append(look)
    for name in list(look.attrib):
        del look.attrib[name]
    for name, value in (
        ("val", "0020"), ("firstRow", "1"), ("lastRow", "0"), ("firstColumn", "0"), ("lastColumn", "0"),
        ("noHBand", "1"), ("noVBand", "1"),
    ):  # fmt: skip
        look.set(qn(f"w:{name}"), value)
    said = OxmlElement("w:tblCaption")
    said.set(qn("w:val"), caption)
    properties.append(said)
