/** Where the learner's files are, unless they say otherwise. */
export const defaultFolder = "my-exercises";
