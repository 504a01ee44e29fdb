const root = document.documentElement;
const key = "theme";

/** Applies the theme that was chosen here before; else the system's counts. */
export function restoreTheme(): void {
  const saved = read();
  if (saved === "dark" || saved === "light") root.dataset["theme"] = saved;
}

/** Changes from light to dark or back, and remembers it. */
export function switchTheme(): void {
  const now =
    root.dataset["theme"] ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  root.dataset["theme"] = now === "dark" ? "light" : "dark";
  try {
    localStorage.setItem(key, root.dataset["theme"]);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
