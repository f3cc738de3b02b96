"""The workbench: a lead reads, tries, changes and publishes the rules of a team over HTTP.

`naming` says which files are a team's own, `files` reads and writes them, `history` remembers what
was published and by whom. `trial` is a process of its own that reads an edit nobody has saved yet:
what is wrong with it, what it would say (`bench` holds the server's end). `cards` tells rules,
`publishing` puts an edit where it belongs, `wire` has the shapes and `routes` the addresses.
"""
