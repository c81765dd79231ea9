#!/bin/sh
# Cleans up after a supervisor that was killed. Its standard input is a pipe that only the supervisor holds open; each
# line is an order:
#   watch <pid> <signal>   stop this process, politely by <signal>, when the pipe closes
#   forget <pid>           it is gone
#   lock <path>            a file to remove then
#   wipe <path>            a temporary folder to remove then
#   done                   everything is in order: leave
# A process is known by pid and start time, so that a later one with the same pid is left alone.

started() {
  if [ -d /proc/self ]; then
    IFS= read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
    set -- ${stat##*) }
    [ "$1" != Z ] && echo "${20}"
  else
    LC_ALL=C ps -o lstart= -p "$1" | tr -d ' ' | grep .
  fi
}

# Ctrl+C at the terminal is the supervisor's business.
trap '' INT TERM HUP

watched=
lock=
folder=
while IFS= read -r line; do
  order=${line%% *}
  rest=${line#* }
  case $order in
    watch)
      pid=${rest%% *}
      at=$(started "$pid") && watched="$watched $pid:$at:${rest#* }"
      ;;
    forget)
      kept=
      for entry in $watched; do
        [ "${entry%%:*}" = "$rest" ] || kept="$kept $entry"
      done
      watched=$kept
      ;;
    lock) lock=$rest ;;
    wipe) folder=$rest ;;
    done) exit 0 ;;
  esac
done

# kill_all <signal or nothing>: signals those that still run; with nothing, each by its own signal. True if any did.
kill_all() {
  any=1
  for entry in $watched; do
    pid=${entry%%:*}
    after=${entry#*:}
    if [ "$(started "$pid")" = "${after%:*}" ]; then
      any=0
      kill -"${1:-${entry##*:}}" "$pid" 2>/dev/null
    fi
  done
  return $any
}

if kill_all; then
  tries=0
  while kill_all 0 && [ $tries -lt 15 ]; do
    sleep 0.1
    tries=$((tries + 1))
  done
  kill_all KILL
fi
[ -n "$lock" ] && rm -f "$lock"
case $folder in
  */bailiwick-ephemeral-*) sleep 0.2; rm -rf "$folder" ;;
esac
