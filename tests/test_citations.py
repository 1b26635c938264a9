"""What rests on each reference: nothing that cites is forgotten."""

from builder.citations import Citation, build_references, cited_in


def places_of(records, on_pages=()) -> dict[str, set[str]]:
    """The addresses that rest on each reference, by its id."""
    return {each.reference.id: {citation.url for citations in each.cited_by.values() for citation in citations} for each in build_references(records, [], on_pages)}


def test_every_record_that_cites_is_told(records) -> None:
    """Exercises with their doses and limits, tests, numbers, signs, rules and ladders each stand under every reference they name."""
    places = places_of(records)
    for exercise in records.exercises.values():
        doses = {id for dose in exercise.doses.values() for id in dose.references}
        for id in {*exercise.evidence.references, *exercise.sources, *doses, *(exercise.pain_limit.references if exercise.pain_limit else ())}:
            assert f"exercises/{exercise.id}/" in places[id]
    for number in records.protocol.numbers.values():
        assert all(f"how-the-planner-decides/#{number.id}" in places[id] for id in number.references)
    for sign in records.protocol.signs:
        assert all(any(url.endswith(f"/#{sign.id}") for url in places[id]) for id in sign.references)
    for rule in records.protocol.rules.values():
        assert all(f"how-the-planner-decides/#rule-{rule.id}" in places[id] for id in rule.references)
    for criterion in records.protocol.criteria:
        assert all(f"programmes/{criterion.stage}/" in places[id] for id in criterion.references)
    for ladder in records.protocol.ladders.values():
        assert all(any(url.endswith(f"/#{ladder.id}") for url in places[id]) for id in ladder.references)


def test_pages_that_cite_are_told(records) -> None:
    """A hand-written page stands under each reference that it links to."""
    places = places_of(records, [(Citation("mindset/", "Your mind"), ("hickey2020",))])

    assert "mindset/" in places["hickey2020"]
    assert "mindset/" not in places["bayer2017"]


def test_a_page_s_citations_are_found_in_its_text() -> None:
    """Ids with digits and hyphens are found, each once and in order; a link to the list itself is none."""
    text = '<a href="../references/#article-home">x</a> <a href="../references/#bayer2017">y</a> <a href="../references/#bayer2017">y</a> <a href="../references/">all</a>'

    assert ("article-home", "bayer2017") == cited_in(text)
