"""Writing a question: new, as a draft that is saved again and again, and as the next version."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.frameworks.models import Skill
from assessments.testing.bank.choices import ItemState, VersionState
from assessments.testing.bank.models import ID_TAKEN, Item, ItemVersion
from assessments.testing.bank.reports import has_settled_skill
from assessments.testing.bank.services.contents import (
    ItemChangedError,
    ItemContents,
    ItemError,
    changed_since,
    check_contents,
    check_language,
    check_level,
    check_skill,
    contents_of,
    locked,
    says,
)
from lifow.base.media.services import keep_picture
from lifow.people.persons.models import Person


def create_item(
    *,
    skill: Skill,
    contents: ItemContents,
    author: Person | None,
    language: str = "en",
    external_source: str = "",
    external_id: str = "",
    idempotency_key: str | None = None,
) -> ItemVersion:
    """Write a new question as the draft of its first version. Its answers may be unfinished.

    A second call with the same `idempotency_key` gives the first one's version. Raises ItemError for what
    cannot be kept, such as a level off the scale or an external id that another question has, and
    ItemChangedError where that first version says something else by now.
    """
    check_skill(skill)
    check_language(language)
    check_contents(contents, skill)
    told = {
        "skill": skill,
        "author": author,
        "language": language,
        "external_source": external_source,
        "external_id": external_id,
    }
    with transaction.atomic():
        item, is_new = _keep(told, idempotency_key)
        if not is_new:
            return _made_before(item, contents)
        return _write(ItemVersion(item=item, created_by=author), contents, author)


def change_item(*, item: Item, skill: Skill, language: str) -> Item:
    """Say which skill a question measures, and in which language it is. Twice is once.

    Once it was published, its skill is changed only where that is assessed no more: results stand on it.
    Raises ItemError, also while it is reviewed, and for a skill whose scale does not have its level.
    """
    check_language(language)
    with transaction.atomic():
        row = Item.objects.select_for_update(of=("self",)).select_related("skill").get(pk=item.pk)
        if (row.skill_id, row.language) == (skill.pk, language):
            return row
        if row.versions.in_review().exists():
            raise ItemError("", _("This question is being reviewed. Take it back to change it."))
        if row.skill_id != skill.pk:
            _check_other_skill(row, skill)
        row.skill, row.language = skill, language
        row.save(update_fields=["skill", "language", "updated_at"])
    return row


def _check_other_skill(item: Item, skill: Skill) -> None:
    check_skill(skill)
    if has_settled_skill(item):
        message = _("It was published for %(skill)s, and results stand on it. Write a new question instead.")
        raise ItemError("skill", message % {"skill": item.skill})
    newest = _known(item.versions.order_by("-number").first())
    check_level(newest.level, skill)


def start_version(*, item: Item, by: Person | None) -> ItemVersion:
    """The version of a question that can be changed: the open one, else a copy of the newest one as a draft.

    What is published stays in use until the new version is. Raises ItemError for a retired question.
    """
    with transaction.atomic():
        row = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if row.state == ItemState.RETIRED:
            raise ItemError("", _("This question is retired. Put it back into use to change it."))
        newest = row.versions.select_related("picture").order_by("-number").first()
        if newest is None or not newest.is_published:
            return _known(newest)
        draft = ItemVersion(item=row, number=newest.number + 1, created_by=by)
        return _write(draft, contents_of(newest), by)


def revise_item(*, item: Item, contents: ItemContents, by: Person | None, based_on: str = "") -> ItemVersion:
    """Write what a question says from now on: in its draft, or as the next version of what is published.

    `based_on` is the `edition` of what the contents were made from, where that matters. What says the same
    as before is written nowhere. Raises as `save_version` and `start_version` do.
    """
    with transaction.atomic():
        row = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
        newest = _known(row.versions.select_related("changed_by", "picture").order_by("-number").first())
        check_contents(contents, newest.item.skill)
        if says(newest, contents):
            return newest
        if based_on and newest.edition != based_on:
            raise ItemChangedError(newest, changed_since(newest))
        draft = start_version(item=row, by=by) if newest.is_published else newest
        return save_version(version=draft, contents=contents, by=by)


def set_item_picture(*, item: Item, data: bytes, alt: str, by: Person | None, as_of: datetime) -> ItemVersion:
    """Give a question a picture with what it shows in words: in its draft, or as its next version.

    The same picture and words twice are once. Raises PictureError for what is none, and ItemError as
    `revise_item` does: nothing is changed then.
    """
    with transaction.atomic():
        row = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
        newest = _known(row.versions.select_related("picture").order_by("-number").first())
        kept = keep_picture(data=data, as_of=as_of)
        contents = replace(contents_of(newest), picture=kept, picture_alt=alt)
        return revise_item(item=row, contents=contents, by=by)


def save_version(
    *, version: ItemVersion, contents: ItemContents, by: Person | None, based_on: int | None = None
) -> ItemVersion:
    """Replace what a draft says, as a whole. Its answers may be unfinished.

    `based_on` is the `revision` of what the contents were made from, where that matters. The same saved twice
    is saved once. Raises ItemError for what cannot be kept and for a version that is no draft, and
    ItemChangedError where somebody else has saved since `based_on`; nothing is written then.
    """
    with transaction.atomic():
        stored = locked(version)
        if stored.state == VersionState.IN_REVIEW:
            raise ItemError("", _("This question is being reviewed. Take it back to change it."))
        if stored.is_published:
            raise ItemError("", _("This version was published and stays as it is. Write the next one."))
        check_contents(contents, stored.item.skill)
        if says(stored, contents):
            return stored
        if based_on is not None and stored.revision != based_on:
            raise ItemChangedError(stored, changed_since(stored))
        stored.revision += 1
        return _write(stored, contents, by)


def _write(version: ItemVersion, contents: ItemContents, by: Person | None) -> ItemVersion:
    for name, value in contents.as_stored().items():
        setattr(version, name, value)
    version.changed_by, version.searched_skill = by, version.item.skill.name
    version.save()
    Item.objects.filter(pk=version.item_id).update()
    return version


def _keep(told: Mapping[str, Any], idempotency_key: str | None) -> tuple[Item, bool]:
    """The question of this key, and whether it is new. Raises ItemError for an external id that is taken."""
    try:
        with transaction.atomic():
            if idempotency_key is None:
                return Item.objects.create(**told), True
            return Item.objects.get_or_create(idempotency_key=idempotency_key, defaults=told)
    except IntegrityError as error:
        if not told["external_id"]:
            raise
        raise ItemError("external_id", str(ID_TAKEN)) from error


def _made_before(item: Item, contents: ItemContents) -> ItemVersion:
    newest = _known(item.versions.select_related("changed_by", "picture").order_by("-number").first())
    if not says(newest, contents):
        message = _("It is saved already. Saving again adds another question with this text.")
        raise ItemChangedError(newest, message)
    return newest


def _known(version: ItemVersion | None) -> ItemVersion:
    """Every question has a version: one transaction writes both."""
    if version is None:
        raise ItemError("", _("This question has no version. Delete it, and write a new one."))
    return version
