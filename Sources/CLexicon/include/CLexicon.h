#pragma once
#include <stddef.h>

// The built-in word lists: the bytes of this folder's *.tsv files, as they are in the program's read-only data.
// `PolicyText` is the only reader; the columns of each file are described in README.md beside them.
typedef struct {
    const unsigned char *bytes;
    size_t count;
} clexicon_table;

clexicon_table clexicon_change_kinds(void);
clexicon_table clexicon_cues(void);
clexicon_table clexicon_dictionary(void);
clexicon_table clexicon_false_friends(void);
clexicon_table clexicon_same_words(void);
clexicon_table clexicon_glossary(void);
clexicon_table clexicon_modality(void);
clexicon_table clexicon_thesaurus(void);
clexicon_table clexicon_words(void);
