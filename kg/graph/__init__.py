"""Facts become quads, quads a graph directory, and the graph leaves in the formats that other tools read."""
