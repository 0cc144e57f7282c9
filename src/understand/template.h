// SPDX-License-Identifier: GPL-3.0-or-later
/** What a sentence file says, as a tree. The text of the templates is read by template.c, the file
 * around it by sentences_read.c, names are resolved and checked by sentences_check.c. */
#ifndef UNDERSTAND_TEMPLATE_H
#define UNDERSTAND_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "sahut/sentences.h"
#include "understand/names.h"

enum node_kind {
    NODE_WORD,        /**< `name`: the word; `slot`: the name that is its text, or -1 */
    NODE_SEQUENCE,    /**< children in this order */
    NODE_CHOICE,      /**< one of the children */
    NODE_PERMUTATION, /**< children in any order */
    NODE_OPTIONAL,    /**< the child or nothing */
    NODE_RULE,        /**< `name`: the rule's name, once checked its index */
    NODE_LIST,        /**< `name`: the list's name, once checked its index; `slot` */
    NODE_FREE,        /**< free text for `slot` */
    NODE_SLOT,        /**< the child's words are the value of `slot` */
};

struct node {
    enum node_kind kind;
    int first, next; /**< first child, next sibling; -1: none */
    int name, slot;
    int line, column;
};

enum {
    TEMPLATE_DEPTH = 60,      /**< brackets inside brackets */
    TEMPLATE_PERMUTATION = 7, /**< things in any order: 7 need 448 copies */
    RULE_DEPTH = 30,          /**< rules inside rules */
};

struct rule {
    int name, body, line, column;
    bool checked, being_checked;
    bool empty; /**< can be said without a word */
    int slots;  /**< most slots that saying it fills */
    int depth;
};

/** One thing of a list: a template from the file, or words from the program. */
struct list_item {
    int body; /**< -1: `words` */
    int *words;
    size_t n_words;
    char *value;
};
struct list {
    int name, line, column;
    bool from_program;
    bool verbatim; /**< the tolerant understanding does not look for its items */
    struct list_item *items;
    size_t n_items;
};

struct slot {
    int name;
    enum sahut_slot_type type;
    bool declared;
};

/** One `intent` line. */
struct intent_block {
    int intent; /**< its place in sahut_sentences_intents */
    int needs[4];
    size_t n_needs;
    int only; /**< name of the context; -1: none */
    bool always;
    bool unasked; /**< where nobody has called: SAHUT_CONTEXT_UNASKED */
    bool typed;   /**< understood, but no part of the recogniser's grammar */
    int line, column;
    int needs_column[4];
};
struct sentence {
    int block, body, line, column;
};

struct nfa;
struct phrases;
struct model;

struct sahut_sentences {
    char *file; /**< for messages */
    char *language;
    struct names words;   /**< that can be said */
    struct names names;   /**< of rules, lists, slots and contexts */
    struct names intents; /**< in file order */
    struct node *nodes;
    size_t n_nodes, cap_nodes;
    struct rule *rules;
    size_t n_rules;
    struct list *lists;
    size_t n_lists;
    struct slot *slots;
    size_t n_slots;
    struct intent_block *blocks;
    size_t n_blocks;
    struct sentence *sentences;
    size_t n_sentences;
    struct nfa *networks;    /**< one a context, made when first needed */
    struct phrases *phrases; /**< of the lists, likewise */
    struct model *model;     /**< NULL: the sentences alone */
};

/** A piece of the file that is being read: one line, without its comment. */
struct template_source {
    struct sahut_sentences *s;
    const char *start, *at, *end; /**< of the line; `at` moves */
    int line, depth;
    struct sahut_why *why;
};

/** "FILE:LINE:COLUMN: …" at a place in the line; -EINVAL. */
int template_error(const struct template_source *t, const char *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
int template_column(const struct template_source *t, const char *at);
void template_blanks(struct template_source *t);
/** A name (letters, digits, '.', '_', '-'); returns its number, or -1 at anything else. */
int template_name(struct template_source *t, struct names *into);
/** Is the line's next word this one? Takes it. */
bool template_take(struct template_source *t, const char *word);
/** A name of at most `longest` bytes, of `what`; -EINVAL. */
int template_take_name(struct template_source *t, const char *what, size_t longest, int *out);

/** The word that is written in the pieces, from `from` to where the reading is. */
int template_join(struct template_source *t, const char *from, const int *pieces, size_t n,
                  int *out);

/** Reads alternatives up to the end of the line, or up to `:` and `|` for an item of a list
 * (`item`). Fills `out` with a node. */
int template_read(struct template_source *t, bool item, int *out);

int sentences_add_node(struct sahut_sentences *s, struct node node);
/** The slot of that name, declared or not. */
int sentences_slot(struct sahut_sentences *s, int name);
int sentences_find_rule(const struct sahut_sentences *s, int name);
int sentences_find_list(const struct sahut_sentences *s, int name);
/** Numbers of the words of `text`, normalised; -1 for `*out` NULL. */
size_t sentences_words(struct sahut_sentences *s, const char *text, int **out);

/** Reads what stands behind "intent" and adds the block; -EINVAL. */
int sentences_read_intent(struct template_source *t);

/** Resolves names, looks for recursion, sentences without words, missing lists. */
int sentences_check(struct sahut_sentences *s, struct sahut_why *why);

/** May what the block says be said in `context` (NULL: no question is open)? */
bool sentences_block_open(const struct sahut_sentences *s, const struct intent_block *b,
                          const char *context);

#endif
