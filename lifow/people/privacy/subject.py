"""A person with all their records, and everything by which they are named."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import CharField, Q, TextField, Value
from django.db.models.functions import Cast

from lifow.people.persons.models import ExternalId, Person
from lifow.people.roster.models import FormerExternalId


@dataclass(frozen=True, slots=True)
class Subject:
    """A person, and the records that are merged into theirs.

    ids, public_ids  of all these records, the person's first
    names            full names; addresses in lower case
    external_ids     (source, value) of today and of before
    """

    person: Person
    ids: tuple[int, ...]
    public_ids: tuple[str, ...]
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    external_ids: tuple[tuple[str, str], ...]

    @property
    def long_names(self) -> tuple[str, ...]:
        """By what the person can be found inside of other words: nobody is called so by chance."""
        names = tuple(name for name in self.names if " " in name)
        return (*names, *self.addresses, *self.public_ids)

    def mentioned_in(self, *columns: str) -> Q:
        """A condition on rows whose text in one of these columns names the person."""
        found = Q(pk__in=[])
        for column in columns:
            for name in self.long_names:
                found |= Q(**{f"{column}__icontains": name})
        return found

    def mentioned_in_json(self, column: str) -> Q:
        """A condition on rows with the `text_of` a JSON column that names the person, in part or in whole."""
        found = Q(pk__in=[])
        written = {json.dumps(name)[1:-1] for name in self.long_names} | set(self.long_names)
        for name in written:
            found |= Q(**{f"{column}_as_text__icontains": name})
        for name in self.names:
            for quoted in {json.dumps(name), f'"{name}"'}:
                found |= Q(**{f"{column}_as_text__contains": quoted})
        return found

    def without_name(self, value: object) -> object:
        """A JSON value in which nothing names the person any more."""
        if isinstance(value, dict):
            return {key: self.without_name(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.without_name(one) for one in value]
        return self.text_without_name(value) if isinstance(value, str) else value

    def text_without_name(self, text: str) -> str:
        if text in self.names:
            return NOBODY
        lowered = text.lower()
        named = any(name.lower() in lowered for name in self.long_names)
        return NOBODY if named else text


NOBODY = "–"


def text_of(column: str) -> dict[str, Cast]:
    """A JSON column as text, for `Subject.mentioned_in_json`: `rows.annotate(**text_of(column))`."""
    return {f"{column}_as_text": Cast(column, TextField())}


def subject_of(person: Person) -> Subject:
    """The person whose record this is, with all their records: those merged into it, or it into another."""
    kept = person.merged_into or person
    records = [kept, *Person.objects.filter(merged_into=kept).order_by("pk")]
    ids = tuple(record.pk for record in records)
    stored, external_ids = _addresses_and_ids(ids)
    addresses = {*(record.email for record in records if record.email), *stored}
    return Subject(
        person=kept,
        ids=ids,
        public_ids=tuple(record.public_id for record in records),
        names=tuple(dict.fromkeys(record.get_full_name() for record in records)),
        addresses=tuple(sorted(address.lower() for address in addresses)),
        external_ids=tuple(sorted(external_ids)),
    )


def _addresses_and_ids(ids: Collection[int]) -> tuple[set[str], set[tuple[str, str]]]:
    """The addresses that people sign in with, and their (source, value) of today and of before; one query."""
    no_source = Value(None, output_field=CharField())
    stored = EmailAddress.objects.filter(user__in=ids).order_by().values_list(no_source, "email")
    present, former = (
        model.objects.filter(person__in=ids).order_by().values_list("source", "value")
        for model in (ExternalId, FormerExternalId)
    )
    named = list(stored.union(present, former))
    return (
        {value for source, value in named if source is None},
        {(source, value) for source, value in named if source is not None},
    )
