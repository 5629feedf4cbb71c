"""An import contract that names the public modules of an applet. Import-linter's own kinds name what is
forbidden instead, so that a module added later would be open to everyone.
"""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules


class PublicModulesContract(Contract):
    """Others import from each of `applets` only what is in a module named in `public`.

    An applet is a folder; what matches and has no modules in it is none, and what holds applets that match
    as well is a group of them. `gathering` are the modules beside the applets, or beside their group, in
    which an app is put together: they may import anything of it. What the applets of a group compute with in
    common, its `compute`, is open to all of them.
    """

    type_name = "public_modules"

    applets = fields.ListField(subfield=fields.ModuleExpressionField())
    public = fields.SetField(subfield=fields.StringField())
    gathering = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Kept when no module outside an applet imports one of it that is not public."""
        found = {module.name for module in module_expressions_to_modules(graph, self.applets)}  # type: ignore[arg-type]
        groups = found & {_parent(name) for name in found if graph.find_descendants(name)}
        private = [
            f"{importer} imports {imported} (line {self._line(graph, importer, imported)})"
            for applet in sorted(found - groups)
            for imported, importer in self._private_imports(graph, applet, groups)
        ]
        return ContractCheck(kept=not private, metadata={"private": private})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Each import of a module that is not public."""
        for one in check.metadata["private"]:
            output.print_error(one, bold=False)
        output.print(f"Only {', '.join(sorted(self.public))} of an applet are public.")  # type: ignore[call-overload]

    def _private_imports(self, graph: ImportGraph, applet: str, groups: set[str]) -> list[tuple[str, str]]:
        inside = graph.find_descendants(applet) | {applet}
        return [
            (imported, importer)
            for imported in sorted(inside - {applet})
            if not self._is_public(imported.removeprefix(f"{applet}."))
            for importer in sorted(graph.find_modules_that_directly_import(imported) - inside)
            if not self._gathers(importer, applet, groups) and not _shares(importer, applet, groups)
        ]

    def _is_public(self, module: str) -> bool:
        return any(f"{module}.".startswith(f"{name}.") for name in self.public)  # type: ignore[attr-defined]

    def _gathers(self, importer: str, applet: str, groups: set[str]) -> bool:
        app = _parent(applet)
        if app in groups and not importer.startswith(f"{app}."):
            app = _parent(app)
        place = importer.removeprefix(f"{app}.").partition(".")[0]
        return importer.startswith(f"{app}.") and place in self.gathering  # type: ignore[operator]

    @staticmethod
    def _line(graph: ImportGraph, importer: str, imported: str) -> int:
        return graph.get_import_details(importer=importer, imported=imported)[0]["line_number"]


def _shares(importer: str, applet: str, groups: set[str]) -> bool:
    group = _parent(applet)
    return group in groups and applet == f"{group}.compute" and importer.startswith(f"{group}.")


def _parent(module: str) -> str:
    return module.rpartition(".")[0]
