"""Carries the texts that the addon has now into its translations.

    python scripts/lib/merge_translations.py EXPORTED.pot FOLDER

The template in FOLDER becomes the exported one, and each translation there takes over
its texts, their order and their places; what is translated stays so, also when only
spaces or line breaks of the text changed. Prints what is not translated.
"""

import shutil
import sys
from pathlib import Path

import polib


def main(exported, folder):
    template = next(Path(folder).glob("*.pot"))
    shutil.copy(exported, template)
    texts = polib.pofile(template)
    for path in sorted(Path(folder).glob("*.po")):
        missing = merge(polib.pofile(path), texts)
        print(f"{path}: {len(missing)} of {len(texts)} texts are not translated")
        print("".join(f"  {text!r}\n" for text in missing), end="")


def merge(translation, texts):
    """Writes one translation anew.

    :return: the texts that it does not translate
    """
    exact = {entry.msgid: entry.msgstr for entry in translation if entry.msgstr}
    alike = {squeeze(text): told for text, told in exact.items()}
    translation.clear()
    for entry in texts:
        entry.msgstr = exact.get(entry.msgid) or alike.get(squeeze(entry.msgid), "")
        translation.append(entry)
    translation.save()
    return [entry.msgid for entry in texts if not entry.msgstr]


def squeeze(text):
    return " ".join(text.split())


if __name__ == "__main__":
    main(*sys.argv[1:])
