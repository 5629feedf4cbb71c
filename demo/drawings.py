"""Pictures to point at in the test questions of the demo company, drawn here. Pure.

Each drawing names its parts, so that the files say what is right by name, and nobody measures a picture.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH = 720
PAPER, INK, QUIET, LINE, SOFT, ACCENT = "#ffffff", "#1f2430", "#5b6475", "#c9cfda", "#eef1f6", "#3657c8"
SMALL, USUAL, LARGE = 14, 17, 22
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as PNG, and its parts by name: x, y, width and height in percent of it."""

    png: bytes
    parts: Mapping[str, Box]


@dataclass(slots=True)
class Sheet:
    """A white sheet of `WIDTH` pixels that is drawn on, from its upper left corner."""

    height: int
    parts: dict[str, Box] = field(default_factory=dict)
    image: Image.Image = field(init=False)
    pen: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH, self.height), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def text(
        self, x: float, y: float, words: str, size: int = USUAL, colour: str = INK, at: str = "la"
    ) -> None:
        """Words at a point; `at` is where of them the point is, as Pillow's anchors say."""
        self.pen.text((x, y), words, fill=colour, font=_font(size), anchor=at)

    def box(self, x: float, y: float, width: float, height: float, fill: str = SOFT) -> None:
        self.pen.rectangle((x, y, x + width, y + height), fill=fill)

    def line(self, *points: tuple[float, float], colour: str = LINE, width: int = 2) -> None:
        self.pen.line(points, fill=colour, width=width)

    def part(self, name: str, x: float, y: float, width: float, height: float) -> None:
        """Name a part, with a little room around it."""
        whole = (WIDTH, self.height, WIDTH, self.height)
        sides = (x - 4, y - 4, width + 8, height + 8)
        found = [round(100 * side / full, 2) for side, full in zip(sides, whole, strict=True)]
        self.parts[name] = (found[0], found[1], found[2], found[3])

    def table(
        self, y: float, columns: Sequence[float], rows: Sequence[Sequence[str]], names: Sequence[str] = ()
    ) -> None:
        """A table with a heading; the rows below it are parts, by their names where there are any."""
        tall = 36
        self.box(24, y, WIDTH - 48, tall)
        for place, row in enumerate(rows):
            top = y + place * tall
            for x, words in zip(columns, row, strict=True):
                self.text(x, top + tall / 2, words, colour=QUIET if not place else INK, at="lm")
            self.line((24, top + tall), (WIDTH - 24, top + tall))
            if 0 < place <= len(names):
                self.part(names[place - 1], 32, top + 6, WIDTH - 64, tall - 12)

    def done(self) -> Drawing:
        stream = BytesIO()
        self.image.save(stream, "PNG")
        return Drawing(stream.getvalue(), self.parts)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _invoice() -> Drawing:
    sheet = Sheet(430)
    sheet.text(32, 28, "Lindwork AB, Gothenburg", LARGE)
    sheet.text(32, 62, "Invoice 2046 of 3 March to Harbour Bakery Ltd, Cork", colour=QUIET)
    rows = [("What", "Hours", "Amount"), ("Repair of a counter", "20", "EUR 2,500.00")]
    sheet.table(104, (40, 420, 550), rows)
    lines = (
        ("total", "Total", "EUR 2,500.00", INK),
        ("in_kronor", "Equals, at 11.42 of 3 March", "SEK 28,550.00", QUIET),
        ("vat_in_kronor", "VAT in kronor: reverse charge", "SEK 0.00", QUIET),
        ("due", "Due", "2 April", INK),
    )
    for place, (name, words, amount, colour) in enumerate(lines):
        top = 208 + place * 50
        sheet.text(300, top, words, colour=colour)
        sheet.text(688, top, amount, LARGE if name == "total" else USUAL, colour, at="ra")
        sheet.part(name, 296, top - 2, 392, 28)
    return sheet.done()


def _failed_debits() -> Drawing:
    sheet = Sheet(400)
    sheet.text(32, 24, "Failed debits have tripled", LARGE)
    sheet.part("title", 32, 24, 290, 26)
    sheet.text(32, 58, "Share of all debits, by month", SMALL, QUIET)
    bottom, step = 340, 50
    for place in range(5):
        y = bottom - place * step
        sheet.text(84, y, f"2.{place}%", SMALL, QUIET, at="rm")
        sheet.line((96, y), (688, y), width=1)
    sheet.part("axis", 40, 128, 50, 224)
    for place, (month, share) in enumerate((("May", 1), ("June", 1.5), ("July", 2), ("August", 3))):
        x = 140 + place * 140
        sheet.box(x, bottom - share * step, 76, share * step, ACCENT)
        sheet.text(x + 38, bottom + 12, month, SMALL, QUIET, at="ma")
    sheet.part("may", 140, bottom - step, 76, step)
    sheet.part("august", 560, bottom - 3 * step, 76, 3 * step)
    return sheet.done()


def _left_join() -> Drawing:
    sheet = Sheet(300)
    sheet.text(32, 24, "customers LEFT JOIN invoices LEFT JOIN payments", USUAL, QUIET)
    rows = [
        ("customer", "invoice", "paid"),
        ("Brandt GmbH", "1041", "120.00"),
        ("Brandt GmbH", "1042", "NULL"),
        ("Costa Foods", "NULL", "NULL"),
        ("Dahl & Co", "1043", "80.00"),
    ]
    sheet.table(72, (40, 320, 520), rows, ("paid", "unpaid", "none", "other"))
    return sheet.done()


def _deliveries() -> Drawing:
    sheet = Sheet(340)
    sheet.text(32, 24, "Deliveries to https://hooks.brandt.example", USUAL, QUIET)
    rows = [
        ("Time (UTC)", "Event", "Answer", "Try"),
        ("09:58:04", "invoice.created", "200", "1"),
        ("10:02:41", "invoice.paid", "500", "1"),
        ("10:07:42", "invoice.paid", "200", "2"),
        ("10:09:15", "refund.created", "401", "1"),
        ("10:14:16", "refund.created", "401", "2"),
    ]
    sheet.table(72, (40, 220, 460, 600), rows, ("first", "broke", "again", "refused", "refused_again"))
    return sheet.done()


def _failing_payments() -> Drawing:
    sheet = Sheet(400)
    sheet.text(32, 24, "Payments that fail, of a hundred", LARGE)
    bottom, left = 330, 72
    for share in (0, 20, 40):
        y = bottom - share * 5
        sheet.text(left - 10, y, str(share), SMALL, QUIET, at="rm")
        sheet.line((left, y), (688, y), width=1)
    at = [0, 0, 0, 0, 3, 18, 31, 38, 40, 40, 38, 6, 1, 0]
    points = [(left + 24 + place * 44.0, bottom - share * 5.0) for place, share in enumerate(at)]
    sheet.line(*points, colour=ACCENT, width=4)
    # A point is four minutes.
    marks = (
        ("release", 1, "9:50 release"),
        ("begins", 4, "10:02"),
        ("noticed", 7, "10:14 noticed"),
        ("back", 11, "10:30 taken back"),
    )
    for name, place, words in marks:
        x = points[place][0]
        sheet.line((x, 92), (x, bottom), colour=QUIET, width=1)
        sheet.text(x, bottom + 12, words, SMALL, QUIET, at="ma")
        sheet.part(name, x - 56, 92, 112, bottom - 62)
    return sheet.done()


def _trials() -> Drawing:
    sheet = Sheet(360)
    sheet.text(32, 24, "Began a trial within 14 days", LARGE)
    rows = [
        ("sent", "Were sent the mail", 2.0),
        ("opened", "Opened it", 4.8),
        ("held_out", "Set aside by chance, without it", 1.5),
        ("last_year", "Had it last year", 1.1),
    ]
    for place, (name, words, share) in enumerate(rows):
        top = 84 + place * 64
        sheet.text(32, top + 18, words, at="lm")
        sheet.box(320, top, share * 60, 36, ACCENT)
        sheet.text(332 + share * 60, top + 18, f"{share}%", at="lm")
        sheet.part(name, 32, top, 656, 36)
    return sheet.done()


def _reply() -> Drawing:
    sheet = Sheet(330)
    sheet.text(32, 24, "To: Mr Okafor", colour=QUIET)
    sheet.text(32, 52, "Re: When do I get my money back?", colour=QUIET)
    sheet.line((32, 88), (688, 88))
    rows = (
        ("thanks", "Thank you for your patience in this matter."),
        ("rule", "Refunds by card take five to ten business days at the banks."),
        ("answer", "Your refund of EUR 84 is in your account on Thursday at the latest."),
        ("offer", "If it is not, answer this mail and I will ask your bank."),
    )
    for place, (name, words) in enumerate(rows):
        top = 108 + place * 52
        sheet.text(40, top + 14, words, at="lm")
        sheet.part(name, 36, top - 2, 640, 32)
    return sheet.done()


def _failed_payment() -> Drawing:
    sheet = Sheet(390)
    sheet.box(0, 0, 160, 390)
    for place, words in enumerate(("Invoices", "Payments", "Payouts", "Settings")):
        sheet.text(24, 36 + place * 44, words, colour=ACCENT if words == "Payments" else QUIET)
    sheet.part("menu", 20, 34, 120, 156)
    sheet.text(192, 32, "Payment 88142", LARGE)
    sheet.part("number", 192, 30, 170, 28)
    rows = (
        ("status", "Status", "Failed: bank refused"),
        ("payer", "Payer", "Elena Ruiz"),
        ("iban", "Account", "ES91 2100 0418 4502 0005 1332"),
        ("retry", "Next try", "Monday, 8:00"),
    )
    for place, (name, words, told) in enumerate(rows):
        top = 96 + place * 68
        sheet.text(192, top + 14, words, colour=QUIET, at="lm")
        sheet.text(320, top + 14, told, at="lm")
        sheet.part(name, 316, top - 2, 370, 32)
    return sheet.done()


DRAWINGS: Mapping[str, Callable[[], Drawing]] = {
    "invoice-in-two-currencies": _invoice,
    "failed-debits": _failed_debits,
    "left-join": _left_join,
    "deliveries": _deliveries,
    "failing-payments": _failing_payments,
    "trials": _trials,
    "reply": _reply,
    "failed-payment": _failed_payment,
}


@cache
def drawing_of(name: str) -> Drawing:
    """The drawing of a name. Raises KeyError for a name of none."""
    return DRAWINGS[name]()
