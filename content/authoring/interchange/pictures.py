"""Pictures of a folder of modules: texts name them by their file, such as `pictures/fees.png`. Pure."""

import re
from collections.abc import Callable, Mapping

PICTURES = "pictures"
ENDINGS: Mapping[str, str] = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
}
READ_ENDINGS = (*ENDINGS.values(), ".jpeg")
# Where a text says what it shows: in Markdown, or in HTML.
SHOWN = re.compile(
    r"""(!\[(?:\\.|[^\[\]\\])*\]\(\s*<?|<img\s[^>]*?src\s*=\s*["'])([^\s"'<>()]+)""", re.IGNORECASE
)


def shown_in(body: str) -> list[str]:
    """What a text shows, by the addresses that it says, each once."""
    return list(dict.fromkeys(found[2] for found in SHOWN.finditer(body)))


def with_addresses(body: str, address: Callable[[str], str]) -> str:
    """The text with the address of each picture as `address` says; "" leaves one as it is."""
    return SHOWN.sub(lambda found: f"{found[1]}{address(found[2]) or found[2]}", body)


def file_named(address: str) -> str:
    """The name of the file in the folder of pictures that an address means; "" for any other address."""
    name = address.removeprefix("./")
    return name.removeprefix(f"{PICTURES}/") if name.startswith(f"{PICTURES}/") else ""
