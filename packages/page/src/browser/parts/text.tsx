/** A text with `code` in backquotes, as in Markdown. */
export function WithCode({ text }: { text: string }) {
  return (
    <>
      {text.split("`").map((part, index) => {
        const key = `${index}`;
        return index % 2 === 1 ? <code key={key}>{part}</code> : part;
      })}
    </>
  );
}
