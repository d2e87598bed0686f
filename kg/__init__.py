"""A knowledge graph of military deployments read from Japanese news."""

__version__ = "0.1.0"
