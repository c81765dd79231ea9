import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Version } from "@cyclonedx/cyclonedx-library/Spec";
import { JsonStrictValidator } from "@cyclonedx/cyclonedx-library/Validation";
import { describe, expect, test } from "vitest";
import { read } from "../tracked-files.ts";
import { leaveOutImages } from "../workload/podman.ts";
import { digestOf, type ImageName, imageNames, imagesFolder } from "./images-folder.ts";
import { productionPackages } from "./production-packages.ts";

describe.skipIf(leaveOutImages("what the lists of parts say"))("the list of parts of", () => {
  const text = (name: ImageName): string => readFileSync(join(imagesFolder, "out", `${name}.cdx.json`), "utf8");
  const parts = (name: ImageName): readonly { purl: string; "bom-ref": string }[] => JSON.parse(text(name)).components;

  test.each(imageNames)("%s is CycloneDX 1.6, of this very image", async (name) => {
    expect(await new JsonStrictValidator(Version.v1dot6).validate(text(name))).toBeNull();
    const { specVersion, metadata } = JSON.parse(text(name));
    expect(specVersion).toBe("1.6");
    expect(decodeURIComponent(metadata.component.purl)).toContain(digestOf(name));
  });

  test.each(imageNames)("%s has every production dependency that the lock file gives it, and none else", (name) => {
    const npm = parts(name).map(({ purl }) => decodeURIComponent(purl));
    const listed = npm.filter((purl) => purl.startsWith("pkg:npm/")).sort();
    const expected = productionPackages(JSON.parse(read("package-lock.json")), name);
    expect([...new Set(listed)]).toEqual(expected.map((one) => `pkg:npm/${one}`));
  });

  test.each(imageNames)("%s has what the base brings: Debian's packages and Node", (name) => {
    const purls = parts(name).map(({ purl }) => purl);
    for (const part of ["libc6", "libstdc%2B%2B6", "ca-certificates"]) {
      expect(purls).toContainEqual(expect.stringMatching(new RegExp(`^pkg:deb/(debian|ubuntu)/${part}@`)));
    }
    expect(purls).toContainEqual(expect.stringMatching(/^pkg:generic\/node@24\./));
  });

  test.each(imageNames)("%s says what needs what", (name) => {
    const { dependencies, components } = JSON.parse(text(name));
    const needs = new Map(
      dependencies.map(({ ref, dependsOn = [] }: { ref: string; dependsOn?: string[] }) => [ref, dependsOn]),
    );
    expect(needs.get(`app/${name}`)).toContain("app/contract");
    expect(needs.get("app/contract")).toContain("app/node_modules/zod");
    expect(needs.size).toBe(components.length + 1);
  });
});
