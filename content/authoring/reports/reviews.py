"""Who reviews what: a second person, who did not write it; and whether a review is needed at all."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from content.authoring.choices import ReviewState
from content.authoring.models import ModuleReview
from content.catalogue.models import Module, ModuleDraft, ModuleVersion
from content.catalogue.services import (
    ModuleContents,
    contents_from,
    contents_of,
    draft_of,
    edition_of,
    stored_contents,
)
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class ReviewStanding:
    """Where a module stands with its reviews, of what is read of it once: see `review_standing`.

    contents   what it is to say: its `draft`, else what it says
    reviews    all of its reviews, the newest first
    newest     the version that was published last
    """

    module: Module
    draft: ModuleDraft | None
    contents: ModuleContents
    reviews: Sequence[ModuleReview]
    newest: ModuleVersion | None

    @property
    def waiting(self) -> ModuleReview | None:
        """The review that it waits for, if it does."""
        return next((one for one in self.reviews if one.state == ReviewState.IN_REVIEW), None)

    @property
    def sent_back(self) -> ModuleReview | None:
        """The review that sent it back, until it is sent again."""
        last = next(iter(self.reviews), None)
        return last if last is not None and last.state == ReviewState.SENT_BACK else None

    @property
    def is_needed(self) -> bool:
        """Whether what it is to say has to be reviewed before learners have it.

        Not where the company does without reviews, nor where a text that learners had comes back as it was.
        """
        if not settings.MODULE_REVIEWS_NEEDED:
            return False
        return self.newest is None or self.newest.contents != stored_contents(self.contents)

    @property
    def is_approved(self) -> bool:
        """Whether the last decision was to approve the text that would be published now."""
        decided = [one for one in self.reviews if one.decided_at and one.state != ReviewState.TAKEN_BACK]
        last = max(decided, key=lambda one: (one.decided_at, one.pk), default=None)
        if last is None or last.state != ReviewState.APPROVED:
            return False
        return last.edition == edition_of(self.contents)

    @property
    def writers(self) -> set[int]:
        """Who has written what it is to say, or sent it for review, by each of their records."""
        return _records(_writers(self.module, self.draft, self.waiting))


def review_standing(module: Module) -> ReviewStanding:
    """Where a module that comes with its author and who changed it last stands: what is asked twice on its
    page is read once, in five queries."""
    draft = draft_of(module)
    linked = ("submitted_by", "reviewer", "decided_by")
    return ReviewStanding(
        module=module,
        draft=draft,
        contents=contents_from(draft.contents) if draft else contents_of(module),
        reviews=list(module.reviews.select_related(*linked).order_by("-submitted_at", "-pk")),
        newest=ModuleVersion.objects.filter(module=module).order_by("-number").first(),
    )


def review_is_needed(module: Module) -> bool:
    """Whether a module has to be reviewed, as `ReviewStanding.is_needed` tells."""
    return review_standing(module).is_needed


def is_approved(module: Module) -> bool:
    """Whether a module is approved, as `ReviewStanding.is_approved` tells."""
    return review_standing(module).is_approved


def open_review(module: Module) -> ModuleReview | None:
    """The review that a module waits for, if it does."""
    rows = ModuleReview.objects.filter(module=module, state=ReviewState.IN_REVIEW)
    return rows.select_related("submitted_by", "reviewer", "module").first()


def writers_of(module: Module) -> set[int]:
    """Who has written what a module is to say, by each of their records."""
    stored = Module.objects.select_related("author", "changed_by").get(pk=module.pk)
    return _records(_writers(stored, draft_of(module), open_review(module)))


def _writers(
    module: Module, draft: ModuleDraft | None, review: ModuleReview | None
) -> Iterator[Person | None]:
    """Who has written it, and who has sent it for review."""
    if draft is not None:
        yield draft.changed_by
    else:
        yield module.changed_by
        if module.status == Module.Status.DRAFT:
            yield module.author
    if review is not None:
        yield review.submitted_by


def _records(people: Iterable[Person | None]) -> set[int]:
    return {pk for one in people if one for pk in (one.pk, one.merged_into_id) if pk is not None}


def has_written(person: Person, module: Module) -> bool:
    """Whether somebody has written what is to be reviewed of a module, or sent it for review."""
    return person.pk in writers_of(module)


def may_review(person: Person, module: Module) -> bool:
    """Whether somebody may review a module: an author or HR admin who did not write it."""
    return reviews_modules(person) and not has_written(person, module)


def reviews_modules(person: Person) -> bool:
    """Whether somebody may review what others have written."""
    return person.is_active and (person.is_author or person.is_hr_admin)


def reviewers_for(writers: Collection[int], *, but: Person) -> QuerySet[Person]:
    """Everybody who may review what somebody sends that these have written, by name."""
    people = Person.objects.filter(Q(is_author=True) | Q(is_hr_admin=True), is_active=True)
    able: QuerySet[Person] = people.exclude(pk__in={*writers, but.pk})
    return able.order_by("family_name", "given_name", "pk")


def waiting_reviews() -> QuerySet[ModuleReview]:
    """What waits for review, the longest waiting first."""
    rows = ModuleReview.objects.filter(state=ReviewState.IN_REVIEW)
    linked = ("module__author", "module__changed_by", "module__draft__changed_by", "submitted_by", "reviewer")
    return rows.select_related(*linked).order_by("submitted_at", "pk")


def asked_to_review(
    reviews: Iterable[ModuleReview], people: Iterable[Person]
) -> dict[int, list[ModuleReview]]:
    """What each of these people is asked to review, by person: what is theirs by name, and what is anybody's.

    Of what is anybody's HR admins are asked only where no author can do it. As with questions of tests.
    """
    everybody = list(people)
    found: dict[int, list[ModuleReview]] = {person.pk: [] for person in everybody}
    for review in reviews:
        written = _writers_in(review)
        able = [one for one in everybody if one.pk not in written]
        named = [one for one in able if one.pk == review.reviewer_id]
        authors = [one for one in able if one.is_author]
        for one in named or authors or able:
            found[one.pk].append(review)
    return found


def _writers_in(review: ModuleReview) -> set[int]:
    """As `writers_of`, of a review that came with those who wrote."""
    return _records(_writers(review.module, getattr(review.module, "draft", None), review))
