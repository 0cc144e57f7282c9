// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdio.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "sahut/assistant.h"
#include "sahut/audio.h"
#include "sahut/lexicon.h"
#include "sahut/text.h"
#include "sahut/voice.h"

static int open_sink(const struct cli *cli, const struct sahut_settings *s,
                     struct sahut_sink **sink)
{
    const char *file = cli_value(cli, "say-to");
    const char *pcm = sahut_settings_string(s, "audio.output");
    struct sahut_why why;
    int err = file ? sahut_sink_wav(file, SAHUT_VOICE_RATE, sink, &why)
                   : sahut_sink_alsa(pcm, SAHUT_VOICE_RATE, sink, &why);
    return err ? cli_fail(cli, CLI_FAILED, "%s", why.text) : CLI_OK;
}

static int print_phonemes(const struct cli *cli, struct sahut_voice *voice, const char *text)
{
    char *phonemes, *phones = NULL;
    if (sahut_voice_phonemes(voice, text, &phonemes))
        return cli_fail(cli, CLI_FAILED, "'%s' has no pronunciation", text);
    sahut_phones_from_espeak(phonemes, &phones);
    printf("%s\t%s\n", phonemes, phones ? phones : "-");
    free(phonemes);
    free(phones);
    return CLI_OK;
}

static int speak(const struct cli *cli, const struct sahut_settings *s, const char *text)
{
    struct sahut_voice_config config = sahut_voice_settings(s);
    bool phonemes = cli_given(cli, "phonemes");
    struct sahut_sink *sink = NULL;
    int code = phonemes ? CLI_OK : open_sink(cli, s, &sink);
    struct sahut_voice *voice = NULL;
    struct sahut_why why;
    if (code == CLI_OK && sahut_voice_new(&config, sink, NULL, NULL, &voice, &why))
        code = cli_fail(cli, CLI_FAILED, "%s", why.text);
    if (code == CLI_OK && phonemes) {
        code = print_phonemes(cli, voice, text);
    } else if (code == CLI_OK) {
        sahut_voice_say(voice, SAHUT_VOICE_ANSWER, text);
        sahut_voice_wait(voice);
    }
    sahut_voice_free(voice);
    sahut_sink_free(sink);
    return code;
}

int cli_say(const struct cli *cli)
{
    struct sahut_settings *s;
    int code = cli_settings(cli, &s);
    if (code != CLI_OK)
        return code;
    struct sahut_text text = {0};
    for (int i = 0; i < cli->n_operands; i++)
        sahut_text_addf(&text, "%s%s", i ? " " : "", cli->operands[i]);
    code = speak(cli, s, sahut_text_get(&text));
    sahut_text_finish(&text);
    sahut_settings_free(s);
    return code;
}
