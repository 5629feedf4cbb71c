"""Pictures of texts and of parts as files of a folder: how they are named there, and which are known
already."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from django.db.models import Q

from content.authoring.interchange import ENDINGS, PICTURES, file_named, read_module_file, shown_in
from content.catalogue.kinds import all_kinds, kind_of
from lifow.base.media.addresses import picture_address
from lifow.base.media.encoding import sniffed_type
from lifow.base.media.files import read_file
from lifow.base.media.models import Picture


@dataclass(frozen=True, slots=True)
class FolderPictures:
    """The pictures of a folder, by the names of their files: where those are shown that are kept already, and
    which are kept once the folder is written."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    new: Collection[str] = ()


def picture_names() -> dict[str, str]:
    """How a folder names each picture that a module shows or has shown: by its address, as texts name it, and
    by its id, as parts do."""
    held = [rows for kind in all_kinds() if (rows := kind.held_pictures()) is not None]
    used = Q(modules__isnull=False)
    for one in held:
        used |= Q(pk__in=one)
    rows = Picture.objects.filter(used).order_by("pk").distinct()
    names = {
        public_id: f"{PICTURES}/{public_id}{ENDINGS[media_type]}"
        for public_id, media_type in rows.values_list("public_id", "media_type")
    }
    return names | {picture_address(public_id): name for public_id, name in names.items()}


def pictures_of_files(files: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The pictures that texts of a folder show, by the names of their files, in the order of the names; what
    is gone from the disk is left out."""
    read = [read_module_file(text, name=name) for name, text in files.items()]
    names = {file_named(said) for one in read for said in shown_in(one.body)}
    names |= {file_named(said) for one in read for said in kind_of(one.kind).pictures(one.parts)}
    by_id = {name.partition(".")[0]: name for name in names if name}
    known = Picture.objects.filter(public_id__in=by_id).order_by("public_id")
    for public_id, digest in known.values_list("public_id", "digest"):
        data = read_file(digest)
        if data is not None:
            yield by_id[public_id], data


def pictures_of_folder(pictures: Mapping[str, bytes]) -> FolderPictures:
    """What a plan knows of files of pictures: those that are kept already, and those that look like one."""
    known = _known(pictures)
    new = {name for name, data in pictures.items() if name not in known and sniffed_type(data)}
    return FolderPictures(known, new)


def _known(pictures: Mapping[str, bytes]) -> dict[str, str]:
    """Of files of pictures those that are kept already, as they are, and where they are shown."""
    digests = {sha256(data).hexdigest(): name for name, data in pictures.items()}
    rows = Picture.objects.filter(digest__in=digests).values_list("digest", "public_id")
    addresses = {digest: picture_address(public_id) for digest, public_id in rows}
    return {
        name: addresses[digest]
        for name, data in pictures.items()
        if (digest := sha256(data).hexdigest()) in addresses
    }
