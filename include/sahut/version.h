// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef SAHUT_VERSION_H
#define SAHUT_VERSION_H

#define SAHUT_VERSION "0.1.0"

#endif
