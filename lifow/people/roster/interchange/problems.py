"""What can be wrong with a roster: of one row (reported, the rest goes on) or of the whole file (raised)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from lifow.base.tabular import READING_REASONS, Place, Problem

ROW_REASONS: Mapping[str, str] = {
    **READING_REASONS,
    "cut_off": "The file ends here, after %(value)s of %(expected)s cells. It was not written whole:"
    " export it"
    " again.",
    "nul_character": "The cell contains a NUL character. Export the file again as text.",
    "missing_value": "%(column)s is empty and is needed.",
    "too_long": "The text has %(length)s characters; %(limit)s are the most.",
    "id_as_number": "“%(value)s” is a number that a spreadsheet has shortened, and digits are lost. Give the"
    " column the format “Text” there and export it again.",
    "footer": "“%(value)s” is about nobody: the line was passed over.",
    "bad_email": "“%(value)s” is not an email address.",
    "bad_date": "“%(value)s” is not a date. Write it as YYYY-MM-DD, or name your format as date_format"
    " in the mapping file.",
    "ambiguous_date": "“%(value)s” can be read in more than one way. Write it as YYYY-MM-DD, or name your"
    " format as date_format in the mapping file.",
    "date_as_number": "“%(value)s” is a number, as Excel keeps %(day)s. Give the column a date format"
    " there and"
    " export it again.",
    "day_depends_on_zone": "“%(value)s” is this day in some places and the next in others. Say where with"
    " a time"
    " zone on the line, or with timezone in the mapping file.",
    "day_of_zone": "“%(value)s” was read as %(day)s, the day that it is in %(zone)s.",
    "active_after_end": "The line says “%(status)s” and that the last day was %(value)s. Correct the one"
    " that is"
    " wrong; if the dates are always right, write status = false in [columns] of the mapping file.",
    "bad_status": "“%(value)s” is not a known status. Map it in [status] of the mapping file to one of"
    " prehire, active, leave, terminated.",
    "bad_timezone": "“%(value)s” is not a time zone. Use a name such as Europe/Berlin.",
    "offset_is_no_timezone": "“%(value)s” does not say when summer time begins. Use the name of a time"
    " zone such"
    " as Europe/Berlin.",
    "bad_language": "“%(value)s” is not a language. Use codes such as “en” or “pt-BR”, semicolons between.",
    "bad_working_hours": "“%(value)s” are not working hours. Write them as “Mon-Fri 09:00-17:00”.",
    "no_working_hours": "“%(value)s” starts and ends at the same time.",
    "bad_unit_path": "“%(value)s” has an empty part. Write the org unit as “Company%(separator)sDepartment”.",
    "end_before_start": "The end date %(value)s is before the start date %(start_on)s.",
    "duplicate_external_id": "The id %(value)s is also on line %(lines)s, and their days do not tell which of"
    " them is in force. Give each its first and last day, or keep one.",
    "duplicate_email": "The email %(value)s is also on line %(lines)s. Each person needs their own.",
    "email_of_another": "The email %(value)s belongs to %(person)s. Change it there first, or correct the"
    " id here.",
    "ambiguous_email": "The email %(value)s belongs to %(count)s people in lifow: %(people)s."
    " Merge or correct them, then import again.",
    "unit_conflict": "Code %(code)s names a different org unit here than on other lines: %(others)s.",
    "unit_cycle": "The org units contain each other: %(path)s.",
    "ambiguous_unit": "%(count)s org units are called “%(value)s”. Give the code of the one that is meant.",
    "unknown_reference": "Nothing has the id “%(value)s” in this system. Send it first, or correct the id.",
    "same_person": "%(name)s may be %(person)s, who has another id in this system: %(reasons)s. HR is asked;"
    " send the row again once it is answered.",
    "named_elsewhere": "Another system says where %(person)s works, and what this one says is not taken while"
    " it does.",
    "erased_person": "This person was erased from lifow, and is not brought in again.",
    "former_employee": "The row says that somebody has left whom lifow never had. Nobody is created.",
    "own_manager": "%(person)s reports to themself. Leave the manager of the top person empty.",
    "manager_cycle": "The managers report to each other in a circle: %(path)s.",
}

FILE_REASONS: Mapping[str, str] = {
    **READING_REASONS,
    "empty_file": "The file is empty. It needs a line of headings and a line a person.",
    "not_utf8": "Line %(line)s is not UTF-8 text. Save the file as “CSV UTF-8” and import it again.",
    "too_large": "The file has %(size)s MiB; lifow reads files of at most %(limit)s MiB. Export it again with"
    " the columns that lifow reads alone.",
    "too_many_rows": "The file has more than %(limit)s lines, which are the most that lifow reads. Export it"
    " again with those who work here alone, and one line a person.",
    "missing_columns": "The file has no column for %(missing)s. Its headings are: %(found)s."
    " Headings that would do: %(known)s. Name yours in [columns] of a mapping file.",
    "ambiguous_columns": "%(field)s could come from more than one column: %(headings)s."
    " Name the right one in [columns] of a mapping file.",
    "repeated_heading": "The file has %(count)s columns called “%(heading)s”. Rename or remove all but one,"
    " and export it again.",
    "unknown_heading": "The mapping file takes %(field)s from “%(heading)s”, which this file does not have."
    " Its headings are: %(found)s.",
    "bad_mapping": "The mapping file cannot be read: %(reason)s",
    "unknown_profile": "There is no profile “%(value)s”. Profiles are: %(known)s.",
    "bad_limit": "“%(value)s” is no limit. Write a share such as 10%% or a number such as 25.",
}


@dataclass(frozen=True, slots=True)
class RowProblem(Problem):
    """One thing wrong with one row: where (`line` of the file, `column` as its heading), what, why."""

    reasons: ClassVar[Mapping[str, str]] = ROW_REASONS

    line: int
    column: str
    value: str
    code: str
    params: dict[str, str] = field(default_factory=dict)

    @property
    def where(self) -> Place:
        return Place(line=self.line, column=self.column)

    @property
    def parameters(self) -> dict[str, str]:
        return {"value": self.value, "column": self.column, **self.params}


class RosterError(ValueError):
    """The whole import cannot go on. `code` and `params` say why; `FILE_REASONS[code]` is the template."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = {name: str(value) for name, value in params.items()}
        super().__init__(FILE_REASONS[code] % self.params)
