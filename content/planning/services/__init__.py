"""Plans, the minutes a week that they keep to, what is done of them, and what is put off."""

from content.planning.notifications import tell_plans_of_the_week
from content.planning.services.merging import move_learning, put_learning_back
from content.planning.services.plans import (
    MOST_MINUTES_A_WEEK,
    LearningTimeError,
    begin_path,
    clear_learning_times,
    complete_module,
    pause_module,
    people_with_stale_plans,
    refresh_plans,
    set_learning_time,
)
from content.planning.services.putting_off import MOST_DAYS, PutOffError, bring_back_step, put_off_step

__all__ = [
    "MOST_DAYS",
    "MOST_MINUTES_A_WEEK",
    "LearningTimeError",
    "PutOffError",
    "begin_path",
    "bring_back_step",
    "clear_learning_times",
    "complete_module",
    "move_learning",
    "pause_module",
    "people_with_stale_plans",
    "put_learning_back",
    "put_off_step",
    "refresh_plans",
    "set_learning_time",
    "tell_plans_of_the_week",
]
