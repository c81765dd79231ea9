import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FromNodePackageJson, License } from "@cyclonedx/cyclonedx-library/Contrib";
import { ComponentType } from "@cyclonedx/cyclonedx-library/Enums";
import { Bom, Component, NamedLicense, Property } from "@cyclonedx/cyclonedx-library/Models";
import { JSON as Json, JsonSerializer } from "@cyclonedx/cyclonedx-library/Serialize";
import { Spec1dot6 } from "@cyclonedx/cyclonedx-library/Spec";
import { JsonStrictValidator } from "@cyclonedx/cyclonedx-library/Validation";
import { PackageURL } from "packageurl-js";
import parseExpression from "spdx-expression-parse";
import { type DebianPackage, type ImageContents, type NpmPackage, readContents, resolved } from "./image-contents.ts";

/** Which image a list of parts is of. */
interface Subject {
  readonly name: string;
  readonly version: string;
  /** Of its manifest. */
  readonly digest: string;
}

/** The parts of an image, in CycloneDX 1.6, the same text for the same image. */
const sbom = ({ name, version, digest }: Subject, contents: ImageContents): string => {
  const image = new Component(ComponentType.Container, `bailiwick/${name}`, { bomRef: "image", version });
  image.purl = new PackageURL("oci", undefined, name, digest, undefined, undefined).toString();
  const bom = new Bom();
  bom.metadata.component = image;

  const node = new Component(ComponentType.Application, "node", { bomRef: "node", version: contents.node });
  node.purl = new PackageURL("generic", undefined, "node", contents.node, undefined, undefined).toString();
  const debian = contents.debian.map((one) => debianComponent(one, contents.distribution));
  for (const part of [node, ...debian]) {
    bom.components.add(part);
    image.dependencies.add(part.bomRef);
  }

  const npm = new Map(contents.npm.map((one) => [one.path, { ...one, component: npmComponent(one) }]));
  for (const { path, manifest, component } of npm.values()) {
    bom.components.add(component);
    if (!path.includes("node_modules")) image.dependencies.add(component.bomRef);
    for (const dependency of dependenciesOf(manifest)) {
      const at = workspace(npm, dependency) ?? resolved(npm, path, dependency);
      const found = at === undefined ? undefined : npm.get(at);
      if (found !== undefined) component.dependencies.add(found.component.bomRef);
    }
  }
  return new JsonSerializer(new Json.Normalize.Factory(Spec1dot6)).serialize(bom, { sortLists: true, space: 2 });
};

/** Folder of one of our own packages, which npm links. */
const workspace = (npm: ReadonlyMap<string, NpmPackage>, name: string): string | undefined =>
  [...npm.values()].find(({ path, manifest }) => !path.includes("node_modules") && manifest.name === name)?.path;

const dependenciesOf = (manifest: NpmPackage["manifest"]): readonly string[] =>
  [manifest.dependencies, manifest.optionalDependencies, manifest.peerDependencies].flatMap((some) =>
    typeof some === "object" && some !== null ? Object.keys(some) : [],
  );

const npmComponents = new FromNodePackageJson.Builders.ComponentBuilder(
  new FromNodePackageJson.Factories.ExternalReferenceFactory(),
  new License.Factories.LicenseFactory(parseExpression),
);

const npmComponent = ({ path, manifest }: NpmPackage): Component => {
  const component = npmComponents.makeComponent(manifest) ?? new Component(ComponentType.Library, manifest.name);
  const [scope, name] = manifest.name.startsWith("@") ? manifest.name.split("/") : [undefined, manifest.name];
  component.bomRef.value = path;
  component.version = manifest.version;
  component.purl = new PackageURL("npm", scope, name ?? "", manifest.version, undefined, undefined).toString();
  component.properties.add(new Property("cdx:npm:package:path", path));
  return component;
};

const debianComponent = (fields: DebianPackage, { id, version: release }: ImageContents["distribution"]): Component => {
  const { Package: name = "", Version: version = "", Architecture: arch = "" } = fields;
  const component = new Component(ComponentType.Library, name, { bomRef: `debian:${name}`, version });
  const qualifiers = { arch, distro: `${id}-${release}` };
  component.purl = new PackageURL("deb", id, name, version, qualifiers, undefined).toString();
  component.licenses.add(new NamedLicense(`/usr/share/doc/${name}/copyright`));
  return component;
};

/** `node sbom.ts <image as dir:> <name> <version> <digest> <file>`: writes an image's list of parts, valid by its schema. */
const [image, name, version, digest, file] = process.argv.slice(2);
if (image === undefined || name === undefined || version === undefined || digest === undefined || file === undefined) {
  throw new TypeError("usage: sbom.ts <image> <name> <version> <digest> <file>");
}
const place = mkdtempSync(join(tmpdir(), "bailiwick-sbom-"));
try {
  const text = sbom({ name, version, digest }, readContents(image, join(place, "tree")));
  const wrong = await new JsonStrictValidator(Spec1dot6.version).validate(text);
  if (wrong !== null) throw new TypeError(`the list of parts is not valid: ${JSON.stringify(wrong)}`);
  writeFileSync(file, `${text}\n`);
} finally {
  rmSync(place, { recursive: true });
}
