"""Hamdel's server and command line: sessions and wires around the engine in `coach`."""
