/** Who signs in where. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
}

/** A role's password, or what makes one for each connection. */
export type Password = string | ((login: Login) => Promise<string>);

/** How the roles sign in: with a password that the server knows, or with a token that AWS's IAM vouches for. */
export type LoginMethod = "password" | "aws-iam";
