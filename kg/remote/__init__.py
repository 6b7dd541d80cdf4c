"""Graphs on other servers: sending them there, and asking there."""
