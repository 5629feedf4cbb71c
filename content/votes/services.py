"""Voting on modules, and counting what the votes of a role come to."""

from collections import defaultdict
from datetime import datetime

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.roles.models import RoleAssignment
from content.activity.models import Activity
from content.catalogue.models import Module
from content.catalogue.services import current_version
from content.votes.models import LONGEST_WORDS, ModuleVote, RoleVotes
from content.votes.reports import LEAST_VOTERS
from lifow.base.bounds import is_text_in_bounds
from lifow.base.database.columns import read_columns
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import change_rows
from lifow.people.persons.models import Person

MOVED = (ModuleVote,)


class VoteError(ValueError):
    """A vote that cannot be kept; the message says why."""


def vote_on_module(
    *, person: Person, module: Module, is_helpful: bool, words: str | None, as_of: datetime
) -> ModuleVote:
    """Keep whether a module was helpful to somebody, in the version that there is; again, it replaces what
    they said of that version. `words` of None leave what they wrote.

    Raises VoteError for a module that they have not done, and for words that are too long.
    """
    if not Activity.objects.completed().filter(person=person, module=module).exists():
        raise VoteError(_("Do the module first: then you can say whether it was helpful."))
    if words is not None and not is_text_in_bounds(words, LONGEST_WORDS):
        message = _("Use at most %(longest)s characters, and no control characters.")
        raise VoteError(message % {"longest": LONGEST_WORDS})
    said = {} if words is None else {"words": words.strip()}
    with transaction.atomic():
        version = current_version(module=module)
        vote, _is_new = ModuleVote.objects.update_or_create(
            person=person,
            version=version,
            defaults={"module": module, "is_helpful": is_helpful, "voted_at": as_of, **said},
        )
    return vote


def count_role_votes(*, as_of: datetime) -> int:
    """Count anew how many people of each role voted on each module, and found it helpful; how many rows.

    Of each person and module their newest vote counts, and the roles that they have today. Where fewer than
    LEAST_VOTERS of a role voted, there is no row: it would be the word of single people.
    """
    votes = read_columns(
        ModuleVote.objects.order_by("voted_at", "pk"),
        person=("person_id", "i8"),
        module=("module_id", "i8"),
        is_helpful=("is_helpful", "?"),
    )
    said = {
        (person, module): is_helpful
        for person, module, is_helpful in zip(
            votes["person"].tolist(), votes["module"].tolist(), votes["is_helpful"].tolist(), strict=True
        )
    }
    roles = _roles_of(np.unique(votes["person"]), as_of)
    counts: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for (person, module), is_helpful in said.items():
        for role in roles.get(person, ()):
            count = counts[role, module]
            count[0] += 1
            count[1] += is_helpful
    rows = [
        RoleVotes(role_id=role, module_id=module, voters=voters, helpful=helpful, counted_at=as_of)
        for (role, module), (voters, helpful) in sorted(counts.items())
        if voters >= LEAST_VOTERS
    ]
    with transaction.atomic():
        RoleVotes.objects.all().delete()
        RoleVotes.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _roles_of(person_ids: np.ndarray, as_of: datetime) -> dict[int, set[int]]:
    """The roles that voters have today, by person."""
    if not len(person_ids):
        return {}
    assigned = RoleAssignment.objects.as_of(as_of.date()).filter(
        person__in=ModuleVote.objects.values("person")
    )
    columns = read_columns(assigned, person=("person_id", "i8"), role=("role_level__role_id", "i8"))
    roles: dict[int, set[int]] = defaultdict(set)
    for person, role in zip(columns["person"].tolist(), columns["role"].tolist(), strict=True):
        roles[person].add(role)
    return roles


def move_votes(*, merge: PersonMerge, moved_at: datetime) -> None:
    """Have the votes of a merged record be the kept person's, in the transaction around; of a version that
    both voted on, the kept person's vote stands."""
    own = ModuleVote.objects.filter(person=merge.kept_id).values("version")
    theirs = ModuleVote.objects.filter(person=merge.merged_id).exclude(
        version__in=list(own.values_list("version", flat=True))
    )
    change_rows(merge=merge, rows=theirs, at=moved_at, person_id=merge.kept_id)
