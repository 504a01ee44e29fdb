/** One measured figure beside the bound that it is held to. */
export interface Figure {
  what: string;
  measured: string;
  bound: string;
}
