"""Writing many rows from arrays: by COPY where the database can, in one statement a chunk else."""

import struct

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from assessments.aggregates.models import PersonNeed

COLUMNS = ("counted_id", "skill_id", "urgency")
# https://www.postgresql.org/docs/current/sql-copy.html, “Binary Format”: a signature, flags, no extension;
# each row its number of fields, each field its length and value, big-endian; and -1 at the end.
HEADER = b"PGCOPY\n\xff\r\n\x00" + struct.pack(">ii", 0, 0)
TRAILER = struct.pack(">h", -1)
ROW = np.dtype(
    [
        *(("fields", ">i2"), ("of_person", ">i4"), ("person", ">i8")),
        *(("of_skill", ">i4"), ("skill", ">i8"), ("of_urgency", ">i4"), ("urgency", ">f8")),
    ]
)


def insert_needs(person: NDArray[np.int64], skill: NDArray[np.int64], urgency: NDArray[np.float64]) -> None:
    """Insert a PersonNeed a person and skill."""
    table, columns = PersonNeed._meta.db_table, ", ".join(COLUMNS)
    if connection.vendor == "postgresql":
        rows = np.zeros(len(person), dtype=ROW)
        rows["fields"] = len(COLUMNS)
        rows["of_person"] = rows["of_skill"] = rows["of_urgency"] = 8
        rows["person"], rows["skill"], rows["urgency"] = person, skill, urgency
        with connection.cursor() as cursor:
            copy = f"COPY {table} ({columns}) FROM STDIN (FORMAT binary)"
            with cursor.cursor.copy(copy) as writing:
                writing.write(HEADER + rows.tobytes() + TRAILER)
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES (%s, %s, %s)",  # noqa: S608 (constants)
            list(zip(person.tolist(), skill.tolist(), urgency.tolist(), strict=True)),
        )
