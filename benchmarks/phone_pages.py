"""Her pages on a slow phone: what they fetch, when they show, and how long a script holds them.

    python benchmarks/phone_pages.py [--slowdown 4] [--rounds 5]

Today, one question and one practice, served as in production, each round in a browser that has
kept nothing, its processor slowed down. Lighthouse is not used (it is a program of npm, which this
project does not need); these are the figures its performance score is made of, without the score.
Times say as much about this machine as about the pages: compare runs on one machine only.
"""

import os
import statistics

from measuring import arguments, own_database

LIMIT_MS = 50
OBSERVE = """
window.seen = { long: [], paint: 0, shift: 0 };
new PerformanceObserver(list => list.getEntries().forEach(
    one => window.seen.long.push(Math.round(one.duration)))
).observe({ type: "longtask", buffered: true });
new PerformanceObserver(list => list.getEntries().forEach(
    one => { window.seen.paint = one.startTime; })
).observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver(list => list.getEntries().forEach(
    one => { window.seen.shift += one.hadRecentInput ? 0 : one.value; })
).observe({ type: "layout-shift", buffered: true });
"""
TOLD = """() => ({ ...window.seen,
    first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime || 0 })"""


def addresses(story) -> dict[str, str]:
    """Where each page is that is measured."""
    from django.utils import timezone

    from measures.services import start_administrations

    ana, now = story.cast.ana, timezone.now()
    check_in = ana.occurrences.filter(rule__kind="check_in").earliest("ordinal")
    begun = start_administrations(occurrence=check_in, participant=ana, now=now)[0]
    item = begun.instrument.content.items[0].code
    assigned = story.cast.course.assigned.get(ordinal=1)
    return {
        "Today": "/d/today/",
        "a question": f"/d/q/{begun.public_id}/{item}/",
        "a step": f"/d/s/{assigned.public_id}/coming-back/",
    }


def look(browser, story, site: str, address: str, slowdown: int) -> dict:
    """Open one page on a slow phone with nothing kept."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, base_url=site
    )
    story.open_phone(context, site)
    page = context.new_page()
    page.add_init_script(OBSERVE)
    wire = context.new_cdp_session(page)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    fetched: list[int] = []
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda told: fetched.append(told["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    told = page.evaluate(TOLD)
    context.close()
    return told | {"bytes": sum(fetched)}


def tell_page(name: str, seen: list[dict]) -> None:
    """One line: the medians, and the longest task of all rounds."""
    middle = {
        key: statistics.median(one[key] for one in seen)
        for key in ("first", "paint", "shift", "bytes")
    }
    longest = max((task for one in seen for task in one["long"]), default=0)
    usual = statistics.median(max(one["long"], default=0) for one in seen)
    print(
        f"{name}: {middle['bytes'] / 1024:.1f} KB, first paint {middle['first']:.0f} ms, "
        f"largest {middle['paint']:.0f} ms, shift {middle['shift']:.3f}, longest task "
        f"{f'{usual:.0f} ms' if usual else f'under {LIMIT_MS} ms'} (at worst "
        f"{f'{longest} ms' if longest else f'under {LIMIT_MS} ms'}; "
        f"{len(seen)} rounds, load {os.getloadavg()[0]:.1f})"
    )


def main() -> None:
    """Measure and print a line for each page."""
    asked = arguments(__doc__, slowdown=4)
    with own_database():
        from django.db import connection
        from django.utils import timezone
        from playwright.sync_api import sync_playwright

        from catalog.services import register_content
        from devstack.suite import browser as find_browser
        from tests.browser.mothers import begin
        from tests.browser.serving import served

        # Playwright's synchronous interface runs an event loop in this thread.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        register_content(now=timezone.now())
        story = begin()
        pages = addresses(story)
        flags = ["--disable-gpu", "--no-sandbox"] if os.geteuid() == 0 else ["--disable-gpu"]
        with served() as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_browser(), args=flags)
            for name, address in pages.items():
                seen = [
                    look(browser, story, site, address, asked.slowdown) for _ in range(asked.rounds)
                ]
                tell_page(name, seen)
            browser.close()
            connection.close()  # The loop has one of its own: the database could not be dropped.


if __name__ == "__main__":
    main()
