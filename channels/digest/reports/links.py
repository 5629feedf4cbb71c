"""Links of a digest: each names one act of one person's week, signed, so that nobody makes another of it."""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.urls import reverse

from channels.digest.choices import WORKS_FOR, Act
from channels.digest.models import DigestAct, WeekDigest
from lifow.base.links import absolute_url
from lifow.people.persons.models import Person

# Of letters that no mail program and no address has to write otherwise.
SIGNER = signing.Signer(salt="lifow.channels.digest", sep=".")


@dataclass(frozen=True, slots=True)
class DigestLink:
    """What a link does: `target` is the public id of a module or a skill, `place` that of an option."""

    digest: WeekDigest
    act: Act
    target: str = ""
    place: str = ""

    @property
    def token(self) -> str:
        return SIGNER.sign_object([self.digest.public_id, self.act.value, self.target, self.place])

    @property
    def url(self) -> str:
        """The whole address, for a mail."""
        return absolute_url(reverse("channels:digest_act", args=[self.token]))

    def is_for(self, person: Person) -> bool:
        """Whether it was made for this person, or for a record of theirs that was merged."""
        return person.pk in (self.digest.person_id, self.digest.person.merged_into_id)

    def is_over(self, as_of: datetime) -> bool:
        """Whether it works no longer."""
        return as_of > self.digest.told_at + WORKS_FOR

    def is_used(self) -> bool:
        """Whether what it does was done from this digest already; of a question, whatever was answered."""
        return DigestAct.objects.filter(digest=self.digest, act=self.act, target=self.target).exists()


def read_link(token: str) -> DigestLink | None:
    """The link of a token; None for one that is not ours, or of a digest that is no longer kept."""
    try:
        digest_id, act, target, place = SIGNER.unsign_object(token)
        named = Act(act)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = WeekDigest.objects.select_related("person", "question__item__skill")
    digest = rows.filter(public_id=digest_id).first()
    return None if digest is None else DigestLink(digest, named, target, place)
