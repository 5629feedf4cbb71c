"""Searches by meaning, with the real model: a passage has one vector, which tells of nothing hidden."""

import shutil
import time

import numpy as np
import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import CommandError

from content.catalogue.models import Module
from lifow.base.passages import embedding, mapped_vectors, vectors
from lifow.base.passages.models import EmbeddedUntil, PassageVector, SearchChange, SearchPassage
from lifow.base.passages.reports import Search, find
from lifow.base.passages.selectors import current_index, forget_index
from lifow.base.passages.services import forget_source, refresh_stale
from lifow.base.passages.tasks import embed_passages as embedding_task
from lifow.base.passages.vectors import count_waiting, embed_passages, forget_vectors
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import module, person, skill


def is_installed() -> bool:
    try:
        embedding.model_files()
    except embedding.NoModelError:
        return False
    return True


pytestmark = [
    pytest.mark.dialect,
    pytest.mark.skipif(not is_installed(), reason="the extra lifow[semantic] is not installed"),
]
OTHER_WORDS = "reimburse the buyer"


@world
def hr() -> Person:
    module("Give money back", skill("Refund policy"), 1, 2, body="The customer is repaid within five days.")
    module("Angry callers", skill("Empathy"), 1, 2, body="Stay calm, and say what you will do next.")
    module("Sync log", skill("CRM"), 1, 2, body="Each record that was not taken over is on the list.")
    return person("Ruth Berg", is_hr_admin=True)


@pytest.fixture(autouse=True)
def _by_meaning(settings, tmp_path):
    settings.SEARCH_BY_MEANING, settings.SEARCH_MODEL, settings.VAR_DIR = True, "", tmp_path
    forget_index()
    yield
    forget_index()


def drain() -> None:
    while refresh_stale():
        pass
    while embed_passages(most=1_000):
        pass


def titles(text: str, who: Person) -> list[str]:
    found = find(Search(text), who, most=10)
    return ["".join(piece.text for piece in one.title) for one in found.results]


def test_other_words_for_the_same_find_it(hr):
    while refresh_stale():
        pass
    assert "Give money back" not in titles(OTHER_WORDS, hr)
    drain()
    assert titles(OTHER_WORDS, hr)[0] == "Give money back"
    assert find(Search("the client shouts at me"), hr, most=3).results[0].source_id == (
        Module.objects.get(title="Angry callers").pk
    )


def test_what_nothing_answers_is_refused(hr):
    drain()
    assert find(Search("how do I give money back to a customer"), hr, most=3).is_sure
    assert not find(Search("names for a baby girl"), hr, most=3).is_sure


def test_misspelt_words_are_corrected_before_their_meaning_is_asked_for(hr, monkeypatch):
    drain()
    asked = []
    real = embedding.embedded
    monkeypatch.setattr("lifow.base.passages.reports.embedded", lambda text: asked.append(text) or real(text))
    find(Search("Give mnoey back?"), hr, most=3)
    assert asked == ["Give money back?"]


def test_nothing_is_read_of_a_model_where_no_passage_has_a_vector(hr, monkeypatch):
    while refresh_stale():
        pass

    def refuse(_text):
        raise AssertionError

    monkeypatch.setattr("lifow.base.passages.reports.embedded", refuse)
    assert titles("money", hr) == ["Give money back"]


def test_turned_off_vectors_are_neither_made_nor_asked(hr, settings):
    drain()
    settings.SEARCH_BY_MEANING = False
    forget_index()
    assert "Give money back" not in titles(OTHER_WORDS, hr)
    forget_vectors()
    assert embed_passages(most=100) == 0


def test_each_passage_gets_one_vector_of_length_one_and_people_get_none(hr):
    drain()
    passages = set(SearchPassage.objects.exclude(source__kind="person").values_list("pk", flat=True))
    rows = list(PassageVector.objects.values_list("passage_id", "numbers", "model"))
    assert sorted(pk for pk, _numbers, _model in rows) == sorted(passages)
    for _pk, numbers, model in rows:
        assert np.linalg.norm(np.frombuffer(bytes(numbers), "<f4")) == pytest.approx(1, abs=1e-5)
        assert model == embedding.model_hash()
    assert embed_passages(most=1_000) == 0
    assert count_waiting() == 0


def test_a_changed_source_gets_new_vectors_and_leaves_none(hr):
    drain()
    before = set(PassageVector.objects.values_list("passage_id", flat=True))
    Module.objects.filter(title="Sync log").update(title="Zeppelin", body="It flies over the lake.")
    drain()
    assert titles("an airship", hr)[0] == "Zeppelin"
    after = set(PassageVector.objects.values_list("passage_id", flat=True))
    assert len(after) == len(before)
    assert after == set(SearchPassage.objects.exclude(source__kind="person").values_list("pk", flat=True))
    gone = Module.objects.get(title="Zeppelin").pk
    forget_source(kind="module", source_id=gone)
    assert not PassageVector.objects.exclude(passage__source__source_id__gt=0).exists()
    assert "Zeppelin" not in titles("an airship", hr)


def test_a_job_that_is_killed_goes_on_and_two_at_once_write_once(hr, monkeypatch):
    while refresh_stale():
        pass
    monkeypatch.setattr(vectors, "AT_ONCE", 2)
    keep, rounds = vectors._keep, []

    def killed(*arguments):
        rounds.append(arguments)
        if len(rounds) == 3:
            raise KeyboardInterrupt
        keep(*arguments)

    monkeypatch.setattr(vectors, "_keep", killed)
    with pytest.raises(KeyboardInterrupt):
        embed_passages(most=100)
    assert PassageVector.objects.count() == 4
    monkeypatch.setattr(vectors, "_keep", keep)
    # Another job that has begun where the killed one stood writes once, and then writes nothing.
    keep(*rounds[2])
    keep(*rounds[2])
    assert PassageVector.objects.count() == 6
    drain()
    assert count_waiting() == 0


def test_passages_that_went_while_their_vectors_were_computed_get_none(hr, monkeypatch):
    while refresh_stale():
        pass
    keep = vectors._keep

    def late(*arguments):
        forget_source(kind="module", source_id=Module.objects.get(title="Sync log").pk)
        keep(*arguments)

    monkeypatch.setattr(vectors, "_keep", late)
    embed_passages(most=100)
    assert not PassageVector.objects.filter(passage__source=None).exists()
    assert PassageVector.objects.count() == (SearchPassage.objects.exclude(source__kind="person").count())


def test_the_task_gives_a_bounded_number_of_passages_their_vectors(hr):
    while refresh_stale():
        pass
    assert embedding_task() == count_waiting() + PassageVector.objects.count()


SECRET = "Zeppelin"


@pytest.mark.parametrize("text", ["an airship", "zeppelin", "flies over", OTHER_WORDS])
def test_a_draft_leaves_no_trace_for_learners(hr, text):
    learner = person("Abena Osei")
    drain()
    before = find(Search(text), learner, most=10)
    module(SECRET, skill("Refund policy"), 1, 2, status="draft", body="It flies over the lake.")
    drain()
    assert find(Search(text), learner, most=10) == before
    assert titles("an airship", hr)[0] == SECRET


class TestAFileOfVectors:
    @pytest.fixture(autouse=True)
    def _soon(self, monkeypatch):
        monkeypatch.setattr(mapped_vectors, "LEAST_MAPPED", 0)

    def file(self, folder):
        (path,) = (folder / "search").iterdir()
        return path

    def test_is_mapped_by_each_process_and_says_the_same(self, hr, tmp_path):
        drain()
        in_memory = current_index().vectors
        found = find(Search(OTHER_WORDS), hr, most=10)
        forget_index()
        mapped = current_index().vectors
        assert isinstance(mapped.blocks[0].matrix, np.memmap)
        assert mapped.last_pk == in_memory.last_pk
        assert find(Search(OTHER_WORDS), hr, most=10) == found
        path, made = self.file(tmp_path), self.file(tmp_path).stat().st_mtime_ns
        forget_index()
        assert find(Search(OTHER_WORDS), hr, most=10) == found
        assert self.file(tmp_path) == path
        assert path.stat().st_mtime_ns == made
        assert (tmp_path / "search").stat().st_mode & 0o077 == 0
        assert path.stat().st_mode & 0o077 == 0

    def test_is_one_however_often_it_is_written_anew(self, hr, tmp_path):
        drain()
        current_index()
        first = self.file(tmp_path)
        for number in range(20):
            module(f"Zeppelin {number}", skill("CRM"), 1, 2, body="It flies over the lake.")
        drain()
        assert titles("an airship", hr)[0].startswith("Zeppelin")
        assert self.file(tmp_path) != first

    @pytest.mark.parametrize("harm", ["cut", "emptied", "other bytes", "other history", "no folder"])
    def test_that_cannot_be_used_is_made_anew(self, hr, tmp_path, harm):
        drain()
        found = find(Search(OTHER_WORDS), hr, most=10)
        path = self.file(tmp_path)
        if harm == "other history":
            SearchChange.objects.update(token=7)
        elif harm == "no folder":
            shutil.rmtree(path.parent)
            path.parent.write_text("a file where the folder was")
        else:
            told = {"cut": path.read_bytes()[:-9], "emptied": b"", "other bytes": b"x" * 4_000}
            path.write_bytes(told[harm])
        forget_index()
        assert find(Search(OTHER_WORDS), hr, most=10) == found
        assert current_index().vectors.last_pk

    def test_what_came_since_is_beside_it(self, hr, monkeypatch):
        drain()
        current_index()
        monkeypatch.setattr(mapped_vectors, "LEAST_MAPPED", 1_000)
        module("Zeppelin", skill("CRM"), 1, 2, body="It flies over the lake.")
        drain()
        assert titles("an airship", hr)[0] == "Zeppelin"
        assert len(current_index().vectors.blocks) == 2
        assert titles(OTHER_WORDS, hr)[0] == "Give money back"


class TestAnotherModel:
    @pytest.fixture
    def folder(self, settings, tmp_path):
        files = embedding.model_files()
        shutil.copy(files.model, tmp_path / "model.onnx")
        # The same model for people, and another one by its hash.
        (tmp_path / "tokenizer.json").write_bytes(files.tokenizer.read_bytes() + b"\n")
        return tmp_path

    def test_takes_the_place_of_the_first(self, hr, settings, folder):
        drain()
        before = embedding.model_hash()
        settings.SEARCH_MODEL = str(folder / "model.onnx")
        assert embedding.model_hash() != before
        assert count_waiting() == PassageVector.objects.count()
        drain()
        assert set(PassageVector.objects.values_list("model", flat=True)) == {embedding.model_hash()}
        assert EmbeddedUntil.objects.count() == 1
        assert titles(OTHER_WORDS, hr)[0] == "Give money back"

    def test_that_is_none_leaves_words_and_says_so_once(self, hr, settings, folder, caplog):
        drain()
        (folder / "model.onnx").write_text("no model")
        settings.SEARCH_MODEL = str(folder / "model.onnx")
        forget_index()
        assert embed_passages(most=100) == 0
        assert titles("money", hr) == ["Give money back"]
        with pytest.raises(embedding.NoModelError, match="are no model here"):
            embedding.Embedder(embedding.model_files())

    def test_that_is_missing_is_told_by_the_check(self, settings, folder):
        assert not [one for one in run_checks(tags=["lifow"]) if one.id == "lifow.E001"]
        settings.SEARCH_MODEL = str(folder / "nowhere.onnx")
        (error,) = [one for one in run_checks(tags=["lifow"]) if one.id == "lifow.E001"]
        assert "nowhere.onnx is not there" in error.msg
        assert not embedding.is_wanted()

    def test_in_place_of_the_pinned_one_is_refused(self, monkeypatch):
        monkeypatch.setitem(embedding.PINNED, "model.onnx", "0" * 64)
        with pytest.raises(embedding.NoModelError, match="is not the file that is pinned"):
            embedding.model_hash()


def test_the_command_computes_them_and_anew(hr, capsys, settings):
    call_command("index_search")
    assert "are found by meaning too" in capsys.readouterr().out
    first = set(PassageVector.objects.values_list("pk", flat=True))
    call_command("index_search")
    assert set(PassageVector.objects.values_list("pk", flat=True)) == first
    call_command("index_search", "--vectors")
    assert not first & set(PassageVector.objects.values_list("pk", flat=True))
    settings.SEARCH_MODEL = "/nowhere/model.onnx"
    with pytest.raises(CommandError, match="is not there"):
        call_command("index_search", "--vectors")


def test_a_long_passage_takes_no_longer_than_one_of_its_first_words(hr):
    text = "how a refund is paid to a customer who waits " * 2_000
    embedding.embedded(text)
    began = time.process_time()
    long = embedding.embedded(text)
    assert time.process_time() - began < 1
    assert np.allclose(long, embedding.embedded(text[:2_000]), atol=1e-6)
