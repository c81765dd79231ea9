import type { Condition, Statement } from "./statement.ts";

/** Operators that hold a statement to the values they name. With `IfExists` a request without the key passes. */
const holding = new Set(["StringEquals", "StringLike", "ArnEquals", "ArnLike", "Bool", "Null"]);

/** The conditions that hold a statement to certain values of a key. */
export const boundsBy = ({ conditions }: Statement, key: string): readonly Condition[] =>
  conditions.filter((one) => one.key === key.toLowerCase() && holding.has(one.operator));

/** True when the statement holds only where the key has a value: a value that is not just anything. */
export const isBoundBy = (statement: Statement, key: string): boolean =>
  boundsBy(statement, key).some(({ operator, values }) =>
    operator === "Null" ? values.every((value) => value === "false") : values.every((value) => !/^[*?]*$/.test(value)),
  );

/** True when every value that the key may have is the account itself or an ARN in it. */
export const isHeldToAccount = (statement: Statement, key: string, accountId: string): boolean =>
  boundsBy(statement, key).some(
    ({ operator, values }) =>
      operator !== "Null" && values.length > 0 && values.every((value) => isOfAccount(value, accountId)),
  );

const isOfAccount = (value: string, accountId: string): boolean =>
  value === accountId || (value.startsWith("arn:") && value.split(":")[4] === accountId);
