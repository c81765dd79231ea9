declare module "spdx-expression-parse" {
  /** Throws `Error` for what is no SPDX expression. */
  export default function parse(expression: string): unknown;
}
