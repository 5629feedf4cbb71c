"""Who says what of the skills about which the newest ratings of a person differ."""

from collections.abc import Sequence
from dataclasses import replace

from assessments.evidence.choices import Source
from assessments.evidence.models import Evidence
from assessments.evidence.reports import counting_for
from assessments.gaps.reports.people import PersonGaps, SkillStanding
from assessments.gaps.reports.wording import Word, conflict_in_words
from lifow.people.persons.models import Person


def gaps_with_conflicts(gaps: PersonGaps, *, reader: Person, is_manager: bool = False) -> PersonGaps:
    """A person's gap report whose rows in conflict say who says what; one query where there is any.

    is_manager  whether the reader is the person's manager, see `conflict_of`
    """
    skills = [row.skill.pk for row in (*gaps.required, *gaps.others) if row.is_in_conflict]
    if not skills:
        return gaps
    known = Evidence.objects.for_person(gaps.person).standing().newest_first().select_related("rater")
    evidence = counting_for(known, skills)

    def told(row: SkillStanding) -> SkillStanding:
        if not row.is_in_conflict:
            return row
        words = evidence[row.skill.pk]
        said = conflict_of(gaps.person, words, reader=reader, is_manager=is_manager)
        return replace(row, conflict=said)

    return replace(gaps, required=tuple(map(told, gaps.required)), others=tuple(map(told, gaps.others)))


def conflict_of(
    person: Person, evidence: Sequence[Evidence], *, reader: Person, is_manager: bool = False
) -> str:
    """Who says what of a skill, from a person's evidence of it with the newest first.

    Names are those of the evidence: whoever may see the person sees who rated. The manager reads no level
    of a self-rating that waits for their own, which is to come first.
    """
    spoken = (one.source for one in evidence if one.source in (Source.SELF.key, Source.MANAGER.key))
    if is_manager and next(spoken, None) == Source.SELF.key:
        return conflict_in_words(())
    words: dict[object, Word] = {}
    for one in evidence:
        words.setdefault(_voice(one), _word(one, person, reader))
    return conflict_in_words(list(words.values()))


def _voice(one: Evidence) -> object:
    """A person is one voice in whatever capacity; tests, and what names nobody, are one a source."""
    return one.source if one.rater is None or one.source == Source.TEST.key else _whose(one.rater)


def _whose(record: Person) -> int:
    """The id of the person whose record it is by now."""
    return record.merged_into_id or record.pk


def _word(one: Evidence, person: Person, reader: Person) -> Word:
    is_test = one.source == Source.TEST.key
    is_own = not is_test and (
        one.source == Source.SELF.key or (one.rater is not None and _whose(one.rater) == person.pk)
    )
    who = person if is_own else one.rater
    is_reader = not is_test and who is not None and _whose(who) == reader.pk
    name = "" if is_test or who is None else who.get_short_name()
    return Word(name, is_test, is_reader, float(one.level))
