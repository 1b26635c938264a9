"""Runs in the reader's browser, before anything else of Python's: modules come out of one block of bytecode (library.py packs it).

Python's own way through an archive looks for each module at several places and unpacks it by itself, at each start. Here an index says where it
lies, and which modules are imported by the way and never used (stand_ins.txt). A module that the index has not is looked for in the usual way.
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
        # {module: (whether it is a package, where its code begins in the archive, its length), or None where a stand-in takes its place}
        self._places = marshal.loads(zipimporter(archive).get_data(f"{archive}/modules.index"))

    def find_spec(self, name, path=None, target=None):
        own = self._own_name(name, path)
        if own not in self._places:
            return None
        if self._places[own] is None:
            return ModuleSpec(name, self, origin="stand-in")
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
        if module.__spec__.loader_state is None:
            stand_in_for(module)
        else:
            exec(self._code_of(module.__spec__.loader_state), module.__dict__)

    def _code_of(self, own_name):
        _, start, length = self._places[own_name]
        # Opened anew each time: Python goes on from a kept memory later, where an open file would be none any more.
        with FileIO(self._archive) as file:
            file.seek(start)
            return marshal.loads(file.read(length))


class StandIn(type):
    """The kind of class that a stand-in's names mean: others can derive from it, and whoever calls it or asks it anything is told that the module is not there."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)  # Python asks each class for some of these
        raise _not_here(cls)

    def __call__(cls, *arguments, **named):
        if "stands_in_of" in cls.__dict__:
            raise _not_here(cls)
        return super().__call__(*arguments, **named)

    def _asked(cls, *_):
        raise _not_here(cls)

    __bool__ = __iter__ = __getitem__ = __contains__ = __len__ = __add__ = __sub__ = __instancecheck__ = __subclasscheck__ = _asked


def _not_here(cls):
    module = next(each.__dict__["stands_in_of"] for each in cls.__mro__ if "stands_in_of" in each.__dict__)
    return ModuleNotFoundError(f"No module named {module!r}", name=module)


def stand_in_for(module):
    """The module has every name it is asked for, and does nothing."""

    def made(name):
        if name.startswith("__"):
            raise AttributeError(name)
        stand_in = StandIn(name, (), {"__module__": module.__name__, "stands_in_of": module.__name__})
        setattr(module, name, stand_in)
        return stand_in

    module.__all__ = ()
    module.__getattr__ = made


sys.meta_path.insert(0, Block(next(place for place in sys.path if place.endswith(".zip"))))
