/** Last parts of the names of the policies that hold a stamp's roles: those of processes, those of AWS's services, and Backup's. */
export const boundaryNames = {
  processes: "task-boundary",
  services: "service-boundary",
  backup: "backup-boundary",
} as const;
