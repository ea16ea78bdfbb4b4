"""Takes pictures of pages with Chromium: each as wide as a window and as wide as a phone, and no taller than it is."""

import subprocess
import sys
from collections.abc import Collection, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops

WIDTHS = {"": 720, "-phone": 390}
TALLEST = 4000
SHARPNESS = 2
COLOURS = 128  # of a picture; more of them are not seen, and weigh three times as much
CHROMIUM = (
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    f"--force-device-scale-factor={SHARPNESS}",
)


def main(samples: Iterable[tuple[str, str]], sheet: str) -> None:
    """Take the pictures of a command line FOLDER [NAME …], in the style of a sheet beside this file."""
    folder, *wanted = sys.argv[1:]
    style = Path(__file__).with_name(sheet).read_text(encoding="utf-8")
    take_all(Path(folder), samples, style, wanted)


def take_all(
    folder: Path, samples: Iterable[tuple[str, str]], style: str, wanted: Collection[str] = ()
) -> None:
    """Write pictures of all samples into a folder, or of those that are named."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in samples:
        page = f'<!doctype html><meta charset="utf-8"><style>{style}</style><body>{body}'
        for suffix, width in WIDTHS.items():
            picture = folder / f"{name}{suffix}.png"
            if not wanted or picture.stem in wanted:
                take(page, picture, width)
                print(picture)


def take(page: str, picture: Path, width: int) -> None:
    """Write a picture of a page, no taller than what stands on it."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "page.html")
        file.write_text(page, encoding="utf-8")
        size = f"--window-size={width},{TALLEST}"
        profile = f"--user-data-dir={folder}/profile"
        command = [*CHROMIUM, profile, size, f"--screenshot={picture}", file.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    with Image.open(picture) as whole:
        shown = whole.convert("RGB")
    # The corner at the bottom shows what the page is like where nothing stands.
    paper = Image.new("RGB", shown.size, shown.getpixel((0, shown.height - 1)))
    box = ImageChops.difference(shown, paper).getbbox()
    bottom = min(box[3] + 16 * SHARPNESS, shown.height) if box else shown.height
    cropped = shown.crop((0, 0, shown.width, bottom))
    cropped.quantize(COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)
