"""A small Chinese encoder by masked language modelling (Devlin et al. 2019), for `kg train --encoder`.

    python -m bench.chinese_encoder TEXTS OUT [--minutes 15]

TEXTS is JSON lines with "text", gzipped or not; Chinese laws will do. The encoder has some 1.8 million
parameters and a token for each of the commonest characters, so that every offset of it is a character's.
It is a proof that another language needs another encoder and no other code, not a good encoder: it sees
a few million characters. Every twentieth text is held out; the share of its masked characters that are
guessed is printed beside that of always guessing the commonest one.
"""

import argparse
import gzip
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from transformers import BertConfig, BertForMaskedLM, BertTokenizerFast

from bench.texts import machine

LENGTH, BATCH = 128, 8
"""Tokens of a row, rows of a step."""

VOCABULARY = 4_000
HELD_OUT = 20
"""Every so manieth text is for measuring."""

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
MASKED, UNTOUCHED, RANDOM = 0.15, 0.1, 0.1
RATE = 2e-3


def main() -> None:
    """Train, measure, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=15.0, help="of processor time")
    args = parser.parse_args()
    torch.manual_seed(13)
    torch.set_num_threads(1)
    found = list(texts(args.texts))
    learnt = [text for number, text in enumerate(found) if number % HELD_OUT]
    tokenizer = tokenizer_of(learnt, args.out)
    model = BertForMaskedLM(shape(len(tokenizer)))
    size = sum(parameter.numel() for parameter in model.parameters())
    print(f"{machine()}; {len(found):,} texts, {len(tokenizer):,} tokens, {size:,} parameters")
    train(model, rows(learnt, tokenizer), 60 * args.minutes)
    model.bert.save_pretrained(args.out)
    right, common = measured(model, rows(found[::HELD_OUT], tokenizer))
    print(f"masked characters guessed: {right:.1%}; the commonest each time: {common:.1%}")


def texts(path: Path) -> Iterator[str]:
    """Yield the texts of a file of JSON lines."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        for line in lines:
            yield json.loads(line)["text"]


def tokenizer_of(learnt: Sequence[str], out: Path) -> BertTokenizerFast:
    """Write a tokeniser of single characters into a folder, and return it."""
    counts = Counter(character for text in learnt for character in text.lower())
    common = [one for one, _ in counts.most_common(VOCABULARY) if not one.isspace()]
    digits = [f"##{digit}" for digit in "0123456789"]
    out.mkdir(parents=True, exist_ok=True)
    vocabulary = out / "vocab.txt"
    vocabulary.write_text("\n".join([*SPECIAL, *common, *digits]) + "\n", "utf-8")
    tokenizer = BertTokenizerFast(str(vocabulary), model_max_length=4 * LENGTH)
    tokenizer.save_pretrained(out)
    return tokenizer


def shape(vocabulary: int) -> BertConfig:
    """Return a BERT of three layers, 192 wide."""
    return BertConfig(
        vocab_size=vocabulary,
        hidden_size=192,
        num_hidden_layers=3,
        num_attention_heads=6,
        intermediate_size=512,
        max_position_embeddings=4 * LENGTH,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )


def rows(some: Sequence[str], tokenizer: BertTokenizerFast) -> Tensor:
    """Return texts as rows of tokens, each between its start and end token, long (rows, LENGTH)."""
    ids = [
        one
        for text in some
        for one in tokenizer(text, add_special_tokens=False, verbose=False).input_ids
    ]
    inner = LENGTH - 2
    whole = torch.tensor(ids[: len(ids) // inner * inner]).view(-1, inner)
    ends = [torch.full((len(whole), 1), SPECIAL.index(name)) for name in ("[CLS]", "[SEP]")]
    return torch.cat([ends[0], whole, ends[1]], dim=1)


def train(model: Any, data: Tensor, seconds: float) -> None:
    """Learn from rows in random order until so much processor time has gone."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    began, step, shuffle = time.process_time(), 0, random.Random(13)
    model.train()
    while (spent := time.process_time() - began) < seconds:
        share = spent / seconds
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(step / 50, 1.0) * (1 - share)
        picked = torch.tensor(shuffle.sample(range(len(data)), min(BATCH, len(data))))
        shown, wanted = masked(data[picked], model.config.vocab_size)
        loss = functional.cross_entropy(*guesses(model, shown, wanted))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if step % 200 == 0:
            print(f"step {step}: loss {loss.item():.2f}, {spent:.0f} s", flush=True)
        step += 1
    print(f"{step} steps, {step * BATCH * (LENGTH - 2):,} characters")


def guesses(model: Any, shown: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
    """Return logits (masked, vocabulary) and tokens (masked) of what is asked for alone: the rest costs time."""
    asked = wanted != -100
    return model.cls(model.bert(shown).last_hidden_state[asked]), wanted[asked]


def masked(batch: Tensor, vocabulary: int) -> tuple[Tensor, Tensor]:
    """Return rows with a share of their tokens hidden, and what these were (-100 elsewhere)."""
    chosen = (torch.rand(batch.shape) < MASKED) & (batch >= len(SPECIAL))
    dice = torch.rand(batch.shape)
    shown = batch.clone()
    shown[chosen] = SPECIAL.index("[MASK]")
    random_ = chosen & (dice < RANDOM)
    shown[random_] = torch.randint(len(SPECIAL), vocabulary, batch.shape)[random_]
    untouched = chosen & (dice > 1 - UNTOUCHED)
    shown[untouched] = batch[untouched]
    return shown, torch.where(chosen, batch, torch.full_like(batch, -100))


def measured(model: Any, data: Tensor) -> tuple[float, float]:
    """Return the share of masked tokens that are guessed, and of those that are the commonest one."""
    model.eval()
    right = total = 0
    counts: Counter[int] = Counter()
    with torch.inference_mode():
        for batch in data.split(BATCH)[:240]:
            shown, wanted = masked(batch, model.config.vocab_size)
            logits, asked = guesses(model, shown, wanted)
            right += int((logits.argmax(-1) == asked).sum())
            total += len(asked)
            counts.update(asked.tolist())
    return right / total, max(counts.values()) / total


if __name__ == "__main__":
    main()
