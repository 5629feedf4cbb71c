"""Pure computing of learning plans: no Django, no clock, no input or output.

    policy = PlanPolicy()
    prepared = prepare(Catalogue(...), policy)      # once a catalogue
    plans = plan_learning(prepared, Learners(...))  # one Plan a learner, in their order
    missing = coverage_of_content(Needs(...), prepared)  # material that has to be made, the widest need first

`Catalogue`, `Learners` and `Needs` are columns (numpy arrays); `Plan`, `PlanItem`, `Raise` and
`MissingContent` are frozen dataclasses. Ids in are ids out. How it works and why stands in
`content.planning.compute.plan`.
"""

from content.planning.compute.catalogue import Prepared, prepare
from content.planning.compute.chains import CatalogueCache, LabelSettingCache
from content.planning.compute.columns import Catalogue, Learners, Needs
from content.planning.compute.coverage import MissingContent, add_coverage, coverage_of_content
from content.planning.compute.errors import PlanInputError
from content.planning.compute.items import PlanItem, Raise, Reason
from content.planning.compute.left_out import LeftOut, LeftOutReason
from content.planning.compute.plan import Outcome, Plan, plan_learning
from content.planning.compute.policy import PlanPolicy
from content.planning.compute.put_off import PutOff, put_off_in, without_put_off

__all__ = [
    "Catalogue",
    "CatalogueCache",
    "LabelSettingCache",
    "Learners",
    "LeftOut",
    "LeftOutReason",
    "MissingContent",
    "Needs",
    "Outcome",
    "Plan",
    "PlanInputError",
    "PlanItem",
    "PlanPolicy",
    "Prepared",
    "PutOff",
    "Raise",
    "Reason",
    "add_coverage",
    "coverage_of_content",
    "plan_learning",
    "prepare",
    "put_off_in",
    "without_put_off",
]
