"""The pictures that texts of modules show: kept as long as the module is, as its versions are."""

from content.catalogue.models import Module
from lifow.base.media.addresses import picture_ids_in
from lifow.base.media.services import hold_pictures


def keep_pictures(module: Module, body: str) -> None:
    """Note which pictures a text of a module shows, in the transaction around; what was noted stays."""
    if found := hold_pictures(public_ids=picture_ids_in(body)):
        module.pictures.add(*found)
