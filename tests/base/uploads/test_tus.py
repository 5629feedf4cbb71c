"""Uploads by tus: two clients' worth of the protocol, and what a clumsy or hostile one sends."""

import base64
import hashlib
import os
import socket
import time
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tusclient.client import TusClient

from lifow.base.tasks import delete_unused_uploads
from lifow.base.uploads import files
from lifow.base.uploads.models import StoredFile, Upload
from lifow.base.uploads.services import UploadError, begin_upload, store_bytes, sweep_uploads, write_piece
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill
from tests.videos import mp4, webm

pytestmark = pytest.mark.django_db
UPLOADS = reverse("uploads:uploads")
TUS = {"Tus-Resumable": "1.0.0"}


@world
def ines() -> Person:
    return person("Ines Carvalho", is_author=True)


@pytest.fixture
def client(ines) -> Client:
    made = Client()
    made.force_login(ines)
    return made


def told(**values: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in values.items())


def begin(client: Client, length: int | str, purpose: str = "video", **headers: str):
    described = told(filename="refunds.mp4", purpose=purpose)
    sent = {**TUS, "Upload-Length": str(length), "Upload-Metadata": described, **headers}
    return client.post(UPLOADS, content_type="application/octet-stream", headers=sent)


def patch(client: Client, address: str, offset: int, data: bytes, **headers: str):
    sent = {**TUS, "Upload-Offset": str(offset), **headers}
    return client.patch(address, data, content_type="application/offset+octet-stream", headers=sent)


def head(client: Client, address: str):
    return client.head(address, headers=TUS)


def test_a_video_arrives_in_pieces_and_is_stored_by_what_it_holds(client, ines):
    data = mp4(padding=900_000)
    address = begin(client, len(data))["Location"]
    assert patch(client, address, 0, data[:700_000])["Upload-Offset"] == "700000"
    assert head(client, address)["Upload-Offset"] == "700000"
    last = patch(client, address, 700_000, data[700_000:])
    stored = StoredFile.objects.get(public_id=last["Lifow-File"])
    assert (stored.media_type, stored.seconds, stored.bytes) == ("video/mp4", 10, len(data))
    assert files.path_of(stored.digest).read_bytes() == data
    assert stored.digest == hashlib.sha256(data).hexdigest()
    assert not files.path_under_way(Upload.objects.get().public_id).exists()
    assert head(client, address)["Lifow-File"] == stored.public_id


def test_the_same_video_is_stored_once(ines):
    first, again = (
        store_bytes(owner=ines, purpose="video", name=name, data=webm(), as_of=NOON) for name in "ab"
    )
    assert first == again
    assert len(list(files.path_of(first.digest).parent.iterdir())) == 1


def test_what_the_server_can_do_is_told(client):
    answer = client.options(UPLOADS)
    assert answer.status_code == 204
    assert answer["Tus-Extension"] == "creation,checksum,expiration,termination"
    assert answer["Tus-Max-Size"] == str(2048 * 2**20)
    assert client.post(UPLOADS).status_code == 412


@pytest.mark.parametrize(
    ("length", "status"),
    [("0", 400), ("", 400), ("-5", 400), ("1e9", 400), (10 * 2**30, 413), ("9" * 30, 400)],
)
def test_a_length_is_refused_before_the_first_byte(client, length, status):
    assert begin(client, length).status_code == status
    assert not Upload.objects.exists()


def test_there_is_a_most_of_what_one_author_has_under_way_and_a_least_of_the_disk(
    client, settings, monkeypatch
):
    settings.UPLOADS = {**settings.UPLOADS, "under_way_mib": 3}
    assert begin(client, 2 * 2**20).status_code == 201
    refused = begin(client, 2 * 2**20)
    assert refused.status_code == 413
    assert "too many uploads" in refused.content.decode()
    monkeypatch.setattr(files, "free_bytes", lambda: 1025 * 2**20)
    assert begin(client, 10).status_code == 507


def test_only_authors_upload_and_each_only_sees_their_own(client):
    address = begin(client, 10)["Location"]
    learner, other = Client(), Client()
    learner.force_login(person())
    other.force_login(person("Jonas Weber", is_author=True))
    assert begin(learner, 10).status_code == 403
    assert begin(Client(), 10).status_code == 401
    assert (head(other, address).status_code, patch(other, address, 0, b"0").status_code) == (404, 404)
    assert begin(client, 10, purpose="virus").status_code == 403


def test_another_site_cannot_begin_an_upload(ines):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ines)
    assert begin(strict, 10).status_code == 403
    assert not Upload.objects.exists()


def test_bytes_at_another_offset_are_refused_and_change_nothing(client):
    address = begin(client, 10)["Location"]
    patch(client, address, 0, b"12345")
    again = patch(client, address, 0, b"abcde")
    assert (again.status_code, again["Upload-Offset"]) == (409, "5")
    assert files.path_under_way(Upload.objects.get().public_id).read_bytes() == b"12345"


def test_of_two_that_write_at_once_one_is_refused(ines):
    upload = begin_upload(owner=ines, purpose="video", name="a", length=10, as_of=NOON)
    write_piece(upload_id=upload.pk, offset=0, data=b"one", as_of=NOON)
    with pytest.raises(UploadError) as refused:
        write_piece(upload_id=upload.pk, offset=0, data=b"two", as_of=NOON)
    assert refused.value.code == "conflict"


def test_what_was_killed_before_the_row_was_written_is_overwritten(client):
    data = mp4()
    address = begin(client, len(data))["Location"]
    files.write_at(Upload.objects.get().public_id, 0, b"garbage" * 1000)
    assert head(client, address)["Upload-Offset"] == "0"
    assert "Lifow-File" in patch(client, address, 0, data)


def test_what_was_killed_before_it_was_stored_is_stored_when_asked_for(client):
    data = mp4()
    address = begin(client, len(data))["Location"]
    write_piece(upload_id=Upload.objects.get().pk, offset=0, data=data, as_of=timezone.now())
    assert StoredFile.objects.get(public_id=head(client, address)["Lifow-File"]).bytes == len(data)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Offset": "x"}, 400),
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Upload-Checksum": "crc32 AAAA"}, 400),
        ({"Upload-Checksum": "sha1 AAAA"}, 460),
        ({"Upload-Checksum": "sha1"}, 460),
    ],
)
def test_what_is_no_tus_is_refused_and_writes_nothing(client, headers, status):
    address = begin(client, 10)["Location"]
    assert patch(client, address, 0, b"12345", **headers).status_code == status
    assert Upload.objects.get().offset == 0


def test_more_than_was_said_and_another_type_are_refused(client):
    address = begin(client, 3)["Location"]
    assert patch(client, address, 0, b"12345").status_code == 413
    assert client.patch(address, b"123", content_type="text/plain", headers=TUS).status_code == 415


def test_a_checksum_is_held(client):
    data = mp4()
    right = "sha1 " + base64.b64encode(hashlib.sha1(data).digest()).decode()
    address = begin(client, len(data))["Location"]
    assert "Lifow-File" in patch(client, address, 0, data, **{"Upload-Checksum": right})


def test_what_is_no_video_is_deleted_and_told(client):
    data = b"<script>alert(1)</script>"
    address = begin(client, len(data))["Location"]
    refused = patch(client, address, 0, data)
    assert refused.status_code == 422
    assert "Save it as MP4 or WebM" in refused.content.decode()
    assert refused["Content-Type"].startswith("text/plain")
    assert not Upload.objects.exists()
    assert not StoredFile.objects.exists()


def test_an_upload_is_ended(client, django_capture_on_commit_callbacks):
    address = begin(client, 10)["Location"]
    patch(client, address, 0, b"12345")
    path = files.path_under_way(Upload.objects.get().public_id)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.delete(address, headers=TUS).status_code == 204
    assert not path.exists()
    assert head(client, address).status_code == 404


def test_a_method_may_be_told_in_a_header(client):
    address = begin(client, 10)["Location"]
    sent = {**TUS, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    answer = client.post(address, b"123", content_type="application/offset+octet-stream", headers=sent)
    assert answer["Upload-Offset"] == "3"
    assert client.post(address, headers=TUS).status_code == 405


def grow_old(path) -> None:
    old = time.time() - 3 * 24 * 3600
    os.utime(path, (old, old))


def test_what_is_left_unfinished_or_unused_is_swept(ines, django_capture_on_commit_callbacks):
    begin_upload(owner=ines, purpose="video", name="a", length=10, as_of=NOON)
    fresh = begin_upload(owner=ines, purpose="video", name="b", length=10, as_of=NOON + timedelta(days=3))
    unused = store_bytes(owner=ines, purpose="video", name="c", data=mp4(), as_of=NOON)
    used = store_bytes(owner=ines, purpose="video", name="d", data=webm(), as_of=NOON)
    module("Refunds", skill("Refund policy"), 1, 2, kind="video", parts={"file": used.public_id})
    for row in (unused, used):
        grow_old(files.path_of(row.digest))
    with django_capture_on_commit_callbacks(execute=True):
        sweep_uploads(as_of=NOON + timedelta(days=3))
        sweep_uploads(as_of=NOON + timedelta(days=3))
    assert list(Upload.objects.all()) == [fresh]
    assert list(StoredFile.objects.all()) == [used]
    assert files.path_of(used.digest).exists()
    assert not files.path_of(unused.digest).exists()


def test_the_job_sweeps(ines):
    begin_upload(owner=ines, purpose="video", name="a", length=10, as_of=NOON)
    delete_unused_uploads()
    assert not Upload.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("with_checksum", [False, True])
def test_tuspy_uploads_and_resumes(live_server, with_checksum):
    """A client that nobody here wrote."""
    signed_in = Client()
    signed_in.force_login(person("Ines Carvalho", is_author=True))
    token = "a" * 32
    cookies = f"sessionid={signed_in.cookies['sessionid'].value}; csrftoken={token}"
    tus = TusClient(f"{live_server.url}{UPLOADS}", headers={"Cookie": cookies, "X-CSRFToken": token})
    data = mp4(padding=3_000_000)
    stream = BytesIO(data)
    options = {"chunk_size": 1_000_000, "metadata": {"filename": "a.mp4", "purpose": "video"}}
    first = tus.uploader(file_stream=stream, upload_checksum=with_checksum, **options)
    first.upload_chunk()
    again = tus.uploader(file_stream=stream, url=first.url, upload_checksum=with_checksum, **options)
    assert again.offset == 1_000_000
    again.upload()
    assert files.path_of(StoredFile.objects.get().digest).read_bytes() == data


@pytest.mark.django_db(transaction=True)
def test_a_cut_connection_leaves_what_has_come(live_server):
    ines, signed_in, token = person("Ines Carvalho", is_author=True), Client(), "a" * 32
    signed_in.force_login(ines)
    upload = begin_upload(owner=ines, purpose="video", name="a", length=10, as_of=timezone.now())
    headers = [
        f"PATCH {reverse('uploads:upload', args=[upload.public_id])} HTTP/1.1",
        "Host: localhost",
        f"Cookie: sessionid={signed_in.cookies['sessionid'].value}; csrftoken={token}",
        f"X-CSRFToken: {token}",
        "Tus-Resumable: 1.0.0",
        "Upload-Offset: 0",
        "Content-Type: application/offset+octet-stream",
        "Content-Length: 8",
    ]
    with socket.create_connection((live_server.thread.host, live_server.thread.port)) as connection:
        connection.sendall("\r\n".join([*headers, "", "12345"]).encode())
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1000)
    upload.refresh_from_db()
    assert upload.offset == 5
