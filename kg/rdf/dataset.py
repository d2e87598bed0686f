"""A store as an rdflib Dataset, for those who know rdflib."""

from __future__ import annotations

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset

from kg.rdf.terms import PREFIXES


def as_dataset(store: ox.Store) -> Dataset:
    """The store behind rdflib's API, without a copy; the default graph holds events and entities, one graph each article."""
    dataset = Dataset(store=OxigraphStore(store=store))
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace)
    return dataset
