// SPDX-License-Identifier: GPL-3.0-or-later
/* How many examples a test of many takes: a tenth of them where sanitizers look at every step. */
#ifndef SUPPORT_SLOW_H
#define SUPPORT_SLOW_H

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SLOWNESS 10
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SLOWNESS 10
#endif
#endif
#ifndef SLOWNESS
#define SLOWNESS 1
#endif

#endif
