"""Hamdel's engine: a Persian draft and its conversation in, findings out."""
