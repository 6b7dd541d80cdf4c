"""Train the event reader over what the packaged parser's second layer makes of each word piece, and write its graphs beside the parser's.

    python -m training.encoder.events --weights kg/language/weights training/events/[a-z]*.md

The parser itself stays as it is, to the bit. The reader's layers start as the parser's last four, read back from their 8 bits.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from spacy.tokens import Token
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from kg.language.encoder.component import Encoder
from kg.language.encoder.events import Event, Mention, is_particle
from kg.language.encoder.network import Scores
from kg.language.pipeline import pipeline
from training.encoder.export import graph_of, quantize
from training.encoder.marked import LABELS, Marked, read_marked
from training.encoder.model import EVENT_LAYERS, LAYERS, WIDTH, Dropout, Layer

EVENT, ROLE = 256, 96
TAGGERS = ("event", "mention", "status", "action")
WEIGHTS = {"event": 4.0, "mention": 2.0, "status": 0.3, "action": 0.3, "role": 0.5}
IGNORED = -100
DROPOUT = 0.2
MEMORY = 0.999  # of the mean of the weights over the last steps, which is what is kept
BATCH = 1200  # pieces


class Detector(nn.Module):
    """Four layers and heads over what the parser's second layer makes of word pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(DROPOUT) for _ in range(EVENT_LAYERS))
        self.late = Dropout(DROPOUT)
        self.side = nn.Linear(WIDTH, EVENT)
        self.taggers = nn.ModuleDict({name: nn.Linear(EVENT, len(LABELS[name])) for name in TAGGERS})
        self.role_event, self.role_word = nn.Linear(WIDTH, ROLE), nn.Linear(WIDTH, ROLE)
        self.role = nn.Parameter(torch.randn(len(LABELS["role"]), ROLE + 1, ROLE + 1) * 0.03)

    def forward(self, hidden: Tensor, first: Tensor, real: Tensor) -> dict[str, Tensor]:
        """Scores of the labels, and the two sides of the roles, from `hidden` [batch, pieces, WIDTH], each word's `first` piece
        [batch, words] and which pieces are `real`, not padding."""
        mask = ((~real) * -10000.0)[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, mask)
        hidden = self.late(hidden.gather(1, first.unsqueeze(-1).expand(-1, -1, WIDTH)))

        def side(linear: nn.Module) -> Tensor:
            return self.late(functional.gelu(linear(hidden)))

        told = side(self.side)
        return {name: tagger(told) for name, tagger in self.taggers.items()} | {
            "role_event": side(self.role_event),
            "role_word": side(self.role_word),
        }

    def roles(self, event: Tensor, word: Tensor) -> Tensor:
        """Scores [n, roles, words], positive where a word plays a role in an event, of n events [n, ROLE] and words [words, ROLE], or of
        each event's own words [n, words, ROLE]."""
        weight = self.role
        mixed = (event @ weight[:, :-1].permute(1, 0, 2).reshape(ROLE, -1) + weight[:, -1].reshape(-1)).view(-1, weight.shape[0], ROLE + 1)
        return mixed[..., :-1] @ word.transpose(-1, -2) + mixed[..., -1:]

    def start_from(self, path: Path) -> None:
        """Take the parser's last layers from its 8-bit graph."""
        graph = onnx.load(path).graph
        values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
        inputs = {node.name: node.input for node in graph.node if node.op_type == "MatMulInteger"}
        for n, layer in enumerate(self.layers):
            old = LAYERS - EVENT_LAYERS + n
            for part in ("query", "key", "value", "out", "up", "down"):
                name = inputs[f"/net/layers.{old}/{part}/MatMul_quant"][1].removesuffix("_quantized")
                weight = values[f"{name}_quantized"].astype(np.float32) - values[f"{name}_zero_point"].astype(np.float32)
                linear = getattr(layer, part)
                linear.weight.data = torch.from_numpy((weight * values[f"{name}_scale"]).T.copy())
                linear.bias.data = torch.from_numpy(values[f"net.layers.{old}.{part}.bias"].copy())
            for part in ("norm1", "norm2"):
                for kind in ("weight", "bias"):
                    getattr(getattr(layer, part), kind).data = torch.from_numpy(values[f"net.layers.{old}.{part}.{kind}"].copy())


# ------------------------------------------------------------------ examples


@dataclass(slots=True)
class Example:
    """A window of the parser's with its marks, what its second layer makes of the pieces, and each word's first piece."""

    marked: Marked
    hidden: NDArray[np.float32]
    first: NDArray[np.int64]


def examples(path: Path) -> Iterator[list[Example]]:
    """The documents of a file as windows."""
    nlp = pipeline()
    encoder = nlp.get_pipe("accord_encoder")
    assert isinstance(encoder, Encoder)
    seen: list[tuple[Scores, int]] = []

    def record(scores: Scores, words: list[int]) -> tuple[list[Event], list[Mention]]:
        seen.append((scores, len(words)))
        return [], []

    encoder.reader = record
    for document in read_marked(path, nlp):
        start = 0
        for text in document.texts:
            words = [token for token in nlp(text) if not token.is_space]
            _on_verbs(document.marked, start, words)
            start += len(words)
        found, start = [], 0
        for scores, length in seen:
            found.append(Example(document.marked.part(start, start + length), scores.hidden, scores.first[:length]))
            start += length
        seen.clear()
        yield found


def _on_verbs(marked: Marked, start: int, words: list[Token]) -> None:
    """Move events from particles to their verbs, "set up{1}" to "set": who marked them put them now here, now there."""
    number = {token.i: n for n, token in enumerate(words, start)}
    for n, token in enumerate(words, start):
        verb = number[token.head.i]
        if marked.event[n] and is_particle(token) and not marked.event[verb]:
            for labels in (marked.event, marked.status, marked.action):
                labels[verb], labels[n] = labels[n], ""
            marked.roles = [(verb if event == n else event, word, role) for event, word, role in marked.roles]


def batches(parts: list[Example], luck: random.Random | None) -> Iterator[dict[str, Tensor]]:
    """Batches of at most `BATCH` pieces with padding, of windows about equally long."""
    parts = sorted(parts, key=lambda part: len(part.hidden) + (luck.random() * 20 if luck else 0))
    groups: list[list[Example]] = [[]]
    for part in parts:
        if groups[-1] and len(part.hidden) * (len(groups[-1]) + 1) > BATCH:
            groups.append([])
        groups[-1].append(part)
    if luck:
        luck.shuffle(groups)
    return map(batch, groups)


def batch(parts: list[Example]) -> dict[str, Tensor]:
    """`hidden`, `first`, `real`, numbers of labels, `roles` [n, 4]: window, event's word, argument's word, role."""
    count, pieces, words = len(parts), max(len(part.hidden) for part in parts), max(len(part.first) for part in parts)
    hidden, real = np.zeros((count, pieces, WIDTH), np.float32), np.zeros((count, pieces), bool)
    first, word = np.zeros((count, words), np.int64), np.zeros((count, words), bool)
    gold = {name: np.full((count, words), IGNORED) for name in TAGGERS}
    roles: list[tuple[int, int, int, int]] = []
    for n, part in enumerate(parts):
        length = len(part.first)
        hidden[n, : len(part.hidden)], real[n, : len(part.hidden)] = part.hidden, True
        first[n, :length], word[n, :length] = part.first, True
        for name in TAGGERS:
            gold[name][n, :length] = [LABELS[name].index(x) if x in LABELS[name] else IGNORED for x in getattr(part.marked, name)]
        roles += [(n, event, argument, LABELS["role"].index(role)) for event, argument, role in part.marked.roles]
    arrays = {"hidden": hidden, "first": first, "real": real, "word": word, **gold, "roles": np.array(roles, np.int64).reshape(-1, 4)}
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


# ------------------------------------------------------------------ training


def losses(net: Detector, given: dict[str, Tensor]) -> dict[str, Tensor]:
    """The mean loss of each head; of the roles, the sum over all words for each event."""
    scores = net(given["hidden"], given["first"], given["real"])
    found = {
        name: functional.cross_entropy(scores[name].flatten(0, -2), given[name].flatten(), ignore_index=IGNORED)
        for name in TAGGERS
        if (given[name] != IGNORED).any()
    }
    example, event = torch.nonzero(given["event"] > 0, as_tuple=True)
    if len(event):
        played = net.roles(scores["role_event"][example, event], scores["role_word"][example])
        wrong = functional.binary_cross_entropy_with_logits(played, role_gold(given, example, event), reduction="none")
        found["role"] = (wrong * given["word"][example].unsqueeze(1)).sum() / len(event)
    return found


def role_gold(given: dict[str, Tensor], example: Tensor, event: Tensor) -> Tensor:
    """[events, roles, words]: 1 where a word plays a role."""
    row = {(int(e), int(w)): n for n, (e, w) in enumerate(zip(example, event, strict=True))}
    gold = torch.zeros(len(event), len(LABELS["role"]), given["word"].shape[1])
    for number, told, word, role in given["roles"].tolist():
        if (number, told) in row:
            gold[row[number, told], role, word] = 1
    return gold


@torch.no_grad()
def evaluate(net: Detector, told: list[list[Example]]) -> dict[str, float]:
    """F1 of the words that tell events of each kind, of mentions, and of the roles of given events; accuracies of status and action."""
    net.eval()
    counts: dict[str, list[int]] = {}

    def count(name: str, found: Tensor, gold: Tensor, right: Tensor) -> None:
        old = counts.get(name, [0, 0, 0])
        counts[name] = [old[0] + int(found.sum()), old[1] + int(gold.sum()), old[2] + int(right.sum())]

    for given in batches([part for document in told for part in document], None):
        scores = net(given["hidden"], given["first"], given["real"])
        for name in TAGGERS:
            known = given[name] != IGNORED
            found, gold = scores[name].argmax(-1)[known], given[name][known]
            none = -1 if name in {"status", "action"} else 0
            for label in range(1, len(LABELS[name])) if none == 0 else ():
                count(LABELS[name][label], found == label, gold == label, (found == label) & (gold == label))
            count(name, found > none, gold > none, (found == gold) & (gold > none))
        example, event = torch.nonzero(given["event"] > 0, as_tuple=True)
        if len(event):
            played = net.roles(scores["role_event"][example, event], scores["role_word"][example]) > 0
            played &= given["word"][example].unsqueeze(1)
            wanted = role_gold(given, example, event) > 0
            for n, role in enumerate(LABELS["role"]):
                count(role, played[:, n], wanted[:, n], played[:, n] & wanted[:, n])
    net.train()
    return {name: 2 * right / max(1, found + gold) for name, (found, gold, right) in counts.items()}


def train(options: argparse.Namespace) -> Detector:
    """A reader trained as `options` say."""
    torch.manual_seed(0)
    torch.set_num_threads(options.threads)
    luck = random.Random(0)
    told = [document for path in options.files for document in examples(path)]
    luck.shuffle(told)
    unseen, told = told[: options.unseen], told[options.unseen :]
    net = Detector()
    net.start_from(options.weights / "accord_encoder" / "words.onnx")
    groups = [
        {"params": net.layers.parameters(), "lr": options.rate},
        {"params": [p for n, p in net.named_parameters() if not n.startswith("layers")], "lr": 2e-3},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    averaged = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(MEMORY))
    rates = [group["lr"] for group in groups]
    total = options.epochs * sum(1 for _ in batches([p for document in told for p in document], None))
    step, started = 0, time.time()
    for epoch in range(options.epochs):
        shown: dict[str, float] = {}
        for given in batches([p for document in told for p in document], luck):
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * min(1.0, (step + 1) / 200) * max(0.01, 1 - step / total)
            with torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16):
                found = losses(net, given)
                loss = sum((WEIGHTS[name] * value for name, value in found.items()), torch.zeros(()))
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            averaged.update_parameters(net)
            step += 1
            shown = {name: shown.get(name, value.item()) * 0.9 + value.item() * 0.1 for name, value in found.items()}
        print(f"epoch {epoch} step {step}/{total} {time.time() - started:.0f} s:", *(f"{n} {v:.3f}" for n, v in shown.items()), flush=True)
        if unseen and (epoch % 3 == 2 or epoch == options.epochs - 1):
            print("==", *(f"{name} {value:.3f}" for name, value in evaluate(averaged.module, unseen).items()), flush=True)
    return averaged.module.eval()


# ------------------------------------------------------------------ export


class Words(nn.Module):
    """Probabilities of events and mentions, the best status and action, and the two sides of the roles of each word of a stretch."""

    def __init__(self, net: Detector) -> None:
        super().__init__()
        self.net = net

    def forward(self, hidden: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """The outputs that `kg.language.encoder.events` reads."""
        scores = self.net(hidden, first, hidden[..., 0] == hidden[..., 0])
        best = [scores[name].argmax(-1) for name in ("status", "action")]
        return scores["event"].softmax(-1), scores["mention"].softmax(-1), *best, scores["role_event"], scores["role_word"]


class Roles(nn.Module):
    """Probabilities [events, roles, words] that words play roles in events."""

    def __init__(self, net: Detector) -> None:
        super().__init__()
        self.net = net

    def forward(self, event: Tensor, word: Tensor) -> Tensor:
        """From [events, ROLE] and [words, ROLE]."""
        return self.net.roles(event, word).sigmoid()


def export(net: Detector, folder: Path) -> None:
    """Write the two graphs and their labels."""
    words = {name: {1: "words"} for name in ("first", "event", "mention", "status", "action", "role_event", "role_word")}
    given = (torch.zeros(1, 7, WIDTH), torch.ones(1, 5, dtype=torch.long))
    graph_of(Words(net), given, {"hidden": {1: "pieces"}, **words}, folder / "events.onnx")
    axes = {"event": {0: "events"}, "word": {0: "words"}, "role": {0: "events", 2: "words"}}
    graph_of(Roles(net), (torch.zeros(2, ROLE), torch.zeros(5, ROLE)), axes, folder / "roles.onnx")
    for name in ("events", "roles"):
        quantize(folder / f"{name}.onnx", ())
    (folder / "events.json").write_text(json.dumps(LABELS, indent=0) + "\n", "utf-8")


def main() -> None:
    """Read the command line, train and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", help="documents with their events marked")
    parser.add_argument("--weights", type=Path, required=True, help="folder of the packaged parser; the reader's graphs are written there")
    parser.add_argument("--unseen", type=int, default=0, help="documents, drawn at random, that only measure")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bfloat16", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    export(train(options), options.weights / "accord_encoder")


if __name__ == "__main__":
    main()
