"""What the site is made from and how it is published: a list of all packages, pinned actions, no right too many, no update too fresh."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder.sbom import PLACE, SHIPPED, build_sbom, dependencies, described, read_package_lock, read_requirements
from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
# What each job may do. A right that is added here should have a reason beside it in the workflow.
RIGHTS = {
    "deep.yml": {"deep": {"contents": "read"}},
    "pages.yml": {
        "test": {"contents": "read"},
        "build": {"contents": "read"},
        "attest": {"id-token": "write", "attestations": "write"},
        "deploy": {"pages": "write", "id-token": "write"},
    },
}


@pytest.fixture(scope="module")
def listed(built_site: Path) -> dict[str, Any]:
    """The published list."""
    return json.loads((built_site / PLACE).read_text(encoding="utf-8"))


def files_in(component: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in component.get("components", ()) if each["type"] == "file"]


# --- the list ------------------------------------------------------------------------------------------------------------


def test_the_list_is_cyclonedx(listed) -> None:
    """It says what it is, every component has what CycloneDX 1.6 asks for, and every address is used once and leads somewhere.

    Only its shape is looked at here. Against the published schema it was held once by hand; HACKING.md says how.
    """
    components = listed["components"]
    refs = [listed["metadata"]["component"]["bom-ref"], *(each["bom-ref"] for each in components)]
    lengths = {"SHA-256": 64, "SHA-512": 128}

    assert ("CycloneDX", "1.6", 1) == (listed["bomFormat"], listed["specVersion"], listed["version"])
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", listed["serialNumber"])
    assert len(refs) == len(set(refs))
    assert set(refs) == {each["ref"] for each in listed["dependencies"]} and len(refs) == len(listed["dependencies"])
    assert set(refs) >= {on for each in listed["dependencies"] for on in each.get("dependsOn", ())}
    for each in components:
        assert each["type"] == "library" and each["name"] and each["version"] and each["scope"] in ("required", "excluded"), each["bom-ref"]
        assert each["purl"] == each["bom-ref"] and re.fullmatch(r"pkg:(npm|pypi)/(%40[a-z0-9-]+/)?[a-z0-9._-]+@[\w.+-]+", each["purl"]), each["bom-ref"]
        assert all(re.fullmatch("[0-9a-f]+", hash["content"]) and lengths[hash["alg"]] == len(hash["content"]) for part in (each, *files_in(each)) for hash in part.get("hashes", ())), each["bom-ref"]


def test_the_list_has_every_pinned_package_and_no_other(listed) -> None:
    """What the two lock files pin is what the list has, with the same versions."""
    python = re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M)
    node = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = {("pypi", name, version) for name, version in python} | {("npm", path.rpartition("node_modules/")[2], entry["version"]) for path, entry in node.items() if path}

    assert 60 < len(wanted)
    assert wanted == {(each["purl"].split(":")[1].split("/")[0], each["name"], each["version"]) for each in listed["components"]}
    assert len(wanted) == len(listed["components"])


def test_the_list_has_the_bytes_that_are_shipped(listed, built_site: Path) -> None:
    """Each file of other people's work has the SHA-256 that it has in the site, and every file under assets/vendor and the runtime is somebody's."""
    files = {each["name"]: each["hashes"][0]["content"] for component in listed["components"] for each in files_in(component)}
    ours = re.compile(r"runtime/\w+/(hamstring_planner-.*\.whl|manifest\.json|pyodide-lock\.json|records\.json)|assets/vendor/licences/")
    shipped = [path.relative_to(built_site).as_posix() for folder in ("runtime", "assets/vendor") for path in (built_site / folder).rglob("*") if path.is_file()]

    assert {name: hashlib.sha256((built_site / name).read_bytes()).hexdigest() for name in files} == files
    assert [] == [name for name in shipped if name not in files and not ours.match(name)]


def test_the_list_has_what_the_notices_name(listed) -> None:
    """Every work that THIRD_PARTY_NOTICES.md names is in the list as shipped, with a licence; and what is shipped is named there."""
    rows = re.findall(r"^- \*\*(.+?)\*\*", (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8"), re.M)
    required = [each for each in listed["components"] if each["scope"] == "required"]
    libraries = [*required, *(part for each in required for part in each["components"] if part["type"] == "library")]
    said = " ".join(rows).lower()
    words = {"qrcode-generator": "qr code generator", "mkdocs-material": "material for mkdocs", "@fontsource-variable/atkinson-hyperlegible-next": "atkinson hyperlegible next", "CPython": "cpython"}

    assert 10 == len(rows)
    assert {each["bom-ref"].rsplit("@", 1)[0] for each in required} == set(SHIPPED)
    assert [] == [each["name"] for each in libraries if words.get(each["name"], each["name"].lower()) not in said or not each["licenses"]]


def test_who_needs_whom_is_read_from_the_lock_files(tmp_path: Path) -> None:
    """One asker on the line, several below, the project itself, and npm's own list: each becomes a line of who needs whom."""
    (tmp_path / "requirements.txt").write_text("# made by a program\na==1 \\\n    --hash=sha256:00\n    # via -r requirements.in\nb-c==2.0 ; sys_platform == 'x' \\\n    --hash=sha256:00\n    # via\n    #   a\n    #   -r requirements.in\n", encoding="utf-8")
    lock = {"packages": {"": {"dependencies": {"x": "1"}}, "node_modules/x": {"version": "1", "license": "MIT", "integrity": "sha512-AAAA", "dependencies": {"@y/z": "2"}}, "node_modules/@y/z": {"version": "2", "license": "ISC", "integrity": "sha512-AAAA"}}}
    (tmp_path / "lock.json").write_text(json.dumps(lock), encoding="utf-8")
    needs = dependencies({**read_requirements(tmp_path / "requirements.txt"), **read_package_lock(tmp_path / "lock.json")})

    assert [
        {"ref": "hamstring-guide", "dependsOn": ["pkg:npm/x@1", "pkg:pypi/a@1", "pkg:pypi/b-c@2.0"]},
        {"ref": "pkg:npm/%40y/z@2"},
        {"ref": "pkg:npm/x@1", "dependsOn": ["pkg:npm/%40y/z@2"]},
        {"ref": "pkg:pypi/a@1", "dependsOn": ["pkg:pypi/b-c@2.0"]},
        {"ref": "pkg:pypi/b-c@2.0"},
    ] == needs


def test_a_package_in_several_versions_is_several_parts(tmp_path: Path) -> None:
    """Each version is a part of its own, needed by whoever finds it in its own folder or in the nearest around it; the same version in two folders is one part."""
    entry = {"license": "MIT", "integrity": "sha512-AAAA"}
    lock = {
        "": {"dependencies": {"a": "1", "b": "1"}, "devDependencies": {"ws": "8"}},
        "node_modules/ws": {"version": "8", **entry},
        "node_modules/a": {"version": "1", **entry, "dependencies": {"ws": "7", "@y/z": "1"}},
        "node_modules/a/node_modules/ws": {"version": "7", **entry},
        "node_modules/a/node_modules/@y/z": {"version": "1", **entry, "dependencies": {"ws": "7"}},
        "node_modules/b": {"version": "1", **entry, "dependencies": {"ws": "7", "c": "1"}},
        "node_modules/b/node_modules/ws": {"version": "7", **entry},
        "node_modules/c": {"version": "1", **entry, "dependencies": {"ws": "8"}},
    }
    (tmp_path / "lock.json").write_text(json.dumps({"packages": lock}), encoding="utf-8")
    packages = read_package_lock(tmp_path / "lock.json")

    assert {
        "pkg:npm/ws@8": {"hamstring-guide", "pkg:npm/c@1"},
        "pkg:npm/ws@7": {"pkg:npm/a@1", "pkg:npm/%40y/z@1", "pkg:npm/b@1"},
        "pkg:npm/%40y/z@1": {"pkg:npm/a@1"},
        "pkg:npm/a@1": {"hamstring-guide"},
        "pkg:npm/b@1": {"hamstring-guide"},
        "pkg:npm/c@1": {"pkg:npm/b@1"},
    } == {address: package["needed_by"] for address, package in packages.items()}
    assert ["pkg:npm/%40y/z@1", "pkg:npm/ws@7"] == sorted(address for address, package in packages.items() if package["is_inner"])


def test_a_package_that_the_lock_lacks_stops_the_build(tmp_path: Path) -> None:
    """Where a package needs another that is in no folder it looks in, the build says which, and the command that mends it."""
    lock = {"": {"dependencies": {"a": "1"}}, "node_modules/a": {"version": "1", "license": "MIT", "integrity": "sha512-AAAA", "dependencies": {"b": "1"}}}
    (tmp_path / "lock.json").write_text(json.dumps({"packages": lock}), encoding="utf-8")

    with pytest.raises(RuntimeError, match="b in package-lock.json.*make lock"):
        read_package_lock(tmp_path / "lock.json")


def test_only_the_version_that_the_site_takes_is_shipped(tmp_path: Path) -> None:
    """A second version of a shipped package, in the folder of a tool, is for building and testing only."""
    [address] = [address for address in SHIPPED if address.endswith("/idb")]
    package = {"name": "idb", "version": "1", "bare": address, "licence": "ISC"}
    (tmp_path / "assets/vendor").mkdir(parents=True)
    (tmp_path / "assets/vendor/idb.js").touch()

    assert ["required", "excluded"] == [described(f"{address}@1", {**package, "is_inner": is_inner}, tmp_path)["scope"] for is_inner in (False, True)]


def test_a_shipped_package_without_its_files_stops_the_build(built_site: Path, tmp_path: Path) -> None:
    """Where a file of other people's work has another name than the list knows, the build says so instead of leaving it out."""
    shutil.copytree(built_site / "runtime", tmp_path / "runtime")

    with pytest.raises(RuntimeError, match="assets/vendor"):
        build_sbom(tmp_path)


# --- the workflows -------------------------------------------------------------------------------------------------------


def read_workflows() -> dict[str, dict[str, Any]]:
    """Each workflow by its file's name."""
    return {file.name: yaml.safe_load(file.read_text(encoding="utf-8")) for file in WORKFLOWS}


def test_every_action_is_pinned_by_its_commit() -> None:
    """Each action is named by a whole commit, with the version beside it: a tag can be moved to other code."""
    used = [line.strip() for file in WORKFLOWS for line in file.read_text(encoding="utf-8").splitlines() if "uses:" in line]

    assert 8 < len(used)
    assert [] == [line for line in used if not re.fullmatch(r"(- )?uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)]


def test_zizmor_finds_no_weak_spot(tmp_path: Path) -> None:
    """The workflows and the settings of their updates are clean, and the same ones with an action named by its branch are not."""
    spoilt = shutil.copytree(ROOT / ".github", tmp_path / ".github")
    workflow = spoilt / "workflows" / "pages.yml"
    workflow.write_text(re.sub(r"(uses: actions/checkout)@[0-9a-f]{40}.*", r"\1@main", workflow.read_text(encoding="utf-8")), encoding="utf-8")
    ours, theirs = (subprocess.run([Path(sys.executable).with_name("zizmor"), "--offline", "--no-progress", folder], capture_output=True, text=True, check=False) for folder in (ROOT / ".github", spoilt))

    assert 0 == ours.returncode, ours.stdout
    assert 0 != theirs.returncode and "unpinned-uses" in theirs.stdout


def test_a_job_may_do_no_more_than_it_needs() -> None:
    """Nothing is allowed to begin with, each job has its own few rights, nothing uses a secret, and no foreign text becomes a command."""
    workflows = read_workflows()
    steps = [step for workflow in workflows.values() for job in workflow["jobs"].values() for step in job["steps"]]

    assert [{}] * len(WORKFLOWS) == [workflow["permissions"] for workflow in workflows.values()]
    assert RIGHTS == {name: {id: job["permissions"] for id, job in workflow["jobs"].items()} for name, workflow in workflows.items()}
    assert [] == [file.name for file in WORKFLOWS if re.search(r"secrets\.|pull_request_target|workflow_run", file.read_text(encoding="utf-8"))]
    assert [] == [step["run"] for step in steps if "${{" in step.get("run", "")]
    assert [] == [step for step in steps if "checkout" in step.get("uses", "") and step["with"]["persist-credentials"] is not False]


def test_what_runs_other_peoples_code_can_sign_nothing() -> None:
    """A job that may write anything runs no command and no code of ours, and nothing is published that was not tested and signed."""
    jobs = read_workflows()["pages.yml"]["jobs"]
    writing = [job for job in jobs.values() if "write" in job["permissions"].values()]

    assert 2 == len(writing)
    assert [] == [step for job in writing for step in job["steps"] if "run" in step or "checkout" in step["uses"]]
    assert ("test", "build", ["build", "attest"]) == (jobs["build"]["needs"], jobs["attest"]["needs"], jobs["deploy"]["needs"])


def test_updates_are_a_week_old() -> None:
    """New versions of packages and actions are proposed when they have been out for a week or more."""
    updates = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))["updates"]

    assert {"pip", "npm", "github-actions"} == {each["package-ecosystem"] for each in updates}
    assert [] == [each["package-ecosystem"] for each in updates if each["cooldown"]["default-days"] < 7]


# --- the same bytes ------------------------------------------------------------------------------------------------------


@pytest.mark.deep
def test_another_place_gives_the_same_bytes(tmp_path: Path) -> None:
    """A copy of the sources in another folder, with another time zone, language and umask and nothing kept of an earlier build, gives the same site."""
    copy = tmp_path / "elsewhere" / "copy"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("out", ".venv", "node_modules", ".git", "__pycache__", ".*_cache", ".hypothesis"))
    (copy / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    asked = ["build.py", "build", "--today", "2026-12-01", "--out"]
    subprocess.run([sys.executable, *asked, str(tmp_path / "here")], cwd=ROOT, check=True, capture_output=True)
    other = {**os.environ, "TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C"}
    subprocess.run([sys.executable, *asked, str(tmp_path / "there")], cwd=copy, env=other, umask=0o077, check=True, capture_output=True)
    one, two = ({path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(site.rglob("*")) if path.is_file()} for site in (tmp_path / "here/site", tmp_path / "there/site"))

    assert 300 < len(one)
    assert one == two
