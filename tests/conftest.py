"""What all tests share: where real texts are, and that nothing is skipped unnoticed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
SHARED = ROOT.parent / "shared"  # texts that belong to their publishers: not in the repository, tested on where they are at hand
SEED_FOLDERS = [folder for folder in (SEEDS, SHARED / "seeds") if folder.is_dir()]

IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")


BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(params=SEED_FOLDERS, ids=lambda folder: "originals" if folder.parent == SHARED else "seeds")
def seed_folder(request: pytest.FixtureRequest) -> Path:
    """The folder of the two seed documents; where the originals are at hand the test runs on them too."""
    return Path(request.param)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests: Playwright runs once in a process."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium), so nothing can be said about pages in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """In continuous integration a test that can't run is a failure: there everything that tests need is installed."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"must not be skipped in CI: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    fail_if_skipped(report)
    return report


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-docs", action="store_true", help="write real output into the README's examples")
