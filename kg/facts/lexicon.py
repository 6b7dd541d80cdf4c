"""The lexicon: word classes, frames and action signals, read from `ontology/lexicon.ttl`, whose head says what each means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kg import resources
from kg.errors import OntologyError
from kg.model import AgreementAction, EntityKind, TreatyActionKind

if TYPE_CHECKING:
    from spacy.tokens import Token

ACCORD = "https://w3id.org/accord/ontology#"
IRREGULAR = {  # past forms that lemmatisers leave as they are
    "struck": "strike",
    "stricken": "strike",
    "swore": "swear",
    "sworn": "swear",
    "strove": "strive",
    "froze": "freeze",
    "frozen": "freeze",
    "forsook": "forsake",
    "forwent": "forgo",
    "forgone": "forgo",
    "overrode": "override",
    "upheld": "uphold",
    "wrung": "wring",
    "overcame": "overcome",
    "fled": "flee",
    "wound": "wind",
    "swung": "swing",
    "bade": "bid",
    "withheld": "withhold",
    "withstood": "withstand",
    "shrank": "shrink",
    "ceded": "cede",
    "laid": "lay",
}
REGULAR = (("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ies", "y"), ("es", ""), ("s", ""))
LONGEST = 4  # words in the longest entry of a word class


@dataclass(frozen=True, slots=True)
class Role:
    """What a frame's argument fills (`party`, `content`, `treaty` ...), in which canonical dependencies, restricted to which class."""

    fills: str
    dependencies: frozenset[str]
    type: str
    required: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What a predicate evokes (`Agreement`, `Meeting`, `TreatyAction`) and how its roles are realised.

    `status_denied` is the fact's status when the predicate is negated, `wish` says that the fact counts only if somebody answers it,
    `obliging` that its content must tell what is to be done.
    """

    name: str
    evokes: str
    lemmas: frozenset[str]
    particles: frozenset[str]
    status: str
    status_denied: str
    action: str
    joint: bool
    verb_is_content: bool
    wish: bool
    obliging: bool
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """Words in the content of an agreement that tell its action; lower ranks win ties."""

    action: AgreementAction
    rank: int
    verbs: frozenset[str]
    nouns: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """`classes[name]` holds the entries of a word class; `kinds[name]` the kind of entity that its head nouns name."""

    classes: Mapping[str, frozenset[str]]
    kinds: Mapping[str, EntityKind]
    treaty_events: Mapping[str, TreatyActionKind]
    frames: Mapping[str, tuple[Frame, ...]]
    signals: tuple[Signal, ...]

    @cached_property
    def _known(self) -> frozenset[str]:
        """Every verb and noun that an entry names."""
        return frozenset(self.frames).union(*self.classes.values())

    @cached_property
    def _endings(self) -> dict[str, frozenset[str]]:
        """The last words of each class's entries of several words."""
        return {name: frozenset(entry.rpartition(" ")[2] for entry in entries if " " in entry) for name, entries in self.classes.items()}

    @cached_property
    def _lemmas(self) -> dict[tuple[int, int, int], str]:
        """The lemmas found so far, by spaCy's numbers of lemma, form and part of speech."""
        return {}

    def lemma(self, token: Token) -> str:
        """A token's lemma in lower case; one that no entry knows is tried by regular stems, for lemmatisers err ("conven")."""
        key = token.lemma, token.lower, token.pos
        found = self._lemmas.get(key)
        if found is None:
            found = self._lemmas[key] = self._stem(token.lemma_.lower(), token.lower_, token.pos_ == "VERB")
        return found

    def _stem(self, lemma: str, form: str, verb: bool) -> str:
        lemma = IRREGULAR.get(form, lemma) if verb else lemma
        if not verb or lemma in self._known or not lemma.isalpha():
            return lemma
        stems = [lemma + "e", *(w.removesuffix(end) + new for w in (lemma, form) for end, new in REGULAR if w.endswith(end))]
        return next((stem for stem in stems if stem in self._known), lemma)

    def member(self, name: str, token: Token) -> bool:
        """Whether a token's lemma or form, or the words that end with it, are an entry of a word class."""
        entries, endings = self.classes[name], self._endings[name]
        lemma, form = self.lemma(token), token.lower_
        if lemma in entries or form in entries:
            return True
        if lemma not in endings and form not in endings:
            return False
        before = ""
        for back in range(1, LONGEST):
            if token.i < back:
                break
            before = f"{token.nbor(-back).lower_} {before}"
            if before + form in entries or before + lemma in entries:
                return True
        return False

    def frames_of(self, verb: Token) -> tuple[Frame, ...]:
        """The frames of a verb by its lemma."""
        return self.frames.get(self.lemma(verb), ())

    def treaty_verb(self, verb: Token) -> bool:
        """Whether a verb can tell a step of a treaty's life."""
        return verb.pos_ == "VERB" and any(frame.evokes == "TreatyAction" for frame in self.frames_of(verb))

    def has(self, name: str, word: str) -> bool:
        """Whether a lower-cased word or phrase is an entry of a word class."""
        return word in self.classes[name]


@cache
def load(path: Path | None = None) -> Lexicon:
    """The lexicon of a Turtle file, by default the one that travels with the package.

    Raises:
        OntologyError: the file is missing, is not Turtle, or a frame lacks what it needs.
    """
    path = path or resources.ontology("lexicon.ttl")
    about = _subjects(path)
    classes: dict[str, frozenset[str]] = {}
    kinds: dict[str, EntityKind] = {}
    events: dict[str, TreatyActionKind] = {}
    frames: dict[str, list[Frame]] = defaultdict(list)
    signals: list[Signal] = []
    for name, properties in sorted(about.items()):
        match properties.get("type", [""])[0]:
            case "WordClass":
                classes[name] = frozenset(properties.get("word", []))
                if "names" in properties:
                    kinds[name] = cast("EntityKind", properties["names"][0])
                if "action" in properties:
                    events |= dict.fromkeys(classes[name], cast("TreatyActionKind", properties["action"][0]))
            case "Frame":
                frame = _frame(name, properties, about, path)
                for lemma in frame.lemmas:
                    frames[lemma].append(frame)
            case "ActionSignal":
                signals.append(_signal(properties))
    signals.sort(key=lambda signal: (signal.rank, signal.action))
    return Lexicon(classes, kinds, events, {lemma: tuple(found) for lemma, found in frames.items()}, tuple(signals))


def _subjects(path: Path) -> dict[str, dict[str, list[Any]]]:
    import pyoxigraph as ox

    try:
        triples = list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    except (OSError, SyntaxError, ValueError) as error:
        raise OntologyError(f"Could not read the lexicon {path} ({error}); mend the file or reinstall accord-kg.") from error
    about: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        value = triple.object.value
        text = value if isinstance(triple.object, ox.Literal | ox.BlankNode) else _local(value)
        subject, predicate = cast("Any", triple.subject).value, cast("Any", triple.predicate).value
        about[_local(subject)][_local(predicate)].append(text)
    return about


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _frame(name: str, properties: Mapping[str, list[Any]], about: Mapping[str, Mapping[str, list[Any]]], path: Path) -> Frame:
    if not properties.get("lemma") or not properties.get("evokes"):
        raise OntologyError(f"The frame lex:{name} in {path} has no lex:lemma or no lex:evokes; add what it lacks.")
    roles = [
        Role(
            fills=role.get("fills", [""])[0],
            dependencies=frozenset(role.get("dependency", [])),
            type=role.get("type", [""])[0],
            required=role.get("required") == ["true"],
        )
        for role in (about[node] for node in properties.get("role", []))
    ]
    roles.sort(key=lambda role: (role.fills, sorted(role.dependencies)))
    return Frame(
        name=name,
        evokes=properties["evokes"][0],
        lemmas=frozenset(properties["lemma"]),
        particles=frozenset(properties.get("particle", [])),
        status=properties.get("status", [""])[0],
        status_denied=properties.get("statusDenied", [""])[0],
        action=properties.get("action", [""])[0],
        joint=properties.get("joint") == ["true"],
        verb_is_content=properties.get("verbIsContent") == ["true"],
        wish=properties.get("wish") == ["true"],
        obliging=properties.get("obliging") == ["true"],
        roles=tuple(roles),
    )


def _signal(properties: Mapping[str, list[Any]]) -> Signal:
    return Signal(
        action=cast("AgreementAction", properties["action"][0]),
        rank=int(properties["rank"][0]),
        verbs=frozenset(properties.get("verb", [])),
        nouns=frozenset(properties.get("noun", [])),
    )
