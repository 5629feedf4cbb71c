"""What operators are told where searches cannot go by meaning although a model is named."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from lifow.base.passages import embedding


@register("lifow")
def named_model_is_there(**options: Any) -> list[CheckMessage]:
    """Whoever names a model wants it to be used: a missing file would go unseen, as words are found anyway.

    Only that the files are there is looked at; `index_search --vectors` reads them.
    """
    if not settings.SEARCH_MODEL or not settings.SEARCH_BY_MEANING:
        return []
    try:
        embedding.model_files()
    except embedding.NoModelError as error:
        hint = "Correct LIFOW_SEARCH_MODEL, or set LIFOW_SEARCH_BY_MEANING=false."
        return [Error(f"Searches cannot go by meaning: {error}.", hint=hint, id="lifow.E001")]
    return []
