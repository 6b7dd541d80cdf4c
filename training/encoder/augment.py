"""Sentences as the news prints them: other quotation marks and dashes, headlines without articles, datelines before the first sentence."""

from __future__ import annotations

import calendar
import random
from dataclasses import replace

from training.conllu import Sentence, Word

STRAIGHT = {"“": '"', "”": '"', "``": '"', "''": '"', "‘": "'", "’": "'"}
DASHES = ("-", "–", "—", "--")
PLACES = """Geneva|Moscow|Vienna|New York|Washington|Paris|Beijing|Nairobi|Addis Ababa|Kabul|Tbilisi|Doha|Brussels|Islamabad|Cairo|Ankara
|Minsk|Helsinki|New Delhi|Tokyo|Baku|Yerevan|Sochi|Bogota""".replace("\n", "").split("|")
MONTHS = calendar.month_name[1:]
AGENCIES = ("Reuters", "AP", "AFP", "TASS", "Xinhua", "Interfax", "Own correspondent")


def augment(sentence: Sentence, luck: random.Random) -> Sentence:
    """The sentence, or a variant of it."""
    words = [replace(word) for word in sentence.words]
    names = list(sentence.names) if sentence.names else None
    varied = Sentence(words, sentence.document, names)
    _requote(words, luck)
    _redash(words, luck)
    if 5 <= len(words) <= 16 and luck.random() < 0.08:
        varied = _headline(varied, luck)
    elif luck.random() < 0.015:
        varied = _dateline(varied, luck)
    return varied


def _requote(words: list[Word], luck: random.Random) -> None:
    style = luck.random()
    if style < 0.6:
        return
    opened = False
    for word in words:
        plain = STRAIGHT.get(word.form, word.form)
        if plain == '"':
            if style >= 0.8:
                opened = word.xpos == "``" or (word.xpos != "''" and not opened)
                plain = "“" if opened else "”"
            word.form = plain
        elif "'" in word.form or "’" in word.form:
            word.form = word.form.replace("’", "'") if style < 0.8 else word.form.replace("'", "’")


def _redash(words: list[Word], luck: random.Random) -> None:
    for i, word in enumerate(words):
        if word.form in DASHES and word.upos == "PUNCT" and word.xpos != "HYPH" and 0 < i < len(words) - 1 and luck.random() < 0.4:
            word.form = luck.choice(DASHES)
            spaced = word.form == "-" or luck.random() < 0.6
            words[i - 1].space_after = word.space_after = spaced


def _headline(sentence: Sentence, luck: random.Random) -> Sentence:
    words = sentence.words
    heads = {word.head for word in words}
    dropped = {i for i, word in enumerate(words) if word.lemma in {"the", "a"} and word.xpos == "DT" and i + 1 not in heads}
    if words[-1].form == "." and len(words) not in heads:
        dropped.add(len(words) - 1)
    kept = _without(sentence, dropped)
    if luck.random() < 0.4:
        for word in kept.words:
            if len(word.form) > 3 and word.form.islower():
                word.form = word.form.capitalize()
    elif luck.random() < 0.15:
        for word in kept.words:
            word.form = word.form.upper()
    return kept


def _without(sentence: Sentence, dropped: set[int]) -> Sentence:
    kept = [i for i in range(len(sentence.words)) if i not in dropped]
    numbers = {0: 0} | {old + 1: new + 1 for new, old in enumerate(kept)}
    words = [replace(sentence.words[i], head=numbers[sentence.words[i].head]) for i in kept]
    return Sentence(words, sentence.document, [sentence.names[i] for i in kept] if sentence.names else None)


def _dateline(sentence: Sentence, luck: random.Random) -> Sentence:
    place = luck.choice(PLACES).split()
    if luck.random() < 0.6:
        place = [part.upper() for part in place]
    lead = [Word(part, part, "PROPN", "NNP", "Number=Sing", 0, "compound") for part in place]
    names = ["B-PLACE"] + ["I-PLACE"] * (len(place) - 1)
    comma = Word(",", ",", "PUNCT", ",", "_", len(place), "punct")
    anchor = len(place)
    lead[-1].relation = "dep"
    for word in lead[:-1]:
        word.head = anchor
    if luck.random() < 0.7:
        lead[-1].space_after = False
        month = luck.choice(MONTHS)
        day = Word(str(luck.randint(1, 31)), "", "NUM", "CD", "NumForm=Digit|NumType=Card", anchor + 3, "nummod")
        day.lemma = day.form
        name = Word(month, month, "PROPN", "NNP", "Number=Sing", anchor, "nmod:unmarked")
        if luck.random() < 0.5:
            lead += [comma, day, replace(name)]
        else:
            day.head = anchor + 2
            lead += [comma, name, day]
        names += ["O"] * 3
    if luck.random() < 0.5:
        agency = luck.choice(AGENCIES).split()[0]
        number = len(lead) + 2
        lead += [
            Word("(", "(", "PUNCT", "-LRB-", "_", number, "punct", False),
            Word(agency, agency, "PROPN", "NNP", "Number=Sing", anchor, "parataxis", False),
            Word(")", ")", "PUNCT", "-RRB-", "_", number, "punct"),
        ]
        names += ["O", "B-ORG", "O"]
    dash = luck.choice((*DASHES, ":"))
    lead[-1].space_after = dash != ":"
    lead.append(Word(dash, dash, "PUNCT", ":" if dash == ":" else ",", "_", anchor, "punct"))
    names.append("O")
    shift = len(lead)
    moved = [replace(word, head=word.head + shift if word.head else 0) for word in sentence.words]
    lead[anchor - 1].head = next(i + 1 for i, word in enumerate(moved) if not word.head) + shift
    return Sentence(lead + moved, sentence.document, names + sentence.names if sentence.names else None)
