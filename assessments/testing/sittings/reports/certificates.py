"""What a certificate says, and whether it still counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assessments.evidence.models import Evidence
from assessments.frameworks.models import Skill
from assessments.testing.sittings.models import Certificate, SittingSkill


@dataclass(frozen=True, slots=True)
class CertificateDetails:
    """The skills of a certificate, each with the level that was needed, None where none was; whether it has
    expired, or evidence of it was withdrawn: then it counts no more."""

    skills: Sequence[tuple[Skill, float | None]]
    is_expired: bool
    is_withdrawn: bool

    @property
    def counts(self) -> bool:
        return not (self.is_expired or self.is_withdrawn)


def certificate_of(certificate: Certificate, as_of: datetime) -> CertificateDetails:
    """What a certificate says at a moment; two queries."""
    parts = list(
        SittingSkill.objects.filter(sitting=certificate.sitting_id)
        .select_related("skill")
        .order_by("position")
    )
    pieces = [part.evidence_id for part in parts if part.evidence_id is not None]
    until = certificate.valid_until
    return CertificateDetails(
        skills=[(part.skill, part.required) for part in parts],
        is_expired=until is not None and until < as_of.astimezone(UTC).date(),
        is_withdrawn=Evidence.objects.withdrawn().filter(pk__in=pieces).exists(),
    )
