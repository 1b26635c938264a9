"""The app's icons, drawn from the logo by the tests' Chromium: `python -m tests.browser.icons` writes them into content/app.

They are kept in the repository, because a build needs no browser. A test draws them again and compares.
"""

import base64
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser import chromium

ROOT = Path(__file__).resolve().parent.parent.parent
LOGO = ROOT / "content" / "assets" / "logo.svg"
APP = ROOT / "content" / "app"
SIZES = (192, 512)
# A launcher may cut a maskable icon down to a circle of four fifths, so the drawing is made that much smaller on its own ground.
MASKABLE_SCALE = 0.82

DRAW = """async ({ svg, size, scale, png }) => {
  const read = async (source) => Object.assign(new Image(), { src: source });
  const pixels = async (draw) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
    const context = canvas.getContext("2d");
    await draw(context);
    return { canvas, data: context.getImageData(0, 0, size, size).data };
  };
  const logo = await read(`data:image/svg+xml;base64,${btoa(svg)}`);
  await logo.decode();
  const drawn = await pixels((context) => {
    if (scale < 1) { context.fillStyle = /fill="(#\\w+)"/.exec(svg)[1]; context.fillRect(0, 0, size, size); }
    context.drawImage(logo, size * (1 - scale) / 2, size * (1 - scale) / 2, size * scale, size * scale);
  });
  if (!png) return drawn.canvas.toDataURL("image/png").split(",")[1];
  const kept = await read(`data:image/png;base64,${png}`);
  await kept.decode();
  const found = await pixels((context) => context.drawImage(kept, 0, 0));
  let difference = Math.abs(kept.naturalWidth - size) * 255;
  for (let at = 0; at < drawn.data.length; at += 1) difference += Math.abs(drawn.data[at] - found.data[at]);
  return difference / drawn.data.length;
}"""


def icons() -> dict[Path, tuple[int, float]]:
    """Each icon's file with its size and the part of it that the logo fills."""
    return {APP / f"icon{name}-{size}.png": (size, scale) for name, scale in (("", 1), ("-maskable", MASKABLE_SCALE)) for size in SIZES}


def draw(page: Page, size: int, scale: float) -> bytes:
    """The icon as a PNG."""
    return base64.b64decode(page.evaluate(DRAW, {"svg": LOGO.read_text(encoding="utf-8"), "size": size, "scale": scale}))


def difference(page: Page, path: Path, size: int, scale: float) -> float:
    """How far the kept icon is from the logo, per colour value, from 0 to 255."""
    png = base64.b64encode(path.read_bytes()).decode("ascii")
    return page.evaluate(DRAW, {"svg": LOGO.read_text(encoding="utf-8"), "size": size, "scale": scale, "png": png})


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.arguments())
        page = browser.new_page()
        for path, (size, scale) in icons().items():
            path.write_bytes(draw(page, size, scale))
        browser.close()


if __name__ == "__main__":
    main()
