import { cpus, loadavg } from "node:os";

/**
 * Milliseconds that `seconds` on two idle cores may take on this machine now: what others compute at the same time is
 * not our slowness.
 */
export const budgetMs = (seconds: number): number => {
  const share = (loadavg()[0] ?? 0) / cpus().length;
  return seconds * 1000 * Math.max(1, share) * Math.max(1, 2 / cpus().length);
};
