"""An import contract that names the doors of a package. Import-linter's own kinds name its walls instead,
so that a module added later would be open to everyone.
"""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class NeighboursContract(Contract):
    """Others import from each of `packages` only what is in a module named in `doors`.

    `wiring` are modules that may import anything: where the site is put together.
    """

    type_name = "neighbours"

    packages = fields.ListField(subfield=fields.ModuleField())
    doors = fields.SetField(subfield=fields.StringField())
    wiring = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Kept when no module outside a package imports one that is not behind a door of it."""
        trespasses = [
            f"{importer} imports {imported} (line {self._line(graph, importer, imported)})"
            for package in self.packages  # type: ignore[attr-defined]
            for imported, importer in self._entries(graph, package.name)
        ]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Each import that takes another way in."""
        for trespass in check.metadata["trespasses"]:
            output.print_error(trespass, bold=False)
        output.print(f"Only {', '.join(sorted(self.doors))} of an app are for its neighbours.")  # type: ignore[call-overload]

    def _entries(self, graph: ImportGraph, package: str) -> list[tuple[str, str]]:
        inside = graph.find_descendants(package) | {package}
        return [
            (imported, importer)
            for imported in sorted(inside - {package})
            if not self._is_behind_a_door(imported.removeprefix(f"{package}."))
            for importer in sorted(graph.find_modules_that_directly_import(imported) - inside)
            if importer not in self.wiring  # type: ignore[operator]
        ]

    def _is_behind_a_door(self, module: str) -> bool:
        return any(f"{module}.".startswith(f"{door}.") for door in self.doors)  # type: ignore[attr-defined]

    @staticmethod
    def _line(graph: ImportGraph, importer: str, imported: str) -> int:
        return graph.get_import_details(importer=importer, imported=imported)[0]["line_number"]
