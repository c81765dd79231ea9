import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { ConformanceResult } from "@bailiwick/contract/conformance";
import { chromium } from "playwright-core";
import { bundle } from "./bundle.ts";

/** Path of the browser to test with: `BAILIWICK_CHROMIUM`, else Debian's place. */
export const chromiumPath = (): string => process.env.BAILIWICK_CHROMIUM ?? "/usr/bin/chromium";

export const hasChromium = (): boolean => existsSync(chromiumPath());

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Runs the vectors in a page of a headless Chromium. The page comes from loopback: WebCrypto wants a secure context. */
export const conformanceInChromium = async (): Promise<readonly ConformanceResult[]> => {
  const script = await bundle("browser-entry.ts");
  const server = createServer((request, response) => {
    const isScript = request.url === "/conformance.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : '<!doctype html><script type="module" src="/conformance.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({ executablePath: chromiumPath(), headless: true, args: flags });
  try {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the page has no port");
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${address.port}/`);
    await page.waitForFunction('document.title !== ""', undefined, { timeout: 30_000 });
    const title = await page.title();
    if (title !== "done") throw new Error(title);
    return JSON.parse(await page.innerText("body")) as readonly ConformanceResult[];
  } finally {
    await browser.close();
    server.close();
  }
};
