"""What an author says of a question, and what of it cannot be kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessments.frameworks.models import Skill
from assessments.frameworks.reports import scale_tops
from assessments.testing.bank.kinds import KINDS, BodyProblem, answer_texts, kind_named
from assessments.testing.bank.models import (
    LONGEST_SECONDS,
    SHORTEST_SECONDS,
    Item,
    ItemVersion,
    validate_language,
)
from lifow.base.bounds import LONGEST_TEXT, is_text_in_bounds, validate_json
from lifow.base.media.models import Picture

LONGEST_ALT = 300
PLAIN = ("kind", "level", "stem", "body", "seconds_expected", "picture", "picture_alt", "highest_score")


class ItemError(ValueError):
    """A question that cannot be kept as it is: `field` says where, the message why and what to do.

    `problems` are those of its body, where there are any.
    """

    def __init__(self, field: str, message: str, problems: Iterable[BodyProblem] = ()) -> None:
        super().__init__(message)
        self.field, self.problems = field, tuple(problems)


class ItemChangedError(ItemError):
    """What the contents were made from is not what is there any more: that is `version`."""

    def __init__(self, version: ItemVersion, message: str) -> None:
        super().__init__("", message)
        self.version = version


@dataclass(frozen=True, slots=True)
class ItemContents:
    """All that an author says of a version; its highest score and the words of its answers follow from it."""

    kind: str
    level: int
    stem: str
    body: Mapping[str, Any] = field(default_factory=dict)
    seconds_expected: int = 45
    picture: Picture | None = None
    picture_alt: str = ""

    def as_stored(self) -> dict[str, Any]:
        """The values of a version's fields. The kind has to be one."""
        kind = kind_named(self.kind)
        body = kind.tidy(self.body)
        return {
            "kind": self.kind,
            "level": self.level,
            "stem": self.stem.strip(),
            "body": body,
            "seconds_expected": self.seconds_expected,
            "picture": self.picture,
            "picture_alt": self.picture_alt.strip() if self.picture else "",
            "highest_score": kind.highest(body),
            "searched_answers": "\n".join(answer_texts(body)),
        }


def contents_of(version: ItemVersion) -> ItemContents:
    """What a version says, to begin the next one with."""
    return ItemContents(
        kind=version.kind,
        level=version.level,
        stem=version.stem,
        body=version.body,
        seconds_expected=version.seconds_expected,
        picture=version.picture,
        picture_alt=version.picture_alt,
    )


def check_contents(contents: ItemContents, skill: Skill) -> None:
    """Raise ItemError for what cannot be stored even as a draft; a body may be unfinished."""
    if contents.kind not in KINDS:
        raise ItemError("kind", _("Choose one of the kinds of questions."))
    check_level(contents.level, skill)
    if not contents.stem.strip():
        raise ItemError("stem", _("Write the question."))
    if not is_text_in_bounds(contents.stem, LONGEST_TEXT):
        message = _("Use at most %(longest)s characters, and no control characters.")
        raise ItemError("stem", message % {"longest": LONGEST_TEXT})
    if not SHORTEST_SECONDS <= contents.seconds_expected <= LONGEST_SECONDS:
        message = _("Use a number of seconds from %(shortest)s to %(longest)s.")
        said = {"shortest": SHORTEST_SECONDS, "longest": LONGEST_SECONDS}
        raise ItemError("seconds_expected", message % said)
    _check_picture(contents)
    try:
        validate_json(dict(contents.body))
    except ValidationError as error:
        raise ItemError("body", " ".join(error.messages)) from error


def check_level(level: int, skill: Skill) -> None:
    """Raise ItemError for a level that the scale of a skill does not have."""
    top = scale_tops([skill.framework_id])[skill.framework_id]
    if not 1 <= level <= top:
        message = _("%(skill)s is measured on levels 1 to %(top)s. Choose one of them.")
        raise ItemError("level", message % {"skill": skill, "top": top})


def check_skill(skill: Skill) -> None:
    """Raise ItemError for a skill that is not assessed."""
    if not Skill.objects.assessable().filter(pk=skill.pk).exists():
        raise ItemError(
            "skill", _("%(skill)s is no longer assessed. Choose another skill.") % {"skill": skill}
        )


def check_language(code: str) -> None:
    """Raise ItemError for what is no language code."""
    try:
        validate_language(code)
    except ValidationError as error:
        raise ItemError("language", " ".join(error.messages)) from error


def says(version: ItemVersion, contents: ItemContents) -> bool:
    """Whether the version says just this."""
    stored = contents.as_stored()
    return all(getattr(version, name) == stored[name] for name in PLAIN)


def changed_since(version: ItemVersion) -> str:
    """Who changed it last, where that is known, and when."""
    message = _(
        "%(who)s changed it on %(at)s, after you opened it. Saving again replaces that change with your text."
    )
    at = date_format(localtime(version.updated_at), "j M, H:i")
    return message % {"who": version.changed_by or _("Somebody"), "at": at}


def locked(version: ItemVersion) -> ItemVersion:
    """The version as it is stored, with its item; nobody else changes either until the transaction ends."""
    Item.objects.select_for_update(of=("self",)).get(pk=version.item_id)
    rows = ItemVersion.objects.select_related(
        "item__skill", "item__author", "picture", "created_by", "changed_by", "reviewer"
    )
    return rows.get(pk=version.pk)


def _check_picture(contents: ItemContents) -> None:
    if contents.picture is None:
        return
    if not contents.picture_alt.strip():
        raise ItemError("picture_alt", _("Say what the picture shows, for those who cannot see it."))
    if not is_text_in_bounds(contents.picture_alt, LONGEST_ALT):
        message = _("Use at most %(longest)s characters, and no control characters.")
        raise ItemError("picture_alt", message % {"longest": LONGEST_ALT})
