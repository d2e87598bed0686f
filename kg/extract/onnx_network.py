"""The shipped network, run by ONNX Runtime.

Windows are encoded one at a time and triggers conditioned window by window, so that an answer depends on nothing but its window;
the number of threads is fixed, so that it is the same on every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime as ort

from kg.errors import DataError
from kg.extract.focus import Focus
from kg.extract.labels import Floats

THREADS = 2


class OnnxNetwork:
    """``kg.extract.model.Network`` on the files that ``kg.train.export`` wrote."""

    def __init__(self, folder: Path) -> None:
        missing = [n for n in ("encoder.onnx", "arguments.onnx", "words.npz") if not (folder / n).is_file()]
        if missing:
            raise DataError(f"{folder}: {', '.join(missing)} missing; the model ships with kg, install it again")
        options = ort.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._encoder = ort.InferenceSession(str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"])
        self._arguments = ort.InferenceSession(
            str(folder / "arguments.onnx"), options, providers=["CPUExecutionProvider"]
        )
        words = np.load(folder / "words.npz")
        self._scales, self._nibbles = words["scales"], words["nibbles"]

    def _embed(self, ids: Sequence[int]) -> Floats:
        """Word embeddings (1, pieces, width): 4-bit blocks, low nibbles first, value = (q - 8) * scale."""
        packed = self._nibbles[list(ids)]
        values = np.concatenate([packed & 15, packed >> 4], -1).astype(np.float32) - 8
        embedded: Floats = (values * self._scales[list(ids)].astype(np.float32)[..., None]).reshape(1, len(ids), -1)
        return embedded

    def encode(self, ids: Sequence[int]) -> tuple[Floats, Floats]:
        """Hidden states and trigger logits of one window."""
        hidden, triggers = self._encoder.run(None, {"embedded": self._embed(ids)})
        return hidden[0], triggers[0]

    def condition(self, hidden: Floats, focus: Focus) -> tuple[Floats, Floats]:
        """Slot and factuality logits of a window's triggers."""
        names = ("index", "mask", "trigger", "here", "distance", "sentence")
        inputs = {name: getattr(focus, name) for name in names}
        slots, facts = self._arguments.run(None, {"hidden": hidden, "kind": focus.type, **inputs})
        return slots, facts
