/** A number for people: three significant digits, and separators. */
export function figure(value: number): string {
  if (value === 0) return "0";
  if (value < 0.00005) return "< 0.0001";
  const digits = value >= 100 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(value)));
  const rounded = value >= 1_000 ? Number(value.toPrecision(3)) : Number(value.toFixed(Math.min(digits, 4)));
  return rounded.toLocaleString("en-US", { maximumFractionDigits: 4 });
}

/** USD for people. */
export function usd(value: number): string {
  if (value > 0 && value < 0.01) return "< $0.01";
  return `$${value < 100 ? value.toFixed(2) : figure(value)}`;
}

/** A time for people, e.g. "0.1 s" or "12 min". */
export function time(seconds: number): string {
  if (seconds < 120) return `${figure(Number(seconds.toPrecision(2)))} s`;
  const minutes = seconds / 60;
  return minutes < 120 ? `${Math.round(minutes)} min` : `${figure(Number((minutes / 60).toPrecision(2)))} h`;
}
