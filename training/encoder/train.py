"""Fine-tune MiniLM into the parser, in bfloat16 where the processor has it.

    python -m training.encoder.train --minilm DIR --train gum-train.conllu.xz --train ewt-train.conllu.xz \
        --names crossner-politics-train.txt --names uner-ewt-dev.iob2 --dev gum-dev.conllu.xz --out DIR
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from kg.language.encoder.pieces import WordPieces
from training.conllu import Sentence, read
from training.encoder.data import IGNORED, Coder, labels_of, paragraphs, read_names
from training.encoder.lemmas import lemma_table
from training.encoder.model import TAGGERS, Parser

WEIGHTS = {"arc": 1.0, "relation": 1.0, "upos": 0.3, "xpos": 0.3, "feats": 0.3, "start": 0.5, "name": 0.3}
BATCH = 1800  # words


def scores_and_losses(net: Parser, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The mean loss of each head over the words that have a gold label."""
    scores = net(batch["pieces"], batch["shapes"], batch["first"], batch["word_shapes"])
    losses = {name: _loss(scores[name], batch[name]) for name in TAGGERS}
    head = batch["head"]
    known = head != IGNORED
    losses["arc"] = _loss(scores["arc"].float().masked_fill(~allowed(batch["sentence"]), -1e4), head)
    rows = torch.arange(len(head)).unsqueeze(1).expand_as(head)[known]
    relations = net.relations(scores["relation_dependent"][known], scores["relation_head"][rows, head[known]])
    losses["relation"] = _loss(relations, batch["relation"][known])
    return losses


def allowed(sentence: Tensor) -> Tensor:
    """[batch, dependent, head]: a head stands in the word's own sentence, or is the root; no word heads itself."""
    same = sentence.unsqueeze(2) == sentence.unsqueeze(1)
    same = same & ~torch.eye(sentence.shape[1], dtype=torch.bool)
    same[:, :, 0] = True
    return same


def _loss(scores: Tensor, gold: Tensor) -> Tensor:
    if not (gold != IGNORED).any():
        return torch.zeros(())
    return functional.cross_entropy(scores.float().flatten(0, -2), gold.flatten(), ignore_index=IGNORED)


@torch.no_grad()
def evaluate(net: Parser, coder: Coder, sentences: list[Sentence], together: int) -> dict[str, float]:
    """Accuracies on gold words and gold sentences, `together` at a time; punctuation left out for arcs and relations; starts as F1."""
    net.eval()
    right: dict[str, int] = dict.fromkeys((*TAGGERS, "uas", "las"), 0)
    counts, starts = dict.fromkeys((*TAGGERS, "las"), 0), 0
    punctuation = coder.numbers["relation"]["punct"]
    for batch in coder.batches((sentences[i : i + together] for i in range(0, len(sentences), together)), 2500, None):
        scores = net(batch["pieces"], batch["shapes"], batch["first"], batch["word_shapes"])
        heads = scores["arc"].masked_fill(~allowed(batch["sentence"]), -1e4).argmax(-1)
        rows = torch.arange(len(heads)).unsqueeze(1).expand_as(heads)
        kept = (batch["head"] != IGNORED) & (batch["relation"] != punctuation)
        relation = net.relations(scores["relation_dependent"][kept], scores["relation_head"][rows, heads][kept]).argmax(-1)
        hit = heads[kept] == batch["head"][kept]
        counts["las"] += len(hit)
        right["uas"] += int(hit.sum())
        right["las"] += int((hit & (relation == batch["relation"][kept])).sum())
        for name in TAGGERS:
            known = (batch["head"] != IGNORED) if name != "name" else batch[name] != IGNORED
            found, gold = scores[name].argmax(-1)[known], batch[name][known]
            counts[name] += int(known.sum()) if name != "start" else int(gold.sum())
            right[name] += int(((found == gold) & (gold > 0 if name == "start" else gold > -200)).sum())
            starts += int(found.sum()) if name == "start" else 0
    net.train()
    result = {name: right[name] / max(1, counts[name]) for name in TAGGERS}
    return result | {
        "uas": right["uas"] / counts["las"],
        "las": right["las"] / counts["las"],
        "start": 2 * right["start"] / (starts + counts["start"]),
    }


def train(options: argparse.Namespace) -> None:
    """Train as `options` say; write `labels.json` and `lemmas.json` into `options.out`, and `model.pt` after each epoch."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    luck = random.Random(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    trees = [sentence for path in options.train for sentence in _numbered(read(path), path)]
    named = [[sentence] for path in options.names for sentence in read_names(path)]
    labels = labels_of(trees)
    (options.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=0) + "\n", "utf-8")
    pieces = WordPieces(options.minilm / "vocab.txt")
    table = lemma_table((word for sentence in trees for word in sentence.words), pieces.is_word)
    (options.out / "lemmas.json").write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", "utf-8")
    coder = Coder(pieces, labels)
    net = Parser({name: len(known) for name, known in labels.items()})
    net.load_pretrained(options.minilm / "model.safetensors")
    if options.start:
        net.load_state_dict(torch.load(options.start, weights_only=True))
    encoder = [p for name, p in net.named_parameters() if name.startswith(("pieces", "positions", "norm", "layers"))]
    heads = [p for name, p in net.named_parameters() if not name.startswith(("pieces", "positions", "norm", "layers"))]
    optimizer = torch.optim.AdamW([{"params": encoder, "lr": options.rate}, {"params": heads, "lr": 1e-3}], weight_decay=0.01, fused=True)
    started, step, total = time.time(), 0, options.epochs * sum(1 for _ in _epoch(coder, trees, named, random.Random(0)))
    rates = [group["lr"] for group in optimizer.param_groups]
    print(len(trees), "sentences,", {name: len(known) for name, known in labels.items()}, total, "steps", flush=True)
    dev = {path.name.split(".")[0]: read(path) for path in options.dev}
    for epoch in range(options.epochs):
        for batch in _epoch(coder, trees, named, luck):
            done = max(step / total, (time.time() - started) / 60 / options.minutes)
            if done >= 1:
                break
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * min(1.0, (step + 1) / 200) * max(0.01, 1 - done)
            with torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16):
                losses = scores_and_losses(net, batch)
                loss = sum(weight * losses[name] for name, weight in WEIGHTS.items())
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step += 1
            if step % 50 == 0:
                shown = " ".join(f"{name} {value.item():.2f}" for name, value in losses.items())
                print(f"epoch {epoch} step {step}/{total} {time.time() - started:.0f} s: {shown}", flush=True)
        torch.save(net.state_dict(), options.out / "model.pt.new")
        (options.out / "model.pt.new").replace(options.out / "model.pt")
        for name, sentences in dev.items():
            scores = evaluate(net, coder, sentences, options.together)
            print(f"== epoch {epoch} {name}", " ".join(f"{key} {value:.4f}" for key, value in scores.items()), flush=True)
        if done >= 1:
            return


def _epoch(coder: Coder, trees: list[Sentence], named: list[list[Sentence]], luck: random.Random) -> Iterator[dict[str, Tensor]]:
    return coder.batches([*paragraphs(trees, luck), *named], BATCH, luck)


def _numbered(sentences: list[Sentence], path: Path) -> list[Sentence]:
    for sentence in sentences:
        sentence.document = hash((path.name, sentence.document))
    return sentences


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minilm", type=Path, required=True, help="folder with model.safetensors and vocab.txt of all-MiniLM-L6-v2")
    parser.add_argument("--train", type=Path, action="append", required=True)
    parser.add_argument("--names", type=Path, action="append", default=[])
    parser.add_argument("--dev", type=Path, action="append", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="model.pt of an earlier run, to go on from with the same labels")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument(
        "--minutes",
        type=float,
        default=float("inf"),
        help="end by then, the learning rate falling to match; exact repetition needs --epochs alone",
    )
    parser.add_argument("--together", type=int, default=1, help="sentences joined when the dev sets are scored")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--bfloat16", action=argparse.BooleanOptionalAction, default=True)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
