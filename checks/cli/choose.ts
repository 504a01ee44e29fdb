/** Asks which of several resources to use; undefined if the prompt is cancelled. */
export async function chooseAmong({
  option,
  names,
}: {
  option: string;
  names: readonly string[];
}): Promise<string | undefined> {
  const { default: prompts } = await import("prompts");
  const { chosen } = await prompts({
    type: "select",
    name: "chosen",
    message: `More than one ${option} matches. Which one do you mean?`,
    choices: names.map((title) => ({ title, value: title.split(" ")[0] ?? title })),
  });
  return typeof chosen === "string" ? chosen : undefined;
}
