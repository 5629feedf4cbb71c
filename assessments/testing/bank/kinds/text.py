"""A short text that is among those accepted: `{"accepted": […], "is_case_sensitive", "rationale"}`.

An answer is `{"text": …}` as it was typed, or `{}` where nothing was. Texts are compared after Unicode's
compatibility form: spaces, invisible characters, quotes and dashes of all kinds make no difference.
"""

import unicodedata
from typing import Any

from assessments.testing.bank.kinds.parts import (
    LONGEST_RATIONALE,
    MOST,
    Answer,
    Body,
    BodyProblem,
    Choice,
    Feedback,
    Remark,
    given_text,
    text_of,
    text_problems,
)

LONGEST = 200
SIGNS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)


def tidy(body: Body) -> dict[str, Any]:
    """The body as it is stored."""
    accepted = body.get("accepted", [])
    if isinstance(accepted, list | tuple):
        accepted = [one.strip() if isinstance(one, str) else one for one in accepted]
    return {
        "accepted": accepted,
        "is_case_sensitive": body.get("is_case_sensitive", False),
        "rationale": text_of(body, "rationale"),
    }


def problems(body: Body) -> list[BodyProblem]:
    """What is wrong with a body, everything at once."""
    found = _accepted(body)
    if not isinstance(body.get("is_case_sensitive", False), bool):
        found.append(BodyProblem("yes_no", "is_case_sensitive"))
    return found + text_problems(body, "rationale", longest=LONGEST_RATIONALE, is_needed=False)


def shown(body: Body, seed: int) -> dict[str, Any]:
    """What the one who answers sees: whether upper and lower case matter."""
    return {"is_case_sensitive": body.get("is_case_sensitive") is True}


def read(body: Body, seed: int, given: Any) -> Answer:
    """The text as it was typed. Raises AnswerError for one that is too long."""
    text = given_text(given, "text", LONGEST)
    return {"text": text} if text else {}


def score(body: Body, answer: Answer) -> int:
    """1 for a text that is accepted, else 0."""
    typed = _normal(body, str(answer.get("text", "")))
    return int(bool(typed) and typed in {_normal(body, text) for text in _texts(body)})


def highest(body: Body) -> int:
    return 1


def choices(body: Body) -> list[Choice]:
    """None: there is nothing to choose from."""
    return []


def chosen(body: Body, answer: Answer) -> list[str]:
    """The text in one form, so that equal ones are counted together."""
    typed = _normal(body, str(answer.get("text", "")))
    return [typed] if typed else []


def feedback(body: Body, answer: Answer) -> Feedback:
    """What was typed, and what is accepted."""
    scored = score(body, answer)
    text = str(answer.get("text", ""))
    remarks = (Remark(text, bool(scored)),) if text else ()
    return Feedback(scored, 1, remarks, tuple(_texts(body)), text_of(body, "rationale"))


def normal(text: str, *, is_case_sensitive: bool = False) -> str:
    """The text as it is compared."""
    plain = unicodedata.normalize("NFKC", text.translate(SIGNS)).translate(SIGNS)
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    if not is_case_sensitive:
        # Folding the case may undo the form: once more makes it one that stays.
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", plain).casefold())
    return " ".join(plain.split())


def _normal(body: Body, text: str) -> str:
    return normal(text, is_case_sensitive=body.get("is_case_sensitive") is True)


def _texts(body: Body) -> list[str]:
    accepted = body.get("accepted", [])
    return [text for text in accepted if isinstance(text, str)] if isinstance(accepted, list | tuple) else []


def _accepted(body: Body) -> list[BodyProblem]:
    accepted = body.get("accepted")
    if not isinstance(accepted, list | tuple):
        return [BodyProblem("no_list", "accepted")]
    if not 1 <= len(accepted) <= MOST:
        code, bound = ("too_few", 1) if not accepted else ("too_many", MOST)
        return [BodyProblem(code, "accepted", value=str(len(accepted)), expected=str(bound))]
    found = []
    seen: set[str] = set()
    for number, text in enumerate(accepted):
        wrong = text_problems({"accepted": text}, "accepted", longest=LONGEST)
        found += [BodyProblem(one.code, "accepted", number, expected=one.expected) for one in wrong]
        if wrong:
            continue
        plain = _normal(body, text)
        if not plain:
            found.append(BodyProblem("missing", "accepted", number))
        elif plain in seen:
            found.append(BodyProblem("same_text", "accepted", number, value=text))
        seen.add(plain)
    return found
