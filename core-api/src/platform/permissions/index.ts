export { createPermissions, type Permissions } from "./permissions.ts";
