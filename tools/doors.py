"""An import contract that names the doors of an applet. Import-linter's own kinds name its walls instead,
so that a module added later would be open to everyone.
"""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules


class DoorsContract(Contract):
    """Others import from each of `applets` only what is in a module named in `doors`.

    An applet is a folder; what matches and has no modules in it is none. `gathering` are the modules beside
    the applets in which an app is put together: they may import anything of it.
    """

    type_name = "doors"

    applets = fields.ListField(subfield=fields.ModuleExpressionField())
    doors = fields.SetField(subfield=fields.StringField())
    gathering = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Kept when no module outside an applet imports one that is not behind a door of it."""
        found = module_expressions_to_modules(graph, self.applets)  # type: ignore[arg-type]
        trespasses = [
            f"{importer} imports {imported} (line {self._line(graph, importer, imported)})"
            for applet in sorted(module.name for module in found)
            for imported, importer in self._entries(graph, applet)
        ]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Each import that takes another way in."""
        for trespass in check.metadata["trespasses"]:
            output.print_error(trespass, bold=False)
        output.print(f"Only {', '.join(sorted(self.doors))} of an applet are for its neighbours.")  # type: ignore[call-overload]

    def _entries(self, graph: ImportGraph, applet: str) -> list[tuple[str, str]]:
        inside = graph.find_descendants(applet) | {applet}
        return [
            (imported, importer)
            for imported in sorted(inside - {applet})
            if not self._is_behind_a_door(imported.removeprefix(f"{applet}."))
            for importer in sorted(graph.find_modules_that_directly_import(imported) - inside)
            if not self._gathers(importer, applet)
        ]

    def _is_behind_a_door(self, module: str) -> bool:
        return any(f"{module}.".startswith(f"{door}.") for door in self.doors)  # type: ignore[attr-defined]

    def _gathers(self, importer: str, applet: str) -> bool:
        app = applet.rpartition(".")[0]
        place = importer.removeprefix(f"{app}.").partition(".")[0]
        return importer.startswith(f"{app}.") and place in self.gathering  # type: ignore[operator]

    @staticmethod
    def _line(graph: ImportGraph, importer: str, imported: str) -> int:
        return graph.get_import_details(importer=importer, imported=imported)[0]["line_number"]
