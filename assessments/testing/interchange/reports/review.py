"""A plan as it is kept with an import, and as its author reads it before anything is written."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.testing.bank.kinds import kind_named
from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.bank.reports import AnswerKey, answer_key, in_words, summary_of, version_problems
from assessments.testing.interchange.formats.items import ParsedItem, one_line
from assessments.testing.interchange.formats.markup import to_plain
from assessments.testing.interchange.formats.remarks import Remark, Where
from assessments.testing.interchange.models import ItemImport
from assessments.testing.interchange.reports.planning import (
    NO_LEVEL,
    NO_SKILL,
    OFF_SCALE,
    ItemPlan,
    PlannedItem,
    Said,
    similar_as_stored,
)
from lifow.base.markdown import render_markdown
from lifow.base.media.models import Picture
from lifow.base.tabular import guarded

PLAN, REMARKS = "plan.json", "remarks.csv"


@dataclass(frozen=True, slots=True)
class ReviewedItem:
    """An item as its author reads it: `why` it cannot be added, or what is unfinished about it."""

    number: int
    summary: str
    stem: SafeString
    kind: str
    key: AnswerKey
    skill: str
    level: int | None
    language: str
    place: str
    picture: Picture | None
    picture_alt: str
    why: str
    problems: tuple[str, ...]
    similar: tuple[tuple[str, str, float], ...]
    same_as: int
    is_taken: bool


@dataclass(frozen=True, slots=True)
class ReviewedPlan:
    """A plan that is kept: its items, and what was not taken over, in the reader's words."""

    rows: tuple[Mapping[str, Any], ...]
    remarks: tuple[tuple[Remark, str], ...]
    unknown_skills: tuple[tuple[str, int], ...]
    said: Said

    def is_taken(self, row: Mapping[str, Any]) -> bool:
        """Whether an item is taken, as its author has said or as it was proposed."""
        if row["refused"]:
            return False
        return bool(self.said.taken.get(str(row["number"]), row["is_proposed"]))

    @property
    def taken(self) -> list[int]:
        return [row["number"] for row in self.rows if self.is_taken(row)]

    @property
    def is_unclear(self) -> bool:
        """Whether questions cannot be added before their author says what the file does not."""
        return any(row["refused"] for row in self.rows)

    @property
    def needs_level(self) -> bool:
        return (
            any(row["refused"] in (NO_LEVEL, OFF_SCALE) for row in self.rows) or self.said.level is not None
        )

    @property
    def needs_language(self) -> bool:
        return any(not row["says_language"] for row in self.rows)

    def items(self, start: int, end: int) -> list[ReviewedItem]:
        """The items of a page, with their pictures in one query."""
        rows = self.rows[start:end]
        ids = [row["picture"] for row in rows if row["picture"]]
        pictures = {one.public_id: one for one in Picture.objects.filter(public_id__in=ids)}
        return [_reviewed(row, pictures, is_taken=self.is_taken(row)) for row in rows]


def visible_imports(user: Any) -> QuerySet[ItemImport]:
    """The imports that somebody sees: one's own; all of them as an HR admin."""
    rows: QuerySet[ItemImport] = ItemImport.objects.all()
    return rows if user.is_hr_admin else rows.filter(uploaded_by=user)


def reviewed_plan(outcomes: Mapping[str, bytes], said: Said) -> ReviewedPlan:
    """The plan that an import keeps."""
    kept = json.loads(outcomes.get(PLAN, b"{}"))
    remarks = [_remark_of(one) for one in kept.get("remarks", ())]
    return ReviewedPlan(
        rows=tuple(kept.get("items", ())),
        remarks=tuple((one, in_the_readers_words(one)) for one in remarks),
        unknown_skills=tuple((words, count) for words, count in kept.get("unknown_skills", ())),
        said=said,
    )


def plan_files(
    plan: ItemPlan, pictures: Mapping[int, Picture], refused: Mapping[int, str]
) -> dict[str, bytes]:
    """A plan as an import keeps it, and the remarks as a table.

    `refused` says, by number, why the picture of an item is none.
    """
    remarks = [*plan.remarks, *(_of_picture(plan.items[number - 1], why) for number, why in refused.items())]
    kept = {
        "items": [_as_stored(one, pictures.get(one.number)) for one in plan.items],
        "remarks": [_remark_as_stored(one) for one in remarks],
        "unknown_skills": plan.unknown_skills,
    }
    return {PLAN: json.dumps(kept).encode(), REMARKS: remark_table(remarks)}


def in_the_readers_words(remark: Remark) -> str:
    """What was not taken over and why, in the reader's language."""
    return _(remark.reasons[remark.code]) % remark.parameters


def remark_table(remarks: Iterable[Remark]) -> bytes:
    """Remarks as CSV for a spreadsheet, a line each: UTF-8 with BOM, formulas guarded."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["file", "line", "question", "column", "questions", "is left out", "reason"])
    for one in remarks:
        where = one.where
        cells: Sequence[object] = (
            *(where.file, where.line or "", where.name, where.column, one.count),
            *("yes" if one.is_left_out else "no", in_the_readers_words(one)),
        )
        writer.writerow([guarded(str(cell)) for cell in cells])
    return stream.getvalue().encode("utf-8-sig")


def _as_stored(planned: PlannedItem, picture: Picture | None) -> dict[str, Any]:
    item = planned.item
    return {
        "number": planned.number,
        "kind": item.kind,
        "stem": item.stem,
        "body": dict(item.body),
        "skill": planned.skill.name if planned.skill else item.skill,
        "level": planned.level,
        "language": planned.language,
        "says_language": bool(item.language),
        "place": str(_place(item)),
        "picture": picture.public_id if picture else "",
        "picture_alt": item.picture.alt if item.picture else "",
        "refused": planned.refused,
        "similar": similar_as_stored(planned.similar),
        "same_as": planned.same_as,
        "is_proposed": planned.is_proposed,
    }


def _place(item: ParsedItem) -> Where:
    """Where an item stands in the file, by its name where that says more than the question itself."""
    where, words = item.where, one_line(to_plain(item.stem))
    return replace(where, name="") if words.startswith(where.name.rstrip("…")) else where


def _reviewed(row: Mapping[str, Any], pictures: Mapping[str, Picture], *, is_taken: bool) -> ReviewedItem:
    version = ItemVersion(
        item=Item(language=row["language"]),
        kind=row["kind"],
        stem=row["stem"],
        body=kind_named(row["kind"]).tidy(row["body"]),
        picture=pictures.get(row["picture"]),
    )
    version.highest_score = kind_named(row["kind"]).highest(version.body)
    return ReviewedItem(
        number=row["number"],
        summary=summary_of(version),
        stem=render_markdown(version.stem),
        kind=version.get_kind_display(),
        key=answer_key(version),
        skill=row["skill"],
        level=row["level"],
        language=row["language"],
        place=row["place"],
        picture=version.picture,
        picture_alt=row["picture_alt"],
        why=_why(row),
        problems=tuple(in_words(problem) for problem in version_problems(version)),
        similar=tuple((public_id, summary, share) for public_id, summary, share in row["similar"]),
        same_as=row["same_as"],
        is_taken=is_taken,
    )


def _why(row: Mapping[str, Any]) -> str:
    """Why an item cannot be added as it is, and what to do."""
    words = {
        NO_SKILL: _("It has no skill. Choose one above."),
        NO_LEVEL: _("It has no level. Choose one above."),
        OFF_SCALE: _("Its skill has no level %(level)s. Choose another level above, or change the file."),
    }
    return str(words[row["refused"]]) % {"level": row["level"]} if row["refused"] else ""


def _of_picture(planned: PlannedItem, why: str) -> Remark:
    return Remark("picture_refused", planned.item.where, why)


def _remark_as_stored(remark: Remark) -> list[Any]:
    where = remark.where
    place = [where.file, where.line, where.name, where.column]
    return [remark.code, place, remark.value, remark.expected, remark.count]


def _remark_of(stored: Sequence[Any]) -> Remark:
    code, place, value, expected, count = stored
    return Remark(code, Where(*place), value, expected, count)
