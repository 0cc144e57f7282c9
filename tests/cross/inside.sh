#!/bin/bash
# Runs inside the release rig (tests/cross/qemu) as root: drives the system service with its own commands
# and writes "RIG NAME ok" or "RIG NAME failed: why" to the console, then powers off.
set -u
say() { echo "RIG $*"; }
end() {
    journalctl -u sahut --no-pager -o cat 2>/dev/null | tail -n 30 | sed 's/^/journal: /'
    sync
    systemctl poweroff --force --force
}
trap end EXIT

# Waits until a command succeeds; emulation is slow, so it may take a while.
until_ok() {
    for _ in $(seq 120); do
        "$@" >/dev/null 2>&1 && return 0
        sleep 0.5
    done
    return 1
}
mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null
level() { grep -E 'sahut' /sys/kernel/debug/gpio | grep -oE 'out (hi|lo)'; }

# A faint hiss is what the microphone hears; without it the card gives nothing but zeros, and the daemon
# says so.
until_ok test -e /proc/asound/Loopback
speaker-test -D plughw:CARD=Loopback,DEV=0,SUBDEV=0 -c 1 -r 48000 -t pink -S 1 >/dev/null 2>&1 &

systemctl start sahut
until_ok systemctl is-active --quiet sahut || { say "service_runs failed: $(systemctl is-active sahut), $(systemctl show -p Result --value sahut)"; exit; }
main=$(systemctl show -p MainPID --value sahut)
user=$(stat -c %U "/proc/$main")
[ "$user" = sahut ] || { say "service_runs failed: runs as $user"; exit; }
until_ok sahut status || { say "service_runs failed: $(sahut status 2>&1 | head -n 1)"; exit; }
say "service_runs ok ($(uname -m) $(uname -r), pid $main)"

before=$(level)
sahut ask "turn on the desk lamp"
after=$(level)
[ "$before" = "out lo" ] && [ "$after" = "out hi" ] ||
    { say "order_switches_the_line failed: '$before' became '$after'"; exit; }
say "order_switches_the_line ok"

sahut ask "remind me to water the plants tomorrow at nine"
systemctl kill -s KILL sahut
until_ok bash -c '[ "$(systemctl show -p MainPID --value sahut)" != '"$main"' ] && sahut status'
sahut reminders | grep -q "water the plants" ||
    { say "survives_restart failed: $(sahut reminders 2>&1 | head -n 3)"; exit; }
say "survives_restart ok"
