"""Hot reload: a saved rule file goes live in every open session, a broken one never does.

`watching` notices, `snapshots` copies the folder away from whoever is writing to it, `checking` is
a process of its own that reads the copy first (`checker` holds its end of the pipe), `ahead`
loads what passed (`reading` knows how), `live` swaps it in as one, and `reloader` leads them one
after the other.
"""
