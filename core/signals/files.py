"""Find file names, and mark those that can carry a program or hide what they hold."""

# ruff: noqa: SIM905 - Long lists of words read best as text.

import re

from core.fold import Folded
from core.signals.entities import Entity

MOST = 200
RISKY = frozenset(
    "exe msi bat cmd scr ps1 vbs vbe wsf hta jar apk ipa dmg pkg iso img lnk reg com pif cpl dll docm xlsm pptm "
    "dotm xlam appimage deb rpm command".split()
)
ARCHIVES = frozenset("zip rar 7z tar gz tgz bz2 xz cab ace arj".split())
PLAIN = frozenset(
    "pdf doc docx odt rtf txt md csv tsv xls xlsx ods ppt pptx odp key pages numbers jpg jpeg png gif webp heic svg "
    "bmp tiff tif psd ai eps indd fig sketch xd mp3 wav m4a ogg mp4 mov avi mkv webm json xml yaml yml toml ini env "
    "log sql sqlite db html htm css scss js jsx ts tsx vue py ipynb rb php go rs java kt swift c cpp h cs sh dart "
    "lua r vcf ics eml msg ttf otf woff woff2 glb obj stl dwg epub mobi bak cfg conf lock".split()
)
_FILE = re.compile(
    r"(?<![\w./\\@:-])([^\W_][\w\-]{0,60}(?:[.][\w\-]{1,30}){0,3})\.([a-z][a-z0-9]{0,9}|7z)(?![\w@/-]|\.\w)"
)
_ANY = re.compile(r"\w\.[a-z7]")
_PRODUCTS = frozenset(
    "node next vue nuxt react three express ember alpine chart moment backbone d3 p5 angular nest asp ado".split()
)
_HOST_ENDINGS = frozenset("com ai md py rs sh ts so pl cs go io key pages numbers r c h".split())


def find(folded: Folded) -> list[Entity]:
    """Return the file names of a text."""
    text = folded.text
    if "." not in text or not _ANY.search(text):
        return []
    found: list[Entity] = []
    for match in _FILE.finditer(text):
        name, ending = match.group(1), match.group(2)
        if ending in RISKY and ending not in _HOST_ENDINGS:
            channel = "risky"
        elif ending in ARCHIVES:
            channel = "archive"
        elif ending in PLAIN:
            channel = ""
        else:
            continue
        if (name in _PRODUCTS and ending in ("js", "net")) or (ending in ("r", "c", "h") and len(name) < 2):
            continue
        found.append(
            Entity("file", match.start(), match.end(), channel, ending, sure=ending not in _HOST_ENDINGS)
        )
        if len(found) >= MOST:
            break
    return found
