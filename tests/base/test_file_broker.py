"""The broker by files: what is read is whole, comes once and in order; nothing unreadable ends a worker."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from queue import Empty

import pytest
from celery import current_app
from django.conf import settings
from kombu import Connection
from kombu.exceptions import ChannelError
from kombu.simple import SimpleQueue

from lifow.base.file_broker import Channel


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "queue").mkdir()
    return tmp_path


@pytest.fixture
def queue(folder) -> Iterator[SimpleQueue]:
    with connect(folder) as connection:
        yield connection.SimpleQueue("work")


def connect(folder: Path) -> Connection:
    queue, control = str(folder / "queue"), str(folder / "control")
    return Connection(
        "filesystem://localhost",
        transport="lifow.base.file_broker.Transport",
        transport_options={"data_folder_in": queue, "data_folder_out": queue, "control_folder": control},
    )


def put_many(folder: Path, first: int, many: int) -> None:
    with connect(folder) as connection:
        queue = connection.SimpleQueue("work")
        for number in range(first, first + many):
            queue.put(number)


def take(queue: SimpleQueue) -> int:
    message = queue.get(block=False)
    message.ack()
    return message.payload


def take_until(folder: Path, done: Callable[[list[int]], bool]) -> list[int]:
    taken: list[int] = []
    with connect(folder) as connection:
        queue = connection.SimpleQueue("work")
        while not done(taken):
            try:
                taken.append(take(queue))
            except Empty:
                continue
    return taken


def take_to_the_last(folder: Path) -> list[int]:
    return take_until(folder, lambda _: (folder / "ended").exists() and not any((folder / "queue").iterdir()))


@pytest.mark.skipif(bool(settings.REDIS_URL), reason="this run is with Redis")
def test_a_site_without_redis_uses_it():
    with current_app.connection_for_write() as connection:
        assert isinstance(connection.default_channel, Channel)


def test_a_message_is_read_only_when_it_is_whole(folder):
    """With kombu's own files a few of these thousands are read while they are still empty."""
    many = 2000
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        writing = processes.submit(put_many, folder, 0, many)
        assert take_until(folder, lambda taken: len(taken) == many) == list(range(many))
        writing.result()


def test_messages_come_in_the_order_in_which_they_were_put(folder, queue):
    put_many(folder, 0, 30)
    assert [take(queue) for _ in range(30)] == list(range(30))


def test_two_that_read_share_the_messages(folder):
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as processes:
        readers = [processes.submit(take_to_the_last, folder) for _ in range(2)]
        processes.submit(put_many, folder, 0, 600).result()
        (folder / "ended").touch()
        first, second = (reader.result() for reader in readers)
    assert sorted(first + second) == list(range(600))


@pytest.mark.parametrize("content", [b"", b'{"body": "W', b"\xff\xfe"], ids=["empty", "cut", "no text"])
def test_an_unreadable_message_is_dropped_and_the_next_one_comes(folder, queue, content):
    (folder / "queue" / "0_a.work.msg").write_bytes(content)
    queue.put("next")
    assert take(queue) == "next"
    assert not any((folder / "queue").iterdir())


def test_what_a_killed_process_left_beside_is_no_message(folder, queue):
    (folder / "queue" / "1_7-000000001.work.msg.new-7-2").write_text("{")
    (folder / "queue" / "1_7-000000001.work.msg.taken-7").write_text("{}")
    with pytest.raises(Empty):
        take(queue)
    assert queue.qsize() == 0


@pytest.mark.parametrize("content", [b"", b'[["work"'], ids=["empty", "cut"])
def test_an_unreadable_table_of_an_exchange_is_written_anew(folder, content):
    put_many(folder, 0, 1)
    (table,) = (folder / "control").glob("work.exchange")
    table.write_bytes(content)
    with connect(folder) as connection:
        queue = connection.SimpleQueue("work")
        assert json.loads(table.read_text()) == [["work", "", "work"]]
        assert take(queue) == 0


def test_a_queue_that_is_deleted_is_bound_no_more(folder, queue):
    queue.put("never read")
    queue.queue.delete()
    assert json.loads((folder / "control" / "work.exchange").read_text()) == []
    assert not any((folder / "queue").iterdir())


def test_a_disk_that_takes_nothing_is_an_error_that_senders_know(folder, queue):
    (folder / "queue").rmdir()
    with pytest.raises(ChannelError, match="cannot be written"):
        queue.put("lost")
