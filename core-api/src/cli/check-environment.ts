/** What `bailiwick region check` may be told by its environment, as a task of a cloud is. Empty means absent. */
export interface CheckEnvironment {
  readonly password: string | undefined;
  readonly passwordFile: string | undefined;
  readonly authority: string | undefined;
  readonly authorityFile: string | undefined;
  readonly registry: string | undefined;
  readonly registryFile: string | undefined;
}

export const checkEnvironment = (variables: NodeJS.ProcessEnv): CheckEnvironment => {
  const given = (name: string): string | undefined => variables[name] || undefined;
  return {
    password: given("BAILIWICK_CHECK_PASSWORD"),
    passwordFile: given("BAILIWICK_CHECK_PASSWORD_FILE"),
    authority: given("BAILIWICK_CHECK_CA"),
    authorityFile: given("BAILIWICK_CHECK_CA_FILE"),
    registry: given("BAILIWICK_REGISTRY"),
    registryFile: given("BAILIWICK_REGISTRY_FILE"),
  };
};
