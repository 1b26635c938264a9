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
        if name not in self._places:
            return None
        is_package, _, _ = self._places[name]
        file = name.replace(".", "/") + ("/__init__.py" if is_package else ".py")
        spec = ModuleSpec(name, self, origin=f"{self._archive}/{file}", is_package=is_package)
        spec.has_location = True
        return spec

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)

    def get_code(self, name):
        _, start, length = self._places[name]
        # Opened anew each time: Python goes on from a kept memory later, where an open file would be none any more.
        with FileIO(self._archive) as file:
            file.seek(start)
            return marshal.loads(file.read(length))


sys.meta_path.insert(0, Block(next(place for place in sys.path if place.endswith(".zip"))))
