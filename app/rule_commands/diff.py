"""Being written."""

import argparse


def add(command: argparse.ArgumentParser) -> None: ...
def run(given: argparse.Namespace) -> int:
    return 2
