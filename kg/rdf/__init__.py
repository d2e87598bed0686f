"""The graph: its terms, records as quads and back, the store, SHACL. Only here are rdflib and pyoxigraph known."""
