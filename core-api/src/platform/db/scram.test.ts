import { expect, test } from "vitest";
import { scramVerifier } from "./scram.ts";

// RFC 7677 section 3: user "user", password "pencil"; the keys are those that its example proof and signature need.
test("makes the keys of the RFC's example", async () => {
  const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
  expect(scramVerifier("pencil", salt)).toBe(
    "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
  );
});

test("salts every verifier anew", () => {
  expect(scramVerifier("pencil")).not.toBe(scramVerifier("pencil"));
});
