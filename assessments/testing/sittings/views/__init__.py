"""Pages of those who make tests and look after those who take them; taking tests is the portal's."""

from assessments.testing.sittings.views.certificates import certificate
from assessments.testing.sittings.views.making import (
    delete_test,
    edit_test,
    new_test,
    publish_test,
    retire_test,
    test_results,
    tests,
)
from assessments.testing.sittings.views.time import extra_time

__all__ = [
    "certificate",
    "delete_test",
    "edit_test",
    "extra_time",
    "new_test",
    "publish_test",
    "retire_test",
    "test_results",
    "tests",
]
