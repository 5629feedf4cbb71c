"""The contract between applets catches an import that takes what is not public."""

import grimp
import pytest

from tools.public_modules import PublicModulesContract


@pytest.fixture
def graph() -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    for module in (
        "school",
        "school.models",
        "school.urls",
        "school.skills",
        "school.skills.models",
        "school.skills.reports",
        "school.skills.reports.words",
        "school.skills.selectors",
        "school.skills.views",
        "school.exams",
        "school.exams.views",
        "shop",
        "shop.urls",
        "shop.views",
    ):
        graph.add_module(module)
    return graph


@pytest.fixture
def contract() -> PublicModulesContract:
    options = {"applets": ["school.*"], "public": ["models", "reports"], "gathering": ["models", "urls"]}
    return PublicModulesContract(name="public", session_options={}, contract_options=options)


def imports(graph: grimp.ImportGraph, importer: str, imported: str) -> None:
    graph.add_import(importer=importer, imported=imported, line_number=7, line_contents=f"import {imported}")


@pytest.mark.parametrize("imported", ["school.skills.models", "school.skills.reports.words"])
@pytest.mark.parametrize("importer", ["shop.views", "school.exams.views"])
def test_a_public_module_is_open_to_everyone(graph, contract, importer, imported):
    imports(graph, importer, imported)
    assert contract.check(graph, verbose=False).kept


@pytest.mark.parametrize("importer", ["shop.views", "school.exams.views", "shop.urls"])
def test_another_module_is_closed_to_other_apps_and_to_other_applets(graph, contract, importer):
    imports(graph, importer, "school.skills.selectors")
    found = contract.check(graph, verbose=False)
    assert not found.kept
    assert found.metadata["private"] == [f"{importer} imports school.skills.selectors (line 7)"]


def test_an_applet_enters_itself_and_what_gathers_an_app_enters_all_of_it(graph, contract):
    imports(graph, "school.skills.views", "school.skills.selectors")
    imports(graph, "school.urls", "school.skills.views")
    assert contract.check(graph, verbose=False).kept


def test_what_a_group_computes_with_in_common_is_open_to_its_applets_alone(graph):
    for module in (
        "school.exams.compute",
        "school.exams.compute.items",
        "school.exams.oral",
        "school.exams.oral.views",
    ):
        graph.add_module(module)
    options = {"applets": ["school.*", "school.exams.*"], "public": ["models"], "gathering": ["urls"]}
    nested = PublicModulesContract(name="public", session_options={}, contract_options=options)
    imports(graph, "school.exams.oral.views", "school.exams.compute.items")
    assert nested.check(graph, verbose=False).kept
    imports(graph, "shop.views", "school.exams.compute.items")
    assert not nested.check(graph, verbose=False).kept
