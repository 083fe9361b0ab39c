#include "CLexicon.h"

#define TABLE(function, data) \
    clexicon_table function(void) { return (clexicon_table){data, sizeof data}; }

static const unsigned char change_kinds[] = {
#embed "change-kinds.tsv"
};
static const unsigned char cues[] = {
#embed "cues-extra.tsv"
};
static const unsigned char dictionary[] = {
#embed "dictionary.tsv"
};
static const unsigned char false_friends[] = {
#embed "dictionary-falsefriends.tsv"
};
static const unsigned char same_words[] = {
#embed "dictionary-same.tsv"
};
static const unsigned char glossary[] = {
#embed "glossary.tsv"
};
static const unsigned char modality[] = {
#embed "modality.tsv"
};
static const unsigned char thesaurus[] = {
#embed "thesaurus.tsv"
};
static const unsigned char words[] = {
#embed "words.tsv"
};

TABLE(clexicon_change_kinds, change_kinds)
TABLE(clexicon_cues, cues)
TABLE(clexicon_dictionary, dictionary)
TABLE(clexicon_false_friends, false_friends)
TABLE(clexicon_same_words, same_words)
TABLE(clexicon_glossary, glossary)
TABLE(clexicon_modality, modality)
TABLE(clexicon_thesaurus, thesaurus)
TABLE(clexicon_words, words)
