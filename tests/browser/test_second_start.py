"""The second start goes on from the memory of the first, which holds nothing of the reader; a memory that is spoilt costs nothing."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from builder.cases import CALM_CHECK_IN
from tests.browser.reader import BOOT, ELEMENT
from tests.people import TODAY, log_of, people

SECRET = "xyzzy-the-reader-s-own-words"

# The kept memory. JavaScript counts on from here in each script below.
OPEN = """
  const name = (await caches.keys()).find(name => name.includes(" memory/"));
  const cache = await caches.open(name);
  const [request] = await cache.keys();
  const kept = await cache.match(request);
  const content = new Uint8Array(await kept.arrayBuffer());
"""
CLOSE = """
  const hex = bytes => Array.from(new Uint8Array(bytes), byte => byte.toString(16).padStart(2, "0")).join("");
  await cache.put(request, new Response(content, { headers: { "X-SHA-256": vouch ? hex(await crypto.subtle.digest("SHA-256", content)) : kept.headers.get("X-SHA-256") } }));
"""


@pytest.fixture
def page(newcomer: Page) -> Page:
    """Every test here is about a first start."""
    return newcomer


def plan(page: Page) -> dict[str, Any]:
    """A plan for somebody who wrote something of their own, as Python answers it."""
    log = log_of(people()["settled-strain"])
    log["entries"].append({"id": "b", "at": f"{TODAY}T20:00:00+01:00", "kind": "check-in", "answers": {**CALM_CHECK_IN, "note": SECRET}})
    return page.evaluate("request => document.querySelector('hamstring-planner').ask(request)", {"do": "show", "log": log, "today": TODAY})


def expect_start_from(page: Page, source: str) -> None:
    expect(page.locator(ELEMENT)).to_have_attribute("data-started-from", source, timeout=BOOT)


def keep(page: Page) -> dict[str, Any]:
    """Start Python for the first time, and wait until its memory is on the device."""
    answer = plan(page)
    expect_start_from(page, "library")
    page.evaluate(
        """async () => {
          for (let tries = 0; tries < 600; tries += 1) {
            const name = (await caches.keys()).find(name => name.includes(" memory/"));
            if (name && (await (await caches.open(name)).keys()).length) return;
            await new Promise(resolve => setTimeout(resolve, 100));
          }
          throw new Error("Python's memory was not kept within a minute");
        }"""
    )
    return answer


def test_the_second_start_goes_on_from_the_first_one_s_memory(planner: Page) -> None:
    """The same question gets the same answer, to the byte, from a Python that never imported the planner itself; nothing of the reader is in what was kept."""
    first = keep(planner)
    found = planner.evaluate(f"async secret => {{ {OPEN} return new TextDecoder('latin1').decode(content).includes(secret); }}", SECRET)
    planned = planner.evaluate(f"async () => {{ {OPEN} return new TextDecoder('latin1').decode(content).includes('glute-bridge'); }}")
    planner.reload()

    second = plan(planner)

    expect_start_from(planner, "memory")
    assert first == second and SECRET in first["views"]["diary"]
    assert (False, True) == (found, planned)  # the records are in it


@pytest.mark.parametrize(("spoil", "vouch"), [("content[content.length >> 1] ^= 1;", "false"), pytest.param("content.fill(7, 8 + 4 * new DataView(content.buffer).getUint32(4, true));", "true", marks=pytest.mark.deep), pytest.param("content.fill(7);", "true", marks=pytest.mark.deep)], ids=["one bit", "every page, with a checksum that fits", "all of it, with a checksum that fits"])
def test_a_spoilt_memory_is_not_used(spoil: str, vouch: str, planner: Page) -> None:
    """What does not match its checksum, or Python cannot go on from, is dropped, and the start is the usual one."""
    first = keep(planner)
    planner.evaluate(f"async () => {{ const vouch = {vouch}; {OPEN} {spoil} {CLOSE} }}")
    planner.reload()

    assert first == plan(planner)

    expect_start_from(planner, "library")


@pytest.mark.deep
def test_a_reader_who_saves_data_is_given_nothing_large_to_keep(page: Page, served: str) -> None:
    """With the browser's data saver nothing is kept for the next start."""
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    page.goto(f"{served}planner/")
    plan(page)
    page.wait_for_timeout(6000)

    assert [] == page.evaluate("caches.keys()")
