import ts from "typescript";
import type { SettingName } from "../../core-api/src/platform/config.ts";

/** Names in the lists that a process gives to `readConfig`. */
export const settingsRead = (source: string): ReadonlySet<SettingName> => {
  const found = new Set<SettingName>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === "readConfig") {
      const list = node.arguments[1];
      if (list === undefined || !ts.isArrayLiteralExpression(list))
        throw new Error("readConfig has no list of settings");
      for (const name of list.elements) if (ts.isStringLiteral(name)) found.add(name.text as SettingName);
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(source));
  return found;
};

const parse = (source: string): ts.SourceFile => ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest, true);
