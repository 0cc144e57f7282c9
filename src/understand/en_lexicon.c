// SPDX-License-Identifier: GPL-3.0-or-later
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

#include "understand/en.h"
#include "understand/language.h"

enum { WORD_BYTES = 32, SPELLED_BYTES = 256 };

/* Sorted by bytes: searched by bisection. */
static const struct known_word {
    const char *word;
    struct phrase_reading readings[PHRASE_READINGS];
} known_words[] = {
    {"2moro", {{EN_RELATIVE_DAY, 1}}},
    {"a", {{EN_A, 0}}},
    {"a.m", {{EN_AM, 0}}},
    {"a.m.", {{EN_AM, 0}}},
    {"about", {{EN_AROUND, 0}}},
    {"additional", {{EN_MORE, 0}}},
    {"after", {{EN_AFTER, 0}}},
    {"afternoon", {{EN_DAYPART, MOMENT_AFTERNOON}}},
    {"afternoons", {{EN_DAYPARTS, MOMENT_AFTERNOON}}},
    {"ago", {{EN_AGO, 0}}},
    {"all", {{EN_WHOLE, 0}}},
    {"alternate", {{EN_OTHER, 0}}},
    {"am", {{EN_AM, 0}}},
    {"an", {{EN_A, 0}}},
    {"and", {{EN_AND, 0}}},
    {"annual", {{EN_PERIODIC, SAHUT_GRAIN_YEAR * 100 + 1}}},
    {"annually", {{EN_PERIODIC, SAHUT_GRAIN_YEAR * 100 + 1}}},
    {"another", {{EN_MORE, 0}, {EN_ANOTHER, 0}}},
    {"any", {{EN_ANY, 0}}},
    {"anzac", {{EN_FEAST_OF, 425}}},
    {"approximately", {{EN_AROUND, 0}}},
    {"apr", {{EN_MONTH, 4}}},
    {"april", {{EN_MONTH, 4}}},
    {"armistice", {{EN_FEAST_OF, 1111}}},
    {"around", {{EN_AROUND, 0}}},
    {"asap", {{EN_NOW, 0}}},
    {"ascension", {{EN_MOVING_FEAST, 2039}}},
    {"ash", {{EN_HOLY, -46}}},
    {"at", {{EN_AT, 0}}},
    {"aug", {{EN_MONTH, 8}}},
    {"august", {{EN_MONTH, 8}}},
    {"away", {{EN_AWAY, 0}}},
    {"bedtime", {{EN_MEAL, 22}, {EN_MEALTIME, 0}}},
    {"before", {{EN_BEFORE, 0}}},
    {"beginning", {{EN_BEGINNING, 0}, {EN_STARTING, 0}}},
    {"between", {{EN_BETWEEN, 0}}},
    {"bi", {{EN_BI, 0}}},
    {"biannual", {{EN_PERIODIC, SAHUT_GRAIN_MONTH * 100 + 6}}},
    {"biannually", {{EN_PERIODIC, SAHUT_GRAIN_MONTH * 100 + 6}}},
    {"biennial", {{EN_PERIODIC, SAHUT_GRAIN_YEAR * 100 + 2}}},
    {"billion", {{EN_SCALE, 1e9}}},
    {"billions", {{EN_SCALE, 1e9}}},
    {"billionth", {{EN_ORDINAL, 1e9}}},
    {"bimonthly", {{EN_PERIODIC, SAHUT_GRAIN_MONTH * 100 + 2}}},
    {"biweekly", {{EN_PERIODIC, SAHUT_GRAIN_WEEK * 100 + 2}}},
    {"black", {{EN_BLACK, 0}}},
    {"bom", {{EN_EDGE, -SAHUT_GRAIN_MONTH}}},
    {"boxing", {{EN_FEAST_OF, 1226}}},
    {"breakfast", {{EN_MEAL, 8}}},
    {"brunch", {{EN_MEAL, 11}}},
    {"by", {{EN_BY, 0}}},
    {"canada", {{EN_FEAST_OF, 701}}},
    {"christmas", {{EN_FEAST, 1225}}},
    {"clock", {{EN_CLOCK, 0}}},
    {"columbus", {{EN_PARENT, 10 * 100 + 2 * 10 + 0}}},
    {"coming", {{EN_WHICH, MOMENT_SOON}}},
    {"couple", {{EN_SOME, 2}}},
    {"cr", {{EN_SCALE, 1e7}}},
    {"crore", {{EN_SCALE, 1e7}}},
    {"crores", {{EN_SCALE, 1e7}}},
    {"current", {{EN_WHICH, MOMENT_THIS}}},
    {"d", {{EN_UNIT, SAHUT_GRAIN_DAY}}},
    {"daily", {{EN_PERIODIC, SAHUT_GRAIN_DAY * 100 + 1}}},
    {"dash", {{EN_DASH, 0}, {EN_THROUGH, 0}}},
    {"day", {{EN_UNIT, SAHUT_GRAIN_DAY}, {EN_DAY, 0}}},
    {"days", {{EN_UNIT, SAHUT_GRAIN_DAY}}},
    {"dec", {{EN_MONTH, 12}}},
    {"december", {{EN_MONTH, 12}}},
    {"dinner", {{EN_MEAL, 19}}},
    {"dinnertime", {{EN_MEAL, 19}, {EN_MEALTIME, 0}}},
    {"dot", {{EN_POINT, 0}}},
    {"dozen", {{EN_DOZEN, 12}}},
    {"dozens", {{EN_DOZEN, 12}}},
    {"each", {{EN_EVERY, 0}}},
    {"early", {{EN_EARLY, 0}}},
    {"earth", {{EN_FEAST_OF, 422}}},
    {"easter", {{EN_EASTER, 0}}},
    {"eight", {{EN_ONES, 8}}},
    {"eighteen", {{EN_TEENS, 18}}},
    {"eighteenth", {{EN_ORDINAL, 18}}},
    {"eighth", {{EN_ORDINAL, 8}, {EN_FRACTION, 8}}},
    {"eighths", {{EN_FRACTION, 8}}},
    {"eightieth", {{EN_ORDINAL, 80}}},
    {"eighty", {{EN_TENS, 80}}},
    {"eleven", {{EN_TEENS, 11}}},
    {"eleventh", {{EN_ORDINAL, 11}}},
    {"end", {{EN_END, 0}}},
    {"entire", {{EN_WHOLE, 0}}},
    {"eod", {{EN_MEAL, 17}, {EN_MEALTIME, 0}}},
    {"eom", {{EN_EDGE, SAHUT_GRAIN_MONTH}}},
    {"eow", {{EN_EDGE, SAHUT_GRAIN_WEEK}}},
    {"eoy", {{EN_EDGE, SAHUT_GRAIN_YEAR}}},
    {"epiphany", {{EN_FEAST, 106}}},
    {"eve", {{EN_EVE, 0}}},
    {"evening", {{EN_DAYPART, MOMENT_EVENING}}},
    {"evenings", {{EN_DAYPARTS, MOMENT_EVENING}}},
    {"every", {{EN_EVERY, 0}}},
    {"everyday", {{EN_PERIODIC, SAHUT_GRAIN_DAY * 100 + 1}}},
    {"exactly", {{EN_EXACTLY, 0}}},
    {"extra", {{EN_MORE, 0}}},
    {"father", {{EN_PARENT, 6 * 100 + 3 * 10 + 6}}},
    {"fathers", {{EN_PARENT, 6 * 100 + 3 * 10 + 6}}},
    {"feb", {{EN_MONTH, 2}}},
    {"february", {{EN_MONTH, 2}}},
    {"febuary", {{EN_MONTH, 2}}},
    {"few", {{EN_SOME, 3}}},
    {"fewer", {{EN_MORE, 0}}},
    {"fifteen", {{EN_TEENS, 15}}},
    {"fifteenth", {{EN_ORDINAL, 15}}},
    {"fifth", {{EN_ORDINAL, 5}, {EN_FRACTION, 5}}},
    {"fifths", {{EN_FRACTION, 5}}},
    {"fiftieth", {{EN_ORDINAL, 50}}},
    {"fifty", {{EN_TENS, 50}}},
    {"first", {{EN_ORDINAL, 1}}},
    {"five", {{EN_ONES, 5}}},
    {"fiveteen", {{EN_TEENS, 15}}},
    {"following", {{EN_WHICH, MOMENT_NEXT}}},
    {"fool", {{EN_FOOL, 0}}},
    {"for", {{EN_FOR, 0}}},
    {"fortieth", {{EN_ORDINAL, 40}}},
    {"fortnight", {{EN_FORTNIGHT, 14}}},
    {"fortnightly", {{EN_PERIODIC, SAHUT_GRAIN_WEEK * 100 + 2}}},
    {"fortnights", {{EN_FORTNIGHT, 14}}},
    {"forty", {{EN_TENS, 40}}},
    {"four", {{EN_ONES, 4}}},
    {"fourteen", {{EN_TEENS, 14}}},
    {"fourteenth", {{EN_ORDINAL, 14}}},
    {"fourth", {{EN_ORDINAL, 4}, {EN_FRACTION, 4}}},
    {"fourths", {{EN_FRACTION, 4}}},
    {"fourtieth", {{EN_ORDINAL, 40}}},
    {"fourty", {{EN_TENS, 40}}},
    {"fri", {{EN_WEEKDAY, 4}}},
    {"friday", {{EN_WEEKDAY, 4}}},
    {"fridays", {{EN_WEEKDAYS, 4}}},
    {"from", {{EN_FROM, 0}}},
    {"full", {{EN_WHOLE, 0}}},
    {"further", {{EN_MORE, 0}}},
    {"good", {{EN_HOLY, -2}}},
    {"groundhog", {{EN_FEAST_OF, 202}}},
    {"h", {{EN_UNIT, SAHUT_GRAIN_HOUR}}},
    {"half", {{EN_HALF, 0}}},
    {"halloween", {{EN_FEAST, 1031}}},
    {"halves", {{EN_FRACTION, 2}}},
    {"hence", {{EN_HENCE, 0}}},
    {"hour", {{EN_UNIT, SAHUT_GRAIN_HOUR}}},
    {"hourly", {{EN_PERIODIC, SAHUT_GRAIN_HOUR * 100 + 1}}},
    {"hours", {{EN_UNIT, SAHUT_GRAIN_HOUR}}},
    {"hr", {{EN_UNIT, SAHUT_GRAIN_HOUR}}},
    {"hrs", {{EN_UNIT, SAHUT_GRAIN_HOUR}}},
    {"hundred", {{EN_HUNDRED, 100}}},
    {"hundreds", {{EN_HUNDRED, 100}}},
    {"hundredth", {{EN_ORDINAL, 100}}},
    {"ides", {{EN_IDES, 0}}},
    {"immediately", {{EN_NOW, 0}}},
    {"in", {{EN_IN, 0}}},
    {"independence", {{EN_FEAST, 704}}},
    {"instantly", {{EN_NOW, 0}}},
    {"ish", {{EN_EXACTLY, 0}}},
    {"jan", {{EN_MONTH, 1}}},
    {"january", {{EN_MONTH, 1}}},
    {"jul", {{EN_MONTH, 7}}},
    {"july", {{EN_MONTH, 7}}},
    {"jun", {{EN_MONTH, 6}}},
    {"june", {{EN_MONTH, 6}}},
    {"juneteenth", {{EN_FEAST, 619}}},
    {"king", {{EN_KING, 0}}},
    {"labor", {{EN_LABOR, 0}}},
    {"labour", {{EN_LABOR, 0}}},
    {"lakh", {{EN_SCALE, 1e5}}},
    {"lakhs", {{EN_SCALE, 1e5}}},
    {"last", {{EN_ORDINAL, -1}, {EN_WHICH, MOMENT_LAST}}},
    {"late", {{EN_EARLY, 2}}},
    {"later", {{EN_HENCE, 0}}},
    {"less", {{EN_MORE, 0}}},
    {"lunch", {{EN_MEAL, 12}}},
    {"lunchtime", {{EN_MEAL, 12}, {EN_MEALTIME, 0}}},
    {"luther", {{EN_LUTHER, 0}}},
    {"m", {{EN_UNIT, SAHUT_GRAIN_MINUTE}, {EN_LETTER_M, 0}}},
    {"mar", {{EN_MONTH, 3}}},
    {"march", {{EN_MONTH, 3}}},
    {"martin", {{EN_MARTIN, 0}}},
    {"maundy", {{EN_HOLY, -3}}},
    {"may", {{EN_MONTH, 5}}},
    {"memorial", {{EN_MEMORIAL, 0}}},
    {"mid", {{EN_EARLY, 1}}},
    {"midday", {{EN_NOON, 0}}},
    {"middle", {{EN_MIDDLE, 0}}},
    {"midnight", {{EN_MIDNIGHT, 0}}},
    {"million", {{EN_SCALE, 1e6}}},
    {"millions", {{EN_SCALE, 1e6}}},
    {"millionth", {{EN_ORDINAL, 1e6}}},
    {"min", {{EN_UNIT, SAHUT_GRAIN_MINUTE}}},
    {"mins", {{EN_UNIT, SAHUT_GRAIN_MINUTE}}},
    {"minuets", {{EN_UNIT, SAHUT_GRAIN_MINUTE}}},
    {"minus", {{EN_MINUS, 0}}},
    {"minute", {{EN_UNIT, SAHUT_GRAIN_MINUTE}}},
    {"minutes", {{EN_UNIT, SAHUT_GRAIN_MINUTE}}},
    {"mlk", {{EN_PARENT, 1 * 100 + 3 * 10 + 0}}},
    {"mn", {{EN_UNIT, SAHUT_GRAIN_MINUTE}}},
    {"moment", {{EN_MOMENT, 0}}},
    {"mon", {{EN_WEEKDAY, 0}}},
    {"monday", {{EN_WEEKDAY, 0}}},
    {"mondays", {{EN_WEEKDAYS, 0}}},
    {"month", {{EN_UNIT, SAHUT_GRAIN_MONTH}}},
    {"monthly", {{EN_PERIODIC, SAHUT_GRAIN_MONTH * 100 + 1}}},
    {"months", {{EN_UNIT, SAHUT_GRAIN_MONTH}}},
    {"more", {{EN_MORE, 0}}},
    {"morning", {{EN_DAYPART, MOMENT_MORNING}}},
    {"mornings", {{EN_DAYPARTS, MOMENT_MORNING}}},
    {"mos", {{EN_UNIT, SAHUT_GRAIN_MONTH}}},
    {"mother", {{EN_PARENT, 5 * 100 + 2 * 10 + 6}}},
    {"mothers", {{EN_PARENT, 5 * 100 + 2 * 10 + 6}}},
    {"mth", {{EN_UNIT, SAHUT_GRAIN_MONTH}}},
    {"mths", {{EN_UNIT, SAHUT_GRAIN_MONTH}}},
    {"naught", {{EN_ONES, 0}}},
    {"negative", {{EN_MINUS, 0}}},
    {"new", {{EN_NEW, 0}}},
    {"next", {{EN_WHICH, MOMENT_NEXT}}},
    {"night", {{EN_DAYPART, MOMENT_NIGHT}, {EN_NIGHT, 0}}},
    {"nightly", {{EN_DAYPARTS, MOMENT_NIGHT}}},
    {"nights", {{EN_DAYPARTS, MOMENT_NIGHT}}},
    {"nine", {{EN_ONES, 9}}},
    {"nineteen", {{EN_TEENS, 19}}},
    {"nineteenth", {{EN_ORDINAL, 19}}},
    {"nineth", {{EN_ORDINAL, 9}}},
    {"ninetieth", {{EN_ORDINAL, 90}}},
    {"ninety", {{EN_TENS, 90}}},
    {"ninteen", {{EN_TEENS, 19}}},
    {"ninth", {{EN_ORDINAL, 9}, {EN_FRACTION, 9}}},
    {"ninths", {{EN_FRACTION, 9}}},
    {"ninty", {{EN_TENS, 90}}},
    {"noon", {{EN_NOON, 0}}},
    {"noonish", {{EN_NOON, 0}}},
    {"nought", {{EN_ONES, 0}}},
    {"nov", {{EN_MONTH, 11}}},
    {"november", {{EN_MONTH, 11}}},
    {"now", {{EN_NOW, 0}}},
    {"o", {{EN_ONES, 0}, {EN_LETTER_O, 0}}},
    {"o'clock", {{EN_OCLOCK, 0}}},
    {"oclock", {{EN_OCLOCK, 0}}},
    {"oct", {{EN_MONTH, 10}}},
    {"october", {{EN_MONTH, 10}}},
    {"of", {{EN_OF, 0}}},
    {"oh", {{EN_ONES, 0}}},
    {"on", {{EN_ON, 0}}},
    {"once", {{EN_TIMES, 1}}},
    {"one", {{EN_ONES, 1}}},
    {"or", {{EN_OR, 0}}},
    {"other", {{EN_MORE, 0}, {EN_OTHER, 0}}},
    {"ou", {{EN_ONES, 0}}},
    {"out", {{EN_OUT, 0}}},
    {"over", {{EN_OVER, 0}}},
    {"p", {{EN_LETTER_P, 0}}},
    {"p.m", {{EN_PM, 0}}},
    {"p.m.", {{EN_PM, 0}}},
    {"pair", {{EN_SOME, 2}}},
    {"palm", {{EN_HOLY, -7}}},
    {"past", {{EN_WHICH, MOMENT_LAST}, {EN_PAST, 0}}},
    {"patrick", {{EN_PATRICK, 317}}},
    {"patricks", {{EN_PATRICK, 317}}},
    {"pentecost", {{EN_MOVING_FEAST, 2049}}},
    {"per", {{EN_EVERY, 0}}},
    {"pm", {{EN_PM, 0}}},
    {"point", {{EN_POINT, 0}}},
    {"present", {{EN_MOMENT, 0}}},
    {"president", {{EN_PARENT, 2 * 100 + 3 * 10 + 0}}},
    {"presidents", {{EN_PARENT, 2 * 100 + 3 * 10 + 0}}},
    {"previous", {{EN_WHICH, MOMENT_LAST}}},
    {"q", {{EN_LETTER_Q, 0}}},
    {"quarter", {{EN_FRACTION, 4}, {EN_QUARTER, 0}}},
    {"quarterly", {{EN_PERIODIC, SAHUT_GRAIN_MONTH * 100 + 3}}},
    {"quarters", {{EN_FRACTION, 4}}},
    {"remainder", {{EN_REST, 0}}},
    {"remembrance", {{EN_FEAST_OF, 1111}}},
    {"rest", {{EN_REST, 0}}},
    {"right", {{EN_RIGHT, 0}}},
    {"roughly", {{EN_AROUND, 0}}},
    {"s", {{EN_UNIT, SAHUT_GRAIN_SECOND}}},
    {"saint", {{EN_SAINT, 0}}},
    {"same", {{EN_SAME, 0}}},
    {"sat", {{EN_WEEKDAY, 5}}},
    {"saturday", {{EN_WEEKDAY, 5}}},
    {"saturdays", {{EN_WEEKDAYS, 5}}},
    {"sec", {{EN_UNIT, SAHUT_GRAIN_SECOND}}},
    {"second", {{EN_ORDINAL, 2}, {EN_UNIT, SAHUT_GRAIN_SECOND}}},
    {"seconds", {{EN_UNIT, SAHUT_GRAIN_SECOND}}},
    {"secs", {{EN_UNIT, SAHUT_GRAIN_SECOND}}},
    {"semiannual", {{EN_PERIODIC, SAHUT_GRAIN_MONTH * 100 + 6}}},
    {"semiannually", {{EN_PERIODIC, SAHUT_GRAIN_MONTH * 100 + 6}}},
    {"sep", {{EN_MONTH, 9}}},
    {"sept", {{EN_MONTH, 9}}},
    {"september", {{EN_MONTH, 9}}},
    {"seven", {{EN_ONES, 7}}},
    {"seventeen", {{EN_TEENS, 17}}},
    {"seventeenth", {{EN_ORDINAL, 17}}},
    {"seventh", {{EN_ORDINAL, 7}, {EN_FRACTION, 7}}},
    {"sevenths", {{EN_FRACTION, 7}}},
    {"seventieth", {{EN_ORDINAL, 70}}},
    {"seventy", {{EN_TENS, 70}}},
    {"several", {{EN_SOME, 7}}},
    {"sharp", {{EN_EXACTLY, 0}}},
    {"shrove", {{EN_HOLY, -47}}},
    {"single", {{EN_SINGLE, 0}}},
    {"six", {{EN_ONES, 6}}},
    {"sixteen", {{EN_TEENS, 16}}},
    {"sixteenth", {{EN_ORDINAL, 16}}},
    {"sixth", {{EN_ORDINAL, 6}, {EN_FRACTION, 6}}},
    {"sixths", {{EN_FRACTION, 6}}},
    {"sixtieth", {{EN_ORDINAL, 60}}},
    {"sixty", {{EN_TENS, 60}}},
    {"slash", {{EN_SLASH, 0}}},
    {"some", {{EN_SOME, 3}}},
    {"st", {{EN_SAINT, 0}}},
    {"start", {{EN_BEGINNING, 0}}},
    {"starting", {{EN_STARTING, 0}}},
    {"sun", {{EN_WEEKDAY, 6}}},
    {"sunday", {{EN_WEEKDAY, 6}}},
    {"sundays", {{EN_WEEKDAYS, 6}}},
    {"supper", {{EN_MEAL, 19}}},
    {"teatime", {{EN_MEAL, 16}, {EN_MEALTIME, 0}}},
    {"ten", {{EN_TEENS, 10}}},
    {"tenth", {{EN_ORDINAL, 10}, {EN_FRACTION, 10}}},
    {"tenths", {{EN_FRACTION, 10}}},
    {"thanksgiving", {{EN_MOVING_FEAST, 11 * 100 + 4 * 10 + 3}}},
    {"the", {{EN_THE, 0}}},
    {"thing", {{EN_THING, 0}}},
    {"third", {{EN_ORDINAL, 3}, {EN_FRACTION, 3}}},
    {"thirds", {{EN_FRACTION, 3}}},
    {"thirteen", {{EN_TEENS, 13}}},
    {"thirteenth", {{EN_ORDINAL, 13}}},
    {"thirtieth", {{EN_ORDINAL, 30}}},
    {"thirty", {{EN_TENS, 30}}},
    {"this", {{EN_WHICH, MOMENT_THIS}}},
    {"thousand", {{EN_SCALE, 1e3}}},
    {"thousands", {{EN_SCALE, 1e3}}},
    {"thousandth", {{EN_ORDINAL, 1000}}},
    {"three", {{EN_ONES, 3}}},
    {"thrice", {{EN_TIMES, 3}}},
    {"through", {{EN_THROUGH, 0}}},
    {"thru", {{EN_THROUGH, 0}}},
    {"thu", {{EN_WEEKDAY, 3}}},
    {"thur", {{EN_WEEKDAY, 3}}},
    {"thurs", {{EN_WEEKDAY, 3}}},
    {"thursday", {{EN_WEEKDAY, 3}}},
    {"thursdays", {{EN_WEEKDAYS, 3}}},
    {"til", {{EN_UNTIL, 0}}},
    {"till", {{EN_UNTIL, 0}}},
    {"time", {{EN_TIME, 0}}},
    {"times", {{EN_TIMES, 0}}},
    {"tmr", {{EN_RELATIVE_DAY, 1}}},
    {"tmrow", {{EN_RELATIVE_DAY, 1}}},
    {"tmrw", {{EN_RELATIVE_DAY, 1}}},
    {"tmw", {{EN_RELATIVE_DAY, 1}}},
    {"tnite", {{EN_TONIGHT, 0}}},
    {"to", {{EN_TO, 0}}},
    {"today", {{EN_RELATIVE_DAY, 0}}},
    {"tommorow", {{EN_RELATIVE_DAY, 1}}},
    {"tommorrow", {{EN_RELATIVE_DAY, 1}}},
    {"tomorow", {{EN_RELATIVE_DAY, 1}}},
    {"tomorro", {{EN_RELATIVE_DAY, 1}}},
    {"tomorrow", {{EN_RELATIVE_DAY, 1}}},
    {"tonight", {{EN_TONIGHT, 0}}},
    {"tonigt", {{EN_TONIGHT, 0}}},
    {"tonite", {{EN_TONIGHT, 0}}},
    {"trillion", {{EN_SCALE, 1e12}}},
    {"trillions", {{EN_SCALE, 1e12}}},
    {"trillionth", {{EN_ORDINAL, 1e12}}},
    {"tue", {{EN_WEEKDAY, 1}}},
    {"tues", {{EN_WEEKDAY, 1}}},
    {"tuesday", {{EN_WEEKDAY, 1}}},
    {"tuesdays", {{EN_WEEKDAYS, 1}}},
    {"twelfth", {{EN_ORDINAL, 12}}},
    {"twelth", {{EN_ORDINAL, 12}}},
    {"twelve", {{EN_TEENS, 12}}},
    {"twelveth", {{EN_ORDINAL, 12}}},
    {"twentieth", {{EN_ORDINAL, 20}}},
    {"twenty", {{EN_TENS, 20}}},
    {"twice", {{EN_TIMES, 2}}},
    {"two", {{EN_ONES, 2}}},
    {"until", {{EN_UNTIL, 0}}},
    {"upcoming", {{EN_WHICH, MOMENT_SOON}, {EN_UPCOMING, 0}}},
    {"valentine", {{EN_FEAST, 214}}},
    {"valentines", {{EN_FEAST, 214}}},
    {"veteran", {{EN_FEAST_OF, 1111}}},
    {"veterans", {{EN_FEAST_OF, 1111}}},
    {"w", {{EN_UNIT, SAHUT_GRAIN_WEEK}}},
    {"wed", {{EN_WEEKDAY, 2}}},
    {"wednesday", {{EN_WEEKDAY, 2}}},
    {"wednesdays", {{EN_WEEKDAYS, 2}}},
    {"weds", {{EN_WEEKDAY, 2}}},
    {"week", {{EN_UNIT, SAHUT_GRAIN_WEEK}, {EN_WEEK, 0}}},
    {"weekday", {{EN_WORKDAY, 0}}},
    {"weekdays", {{EN_WORKDAYS, 0}}},
    {"weekend", {{EN_WEEKEND, 0}}},
    {"weekends", {{EN_WEEKENDS, 0}}},
    {"weekly", {{EN_PERIODIC, SAHUT_GRAIN_WEEK * 100 + 1}}},
    {"weeks", {{EN_UNIT, SAHUT_GRAIN_WEEK}}},
    {"wendsday", {{EN_WEEKDAY, 2}}},
    {"whit", {{EN_HOLY, 49}}},
    {"whole", {{EN_WHOLE, 0}}},
    {"within", {{EN_WITHIN, 0}}},
    {"wk", {{EN_UNIT, SAHUT_GRAIN_WEEK}}},
    {"wks", {{EN_UNIT, SAHUT_GRAIN_WEEK}}},
    {"women", {{EN_FEAST_OF, 308}}},
    {"workday", {{EN_WORKDAY, 0}}},
    {"workdays", {{EN_WORKDAYS, 0}}},
    {"xmas", {{EN_FEAST, 1225}}},
    {"year", {{EN_UNIT, SAHUT_GRAIN_YEAR}, {EN_YEAR, 0}}},
    {"yearly", {{EN_PERIODIC, SAHUT_GRAIN_YEAR * 100 + 1}}},
    {"years", {{EN_UNIT, SAHUT_GRAIN_YEAR}, {EN_YEAR, 0}}},
    {"yesterday", {{EN_RELATIVE_DAY, -1}}},
    {"yr", {{EN_UNIT, SAHUT_GRAIN_YEAR}}},
    {"yrs", {{EN_UNIT, SAHUT_GRAIN_YEAR}}},
    {"zero", {{EN_ONES, 0}}},
    {"zeroth", {{EN_ORDINAL, 0}}},
};

static int compare_word(const void *key, const void *member)
{
    return strcmp(key, ((const struct known_word *)member)->word);
}

static const struct known_word *find_word(const char *word)
{
    return bsearch(word, known_words, sizeof known_words / sizeof *known_words, sizeof *known_words,
                   compare_word);
}

/* A tail that hides the word the time is in: "tomorrow's", "in two weeks' time". */
static const struct known_word *find_inflected(char *word)
{
    const struct known_word *known = find_word(word);
    size_t n = strlen(word);
    if (known || n < 3)
        return known;
    if (word[n - 1] == '\'')
        word[n - 1] = '\0';
    else if (strcmp(word + n - 2, "'s") == 0)
        word[n - 2] = '\0';
    else if (word[n - 1] == 's')
        word[n - 1] = '\0'; /* "tomorrows", "mornings" */
    else
        return NULL;
    return find_word(word);
}

/* Whether at most `limit` letters are missing, too many, other or swapped with the next. */
static bool is_near(const char *a, size_t n, const char *b, size_t m, int limit)
{
    int rows[3][WORD_BYTES + 1];
    if (n > WORD_BYTES || m > WORD_BYTES)
        return false;
    int *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t k = 0; k <= m; k++)
        before[k] = above[k] = (int)k;
    for (size_t i = 1; i <= n; i++) {
        char c = (char)tolower((unsigned char)a[i - 1]);
        char last = i > 1 ? (char)tolower((unsigned char)a[i - 2]) : 0;
        int least = row[0] = (int)i;
        for (size_t k = 1; k <= m; k++) {
            int cost = above[k - 1] + (c != b[k - 1]);
            cost = above[k] + 1 < cost ? above[k] + 1 : cost;
            cost = row[k - 1] + 1 < cost ? row[k - 1] + 1 : cost;
            if (k > 1 && i > 1 && c == b[k - 2] && last == b[k - 1] && before[k - 2] + 1 < cost)
                cost = before[k - 2] + 1;
            row[k] = cost;
            least = cost < least ? cost : least;
        }
        if (least > limit)
            return false;
        int *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[m] <= limit;
}

/* Names that are written wrong more often than others, and that are nothing else when they are. */
static const struct known_word *find_misspelt(const char *word, size_t n)
{
    static const char *const names[] = {
        "afternoon", "december", "evening",   "february", "friday",    "january",   "midnight",
        "minute",    "minutes",  "monday",    "morning",  "november",  "october",   "saturday",
        "second",    "seconds",  "september", "sunday",   "thursday",  "tomorrow",  "tonight",
        "tuesday",   "weekday",  "weekdays",  "weekend",  "wednesday", "yesterday",
    };
    if (n < 6)
        return NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t m = strlen(names[i]);
        size_t slack = n >= 8 || m >= 8 ? 2 : 1;
        if (tolower((unsigned char)*word) == *names[i] && n + slack >= m && m + slack >= n &&
            is_near(word, n, names[i], m, (int)slack))
            return find_word(names[i]);
    }
    return NULL;
}

static void add_token(const struct known_word *known, struct phrase_token *out)
{
    memset(out, 0, sizeof *out);
    if (!known)
        return;
    memcpy(out->readings, known->readings, sizeof known->readings);
    phrase_token_index(out);
}

/* One word without blanks and hyphens. */
static const struct known_word *known_word(const char *word, size_t n)
{
    char copy[WORD_BYTES];
    if (n >= sizeof copy)
        return NULL;
    for (size_t i = 0; i < n; i++)
        copy[i] = (char)tolower((unsigned char)word[i]);
    copy[n] = '\0';
    const struct known_word *known = find_inflected(copy);
    return known ? known : find_misspelt(word, n);
}

/* "thirtyfirst", "twentytwo": the tens and what is behind them. */
static int add_compound(const char *text, size_t n, struct phrase_token *out, int max)
{
    static const char *const tens[] = {"twenty", "thirty",  "forty",  "fifty",
                                       "sixty",  "seventy", "eighty", "ninety"};
    for (size_t i = 0; i < sizeof tens / sizeof *tens && max >= 2; i++) {
        size_t m = strlen(tens[i]);
        if (n <= m + 2 || strncmp(text, tens[i], m) != 0)
            continue;
        const struct known_word *rest = known_word(text + m, n - m);
        if (!rest ||
            (rest->readings[0].symbol != EN_ONES && rest->readings[0].symbol != EN_ORDINAL))
            return 0;
        add_token(find_word(tens[i]), &out[0]);
        add_token(rest, &out[1]);
        return 2;
    }
    return 0;
}

int en_tokens(const char *word, struct phrase_token *out, int max)
{
    char spelled[SPELLED_BYTES];
    const char *text = word;
    int count = 0;
    if (strpbrk(word, "0123456789") && en_number_spell(word, spelled, sizeof spelled) == 0)
        text = spelled;
    for (;;) {
        text += strspn(text, " -");
        size_t n = strcspn(text, " -");
        if (n == 0)
            break;
        const struct known_word *known = count < max ? known_word(text, n) : NULL;
        int added = known ? 1 : add_compound(text, n, out + count, max - count);
        if (added == 0) {
            count = 0;
            break;
        }
        if (known)
            add_token(known, &out[count]);
        count += added;
        text += n;
    }
    if (count == 0) {
        add_token(NULL, out);
        return 1;
    }
    return count;
}

static struct phrase_grammar grammar;

static void make_grammar(void)
{
    static const struct phrase_table *const tables[] = {&en_number_rules, &en_duration_rules,
                                                        &en_clock_rules,  &en_period_rules,
                                                        &en_when_rules,   &en_repeat_rules};
    static const int numbers[] = {EN_ONES,    EN_TEENS,   EN_TENS,  EN_SCALE,
                                  EN_HUNDRED, EN_ORDINAL, EN_DOZEN, EN_A};
    struct phrase_token leaf = {.readings = {{0}}};
    struct phrase_set leaves = {{0}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        leaf.readings[0].symbol = numbers[i];
        phrase_token_index(&leaf);
        leaves.bits[0] |= leaf.symbols.bits[0];
        leaves.bits[1] |= leaf.symbols.bits[1];
    }
    phrase_grammar_init(&grammar, tables, sizeof tables / sizeof *tables, &leaves);
}

/* Made of constants, once: it never changes. */
static const struct phrase_grammar *en_grammar(void)
{
    static once_flag once = ONCE_FLAG_INIT;
    call_once(&once, make_grammar);
    return &grammar;
}

const struct language_times en_times = {
    .code = "en",
    .grammar = en_grammar,
    .when = EN_WHEN,
    .duration = EN_DURATION,
    .number = EN_NUMBER,
    .recurrence = EN_RECURRENCE,
    .tokens = en_tokens,
    .chance = en_chance,
    .is_past = en_is_past,
    .spell = en_number_spell,
};
