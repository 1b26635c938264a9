"""What a reader does on the planner's page, for every test that needs a plan before it can begin."""

import json
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.people import TODAY

# Python starts within some seconds here; a busy machine may need longer.
BOOT = 60_000
ELEMENT = "hamstring-planner"
DATABASE = "hamstring-guide"
# More than the form has; a part that cannot be left ends a test, and does not hold it for ever.
MOST_PARTS = 12

# For a script in the page. Answers the questions of a place: choices are clicked, and words written as if typed.
ANSWER = """
const shown = (element) => Boolean(element) && element.getClientRects().length > 0;
const answer = (form, answers) => {
  for (const [name, given] of Object.entries(answers)) for (const value of [given].flat()) {
    const question = form.querySelector(`[data-question="${name}"]`);
    const choice = [...question.querySelectorAll('[type=radio], [type=checkbox]')].find((each) => each.value === String(value));
    if (choice) { if (!choice.checked) choice.click(); continue; }
    if (question.querySelector('[type=radio], [type=checkbox]')) throw new Error(`${name} has no answer ${value}`);
    const field = question.querySelector('input, textarea');
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
};
// The part of the questions that is on show, one after the other, since an answer may bring up the next question.
const answerPart = (answers) => {
  const part = document.querySelector('.intake-section:not([hidden])');
  for (const question of part.querySelectorAll('[data-question]')) {
    const { question: name } = question.dataset;
    if (name in answers && shown(question)) answer(part, { [name]: answers[name] });
  }
  return part;
};
"""
ANSWER_SHOWN = f"""(form, answers) => {{
  {ANSWER}
  for (const name in answers) {{
    if (!shown(form.querySelector(`[data-question="${{name}}"]`))) throw new Error(`${{name}} is not asked`);
    answer(form, {{ [name]: answers[name] }});
  }}
}}"""
ANSWER_ALL = f"""async (answers) => {{
  {ANSWER}
  const next = document.querySelector('.steps-next');
  for (let parts = 0; parts < {MOST_PARTS}; parts += 1) {{
    const part = answerPart(answers);
    if (!shown(next)) return;
    next.click();
    const end = performance.now() + {BOOT};
    while (!part.hidden) {{
      if (performance.now() > end) throw new Error('a part was not left: ' + part.querySelector('h2').textContent);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }}
  }}
  throw new Error('the questions have no end');
}}"""


READ_STORE = """([database, store, how, ...what]) => new Promise((resolve, reject) => {
  const opening = indexedDB.open(database);
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const db = opening.result;
    const asked = db.transaction(store).objectStore(store)[how](...what);
    asked.onsuccess = () => { db.close(); resolve(asked.result); };
  };
})"""

# For a script in any page of the site: what the planner's page leaves on the device when a reader has sent their answers.
LEAVE_ANSWERS = """async ([database, answers, day, scripts]) => {
  const [{ openStore }, { newEntry }, { remember }] = await Promise.all(["store", "log", "visited"].map((name) => import(`${scripts}${name}.js`)));
  const store = await openStore(database);
  await store.append([newEntry({ kind: "intake", answers }, [], day)]);
  remember();
}"""


def on_day(page: Page, day: str = TODAY) -> None:
    """Set the planner's calendar, and look at the page again, as on a new day."""
    page.evaluate("day => { document.querySelector('hamstring-planner').dataset.today = day; document.dispatchEvent(new Event('visibilitychange')); }", day)


def open_on(page: Page, url: str, day: str) -> None:
    """Open the planner's page with this day on its calendar from the beginning, and from now on."""
    page.add_init_script(
        f"""document.addEventListener("readystatechange", () => {{
          const planner = document.querySelector("hamstring-planner");
          if (document.readyState === "interactive" && planner) planner.dataset.today = "{day}";
        }})"""
    )
    page.goto("about:blank")
    page.goto(url)


def fill(place: Page | Locator, answers: dict[str, Any]) -> None:
    """Answer the questions of this place that are on show."""
    for name, given in answers.items():
        question = place.locator(f'[data-question="{name}"]')
        if not question.locator('[type="radio"], [type="checkbox"]').count():
            question.locator("input, textarea").fill(str(given))
            continue
        for value in given if isinstance(given, list) else [given]:
            question.locator(f'input[value="{value}"]').check()


def part(page: Page) -> Locator:
    """The part of the questions that is on show."""
    return page.locator(".intake-section:not([hidden])")


def go_on(page: Page) -> None:
    """Press Next, and wait for what comes of it: the next part, a problem or advice to see somebody."""
    title = part(page).locator("h2").inner_text()
    page.get_by_role("button", name="Next", exact=True).click()
    page.wait_for_function(
        """title => {
          const part = document.querySelector(".intake-section:not([hidden])");
          const isElsewhere = document.querySelector('[data-view="questions"]').hidden;
          return isElsewhere || part.querySelector("h2").innerText !== title || part.querySelector('[aria-invalid="true"]');
        }""",
        arg=title,
        timeout=BOOT,
    )


def answer(page: Page, answers: dict[str, Any]) -> None:
    """Answer part by part, up to the last one, with the pointer."""
    for _ in range(MOST_PARTS):
        shown = part(page)
        asked = shown.locator("[data-question]").evaluate_all("all => all.map(each => each.dataset.question)")
        for name in asked:  # one after the other, since an answer may bring up the next question
            if name in answers and shown.locator(f'[data-question="{name}"]').is_visible():
                fill(shown, {name: answers[name]})
        if not page.get_by_role("button", name="Next", exact=True).is_visible():
            return
        go_on(page)
    raise AssertionError("the questions have no end: a part was not left")


def submit(page: Page) -> None:
    page.get_by_role("button", name="Make my plan").click()


def make_plan(page: Page, answers: dict[str, Any]) -> None:
    """From the first question to the plan. A script answers, in a tenth of the time that the pointer takes in test_journey.py."""
    expect(page.locator('[data-view="questions"]')).to_be_visible()  # who answers again waits for the form to be emptied first
    page.evaluate(ANSWER_ALL, answers)
    see_plan(page)


def leave_answers(page: Page, answers: dict[str, Any], day: str) -> None:
    """What `make_plan` leaves on the device, by the planner's own store: for a page that is opened with a plan, where how it was made does not matter."""
    page.evaluate(LEAVE_ANSWERS, [DATABASE, answers, day, f"{page.url.partition('/assets/')[0]}/assets/planner/"])


def see_plan(page: Page) -> None:
    """Send the answers, and wait for the plan."""
    submit(page)
    expect(title(page)).to_be_visible(timeout=BOOT)
    expect(page.locator(".planner-saved-words")).to_be_visible()


def title(page: Page) -> Locator:
    """The heading of the view on show."""
    return page.locator("[data-view]:not([hidden]) [data-slot] .view-title").first


def check_in(page: Page, **answers: Any) -> None:
    """Say how it is, in the view Today."""
    calm = {"alarms": ["none"], "check_pain_now": 0, "check_pain_worst": 0, "morning": "none", "body": "well"}
    form = page.locator(".check-in form")
    if not form.is_visible():
        page.locator(".check-in > summary").click()
    if "note" in answers:
        form.locator(".note-fold > summary").click()
    form.evaluate(ANSWER_SHOWN, {**calm, **answers})
    form.get_by_role("button", name="What may I do today?").click()


def view(page: Page, name: str) -> Locator:
    """Go to a view by its link."""
    page.locator(f'.views a[href="#{name}"]').click()
    return page.locator(f'[data-view="{name}"]')


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element that the selector fits has the focus."""
    for _ in range(150):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {selector}")


def entries(page: Page, database: str = DATABASE) -> list[dict[str, Any]]:
    """The log as it lies on the device, read behind the planner's back."""
    read = f"(await ({READ_STORE})([name, 'entries', 'getAll']))"
    return page.evaluate(f"async (name) => {read}.sort((one, other) => Date.parse(one.at) - Date.parse(other.at))", database)


def view_is_kept(page: Page, day: str) -> None:
    """Wait until what is on show on this day lies on the device: it is kept a moment after it is shown, and a page opened before that shows the day before."""
    read = f"(await ({READ_STORE})(['hamstring-guide', 'things', 'get', 'view']))"
    wait_until(page, f"{read}?.asked_on === '{day}'")


def wait_until(page: Page, asked: str) -> None:
    """Wait until an expression with `await` in it is true in the page. Playwright's own wait_for_function takes any promise for true."""
    page.evaluate(
        f"""async () => {{
          for (let tries = 0; tries < 200; tries += 1) {{
            if ({asked}) return;
            await new Promise((resolve) => setTimeout(resolve, 50));
          }}
          throw new Error("not so after ten seconds: " + {json.dumps(asked)});
        }}"""
    )
