"""Long runs under load, each a command of its own; `make test` leaves them out."""
