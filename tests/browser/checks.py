"""What is expected of every page in a browser."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from playwright.sync_api import Page

from config import REPOSITORY

AXE = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_WIDTH = ["target-size", "scrollable-region-focusable"]
"""The rules of these that may come out otherwise on the same page when it is narrow."""
NARROW = 320

RUN_AXE = """
async (standards) => {
  const result = await axe.run(document, {
    runOnly: standards, resultTypes: ["violations"], elementRef: false,
    preload: false,  // style sheets fetched again for the one rule about turning a phone: ours do not ask which way up
  });
  return result.violations.map((one) => `${one.id}: ${one.help}: `
    + one.nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.any.concat(node.all, node.none).map(
        (check) => check.message).join("; ").slice(0, 200)}`).join(" | "));
}
"""
SEEN = """
() => ({
  headings: [...document.querySelectorAll("h1")].map((one) => one.innerText.split(/\\s+/).join(" ").trim()),
  title: document.title.split(" – ")[0],
  broken: window.broken,
  wide: document.documentElement.scrollWidth <= innerWidth ? [] : [
    `wider than the window: ${document.documentElement.scrollWidth}`,
    ...[...document.querySelectorAll("main *, header *, footer *")]
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".concord-scroll"))
      .slice(0, 3).map((one) => one.outerHTML.slice(0, 160)),
  ],
})
"""
"""What is looked at on every page, asked in one go."""


def faults_of(
    page: Page, problems: list[str], *, with_axe: bool = True, standards: Sequence[str] = STANDARDS
) -> list[str]:
    """What is wrong with the page that is open, by axe's `standards`, and what the browser complained of on the way to
    it."""
    seen: dict[str, Any] = page.evaluate(SEEN)
    faults = [*problems, *seen["broken"]]
    problems.clear()
    if len(seen["headings"]) != 1:
        faults.append(f"{len(seen['headings'])} h1")
    heading, title = "".join(seen["headings"][:1]), seen["title"]
    if not title or not (title in heading or heading in title):
        faults.append(f"title {title!r} beside heading {heading!r}")
    faults += seen["wide"]
    if with_axe:
        faults += violations(page, standards)
    return faults


def violations(page: Page, standards: Sequence[str] = STANDARDS) -> list[str]:
    """What axe-core finds. A profile that looks at many pages has it in each from the start (`with_axe_in`); others are
    given it by the debugger. Either way the page's policy stays as it is."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe_source())
    found: list[Any] = page.evaluate(RUN_AXE, standards)
    return [str(one) for one in found]


def with_axe_in(page: Page) -> Page:
    page.context.add_init_script(axe_source())
    return page


@cache
def axe_source() -> str:
    return AXE.read_text(encoding="utf-8") + "\n;undefined"
