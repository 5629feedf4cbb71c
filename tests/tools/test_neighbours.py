"""The contract between apps catches an import that goes past the doors."""

import grimp
import pytest

from tools.neighbours import NeighboursContract


@pytest.fixture
def graph() -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    for module in (
        "skills",
        "skills.models",
        "skills.compute",
        "skills.compute.words",
        "skills.frames",
        "skills.views",
        "shop",
        "shop.views",
        "site",
    ):
        graph.add_module(module)
    return graph


@pytest.fixture
def contract() -> NeighboursContract:
    options = {"packages": ["skills"], "doors": ["models", "compute.words"], "wiring": ["site"]}
    return NeighboursContract(name="doors", session_options={}, contract_options=options)


def imports(graph: grimp.ImportGraph, importer: str, imported: str) -> None:
    graph.add_import(importer=importer, imported=imported, line_number=7, line_contents=f"import {imported}")


def test_a_door_is_open_to_everyone(graph, contract):
    imports(graph, "shop.views", "skills.models")
    assert contract.check(graph, verbose=False).kept


def test_a_module_that_is_no_door_is_closed_to_neighbours(graph, contract):
    imports(graph, "shop.views", "skills.frames")
    found = contract.check(graph, verbose=False)
    assert not found.kept
    assert found.metadata["trespasses"] == ["shop.views imports skills.frames (line 7)"]


def test_an_app_enters_itself_and_the_wiring_enters_all(graph, contract):
    imports(graph, "skills.views", "skills.frames")
    imports(graph, "site", "skills.views")
    assert contract.check(graph, verbose=False).kept


def test_a_door_may_be_one_module_of_a_package_that_is_closed(graph, contract):
    imports(graph, "shop.views", "skills.compute.words")
    assert contract.check(graph, verbose=False).kept
    imports(graph, "shop.views", "skills.compute")
    assert not contract.check(graph, verbose=False).kept
