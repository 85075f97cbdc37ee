"""Briefs as documents for word processors: headings, tables, links, pictures as shapes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from markupsafe import escape

from zopa.answers import (
    Facts,
    Items,
    Paragraph,
    Picture,
    Pictures,
    PictureText,
    Rect,
    Table,
    Yaml,
    plain,
)
from zopa.answers.condition_yaml import YAML_WIDTH, written_lines
from zopa.diagnostics import shown
from zopa.files.writing import undated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.blkcntnr import BlockItemContainer
    from docx.document import Document as WholeDocument
    from docx.text.paragraph import Paragraph as Written
    from docx.text.run import Run

    from zopa.answers import Block, Brief, Fact, Item, Key, Line, Section, Shape, Words

__all__ = ["docx_bytes"]

COLOURS: Final = {
    "crossed": "A8380E",
    "respected": "00588A",
    "open": "775000",
    "waived": "86396B",
    "dim": "57606A",
    "method": "57606A",
}
"""Colours of words on paper."""
LINK: Final = "0B5394"
BOLD: Final = frozenset({"crossed", "strong"})
SLANTED: Final = frozenset({"open", "waived"})
FILLS: Final = {
    "fill-0": ("wdUpDiag", "4A90BF", "CFE6F5"),
    "fill-1": ("dkDnDiag", "E08A3C", "FBE0C8"),
    "fill-2": ("pct20", "8A939C", "E9EBEE"),
    "fill-3": ("narHorz", "2C9C78", "CDEEE2"),
    "fill-4": ("narVert", "C06A9A", "F6DCEA"),
    "fill-5": ("smGrid", "B59B1C", "FBF3C4"),
    "fill-open": ("openDmnd", "9AA3AD", "FFFFFF"),
    "tile": ("", "", "F4F6F8"),
    "fill-none": ("", "", "FFFFFF"),
}
"""Pattern, its colour and that below it, by look."""
ALIKE: Final = {"deal": "fill-0", "no-deal": "fill-1"}
LINES: Final = {"changed": ("1B1F24", 3.0), "grid": ("C9D1D9", 0.7), "tick": ("1B1F24", 1.5)}
"""Colour and width of lines by look, if not the usual ones."""
USUAL: Final = ("1B1F24", 0.7)
SIZES: Final = {"head": 9.5, "small": 9.0, "value": 8.5}
"""Points of text in a picture whose unit is a point."""
TYPE: Final = "<w:rFonts w:ascii='Calibri' w:hAnsi='Calibri' w:cs='Calibri'/>"
WIDEST: Final = 40
"""Letters from which on a column is not broader for more."""
LETTERS: Final = 90
"""Letters beside each other in a table."""
STEP: Final = 0.6
"""Centimetres by which the details of an item are indented."""
ROOM: Final = 17.0
"""Centimetres between the margins of A4."""
EMU: Final = 12700
"""Units of drawings in a point."""
POINTS: Final = 28.35
"""Points in a centimetre."""
DRAWING: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
GROUP: Final = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"


def docx_bytes(brief: Brief) -> bytes:
    """Return the full brief as a file; the same brief gives the same bytes."""
    return _Writer(brief).file()


def _clean(text: str) -> str:
    return shown(" ".join(text.split("\n")))


class _Writer:
    """Writer of one document."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.document = Document()
        self.anchors: dict[str, str] = {}
        self.marks = 0
        self.drawings = 0
        self.there = {
            anchor
            for section in brief.sections
            for each in section.all()
            for anchor in each.anchors(folded=False)
        }
        """Begin, with the places that links can lead to."""

    def file(self) -> bytes:
        """The whole document."""
        self._set_up()
        self.document.add_heading(_clean(self.brief.title), 0)
        self.document.add_paragraph(_clean(self.brief.subtitle))
        for section in self.brief.sections:
            self._section(section, 1)
        stream = io.BytesIO()
        self.document.save(stream)
        return undated(stream.getvalue())

    def _set_up(self) -> None:
        """Paper, type, properties and the foot of every page."""
        properties = self.document.core_properties
        properties.title, properties.author = _clean(self.brief.title), "zopa"
        properties.comments = ""
        paper = self.document.sections[0]
        paper.page_width, paper.page_height = Cm(21), Cm(29.7)
        paper.left_margin = paper.right_margin = Cm(2)
        paper.top_margin, paper.bottom_margin = Cm(1.8), Cm(2.2)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(10)
        normal.paragraph_format.space_after = Pt(4)
        foot = paper.footer.paragraphs[0]
        for number, line in enumerate(self.brief.running):
            small = foot.add_run(_clean(line))
            small.font.size = Pt(7)
            if number < len(self.brief.running) - 1:
                small.add_break()
        page = paper.footer.add_paragraph()
        page.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        page._p.append(field)  # noqa: SLF001  # python-docx has no fields

    # -- text --

    def _section(self, section: Section, level: int) -> None:
        heading = self.document.add_heading("", min(level, 9))
        self._mark(heading, section.anchor)
        heading.add_run(_clean(section.title))
        for block in section.blocks:
            self._block(block)
        if section.rests:
            self._line(self.document.add_paragraph(), section.rests, "method")
        for each in section.sections:
            self._section(each, level + 1)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph(line, tone):
                self._line(self.document.add_paragraph(), line, tone)
            case Items(items, numbered):
                for place, item in enumerate(items, 1):
                    self._item(item, f"{place}." if numbered else "•", 0)
            case Facts(facts):
                for fact in facts:
                    self._fact(fact, 0)
            case Table():
                if not (block.only_file or block.folded):
                    self._table(block)
            case Yaml(value):
                for row in written_lines(value, YAML_WIDTH):
                    self._code(self.document.add_paragraph().add_run(shown(row)))
            case Picture():
                self._picture(block)
            case Pictures(pictures, legend):
                self._beside(pictures)
                self._legend(legend)

    def _item(self, item: Item, sign: str, depth: int) -> None:
        """An item and its details; without a line, its inner items take its place."""
        inner = depth
        if item.line:
            paragraph = self._indented(depth, hanging=True)
            self._mark(paragraph, item.anchor)
            paragraph.add_run(f"{sign}\t")
            self._line(paragraph, item.line)
            if item.aside:
                paragraph.add_run(" (")
                self._line(paragraph, item.aside)
                paragraph.add_run(")")
            if item.note:
                self._line(self._indented(depth + 1), item.note, "dim")
            inner = depth + 1
        for fact in item.facts:
            self._fact(fact, inner)
        for each in item.inner:
            self._item(each, "–" if depth else "•", inner)

    def _fact(self, fact: Fact, depth: int) -> None:
        paragraph = self._indented(depth)
        self._toned(paragraph.add_run(f"{_clean(fact.name)}: "), fact.tone or "dim")
        for number, line in enumerate(fact.lines):
            if number:
                paragraph.add_run("; ")
            self._line(paragraph, line)
        if fact.aside:
            paragraph.add_run(" (")
            self._line(paragraph, fact.aside)
            paragraph.add_run(")")

    def _indented(self, depth: int, *, hanging: bool = False) -> Written:
        paragraph = self.document.add_paragraph()
        form = paragraph.paragraph_format
        form.space_after = Pt(2)
        form.left_indent = Cm(STEP * (depth + hanging))
        if hanging:
            form.first_line_indent = Cm(-STEP)
            form.tab_stops.add_tab_stop(Cm(STEP * (depth + 1)))
        return paragraph

    def _line(self, paragraph: Written, line: Line, tone: str = "") -> None:
        for words in line:
            if words.text:
                self._words(paragraph, words, tone)

    def _words(self, paragraph: Written, words: Words, tone: str) -> None:
        run = paragraph.add_run(_clean(words.text))
        self._toned(run, words.tone or tone)
        if words.to and words.to in self.there:
            run.font.color.rgb, run.underline = RGBColor.from_string(LINK), True
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), self._name(words.to))
            paragraph._p.append(link)  # noqa: SLF001  # python-docx makes no links
            link.append(run._r)  # noqa: SLF001

    def _toned(self, run: Run, tone: str) -> None:
        if tone == "code":
            self._code(run)
        run.bold = True if tone in BOLD else None
        run.italic = True if tone in SLANTED else None
        if tone in COLOURS:
            run.font.color.rgb = RGBColor.from_string(COLOURS[tone])

    def _code(self, run: Run) -> None:
        run.font.name, run.font.size = "Consolas", Pt(9)

    def _name(self, anchor: str) -> str:
        """The name of a bookmark, which is short and has no signs."""
        return self.anchors.setdefault(anchor, f"zopa_{len(self.anchors) + 1}")

    def _mark(self, paragraph: Written, anchor: str) -> None:
        """Let links lead to a paragraph."""
        if not anchor:
            return
        self.marks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for each in (start, end):
            each.set(qn("w:id"), str(self.marks))
        start.set(qn("w:name"), self._name(anchor))
        paragraph._p.append(start)  # noqa: SLF001
        paragraph._p.append(end)  # noqa: SLF001

    # -- tables --

    def _table(self, table: Table) -> None:
        caption = self.document.add_paragraph(_clean(table.caption), style="Caption")
        caption.paragraph_format.keep_with_next = True
        columns = table.columns_on_page
        parts = _widths(table)
        written = self.document.add_table(rows=1, cols=len(columns), style="Table Grid")
        written.autofit = False
        for column, part in zip(written.columns, parts, strict=True):
            column.width = Cm(ROOM * part / sum(parts))
        for cell, each in zip(written.rows[0].cells, columns, strict=True):
            cell.paragraphs[0].add_run(_clean(each.title)).bold = True
        head = written.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001
        head.append(OxmlElement("w:cantSplit"))
        head.append(OxmlElement("w:tblHeader"))
        for row in table.on_page:
            added = written.add_row()
            added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
            for place, (cell, said) in enumerate(
                zip(added.cells, table.cells_on_page(row), strict=True)
            ):
                if place == 0:
                    self._mark(cell.paragraphs[0], row.anchor)
                self._line(cell.paragraphs[0], said.line)
        for row in written.rows:
            for place, cell in enumerate(row.cells):
                cell.width = Cm(ROOM * parts[place] / sum(parts))
                cell.paragraphs[0].paragraph_format.space_after = Pt(1)
                for run in cell.paragraphs[0].runs:
                    run.font.size = Pt(9)
        self.document.add_paragraph(_clean(table.beyond))

    # -- pictures --

    def _picture(self, picture: Picture) -> None:
        self._titled(self.document, picture, ROOM)
        self._legend(picture.legend)

    def _beside(self, pictures: Sequence[Picture]) -> None:
        """Pictures in two columns."""
        rows = -(-len(pictures) // 2)
        table = self.document.add_table(rows=rows, cols=2)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
        for place, each in enumerate(pictures):
            cell = table.cell(place // 2, place % 2)
            self._titled(cell, each, ROOM / 2 - 0.5)
            first = cell.paragraphs[0]._p  # noqa: SLF001  # a new cell has an empty one
            first.getparent().remove(first)

    def _titled(
        self, where: BlockItemContainer | WholeDocument, picture: Picture, room: float
    ) -> None:
        """A picture under its title."""
        title = where.add_paragraph(_clean(picture.title))
        title.style = self.document.styles["Caption"]
        title.paragraph_format.keep_with_next = True
        scale = min(1.0, room * POINTS / picture.width)
        self._drawing(where.add_paragraph(), picture, scale)

    def _legend(self, legend: Iterable[Key]) -> None:
        """A sample of each look, with its meaning."""
        keys = tuple(legend)
        if not keys:
            return
        paragraph = self.document.add_paragraph()
        for key in keys:
            sample = Picture("", "", _clean(key.text), 22, 12, (Rect(1, 1, 20, 10, key.look),))
            self._drawing(paragraph, sample, 1.0)
            paragraph.add_run(f" {_clean(key.text)}    ").font.size = Pt(9)

    def _drawing(self, paragraph: Written, picture: Picture, scale: float) -> None:
        """Shapes as one group, with its description for readers who do not see it."""
        self.drawings += 1
        size = [round(each * EMU * scale) for each in (picture.width, picture.height)]
        whole = [round(each * EMU) for each in (picture.width, picture.height)]
        shapes = "".join(_shape(each, scale) for each in picture.shapes)
        described = escape(_clean(picture.description))
        run = paragraph.add_run()
        drawing = (
            f"<mc:AlternateContent {DRAWING}><mc:Choice Requires='wpg'><w:drawing>"
            "<wp:inline distT='0' distB='0' distL='0' distR='0'>"
            f"<wp:extent cx='{size[0]}' cy='{size[1]}'/>"
            f"<wp:docPr id='{self.drawings}' name='picture {self.drawings}'"
            f' descr="{described}"/><wp:cNvGraphicFramePr/>'
            f"<a:graphic><a:graphicData uri='{GROUP}'><wpg:wgp><wpg:cNvGrpSpPr/>"
            f"<wpg:grpSpPr><a:xfrm><a:off x='0' y='0'/><a:ext cx='{size[0]}' cy='{size[1]}'/>"
            f"<a:chOff x='0' y='0'/><a:chExt cx='{whole[0]}' cy='{whole[1]}'/></a:xfrm>"
            f"</wpg:grpSpPr>{shapes}</wpg:wgp></a:graphicData></a:graphic></wp:inline>"
            f"</w:drawing></mc:Choice><mc:Fallback><w:t>{described}</w:t></mc:Fallback>"
            "</mc:AlternateContent>"
        )
        run._r.append(parse_xml(drawing))  # noqa: SLF001  # python-docx draws nothing


def _widths(table: Table) -> list[float]:
    """How broad columns are beside each other: the longest word fits, longer texts get more."""
    texts = [[each.title] for each in table.columns_on_page]
    for row in table.on_page:
        for column, cell in zip(texts, table.cells_on_page(row), strict=True):
            column.append(plain(cell.line))
    least = [3 + max(map(len, " ".join(each).split()), default=0) for each in texts]
    whole = [1 + min(WIDEST, max(map(len, each))) for each in texts]
    rest = max(LETTERS - sum(least), 0) / sum(whole)
    return [few + rest * many for few, many in zip(least, whole, strict=True)]


def _shape(shape: Shape, scale: float) -> str:
    """A shape of a drawing; letters are not drawn smaller with it."""
    if isinstance(shape, PictureText):
        return _label(shape, scale)
    colour, width = LINES.get(shape.look, USUAL)
    if isinstance(shape, Rect):
        place = (shape.x, shape.y, shape.width, shape.height)
        form, fill = "rect", _fill(shape.look)
    else:
        left, top = min(shape.x, shape.to_x), min(shape.y, shape.to_y)
        place = (left, top, abs(shape.to_x - shape.x), abs(shape.to_y - shape.y))
        form, fill = "line", "<a:noFill/>"
    line = (
        f"<a:ln w='{round(width * EMU)}'><a:solidFill><a:srgbClr val='{colour}'/>"
        "</a:solidFill></a:ln>"
    )
    return _framed(place, f"<a:prstGeom prst='{form}'><a:avLst/></a:prstGeom>{fill}{line}")


def _fill(look: str) -> str:
    pattern, above, below = FILLS.get(ALIKE.get(look, look), ("", "", ""))
    if not below:
        return "<a:noFill/>"
    solid = f"<a:srgbClr val='{below}'/>"
    if not pattern:
        return f"<a:solidFill>{solid}</a:solidFill>"
    colour = f"<a:fgClr><a:srgbClr val='{above}'/></a:fgClr>"
    return f"<a:pattFill prst='{pattern}'>{colour}<a:bgClr>{solid}</a:bgClr></a:pattFill>"


def _label(text: PictureText, scale: float) -> str:
    """Words as a box without a frame, around the place of their start, end or middle."""
    size = SIZES.get(text.look, 9.0)
    width = size * (0.62 * len(text.text) + 1)
    left = text.x - {"start": 0, "middle": width / 2, "end": width}[text.anchor]
    side = {"start": "left", "middle": "center", "end": "right"}[text.anchor]
    bold = "<w:b/>" if text.look == "head" else ""
    words = (
        f"<wps:txbx><w:txbxContent><w:p><w:pPr><w:spacing w:after='0' w:line='240'/>"
        f"<w:jc w:val='{side}'/></w:pPr><w:r><w:rPr>{TYPE}{bold}"
        f"<w:sz w:val='{round(size * scale * 2)}'/>"
        f"</w:rPr><w:t xml:space='preserve'>{escape(_clean(text.text))}</w:t></w:r></w:p>"
        "</w:txbxContent></wps:txbx>"
    )
    place = (left, text.y - size * 1.1, width, size * 1.6)
    flat = "<a:prstGeom prst='rect'><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>"
    return _framed(place, flat, words)


def _framed(place: tuple[float, float, float, float], form: str, words: str = "") -> str:
    x, y, width, height = (round(each * EMU) for each in place)
    body = "<wps:bodyPr wrap='none' lIns='0' tIns='0' rIns='0' bIns='0'/>"
    kind = "<wps:cNvSpPr txBox='1'/>" if words else "<wps:cNvSpPr/>"
    return (
        f"<wps:wsp>{kind}<wps:spPr><a:xfrm><a:off x='{x}' y='{y}'/>"
        f"<a:ext cx='{width}' cy='{height}'/></a:xfrm>{form}</wps:spPr>{words}{body}</wps:wsp>"
    )
