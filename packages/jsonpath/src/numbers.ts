import { numberBitsMax } from "./limits.ts";
import { RenderFault } from "./meter.ts";
import type { JavaNumber, Value } from "./values.ts";

// Arithmetic as Velocity 1.7's MathUtils does it: whole numbers stay whole and grow from Integer to Long to BigInteger,
// a Double on either side makes a Double, division by zero has no value.

/** Any Java number. */
export type Num = number | JavaNumber;

/** Whether a value is a number. */
export function isNumber(value: Value): value is Num {
  if (typeof value === "number") return true;
  if (value === null || typeof value !== "object") return false;
  return (
    value.kind === "long" ||
    value.kind === "double" ||
    value.kind === "bigInteger" ||
    value.kind === "decimal"
  );
}

/** A whole number from its digits: the smallest type that holds it. */
export function wholeNumber(digits: string): Num {
  const value = BigInt(digits);
  return narrow(value, "int");
}

/** A Double from its text. */
export function double(value: number): Num {
  return { kind: "double", value };
}

/** `a operator b`; null for a division by zero. */
export function calculate(operator: "+" | "-" | "*" | "/" | "%", a: Num, b: Num): Num | null {
  if ((operator === "/" || operator === "%") && toDouble(b) === 0) return null;
  const rank = Math.max(rankOf(a), rankOf(b));
  if (rank >= rankOf({ kind: "double", value: 0 }))
    return double(floating(operator, toDouble(a), toDouble(b)));
  if (rank === 0) {
    const small = floating(operator, a as number, b as number);
    if (Number.isSafeInteger(Math.trunc(small))) return narrowSmall(Math.trunc(small));
  }
  const type = rank === 0 ? "int" : rank === 1 ? "long" : "bigInteger";
  return narrow(whole(operator, toBigInt(a), toBigInt(b), type), type);
}

function narrowSmall(value: number): Num {
  if (value === 0) return 0;
  return value === (value | 0) ? value : { kind: "long", value: BigInt(value) };
}

function floating(operator: string, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    default:
      return a % b;
  }
}

function whole(operator: string, a: bigint, b: bigint, type: string): bigint {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    default:
      return type === "bigInteger" ? modulo(a, b) : a % b;
  }
}

/** BigInteger.mod is never negative, and throws for a negative modulus. */
function modulo(a: bigint, b: bigint): bigint {
  if (b < 0n) throw new RenderFault("java.lang.ArithmeticException: BigInteger: modulus not positive");
  return ((a % b) + b) % b;
}

const bitsLimit = 1n << BigInt(numberBitsMax);

function narrow(value: bigint, atLeast: "int" | "long" | "bigInteger"): Num {
  if (value > bitsLimit || value < -bitsLimit)
    throw new RenderFault(`A number takes over ${numberBitsMax} bits.`);
  if (atLeast === "int" && BigInt.asIntN(32, value) === value) return Number(value);
  if (atLeast !== "bigInteger" && BigInt.asIntN(64, value) === value) return { kind: "long", value };
  return { kind: "bigInteger", value };
}

/** -1, 0 or 1, for any two number types. */
export function compareNumbers(a: Num, b: Num): number {
  if (typeof a === "number" && typeof b === "number") return Math.sign(a - b);
  if (rankOf(a) < 3 && rankOf(b) < 3) {
    const [x, y] = [toBigInt(a), toBigInt(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  const [x, y] = [toDouble(a), toDouble(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function rankOf(value: Num): number {
  if (typeof value === "number") return 0;
  switch (value.kind) {
    case "long":
      return 1;
    case "bigInteger":
      return 2;
    default:
      return 3;
  }
}

/** As a JavaScript number. */
export function toDouble(value: Num): number {
  return typeof value === "number" ? value : Number(value.value);
}

/** Truncated to an integer, as by longValue(). */
export function toBigInt(value: Num): bigint {
  if (typeof value === "number") return BigInt(value);
  if (typeof value.value === "bigint") return value.value;
  const cut = Math.trunc(value.value);
  if (Number.isNaN(cut)) return 0n;
  if (Math.abs(cut) < 2 ** 63) return BigInt(cut);
  return cut < 0 ? -(2n ** 63n) : 2n ** 63n - 1n;
}

/** Truncated to 32 bits, as by intValue(). */
export function toInt(value: Num): number {
  if (typeof value === "number") return value;
  if (typeof value.value === "bigint") return Number(BigInt.asIntN(32, value.value));
  if (Number.isNaN(value.value)) return 0;
  return Math.trunc(Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, value.value)));
}

/** As Java prints it: 1.0, 1.0E10, 12. */
export function printNumber(value: Num): string {
  if (typeof value === "number") return String(value);
  if (value.kind === "decimal") return value.text;
  return value.kind === "double" ? printDouble(value.value) : String(value.value);
}

/** Double.toString: always a fraction, and an exponent below 0.001 and from ten million on. */
function printDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const plain = String(value);
    return plain.includes(".") ? plain : `${plain}.0`;
  }
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
}
