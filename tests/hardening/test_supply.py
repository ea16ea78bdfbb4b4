"""What is installed is what was looked at, and the workflows give nobody more than they need."""

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
REGISTRY = "https://pypi.org/simple"
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)+$")


def test_every_locked_package_comes_from_pypi_with_the_hashes_of_all_its_files() -> None:
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    others = [one for one in packages if one["source"] not in ({"registry": REGISTRY}, {"editable": "."})]
    assert others == []
    for one in packages:
        files = [*one.get("wheels", ()), *([one["sdist"]] if "sdist" in one else [])]
        assert files or one["source"] == {"editable": "."}
        assert all(file["hash"].startswith("sha256:") for file in files)
        assert all(file["url"].startswith("https://files.pythonhosted.org/") for file in files)


def test_zizmor_finds_nothing_in_the_workflows() -> None:
    command = (ROOT / ".venv/bin/zizmor", "--offline", "--persona", "pedantic", "--quiet", ROOT / ".github")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_action_is_pinned_by_a_commit_and_its_version_named() -> None:
    workflows = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    used = [
        line.strip() for file in workflows for line in file.read_text("utf-8").splitlines() if "uses:" in line
    ]
    assert used
    assert [line for line in used if not PINNED.search(line)] == []


def test_the_list_of_what_is_installed_is_written_without_what_only_tests_need() -> None:
    command = (ROOT / ".venv/bin/uv", "export", "--frozen", "--quiet", "--no-dev", "--format", "cyclonedx1.5")
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert '"bomFormat": "CycloneDX"' in done.stdout
    assert '"name": "slack-bolt"' in done.stdout
    assert '"name": "pytest"' not in done.stdout
