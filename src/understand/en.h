// SPDX-License-Identifier: GPL-3.0-or-later
/** English: symbols shared by the modules for numbers, durations and times. */
#ifndef UNDERSTAND_EN_H
#define UNDERSTAND_EN_H

#include "understand/phrase.h"

enum {
    /* Words with a value. */
    EN_ONES = 1,  /* 0…9 */
    EN_TEENS,     /* 10…19 */
    EN_TENS,      /* 20, 30, … 90 */
    EN_SCALE,     /* thousand, million, … */
    EN_ORDINAL,   /* first … twentieth, thirtieth, hundredth */
    EN_FRACTION,  /* halves 2, thirds 3, quarters 4, … */
    EN_FRACTIONS, /* only with a plural: hundredths 100, thousandths 1000, … */
    EN_LITERAL,   /* typed with ten digits and more */
    EN_SOME,      /* couple 2, pair 2, few 3, several 7 */
    EN_UNIT,      /* enum sahut_grain */
    EN_FORTNIGHT,
    EN_WEEKDAY, /* 0 = Monday */
    EN_MONTH,
    EN_RELATIVE_DAY, /* today 0, tomorrow 1, yesterday -1 */
    EN_DAYPART,      /* enum moment_part */
    EN_WHICH,        /* enum moment_which */
    EN_FEAST,        /* month × 100 + day of a fixed feast */
    EN_WEEKDAYS,     /* "mondays": 0 = Monday */
    EN_DAYPARTS,     /* "mornings": enum moment_part */
    EN_PERIODIC,     /* "daily": enum sahut_grain × 100 + interval */
    EN_TIMES,        /* "once" 1, "twice" 2, "times" 0 */
    EN_EDGE,         /* "eom": enum sahut_grain of what ends, negative of what begins */
    EN_MEAL,         /* the hour at which it is */
    EN_FEAST_OF,     /* as EN_FEAST, with "day" behind it */
    EN_HOLY,         /* "good", "ash": days from Easter, with a weekday behind it */
    EN_MOVING_FEAST, /* month × 100 + which × 10 + weekday */
    EN_PARENT,       /* the same, with "day" */
    EN_PATRICK,      /* month × 100 + day */
    EN_MLK,          /* martin 1, luther 2, king 3 */
    EN_SPAN,         /* "decade": so many years */
    EN_SEASON,       /* 0 spring … 3 winter */
    EN_MOON,         /* enum moon_feast */
    EN_MOON_HEAD,    /* the same, with EN_MOON_TAIL or "new year" behind it */
    EN_MOON_TAIL,
    EN_MOON_ARTICLE, /* "al", between them */
    /* Words that are themselves. */
    EN_A,
    EN_AFTER,
    EN_AGO,
    EN_AM,
    EN_AND,
    EN_ANOTHER,
    EN_ANY,
    EN_AROUND,
    EN_AT,
    EN_AWAY,
    EN_BEFORE,
    EN_BEGINNING,
    EN_BETWEEN,
    EN_BI,
    EN_BLACK,
    EN_BY,
    EN_DASH,
    EN_DAY,
    EN_DOZEN,
    EN_EARLY,
    EN_EASTER,
    EN_END,
    EN_EVE,
    EN_EVERY,
    EN_EXACTLY,
    EN_EXCEPT,
    EN_FOOL,
    EN_FOR,
    EN_FROM,
    EN_GONE,
    EN_HALF,
    EN_HENCE,
    EN_HUNDRED,
    EN_IDES,
    EN_IN,
    EN_LABOR,
    EN_LETTER_M,
    EN_LETTER_O,
    EN_LETTER_P,
    EN_LETTER_Q,
    EN_CLOCK,
    EN_CLOSE,
    EN_CYBER,
    EN_MEALTIME, /* beside EN_MEAL: the word says that it is a time */
    EN_MEMORIAL,
    EN_MIDDLE,
    EN_MIDNIGHT,
    EN_MINUS,
    EN_MOMENT,
    EN_MORE,
    EN_NEAREST,
    EN_NEW,
    EN_NIGHT,
    EN_NOON,
    EN_NOW,
    EN_OCLOCK,
    EN_OF,
    EN_ON,
    EN_OR,
    EN_OTHER,
    EN_OUT,
    EN_OVER,
    EN_PAST,
    EN_PM,
    EN_POINT,
    EN_QUARTER,
    EN_REST,
    EN_RIGHT,
    EN_SAINT,
    EN_SAME,
    EN_SINGLE,
    EN_SLASH,
    EN_STARTING,
    EN_THE,
    EN_THING,
    EN_TIME,
    EN_THROUGH,
    EN_TO,
    EN_TONIGHT,
    EN_TOP, /* of the hour: 0, or 30 at its bottom */
    EN_UNTIL,
    EN_UPCOMING,
    EN_WEEKEND,
    EN_WEEKENDS,
    EN_WEEK,
    EN_WITHIN,
    EN_WHOLE,   /* 1: "all" */
    EN_WORKING, /* "business" days */
    EN_WORKDAY,
    EN_WORKDAYS,
    EN_YEAR,

    /* Pieces of numbers (en_number.c). */
    EN_CARDINAL = PHRASE_CATEGORY, /* whole, from 0 */
    EN_DECIMAL,                    /* with "point" */
    EN_DIGITS,                     /* digits said one by one after "point" */
    EN_ORDINAL_NUMBER,
    EN_RANK,         /* "third", "last", "third last" (-3) */
    EN_DENOMINATOR,  /* "one hundred and fifth" behind a count, "one thousandths" */
    EN_PIECE_OF_ONE, /* "half", "three quarters" */
    EN_QUANTITY,     /* anything that can be counted with: "a", "two and a half" */
    EN_COUNT,        /* a number that is no ordinal and has no named part of one: "forty two" */
    EN_SHARE,        /* one that has: "two and a half", "a third", "half a million" */
    EN_NUMBER,       /* these and ordinals */
    /* Pieces of durations (en_duration.c). */
    EN_LENGTH_PIECE,
    EN_LENGTH,
    EN_DURATION,
    /* Clock times (en_clock.c). */
    EN_MERIDIEM,
    EN_HOUR,
    EN_MINUTES,
    EN_MINUTES_AROUND,
    EN_HOUR_AROUND,
    EN_CLOCK_FACE,
    EN_CLOCK_TIME,
    EN_CLOCK_DOTTED, /* "nine point three oh", as 9.30 is read */
    EN_CLOCK_PIECE,
    EN_CLOCK_SPAN,
    /* Days and more (en_when.c). */
    EN_PART_PIECE,
    EN_YEAR_NUMBER,
    EN_MONTH_DAY,
    EN_FEAST_DAY,  /* that moves (en_feast.c) */
    EN_FEAST_DATE, /* the same of a year */
    EN_FIXED_FEAST,
    EN_DATE,
    EN_MONTH_PIECE,
    EN_DAY_PIECE,
    EN_SAME_TIME, /* with a day before it */
    EN_NAMED_DAY,
    EN_NAMED_YEAR,
    EN_WHICH_PERIOD, /* "next month" */
    EN_PERIOD,
    EN_SEASON_PERIOD, /* weekends, quarters and seasons (en_season.c) */
    EN_LOOSE_PERIOD,  /* "summer", "the quarter": only with "early", "the end of" */
    EN_ENCLOSURE,     /* what has an end: "the month", "next week", "may" */
    EN_PERIOD_PIECE,
    EN_STRETCH,
    EN_EDGE_DAY, /* "the end of the month" */
    EN_REST_OF,
    EN_SHIFTED,
    EN_ANCHOR,     /* a day that others are counted from */
    EN_BESIDE_DAY, /* one that is (en_beside.c) */
    EN_FRAME,
    EN_DAY_SPAN,
    EN_WHEN,
    /* What comes back (en_repeat.c). */
    EN_WEEKDAY_SET,
    EN_WEEKDAYS_SET,
    EN_LEFT_OUT, /* weekdays behind "except" */
    EN_MDAY_SET,
    EN_CLOCK_LIST,
    EN_SAID_CLOCKS,
    EN_DAY_RANGE, /* "monday to friday" */
    EN_HOW_OFTEN,
    EN_REPEAT_DAY,
    EN_REPEAT_PIECE,
    EN_REPEAT_DETAIL,
    EN_REPEAT_FRAME,
    EN_RECURRENCE,
};

_Static_assert((int)EN_YEAR < (int)PHRASE_CATEGORY, "too many terminals");

/** Head of a `make` function, see phrase.h. */
#define EN_MAKER(name)                                                                             \
    static bool name(const struct moment_now *now, const struct moment *const part[], int arg,     \
                     struct moment *out)

/** A number of hours, days, years: what is beyond a million is none, and stays within an int. */
static inline int en_int(double n)
{
    return n > 1e6 ? 1000000 : n < -1e6 ? -1000000 : (int)n;
}

/** "this", "next", "last"; MOMENT_COMING when the word was left out. */
enum moment_which en_which_of(const struct moment *word);
/** The day of a month; past 31 it is understood and does not exist, past 99 it is something else.
 */
bool en_set_month_day(struct moment *out, double month, double mday);
/** Makes `out` the day of a week, month or year that today is of its own; false if `period` is none
 * of these. */
bool en_day_in(struct moment *out, const struct moment_now *now, const struct moment *period);
/** The first day of what has an end, and the day after its last. */
bool en_bounds(const struct moment *m, const struct moment_now *now, struct sahut_when *when,
               int64_t *first, int64_t *end);
/** -1, 0 or 1: how many periods from this one on the one is. */
int en_offset_of(enum moment_which which);
/** Makes `out` a resolved time; always true. */
bool en_set_fixed(struct moment *out, int64_t start_ms, int64_t end_ms, enum sahut_grain grain);

/** A word of the lexicon. */
struct en_word {
    const char *word;
    struct phrase_reading readings[PHRASE_READINGS];
};
extern const struct en_word en_known_words[], en_feast_words[];
extern const size_t en_n_known_words, en_n_feast_words;
/** By its lower-case letters; NULL if there is none. */
const struct en_word *en_find_word(const char *word);

/** A word as tokens: digits are spelled out, hyphens separate, "'s" of a known word is dropped,
 * misspelt names of days and months are forgiven. */
int en_tokens(const char *word, struct phrase_token *out, int max);

/** Whether the words are more likely something else; contract in language.h. */
bool en_chance(unsigned kinds, const struct phrase_token *tokens, int n, const char *const *words,
               size_t n_words, const char *before, const char *after);

bool en_is_past(const char *before);
bool en_joins(const char *word);
/* `list` ends with NULL; no word is none of it. */
bool en_is_one_of(const char *word, const char *const *list);

/* Contracts of struct language_times. */
size_t en_correction(const char *const *words, size_t n, bool *apart);
size_t en_joiner(const char *const *words, size_t n, bool *apart);
bool en_preposition(const char *word);
bool en_article(const char *word);
bool en_company(const char *word);
bool en_measure(const char *word);
bool en_before(const char *word);
bool en_towards(const char *word);
size_t en_reference(const char *const *words, size_t n);
bool en_ledger(const char *word);
bool en_possessive(const char *word);
bool en_evening(const char *word);
bool en_naming(const char *word);
bool en_opens_clause(const char *word);
void en_trim(const char *const *words, size_t n, size_t *from, size_t *to);

extern const struct phrase_table en_number_rules, en_duration_rules, en_clock_rules, en_feast_rules,
    en_date_rules, en_period_rules, en_season_rules, en_beside_rules, en_when_rules, en_span_rules,
    en_repeat_day_rules, en_repeat_rules;

bool en_half_day(const char *token);
int en_number_spell(const char *token, char *out, size_t size);
/** Whether the token is a number of ten digits or more, which is not spelled. */
bool en_literal(const char *token, double *out);

#endif
