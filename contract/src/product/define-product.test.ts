import { describe, expect, it } from "vitest";
import { defineProduct, parseProduct } from "./define-product.ts";
import { type Draft, sampleProduct } from "./testing/sample-product.ts";
import { changed, sentencesFor } from "./testing/sentences.ts";

describe("a sound profile", () => {
  it("is returned with defaults and short forms filled in", () => {
    const product = defineProduct(sampleProduct());
    expect(product.regions[1]?.default).toBe(false);
    expect(product.roles.owner).toMatchObject({ service: false, reach: "organisation" });
    expect(product.retention.kinds.audit.plans.small).toEqual({ default: "P1Y", minimum: "P1Y", maximum: "P1Y" });
  });

  it("is frozen through and through", () => {
    const product = defineProduct(sampleProduct());
    const open: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== "object" || value === null) return;
      if (!Object.isFrozen(value)) open.push(path);
      for (const [key, inner] of Object.entries(value)) visit(inner, `${path}.${key}`);
    };
    visit(product, "product");
    expect(open).toEqual([]);
  });

  it("is not the author's object: a later change of that one does not reach it", () => {
    const draft = sampleProduct();
    const product = defineProduct(draft);
    draft.regions[0] = { ...draft.regions[1], id: "mars" } as Draft["regions"][number];
    expect(product.regions[0]?.id).toBe("north-1");
  });

  it("can be checked again and stays the same", () => {
    const product = defineProduct(sampleProduct());
    expect(parseProduct(product)).toStrictEqual(product);
  });

  it("may leave out what it does not have", () => {
    const product = defineProduct(
      changed((draft) => {
        for (const name of ["communityEdition", "licensing", "platformAdminRole"] as const) delete draft[name];
        delete draft.roles.platform;
      }),
    );
    expect(product.licensing).toBeUndefined();
    expect("licensing" in product).toBe(false);
  });
});

describe("a profile at the edge of the allowed", () => {
  it.each<[string, (draft: Draft) => unknown]>([
    ["idle as long as a session at all", (draft) => (draft.sessions.absoluteSeconds = draft.sessions.idleSeconds)],
    ["a burst of the whole quota", (draft) => (draft.limits.tenant[0] = { ...tenantLimit, burst: tenantLimit.quota })],
    [
      "a strict cookie without single sign-on",
      (draft) => {
        draft.sessions.sameSite = "Strict";
        if (draft.plans.large) draft.plans.large.entitlements = [];
      },
    ],
  ])("is sound: %s", (_, change) => {
    expect(sentencesFor(changed(change))).toEqual([]);
  });
});

const tenantLimit = { name: "tenant", quota: 10_000, windowSeconds: 3600, burst: 100 };

describe("a profile with mistakes", () => {
  it.each([undefined, null, "profile", 1, []])("that is %j is refused in one sentence", (value) => {
    expect(sentencesFor(value)).toEqual(["The profile must be an object."]);
  });

  it("names every missing section", () => {
    expect(sentencesFor({})).toContain("regions is missing: it must be a list.");
    const optional = ["communityEdition", "licensing", "provisioningRole", "platformAdminRole"];
    expect(sentencesFor({})).toHaveLength(Object.keys(sampleProduct()).length - optional.length);
  });

  it.each<[string, (draft: Draft) => void, string]>([
    [
      "an id",
      (draft) => (draft.id = "My Product"),
      'id must be lower case words of letters and digits joined by hyphens, at most 32 characters, not "My Product".',
    ],
    [
      "a domain with a scheme",
      (draft) => (draft.domain = "https://sample.example"),
      'domain must be a lower case domain name without scheme, port or path, such as "flow.example", not "https://sample.example".',
    ],
    [
      "a header that is no token",
      (draft) => (draft.names.regionEndpointHeader = "X Region:"),
      'names.regionEndpointHeader must be an HTTP token (RFC 9110 section 5.6.2): letters, digits and !#$%&\'*+-.^_`|~ only, not "X Region:".',
    ],
    ["a cheap hash", (draft) => (draft.passwords.bcryptCost = 11), "passwords.bcryptCost must be at least 12, not 11."],
    [
      "a fraction",
      (draft) => (draft.passwords.bcryptCost = 12.5),
      "passwords.bcryptCost must be a whole number, not 12.5.",
    ],
    [
      "a quota of nothing",
      (draft) => (draft.limits.user[0] = { name: "user", quota: 0, windowSeconds: 60, burst: 1 }),
      "limits.user[0].quota must be at least 1, not 0.",
    ],
    ["an empty list", (draft) => (draft.limits.user = []), "limits.user must have at least 1 entry."],
    [
      "a key kept too long",
      (draft) => (draft.keys.cacheSeconds = 301),
      "keys.cacheSeconds must be at most 300, not 301.",
    ],
    [
      "a link that lives too long",
      (draft) => (draft.artifacts.signedUrlSeconds = 901),
      "artifacts.signedUrlSeconds must be at most 900, not 901.",
    ],
    [
      "a duration in words",
      (draft) => (draft.privacy.accountDeletion = "30 days" as "P30D"),
      'privacy.accountDeletion must be an ISO 8601 duration of whole numbers, such as "P90D", "P13M" or "PT72H", not "30 days".',
    ],
    [
      "a duration of a plan in words",
      (draft) => (draft.retention.kinds.trash.plans.small = "long" as "P1D"),
      'retention.kinds.trash.plans.small must be an ISO 8601 duration of whole numbers, such as "P90D", "P13M" or "PT72H", not "long".',
    ],
    [
      "a duration's field",
      (draft) =>
        Object.assign(draft.retention.kinds.trash.plans, {
          small: { default: "P30D", minimum: "P30D", maximum: "P30D", unit: "day" },
        }),
      "retention.kinds.trash.plans.small.unit is not a field of a product profile.",
    ],
    [
      "a plan's name",
      (draft) => (draft.plans["Too Big"] = structuredClone(draft.plans.small) as Draft["plans"][string]),
      'plans["Too Big"] has the name "Too Big", which must be lower case words of letters and digits joined by hyphens, at most 32 characters.',
    ],
    [
      "a plan's field",
      (draft) => Object.assign(draft.plans.small ?? {}, { price: 9 }),
      "plans.small.price is not a field of a product profile.",
    ],
    [
      "a section of its own",
      (draft) => Object.assign(draft, { colour: "red" }),
      "colour is not a field of a product profile.",
    ],
    [
      "a type of personal data left out",
      (draft) => Reflect.deleteProperty(draft.pii.actions, "iban"),
      'pii.actions.iban is missing: it must be "block", "redact", "warn" or "log".',
    ],
    [
      "a contact that is no URI",
      (draft) => (draft.disclosure.contact = ["security"]),
      'disclosure.contact[0] must be a URI such as "mailto:security@flow.example" or "https://flow.example/security", not "security".',
    ],
    [
      "a cookie that scripts of other sites send",
      (draft) => Object.assign(draft.sessions, { sameSite: "None" }),
      'sessions.sameSite must be "Lax" or "Strict", not "None".',
    ],
    [
      "backups without recovery to a point in time",
      (draft) => Object.assign(draft.backups, { pointInTimeRecovery: false }),
      "backups.pointInTimeRecovery must be true, not false.",
    ],
    ["no mode at all", (draft) => (draft.deployment.modes = {}), "deployment.modes must have at least one mode."],
    [
      "a cloud",
      (draft) => Object.assign(draft.regions[0] ?? {}, { cloud: "moon" }),
      'regions[0].cloud must be "aws" or "azure", not "moon".',
    ],
  ])("is told what is allowed: %s", (_, change, sentence) => {
    expect(sentencesFor(changed(change))).toEqual([sentence]);
  });

  it("names an unknown permission and lists the known ones", () => {
    const draft = changed(({ roles }) => Object.assign(roles.viewer ?? {}, { permissions: ["root:all"] }));
    const [sentence, ...others] = sentencesFor(draft);
    expect(sentence).toMatch(
      /^roles\.viewer\.permissions\[0\] must be "flow:read", .* or "tenant:write", not "root:all"\.$/,
    );
    expect(others).toEqual([]);
  });

  it("hears of everything at once: fields, and rules between the sections that are sound", () => {
    const draft = changed((wrong) => {
      wrong.name = "";
      wrong.keys.rotationDays = 0;
      wrong.defaultPlan = "huge";
      wrong.sessions.absoluteSeconds = 300;
      wrong.backups.retention = "P34D";
    });
    expect(sentencesFor(draft)).toEqual([
      'name must have at least 1 character, not "".',
      "keys.rotationDays must be at least 1, not 0.",
      'backups.retention must be at least "P35D", not "P34D".',
      'defaultPlan must be "small" or "large", not "huge".',
      'sessions.absoluteSeconds must be at least "idleSeconds" (3600), not 300.',
    ]);
    expect(() => parseProduct(draft)).toThrow(/^The product profile has 5 problems:\n- name must/);
  });

  it("is not bothered with rules about a section that is broken anyway", () => {
    const draft = changed((wrong) => {
      wrong.regions[0] = { ...wrong.regions[0], id: "Not An Id" } as Draft["regions"][number];
    });
    expect(sentencesFor(draft)).toEqual([expect.stringMatching(/^regions\[0\]\.id must be the cloud's own name/)]);
  });

  it("cannot smuggle names from the prototype", () => {
    expect(sentencesFor(changed((draft) => (draft.defaultPlan = "constructor")))).toEqual([
      'defaultPlan must be "small" or "large", not "constructor".',
    ]);
    expect(sentencesFor(changed((draft) => (draft.ownerRole = "toString")))).toHaveLength(1);
  });
});
