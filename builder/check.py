"""What no schema can see: whether the records fit together. Every rule adds its problems; the caller stops once with all of them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from builder.names import idle_numbers, unknown_names
from builder.problems import BuildStopped, Problem, expected, listed

Plain = Mapping[str, Any]


def check_links(exercises: Plain, protocol_files: Plain, protocol: Plain, references: Plain, messages: Plain, on_pages: Collection[str]) -> None:
    """Raises BuildStopped with everything that does not fit together. `exercises` is by file name, `on_pages` what the guide's own text cites."""
    problems = [
        *_ids(exercises),
        *_stages(exercises, protocol),
        *_patterns(exercises, protocol),
        *_equipment(exercises, protocol),
        *_exercise_links(exercises),
        *_cycles(exercises, "harder"),
        *_cycles(exercises, "easier"),
        *_hip_flexion(exercises, protocol),
        *_typical(exercises),
        *_complete_doses(exercises),
        *_substitutes(exercises, protocol),
        *_steps_to_others(exercises),
        *_ends(protocol_files),
        *_starts(exercises, protocol_files),
        *_ranges({**exercises, **protocol_files}),
        *_sourced(exercises),
        *_cited(exercises, protocol_files, references),
        *_uncited(exercises, protocol_files, references, on_pages),
        *unknown_names(protocol_files, protocol, exercises),
        *idle_numbers(protocol_files),
        *_doubled(protocol_files),
        *_words(exercises, protocol, messages),
    ]
    if problems:
        raise BuildStopped(problems)


def _ids(exercises: Plain) -> Iterable[Problem]:
    for file, record in exercises.items():
        name = file.rsplit("/", 1)[-1].removesuffix(".yaml")
        if record["id"] != name:
            yield Problem(file, "id", f"expected the file's name, got {record['id']!r}. Example: {name}")


def _stages(exercises: Plain, protocol: Plain) -> Iterable[Problem]:
    stages = [f"{track['id']}/{stage['id']}" for track in protocol["tracks"] for stage in track["stages"]]
    for file, record in exercises.items():
        for stage in record["doses"]:
            if stage not in stages:
                yield Problem(file, f"doses.{stage}", f"is not a stage. Stages: {', '.join(stages)}")


def _patterns(exercises: Plain, protocol: Plain) -> Iterable[Problem]:
    """An exercise whose kind of movement a stage never asks for would be on its page and never in a plan."""
    patterns = {f"{track['id']}/{stage['id']}": stage["patterns"] for track in protocol["tracks"] for stage in track["stages"]}
    for file, record in exercises.items():
        for stage in record["doses"]:
            if stage in patterns and record["pattern"] not in patterns[stage]:
                yield Problem(file, f"doses.{stage}", f"the stage asks for no {record['pattern']!r}. It asks for {listed(patterns[stage])}")


def _equipment(exercises: Plain, protocol: Plain) -> Iterable[Problem]:
    known = [item["id"] for item in protocol["equipment"]]
    for file, record in exercises.items():
        for index, item in enumerate(record["equipment"]):
            if item not in known:
                yield Problem(file, f"equipment[{index}]", expected(listed(known), item, known[0]))


def _exercise_links(exercises: Plain) -> Iterable[Problem]:
    known = {record["id"] for record in exercises.values()}
    for file, record in exercises.items():
        for direction in ("easier", "harder"):
            for index, link in enumerate(record.get(direction, [])):
                if link["id"] not in known or link["id"] == record["id"]:
                    yield Problem(file, f"{direction}[{index}].id", f"expected the id of another exercise, got {link['id']!r}")


def _cycles(exercises: Plain, direction: str) -> Iterable[Problem]:
    """Following "harder" must never lead back to where it began, and no more must "easier"."""
    graph = {record["id"]: [link["id"] for link in record.get(direction, [])] for record in exercises.values()}
    files = {record["id"]: file for file, record in exercises.items()}
    for start in graph:
        path = _way_back(start, graph)
        if path and start == min(path):
            yield Problem(files[start], direction, f"goes round in a circle: {' → '.join([*path, start])}")


def _way_back(start: str, graph: Mapping[str, list[str]]) -> list[str] | None:
    open_paths = [[start]]
    seen = set()
    while open_paths:
        path = open_paths.pop()
        for following in graph.get(path[-1], []):
            if following == start:
                return path
            if following not in seen:
                seen.add(following)
                open_paths.append([*path, following])
    return None


def _hip_flexion(exercises: Plain, protocol: Plain) -> Iterable[Problem]:
    limits = {f"{track['id']}/{stage['id']}": stage.get("hip_flexion_limit") for track in protocol["tracks"] for stage in track["stages"]}
    for file, record in exercises.items():
        for stage in record["doses"]:
            number = protocol["numbers"].get(limits.get(stage) or "")
            degrees = record["load"]["hip_flexion_degrees"]
            if number and degrees > number["value"]:
                yield Problem(file, f"doses.{stage}", f"bends the hip to {degrees} degrees under load; the stage allows {number['value']} ({limits[stage]})")


def _typical(exercises: Plain) -> Iterable[Problem]:
    """An exercise is most at home in one stage of each programme it has a dose in."""
    for file, record in exercises.items():
        tracks = sorted({stage.split("/")[0] for stage in record["doses"]})
        named = sorted(stage.split("/")[0] for stage in record["typical"])
        example = sorted(record["doses"])[0]
        for stage in record["typical"]:
            if stage not in record["doses"]:
                yield Problem(file, "typical", f"expected a stage that has a dose, got {stage!r}. Example: {example}")
        if named != tracks:
            yield Problem(file, "typical", f"expected one stage for each programme with a dose ({listed(tracks)}), got {listed(record['typical'])}. Example: [{example}]")


def _complete_doses(exercises: Plain) -> Iterable[Problem]:
    """More than one set has a rest between, and slow strength work says how slow."""
    for file, record in exercises.items():
        for stage, dose in record["doses"].items():
            if _most(dose.get("sets", 1)) > 1 and "rest_seconds" not in dose:
                yield Problem(file, f"doses.{stage}.rest_seconds", "expected the rest between sets in seconds, got nothing. Example: 60")
            if dose["kind"] == "reps" and record["load"]["speed"] == "slow" and "tempo" not in dose:
                yield Problem(file, f"doses.{stage}.tempo", "expected how slow it is, got nothing. Example: {lift_seconds: 2, lower_seconds: 3}")


def _most(count: Any) -> int:
    return count[-1] if isinstance(count, list) else count


def _substitutes(exercises: Plain, protocol: Plain) -> Iterable[Problem]:
    household = {item["id"] for item in protocol["equipment"] if item["household"]}
    for file, record in exercises.items():
        bought = [id for id in record["equipment"] if id not in household]
        if bought and "substitute" not in record:
            yield Problem(file, "substitute", f"expected what does the job of {listed(bought)} at home, got nothing. Example: A loaded rucksack does the job of a weight.")


def _steps_to_others(exercises: Plain) -> Iterable[Problem]:
    """Every exercise leads on, or back, to another."""
    for file, record in exercises.items():
        if not record.get("easier") and not record.get("harder"):
            yield Problem(file, "harder", "expected an easier or a harder exercise, got neither. Example: [{id: single-leg-bridge, when: Three sets of 15 feel easy on two separate days.}]")


def _ends(files: Plain) -> Iterable[Problem]:
    """A stage leads on: by its place before another, or by a sentence on what comes after."""
    for file, sections in files.items():
        for index, track in enumerate(sections.get("tracks", [])):
            if "after" not in track["stages"][-1]:
                place = f"tracks[{index}].stages[{len(track['stages']) - 1}].after"
                yield Problem(file, place, "expected what comes after the last stage, got nothing. Example: Go on with “Keep it strong”.")


def _starts(exercises: Plain, files: Plain) -> Iterable[Problem]:
    """What a stage starts with has a dose there."""
    doses = {record["id"]: record["doses"] for record in exercises.values()}
    for file, sections in files.items():
        for number, track in enumerate(sections.get("tracks", [])):
            for index, stage in enumerate(track["stages"]):
                members = sorted(id for id in doses if f"{track['id']}/{stage['id']}" in doses[id])
                for id in stage["start_with"]:
                    if id not in members:
                        yield Problem(file, f"tracks[{number}].stages[{index}].start_with", f"expected an exercise with a dose in this stage, got {id!r}. Example: {members[0] if members else ''}")


def _sourced(exercises: Plain) -> Iterable[Problem]:
    """What is not our own assumption names where it comes from."""
    for file, record in exercises.items():
        claims = {f"doses.{stage}": dose["basis"] for stage, dose in record["doses"].items() if not dose["references"]}
        if "pain_limit" in record and not record["pain_limit"]["references"]:
            claims["pain_limit"] = record["pain_limit"]["basis"]
        for place, basis in claims.items():
            if basis != "assumption":
                yield Problem(file, f"{place}.references", f"expected at least one reference id for the basis {basis}, got []. Example: [hickey2020]")
        if record["evidence"]["kind"] != "none" and not record["evidence"]["references"]:
            yield Problem(file, "evidence.references", f"expected at least one reference id for the kind {record['evidence']['kind']}, got []. Example: [hickey2020]")


def _ranges(files: Plain) -> Iterable[Problem]:
    """A range is written least first."""
    for file, value in files.items():
        yield from _wrong_ranges(value, "", file)


def _wrong_ranges(value: Any, place: str, file: str) -> Iterable[Problem]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _wrong_ranges(item, f"{place}.{key}" if place else key, file)
    elif isinstance(value, list):
        if len(value) == 2 and all(type(item) is int for item in value) and value[0] > value[1]:
            yield Problem(file, place, f"expected the least first, got {value!r}. Example: [{value[1]}, {value[0]}]")
        for index, item in enumerate(value):
            yield from _wrong_ranges(item, f"{place}[{index}]", file)


def _cited(exercises: Plain, protocol_files: Plain, references: Plain) -> Iterable[Problem]:
    for file, place, id in _citations({**exercises, **protocol_files}):
        if id not in references:
            yield Problem(file, place, f"expected an id of content/references.yaml, got {id!r}")


def _uncited(exercises: Plain, protocol_files: Plain, references: Plain, on_pages: Collection[str]) -> Iterable[Problem]:
    used = {id for _, _, id in _citations({**exercises, **protocol_files})} | set(on_pages)
    for id in references:
        if id not in used:
            yield Problem("content/references.yaml", id, "nobody uses this reference. Cite it in a record or on a page, or remove it")


def _citations(files: Plain) -> Iterable[tuple[str, str, str]]:
    for file, value in files.items():
        for place, id in _reference_ids(value, ""):
            yield file, place, id


def _reference_ids(value: Any, place: str) -> Iterable[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            where = f"{place}.{key}" if place else key
            if key in ("references", "sources"):
                yield from ((f"{where}[{index}]", id) for index, id in enumerate(item))
            else:
                yield from _reference_ids(item, where)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _reference_ids(item, f"{place}[{index}]")


def _doubled(files: Plain) -> Iterable[Problem]:
    """An id stands once in the whole protocol, for each kind of thing."""
    for section in ("signs", "questions", "tests", "criteria", "tracks", "levels", "equipment", "prognosis", "ladders", "sections", "sports", "checklist", "warm_ups"):
        seen: set[str] = set()
        for file, sections in files.items():
            for index, item in enumerate(sections.get(section, [])):
                if item["id"] in seen:
                    yield Problem(file, f"{section}[{index}].id", f"expected each id once, got {item['id']!r} again")
                seen.add(item["id"])


def _words(exercises: Plain, protocol: Plain, messages: Plain) -> Iterable[Problem]:
    """A value shown to readers has a word."""
    file = "content/messages.yaml"
    words = messages["words"]
    used = {pattern for track in protocol["tracks"] for stage in track["stages"] for pattern in stage["patterns"]}
    used |= {record["pattern"] for record in exercises.values()}
    for pattern in sorted(used - set(words.get("pattern", {}))):
        yield Problem(file, f"words.pattern.{pattern}", "expected some words, got nothing. Example: hip hinge")
