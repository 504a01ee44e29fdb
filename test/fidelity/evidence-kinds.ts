/** The evidence of a vector. */
export const evidenceKinds: Readonly<Record<string, string>> = {
  "aws-snapshot": "recorded on AWS, with its response",
  "aws-validated-test": "a test that passed against AWS",
  "aws-console-observed": "seen in the AWS console",
  "aws-doc": "stated in AWS's documentation",
  "community-observed": "reported by people who use AWS",
  derived: "follows from others of these",
};
