"""Questions without a name: nothing that is stored leads from a question to who asked it.

What was written waits in a row that has neither a time nor an order, and is published together with all
others that wait: at the second hour that begins, in an order drawn by lot, as asked at the beginning of that
hour. The asker alone knows the key of the private link; of it a digest is kept.
"""

import re
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from content.answers.choices import MOST_HELD
from content.answers.models import AnswerPolicy, HeldQuestion, Question
from content.answers.services.asking import Asked, checked_texts
from content.answers.services.texts import AnswersError, say_whether_waiting

KEY = re.compile(r"[A-Za-z0-9_-]{43}")
A_ROUND = timedelta(minutes=45)
ROUNDS = 2


def new_key() -> str:
    """A key of a private link: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest_of(key: str) -> str:
    """What is stored of a key."""
    return sha256(key.encode()).hexdigest()


def hold_question(*, asked: Asked, key: str) -> None:
    """Keep a question without a name until it is published. The same key again is the same question.

    Raises AnswersError where HR does not allow it, for a text or a key that is none, for pictures and units,
    and where very many wait.
    """
    texts = checked_texts(asked)
    if not AnswerPolicy.objects.filter(allows_anonymous=True).exists():
        raise AnswersError("", _("Questions without a name are not allowed here. Ask in your name."))
    if asked.unit is not None or asked.pictures:
        raise AnswersError("", _("Without a name, ask everybody, and attach nothing: both say who you are."))
    if not KEY.fullmatch(key):
        raise AnswersError("", _("This form is damaged. Open it anew, and send your question again."))
    digest = digest_of(key)
    if Question.objects.filter(link_digest=digest).exists():
        return
    if HeldQuestion.objects.count() >= MOST_HELD:
        raise AnswersError("", _("Very many questions wait to be published. Try again in an hour."))
    told = {**texts, "skill": asked.skill, "facets": dict(asked.facets)}
    try:
        with transaction.atomic():
            HeldQuestion.objects.get_or_create(link_digest=digest, defaults={"key": uuid4(), **told})
    except IntegrityError:
        return


def publish_held(*, as_of: datetime) -> int:
    """Begin a round, and publish those questions that have waited for two; how many. A round begins once an
    hour, whoever asks and however often."""
    with transaction.atomic():
        AnswerPolicy.objects.get_or_create(pk=1)
        policy = AnswerPolicy.objects.select_for_update().get(pk=1)
        if policy.round_at is not None and as_of < policy.round_at + A_ROUND:
            return 0
        AnswerPolicy.objects.filter(pk=1).update(round_at=as_of)
        HeldQuestion.objects.update(rounds=F("rounds") + 1)
        waiting = list(HeldQuestion.objects.filter(rounds__gte=ROUNDS))
        secrets.SystemRandom().shuffle(waiting)
        hour = as_of.replace(minute=0, second=0, microsecond=0)
        for held in waiting:
            _publish(held, hour)
        HeldQuestion.objects.filter(rounds__gte=ROUNDS).delete()
    return len(waiting)


def _publish(held: HeldQuestion, hour: datetime) -> None:
    question = Question.objects.create(
        title=held.title,
        body=held.body,
        skill=held.skill,
        facets=held.facets,
        is_anonymous=True,
        link_digest=held.link_digest,
        asked_at=hour,
    )
    say_whether_waiting(question, as_of=hour)
