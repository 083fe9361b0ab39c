#!/usr/bin/env python3
"""
Learns the weights that rank and that tell confidence, from rows that AskEvaluation wrote. Needs numpy.

    AskEvaluation piaf/corpus piaf/questions.jsonl --rows piaf.rows
    AskEvaluation policyqa/corpus policyqa/questions.jsonl --within --rows policyqa.rows
    AskEvaluation piaf/corpus piaf/questions.jsonl --together 3 --rows piaf-3.rows        (and 12, and 48)
    AskEvaluation piaf/corpus piaf/questions.jsonl --together 12 --instead piaf-in-english.tsv --rows across-12.rows
                                                                                           (and 48)
    AskEvaluation piaf/corpus piaf/questions.jsonl --together 96 --foreign Harbour --rows piaf-all.rows
    AskEvaluation policyqa/corpus policyqa/questions.jsonl --together 10 --foreign Harbour --rows policyqa-all.rows
    AskEvaluation piaf/corpus piaf/questions.jsonl --together 12 --foreign policyqa/corpus --rows across-fr.rows
    AskEvaluation policyqa/corpus policyqa/questions.jsonl --together 1 --foreign piaf/corpus --rows across-en.rows

    revisions-corpus REVISIONS revisions
    AskEvaluation revisions revisions-questions.jsonl --rows revisions.rows
    AskEvaluation revisions revisions-questions.jsonl --together 22 --foreign Harbour --rows revisions-all.rows

    learn.py passages  piaf.rows policyqa.rows revisions.rows  RankingWeights.passage, from the weights now in force
    learn.py sentences piaf.rows policyqa.rows                 RankingWeights.sentence, likewise
    learn.py right     piaf.rows piaf-12.rows policyqa.rows revisions.rows
                                                               EvidenceWeights.right
    learn.py present   piaf-3.rows piaf-12.rows piaf-48.rows piaf-all.rows policyqa-all.rows across-*.rows
                       revisions.rows revisions-all.rows       EvidenceWeights.present

piaf and policyqa are the public question sets of PIAF 1.0 and PolicyQA (both MIT), as questions.jsonl with `question`,
`answers`, `doc` and `gold`; revisions-questions.jsonl holds our own questions, in both languages and across them, about
policies, agreements and law that `revisions-corpus` lays out. Each figure printed is of questions held out of the
learning, four folds in turn; the weights printed last are learned from all. Present and absent questions are weighted
alike, and each file as much as the next.
"""
import os
import re
import sys

import numpy as np

FOLDS = 4
KEPT = 0.9  # the share of answerable questions that must stay answered
KEPT_ACROSS = 0.85  # the same where the answer is in the other language
TRANSLATED = 21  # the place of EvidenceFeature.translated


def load(name):
    """A list of questions, each with its rows by kind: (label, features)."""
    questions = []
    with open(name) as lines:
        for line in lines:
            kind, *rest = line.split()
            if kind == "Q":
                questions.append({"id": rest[0], "present": int(rest[1]), "P": [], "S": [], "E": []})
            else:
                row = (int(rest[0]), [float(value) for value in rest[1:]])
                if kind == "S":
                    questions[-1]["S"][-1].append(row)
                else:
                    questions[-1][kind].append(row)
                    if kind == "P":
                        questions[-1]["S"].append([])
    return questions


def fold_of(question):
    return sum(question["id"].encode()) % FOLDS


def in_force(name):
    """The weights of RankingWeights.swift."""
    here = os.path.dirname(os.path.abspath(__file__))
    text = open(os.path.join(here, "../../Sources/PolicyAnswer/RankingWeights.swift")).read()
    body = re.search(name + r": \[Double\] = \[([^\]]*)\]", text).group(1)
    return np.array([float(value) for value in body.replace("\n", " ").split(",") if value.strip()])


# ---------------------------------------------------------------- choosing: one right among many

def groups(questions, kind):
    result = []
    for question in questions:
        lists = [question["P"]] if kind == "P" else question["S"]
        for rows in lists:
            labels = np.array([row[0] for row in rows])
            if 0 < labels.sum() < len(labels):
                result.append((np.array([row[1] for row in rows]), labels, question))
    return result


def choose(train, start, weight_of, decay, steps=400, rate=0.05):
    """Softmax over each group, pulled towards the weights it starts from; Adam."""
    features = np.concatenate([group[0] for group in train])
    labels = np.concatenate([group[1] for group in train])
    index = np.repeat(np.arange(len(train)), [len(group[1]) for group in train])
    importance = np.array([weight_of(group) for group in train])
    weights, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, steps + 1):
        scores = features @ weights
        top = np.full(len(train), -1e9)
        np.maximum.at(top, index, scores)
        power = np.exp(scores - top[index])
        all_mass = np.bincount(index, power, len(train))
        right_mass = np.maximum(np.bincount(index, power * labels, len(train)), 1e-12)
        pull = power * labels / right_mass[index] - power / all_mass[index]
        gradient = (pull * importance[index]) @ features / importance.sum() - decay * (weights - start)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient * gradient
        weights = weights + rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def right_first(test, weights, best=1):
    hits = [group[1][np.argsort(-(group[0] @ weights), kind="stable")[:best]].max() for group in test]
    return 100 * float(np.mean(hits)) if hits else 0.0


def learn_choice(files, kind, name):
    start = in_force(name)
    sets = [groups(load(file), kind) for file in files]
    width = sets[0][0][0].shape[1]
    start = np.concatenate([start, np.zeros(width - len(start))])
    sizes = {id(group): len(part) for part in sets for group in part}
    weight_of = lambda group: 1000 / sizes[id(group)]
    everything = [group for part in sets for group in part]
    for file, part in zip(files, sets):
        print(f"{file}: {len(part)} groups, first now {right_first(part, start):.1f}, five {right_first(part, start, 5):.1f}")
    for decay in (0.01, 0.003, 0.001, 0.0003):
        held = []
        for fold in range(FOLDS):
            weights = choose([g for g in everything if fold_of(g[2]) != fold], start, weight_of, decay)
            held.append([(right_first(test, weights), right_first(test, weights, 5))
                         for part in sets for test in [[g for g in part if fold_of(g[2]) == fold]]])
        print("decay", decay, "held out: first, five of each file", np.round(np.mean(held, axis=0), 1).tolist())
        print("  ", np.round(choose(everything, start, weight_of, decay), 2).tolist())


# ---------------------------------------------------------------- confidence: yes or no

def logistic(features, labels, importance, decay=0.002, steps=60):
    """Ridge logistic regression by Newton's method, over standardised features; weights for the raw ones."""
    middle, spread = features.mean(0), features.std(0)
    spread[spread < 1e-6] = 1
    design = np.hstack([np.ones((len(features), 1)), (features - middle) / spread])
    importance = importance / importance.sum()
    weights = np.zeros(design.shape[1])
    penalty = np.full(design.shape[1], decay)
    penalty[0] = 0
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (importance * (chance - labels)) + penalty * weights
        curve = (design * (importance * chance * (1 - chance))[:, None]).T @ design + np.diag(penalty + 1e-9)
        weights = weights - np.linalg.solve(curve, gradient)
    raw = weights[1:] / spread
    return np.concatenate([[weights[0] - raw @ middle], raw])


def area(scores, labels):
    """The chance that one with label 1 scores above one with label 0."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    ones = labels == 1
    n, m = ones.sum(), (~ones).sum()
    return (ranks[ones].sum() - n * (n + 1) / 2) / (n * m) if n and m else float("nan")


def evidence(files, ranks):
    features, labels, presents, folds, owners = [], [], [], [], []
    for owner, file in enumerate(files):
        for question in load(file):
            for right, row in question["E"][:ranks]:
                features.append(row)
                labels.append(right)
                presents.append(question["present"])
                folds.append(fold_of(question))
                owners.append(owner)
    return map(np.array, (features, labels, presents, folds, owners))


def balanced(keys):
    """Each key weighs as much as the next."""
    _, inverse, counts = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    return 1 / counts[inverse.ravel()]


def held_out(features, labels, importance, folds):
    scores = np.zeros(len(labels))
    for fold in range(FOLDS):
        train = folds != fold
        weights = logistic(features[train], labels[train], importance[train])
        scores[~train] = weights[0] + features[~train] @ weights[1:]
    return scores


def show(weights, name):
    values = ", ".join(f"{value:.3f}" for value in weights[1:])
    print(f"    static let {name}: (bias: Double, weights: [Double]) = (\n        {weights[0]:.3f},\n        [{values}]\n    )")


def learn_right(files):
    features, labels, presents, folds, owners = evidence(files, 3)
    keep = presents == 1
    features, labels, folds, owners = features[keep], labels[keep], folds[keep], owners[keep]
    importance = balanced(owners[:, None])
    scores = held_out(features, labels, importance, folds)
    chance = 1 / (1 + np.exp(-scores))
    print(f"held out: area {area(scores, labels):.3f}; given, times, right")
    for low in np.arange(0, 1, 0.1):
        there = (chance >= low) & (chance < low + 0.1)
        if there.any():
            print(f"  {low:.1f} {there.sum():5d} {labels[there].mean():.2f}")
    show(logistic(features, labels, importance), "right")


def learn_present(files):
    features, _, presents, folds, owners = evidence(files, 1)
    importance = balanced(np.stack([owners, presents], axis=1))
    scores = held_out(features, presents, importance, folds)
    threshold = np.quantile(scores[presents == 1], 1 - KEPT)
    print(f"held out: area {area(scores, presents):.3f}, refused {np.mean(scores[presents == 0] < threshold):.3f}"
          f" while {KEPT} are kept")
    for owner, file in enumerate(files):
        mine = owners == owner
        kept = np.mean(scores[mine & (presents == 1)] >= threshold)
        refused = np.mean(scores[mine & (presents == 0)] < threshold)
        print(f"  {file}: area {area(scores[mine], presents[mine]):.3f}, kept {kept:.3f}, refused {refused:.3f}")
    weights = logistic(features, presents, importance)
    final = weights[0] + features @ weights[1:]
    across = features[:, TRANSLATED] > 0
    # Of the quantiles of the files, so that one with easy questions does not raise the bar for the others.
    own = np.median([np.quantile(final[mine], 1 - KEPT) for owner in range(len(files))
                     if (mine := (owners == owner) & (presents == 1) & ~across).any()])
    weights[0] -= own
    if ((presents == 1) & across).any():
        weights[1 + TRANSLATED] -= np.quantile(final[(presents == 1) & across], 1 - KEPT_ACROSS) - own
    show(weights, "present")


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("passages", "sentences", "right", "present"):
        sys.exit(__doc__)
    task, files = sys.argv[1], sys.argv[2:]
    if task == "passages":
        learn_choice(files, "P", "passage")
    elif task == "sentences":
        learn_choice(files, "S", "sentence")
    elif task == "right":
        learn_right(files)
    else:
        learn_present(files)
