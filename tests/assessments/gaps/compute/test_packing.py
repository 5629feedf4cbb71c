import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.packing import (
    CRITICAL,
    CRITICAL_GAP,
    FIRST_DTYPE,
    REPORT_DTYPE,
    REQUIRED,
    PackedReportError,
    digest,
    pack,
    pack_many,
    unpack,
    unpack_many,
)

REPORTS = arrays.arrays(REPORT_DTYPE, st.integers(0, 5))


def a_row():
    row = np.zeros(1, dtype=REPORT_DTYPE)
    row["skill"], row["role_level"], row["required"], row["mu"] = 258, 3, 2.5, 1.5
    row["status"], row["flags"], row["n_evidence"], row["last_observed"] = 1, 3, 515, -1
    row["critical"], row["p_critical"] = 2, 1
    return row


def a_first_report():
    """A report as the first formula wrote it: a critical gap, and what is met."""
    rows = np.zeros(2, dtype=FIRST_DTYPE)
    rows["skill"], rows["required"], rows["p_meets"] = [3, 8], [3, 2], [0.125, 0.9375]
    rows["status"], rows["flags"] = [GapStatus.GAP, GapStatus.MEETS], [CRITICAL | REQUIRED, REQUIRED]
    return b"LGAP" + bytes.fromhex("0100 3000 02000000") + rows.tobytes()


def test_the_bytes_of_a_row_are_these_on_every_machine():
    expected = (
        "4c474150 0200 3800 01000000"  # LGAP, version 2, 56 bytes a row, 1 row
        "0201000000000000 0300000000000000"  # skill 258, role level 3
        "00002040 0000c03f 00000000 00000000 00000000 00000000"  # required 2.5, mu 1.5
        "ffffffff 0302 01 03"  # last observed never, 515 pieces of evidence, status, flags
        "00000040 0000803f"  # critical up to level 2, surely
    )
    assert pack(a_row()) == bytes.fromhex(expected)


def test_rows_of_another_byte_order_pack_to_the_same_bytes():
    assert pack(a_row().astype(REPORT_DTYPE.newbyteorder(">"))) == pack(a_row())


@given(st.lists(REPORTS, max_size=6))
def test_many_reports_come_back_as_they_were(reports):
    rows, offsets = unpack_many([pack(report) for report in reports])
    assert len(offsets) == len(reports) + 1
    for report, start, end in zip(reports, offsets, offsets[1:], strict=False):
        assert rows[start:end].tobytes() == report.tobytes()


def test_one_report_comes_back_as_it_was_and_read_only():
    back = unpack(pack(a_row()))
    assert back.tobytes() == a_row().tobytes()
    assert not back.flags.writeable


def test_a_report_of_the_first_formula_is_read_beside_others_and_written_as_it_was():
    first = a_first_report()
    rows, offsets = unpack_many([pack(a_row()), first, pack(a_row())])
    assert (rows[0].tobytes(), rows[3].tobytes()) == (a_row()[0].tobytes(),) * 2
    assert rows["critical"][1:3].tolist() == [3, 0]
    assert rows["p_critical"][1:3].tolist() == [0.125, 1]
    assert rows["flags"][1:3].tolist() == [CRITICAL | REQUIRED | CRITICAL_GAP, REQUIRED]
    assert pack_many(rows[offsets[1] : offsets[2]], [0, 2], version=1) == [first]
    assert not rows.flags.writeable


def test_a_view_of_the_databases_memory_unpacks_too():
    assert unpack(memoryview(pack(a_row()))).tobytes() == a_row().tobytes()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda packed: packed[:-1], "cut short"),
        (lambda packed: packed + b"\0", "too many"),
        (lambda packed: packed[:7], "too short"),
        (lambda packed: b"XGAP" + packed[4:], "LGAP"),
        (lambda packed: packed[:4] + b"\x09" + packed[5:], "version"),
        (lambda packed: packed[:6] + b"\x31" + packed[7:], "another size"),
    ],
)
def test_other_bytes_are_refused_by_their_place_in_the_list(change, reason):
    with pytest.raises(PackedReportError, match=reason) as caught:
        unpack_many([pack(a_row()), change(pack(a_row()))])
    assert caught.value.index == 1


def test_the_digest_is_the_sha256_of_the_bytes():
    assert digest(b"abc") == hashlib.sha256(b"abc").hexdigest()
