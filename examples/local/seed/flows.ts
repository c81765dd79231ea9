import { field, type Session } from "./session.ts";

const subjects = ["Invoices", "Orders", "Leads", "Tickets", "Shipments", "Contracts", "Payments", "Reviews"];
const actions = ["import", "approve", "archive", "enrich", "notify", "reconcile"];

/** Creates flows until there are `count`, changes every third and puts every tenth in the trash. Stops early at a limit. */
export const createFlows = async (session: Session, count: number): Promise<number> => {
  let events = 0;
  for (let at = 0; at < count; at++) {
    const name = `${subjects[at % subjects.length]}: ${actions[at % actions.length]} ${at + 1}`;
    const body = {
      name,
      description: `Step ${at + 1} of the tour`,
      definition: { steps: [{ kind: "note", text: name }] },
    };
    const created = await session.call("/api/v1/flows", { method: "POST", body, expect: [201, 429] });
    const id = field(created.json, "id");
    if (id === undefined) return events;
    events += 1;
    if (at % 3 === 0) {
      const call = {
        method: "PUT",
        headers: { "if-match": '"1"' },
        body: { ...body, description: "Changed once" },
      };
      const { status } = await session.call(`/api/v1/flows/${id}`, { ...call, expect: [200, 429] });
      if (status === 429) return events;
      events += 1;
    }
    if (at % 10 === 9) {
      const { status } = await session.call(`/api/v1/flows/${id}`, { method: "DELETE", expect: [200, 204, 429] });
      if (status === 429) return events;
      events += 1;
    }
  }
  return events;
};
