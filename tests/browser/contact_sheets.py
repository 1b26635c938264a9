"""Pictures of all figures for people to look at: `python -m tests.browser.contact_sheets` (make sheets) writes them beside the pages."""

from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from builder.figures import draw_album
from builder.figures.preview import write_sheets
from builder.load import load_plain
from tests.browser import chromium
from tests.conftest import ROOT

# A desk shows all at once; a phone shows each as large as its readers see it; paper and forced colours have colours of their own.
LOOKS = {
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 320, "height": 700}},
    "forced": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
}


def photograph(browser: Browser, page: Path, look: str, out: Path, media: str = "screen") -> Path:
    """One picture of a whole page."""
    context = browser.new_context(**LOOKS[look])
    tab = context.new_page()
    tab.goto(page.resolve().as_uri())
    tab.emulate_media(media=media)
    picture = out / f"{page.stem}-{'paper' if media == 'print' else look}.png"
    tab.screenshot(path=picture, full_page=True)
    context.close()
    return picture


def photograph_all(browser: Browser, out: Path) -> list[Path]:
    """Both themes at both sizes, and each of the other ways to look at it once."""
    exercises = load_plain(ROOT)["exercises"]
    pages = write_sheets(draw_album(exercises), {id: record["name"] for id, record in exercises.items()}, out)
    pictures = [photograph(browser, page, look, out) for page in pages for look in ("desk", "phone")]
    return [*pictures, photograph(browser, pages[0], "forced", out), photograph(browser, pages[0], "desk", out, "print")]


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.arguments())
        for picture in photograph_all(browser, ROOT / "out" / "sheets"):
            print(picture.relative_to(ROOT))
        browser.close()


if __name__ == "__main__":
    main()
