import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take ten seconds and more, the longest first: begun last, they would keep one core busy and the other idle. */
const long = [
  "test/faults.test.ts",
  "test/variations.test.ts",
  "test/second-aws.test.ts",
  "test/conformance/oss/killed.test.ts",
  "test/tutorial.test.ts",
  "test/conformance/oss/postgres.test.ts",
  "test/commands/learner-policy.test.ts",
  "test/commands/practice.test.ts",
  "test/page.test.ts",
  "test/release/installed.test.ts",
  "test/commands/interrupted.test.ts",
  "test/exercises/node.test.ts",
  "test/exercises/python.test.ts",
  "test/commands/steps-python.test.ts",
  "test/conformance/checks/looking.test.ts",
  "test/page-views.test.ts",
  "test/commands/class.test.ts",
  "test/commands/learners.test.ts",
  "test/commands/variants.test.ts",
  "test/commands/steps-node.test.ts",
  "test/conformance/embedded-conductor/killed.test.ts",
  "test/conformance/oss/forked.test.ts",
  "test/conformance/peers/peers.test.ts",
  "test/conformance/peers/clients.test.ts",
  "test/commands/stays-here.test.ts",
  "test/commands/bad-input.test.ts",
  "test/documents.test.ts",
  "test/commands/local.test.ts",
  "test/commands/practice-cases.test.ts",
  "test/commands/guide.test.ts",
  "test/conformance/checks/runs.test.ts",
  "test/commands/checks.test.ts",
  "test/commands/exercises.test.ts",
  "test/commands/target-aws.test.ts",
  "packages/api-gateway/test/velocity/velocity.test.ts",
  "test/conformance/callback.test.ts",
  "test/packages.test.ts",
];

/**
 * The order in which files of tests begin, the longest first. Those that share a process come last, together: only the
 * next file gets it.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification) => {
      const at = long.findIndex((file) => moduleId.replaceAll("\\", "/").endsWith(`/${file}`));
      return (at >= 0 ? at : long.length) + (project.config.isolate ? 0 : long.length + 1);
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
