"""The figures for stakeholders as files: a table for spreadsheets, and a PDF that anybody can read aloud."""

import csv
import json
from io import StringIO

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from channels.figures.reports import Outcomes
from lifow.base.tabular.guards import guarded

TEMPLATE = settings.BASE_DIR / "templates" / "channels" / "outcomes.typ"


def as_csv(told: Outcomes) -> bytes:
    """A row a figure, in the words of the page; with a mark by which spreadsheets know UTF-8."""
    written = StringIO()
    table = csv.writer(written)
    periods = (_("Last 90 days"), _("Of"), _("90 days before"), _("Of"))
    table.writerow((_("Part"), _("Figure"), *periods, _("How it is measured")))
    for group in told.groups:
        for one in group.outcomes:
            cells = (group.title, one.title, one.value, one.base, one.before, one.before_base, one.how)
            table.writerow([guarded(str(cell)) for cell in cells])
    return written.getvalue().encode("utf-8-sig")


def as_pdf(told: Outcomes) -> bytes:
    """One document by typst, tagged for screen readers (PDF/UA-1). All words are data, and none markup."""
    # Its import takes a while, and hardly any process prints.
    import typst

    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"told": json.dumps(_document(told))},
    )


def days_in_words(told: Outcomes) -> str:
    """The 90 days: from the first to the last."""
    first, last = (date_format(day, "j F Y") for day in (told.first, told.last))
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def _document(told: Outcomes) -> dict[str, object]:
    return {
        "language": (get_language() or "en").split("-")[0],
        "title": _("Outcomes of learning"),
        "days": days_in_words(told),
        "counted": _("Counted on %(day)s") % {"day": date_format(told.counted_at, "j F Y")},
        "head": [_("Figure"), _("Last 90 days"), _("90 days before")],
        "none": _("Not enough yet"),
        "note": _("Nobody is named, and figures of people need at least five of them."),
        "groups": [
            {
                "title": str(group.title),
                "rows": [
                    {
                        "title": str(one.title),
                        "now": [one.value, one.base],
                        "before": [one.before, one.before_base],
                        "how": str(one.how),
                    }
                    for one in group.outcomes
                ],
            }
            for group in told.groups
        ],
    }
