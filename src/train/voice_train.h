// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TRAIN_VOICE_TRAIN_H
#define TRAIN_VOICE_TRAIN_H

#include "hear/voice.h"
#include "train/wake.h"

void voice_train(const struct wake_data *d, struct voice_net *out);

#endif
