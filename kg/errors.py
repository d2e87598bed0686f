"""What can go wrong, each with one line that says where and what to do next; only ``kg.cli`` turns it into an exit status."""


class KgError(Exception):
    """Something the user can mend; its text is one line that names the place and the next step."""


class ReadError(KgError):
    """An article file that cannot be read."""


class DataError(KgError):
    """A file under ``data/`` or ``ontology/``, or one the user keeps, that breaks its own rules."""


class StoreError(KgError):
    """A store that is missing, locked, or not one of ours."""


class QueryError(KgError):
    """A question or SPARQL query that cannot be answered as put."""
