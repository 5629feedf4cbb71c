"""What can be found: sources, such as a module or a person, and their passages; and what has to be looked at
anew.

Nothing here is told to people before `registry` has asked the source's own applet who may see it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifow.base.bounds import validate_text
from lifow.base.fields import DayField, ListField, MomentField
from lifow.base.passages.querysets import StaleSourceQuerySet

LONGEST_TITLE = 300
LONGEST_SYNONYM = 100


class SearchSource(models.Model):
    """Something that is found as a whole: a module, a skill, a person, a page.

    `kind` names its entry in the registry, `source_id` the row there. `audience` says who may see it, in
    words
    of its kind; `filed_under` what it is filtered by, as "product=payments"; `identities` what it is known
    by, such as a personnel number, folded.
    """

    kind = models.CharField(max_length=20)
    source_id = models.BigIntegerField()
    title = models.CharField(max_length=LONGEST_TITLE)
    note = models.CharField(max_length=LONGEST_TITLE, blank=True, default="")
    audience = models.CharField(max_length=40)
    filed_under = ListField(default=list)
    identities = ListField(default=list)
    words = models.TextField(blank=True)
    weights = models.BinaryField()
    digest = models.CharField(max_length=32)
    changed_at = MomentField(null=True)

    class Meta:
        verbose_name = _("what search finds")
        verbose_name_plural = _("what search finds")
        constraints = [models.UniqueConstraint(fields=["kind", "source_id"], name="search_source_once")]
        indexes = [models.Index(fields=["-changed_at"], name="search_source_changed")]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_id}"


class SearchPassage(models.Model):
    """A part of a source that is opened by itself: `place` says where it is, `query` and `anchor` open it."""

    source = models.ForeignKey(SearchSource, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True, default="")
    query = models.CharField(max_length=200, blank=True, default="")
    anchor = models.CharField(max_length=500, blank=True, default="")
    words = models.TextField(blank=True)
    weights = models.BinaryField()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="search_passage_numbered")]

    def __str__(self) -> str:
        return f"{self.source_id}.{self.number}"


class PassageVector(models.Model):
    """What a passage means, by one model of `embedding`: float32 numbers, together of length 1.

    `model` is the hash of the model's files: vectors of two models say nothing of each other.
    """

    # Whoever deletes passages deletes these first; Django would read each passage to do so.
    passage = models.OneToOneField(SearchPassage, on_delete=models.DO_NOTHING, related_name="vector")
    model = models.CharField(max_length=64)
    numbers = models.BinaryField()

    class Meta:
        verbose_name = _("vector of a passage")
        verbose_name_plural = _("vectors of passages")
        indexes = [models.Index(fields=["model", "id"], name="passage_vector_of_model")]

    def __str__(self) -> str:
        return str(self.passage_id)


class EmbeddedUntil(models.Model):
    """Up to which passage there are vectors of a model: passages are written once, in the order of their
    keys, and so are their vectors."""

    model = models.CharField(max_length=64, unique=True)
    passage_pk = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("progress of vectors")
        verbose_name_plural = _("progress of vectors")

    def __str__(self) -> str:
        return f"{self.model[:12]} {self.passage_pk}"


class SearchChange(models.Model):
    """That a source was written anew or is gone, for processes that hold the index in memory; or, where
    `source_pk` is 0, that passages got vectors.

    `token` is random: a process sees by it that the number it knows is of another history of the database.
    """

    source_pk = models.BigIntegerField()
    token = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("change of what search finds")
        verbose_name_plural = _("changes of what search finds")

    def __str__(self) -> str:
        return str(self.pk)


class StaleSource(models.Model):
    """That a source has to be read anew: written by the database with each change, and deleted when it is
    done.

    Twice is once; no uniqueness, so that nobody who writes waits for another.
    """

    kind = models.CharField(max_length=20)
    source_id = models.BigIntegerField()

    objects = StaleSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("stale source of search")
        verbose_name_plural = _("stale sources of search")

    def __str__(self) -> str:
        return f"{self.kind} {self.source_id}"


class Synonym(models.Model):
    """Other words for the same, kept by HR: a search for `words` also looks for `means`."""

    words = models.CharField(_("searched for"), max_length=LONGEST_SYNONYM, validators=[validate_text])
    means = models.CharField(_("also finds"), max_length=LONGEST_SYNONYM, validators=[validate_text])
    folded = models.CharField(max_length=LONGEST_SYNONYM, editable=False)
    is_both_ways = models.BooleanField(_("the other way round too"), default=False)
    changed_at = MomentField(_("changed at"))

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        constraints = [models.UniqueConstraint(fields=["folded", "means"], name="synonym_once")]

    def __str__(self) -> str:
        return f"{self.words} → {self.means}"


class OpeningTime(models.Model):
    """How many results were opened within so many seconds of the first letter typed, by day; of nobody by
    name.
    """

    day = DayField(_("day"))
    seconds = models.PositiveSmallIntegerField(_("seconds"))
    times = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        verbose_name = _("time from typing to opening")
        verbose_name_plural = _("times from typing to opening")
        constraints = [models.UniqueConstraint(fields=["day", "seconds"], name="opening_time_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.seconds}"
