"""Compiles the assets while a wheel is built, so that an installed bodymap starts at once: see `bodymap.files.kept`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledAssets(BuildHookInterface):
    """Puts what `bodymap.warming` makes into the wheel, as bodymap/compiled. An editable install makes its own."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a folder that goes when the wheel is done."""
        if version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory()
        environment = {**os.environ, "PYTHONPATH": str(Path(self.root, "src")), "BODYMAP_CACHE": self._folder.name}
        command = [sys.executable, "-c", "from bodymap.warming import warm; warm()"]
        subprocess.run(command, env=environment, check=True)
        for path in sorted(Path(self._folder.name).iterdir()):
            build_data["force_include"][str(path)] = f"bodymap/compiled/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Let the folder go."""
        if version != "editable":
            self._folder.cleanup()
