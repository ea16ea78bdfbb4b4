"""Pack what was learnt into the files of core/network/."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from training.e5 import BLOCK_BYTES, packed
from training.teacher import FIXED, Teacher, kept

if TYPE_CHECKING:
    from training.fit import Net

Numbers = Mapping[str, torch.Tensor | NDArray[np.float32]]


def in_half(numbers: Numbers) -> dict[str, NDArray[np.float16]]:
    """Return numbers in 16 bits."""
    return {
        name: (values.detach().numpy() if isinstance(values, torch.Tensor) else values).astype(np.float16)
        for name, values in numbers.items()
    }


def write_network(net: "Net", clue_names: Sequence[str], folder: Path) -> None:
    """Write the network: the rows of the pieces in 8 bits, all else in 16."""
    with torch.no_grad():
        rows = (net.vectors + net.shifted.weight).numpy()
    scale = np.abs(rows).max(axis=0) / 127
    np.save(folder / "pieces.npy", np.round(rows / scale).astype(np.int8))
    numbers = {
        "scale": scale,
        "entry": net.entry.weight.T,
        "entry_bias": net.entry.bias,
        "speakers": net.speakers,
        "clue_rows": net.clue_rows.weight[:-1],
        "heeded": net.heeded.weight.T,
        "middle": net.middle.weight.T,
        "middle_bias": net.middle.bias,
        "exit": net.exit.weight.T,
        "exit_bias": net.exit.bias,
    }
    for n, (norm, convolution) in enumerate(zip(net.norms, net.convolutions, strict=True)):
        # The gain of each number is multiplied into the weights that read it.
        weights = convolution.weight.T * norm.weight.repeat(3)[:, None]
        numbers |= {f"weights{n}": weights, f"bias{n}": convolution.bias}
    np.savez(folder / "network.npz", **in_half(numbers))
    (folder / "clues.txt").write_text("".join(f"{clue}\n" for clue in clue_names), encoding="utf-8")


def write_encoder(teacher: Teacher, pieces: Sequence[str], folder: Path) -> None:
    """Write a teacher as core/encoder.py reads it: the layers in 8 bits, the pieces in the 4 bits they came in."""
    whole = packed()
    blocks = whole.blocks("emb.word").reshape(whole.shape.rows, -1, BLOCK_BYTES)[kept(pieces)]
    rows = blocks[: len(pieces) + 1]
    np.save(folder / "encoder_pieces.npy", rows[:, :, 2:].reshape(len(rows), -1))
    np.save(folder / "encoder_scales.npy", rows[:, :, :2].copy().view("<f2")[:, :, 0])
    below = {
        "around": teacher.words[[*teacher.before, teacher.end]].float(),
        "places": teacher.places,
        "even": _even(teacher.even),
    }
    _write_layers(teacher, range(len(teacher.layers)), below, folder / "encoder.npz")


def write_posts_encoder(teacher: Teacher, folder: Path) -> None:
    """Write a teacher of posts that shares all below its lifted layers with the one that `write_encoder` wrote."""
    _write_layers(teacher, range(FIXED, len(teacher.layers)), {}, folder / "encoder_posts.npz")


def _write_layers(
    teacher: Teacher, numbers: Iterable[int], below: Mapping[str, torch.Tensor], path: Path
) -> None:
    """Write some layers and what reads them, with what stands below them."""
    halves: dict[str, torch.Tensor] = {
        **below,
        "speakers": teacher.speakers,
        "clue_rows": teacher.clue_rows.weight[:-1],
        "middle": teacher.middle.weight.T,
        "middle_bias": teacher.middle.bias,
        "exit": teacher.exit.weight.T,
        "exit_bias": teacher.exit.bias,
    }
    bytes_: dict[str, NDArray[np.int8]] = {}
    for number in numbers:
        layer = teacher.layers[number]
        for name in ("asked", "answered", "wide", "narrow"):
            part = getattr(layer, name)
            weights = part.weight.detach().numpy().T
            # Rounded to 16 bits first, as the scale is read: the two must fit each other.
            scale = (np.abs(weights).max(axis=0) / 127).astype(np.float16).astype(np.float32)
            eighths = np.clip(np.round(weights / scale), -127, 127).astype(np.int8)
            bytes_[f"{name}{number}.weights"] = np.ascontiguousarray(eighths)
            halves[f"{name}{number}.scale"] = torch.tensor(scale)
            halves[f"{name}{number}.bias"] = part.bias
        halves[f"evens{number}"] = torch.cat([_even(one) for one in layer.evens])
    np.savez(path, **in_half(halves), **bytes_)


def _even(norm: nn.LayerNorm) -> torch.Tensor:
    return torch.stack([norm.weight, norm.bias])
