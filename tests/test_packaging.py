"""The wheel carries the whole addon, and Odoo finds it where pip has put it."""

import ast
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from email import message_from_string
from importlib.metadata import version as metadata_version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from odoo import release

ROOT = Path(__file__).resolve().parents[1]
ADDON = "complaint_management"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from a copy so that the work tree stays clean."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("setup.py", "pyproject.toml", "requirements.txt", "README.md"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / ADDON, source / ADDON)
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, source)
    (path,) = folder.glob("*.whl")
    return path


def pip(*arguments):
    run(sys.executable, "-m", "pip", "--quiet", *arguments)


def run(*command):
    environment = {
        key: value for key, value in os.environ.items() if key != "PYTHONPATH"
    }
    result = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        cwd="/",
        env=environment,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_wheel_holds_every_file_of_the_addon(wheel):
    """All of the addon travels, and nothing that tools leave in its folder."""
    expected = {
        f"odoo/addons/{path.relative_to(ROOT)}"
        for path in (ROOT / ADDON).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == expected
    # A namespace package: these would hide Odoo's own addons.
    assert not {"odoo/__init__.py", "odoo/addons/__init__.py"} & packed


def test_wheel_describes_itself_as_oca_does(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        metadata = message_from_string(archive.read(name).decode())
    # Names are compared as pip does: setuptools writes dashes, OCA underscores.
    assert canonicalize_name(metadata["Name"]) == canonicalize_name(
        f"odoo-addon-{ADDON}"
    )
    assert metadata["Version"].startswith("19.0.")
    required = {
        (canonicalize_name(requirement.name), str(requirement.specifier))
        for requirement in map(Requirement, metadata.get_all("Requires-Dist"))
    }
    assert {("odoo", "==19.0.*"), ("odoo-addon-helpdesk-mgmt", "==19.0.*")} <= required
    libraries = map(Requirement, read_manifest()["external_dependencies"]["python"])
    assert {(lib.name, str(lib.specifier)) for lib in libraries} <= required


def test_requirements_are_those_of_the_manifest():
    """What Odoo asks for at installation is what pip brings, and is here."""
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    for library in read_manifest()["external_dependencies"]["python"]:
        assert library in lines
        requirement = Requirement(library)
        assert requirement.specifier.contains(metadata_version(requirement.name))


def read_manifest():
    return ast.literal_eval((ROOT / ADDON / "__manifest__.py").read_text())


def test_installed_wheel_is_found_as_an_addon(wheel, tmp_path):
    """In a clean environment that has Odoo and its libraries, but not this checkout."""
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    pip("--python", python, "install", "--no-deps", "--no-index", wheel)
    packages = Path(
        run(
            python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"
        ).strip()
    )
    (packages / "odoo.pth").write_text(
        f"{Path(release.__file__).parents[1]}\n{sysconfig.get_path('purelib')}\n"
    )
    found = run(
        python,
        "-c",
        "import odoo.init, odoo.modules.module as module\n"
        "from odoo.tools import config\n"
        "config.parse_config([])\n"
        "module.initialize_sys_path()\n"
        f"print(module.get_module_path('{ADDON}'))\n"
        f"manifest = module.Manifest.for_addon('{ADDON}')\n"
        "print(manifest.version, manifest['installable'])\n",
    ).splitlines()
    assert Path(found[-2]) == packages / "odoo" / "addons" / ADDON
    version, installable = found[-1].split()
    assert version.startswith("19.0.")
    assert installable == "True"
