// SPDX-License-Identifier: GPL-3.0-or-later
/* How likely the recogniser takes each word: everything that may follow a state is equally likely.
 */
#include "understand/grammar_weights.h"

void grammar_weigh(struct sahut_grammar *g)
{
    size_t i = 0;
    for (int state = 0; state < g->n_states; state++) {
        size_t from = i;
        while (i < g->n_arcs && g->arcs[i].from == state)
            i++;
        double share = 1.0 / (double)(i - from + (g->final[state] ? 1 : 0));
        for (size_t k = from; k < i; k++)
            g->arcs[k].p = share;
        g->final_p[state] = g->final[state] ? share : 0;
    }
}
