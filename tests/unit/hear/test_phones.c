// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sahut/lexicon.h"

static void mnemonics_become_phones(void **state)
{
    static const struct {
        const char *mnemonics, *phones;
    } rows[] = {
        {"h@l'oU", "HH AH L OW"},
        {"s'ahVt", "S AE HH AH T"},
        {"dZ'A@vIs", "JH AA R V IH S"},
        {"tS'3:tS", "CH ER CH"},
        {"t|S", "T SH"},
        {"oUk'eI", "OW K EY"},
        {"k@mpj'u:t#3", "K AH M P Y UW T ER"},
        {"n'eIm", "N EY M"},
        {"'VNk@L", "AH NG K AH L"},
        {"b'VP", NULL},
        // Affricates and diphthongs win over their parts, but not across a separator.
        {"a|I", "AE IH"},
        {"aI", "AY"},
        {"b_OI", "B OY"},
        {"na#'i:v", "N AH IY V"},
        // R-coloured vowels, and the R that links them.
        {"f'e@", "F EH R"},
        {"d'i@3", "D IH R"},
        {"t'U@", "T UH R"},
        {"f'O@", "F AO R"},
        {"st'o@ri", "S T AO R IY"},
        {"p'Ik#tS3r-IN", "P IH K CH ER IH NG"},
        {"kw'0ri", "K W AA R IY"},
        // Americans: "tune", "cute", "few".
        {"tj'u:n", "T UW N"},
        {"kj'u:t", "K Y UW T"},
        {"fj'u:", "F Y UW"},
        {"g'u:?n-", "G UW T AH N"},
        {"v'ekI2;,oU", "V EY K IY OW"},
        {"r'EgjUl,eIt", "R EH G Y AH L EY T"},
        {"kj'U@", "K Y UH R"},
        {"pjU@r'IfaI", "P Y UH R IH F AY"},
        // Other voices, and a word said in another language.
        {"b'aNun", "B AE NG UW N"},
        {"S'Y:n@", "SH ER N AH"},
        {"gr'y:s@ _|IC", "G R UW S AH IH SH"},
        {"bA~g'W~", "B AA N G AH N"},
        {"(en)w'3:ld(fr)", "W ER L D"},
        {"n^'ono", "N Y OW N OW"},
        {"p'a**a", "P AE R AE"},
        {"x'arBis", "K AA R B IY S"},
        // Nothing to say, or nothing we know.
        {"", NULL},
        {"',:_|", NULL},
        {"(en)(fr)", NULL},
        {"(en", NULL},
        {"#", NULL},
        {"\xc9\x99", NULL},
        {"ab$", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *phones = NULL;
        int err = sahut_phones_from_espeak(rows[i].mnemonics, &phones);
        if (rows[i].phones) {
            assert_int_equal(err, 0);
            assert_string_equal(phones, rows[i].phones);
        } else {
            if (!err)
                print_error("\"%s\" gives \"%s\"\n", rows[i].mnemonics, phones);
            assert_int_equal(err, -EINVAL);
            assert_null(phones);
        }
        free(phones);
    }
}

static void only_the_39_phones_come_out(void **state)
{
    static const char known[] = " AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG "
                                "OW OY P R S SH T TH UH UW V W Y Z ZH ";
    // Every sound alone and every pair of them: no row may leave the phone set.
    static const char sounds[] = "abcdefghijklmnopqrstuvwxyzABCDEHIJLNOQRSTUVWXYZ@0238&*#~^:-";
    size_t heard = 0;
    for (const char *a = sounds; *a; a++)
        for (const char *b = sounds; *b; b++) {
            char *phones = NULL;
            if (sahut_phones_from_espeak((char[]){*a, *b, 0}, &phones))
                continue;
            heard++;
            for (char *p = strtok(phones, " "); p; p = strtok(NULL, " ")) {
                char padded[8] = " ";
                strcat(strncat(padded, p, 4), " ");
                assert_non_null(strstr(known, padded));
            }
            free(phones);
        }
    assert_true(heard > 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mnemonics_become_phones),
        cmocka_unit_test(only_the_39_phones_come_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
