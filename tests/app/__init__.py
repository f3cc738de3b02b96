"""The server and the command line, from outside where they meet the outside."""
