"""Words by which somebody looks for things in a form: what they were, and the field that sends them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_SEARCH = 200
MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class WordSearch:
    """A search inside of a form. Its button sends the whole form, and saves nothing.

    name      of the field with the words; `button` of what looks for them
    words     without what no text has; "" where nothing was sent
    is_asked  whether the button was pressed
    """

    name: str
    button: str
    words: str = ""
    is_asked: bool = False

    @classmethod
    def sent(cls, data: Mapping[str, Any] | None, *, name: str, button: str) -> "WordSearch":
        """The search as a form was sent; an empty one for a form that was not."""
        if data is None:
            return cls(name, button)
        words = str(data.get(name) or "").replace("\0", "")[:LONGEST_SEARCH].strip()
        return cls(name, button, words, button in data)

    def attributes(self, found: str) -> dict[str, str]:
        """Of the field with the words: while somebody types, what is found takes the place of the element
        with the id `found`."""
        return {
            "type": "search",
            "autocomplete": "off",
            "hx-post": "",
            "hx-vals": f'{{"{self.button}": "1"}}',
            "hx-trigger": "input changed delay:300ms, search",
            "hx-target": f"#{found}",
            "hx-swap": "outerHTML",
            "hx-sync": "this:replace",
        }
