"""Compile the assets while a wheel is built, so that an installed bodymap starts fast."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledAssets(BuildHookInterface):
    """Adds what `bodymap.precompile` makes to the wheel, as bodymap/compiled. An editable install makes its own."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a temporary folder, and add its files to the wheel."""
        if version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory()
        # pip builds in an isolated environment, whose packages it names in PYTHONPATH.
        places = filter(None, [str(Path(self.root, "src")), os.environ.get("PYTHONPATH")])
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places), "BODYMAP_CACHE": self._folder.name}
        environment["PYTHONHASHSEED"] = "0"  # sets are written in the order of their hashes; each wheel is the same
        command = [sys.executable, "-c", "from bodymap.precompile import precompile; precompile()"]
        made = subprocess.run(command, env=environment, check=False, stderr=subprocess.PIPE, text=True)
        if made.returncode:
            self._folder.cleanup()
            why = made.stderr.strip().rpartition("\n")[2]
            self.app.abort(f"the plates can't be compiled, which needs all that bodymap needs when it runs: {why}")
        for path in sorted(Path(self._folder.name).iterdir()):
            build_data["force_include"][str(path)] = f"bodymap/compiled/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Delete the temporary folder."""
        if version != "editable":
            self._folder.cleanup()
