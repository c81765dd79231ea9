import type { Telemetry } from "@bailiwick/contract/telemetry";
import { sessionCookie } from "../platform/auth/session-cookie.ts";
import type { ApiModule } from "../platform/http/app.ts";
import type { Platform } from "../platform/platform.ts";
import { auditRoutes } from "./audit/routes.ts";
import { createAuditService } from "./audit/service.ts";
import { edgeFeedRoutes } from "./edge-feed/routes.ts";
import { flowRoutes } from "./flows/routes.ts";
import { createFlowService } from "./flows/service.ts";
import type { Readiness } from "./health/readiness.ts";
import { healthRoutes } from "./health/routes.ts";
import { documentRoutes } from "./openapi/routes.ts";
import { securityRoutes } from "./security/routes.ts";
import { createSecurityService } from "./security/service.ts";
import { signInRoutes } from "./sign-in/routes.ts";
import { createSignInService } from "./sign-in/service.ts";
import { createSignUpService } from "./sign-up/index.ts";
import { tenantRoutes } from "./tenants/routes.ts";
import { createTenantService } from "./tenants/service.ts";
import { userRoutes } from "./users/routes.ts";
import { createUserService } from "./users/service.ts";

/** Every module of the API. The order only decides the order of the document. */
export const apiModules = (platform: Platform, ready: Readiness, telemetry?: Telemetry): readonly ApiModule[] => {
  const { product, registry, region, directory, guards, permissions, readCredential, metrics } = platform;
  const { catalog } = platform.database;
  const signUps = createSignUpService({ catalog, product, registry, region: region.id, directory });

  return [
    signInRoutes({ service: createSignInService(platform), guards, readCredential, cookie: sessionCookie(product) }),
    userRoutes({ service: createUserService(platform), guards, permissions, product }),
    flowRoutes({ service: createFlowService(platform), guards }),
    auditRoutes({ service: createAuditService(platform), guards }),
    securityRoutes({ service: createSecurityService(platform), guards }),
    tenantRoutes({ service: createTenantService({ ...platform, signUps }), guards }),
    edgeFeedRoutes({ region: region.id, directory, catalog, guards, metrics }),
    healthRoutes({ ready, metrics, guards, telemetry }),
    documentRoutes(product),
  ];
};
