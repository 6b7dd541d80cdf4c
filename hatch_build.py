"""Fetches YASGUI, the query editor of `kg serve`, when the package is built: it is bundled, but not kept in the repository.

The pinned archive comes from the npm registry (NPM_CONFIG_REGISTRY names another), or through `npm pack` where npm knows a way that Python
doesn't, and counts only with the right hash. Without it the build goes on, and the server shows its plain query page.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
import urllib.request
from io import BytesIO
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE, VERSION = "@zazuko/yasgui", "4.6.2"
INTEGRITY = "sha512-Zw45KdPoAE1KRaAoxIHdQqeJxvaVG1oQdntw0hy0ktX35Zu8ZccuOLrXCLwR+GU+0xMzLw8Mjw6BkSZV2vUuQw=="
FILES = ("yasgui.min.js", "yasgui.min.css")
REGISTRY = "https://registry.npmjs.org"
SECONDS = 60


class Hook(BuildHookInterface[Any]):
    """Runs before wheels, editable installs and source archives are made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Sees to it that the files are in their folder."""
        try:
            fetch(Path(self.root, "kg", "serve", "static", "yasgui"))
        except (OSError, ValueError, KeyError, tarfile.TarError, subprocess.SubprocessError) as error:
            self.app.display_warning(f"{PACKAGE} {VERSION} could not be fetched, so kg serve will show its plain query page: {error}")


def fetch(folder: Path) -> None:
    """Puts the pinned files into `folder`, whole or not at all; does nothing where they are already."""
    mark = folder / "integrity"
    if mark.is_file() and mark.read_text(encoding="ascii") == INTEGRITY:
        return
    with tarfile.open(fileobj=BytesIO(archive())) as opened:
        found = {name: opened.extractfile(f"package/build/{name}") for name in FILES}
        contents = {name: file.read() for name, file in found.items() if file}
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        made = Path(scratch, "made")
        made.mkdir()
        for name, content in contents.items():
            (made / name).write_bytes(content)
        (made / mark.name).write_text(INTEGRITY, encoding="ascii")
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)


def archive() -> bytes:
    """The package as the registry keeps it; raises ValueError if it is another."""
    try:
        content = downloaded()
    except OSError:
        content = packed()
    if "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode() != INTEGRITY:
        raise ValueError("what came has another hash than the pinned one")
    return content


def downloaded() -> bytes:
    """The archive by plain HTTPS; raises OSError."""
    registry = os.environ.get("NPM_CONFIG_REGISTRY", REGISTRY).rstrip("/")
    name = PACKAGE.rpartition("/")[2]
    with urllib.request.urlopen(f"{registry}/{PACKAGE}/-/{name}-{VERSION}.tgz", timeout=SECONDS) as response:
        return bytes(response.read())


def packed() -> bytes:
    """The archive by npm, which knows proxies, mirrors and certificates of its own; raises OSError or SubprocessError."""
    with tempfile.TemporaryDirectory() as scratch:
        command = ["npm", "pack", f"{PACKAGE}@{VERSION}", "--silent", "--pack-destination", scratch]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
        (file,) = Path(scratch).iterdir()
        return file.read_bytes()
