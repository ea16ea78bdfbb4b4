"""Eight weeks as a picture: client asks above, our own breaches below, each under its finding in words.

It is drawn in a process of its own, which takes matplotlib away with it when it ends: forty megabytes that a bot
which draws once a week need not carry.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from core.digest import WeekCount
from core.wording.digest import short_day, trend
from core.zones import monday

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

# All lengths are pixels. A phone shows the picture at a third of its width; there no letter may be under eleven.
WIDTH, HEIGHT = 1080, 960
MARGIN = 22
SMALL, LARGE = 34, 44
DOTS_PER_INCH = 100
MOST_SECONDS = 60  # One that has not been drawn by then never will be.
MOST_KEPT = 8  # Pictures, since a digest that is asked for is often asked for again.
PAPER, INK = "#FFFFFF", "#1A1A1A"
# A count below this leaves room above its bar: one breach must not stand as tall as forty asks.
LOW_CEILING = 4


@dataclass(frozen=True, slots=True)
class Panel:
    """Where one count is drawn and how: the last week in full colour, the weeks before in its tint."""

    name: str
    bottom: int
    height: int
    colour: str
    tint: str
    hatch: str


# Blue and vermilion of Okabe and Ito, which people with every kind of colour vision tell apart.
ASKS = Panel("Client asks", bottom=526, height=268, colour="#0072B2", tint="#B3D5E8", hatch="")
BREACHES = Panel("Our breaches", bottom=72, height=208, colour="#D55E00", tint="#FBDFCB", hatch="//")


def chart(weeks: Sequence[WeekCount]) -> bytes:
    """Return eight weeks, oldest first, as a PNG of 1080 by 960 pixels; the same weeks give the same bytes."""
    return _drawn_apart(tuple(weeks))


@lru_cache(maxsize=MOST_KEPT)
def _drawn_apart(weeks: tuple[WeekCount, ...]) -> bytes:
    drawing = subprocess.run(
        [sys.executable, "-P", "-m", "core.chart"],
        input=json.dumps([astuple(week) for week in weeks]).encode(),
        capture_output=True,
        timeout=MOST_SECONDS,
        check=True,
    )
    return drawing.stdout


def drawn(weeks: Sequence[WeekCount]) -> bytes:
    """Return the picture, drawn in this process."""
    from matplotlib.figure import Figure

    figure = Figure((WIDTH / DOTS_PER_INCH, HEIGHT / DOTS_PER_INCH), DOTS_PER_INCH, facecolor=PAPER)
    names = [week.week for week in weeks]
    _draw(figure, ASKS, names, [week.asks for week in weeks])
    _draw(figure, BREACHES, names, [week.breaches for week in weeks])
    picture = BytesIO()
    # The name of the program holds its version; without it an update alone changes nothing.
    figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()


def _draw(figure: "Figure", panel: Panel, weeks: Sequence[str], counts: Sequence[int]) -> None:
    width = WIDTH - 2 * MARGIN
    axes = figure.add_axes(
        (MARGIN / WIDTH, panel.bottom / HEIGHT, width / WIDTH, panel.height / HEIGHT),
        xlim=(-0.5, len(counts) - 0.5),
        ylim=(0, max(*counts, LOW_CEILING)),
    )
    axes.set_axis_off()
    axes.bar(
        range(len(counts)),
        counts,
        width=0.72,
        color=[panel.tint] * (len(counts) - 1) + [panel.colour],
        edgecolor=panel.colour,
        linewidth=2,
        hatch=panel.hatch,
    )
    axes.axhline(0, color=INK, linewidth=1.5)
    plain, bold = _font("DejaVuSans.ttf", SMALL), _font("DejaVuSans-Bold.ttf", SMALL)
    for place, (week, count) in enumerate(zip(weeks, counts, strict=True)):
        is_last = place == len(counts) - 1
        font = bold if is_last else plain
        _write(axes, _brief(count), (place, count), 28, font, "center")
        _write(axes, short_day(monday(week)), (place, 0), -30, plain, "center")
    finding, _, numbers = trend(panel.name, counts, weeks[-1]).partition(": ")
    top = (-0.42, axes.get_ylim()[1])
    _write(axes, finding, top, 124, _font("DejaVuSans-Bold.ttf", LARGE), "left")
    _write(axes, numbers, top, 74, plain, "left")


def _write(
    axes: "Axes", words: str, at: tuple[float, float], above: int, font: "FontProperties", align: str
) -> None:
    """Write words whose middle is so many pixels above a point of the plot."""
    axes.annotate(
        words,
        at,
        (0, above),
        textcoords="offset pixels",
        ha=align,
        va="center_baseline",
        color=INK,
        fontproperties=font,
    )


def _font(file: str, size: int) -> "FontProperties":
    """Return a font by its file within matplotlib, so that the fonts of the machine change nothing."""
    from matplotlib import get_data_path
    from matplotlib.font_manager import FontProperties

    return FontProperties(
        fname=Path(get_data_path(), "fonts", "ttf", file),
        size=size * 72 / DOTS_PER_INCH,  # points
    )


def _brief(count: int) -> str:
    """Return a count in at most five characters, which is the room above a bar."""
    return f"{count:,}" if count < 10_000 else f"{count / 1000:.0f}k"


if __name__ == "__main__":
    sys.stdout.buffer.write(drawn([WeekCount(*week) for week in json.load(sys.stdin)]))
