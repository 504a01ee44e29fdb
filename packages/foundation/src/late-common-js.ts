/** What esbuild says of the files of a bundle, as far as it is needed here. */
interface Bundled {
  readonly inputs: Readonly<
    Record<
      string,
      {
        readonly format?: string;
        readonly imports: readonly { readonly kind: string; readonly path: string }[];
      }
    >
  >;
}

/**
 * Throws if one of our files imports a CommonJS package on demand. In a bundle with splitting, what `await import()` gives
 * of such a package has no names but `default`; a static import in a file of its own, which is imported on demand, has.
 */
export function refuseLateCommonJs({ inputs }: Bundled): void {
  for (const [file, { imports }] of Object.entries(inputs)) {
    if (file.includes("node_modules/")) continue;
    const late = imports.find(
      ({ kind, path }) => kind === "dynamic-import" && inputs[path]?.format === "cjs",
    );
    if (late)
      throw new Error(
        `${file} imports ${late.path} on demand, which is CommonJS: give it a file of its own.`,
      );
  }
}
