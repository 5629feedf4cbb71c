"""Whether a module was helpful: to whoever reads it, and to its author without names."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from content.catalogue.models import Module, ModuleVersion
from content.votes.models import ModuleVote
from lifow.people.persons.models import Person

LEAST_VOTERS = 5
"""Of fewer, no number is told: it would be that of single people."""
MOST_WORDS = 50


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What somebody said of a module: no name, no day."""

    words: str
    is_helpful: bool
    is_earlier: bool


@dataclass(frozen=True, slots=True)
class Helpfulness:
    """What learners said of a module as it is published: `helpful` of `voters`, both None below LEAST_VOTERS;
    and what they wrote, the newest first, of versions before too."""

    voters: int | None
    helpful: int | None
    words: Sequence[SaidOf]

    @property
    def in_words(self) -> str:
        if self.voters is None:
            message = _("Shown once %(least)s people have voted on this version.")
            return message % {"least": LEAST_VOTERS}
        said = {"helpful": self.helpful, "voters": self.voters}
        return _("%(helpful)s of %(voters)s people found this version helpful.") % said


def newest_version(module: Module) -> ModuleVersion | None:
    """The version of a module that was published last."""
    return ModuleVersion.objects.filter(module=module).order_by("-number").first()


def vote_of(person: Person, module: Module) -> ModuleVote | None:
    """What somebody last said of a module; of an earlier version where they have not voted on this one."""
    votes = ModuleVote.objects.for_person(person).filter(module=module).select_related("version")
    return votes.order_by("-version__number").first()


def with_own_vote(modules: QuerySet[Module], person: Person) -> QuerySet[Module]:
    """Modules, each with what somebody last said of it, for `own_vote`, in their query."""
    last = ModuleVote.objects.for_person(person).filter(module=OuterRef("pk")).order_by("-version__number")
    told = {"own_is_helpful": last.values("is_helpful")[:1], "own_words": last.values("words")[:1]}
    return modules.annotate(**{name: Subquery(rows) for name, rows in told.items()})


def own_vote(module: Module) -> SaidOf | None:
    """What somebody last said of a module that comes `with_own_vote`; no query."""
    told = vars(module)
    if told["own_is_helpful"] is None:
        return None
    return SaidOf(told["own_words"], told["own_is_helpful"], is_earlier=False)


def with_votes(modules: QuerySet[Module]) -> QuerySet[Module]:
    """Modules, each with its newest version and the votes on it, for `helpfulness_of`, in their query."""
    votes = ModuleVote.objects.filter(module=OuterRef("pk"), version=_newest_version(OuterRef("module")))
    counted = votes.order_by().values("module")
    return modules.annotate(
        newest_version=_newest_version(OuterRef("pk")),
        voters=Subquery(counted.annotate(number=Count("pk")).values("number")),
        helped=Subquery(counted.annotate(number=Count("pk", filter=Q(is_helpful=True))).values("number")),
    )


def helpfulness_of(module: Module) -> Helpfulness:
    """What learners said of a module that comes `with_votes`, for its authors; one query."""
    counts = vars(module)
    is_told = (counts["voters"] or 0) >= LEAST_VOTERS
    shown = ModuleVote.objects.filter(module=module).with_words().newest_first()[:MOST_WORDS]
    rows = shown.values_list("words", "is_helpful", "version_id")
    newest = counts["newest_version"]
    return Helpfulness(
        voters=counts["voters"] if is_told else None,
        helpful=counts["helped"] if is_told else None,
        words=[SaidOf(words, is_helpful, version != newest) for words, is_helpful, version in rows],
    )


def _newest_version(module: OuterRef) -> Subquery:
    return Subquery(ModuleVersion.objects.filter(module=module).order_by("-number").values("pk")[:1])


def modules_hardly_helpful() -> list[int]:
    """Ids of published modules that fewer than half of at least LEAST_VOTERS people found helpful: of those
    who voted on the version that was published last. One query."""
    newest = _newest_version(OuterRef("module"))
    votes = ModuleVote.objects.filter(module__status=Module.Status.PUBLISHED, version=newest)
    counts = (
        votes.order_by()
        .values("module_id")
        .annotate(voters=Count("pk"), helpful=Count("pk", filter=Q(is_helpful=True)))
    )
    poor = counts.filter(voters__gte=LEAST_VOTERS, voters__gt=2 * F("helpful"))
    return list(poor.order_by("module_id").values_list("module_id", flat=True))
