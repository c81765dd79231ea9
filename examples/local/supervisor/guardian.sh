#!/bin/sh
# Cleans up after a supervisor that was killed. Its standard input is a pipe that only the supervisor holds open; each
# line is an order:
#   watch <pid> <signal> <tenths> <harder>
#                          end this process when the pipe closes: by <signal>, after <tenths> of a second by <harder>, and
#                          20 seconds after that, or at once where that is KILL, by killing it and all that descends from it
#   forget <pid>           it is gone
#   lock <path>            a file to remove then, if it still holds what it holds now
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

# "<pid> <parent>" of every process, one a line.
table() {
  if [ -d /proc/self ]; then
    for file in /proc/[0-9]*/stat; do
      IFS= read -r stat 2>/dev/null <"$file" || continue
      set -- ${stat##*) }
      echo "${stat%% *} $2"
    done
  else
    ps -A -o pid=,ppid=
  fi
}

# kill_tree <pid>: a child that stayed would hold on to its files.
kill_tree() {
  tree=" $1 "
  rows=$(table)
  grown=yes
  while [ -n "$grown" ]; do
    grown=
    while read -r pid parent; do
      case $tree in *" $pid "*) continue ;; esac
      case $tree in *" $parent "*) tree="$tree$pid " grown=yes ;; esac
    done <<END
$rows
END
  done
  kill -KILL $tree 2>/dev/null
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
      set -- $rest
      at=$(started "$1") && watched="$watched $1:$2:$3:$4:$at"
      ;;
    forget)
      kept=
      for entry in $watched; do
        [ "${entry%%:*}" = "$rest" ] || kept="$kept $entry"
      done
      watched=$kept
      ;;
    lock)
      lock=$rest
      held=$(cat "$lock" 2>/dev/null)
      ;;
    wipe) folder=$rest ;;
    done) exit 0 ;;
  esac
done

# one <tenth> <pid> <signal> <tenths> <harder>: what is due for a process that still runs.
one() {
  if [ "$1" -eq 0 ]; then
    kill -"$3" "$2" 2>/dev/null
  elif [ "$1" -eq "$4" ] && [ "$5" != KILL ]; then
    kill -"$5" "$2" 2>/dev/null
  elif [ "$1" -eq "$4" ] || [ "$1" -eq "$(($4 + 200))" ]; then
    kill_tree "$2"
  fi
}

tenth=0
while [ -n "$watched" ] && [ $tenth -le 500 ]; do
  left=
  for entry in $watched; do
    at=${entry#*:*:*:*:}
    [ "$(started "${entry%%:*}")" = "$at" ] || continue
    left="$left $entry"
    one $tenth $(echo "${entry%:"$at"}" | tr ':' ' ')
  done
  watched=$left
  [ -z "$watched" ] || sleep 0.1
  tenth=$((tenth + 1))
done
# Another supervisor may have come meanwhile, and taken the lock over.
[ -n "$lock" ] && [ "$(cat "$lock" 2>/dev/null)" = "$held" ] && rm -f "$lock"
case $folder in
  */bailiwick-ephemeral-*) sleep 0.2; rm -rf "$folder" ;;
esac
exit 0
