"""Runs in the reader's browser, before anything else of Python's: modules come out of one block of bytecode (library.py packs it).

Python's own way through an archive looks for each module at several places and unpacks it by itself, at each start. Here an index says where it
lies. A module that the index has not is looked for in the usual way.
"""

import marshal
import sys
from _frozen_importlib import ModuleSpec
from _io import FileIO
from zipimport import zipimporter


class Block:
    """Finds and loads the modules of one archive."""

    def __init__(self, archive):
        self._archive = archive
        # {module: (whether it is a package, where its code begins in the archive, its length)}
        self._places = marshal.loads(zipimporter(archive).get_data(f"{archive}/modules.index"))

    def find_spec(self, name, path=None, target=None):
        own = self._own_name(name, path)
        if own not in self._places:
            return None
        is_package, _, _ = self._places[own]
        folder = f"{self._archive}/{own.replace('.', '/')}"
        spec = ModuleSpec(name, self, origin=folder + ("/__init__.py" if is_package else ".py"), loader_state=own, is_package=is_package)
        if is_package:
            spec.submodule_search_locations = [folder]
        spec.has_location = True
        return spec

    def _own_name(self, name, path):
        """The module's name by its place: Jinja2 makes a package of its own that looks into the folder of the compiled templates."""
        head = f"{self._archive}/"
        folder = next((each for each in path or () if each.startswith(head)), None)
        return name if folder is None else folder.removeprefix(head).replace("/", ".") + "." + name.rpartition(".")[2]

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(self._code_of(module.__spec__.loader_state), module.__dict__)

    def _code_of(self, own_name):
        _, start, length = self._places[own_name]
        # Opened anew each time: Python goes on from a kept memory later, where an open file would be none any more.
        with FileIO(self._archive) as file:
            file.seek(start)
            return marshal.loads(file.read(length))


sys.meta_path.insert(0, Block(next(place for place in sys.path if place.endswith(".zip"))))
