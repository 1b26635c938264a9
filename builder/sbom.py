"""The list of other people's work in the site and behind it, as CycloneDX 1.6: what is shipped, with each file's SHA-256, and what only builds or tests.

Everything is read from the two lock files and the finished site, so the list cannot name what is not there. No time and no chance goes into
it, so the same site has the same list.
"""

import base64
import hashlib
import json
import re
import tomllib
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PLACE = "data/sbom.cdx.json"
PROJECT = "hamstring-guide"

Component = dict[str, Any]

# What readers get, by package, and where it is in the site; library.bin holds the work of three. All else in the lock files is for building and testing.
SHIPPED = {
    "pkg:npm/pyodide": ("runtime/*/pyodide*.mjs", "runtime/*/*.wasm", "runtime/*/python_stdlib.zip", "runtime/*/library.bin"),
    "pkg:pypi/jinja2": ("runtime/*/jinja2-*.whl", "runtime/*/library.bin"),
    "pkg:pypi/markupsafe": ("runtime/*/markupsafe-*.whl", "runtime/*/library.bin"),
    "pkg:npm/dompurify": ("assets/vendor/purify.es.mjs",),
    "pkg:npm/idb": ("assets/vendor/idb.js",),
    "pkg:npm/qrcode-generator": ("assets/vendor/qrcode.mjs",),
    "pkg:npm/%40fontsource-variable/atkinson-hyperlegible-next": ("assets/vendor/*.woff2",),
    "pkg:pypi/mkdocs-material": ("assets/javascripts/**/*.js", "assets/stylesheets/**/*.css"),
}
# What travels inside a package, and so is in no lock file of ours.
INSIDE = {
    "pkg:npm/pyodide": [("CPython", "PSF-2.0")],
    "pkg:pypi/mkdocs-material": [("Lunr", "MIT"), ("lunr-languages", "MPL-1.1"), ("Material Design Icons", "Apache-2.0")],
}
# requirements.txt knows no licences. THIRD_PARTY_NOTICES.md names these too.
LICENCES = {"pkg:pypi/jinja2": "BSD-3-Clause", "pkg:pypi/markupsafe": "BSD-3-Clause", "pkg:pypi/mkdocs-material": "MIT"}


def write_sbom(site: Path) -> None:
    """Write the list into the finished site."""
    target = site / PLACE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes((json.dumps(build_sbom(site), ensure_ascii=False, indent=1) + "\n").encode())


def build_sbom(site: Path) -> dict[str, Any]:
    """The whole list. Its serial number is made from all the rest."""
    python, node = read_requirements(ROOT / "requirements.txt"), read_package_lock(ROOT / "package-lock.json")
    packages = {**python, **node}
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    root = {"type": "application", "bom-ref": PROJECT, "name": PROJECT, "version": version, "licenses": [{"license": {"id": "MIT"}}, {"license": {"id": "CC-BY-4.0"}}]}
    rest = {
        "metadata": {"lifecycles": [{"phase": "build"}], "component": root},
        "components": [described(address, package, site) for address, package in sorted(packages.items())],
        "dependencies": dependencies(packages),
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest())
    return {"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", "version": 1, **rest}


# --- the lock files ------------------------------------------------------------------------------------------------------

PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)")


def read_requirements(file: Path) -> dict[str, Component]:
    """Each package of requirements.txt by its address. `needed_by` are the packages that asked for it."""
    found = [(PINNED.match(block), block) for block in re.split(r"\n(?=[a-z0-9])", file.read_text(encoding="utf-8"))]
    pinned = {match[1]: (match[2], asking(block)) for match, block in found if match}
    addresses = {name: f"pkg:pypi/{name}@{version}" for name, (version, _) in pinned.items()}
    return {
        addresses[name]: {"name": name, "version": version, "bare": f"pkg:pypi/{name}", "needed_by": {PROJECT if each.startswith("-r ") else addresses[each] for each in asked_by}}
        for name, (version, asked_by) in pinned.items()
    }


def asking(block: str) -> list[str]:
    """Who asked for a package: "# via pydantic" on one line, or "# via" and each name on a line of its own."""
    lines = (line.strip().removeprefix("via").strip() for line in re.findall(r"^ +#(.*)$", block, re.M))
    return [line for line in lines if line]


def read_package_lock(file: Path) -> dict[str, Component]:
    """Each package of package-lock.json in the same way, with its licence and the SHA-512 that npm checks.

    npm puts a second version of a package into the folder of the one that needs it, so a name may stand here in several versions.
    A version that stands in several folders is one package.
    """
    entries = json.loads(file.read_text(encoding="utf-8"))["packages"]
    addresses = {path: f"{npm_address(npm_name(path))}@{entry['version']}" if path else PROJECT for path, entry in entries.items()}
    # Only what stands in the outermost folder can be shipped: builder/site.py takes from there.
    outermost = {addresses[path] for path in entries if path == f"node_modules/{npm_name(path)}"}
    packages: dict[str, Component] = {}
    for path, entry in entries.items():
        if path:
            name = npm_name(path)
            algorithm, digest = entry["integrity"].split("-", 1)
            hashes = [{"alg": {"sha512": "SHA-512"}[algorithm], "content": base64.b64decode(digest).hex()}]
            is_inner = addresses[path] not in outermost
            packages[addresses[path]] = {"name": name, "version": entry["version"], "bare": npm_address(name), "is_inner": is_inner, "licence": entry["license"], "hashes": hashes, "needed_by": set()}
    for path, entry in entries.items():
        for name in [name for field in ("dependencies", "devDependencies", "optionalDependencies") for name in entry.get(field, {})]:
            packages[addresses[found_by_npm(name, path, entries)]]["needed_by"].add(addresses[path])
    return packages


def npm_name(path: str) -> str:
    """The name of the package in a folder: "node_modules/a/node_modules/@b/c" holds "@b/c"."""
    return path.rpartition("node_modules/")[2]


def npm_address(name: str) -> str:
    return f"pkg:npm/{name.replace('@', '%40', 1)}"


def found_by_npm(name: str, path: str, entries: Mapping[str, Any]) -> str:
    """The folder in which a package finds another, as Node looks: in its own first, then in each around it."""
    while path and f"{path}/node_modules/{name}" not in entries:
        path = path.rpartition("node_modules/")[0].removesuffix("/")
    found = f"{path}/node_modules/{name}" if path else f"node_modules/{name}"
    if found not in entries:
        raise RuntimeError(f"expected {name} in package-lock.json, since a package there needs it, got nothing. Run: make lock")
    return found


# --- CycloneDX -----------------------------------------------------------------------------------------------------------


def described(address: str, package: Component, site: Path) -> Component:
    """A package as a component. What is shipped is required and has its files; what only builds or tests is excluded."""
    bare = package["bare"]
    is_shipped = bare in SHIPPED and not package.get("is_inner")
    licence = package.get("licence") or LICENCES.get(bare)
    component: Component = {"type": "library", "bom-ref": address, "name": package["name"], "version": package["version"], "purl": address, "scope": "required" if is_shipped else "excluded"}
    if package.get("hashes"):
        component["hashes"] = package["hashes"]
    if licence:
        component["licenses"] = [licence_words(licence)]
    if is_shipped:
        component["components"] = [*(inner(name, licence, site) for name, licence in INSIDE.get(bare, ())), *files_of(SHIPPED[bare], site)]
    return component


def licence_words(licence: str) -> Component:
    """One SPDX licence, or an expression of several."""
    return {"expression": licence.strip("()")} if " " in licence else {"license": {"id": licence}}


def inner(name: str, licence: str, site: Path) -> Component:
    component = {"type": "library", "name": name, "scope": "required", "licenses": [licence_words(licence)]}
    return {**component, "version": python_version(site)} if name == "CPython" else component


def python_version(site: Path) -> str:
    """The version of the Python inside Pyodide, as the runtime's own lock file has it."""
    [lock] = site.glob("runtime/*/pyodide-lock.json")
    return json.loads(lock.read_text(encoding="utf-8"))["info"]["python"]


def files_of(patterns: tuple[str, ...], site: Path) -> list[Component]:
    """The files in the site that are a package's work, each with its SHA-256."""
    files = sorted({path for pattern in patterns for path in site.glob(pattern)})
    if not files:
        raise RuntimeError(f"expected files of a shipped package under {', '.join(patterns)}, got none. Mend SHIPPED in builder/sbom.py")
    return [{"type": "file", "name": path.relative_to(site).as_posix(), "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}]} for path in files]


def dependencies(packages: dict[str, Component]) -> list[Component]:
    """Who needs whom, by their addresses."""
    needs: dict[str, list[str]] = {address: [] for address in (PROJECT, *packages)}
    for address, package in packages.items():
        for owner in package["needed_by"]:
            needs[owner].append(address)
    return [{"ref": address, "dependsOn": sorted(on)} if on else {"ref": address} for address, on in sorted(needs.items())]
