"""Accord: who agreed to what, and when. Documents in, a knowledge graph out."""
