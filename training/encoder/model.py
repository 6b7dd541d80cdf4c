"""MiniLM with heads for arcs, relations, tags, sentence starts and names, in plain PyTorch.

The encoder is BERT's (Devlin et al. 2019) with MiniLM's weights (Wang et al. 2020); the arcs are scored as by Dozat and Manning (2017).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.language.encoder.pieces import SHAPES

WIDTH, LAYERS, HEADS, INNER, PIECES, POSITIONS = 384, 6, 12, 1536, 30522, 512
ARC, RELATION = 256, 96
EVENT_LAYERS = 4  # layers of the event reader, in place of as many of the parser's
TAGGERS = ("upos", "xpos", "feats", "start", "name")


class Dropout(nn.Module):
    """Dropout with random bytes from NumPy: PyTorch's generator would take half of the training time on a CPU."""

    random = np.random.Generator(np.random.SFC64(0))

    def __init__(self, share: float) -> None:
        super().__init__()
        self.threshold = round(share * 256)

    def forward(self, x: Tensor) -> Tensor:
        """`x`, in training with a share of its values set to 0 and the others scaled up."""
        if not self.training:
            return x
        kept = torch.from_numpy(self.random.integers(0, 256, x.shape, np.uint8)) >= self.threshold
        return x * (kept.to(x.dtype) * (256 / (256 - self.threshold)))


class Layer(nn.Module):
    """One transformer layer, norms after the sums as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = Dropout(dropout)

    def heed(self, query: Tensor, key: Tensor, mask: Tensor) -> Tensor:
        """How much each piece heeds each other, from [batch, heads, pieces, width / heads]; `mask` [batch, 1, 1, pieces] is added."""
        return query @ key.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + mask.to(query.dtype)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """`hidden` [batch, pieces, width]; `mask` tells which pieces may be heeded."""
        batch, length, _ = hidden.shape

        def split(x: Tensor) -> Tensor:
            return x.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = split(self.query(hidden)), split(self.key(hidden)), split(self.value(hidden))
        # PyTorch's own scaled_dot_product_attention takes ten times as long backwards on a CPU (2.13, bfloat16).
        mixed = self.heed(query, key, mask).softmax(-1).to(value.dtype) @ value
        hidden = self.norm1(hidden + self.dropout(self.out(mixed.transpose(1, 2).reshape(batch, length, WIDTH))))
        return self.norm2(hidden + self.dropout(self.down(functional.gelu(self.up(hidden)))))


class Parser(nn.Module):
    """`sizes` holds the number of labels of each of `TAGGERS` and of "relation"."""

    def __init__(self, sizes: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        self.sizes = sizes
        self.pieces, self.positions = nn.Embedding(PIECES, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.shapes, self.late_shapes = nn.Embedding(SHAPES, WIDTH), nn.Embedding(SHAPES, WIDTH)
        for table in (self.shapes, self.late_shapes):
            nn.init.zeros_(table.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout, self.late = Dropout(dropout), Dropout(0.25)
        self.taggers = nn.ModuleDict({name: nn.Linear(WIDTH, sizes[name]) for name in TAGGERS})
        self.arc_head, self.arc_dependent = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.relation_head, self.relation_dependent = nn.Linear(WIDTH, RELATION), nn.Linear(WIDTH, RELATION)
        self.arc = nn.Parameter(torch.randn(ARC + 1, ARC) * 0.01)
        self.relation = nn.Parameter(torch.randn(sizes["relation"], RELATION + 1, RELATION + 1) * 0.01)

    def forward(self, pieces: Tensor, shapes: Tensor, first: Tensor, word_shapes: Tensor) -> dict[str, Tensor]:
        """Scores for a batch of windows.

        `pieces` and `shapes` [batch, pieces], padded with 0 ([PAD]); `first` and `word_shapes` [batch, 1 + words]: the position of each
        word's first piece and its shape; position 0 stands for the root. Returns "arc" [batch, 1 + words (dependent), 1 + words (head)],
        the taggers' scores [batch, 1 + words, labels], the two sides of the relations [batch, 1 + words, RELATION], and "hidden" [batch,
        pieces, WIDTH], from which the event reader's own layers go on.
        """
        hidden = self.pieces(pieces) + self.positions.weight[: pieces.shape[1]] + self.shapes(shapes)
        hidden = self.dropout(self.norm(hidden))
        mask = ((pieces == 0) * -10000.0)[:, None, None, :]
        inner = hidden
        for number, layer in enumerate(self.layers):
            hidden = layer(hidden, mask)
            inner = hidden if number < LAYERS - EVENT_LAYERS else inner
        words = hidden.gather(1, first.unsqueeze(-1).expand(-1, -1, WIDTH)) + self.late_shapes(word_shapes)
        words = self.late(words)

        def side(linear: nn.Module) -> Tensor:
            return self.late(functional.gelu(linear(words)))

        scores = {name: tagger(words) for name, tagger in self.taggers.items()}
        dependent = side(self.arc_dependent)
        scores["arc"] = (dependent @ self.arc[:-1] + self.arc[-1]) @ side(self.arc_head).transpose(1, 2)
        scores["relation_dependent"], scores["relation_head"] = side(self.relation_dependent), side(self.relation_head)
        scores["hidden"] = inner
        return scores

    def relations(self, dependent: Tensor, head: Tensor) -> Tensor:
        """Scores [n, labels] of the relations of n dependents to their heads, both [n, RELATION]."""
        weight = self.relation
        mixed = (dependent @ weight[:, :-1].permute(1, 0, 2).reshape(RELATION, -1) + weight[:, -1].reshape(-1)).view(
            -1, self.sizes["relation"], RELATION + 1
        )
        return (mixed[..., :-1] @ head.unsqueeze(-1)).squeeze(-1) + mixed[..., -1]

    def load_pretrained(self, path: Path) -> None:
        """Take the encoder's weights from a Hugging Face BERT checkpoint in safetensors."""
        from safetensors.torch import load_file

        given = load_file(path)
        table = given["embeddings.token_type_embeddings.weight"][0]
        ours = {
            "pieces.weight": given["embeddings.word_embeddings.weight"],
            "positions.weight": given["embeddings.position_embeddings.weight"] + table,
            "norm.weight": given["embeddings.LayerNorm.weight"],
            "norm.bias": given["embeddings.LayerNorm.bias"],
        }
        names = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value", "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm", "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm",
        }  # fmt: skip
        for i in range(LAYERS):
            for our, their in names.items():
                for kind in ("weight", "bias"):
                    ours[f"layers.{i}.{our}.{kind}"] = given[f"encoder.layer.{i}.{their}.{kind}"]
        unknown = self.load_state_dict(ours, strict=False).unexpected_keys
        if unknown:
            raise ValueError(
                f"Could not load the encoder from {path}: it holds {unknown}; give a BERT checkpoint of six layers and width 384."
            )
