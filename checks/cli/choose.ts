/** Asks which of several things is meant; nothing when nobody wants to say. */
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
    message: `More than one ${option} fits. Which one is it?`,
    choices: names.map((title) => ({ title, value: title.split(" ")[0] ?? title })),
  });
  return typeof chosen === "string" ? chosen : undefined;
}
