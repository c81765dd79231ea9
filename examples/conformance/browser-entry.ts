import { runConformance } from "@bailiwick/contract/conformance";

/** The page: the results become its text. */
declare const document: { title: string; body: { textContent: string } };

runConformance().then(
  (results) => {
    document.body.textContent = JSON.stringify(results);
    document.title = "done";
  },
  (error: unknown) => {
    document.title = `failed: ${String(error)}`;
  },
);
