"""What the measuring policy says of sources, for those who ask them."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from assessments.evidence.choices import Source
from assessments.gaps.compute.policies import AnyPolicy, read_policy
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.models import GapPolicyVersion
from assessments.gaps.selectors import skill_scales


def policy_at(moment: datetime) -> AnyPolicy:
    """The policy in force at a moment; the shipped one where none was adopted yet."""
    adopted = GapPolicyVersion.objects.filter(adopted_at__lte=moment).order_by("-version").first()
    return read_policy(adopted.parameters) if adopted else GapPolicy()


def errors_of(source: Source, skills: NDArray[np.int64], moment: datetime) -> NDArray[np.float64]:
    """The error of a word of a source about each of the skills, in levels of its scale; two queries, none for
    no skill.

    It is read by itself: a policy holds expectations of each role family and skill, and raters' differences.
    """
    if not len(skills):
        return np.zeros(0)
    scales = skill_scales(np.unique(skills).tolist())
    top: NDArray[np.float64] = scales.top[np.searchsorted(scales.skill, skills)]
    adopted = GapPolicyVersion.objects.filter(adopted_at__lte=moment).order_by("-version")
    sd = adopted.values_list(f"parameters__sources__{source.key}__sd", flat=True).first()
    return (GapPolicy().sources[source].sd if sd is None else float(sd)) * top
