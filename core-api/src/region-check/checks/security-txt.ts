import { defineCheck, NotSo } from "../check.ts";

/** Who finds a hole learns whom to tell (RFC 9116). */
export const securityTxt = defineCheck({
  id: "security-txt",
  title: "security.txt",
  needs: [],
  async run({ url }, client) {
    const reply = await client.ask(`${url}/.well-known/security.txt`);
    const type = reply.field("content-type") ?? "none";
    if (reply.status !== 200 || !type.startsWith("text/plain")) {
      throw new NotSo(
        `/.well-known/security.txt is answered ${reply.status}, type ${type}`,
        "Name a contact in the product profile.",
      );
    }
    const lines = new TextDecoder().decode(reply.bytes).split(/\r?\n/);
    const stated = (name: string): string | undefined => {
      const line = lines.find((one) => one.toLowerCase().startsWith(`${name}:`));
      return line?.slice(name.length + 1).trim();
    };
    const [contact, expires] = [stated("contact"), stated("expires")];
    if (contact === undefined) throw new NotSo("no Contact", "Name a contact in the product profile.");
    const end = Date.parse(expires ?? "");
    if (!(end > Date.now())) {
      throw new NotSo(`Expires: ${expires ?? "absent"}`, "Start the edge anew: it dates the file a year ahead.");
    }
    return `${contact}, until ${new Date(end).toISOString().slice(0, 10)}`;
  },
});
