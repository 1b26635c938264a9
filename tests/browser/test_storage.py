"""Where the log is kept: two tabs at once, a browser that is killed, a full disk, and what an older or a damaged page left there."""

import json
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Download, Error, Page, Playwright, expect

from tests.browser import chromium
from tests.browser.conftest import BASE_PATH, PLANNER_PAGE, Complaints
from tests.browser.reader import BOOT, check_in, entries, make_plan, on_day, open_on, title, view, wait_until
from tests.effort import first_look
from tests.engines.kills import KILLS, kill
from tests.people import people

QUICK_INTERLEAVINGS, INTERLEAVINGS = 50, 1000
QUICK_KILLS = 5
DATABASE = "hamstring-guide"


@pytest.fixture
def plan(settled: Page) -> Page:
    """A plan on its second day, with that day's copy of it."""
    expect(settled.locator(".copies li")).to_have_count(1)
    return settled


# --- two tabs ---------------------------------------------------------------------------------------------------------------

# One tab's part of an interleaving: its acts, each begun at its moment, whatever has become of the one before. It says what it was told.
TAB = """async () => {
  const { openStore } = await import("../assets/planner/store.js");
  const { Book } = await import("../assets/planner/book.js");
  const wait = (until) => new Promise((resolve) => setTimeout(resolve, Math.max(0, until - Date.now())));
  window.begin = ({ database, start, acts }) => {
    window.ended = (async () => {
      const store = await openStore(database);
      const book = new Book(store);
      await book.read();
      const told = { acknowledged: [], fresh: 0, restored: 0 };
      const entry = (id) => ({ id, at: "2026-12-01T08:00:00+01:00", kind: "check-in", answers: {} });
      const doing = {
        append: async (ids) => { const fresh = await store.append(ids.map(entry)); told.fresh += fresh; told.acknowledged.push(...ids); },
        add: async (ids) => { await book.add(ids.map(entry)); told.acknowledged.push(...ids); },
        read: () => book.read(),
        copy: () => store.keepCopy({ at: "2026-12-01T08:00", why: "day" }),
        restore: async () => {
          const [copy] = await store.copies();
          if (copy && (await book.restore(copy.id, { at: "2026-12-01T08:00", why: "restore" }))) told.restored += 1;
        },
      };
      await Promise.all(acts.map(async ([after, act, ids]) => { await wait(start + after); await doing[act](ids); }));
      await book.read();
      await book.save();
      return told;
    })();
  };
  window.stored = async (database) => {
    const store = await openStore(database);
    const { entries } = await store.read();
    const kept = [];
    for (const { id } of await store.copies()) kept.push(...(await store.thing(`copy ${id}`)).map(({ id }) => id));
    return { ids: entries.map(({ id }) => id), kept };
  };
}"""


@dataclass
class Interleaving:
    """Two scripts, made from one number."""

    number: int
    restores: bool
    scripts: list[list[list[Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        chance = random.Random(self.number * 2 + self.restores)
        shared = [f"both-{place}" for place in range(4)]
        for tab in "ab":
            acts: list[list[Any]] = []
            for place in range(chance.randint(3, 9)):
                ids = [f"{tab}-{place}-{each}" for each in range(chance.randint(1, 3))] + chance.sample(shared, chance.randint(0, 2))
                act = chance.choice(["append", "add", "append", "read", "copy", *(["restore"] if self.restores else [])])
                # What both tabs add from one file counts once; only `append` says how many were new.
                acts.append([chance.uniform(0, 6), act, [each for each in ids if act == "append" or each not in shared]])
            self.scripts.append(acts)


def interleave(tabs: list[Page], one: Interleaving) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    database = f"interleaving {one.number} {one.restores}"
    start = time.time() * 1000 + 12
    for tab, acts in zip(tabs, one.scripts, strict=True):
        tab.evaluate("what => begin(what)", {"database": database, "start": start, "acts": acts})
    told = [tab.evaluate("ended") for tab in tabs]
    return told, tabs[0].evaluate("database => stored(database)", database)


@pytest.fixture
def tabs(browser: Browser, served: str) -> Iterator[list[Page]]:
    """Two tabs of one browser, on a page without a planner of its own."""
    context = browser.new_context(service_workers="block")
    tabs = [context.new_page(), context.new_page()]
    for tab in tabs:
        tab.goto(f"{served}about/")
        tab.evaluate(TAB)
    yield tabs
    context.close()


@pytest.mark.parametrize("count", [QUICK_INTERLEAVINGS, pytest.param(INTERLEAVINGS, marks=pytest.mark.deep)])
def test_two_tabs_that_write_at_once_lose_and_double_nothing(count: int, tabs: list[Page]) -> None:
    """In any order of two tabs' writes each entry that was said to be saved is there once, and nothing else is."""
    for number in range(count):
        one = Interleaving(number, restores=False)
        told, stored = interleave(tabs, one)
        acknowledged = {id for each in told for id in each["acknowledged"]}
        appended = {id for script in one.scripts for _, act, ids in script if act == "append" for id in ids}

        assert sorted(acknowledged) == sorted(stored["ids"]), number
        assert len(appended) == sum(each["fresh"] for each in told), number


@pytest.mark.parametrize("count", [QUICK_INTERLEAVINGS, pytest.param(INTERLEAVINGS, marks=pytest.mark.deep)])
def test_a_tab_that_goes_back_to_a_copy_loses_nothing_of_another(count: int, tabs: list[Page]) -> None:
    """While one tab goes back to a copy and the other writes, what was saved is in the log or in a copy, and nothing unheard-of is."""
    restored = 0
    for number in range(count):
        told, stored = interleave(tabs, Interleaving(number, restores=True))
        acknowledged = {id for each in told for id in each["acknowledged"]}
        restored += sum(each["restored"] for each in told)

        assert acknowledged == set(stored["ids"]) | (acknowledged & set(stored["kept"])), number
        assert len(stored["ids"]) == len(set(stored["ids"])), number
    assert restored > count / 4


# --- a connection that is lost --------------------------------------------------------------------------------------------------

# Catches every connection to a database, so that it can be lost. The page is not told of that: its next transaction ends with an InvalidStateError.
CAUGHT = """
const caught = [];
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...given) {
  const opening = open.apply(this, given);
  opening.addEventListener("success", () => caught.push(opening.result));
  return opening;
};
window.lose = () => { for (const db of caught.splice(0)) db.close(); };
"""


def test_a_connection_that_was_lost_is_opened_again(page: Page, served: str) -> None:
    """Where the browser has closed the database without a word, what is told next is saved, and what was told before is still there."""
    page.add_init_script(CAUGHT)
    open_on(page, f"{served}{PLANNER_PAGE}", "2026-12-01")
    make_plan(page, people()["settled-strain"])
    page.evaluate("lose()")
    check_in(page)

    expect(page.locator('[data-slot="today"] .today h3')).to_have_text("Go", timeout=BOOT)
    expect(page.locator(".planner-saved-words")).to_have_text("Saved on this device.")
    expect(page.locator(".planner-trouble")).to_be_hidden()
    assert ["intake", "check-in"] == [entry["kind"] for entry in entries(page)]


@pytest.mark.parametrize("told", ["read", "append", "copy", "restore", "delete"])
def test_each_act_outlives_a_lost_connection(told: str, bystanders: tuple[Page, Page]) -> None:
    """Reading, adding, copying, going back and deleting come to the same on a connection that was lost just before."""
    tab, other = bystanders
    tab.add_init_script(CAUGHT)
    tab.reload()
    act(tab, "append", ["a"])
    act(tab, "copy")
    tab.evaluate("lose()")
    act(tab, told, ["b"] if told == "append" else None)

    ids = {"append": ["a", "b"], "delete": []}.get(told, ["a"])
    assert {"ids": ids, "isHealed": False} == act(other, "read") == act(tab, "read")


def test_a_connection_that_dies_while_it_reads_is_opened_again(bystanders: tuple[Page, Page]) -> None:
    """Where a request ends as Safari ends it when its storage process is gone, it is asked once more, and a second such end is told."""
    tab, _ = bystanders
    act(tab, "append", ["a"])
    tab.evaluate(
        """() => {
          const getAll = IDBObjectStore.prototype.getAll;
          window.dying = 1;
          IDBObjectStore.prototype.getAll = function (...given) {
            if (dying-- > 0) throw new DOMException("Connection to Indexed Database server lost. Refresh the page to try again", "UnknownError");
            return getAll.apply(this, given);
          };
        }"""
    )
    assert ["a"] == act(tab, "read")["ids"]

    tab.evaluate("() => { window.dying = Infinity; }")  # the spare reads in its own time, too
    with pytest.raises(Error, match="server lost"):
        act(tab, "read")
    tab.evaluate("() => { window.dying = 0; }")
    assert ["a"] == act(tab, "read")["ids"]


def test_a_later_version_of_the_database_keeps_the_log(bystanders: tuple[Page, Page], built_site: Path) -> None:
    """A page whose database has one step more opens the log of this one, which gives way; and on a new device it takes both steps."""
    tab, later = bystanders
    script = (built_site / "assets/planner/store.js").read_text(encoding="utf-8")
    act(tab, "append", ["a"])
    # Only now: the two pages share a process, and with it the scripts that one of them has.
    later.route("**/assets/planner/store.js", lambda route: route.fulfill(content_type="text/javascript", body=script.replace("STEPS = [makeStores]", 'STEPS = [makeStores, (db) => db.createObjectStore("more")]')))
    assert ["a"] == act(later, "read")["ids"]
    assert [2, ["entries", "more", "things"]] == shape(later)
    with pytest.raises(Error, match="VersionError"):
        act(tab, "append", ["b"])

    act(later, "lose")
    assert 1 == act(later, "append", ["new"])
    assert [2, ["entries", "more", "things"]] == shape(later)


def shape(tab: Page) -> list[Any]:
    """The version of the database and the names in it."""
    return tab.evaluate("async () => { const { version, stores } = await store.stored(); return [version, Object.keys(stores)]; }")


# --- the spare ---------------------------------------------------------------------------------------------------------------

# A tab that keeps what it was given and says what the log and the spare hold.
SPARE = """async ({ act, given }) => {
  const { openStore } = await import("../assets/planner/store.js");
  const store = (window.store ??= await openStore("spared"));
  const entry = (id) => ({ id, at: "2026-12-01T08:00:00+01:00", kind: "check-in", answers: {} });
  const lose = () => new Promise((resolve, reject) => Object.assign(indexedDB.deleteDatabase("spared"), { onsuccess: resolve, onerror: reject }));
  const acts = {
    read: async () => { const { entries, isHealed = false } = await store.read(); return { ids: entries.map(({ id }) => id).sort(), isHealed }; },
    append: (ids) => store.append(ids.map(entry)),
    copy: () => store.keepCopy({ at: "2026-12-01T08:00", why: "day" }),
    restore: async () => store.restore((await store.copies())[0].id, { at: "2026-12-01T09:00", why: "restore" }),
    delete: () => store.deleteEverything(),
    deleteAsBefore: () => new Promise((resolve) => {
      const opening = indexedDB.open("spared");
      opening.onsuccess = () => {
        const writing = opening.result.transaction(["entries", "things"], "readwrite");
        writing.objectStore("entries").clear();
        writing.objectStore("things").put("deleted by an older page", "deleted");
        writing.oncomplete = () => { opening.result.close(); resolve(); };
      };
    }),
    lose,
    spared: async () => {
      if (!(await caches.has("spared spare"))) return [];
      const cache = await caches.open("spared spare");
      return (await Promise.all((await cache.keys()).map(async (file) => (await (await cache.match(file)).json()).id))).sort();
    },
  };
  return acts[act](given);
}"""


@pytest.fixture
def bystanders(page: Page, served: str) -> tuple[Page, Page]:
    """Two pages of the site without a planner of their own."""
    other = page.context.new_page()
    for each in (page, other):
        each.goto(f"{served}404.html")
    return page, other


def act(tab: Page, act: str, given: Any = None) -> Any:
    return tab.evaluate(SPARE.replace("../assets", "/hamstring-guide/assets"), {"act": act, "given": given})


def test_what_one_tab_deleted_no_other_puts_back(bystanders: tuple[Page, Page]) -> None:
    """A tab that was to look after the spare when idle finds the log deleted by another, and so does one that was told something at that moment."""
    tab, other = bystanders
    other.add_init_script("window.requestIdleCallback = (act) => (window.idle = act);")
    other.reload()
    act(tab, "append", ["a", "b"])
    act(other, "read")
    act(tab, "delete")
    other.evaluate("window.idle()")
    act(other, "append", ["new"])
    assert ["new"] == act(tab, "spared")
    act(tab, "lose")

    assert {"ids": ["new"], "isHealed": True} == act(other, "read")


def test_what_was_deleted_before_it_had_a_spare_gets_none(bystanders: tuple[Page, Page]) -> None:
    """An entry that is saved, and deleted by another tab before its spare is written, has no spare afterwards."""
    tab, other = bystanders
    act(other, "read")
    other.evaluate(
        """() => {
          const request = navigator.locks.request.bind(navigator.locks);
          navigator.locks.request = async (...given) => { await new Promise((resolve) => (window.goOn = resolve)); return request(...given); };
          window.telling = store.append([{ id: "told", at: "2026-12-01T08:00:00+01:00", kind: "check-in", answers: {} }]);
        }"""
    )
    other.wait_for_function("() => Boolean(window.goOn)")
    act(tab, "delete")
    other.evaluate("() => { goOn(); return telling; }")

    assert [] == act(tab, "spared")


def test_what_an_older_page_deleted_has_no_spare(bystanders: tuple[Page, Page]) -> None:
    """A page that knew of no spare deleted the log: the next visit takes the spare away."""
    tab, other = bystanders
    act(tab, "append", ["a"])
    act(tab, "deleteAsBefore")

    assert {"ids": [], "isHealed": False} == act(other, "read")
    wait_until(other, "!(await caches.has('spared spare'))")


def test_what_a_copy_has_not_is_not_in_the_spare(bystanders: tuple[Page, Page]) -> None:
    """After going back to a copy the spare is what the copy is, also when a lost database comes back from it."""
    tab, other = bystanders
    act(tab, "append", ["mine"])
    act(tab, "copy")
    act(tab, "append", ["of a wrong file"])
    act(tab, "restore")
    assert ["mine"] == act(other, "spared")
    act(tab, "lose")

    assert {"ids": ["mine"], "isHealed": True} == act(other, "read")


def test_a_strange_id_has_a_spare_too(bystanders: tuple[Page, Page]) -> None:
    """An id with half a letter, as a file may bring one, is spared, and keeps no other entry from it."""
    tab, _ = bystanders
    tab.evaluate(SPARE.replace("../assets", "/hamstring-guide/assets").replace("acts[act](given)", r"acts.append(['a', 'x\ud800', '../b?#'])"), {"act": "", "given": None})

    assert 3 == tab.evaluate("caches.open('spared spare').then((spare) => spare.keys()).then((files) => files.length)")


def test_a_database_that_cannot_be_opened_leaves_the_spare(bystanders: tuple[Page, Page]) -> None:
    """Where the browser cannot open its database the log is read from the spare, the page is told so, and deleting takes the spare away."""
    tab, other = bystanders
    act(tab, "append", ["a"])
    other.evaluate("() => { IDBFactory.prototype.open = () => { throw new DOMException('Internal error opening backing store', 'UnknownError'); }; }")

    assert ["a"] == act(other, "read")["ids"]
    assert [False, "This browser cannot open what you told."] == other.evaluate("[store.isKept, store.why.split('. ')[0] + '.']")
    act(other, "delete")
    assert [] == act(tab, "spared")


def test_where_storage_is_blocked_tabs_need_not_hear_of_each_other(bystanders: tuple[Page, Page]) -> None:
    """Firefox refuses a page that may keep nothing also the channel between tabs, and what is told counts on the page all the same."""
    tab, _ = bystanders
    tab.evaluate(
        """() => {
          const refuse = () => { throw new DOMException("The operation is insecure.", "SecurityError"); };
          window.BroadcastChannel = refuse;
          for (const [of, name] of [[IDBFactory.prototype, "open"], [CacheStorage.prototype, "has"], [CacheStorage.prototype, "open"], [LockManager.prototype, "request"]]) of[name] = refuse;
        }"""
    )

    assert 1 == act(tab, "append", ["a"])
    assert ["a"] == act(tab, "read")["ids"]
    assert [False, True] == tab.evaluate("[store.isKept, store.why.startsWith('This browser keeps nothing')]")


def test_a_cache_that_never_answers_keeps_nobody_waiting(bystanders: tuple[Page, Page]) -> None:
    """Where the browser's cache hangs, the log is read, written and deleted all the same."""
    tab, _ = bystanders
    tab.evaluate("() => { for (const name of ['open', 'has', 'delete']) caches[name] = () => new Promise(() => {}); }")

    assert [] == act(tab, "read")["ids"]
    assert 1 == act(tab, "append", ["a"])
    act(tab, "delete")
    assert [] == act(tab, "read")["ids"]


# --- killed -------------------------------------------------------------------------------------------------------------------


@pytest.mark.deep  # it starts and kills a browser for a second each
@pytest.mark.parametrize("kills", [QUICK_KILLS, KILLS])
def test_a_killed_browser_loses_nothing_that_was_saved(kills: int, built_site: Path, tmp_path: Path) -> None:
    """After a kill in the middle of writing all that was said to be saved is there, also when Chromium has thrown its whole database away.

    It does that about once in a hundred such kills, when what it wrote last was torn. The entries then come from the spare.
    """
    seen = kill("Chromium", kills, built_site, tmp_path)

    print(seen.words())
    assert seen.written > kills


# --- no room, no storage --------------------------------------------------------------------------------------------------------


@pytest.mark.deep
def test_a_browser_without_room_is_told_and_nothing_is_lost(plan: Page, served: str) -> None:
    """With the browser's own quota used up nothing is said to be saved that is not; with room again it is saved."""
    browser = plan.context.new_cdp_session(plan)
    origin = served.removesuffix(BASE_PATH)
    before = entries(plan)
    browser.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})
    plan.wait_for_timeout(35_000)  # so long Chromium goes by the room it found last
    check_in(plan)
    expect(plan.locator(".planner-trouble-words")).to_contain_text("Not saved: this device has no room left", timeout=BOOT)
    assert before == entries(plan)

    browser.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    plan.get_by_role("button", name="Try to save again").click()
    expect(plan.locator(".planner-saved-words")).to_have_text("Saved on this device.", timeout=BOOT)
    assert len(before) + 1 == len(entries(plan))


def test_a_browser_that_may_keep_nothing_makes_a_plan(playwright: Playwright, served: str, tmp_path: Path) -> None:
    """Where the reader has forbidden sites to keep anything, the plan works as long as the page is open, and the page says so."""
    preferences = tmp_path / "profile" / "Default" / "Preferences"
    preferences.parent.mkdir(parents=True)
    preferences.write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": 2}}}), encoding="utf-8")
    context = playwright.chromium.launch_persistent_context(tmp_path / "profile", executable_path=chromium.find(), args=chromium.arguments())
    try:
        page = context.new_page()
        page.goto(f"{served}{PLANNER_PAGE}")
        on_day(page, "2026-12-01")
        expect(page.locator(".planner-trouble-words")).to_contain_text("This browser keeps nothing")
        make_plan(page, people()["settled-strain"])
        expect(page.locator(".planner-saved-words")).to_have_text("Noted on this page only.")
    finally:
        context.close()


# --- what cannot be used ---------------------------------------------------------------------------------------------------------


def content_of(download: Download) -> dict[str, Any]:
    return json.loads(download.path().read_text(encoding="utf-8"))


def everything(page: Page) -> str:
    """All that is on the device, in one text, but for the last view and the copies."""
    return page.evaluate(
        """name => new Promise((resolve) => {
          const opening = indexedDB.open(name);
          opening.onsuccess = async () => {
            const db = opening.result;
            const all = {};
            for (const store of db.objectStoreNames) all[store] = await new Promise((done) => {
              const asked = db.transaction(store).objectStore(store).getAll();
              asked.onsuccess = () => done(asked.result);
            });
            const { version } = db;
            db.close();
            resolve(JSON.stringify([version, all.entries], (_, value) => (typeof value === "bigint" ? `${value}` : value)));
          };
        })""",
        DATABASE,
    )


# Leaves a newer database behind, with an entry of a kind that nobody knows yet.
NEWER = """name => new Promise((resolve) => {
  const opening = indexedDB.open(name, 7);
  opening.onupgradeneeded = () => opening.transaction.objectStore("entries").add({ id: "new", at: { day: 5 }, kind: "from-the-future", told: [1] });
  opening.onsuccess = () => { opening.result.close(); resolve(); };
})"""


def test_a_log_of_a_newer_version_is_shown_and_not_touched(plan: Page) -> None:
    """Of a log that a newer page keeps, an older page says so, shows what is stored, offers it as a file first, and changes nothing."""
    leave_behind(plan, NEWER)
    before = everything(plan)
    open_on(plan, plan.url.split("#")[0], "2026-12-02")
    expect(plan.locator(".planner-trouble-words")).to_contain_text("kept by a newer version of this page")
    rescue = plan.locator(".planner-rescue")
    expect(rescue).to_contain_text("It has 2 entries")
    expect(plan.locator('[data-view="data"] button:visible').first).to_have_text("Save what is stored as a file")
    rescue.locator("summary").click()
    expect(rescue.locator("pre")).to_contain_text("from-the-future")
    with plan.expect_download() as download:
        rescue.get_by_role("button", name="Save what is stored as a file").click()
    stored = content_of(download.value)
    assert 7 == stored["version"] and ["intake", "from-the-future"] == sorted((each["value"]["kind"] for each in stored["stores"]["entries"]), reverse=True)

    plan.locator(".your-data").get_by_role("button", name="Answer the questions again").click()
    make_plan(plan, people()["settled-strain"])
    expect(plan.locator(".planner-saved-words")).to_have_text("Noted on this page only.")
    assert before == everything(plan)


def test_a_log_of_a_newer_version_can_be_deleted(plan: Page) -> None:
    """"Delete everything" deletes what an older page cannot use, too, and afterwards the page keeps again what it is told."""
    leave_behind(plan, NEWER)
    open_on(plan, plan.url.split("#")[0], "2026-12-02")
    expect(plan.locator(".planner-rescue")).to_be_visible()
    plan.locator(".your-data").get_by_role("button", name="Delete everything").click()
    plan.locator('dialog[data-sheet="delete"]').get_by_role("button", name="Delete everything").click()
    expect(plan.locator(".planner-saved-words")).to_contain_text("Everything is deleted")
    expect(plan.locator(".planner-trouble")).to_be_hidden()
    make_plan(plan, people()["settled-strain"])

    expect(plan.locator(".planner-saved-words")).to_have_text("Saved on this device.")
    assert ["intake"] == [entry["kind"] for entry in entries(plan)]


def leave_behind(page: Page, script: str) -> None:
    """Does something to the database; the page's own connection gives way."""
    page.evaluate(script, DATABASE)


def entry_put(entry: str) -> str:
    return f"""name => new Promise((resolve, reject) => {{
      const opening = indexedDB.open(name);
      opening.onsuccess = () => {{
        const writing = opening.result.transaction("entries", "readwrite");
        writing.objectStore("entries").add({entry});
        writing.oncomplete = () => {{ opening.result.close(); resolve(); }};
        writing.onerror = reject;
      }};
    }})"""


ODD_RECORDS = {
    "bare": ('{ id: "odd" }', '"odd"'),
    "wrong types": ('{ id: 5, at: 7, kind: null, answers: "x" }', '"kind": null'),
    "no JSON": ('{ id: "odd", at: "2026-12-01T23:00:00+01:00", kind: "check-in", answers: { pain: 12n, again: new Map([[1, 2]]) } }', '"pain": "12"'),
    "a circle": ('(() => { const odd = { id: "odd", at: "2026-12-01T23:00:00+01:00", kind: "check-in", answers: {} }; odd.answers.me = odd; return odd; })()', "the same again"),
}


@pytest.mark.parametrize(("entry", "part"), first_look(["wrong types"], ODD_RECORDS.items()))
def test_a_damaged_record_can_be_taken_away_first(entry: str, part: str, plan: Page) -> None:
    """Whatever is wrong with a stored record, the page says so, offers all that is stored as a file first, and overwrites nothing."""
    leave_behind(plan, entry_put(entry))
    before = entries_count(plan)
    open_on(plan, plan.url.split("#")[0], "2026-12-02")
    expect(plan.locator(".planner-trouble-words")).to_contain_text("Your log cannot be read", timeout=BOOT)
    expect(plan.locator('[data-view="data"] button:visible').first).to_have_text("Save what is stored as a file")
    for place in (".planner-rescue", ".planner-trouble"):
        with plan.expect_download() as download:
            plan.locator(place).get_by_role("button", name="as a file").click()
        assert 2 == len(content_of(download.value)["stores"]["entries"])
        assert part in download.value.path().read_text(encoding="utf-8")
    assert before == entries_count(plan) == 2


def entries_count(page: Page) -> int:
    return page.evaluate(
        """name => new Promise((resolve) => { const opening = indexedDB.open(name); opening.onsuccess = () => {
          const asked = opening.result.transaction("entries").objectStore("entries").count();
          asked.onsuccess = () => { opening.result.close(); resolve(asked.result); }; }; })""",
        DATABASE,
    )


def test_a_damaged_log_goes_back_to_a_copy(plan: Page) -> None:
    """Where a record is damaged, the copy of the day before it brings the plan back, and the damaged log is still there as a copy."""
    leave_behind(plan, entry_put('{ id: "odd" }'))
    open_on(plan, plan.url.split("#")[0], "2026-12-02")
    expect(plan.locator(".planner-trouble-words")).to_contain_text("Your log cannot be read", timeout=BOOT)
    go_back_to(plan, 0)

    expect(plan.locator(".planner-trouble")).to_be_hidden(timeout=BOOT)
    expect(plan.locator(".planner-rescue")).to_be_hidden()
    assert ["intake"] == [entry["kind"] for entry in entries(plan)]
    assert ["2 entries", "1 entry"] == [text.split(": ")[1].split(",")[0] for text in copies(plan)]


def test_a_database_of_another_shape_is_not_touched(page: Page, served: str) -> None:
    """A database that lacks what the planner needs is shown and offered as a file; the plan works in memory."""
    page.goto(f"{served}about/")
    page.evaluate(
        """name => new Promise((resolve) => { const opening = indexedDB.open(name, 1);
          opening.onupgradeneeded = () => opening.result.createObjectStore("other").add("mine", "key");
          opening.onsuccess = () => { opening.result.close(); resolve(); }; })""",
        DATABASE,
    )
    page.goto(f"{served}{PLANNER_PAGE}")
    expect(page.locator(".planner-trouble-words")).to_contain_text("cannot be used by this page")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save what is stored as a file").click()
    assert {"other": [{"key": "key", "value": "mine"}]} == content_of(download.value)["stores"]


def test_a_newer_page_in_another_tab_is_told(plan: Page) -> None:
    """When another tab begins to use a newer page, the open one says so with its next turn, and writes nothing into the newer log."""
    leave_behind(plan, NEWER)
    before = everything(plan)
    check_in(plan)

    expect(plan.locator(".planner-trouble-words")).to_contain_text("kept by a newer version of this page", timeout=BOOT)
    expect(plan.locator(".planner-trouble-words")).not_to_contain_text("mistake")
    assert before == everything(plan)


# --- copies ---------------------------------------------------------------------------------------------------------------------


def copies(page: Page) -> list[str]:
    """The copies in "My data", as they are read."""
    return page.locator(".copies li > span").all_inner_texts()


def go_back_to(page: Page, place: int) -> None:
    page.locator(".copies li button").nth(place).click()
    page.locator('dialog[data-sheet="copy"]').get_by_role("button", name="Go back to it").click()


def test_a_reader_goes_back_to_a_copy_and_back_again(plan: Page) -> None:
    """A copy of each day is kept; going back asks first, is followed by another tab, and can itself be undone. Deleting deletes copies too."""
    other = plan.context.new_page()
    open_on(other, plan.url.split("#")[0], "2026-12-02")
    expect(title(other)).to_have_text("Today, Wednesday 2 December", timeout=BOOT)
    plan.bring_to_front()  # where a reader presses; a tab behind another draws once a second, and each press waits for that
    check_in(plan)
    expect(plan.locator('[data-slot="today"] .today h3')).to_have_text("Go", timeout=BOOT)
    view(plan, "data")
    expect(plan.locator(".copies li > span")).to_have_text([re.compile(r"^Wednesday 2 December 2026, \d\d:\d\d: 1 entry, kept once a day$")])
    plan.locator(".copies li button").first.click()
    sheet = plan.locator('dialog[data-sheet="copy"]')
    expect(sheet.get_by_role("button", name="Leave it as it is")).to_be_focused()
    plan.keyboard.press("Escape")
    assert 2 == len(entries(plan))

    go_back_to(plan, 0)
    expect(plan.locator(".planner-saved-words")).to_contain_text("as it was then", timeout=BOOT)
    expect(plan.locator(".copies h3")).to_be_focused()
    assert ["intake"] == [entry["kind"] for entry in entries(plan)]
    expect(other.locator('[data-slot="today"] .today h3')).to_have_count(0, timeout=BOOT)
    expect(other.locator(".planner-trouble")).to_be_hidden()
    assert 1 == len(entries(plan)), "another tab must not put back what was taken out"

    assert "2 entries, before you went back to a copy" in copies(plan)[0]
    go_back_to(plan, 0)
    expect(plan.locator('[data-slot="today"] .today h3')).to_have_count(1, timeout=BOOT)
    assert ["intake", "check-in"] == [entry["kind"] for entry in entries(plan)]

    plan.locator(".your-data").get_by_role("button", name="Delete everything").click()
    expect(plan.locator('dialog[data-sheet="delete"]')).to_contain_text("with every copy that this page kept of it")
    plan.locator('dialog[data-sheet="delete"]').get_by_role("button", name="Delete everything").click()
    expect(plan.locator(".planner-saved-words")).to_contain_text("Everything is deleted")
    assert {"entries": [], "things": ["deleted"]} == keys(plan)


def test_a_spoilt_copy_changes_nothing(plan: Page) -> None:
    """Where a copy is no list of entries and cannot be gone back to, the log in the database stays as it is, without help from the spare, and the page says so."""
    plan.evaluate(
        f"""() => new Promise((resolve) => {{
          const opening = indexedDB.open("{DATABASE}");
          opening.onsuccess = () => {{
            const things = opening.result.transaction("things", "readwrite").objectStore("things");
            things.getAllKeys().onsuccess = ({{ target }}) => {{
              const writing = things.put({{ no: "list" }}, target.result.find((key) => key.startsWith("copy ")));
              writing.onsuccess = () => {{ opening.result.close(); resolve(); }};
            }};
          }};
        }})"""
    )
    before = keys(plan)
    seen = plan.evaluate(
        f"""async () => {{
          const {{ openStore }} = await import("../assets/planner/store.js");
          const store = await openStore("{DATABASE}");
          const [copy] = await store.copies();
          return store.restore(copy.id, {{ at: "2026-12-02T09:00", why: "restore" }}).then(String, ({{ name }}) => name);
        }}"""
    )

    assert "TypeError" == seen
    assert before == keys(plan)
    view(plan, "data")
    go_back_to(plan, 0)
    expect(plan.locator(".planner-trouble-words")).to_contain_text("Nothing was changed", timeout=BOOT)
    assert before == keys(plan)


def keys(page: Page) -> dict[str, list[str]]:
    """What is on the device, by name."""
    return page.evaluate("""async name => { const { storedIn } = await import("../assets/planner/store.js"); const { stores } = await storedIn(name);
        return Object.fromEntries(Object.entries(stores).map(([store, records]) => [store, records.map(({ key }) => key)])); }""", DATABASE)


def test_before_a_log_is_added_and_something_is_taken_back_a_copy_is_kept(plan: Page) -> None:
    """Adding a file and taking an entry back are each preceded by a copy of the log as it was."""
    check_in(plan)
    expect(plan.locator(".planner-saved-words")).to_have_text("Saved on this device.", timeout=BOOT)
    plan.get_by_role("button", name="Undo").click()
    expect(plan.locator(".planner-saved-words")).to_contain_text("Taken back", timeout=BOOT)
    log = {"format": "hamstring-guide-log", "version": 2, "entries": [{"id": "else", "at": "2026-11-30T08:00:00+01:00", "kind": "intake", "answers": people()["settled-strain"]}]}
    plan.locator(".planner-file").set_input_files({"name": "log.json", "mimeType": "application/json", "buffer": json.dumps(log).encode()})
    plan.locator('dialog[data-sheet="file"]').get_by_role("button", name="Add them").click(timeout=BOOT)
    expect(plan.locator(".planner-saved-words")).to_have_text("Saved on this device.", timeout=BOOT)
    view(plan, "data")

    assert ["3 entries, before a log was added", "2 entries, before something was taken back", "1 entry, kept once a day"] == [text.split(": ")[1] for text in copies(plan)]


def test_there_are_never_more_than_ten_copies_and_none_twice(tabs: list[Page]) -> None:
    """Of fifteen states the last ten are kept; a log that did not change is kept once, by its newest day."""
    kept = tabs[0].evaluate(
        """async () => {
          const { openStore } = await import("../assets/planner/store.js");
          const store = await openStore("ten");
          const empty = (await store.keepCopy({ at: "2026-12-01T08:00", why: "day" }), await store.copies());
          for (let day = 1; day <= 15; day += 1) {
            await store.append([{ id: `${day}` }]);
            for (const hour of ["08", "09"]) await store.keepCopy({ at: `2026-12-${String(day).padStart(2, "0")}T${hour}:00`, why: "day" });
          }
          const { stores } = await (await import("../assets/planner/store.js")).storedIn("ten");
          return { empty, copies: await store.copies(), records: stores.things.filter(({ key }) => key.startsWith("copy ")).length };
        }"""
    )

    assert [] == kept["empty"] and 10 == kept["records"]
    assert [(count, f"2026-12-{count:02}T09:00") for count in range(15, 5, -1)] == [(copy["count"], copy["at"]) for copy in kept["copies"]]


def test_copies_make_room_for_the_log(tabs: list[Page]) -> None:
    """Where the device has no room for an entry, the copies go before the entry does."""
    left = tabs[0].evaluate(
        """async () => {
          const { openStore } = await import("../assets/planner/store.js");
          const store = await openStore("room");
          await store.append([{ id: "1" }]);
          await store.keepCopy({ at: "2026-12-01T08:00", why: "day" });
          const add = IDBObjectStore.prototype.add;
          let refusals = 0;
          IDBObjectStore.prototype.add = function (...given) {
            if (refusals++ === 0) throw new DOMException("full", "QuotaExceededError");
            return add.apply(this, given);
          };
          await store.append([{ id: "2" }]);
          IDBObjectStore.prototype.add = add;
          return [(await store.read()).entries.length, (await store.copies()).length];
        }"""
    )

    assert [2, 0] == left


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_copies_fit_a_narrow_screen(scheme: str, plan: Page, complaints: Complaints) -> None:
    """At 320 pixels the copies and the question before going back are read without scrolling sideways."""
    plan.emulate_media(color_scheme=scheme)
    plan.set_viewport_size({"width": 320, "height": 640})
    view(plan, "data")
    plan.locator(".copies").scroll_into_view_if_needed()
    assert 0 == plan.evaluate("document.documentElement.scrollWidth - innerWidth")
    plan.locator(".copies li button").first.click()
    sheet = plan.locator('dialog[data-sheet="copy"]')
    assert 0 == sheet.evaluate("each => each.scrollWidth - each.clientWidth")
