// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef UNDERSTAND_GRAMMAR_WEIGHTS_H
#define UNDERSTAND_GRAMMAR_WEIGHTS_H

#include "sahut/sentences.h"

/** Fills the `p` of every arc and `final_p`; those of one state sum to 1. The arcs are sorted by
 * `from`. */
void grammar_weigh(struct sahut_grammar *g);

#endif
