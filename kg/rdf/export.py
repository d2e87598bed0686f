"""The graph for other programs. Every form is sorted, so that the same graph gives the same bytes."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import networkx as nx
import pyoxigraph as ox
from rdflib.namespace import RDF

from kg import resources
from kg.rdf.store import Reader
from kg.rdf.terms import PREFIXES, local_name
from kg.records import ROLES

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML cannot hold


def export(reader: Reader, format: str) -> str:
    """The whole store in a format: ``ttl``, ``trig``, ``nq``, ``jsonld`` or ``graphml``."""
    return FORMATS[format](reader)


def _nq(reader: Reader) -> str:
    """A line a quad, sorted."""
    return "".join(f"{line} .\n" for line in sorted(map(str, reader.store)))


def _ttl(reader: Reader) -> str:
    """All triples in one graph; a claim still says which article it is from."""
    triples = {quad.triple for quad in reader.store}
    return _serialized(sorted(triples, key=str), ox.RdfFormat.TURTLE)


def _trig(reader: Reader) -> str:
    """Each article's graph for itself."""
    return _serialized(sorted(reader.store, key=lambda quad: (str(quad.graph_name), str(quad))), ox.RdfFormat.TRIG)


def _serialized(things: Iterable[Any], format: ox.RdfFormat) -> str:
    written = ox.serialize(things, format=format, prefixes=dict(PREFIXES))
    return (written or b"").decode("utf-8")


# ---------------------------------------------------------------- JSON-LD


def _jsonld(reader: Reader) -> str:
    """Nodes with the short names of ``ontology/context.jsonld``, which stands in the file, so that nothing is fetched."""
    context = json.loads(resources.ontology("context.jsonld").read_text(encoding="utf-8"))["@context"]
    names = {
        _expand(v["@id"] if isinstance(v, dict) else v, context): k for k, v in context.items() if k not in PREFIXES
    }
    graphs: dict[str, dict[str, dict[str, Any]]] = {}
    for quad in reader.store:
        graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value
        node = graphs.setdefault(graph, {}).setdefault(quad.subject.value, {"id": quad.subject.value})
        _put(node, quad.predicate.value, quad.object, names, context)
    nodes = [_tidy(node) for _, node in sorted(graphs.pop("", {}).items())]
    for graph, members in sorted(graphs.items()):
        nodes.append({"id": graph, "graph": [_tidy(node) for _, node in sorted(members.items())]})
    return json.dumps({"@context": context, "graph": nodes}, ensure_ascii=False, indent=1) + "\n"


def _expand(name: str, context: Mapping[str, Any]) -> str:
    prefix, colon, rest = name.partition(":")
    return context[prefix] + rest if colon and prefix in context else name


def _put(
    node: dict[str, Any], predicate: str, value: Any, names: Mapping[str, str], context: Mapping[str, Any]
) -> None:
    """Puts a value under the short name of its predicate, in the form that the context says."""
    if predicate == str(RDF.type):
        node.setdefault("type", []).append(names.get(value.value, value.value))
        return
    name = names.get(predicate, predicate)
    said = context.get(name)
    if isinstance(said, dict) and said.get("@container") == "@language":
        node.setdefault(name, {}).setdefault(value.language, []).append(value.value)
    else:
        node.setdefault(name, []).append(_value(value, said, context))


def _value(value: Any, said: Any, context: Mapping[str, Any]) -> Any:
    wanted = said.get("@type") if isinstance(said, dict) else None
    if isinstance(value, ox.NamedNode):
        return value.value if wanted == "@id" else {"id": value.value}
    datatype = value.datatype.value
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if datatype == (_expand(wanted, context) if wanted else PREFIXES["xsd"] + "string"):
        return value.value
    return {"@value": value.value, "@type": datatype}


def _tidy(node: dict[str, Any]) -> dict[str, Any]:
    """The node with its values sorted, single ones out of their lists."""

    def tidy(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: tidy(part) for key, part in sorted(value.items())}
        if isinstance(value, list):
            parts = sorted(value, key=lambda part: json.dumps(part, ensure_ascii=False, sort_keys=True))
            return parts[0] if len(parts) == 1 else parts
        return value

    return {key: tidy(value) for key, value in sorted(node.items(), key=lambda item: (item[0] != "id", item[0]))}


# ---------------------------------------------------------------- a network

_EVENTS = "SELECT ?s ?p ?o WHERE { ?s mil:independentArticles ?any ; ?p ?o }"
_ENTITIES = "SELECT ?s ?p ?o WHERE { ?s mil:inLexicon ?any ; ?p ?o }"
_COLUMNS = ("edtf", "earliest", "latest")


def _things(reader: Reader, sparql: str) -> dict[str, dict[str, list[Any]]]:
    """Of each subject the values of each predicate, by local name."""
    found: dict[str, dict[str, list[Any]]] = {}
    for subject, predicate, value in reader.select(sparql).rows:
        found.setdefault(str(subject), {}).setdefault(local_name(str(predicate)), []).append(value)
    return dict(sorted(found.items()))


def _label(thing: Mapping[str, list[Any]], language: str) -> str:
    labels = sorted(thing.get("label", ()), key=lambda text: (text.language != language, text))
    return str(labels[0]) if labels else ""


def _graphml(reader: Reader) -> str:
    """Events and entities as nodes, roles as edges. GraphML holds no lists and no empty values: all is text or number."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for group, things in (("event", _things(reader, _EVENTS)), ("entity", _things(reader, _ENTITIES))):
        for iri, thing in things.items():
            network.add_node(reader.iris.id(iri), group=group, **_attributes(thing))
            links = [*ROLES, "fulfils", "denies", "maybeSame"] if group == "event" else ["partOf", "memberOf"]
            for name in links:
                for other in sorted(map(str, thing.get(name, ()))):
                    network.add_edge(reader.iris.id(iri), reader.iris.id(other), key=name, role=name)
    for bare in [node for node, data in network.nodes(data=True) if not data]:
        network.remove_node(bare)  # a member's alliance that nothing mentions
    out = io.BytesIO()
    nx.write_graphml(network, out, named_key_ids=True)
    return out.getvalue().decode("utf-8")


def _attributes(thing: Mapping[str, list[Any]]) -> dict[str, str | int | float]:
    found: dict[str, str | int | float] = {
        "kind": local_name(str(thing["type"][0])),
        "label": _clean(_label(thing, "ja")),
        "label_en": _clean(_label(thing, "en")),
    }
    if "factuality" in thing:
        found["factuality"] = local_name(str(thing["factuality"][0]))
    found |= {name: str(thing[name][0]) for name in (*_COLUMNS, "firstReported", "lastReported") if name in thing}
    found |= {name: int(thing[name][0]) for name in ("countBest", "independentArticles") if name in thing}
    found |= {name: float(thing[name][0]) for name in ("lat", "long") if name in thing}
    return found


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


FORMATS: Mapping[str, Callable[[Reader], str]] = {
    "ttl": _ttl,
    "trig": _trig,
    "nq": _nq,
    "jsonld": _jsonld,
    "graphml": _graphml,
}
