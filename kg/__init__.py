"""Accord: who agreed to what, and when. Documents in, a knowledge graph out.

import kg

graph = kg.build(["seeds"])
for row in graph.query("who-agreed", actor="Russia"):
    print(row["date"], row["parties"], row["content"])
graph.export("graph.ttl")
graph.view("graph.html")
"""

from __future__ import annotations

from kg.library import Graph, build, open_graph

__all__ = ["Graph", "build", "open", "open_graph"]

open = open_graph
"""`kg.open("graph")`: the graph of a directory, for reading."""
