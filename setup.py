"""Builds the wheel `odoo-addon-complaint_management`, laid out like OCA's wheels.

The addon becomes the package `odoo.addons.complaint_management`. All of its files are
package data, so that views, reports, translations and migration scripts travel too.
"""

import ast
from pathlib import Path

from setuptools import setup

ROOT = Path(__file__).resolve().parent
ADDON = "complaint_management"
PACKAGE = f"odoo.addons.{ADDON}"

manifest = ast.literal_eval((ROOT / ADDON / "__manifest__.py").read_text())


def requirements():
    """Odoo itself, the helpdesk, and the libraries that the manifest asks for."""
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    return ["odoo==19.0.*", *(line for line in lines if line and line[0] != "#")]


def addon_files():
    """Every file of the addon, relative to it, without what tools leave there."""
    folder = ROOT / ADDON
    paths = (path.relative_to(folder) for path in sorted(folder.rglob("*")))
    return [
        str(path)
        for path in paths
        if (folder / path).is_file()
        and not any(part.startswith((".", "__pycache__")) for part in path.parts)
    ]


setup(
    name=f"odoo-addon-{ADDON}",
    version=manifest["version"],
    description=manifest["summary"],
    long_description=(ROOT / "README.md").read_text(),
    long_description_content_type="text/markdown",
    author=manifest["author"],
    url=manifest["website"],
    license="AGPL-3.0-or-later",
    classifiers=[
        "Framework :: Odoo",
        "Framework :: Odoo :: 19.0",
        "Programming Language :: Python :: 3",
    ],
    python_requires=">=3.10",
    install_requires=requirements(),
    packages=[PACKAGE],
    package_dir={PACKAGE: ADDON},
    package_data={PACKAGE: addon_files()},
)
