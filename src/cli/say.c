// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdio.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "cli/client.h"
#include "sahut/assistant.h"
#include "sahut/audio.h"
#include "sahut/event_json.h"
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

/* By the daemon, which holds the loudspeaker. */
static int say_there(struct sahut_call *call, const struct cli *cli, const char *text)
{
    struct sahut_why why;
    json_t *result;
    json_t *params = json_pack("{s:o}", "text", sahut_json_string(text));
    int err = sahut_call(call, "say", params, 20000, &result, &why);
    sahut_call_close(call);
    if (err)
        return cli_fail(cli, CLI_FAILED, "%s", why.text);
    json_decref(result);
    return CLI_OK;
}

static int say_here(const struct cli *cli, const char *text)
{
    struct sahut_settings *s;
    int code = cli_settings(cli, &s);
    if (code != CLI_OK)
        return code;
    code = speak(cli, s, text);
    sahut_settings_free(s);
    return code;
}

int cli_say(const struct cli *cli)
{
    bool here = cli_given(cli, "say-to") || cli_given(cli, "phonemes") || cli_given(cli, "config");
    bool named = cli_given(cli, "socket");
    struct sahut_call *call = NULL;
    int code = here ? CLI_NO_DAEMON : client_open(cli, !named, &call);
    if (code != CLI_OK && !(code == CLI_NO_DAEMON && !named))
        return code;
    struct sahut_text text = {0};
    for (int i = 0; i < cli->n_operands; i++)
        sahut_text_addf(&text, "%s%s", i ? " " : "", cli->operands[i]);
    code =
        call ? say_there(call, cli, sahut_text_get(&text)) : say_here(cli, sahut_text_get(&text));
    sahut_text_finish(&text);
    return code;
}
