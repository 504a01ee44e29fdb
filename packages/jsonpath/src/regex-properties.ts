// The names within \p{…}: https://docs.oracle.com/en/java/javase/25/docs/api/java.base/java/util/regex/Pattern.html

/** Java's POSIX classes, which are ASCII's. */
const posix: Readonly<Record<string, string>> = {
  Lower: "[a-z]",
  Upper: "[A-Z]",
  ASCII: "[\\0-\\x7f]",
  Alpha: "[A-Za-z]",
  Digit: "[0-9]",
  Alnum: "[A-Za-z0-9]",
  Punct: "[!-/:-@\\[-`{-~]",
  Graph: "[!-~]",
  Print: "[ -~]",
  Blank: "[ \\t]",
  Cntrl: "[\\0-\\x1f\\x7f]",
  XDigit: "[0-9a-fA-F]",
  Space: "[ \\t-\\r]",
};

const graph = "[^\\p{White_Space}\\p{Cc}\\p{Cs}\\p{Cn}]";
const hexadecimal = "[\\p{Nd}0-9A-Fa-f\\uff10-\\uff19\\uff21-\\uff26\\uff41-\\uff46]";
const blank = "[\\p{Zs}\\t]";
const printed = `(?:${graph}|\\p{Zs})`;

/** The same with (?U). */
const posixInUnicode: Readonly<Record<string, string>> = {
  lower: "\\p{Lowercase}",
  upper: "\\p{Uppercase}",
  alpha: "\\p{Alphabetic}",
  digit: "\\p{Nd}",
  alnum: "[\\p{Alphabetic}\\p{Nd}]",
  punct: "\\p{P}",
  graph,
  print: printed,
  blank,
  cntrl: "\\p{Cc}",
  xdigit: hexadecimal,
  space: "\\p{White_Space}",
};

/** A word character with (?U). */
export const wordInUnicode = "[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]";

/** After `Is`, in capitals and without underscores. */
const binary: Readonly<Record<string, string>> = {
  ALPHABETIC: "\\p{Alphabetic}",
  LETTER: "\\p{L}",
  IDEOGRAPHIC: "\\p{Ideographic}",
  LOWERCASE: "\\p{Lowercase}",
  UPPERCASE: "\\p{Uppercase}",
  TITLECASE: "\\p{Lt}",
  WHITESPACE: "\\p{White_Space}",
  CONTROL: "\\p{Cc}",
  PUNCTUATION: "\\p{P}",
  HEXDIGIT: hexadecimal,
  ASSIGNED: "\\P{Cn}",
  NONCHARACTERCODEPOINT: "\\p{Noncharacter_Code_Point}",
  DIGIT: "\\p{Nd}",
  ALNUM: "[\\p{Alphabetic}\\p{Nd}]",
  BLANK: blank,
  GRAPH: graph,
  PRINT: printed,
  WORD: wordInUnicode,
  JOINCONTROL: "\\p{Join_Control}",
  EMOJI: "\\p{Emoji}",
  EMOJIPRESENTATION: "\\p{Emoji_Presentation}",
  EMOJIMODIFIER: "\\p{Emoji_Modifier}",
  EMOJIMODIFIERBASE: "\\p{Emoji_Modifier_Base}",
  EMOJICOMPONENT: "\\p{Emoji_Component}",
  EXTENDEDPICTOGRAPHIC: "\\p{Extended_Pictographic}",
};

/** The methods of java.lang.Character, e.g. isLowerCase. */
const ignorable = "\\0-\\x08\\x0e-\\x1b\\x7f-\\x9f\\p{Cf}";
const methods: Readonly<Record<string, string>> = {
  javaLowerCase: "\\p{Lowercase}",
  javaUpperCase: "\\p{Uppercase}",
  javaAlphabetic: "\\p{Alphabetic}",
  javaIdeographic: "\\p{Ideographic}",
  javaTitleCase: "\\p{Lt}",
  javaDigit: "\\p{Nd}",
  javaDefined: "\\P{Cn}",
  javaLetter: "\\p{L}",
  javaLetterOrDigit: "[\\p{L}\\p{Nd}]",
  javaJavaIdentifierStart: "[\\p{L}\\p{Nl}\\p{Sc}\\p{Pc}]",
  javaJavaIdentifierPart: `[\\p{L}\\p{Nl}\\p{Sc}\\p{Pc}\\p{Nd}\\p{Mc}\\p{Mn}${ignorable}]`,
  javaUnicodeIdentifierStart: "\\p{ID_Start}",
  javaUnicodeIdentifierPart: `[\\p{ID_Continue}${ignorable}]`,
  javaIdentifierIgnorable: `[${ignorable}]`,
  javaSpaceChar: "\\p{Z}",
  javaWhitespace: "[\\t-\\r\\x1c-\\x1f\\u1680\\u2000-\\u2006\\u2008-\\u200a\\u2028\\u2029\\u205f\\u3000 ]",
  javaISOControl: "\\p{Cc}",
  javaMirrored: "\\p{Bidi_Mirrored}",
};

/** Unicode's blocks, as far as we know them, without spaces, hyphens and underscores. */
const blocks: Readonly<Record<string, string>> = {
  basiclatin: "\\0-\\x7f",
  latin1supplement: "\\x80-\\xff",
  latinextendeda: "\\u0100-\\u017f",
  latinextendedb: "\\u0180-\\u024f",
  ipaextensions: "\\u0250-\\u02af",
  spacingmodifierletters: "\\u02b0-\\u02ff",
  combiningdiacriticalmarks: "\\u0300-\\u036f",
  greek: "\\u0370-\\u03ff",
  greekandcoptic: "\\u0370-\\u03ff",
  cyrillic: "\\u0400-\\u04ff",
  armenian: "\\u0530-\\u058f",
  hebrew: "\\u0590-\\u05ff",
  arabic: "\\u0600-\\u06ff",
  devanagari: "\\u0900-\\u097f",
  thai: "\\u0e00-\\u0e7f",
  hanguljamo: "\\u1100-\\u11ff",
  latinextendedadditional: "\\u1e00-\\u1eff",
  greekextended: "\\u1f00-\\u1fff",
  generalpunctuation: "\\u2000-\\u206f",
  superscriptsandsubscripts: "\\u2070-\\u209f",
  currencysymbols: "\\u20a0-\\u20cf",
  letterlikesymbols: "\\u2100-\\u214f",
  numberforms: "\\u2150-\\u218f",
  arrows: "\\u2190-\\u21ff",
  mathematicaloperators: "\\u2200-\\u22ff",
  boxdrawing: "\\u2500-\\u257f",
  cjksymbolsandpunctuation: "\\u3000-\\u303f",
  hiragana: "\\u3040-\\u309f",
  katakana: "\\u30a0-\\u30ff",
  cjkunifiedideographs: "\\u4e00-\\u9fff",
  hangulsyllables: "\\uac00-\\ud7af",
  halfwidthandfullwidthforms: "\\uff00-\\uffef",
  emoticons: "\\u{1f600}-\\u{1f64f}",
};

const categories: Readonly<Record<string, string>> = {
  L1: "[\\0-\\xff]",
  LC: "\\p{LC}",
  LD: "[\\p{L}\\p{Nd}]",
  all: "[^]",
};

export interface PropertyFlags {
  ignoreCase: boolean;
  /** (?U) */
  unicodeClasses: boolean;
}

const anyCase = "[\\p{Lu}\\p{Ll}\\p{Lt}]";
const cased = "[\\p{Uppercase}\\p{Lowercase}\\p{Lt}]";

/** The source of a JavaScript class for a name within \p{…}; undefined if Java, or we, do not know it. */
export function propertyClass(name: string, flags: PropertyFlags): string | undefined {
  const [key, value] = name.includes("=") ? name.split("=", 2) : [undefined, name];
  if (key !== undefined) return byKey(key.toLowerCase(), value ?? "", flags);
  if (name.startsWith("In")) return blockOf(name.slice(2));
  if (name.startsWith("Is")) return afterIs(name.slice(2), flags);
  const inUnicode = flags.unicodeClasses ? ownOf(posixInUnicode, name.toLowerCase()) : undefined;
  if (inUnicode !== undefined) return inUnicode;
  if (flags.ignoreCase && /^(?:Lower|Upper)$/.test(name)) return posix["Alpha"];
  if (flags.ignoreCase && /^java(?:Lower|Upper|Title)Case$/.test(name)) return cased;
  return ownOf(posix, name) ?? ownOf(methods, name) ?? category(name, flags);
}

function byKey(key: string, value: string, flags: PropertyFlags): string | undefined {
  if (key === "sc" || key === "script") return script(value);
  if (key === "blk" || key === "block") return blockOf(value);
  if (key === "gc" || key === "general_category") return category(value, flags);
  return undefined;
}

function afterIs(name: string, flags: PropertyFlags): string | undefined {
  const known = name.toUpperCase().replaceAll("_", "");
  if (flags.ignoreCase && /^(?:LOWERCASE|UPPERCASE|TITLECASE)$/.test(known)) return cased;
  return ownOf(binary, known) ?? ownOf(posix, name) ?? category(name, flags) ?? script(name);
}

function category(name: string, { ignoreCase }: PropertyFlags): string | undefined {
  const own = ownOf(categories, name);
  if (own !== undefined) return own;
  if (ignoreCase && /^L[ult]$/.test(name)) return anyCase;
  return /^(?:[CLMNPSZ]|[A-Z][a-z])$/.test(name) ? valid(`\\p{gc=${name}}`) : undefined;
}

/** Java reads the names of scripts in any case. */
function script(name: string): string | undefined {
  const spelled = name.toLowerCase().replace(/(?:^|_)[a-z]/g, (start) => start.toUpperCase());
  return valid(`\\p{sc=${spelled}}`);
}

function blockOf(name: string): string | undefined {
  const range = ownOf(blocks, name.toLowerCase().replace(/[ _-]/g, ""));
  return range && `[${range}]`;
}

function valid(source: string): string | undefined {
  try {
    new RegExp(source, "u");
    return source;
  } catch {
    return undefined;
  }
}

function ownOf(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
