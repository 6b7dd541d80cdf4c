"""From PyTorch to two ONNX graphs with 8-bit weights, and a folder that spaCy loads.

python -m training.encoder.export --minilm DIR --model DIR --out kg/language/weights-encoder
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import spacy
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.language.encoder.component import Encoder
from kg.language.encoder.network import INPUTS, OUTPUTS
from training.encoder.model import RELATION, TAGGERS, Parser

OPSET = 17


class Table(nn.Module):
    """An embedding with 8-bit weights and one scale a row: near lossless, a quarter of the size."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("rows", (weight / scale).round().to(torch.int8))

    def forward(self, numbers: Tensor) -> Tensor:
        """Rows of the table as floats."""
        return self.rows[numbers].float() * self.scale[numbers]


class Words(nn.Module):
    """The parser up to the arcs; labels as numbers, the best first."""

    def __init__(self, net: Parser) -> None:
        super().__init__()
        self.net = net

    def forward(self, pieces: Tensor, shapes: Tensor, first: Tensor, word_shapes: Tensor) -> tuple[Tensor, ...]:
        """The outputs that `kg.language.encoder.network` names."""
        scores = self.net(pieces, shapes, first, word_shapes)
        labels = [scores[name].argmax(-1) for name in TAGGERS if name != "start"]
        start = scores["start"][..., 1] - scores["start"][..., 0]
        return *labels, start, scores["arc"], scores["relation_dependent"], scores["relation_head"], scores["hidden"]


class Relations(nn.Module):
    """Scores of the relations between given words and their heads."""

    def __init__(self, net: Parser) -> None:
        super().__init__()
        self.net = net

    def forward(self, dependent: Tensor, head: Tensor) -> Tensor:
        """[n, labels] from two times [n, RELATION]."""
        return self.net.relations(dependent, head)


def load(folder: Path) -> Parser:
    """A trained parser, ready to use."""
    labels: dict[str, list[str]] = json.loads((folder / "labels.json").read_text("utf-8"))
    net = Parser({name: len(known) for name, known in labels.items()})
    net.load_state_dict(torch.load(folder / "model.pt", weights_only=True))
    return net.eval()


def write(net: Parser, files: list[Path], out: Path, quantized: bool = True, keep: tuple[str, ...] = ()) -> None:
    """Write a spaCy pipeline with these `files` into `out`; `keep` names parts of the encoder whose weights stay 32-bit."""
    if quantized:
        net.pieces = Table(net.pieces.weight.detach())  # type: ignore[assignment]
    pieces, words, side = torch.ones(1, 7, dtype=torch.long), torch.ones(1, 5, dtype=torch.long), torch.zeros(3, RELATION)
    axes = {name: {1: "pieces" if name in (*INPUTS[:2], "hidden") else "words"} for name in (*INPUTS, *OUTPUTS)} | {
        "arc": {1: "words", 2: "heads"}
    }
    with TemporaryDirectory() as folder:
        ready = Path(folder)
        graph_of(Words(net), (pieces, pieces, words, words), axes, ready / "words.onnx")
        graph_of(Relations(net), (side, side), {name: {0: "words"} for name in ("dependent", "head", "relation")}, ready / "relations.onnx")
        if quantized:
            for name in ("words", "relations"):
                quantize(ready / f"{name}.onnx", keep)
        for path in files:
            shutil.copyfile(path, ready / path.name)
        nlp = spacy.blank("en", meta={"name": "accord_encoder", "license": "CC BY-SA 4.0"})
        component = nlp.add_pipe("accord_encoder")
        assert isinstance(component, Encoder)
        component.from_disk(ready)
        nlp.to_disk(out, exclude=["vocab"])


def graph_of(module: nn.Module, example: tuple[Tensor, ...], axes: dict[str, dict[int, str]], path: Path) -> None:
    """Write a module's graph; `axes` names its inputs, then its outputs, with the dimensions that vary."""
    names = list(axes)
    inputs, outputs = names[: len(example)], names[len(example) :]
    torch.onnx.export(
        module.eval(),
        example,
        str(path),
        input_names=inputs,
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )


def quantize(path: Path, keep: tuple[str, ...]) -> None:
    """Turn a graph's products with constants into 8-bit ones; `keep` names parts of them that stay 32-bit."""
    graph = onnx.load(path).graph
    constants = {tensor.name for tensor in graph.initializer}
    products = [node for node in graph.node if node.op_type == "MatMul"]
    skipped = [node.name for node in products if node.input[1] not in constants or any(part in node.name for part in keep)]
    # 7 bits of the 8: processors without VNNI add products in 16 bits, which overflow with all 8, and would parse differently.
    quantize_dynamic(path, path, ["MatMul"], per_channel=True, reduce_range=True, weight_type=QuantType.QInt8, nodes_to_exclude=skipped)


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--quantized", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--keep", action="append", default=[], help="part of a MatMul's name that stays 32-bit")
    options = parser.parse_args()
    torch.set_num_threads(1)
    files = [options.model / "labels.json", options.model / "lemmas.json", options.minilm / "vocab.txt"]
    write(load(options.model), files, options.out, options.quantized, tuple(options.keep))
    print({str(path.relative_to(options.out)): path.stat().st_size for path in sorted(options.out.rglob("*")) if path.is_file()})


if __name__ == "__main__":
    main()
