"""What pages say of tests and sittings."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.testing.sittings.models import TestForm
from assessments.testing.sittings.reports import FormDetails, NextQuestions, SkillResult, SkillTest
from lifow.base.intervals import COVERAGE
from lifow.base.templatetags.display import minutes_in_words, percent


def questions_in_words(found: NextQuestions) -> str:
    """How many questions, and how long: “4 questions, 3 min”."""
    return _in_words(found.questions, found.minutes)


def check_in_words(test: SkillTest) -> str:
    """The same of a quick check of one skill."""
    return _in_words(test.questions, test.minutes)


def _in_words(questions: int, minutes: int) -> str:
    words = ngettext("%(count)s question, %(minutes)s", "%(count)s questions, %(minutes)s", questions)
    return words % {"count": questions, "minutes": minutes_in_words(minutes)}


def rules_of(details: FormDetails, extra_percent: int) -> Sequence[str]:
    """What holds for a test, a sentence each, before it is begun."""
    form = details.form
    return [
        one for one in (_length(details), _time(form, extra_percent), *_passing(form), *_again(form)) if one
    ]


def _length(details: FormDetails) -> str:
    most = details.questions
    if details.form.is_adaptive:
        words = ngettext(
            "%(count)s question at most: it ends as soon as the result is sure enough.",
            "%(count)s questions at most: it ends as soon as the result is sure enough.",
            most,
        )
    else:
        words = ngettext("%(count)s question.", "%(count)s questions.", most)
    return words % {"count": most}


def _time(form: TestForm, extra_percent: int) -> str:
    if form.minutes is None:
        return _("There is no time limit. You can close it and resume within a week.")
    minutes = form.minutes * (100 + extra_percent) // 100
    told = {"minutes": minutes_in_words(minutes)}
    if extra_percent:
        return _("You have %(minutes)s, with your extra time. The clock does not stop.") % told
    return _("You have %(minutes)s. The clock does not stop.") % told


def _passing(form: TestForm) -> list[str]:
    found = []
    if form.pass_mark is not None:
        found.append(_("It is passed with %(mark)s%% of the points.") % {"mark": form.pass_mark})
    if form.is_certification:
        found.append(_("Whoever passes gets a certificate."))
    if form.valid_months is not None:
        words = ngettext(
            "The result counts for %(count)s month.",
            "The result counts for %(count)s months.",
            form.valid_months,
        )
        found.append(words % {"count": form.valid_months})
    if form.purpose == TestForm.Purpose.PRACTICE:
        found.append(_("It is practice: nothing is recorded as evidence."))
    return found


def _again(form: TestForm) -> list[str]:
    found = []
    if form.most_attempts is not None:
        words = ngettext("You have %(count)s attempt.", "You have %(count)s attempts.", form.most_attempts)
        found.append(words % {"count": form.most_attempts})
    if form.cool_down_days:
        words = ngettext(
            "Between two attempts there is at least %(count)s day.",
            "Between two attempts there are at least %(count)s days.",
            form.cool_down_days,
        )
        found.append(words % {"count": form.cool_down_days})
    return found


def sureness(result: SkillResult) -> str:
    """How sure a result is, in a sentence; nothing where no level is asked for or nothing was answered."""
    if result.level is None or result.chance is None or result.required is None:
        return ""
    if max(result.chance, 1 - result.chance) < COVERAGE:
        return _("The answers do not tell surely enough. A rating or observed work can.")
    return _("Chance that the needed level is met: %(share)s.") % {"share": percent(result.chance)}
