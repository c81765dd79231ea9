export { type FoundProblem, oneOf, pathText, problemAt } from "./found-problem.ts";
export { issueProblems } from "./issue-problems.ts";
