/** What each promise says, by its id; the ids are those of `makers`. */
export const promiseTexts: Readonly<Record<string, string>> = {
  "1.1":
    "Each region is a deployment of its own: catalog, tenant databases, files, keys, processes and model endpoint are inside the jurisdiction, and nothing is copied to another region.",
  "1.2":
    "A tenant is pinned to one region when it signs up, and stays there. Its plan says which regions it may choose.",
  "1.3":
    "A request at the wrong region is refused with 421 and a header that names the right endpoint, by the edge and again by the core API.",
  "1.4": "Nothing of a tenant crosses regions unless the tenant has opted in; then every transfer is in its audit log.",
  "1.5":
    "Calls of AI models go to the private endpoint of the tenant's region and to no other geography; an enterprise may bring its own endpoint.",
  "1.6":
    "Backups are encrypted and kept for 35 days, to any moment within them. A copy outside the region exists only where the profile allows it, in the same jurisdiction.",
  "2.1":
    "One code base runs as SaaS in the vendor's cloud account, in the customer's own cloud account, or self-hosted on the customer's cluster or machine.",
  "2.2":
    "In the customer's account and self-hosted, model calls and operational data stay inside the customer's boundary; one documented variable switches telemetry off.",
  "2.3": "Databases have no public address, and secrets are in a store that the customer manages.",
  "2.4":
    "An installation for a single tenant may do without row-level boundaries; one for several tenants must have them on.",
  "2.5": "Containers run as an ordinary user and have health checks.",
  "3.1":
    "TLS 1.2 at least everywhere, TLS 1.3 and HTTP/2 at the balancer, no weak ciphers. Traffic between components is encrypted too; a setting turns that off inside a private network only.",
  "3.2": "HSTS fit for preloading, security headers, and plain HTTP that is only redirected.",
  "3.3":
    "Calls are limited by user, by address and by integration, more strictly for sign-in and other sensitive endpoints; 429 says why and when to come back.",
  "3.4":
    "A tenant can be reached only from address ranges that it lists, and only systems that it names may start its flows.",
  "3.5":
    "Health, metrics and security.txt answer without authentication; every endpoint of customer data and of control requires it. A community edition may let people register themselves.",
  "3.6": "One call stops a tenant, a flow, an integration or all AI at once.",
  "4.1": "Passwords are kept as bcrypt hashes of cost 12 and are never logged.",
  "4.2": "A second factor by TOTP: the profile says for which roles it is required, for the others it is offered.",
  "4.3":
    "Sessions are cookies that scripts cannot read, sent over TLS and to the same site only, with a limit for idleness and an absolute one.",
  "4.4": "Single sign-on by OpenID Connect and by SAML 2.0, in the plans that include it.",
  "4.5":
    "SCIM 2.0 creates and removes users: new ones get the least role, removed ones lose sessions and keys at once. Its tokens work for nothing else, and their creation and revocation are audited.",
  "4.6": "Roles are in a table of their own, never on the user's row, and the database itself enforces them.",
  "4.7": "Each product has built-in roles, and roles that an organisation defines for itself.",
  "4.8": "Permissions can be given for a single flow, data scope or integration.",
  "4.9":
    "API keys belong to an organisation and carry scopes; they are made, rotated and revoked in the portal or by API, and stay within the organisation's rows. There are also Basic credentials for SDKs and OAuth client credentials.",
  "4.10": "The platform administrator's key is apart from all tenants' credentials, in the secret store.",
  "4.11":
    "Signed licence keys are issued, revoked and reloaded, can be verified offline, and gate features together with the plan; owners are warned before one ends.",
  "4.12": "Service identities cannot sign in to the portal; an agent's is good for one application.",
  "4.13":
    "A platform administrator works across tenants for licences and the catalog only, never on their requests, and every use is audited.",
  "5.1": "Tenants are apart in the database, in the application and in the network.",
  "5.2":
    "Row-level security is forced on every table of customer data, each request names its organisation, and its role cannot bypass that; the role that can is for migrations, provisioning and erasure.",
  "5.3":
    "Small plans share a database with row-level security, the largest have one of their own, with the same schema.",
  "5.4": "Nobody sees another company's credentials, flows, executions or audit log, nor that they exist.",
  "6.1": "Data and backups are encrypted at rest with AES-256 under keys that the customer manages.",
  "6.2":
    "Secrets are encrypted with AES-256-GCM under a key of the customer's that a key service wraps; its own in the largest plans. Keys are rotated every 90 days and on demand, without stopping anything.",
  "6.3":
    "Self-hosted, fields are encrypted under a key that the operator holds apart from the data: a stolen backup is worth nothing. Production does not start without the key.",
  "6.4": "Fields that hold national ids, cards or medical facts can be marked, and are then encrypted one by one.",
  "6.5":
    "Credentials of connectors are encrypted when they are entered, opened only where a flow runs, never returned or logged, and revoked at once; each use is logged. OAuth is used wherever the third party has it.",
  "6.6":
    "Artifacts such as screenshots are in private storage, behind signed addresses good for 15 minutes; what is marked in a screenshot is blacked out before it is stored.",
  "6.7": "No secret is ever in a log.",
  "7.1":
    "Every privileged act is in a log that only grows, with who, what, where from, when and the request's id. Nobody can change or delete an entry.",
  "7.2":
    "It holds sign-ins, changes of permissions, settings, flows, members, licences, sign-on and SCIM tokens, billing, access to data, use of credentials, and executions.",
  "7.3": "The log is also written to storage where nothing can be overwritten.",
  "7.4":
    "Owners read the log by API and export it as CSV or NDJSON for a time span; the last line proves that nothing is missing. Export is part of some plans.",
  "7.5": "The log can be sent to a webhook as it is written, in enterprise plans.",
  "7.6": "A setting keeps personal identifiers out of the security trail.",
  "7.7":
    "Logs are kept apart by company, for as long as the company chooses but no shorter than its plan's minimum, and longer under a legal hold.",
  "7.8": "What is done across tenants is logged in the catalog for the life of the deployment.",
  "8.1":
    "Each kind of data has its own retention by plan: runs, payloads, records, trash for 30 days, audit; longer for a flow where a law wants it, and under a legal hold.",
  "8.2": "Deleting an account removes its data within 30 days, except what the law says must be kept.",
  "8.3":
    "One identity's data can be exported in a structured form and erased, with a report of what was kept and why; the audit trail shows consent and purpose.",
  "8.4":
    "Sub-processors are listed, changes are announced 30 days before, and a transfer out of the jurisdiction names its safeguard.",
  "8.5": "Customers hear of an incident within 72 hours and of its cause within 24; each deadline is tracked.",
  "9.1":
    "Personal data in model calls, gateways and workflow steps are recognised by their own checksums and formats; each type is blocked, redacted, warned of or logged, as set.",
  "9.2":
    "Inputs and outputs of AI are checked for SQL and prompt injection and by the customer's own policies; sensitive acts are limited and watched.",
  "9.3": "Every decision is recorded: its id, verdict, policies, time, organisation, client and user.",
  "9.4": "An act can wait for a person's approval, by role; who approved it and when is recorded.",
  "9.5": "Other gateways can ask for a decision, and the platform enforces it on its own paths, connectors included.",
  "10.1": "Each control is listed with its status, where it applies and its evidence; no certification is claimed.",
  "10.2": "The controls are mapped to the frameworks that reviewers ask about.",
  "10.3":
    "Code and images are scanned, dependencies reviewed, commits signed off, and what is published says where it came from.",
  "10.4": "A security.txt and a policy of disclosure.",
  "10.5": "Every endpoint validates what it is sent; the well-known classes of weakness are looked for.",
};
