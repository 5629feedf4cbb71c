"""A package is taken where it is SCORM 1.2 with one SCO, and refused with its reason where it does harm."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.kinds.scorm.archives import PackageError, opened, read_package
from content.kinds.scorm.compute.manifests import Manifest, ManifestError, read_manifest
from content.kinds.scorm.recognising import REASONS, recognise_package
from content.kinds.scorm.serving import type_of, with_api
from lifow.base.uploads.uses import FileRefusedError
from tests.packages import ITEM, NAMES, PAGE, SCO, manifest, package
from tests.pdfs import pdf

SECOND = '<resource identifier="r2" adlcp:scormtype="SCO" href="b.html"/>'
ASSET = '<resource identifier="r2" adlcp:scormtype="asset" href="b.html"/>'
NEWER = NAMES.replace("adlcp_rootv1p2", "adlcp_v1p3")


def refusal(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(FileRefusedError) as refused:
        recognise_package(path)
    assert str(refused.value) == str(REASONS[refused.value.code])
    return refused.value.code


def zipped(change) -> bytes:
    """A package to whose zip something is done."""
    out = BytesIO(package())
    with zipfile.ZipFile(out, "a") as archive:
        change(archive)
    return out.getvalue()


def link(archive: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo("passwd")
    entry.external_attr = 0o120777 << 16
    archive.writestr(entry, "/etc/passwd")


def test_a_package_is_read(tmp_path):
    path = tmp_path / "file"
    said = manifest(
        items='<item identifierref="r1" parameters="?a=1"><title>x</title>'
        "<adlcp:masteryscore>80</adlcp:masteryscore><adlcp:datafromlms>start</adlcp:datafromlms></item>"
    )
    path.write_bytes(package(said=said))
    assert read_package(path) == Manifest("The refund course", "index.html?a=1", "index.html", "start", 80.0)
    assert recognise_package(path).media_type == "application/zip"


def test_a_package_may_have_assets_and_files_in_another_case(tmp_path):
    path = tmp_path / "file"
    two = manifest(items=ITEM + '<item identifierref="r2"/>', resources=SCO + ASSET)
    path.write_bytes(package({"Index.HTML": PAGE}, said=two))
    assert read_package(path).path == "index.html"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (manifest(items=ITEM + '<item identifierref="r2"/>', resources=SCO + SECOND), "several_scos"),
        (manifest(items=ITEM + ITEM), "several_scos"),
        (manifest(resources=SCO.replace("sco", "asset")), "no_sco"),
        (manifest(items=""), "no_sco"),
        (manifest(version="2004 4th Edition"), "newer"),
        (manifest(version="CAM 1.3"), "newer"),
        (manifest(names=NEWER), "newer"),
        (manifest(resources=SCO.replace("index", "../index")), "bad_address"),
        (manifest(resources=SCO.replace("index.html", "https://evil.example/")), "bad_address"),
        (manifest(resources=SCO.replace("index.html", "javascript:alert(1)")), "bad_address"),
        (manifest(resources=SCO.replace("index.html", "%2e%2e/index.html")), "bad_address"),
        (manifest(resources=SCO.replace("index.html", "")), "bad_address"),
        (manifest(resources=SCO.replace("index", "other")), "no_start"),
        ("<a/>", "no_xml"),
        ("", "no_xml"),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><manifest>&b;</manifest>', "no_xml"),
        (
            '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><manifest>&c;</manifest>',
            "no_xml",
        ),
        (manifest(items="<item>" * 5_000 + "</item>" * 5_000), "several_scos"),
    ],
)
def test_a_manifest_that_is_not_taken_is_refused_with_its_reason(tmp_path, said, code):
    assert refusal(tmp_path, package(said=said)) == code


@pytest.mark.parametrize(
    "name",
    [
        "../a.js",
        "a/../../b.js",
        "/etc/passwd",
        "C:\\a.js",
        "a\\b.js",
        "a\nb.js",
        "a//b.js",
        "./a",
        "x" * 301,
        "INDEX.html",
    ],
)
def test_a_name_that_leads_elsewhere_or_is_there_twice_is_refused(tmp_path, name):
    assert refusal(tmp_path, package({"index.html": PAGE, name: "x"})) == "hostile_names"


def overlapping() -> bytes:
    """A zip of which a second file is where the first one is."""
    data = bytearray(zipped(lambda archive: archive.writestr("z.bin", b"x" * 99)))
    at = data.rindex(b"PK\x01\x02")
    data[at + 42 : at + 46] = (0).to_bytes(4, "little")
    return bytes(data)


def claims(size: int) -> bytes:
    """A zip of which one file claims to be of a size."""
    data = bytearray(package())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = size.to_bytes(4, "little")
    return bytes(data)


def locked() -> bytes:
    data = bytearray(package())
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_zip"),
        (b"PK\x03\x04", "no_zip"),
        (b"#!/bin/sh\n" + package(), "no_zip"),
        (b"GIF89a" + package(), "no_zip"),
        (pdf("a"), "no_zip"),
        (package() + pdf("a"), "two_kinds"),
        (zipped(lambda archive: setattr(archive, "comment", b"<script>")), "two_kinds"),
        (zipped(link), "links"),
        (zipped(lambda archive: archive.writestr("a.txt", "0" * 30_000_000, zipfile.ZIP_DEFLATED)), "bomb"),
        (zipped(lambda archive: [archive.writestr(f"{one}", "") for one in range(10_001)]), "bomb"),
        (zipped(lambda archive: archive.writestr("a.txt", "a", zipfile.ZIP_BZIP2)), "no_zip"),
        (claims(4_000_000_000), "bomb"),
        (overlapping(), "bomb"),
        (locked(), "encrypted"),
    ],
)
def test_a_zip_that_does_harm_is_refused_with_its_reason(tmp_path, data, code):
    assert refusal(tmp_path, data) == code


def test_a_zip_of_a_folder_says_what_to_do(tmp_path):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("course/imsmanifest.xml", manifest())
    assert refusal(tmp_path, out.getvalue()) == "manifest_in_a_folder"
    other = BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("index.html", PAGE)
    assert refusal(tmp_path, other.getvalue()) == "no_manifest"


@settings(max_examples=80, deadline=None)
@given(cut=st.integers(0, 700), noise=st.binary(max_size=30))
def test_whatever_is_damaged_is_taken_or_refused_in_words(tmp_path_factory, cut, noise):
    whole = package()
    path = tmp_path_factory.mktemp("damaged") / "file"
    path.write_bytes(whole[:cut] + noise + whole[cut + len(noise) :])
    told = ""
    try:
        read_package(path)
    except PackageError as error:
        told = str(error)
    assert told in ("", *REASONS)


@given(said=st.text(max_size=80) | st.binary(max_size=80).map(lambda one: one.decode("latin-1")))
def test_whatever_a_manifest_is_it_is_read_or_refused(said):
    with pytest.raises(ManifestError):
        read_manifest(said.encode())


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b"<!doctype html><html><head><script>", b"<head><script src="),
        (b"<!-- <head> --><HTML lang=a><HEAD class='b'><script>", b"<HEAD class='b'><script src="),
        (b"<html><body>", b"<html><script src="),
        (b"<!DOCTYPE html><p>", b"<!DOCTYPE html><script src="),
        (b"<p>A", b"<script src="),
        (b"\xef\xbb\xbf<p>A", b"\xef\xbb\xbf<script src="),
        (b"<!--" + b"<head>" * 20_000, b"<script src="),
        (b"", b"<script src="),
    ],
)
def test_the_script_of_ours_comes_before_all_of_theirs(page, expected):
    made = with_api(page, "/api.js")
    assert expected in made
    assert made.count(b"/api.js") == 1
    assert b"<script>" not in made[: made.index(b"/api.js")]


def test_a_page_in_utf_16_keeps_its_encoding():
    made = with_api("\ufeff<html><head><title>ä</title>".encode("utf-16-le"), "/api.js")
    assert '<head><script src="/api.js"></script><title>ä' in made.decode("utf-16")


def test_what_is_not_known_is_no_page():
    assert type_of("a/b.HTML") == "text/html"
    assert type_of("a.php") == type_of("a") == type_of(".htaccess") == "application/octet-stream"


def test_a_zip_that_is_gone_is_told(tmp_path):
    with pytest.raises(PackageError), opened(tmp_path / "none"):
        pass
