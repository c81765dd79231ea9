/**
 * Public keys of the pin maps of regions that the examples take to run already, by region. They are Ed25519 keys whose private
 * halves were thrown away when they were made: nobody can sign with them.
 */
export const examplePinKeys = {
  "us-east-1": ["NjzsPCpI-hrTRmAGU0irUHuP_2PSMsPgtwgXdlzZJUY"],
  "eu-central-1": ["r4VQ0fH0q3dLbDiDplYQKYI2Mc4j-gT487mZW-cMW-U"],
  "eu-west-1": ["4meqNJyAm039JFvhXy-5rt4FIPMUpxZimQpPPDElQ_A"],
} as const;
