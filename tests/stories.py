"""Short reports that tell of the same people, treaties and meetings, each in two versions; and their facts, taken out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import kg.facts
from kg.model import Document, Facts
from kg.read import read

VERSIONS = {
    "wire": (
        "France and Kenya agreed to set up a working group on fisheries, French Foreign Minister Anna Morel said on Wednesday in Nairobi.",
        "France and Kenya failed to agree on fisheries, French Foreign Minister Anna Morel said on Wednesday in Nairobi.",
    ),
    "readout": (
        "Kenya and Tanzania signed the Treaty on Lake Navigation on 2 May 2019 in Mombasa.",
        "Kenya signed the Lake Navigation Treaty on 2 May 2019 in Mombasa. Minister Morel of France attended.",
    ),
    "note": (
        "Foreign Minister Anna Morel met the Kenyan delegation in Nairobi on 16 June 2021.",
        "The French and Kenyan delegations met in Nairobi on 16 June 2021. They agreed to meet again in July.",
    ),
    "letter": (
        "Tanzania ratified the Treaty on Lake Navigation on 3 March 2020.",
        "Tanzania withdrew from the Treaty on Lake Navigation on 3 March 2022.",
    ),
}


def write(folder: Path, state: Mapping[str, int], copies: int = 1) -> Path:
    """A folder of these reports in these versions; `copies` of each under names of their own, dated apart."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, version in state.items():
        for copy in range(copies):
            head = f"---\npublished: 2021-{copy % 12 + 1:02}-16\npublisher: Lake News\n---\n"
            file = folder / (f"{name}.md" if copies == 1 else f"{name}-{copy}.md")
            file.write_text(f"{head}{VERSIONS[name][version]}\n", encoding="utf8")
    return folder


def facts_of(*folders: Path) -> dict[Document, Facts]:
    """The facts of all documents of the folders, as a build takes them out."""
    documents = [one for folder in folders for one in read([folder]) if isinstance(one, Document)]
    return dict(zip(documents, kg.facts.extract(documents), strict=True))


class Remembering:
    """Takes the place of `kg.facts.extract` where many builds read the same few texts: the parser sees each once."""

    def __init__(self, known: Mapping[Document, Facts] = {}) -> None:
        self.known = dict(known)
        self.extract = kg.facts.extract
        self.asked: list[str] = []

    def __call__(self, documents: Iterable[Document]) -> Iterator[Facts]:
        """The facts of each."""
        for document in documents:
            self.asked.append(document.identifier)
            if document not in self.known:
                self.known[document] = next(iter(self.extract([document])))
            yield self.known[document]
