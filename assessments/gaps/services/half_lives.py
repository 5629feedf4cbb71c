"""How long the word of a source stands for itself, by the policy of a moment."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.models import GapPolicyVersion
from assessments.gaps.services.policies import policy_in_force

# Longer than anybody works: what does not age stands for good.
LONGEST_DAYS = 36_500


def half_lives(moment: datetime) -> Mapping[str, timedelta]:
    """After how long evidence of each source carries half its weight, by the source's key."""
    adopted = GapPolicyVersion.objects.filter(adopted_at__lte=moment).order_by("-version")
    # By itself: the parameters hold a prior for each role family and skill, too.
    sources = adopted.values_list("parameters__sources", flat=True).first()
    if not isinstance(sources, Mapping):
        sources = policy_in_force(moment).parameters.get("sources") or _shipped()
    return {
        source: timedelta(days=min(trust["half_life_days"], LONGEST_DAYS))
        for source, trust in sources.items()
    }


def _shipped() -> Mapping[str, Mapping[str, float]]:
    """What is shipped, for a policy that is damaged: pages go on asking as before."""
    shipped: Mapping[str, Mapping[str, float]] = GapPolicy().to_dict()["sources"]
    return shipped
