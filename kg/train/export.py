"""From trained weights to the files that ship: two ONNX graphs with 8-bit weights, 4-bit word embeddings, the vocabulary."""

from __future__ import annotations

import gzip
import json
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from torch import Tensor, nn

from kg.train.encoder import E5File
from kg.train.network import ClaimNet, Conditioned

OPSET = 17
Axes = dict[str, dict[int, str]]


class EncoderGraph(nn.Module):
    """Word embeddings of one window to hidden states and trigger logits."""

    def __init__(self, net: ClaimNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, embedded: Tensor) -> tuple[Tensor, Tensor]:
        """``embedded`` (1, pieces, width)."""
        hidden = self.net.encoder.contextualise(embedded)
        return hidden, self.net.triggers(hidden)


class ConditionedGraph(nn.Module):
    """A focus on a window's hidden states to slot and factuality logits."""

    def __init__(self, net: Conditioned) -> None:
        super().__init__()
        self.net = net

    def forward(
        self,
        hidden: Tensor,
        index: Tensor,
        kind: Tensor,
        mask: Tensor,
        trigger: Tensor,
        here: Tensor,
        distance: Tensor,
        sentence: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """``hidden`` (pieces, width); the rest as in ``kg.extract.focus.Focus``."""
        x = self.net(hidden[index], kind, mask, trigger, distance, sentence)
        return self.net.slots(x), self.net.factuality(x, trigger, here)


def export(net: ClaimNet, file: E5File, keep: list[int], out: Path) -> None:
    """Write ``encoder.onnx``, ``arguments.onnx``, ``words.npz`` and ``vocabulary.json.gz`` into ``out``."""
    net = net.eval()
    out.mkdir(parents=True, exist_ok=True)
    width = net.encoder.word.weight.shape[1]
    pieces, triggers = 7, 3
    _graph(EncoderGraph(net), (torch.zeros(1, pieces, width),), out / "encoder.onnx",
           ["embedded"], ["hidden", "triggers"], {n: {1: "pieces"} for n in ("embedded", "hidden", "triggers")})  # fmt: skip
    numbers = torch.zeros(triggers, pieces, dtype=torch.long)
    flags = torch.ones(triggers, pieces, dtype=torch.bool)
    names = ["index", "mask", "trigger", "here", "distance", "sentence"]
    axes = {n: {0: "triggers", 1: "near"} for n in names} | {"hidden": {0: "pieces"}, "kind": {0: "triggers"}}
    _graph(ConditionedGraph(net.conditioned), (torch.zeros(pieces, width), numbers, numbers[:, 0], flags, flags, flags, numbers, numbers),
           out / "arguments.onnx", ["hidden", "index", "kind", "mask", "trigger", "here", "distance", "sentence"], ["slots", "facts"],
           axes | {"slots": {0: "triggers", 1: "near"}, "facts": {0: "triggers"}})  # fmt: skip
    scales, nibbles = file.blocks("emb.word", width, keep)
    np.savez(out / "words.npz", scales=scales, nibbles=nibbles)
    rows = [[file.pieces[i], round(float(file.scores[i]), 5)] for i in keep]
    with open(out / "vocabulary.json.gz", "wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as handle:
        handle.write(json.dumps(rows, ensure_ascii=False).encode())


def _graph(
    module: nn.Module,
    inputs: tuple[Tensor, ...],
    path: Path,
    names: list[str],
    outputs: list[str],
    axes: dict[str, dict[int, str]],
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            inputs,
            str(path),
            input_names=names,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
    quantiser = MatMulNBitsQuantizer(onnx.load(path), bits=8, block_size=64, is_symmetric=True, accuracy_level=4)
    quantiser.process()
    onnx.save(quantiser.model.model, path)
