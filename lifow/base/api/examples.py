"""The things that the documentation's examples are about, so that all of them tell of the same people."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

PERSON = "per_8f3kq0v2m4x7n1zc"
MANAGER = "per_2n6rt9w5c0b8h3ye"
EMPLOYMENT = "emp_5d1mz8k3x7q0v4na"
ORG_UNIT = "org_7p2gx4j9s6t1c0rb"
COMPANY = "org_0q8wn5v3d7k2f6mh"
FRAMEWORK = "frm_4h7xb2t9z0n5c8gd"
SKILL = "skl_9c4tw1n6p3r8x5kd"
FORMER_SKILL = "skl_5t1fz7c4w0m9q2xb"
HEADING = "skl_3v8mb0h5g2q7z1fj"
ROLE = "rol_6s2ny7d4w9c3t0xp"
ROLE_ASSIGNMENT = "ras_6w0pd3k8z2m5t9cb"
ROLE_LEVEL = "rlv_1k5zj8q2m6v0b4hg"
REQUIREMENT = "req_8x3cp6t0f5n9d2wk"
EVIDENCE = "evd_0g7rv4m1h8s3b6yt"
CORRECTED = "evd_5z9kd2x7q4c1n8pj"
RATING_REQUEST = "rrq_2x9ck4w7n0f5t8mb"
REQUEST_BATCH = "rqb_7h3vz6q1d9r4s0gn"
GAP_REPORT = "gap_2w6hf9b3t7m0v5xc"
PLAN = "pln_7n1qs4z8k2d5g9rb"
ACTIVITY = "act_1r7hx4v9b2q6n8fz"
ACTIVITY_ENTRY = "ace_9d2kq7w4z1m6t0vb"
ASSIGNMENT = "asg_4f8nq2x7k0v5c1tz"
ASSIGNED_PERSON = "asp_7w3kd9r2m6b1z8hx"
MODULE = "mod_3t8vx5c0p6j1h4mw"
FIRST_MODULE = "mod_6b0nd7k2r9f4s3zg"
ITEM = "itm_8c2vn6x1q5t9k3hw"
ITEM_VERSION = "itv_4z7mp0d3w8b5r1gx"
SITTING = "sit_6k1dw9z4t7m2c5xb"
IMPORT = "imp_3c8tm1x6v0k5q9nd"
CALIBRATION = "cal_5x1jd7q4w2c9m8tz"
PAIRING = "par_9q5gw2t8v1x6c3hn"
QUESTION = "qst_4m8tz1c6x9k3w0bd"
TASK = "tsk_4m7xp0z3b8d5k2rf"


def example(
    value: dict[str, Any], *, is_request: bool = False, media_type: str = "application/json"
) -> OpenApiExample:
    """The one example of a resource, or of a body."""
    return OpenApiExample(
        "example",
        value=value,
        request_only=is_request,
        response_only=not is_request,
        media_type=media_type,
        status_codes=None if is_request else ("200", "201", "202"),
    )
