// Loaded before a command: ends it when the process that started it is gone, be it by SIGKILL. Processes that inherit
// this flag from the command end with the command in the same way.
import { isMainThread } from "node:worker_threads";

const parent = process.ppid;
if (isMainThread) {
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
  }, 500).unref();
}
