import { readFileSync } from "node:fs";
import { Problem } from "@long-running-api/foundation/problem";
import { isLearnerName, type Names, readNames } from "@long-running-api/kit/names";
import { readCsv } from "./csv.ts";

/** A person of the class. */
export interface Learner {
  /** As written in the roster. */
  readonly name: string;
  /** For `--learner`: a suffix for names, and a tag. */
  readonly learner: string;
}

/** The names of a learner's resources: those that follow from the learner's name, whatever this shell's variables say. */
export function namesOfLearner(learner: string): Names {
  return readNames({ options: { learner }, env: {} });
}

/** A CloudFormation template holds 500 resources: the boundary, and two of each learner. */
const learnersMax = 249;

/** Reads the people of a roster file. */
export function openRoster(file: string): Learner[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new Problem("The roster cannot be read.", { "looked at": file, seen: code });
  }
  return readRoster(text, file);
}

/**
 * The people of a roster: a CSV text with a header. The column `name` is required; `learner` chooses a learner's name, which
 * otherwise follows from `name`. Other columns do not matter.
 */
export function readRoster(text: string, file: string): Learner[] {
  const rows = readCsv(text);
  if (rows === undefined)
    throw new Problem("A quoted field in the roster has no closing quote.", { "looked at": file });
  const [header = [], ...people] = rows;
  const columns = header.map((title) => title.trim().toLowerCase());
  const nameAt = columns.indexOf("name");
  const learnerAt = columns.indexOf("learner");
  if (nameAt < 0)
    throw new Problem(
      "The roster has no column “name”.",
      { "looked at": file, seen: header.join(", ") },
      "Its first line names the columns, e.g. name,learner",
    );
  if (people.length === 0 || people.length > learnersMax)
    throw new Problem(`A roster has 1 to ${learnersMax} people.`, {
      "looked at": file,
      seen: `${people.length}`,
    });
  const chosen = people.map((row) => (learnerAt < 0 ? "" : (row[learnerAt] ?? "").trim()));
  const taken = new Set(chosen.filter((learner) => learner !== ""));
  return people.map((row, index) => {
    // A name ends up in terminals and pages: no line ends, no codes, nothing that turns the direction of the text.
    const name = (row[nameAt] ?? "").replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu, " ").trim();
    const own = chosen[index] ?? "";
    if (own !== "" && (!isLearnerName(own) || chosen.indexOf(own) !== index)) throw invalid(own, file);
    if (own !== "") return { name: name === "" ? own : name, learner: own };
    const learner = freshName(name, taken);
    if (learner === undefined) throw invalid(name, file);
    taken.add(learner);
    return { name, learner };
  });
}

const lengthMax = 24;

/** Letters that Unicode does not decompose. */
const inLatin: Readonly<Record<string, string>> = {
  æ: "ae",
  đ: "d",
  ð: "d",
  ø: "o",
  ł: "l",
  œ: "oe",
  ß: "ss",
  þ: "th",
  ı: "i",
};

/** E.g. "José Núñez" → "jose-nunez"; the second one is "jose-nunez-2". */
function freshName(name: string, taken: ReadonlySet<string>): string | undefined {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[æđðøłœßþı]/g, (letter) => inLatin[letter] ?? letter)
    .replace(/[^a-z0-9]+/g, "-");
  for (let count = 1; count <= learnersMax; count += 1) {
    const suffix = count === 1 ? "" : `-${count}`;
    const learner =
      plain
        .replace(/^-+/, "")
        .slice(0, lengthMax - suffix.length)
        .replace(/-+$/, "") + suffix;
    if (isLearnerName(learner) && !taken.has(learner)) return learner;
  }
  return undefined;
}

function invalid(seen: string, file: string): Problem {
  return new Problem(
    "A learner's name has 1 to 24 characters: lower-case letters, digits, and hyphens inside; each occurs once. Windows reserves con, prn, aux, nul, com1 and lpt1.",
    { "looked at": file, seen },
    "Add a column “learner” with names such as ann.",
  );
}
