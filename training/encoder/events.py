"""Train the event reader over what the packaged parser's second layer makes of each word piece, and write its graphs beside the parser's.

    python -m training.encoder.events --weights kg/language/weights training/events/[a-z]*.md

It sees a whole document at once, while the parser sees stretch by stretch. The parser itself stays as it is, to the bit. The reader's
layers start as the parser's last four, read back from their 8 bits.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from spacy.tokens import Token
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from kg.language.encoder.events import NEAR, is_particle, joined
from kg.language.encoder.network import Stretch
from kg.language.pipeline import pipeline
from training.encoder.export import graph_of, quantize
from training.encoder.marked import LABELS, Marked, read_marked
from training.encoder.model import EVENT_LAYERS, HEADS, LAYERS, WIDTH, Dropout, Layer

EVENT, ROLE = 256, 96
TAGGERS = ("event", "mention", "status", "action")
WEIGHTS = {"event": 4.0, "mention": 2.0, "status": 0.3, "action": 0.3, "role": 0.5}
IGNORED = -100
PADDING = 2 * NEAR + 1  # how far from others padding stands
SETTINGS = {"place", "time", "due"}  # roles in agreements that not all documents have marked
DROPOUT = 0.2
MEMORY = 0.999  # of the mean of the weights over the last steps, which is what is kept
BATCH = 1000  # pieces
CUT = 0.5  # share of the documents of which a run of stretches is seen


class WideLayer(Layer):
    """A layer that sees several stretches; its heads heed a piece also by how many stretches apart it stands.

    That is one more product: of where the others stand from a piece, by stretch, with the stretch in which each of them stands.
    """

    def __init__(self, dropout: float) -> None:
        super().__init__(dropout)
        self.near = nn.Embedding(PADDING + 1, HEADS, padding_idx=PADDING)
        self.near.weight.data.fill_(-1.0)
        self.near.weight.data[NEAR], self.near.weight.data[PADDING] = 0.0, -10000.0

    def heed(self, query: Tensor, key: Tensor, mask: Tensor) -> Tensor:
        """As before; `mask` [batch, pieces, stretches] is `apart` of `kg.language.encoder.events.joined`, with one stretch more, in which
        the padding stands, `PADDING` from all others."""
        query = torch.cat([query * (WIDTH // HEADS) ** -0.5, self.near(mask).permute(0, 3, 1, 2).to(query.dtype)], -1)
        stands = (mask == NEAR).to(key.dtype).unsqueeze(1).expand(-1, HEADS, -1, -1)
        return query @ torch.cat([key, stands], -1).transpose(-1, -2)


class Detector(nn.Module):
    """Four layers and heads over what the parser's second layer makes of a document's word pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(WideLayer(DROPOUT) for _ in range(EVENT_LAYERS))
        self.late = Dropout(DROPOUT)
        self.side = nn.Linear(WIDTH, EVENT)
        self.taggers = nn.ModuleDict({name: nn.Linear(EVENT, len(LABELS[name])) for name in TAGGERS})
        self.role_event, self.role_word = nn.Linear(WIDTH, ROLE), nn.Linear(WIDTH, ROLE)
        self.role = nn.Parameter(torch.randn(len(LABELS["role"]), ROLE + 1, ROLE + 1) * 0.03)

    def forward(self, hidden: Tensor, first: Tensor, apart: Tensor) -> dict[str, Tensor]:
        """Scores of the labels, and the two sides of the roles, from `hidden` [batch, pieces, WIDTH], each word's `first` piece
        [batch, words], and how many stretches the others stand `apart` [batch, pieces, stretches]."""
        for layer in self.layers:
            hidden = layer(hidden, apart)
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
    """A document's words with their marks, and what the reader sees of it (`kg.language.encoder.events.joined`)."""

    marked: Marked
    given: dict[str, NDArray[Any]]


def examples(path: Path) -> Iterator[Example]:
    """The documents of a file."""
    nlp = pipeline()
    for document in read_marked(path, nlp):
        stretches: list[Stretch] = []
        start = 0
        for text in document.texts:
            doc = nlp(text)
            words = [token for token in doc if not token.is_space]
            _on_verbs(document.marked, start, words)
            start += len(words)
            stretches += doc.user_data["stretches"]
        yield Example(document.marked, joined(stretches))


def _on_verbs(marked: Marked, start: int, words: list[Token]) -> None:
    """Move events from particles to their verbs, "set up{1}" to "set": who marked them put them now here, now there."""
    number = {token.i: n for n, token in enumerate(words, start)}
    for n, token in enumerate(words, start):
        verb = number[token.head.i]
        if marked.event[n] and is_particle(token) and not marked.event[verb]:
            for labels in (marked.event, marked.status, marked.action):
                labels[verb], labels[n] = labels[n], ""
            marked.roles = [(verb if event == n else event, word, role) for event, word, role in marked.roles]


def cut(one: Example, luck: random.Random) -> Example:
    """A run of a document's stretches, so that short texts are read as well as long ones."""
    stretch = (one.given["apart"] == NEAR).argmax(1)
    start = luck.randrange(one.given["apart"].shape[1])
    end = luck.randrange(start, one.given["apart"].shape[1]) + 1
    first, last = np.searchsorted(stretch, [start, end]).tolist()
    words = slice(*np.searchsorted(one.given["first"], [first, last]).tolist())
    given = {
        "hidden": one.given["hidden"][first:last],
        "first": one.given["first"][words] - first,
        "apart": one.given["apart"][first:last, start:end],
    }
    return Example(one.marked.part(words.start, words.stop), given) if len(given["first"]) else one


def groups(documents: list[Example], luck: random.Random | None) -> list[list[Example]]:
    """Documents that make batches of at most `BATCH` pieces with padding, those about equally long together; by `luck` some are cut."""
    if luck:
        documents = [cut(one, luck) if luck.random() < CUT else one for one in documents]
    documents = sorted(documents, key=lambda one: len(one.given["hidden"]) + (luck.random() * 60 if luck else 0))
    found: list[list[Example]] = [[]]
    for one in documents:
        if found[-1] and len(one.given["hidden"]) * (len(found[-1]) + 1) > BATCH:
            found.append([])
        found[-1].append(one)
    if luck:
        luck.shuffle(found)
    return found


def batch(documents: list[Example]) -> dict[str, Tensor]:
    """`hidden`, `first`, `apart`, which words are real, numbers of labels, `settings` [batch]: whether where and when things were agreed is
    marked; `roles` [n, 4]: document, event's word, argument's word, role."""
    count = len(documents)
    pieces, stretches = (max(one.given["apart"].shape[axis] for one in documents) for axis in (0, 1))
    words = max(len(one.given["first"]) for one in documents)
    hidden, apart = np.zeros((count, pieces, WIDTH), np.float32), np.full((count, pieces, stretches + 1), PADDING)
    first, word = np.zeros((count, words), np.int64), np.zeros((count, words), bool)
    gold = {name: np.full((count, words), IGNORED) for name in TAGGERS}
    roles: list[tuple[int, int, int, int]] = []
    for n, one in enumerate(documents):
        size, length = len(one.given["hidden"]), len(one.given["first"])
        hidden[n, :size] = one.given["hidden"]
        apart[n, :size, : one.given["apart"].shape[1]] = one.given["apart"]
        apart[n, size:, -1] = NEAR
        first[n, :length], word[n, :length] = one.given["first"], True
        for name in TAGGERS:
            gold[name][n, :length] = [LABELS[name].index(x) if x in LABELS[name] else IGNORED for x in getattr(one.marked, name)]
        roles += [(n, event, argument, LABELS["role"].index(role)) for event, argument, role in one.marked.roles]
    arrays = {"hidden": hidden, "first": first, "apart": apart, "word": word, **gold, "roles": np.array(roles, np.int64).reshape(-1, 4)}
    return {name: torch.from_numpy(array) for name, array in arrays.items()} | {
        "settings": torch.tensor([one.marked.settings for one in documents])
    }


# ------------------------------------------------------------------ training


def losses(net: Detector, given: dict[str, Tensor]) -> dict[str, Tensor]:
    """The mean loss of each head; of the roles, the sum over all words for each event."""
    scores = net(given["hidden"], given["first"], given["apart"])
    found = {
        name: functional.cross_entropy(scores[name].flatten(0, -2), given[name].flatten(), ignore_index=IGNORED)
        for name in TAGGERS
        if (given[name] != IGNORED).any()
    }
    example, event = torch.nonzero(given["event"] > 0, as_tuple=True)
    if len(event):
        played = net.roles(scores["role_event"][example, event], scores["role_word"][example])
        wrong = functional.binary_cross_entropy_with_logits(played, role_gold(given, example, event), reduction="none")
        found["role"] = (wrong * role_known(given, example, event)).sum() / len(event)
    return found


def role_gold(given: dict[str, Tensor], example: Tensor, event: Tensor) -> Tensor:
    """[events, roles, words]: 1 where a word plays a role."""
    row = {(int(e), int(w)): n for n, (e, w) in enumerate(zip(example, event, strict=True))}
    gold = torch.zeros(len(event), len(LABELS["role"]), given["word"].shape[1])
    for number, told, word, role in given["roles"].tolist():
        if (number, told) in row:
            gold[row[number, told], role, word] = 1
    return gold


def role_known(given: dict[str, Tensor], example: Tensor, event: Tensor) -> Tensor:
    """[events, roles, words]: whether the marks tell if a word plays a role."""
    deal = given["event"][example, event] == LABELS["event"].index("agreement")
    open_roles = torch.tensor([role in SETTINGS for role in LABELS["role"]])
    unknown = (deal & ~given["settings"][example])[:, None] & open_roles
    return given["word"][example].unsqueeze(1) & ~unknown.unsqueeze(2)


@torch.no_grad()
def evaluate(net: Detector, documents: list[Example]) -> dict[str, float]:
    """F1 of the words that tell events of each kind, of mentions, and of the roles of given events; accuracies of status and action."""
    net.eval()
    counts: dict[str, list[int]] = {}

    def count(name: str, found: Tensor, gold: Tensor, right: Tensor) -> None:
        old = counts.get(name, [0, 0, 0])
        counts[name] = [old[0] + int(found.sum()), old[1] + int(gold.sum()), old[2] + int(right.sum())]

    for given in map(batch, groups(documents, None)):
        scores = net(given["hidden"], given["first"], given["apart"])
        for name in TAGGERS:
            known = given[name] != IGNORED
            found, gold = scores[name].argmax(-1)[known], given[name][known]
            none = -1 if name in {"status", "action"} else 0
            for label in range(1, len(LABELS[name])) if none == 0 else ():
                count(LABELS[name][label], found == label, gold == label, (found == label) & (gold == label))
            count(name, found > none, gold > none, (found == gold) & (gold > none))
        example, event = torch.nonzero(given["event"] > 0, as_tuple=True)
        if len(event):
            known = role_known(given, example, event)
            played = (net.roles(scores["role_event"][example, event], scores["role_word"][example]) > 0) & known
            wanted = (role_gold(given, example, event) > 0) & known
            for n, role in enumerate(LABELS["role"]):
                count(role, played[:, n], wanted[:, n], played[:, n] & wanted[:, n])
    net.train()
    return {name: 2 * right / max(1, found + gold) for name, (found, gold, right) in counts.items()}


def train(options: argparse.Namespace) -> Detector:
    """A reader trained as `options` say."""
    torch.manual_seed(0)
    torch.set_num_threads(options.threads)
    luck = random.Random(0)
    documents = [document for path in options.files for document in examples(path)]
    luck.shuffle(documents)
    unseen, documents = documents[: options.unseen], documents[options.unseen :]
    net = Detector()
    if options.start:
        net.load_state_dict(torch.load(options.start, weights_only=True))
    else:
        net.start_from(options.weights / "accord_encoder" / "words.onnx")
    fresh = {name for name, _ in net.named_parameters() if not name.startswith("layers") or ".near." in name}
    sorts = [
        {"params": [p for n, p in net.named_parameters() if n not in fresh], "lr": options.rate},
        {"params": [p for n, p in net.named_parameters() if n in fresh], "lr": 10 * options.rate},
    ]
    optimizer = torch.optim.AdamW(sorts, weight_decay=0.01)
    averaged = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(MEMORY))
    rates = [group["lr"] for group in groups]
    step, started = 0, time.time()
    for epoch in range(options.epochs):
        shown: dict[str, float] = {}
        told = groups(documents, luck)
        for n, some in enumerate(told):
            given, left = batch(some), 1 - (epoch + n / len(told)) / options.epochs
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * min(1.0, (step + 1) / 200) * max(0.01, left)
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
        print(f"epoch {epoch} step {step} {time.time() - started:.0f} s:", *(f"{n} {v:.3f}" for n, v in shown.items()), flush=True)
        if unseen and (epoch % 3 == 2 or epoch == options.epochs - 1):
            print("==", *(f"{name} {value:.3f}" for name, value in evaluate(averaged.module, unseen).items()), flush=True)
    return averaged.module.eval()


# ------------------------------------------------------------------ export


class Words(nn.Module):
    """Probabilities of events and mentions, the best status and action, and the two sides of the roles of each word of a document."""

    def __init__(self, net: Detector) -> None:
        super().__init__()
        self.net = net

    def forward(self, hidden: Tensor, first: Tensor, apart: Tensor) -> tuple[Tensor, ...]:
        """The outputs that `kg.language.encoder.events` reads."""
        scores = self.net(hidden, first, apart)
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
    folder.mkdir(exist_ok=True)
    words = {name: {1: "words"} for name in ("event", "mention", "status", "action", "role_event", "role_word")}
    given = (torch.zeros(1, 7, WIDTH), torch.ones(1, 5, dtype=torch.long), torch.full((1, 7, 3), NEAR))
    seen = {"hidden": {1: "pieces"}, "first": {1: "words"}, "apart": {1: "pieces", 2: "stretches"}}
    graph_of(Words(net), given, seen | words, folder / "events.onnx")
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
    parser.add_argument("--start", type=Path, help="what an earlier run kept, to go on from")
    parser.add_argument("--keep", type=Path, help="where the weights are kept in 32 bits, too")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bfloat16", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    net = train(options)
    if options.keep:
        torch.save(net.state_dict(), options.keep)
    export(net, options.weights / "events")


if __name__ == "__main__":
    main()
