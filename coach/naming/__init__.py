"""The customer's name: where it is used, where it is spelled almost right, how to address."""

from coach.naming.names import Names

__all__ = ["Names"]
