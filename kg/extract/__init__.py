"""Article → claims: the claim model inside a grammar of rules. Names are given to mentions later, by ``kg.resolve``."""

from kg.extract.extractor import Extractor, default_extractor

__all__ = ["Extractor", "default_extractor"]
