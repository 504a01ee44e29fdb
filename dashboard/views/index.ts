import type { Names } from "@long-running-api/kit/names";
import { isStepId } from "@long-running-api/kit/step-ids";
import type { Target } from "@long-running-api/kit/targets/target";
import type { Changed } from "@long-running-api/page/source";
import type { JournalReader } from "../journal.ts";
import { createClassView } from "./class.ts";
import { cloudDocument } from "./cloud.ts";
import type { ProcessCounts } from "./cloud-function.ts";
import { conditionDocument } from "./condition.ts";
import { delay } from "./delay.ts";
import { exercisesDocument } from "./exercises.ts";
import { templatesDocument } from "./templates.ts";
import { tutorialDocument } from "./tutorial.ts";
import { keepVerdicts } from "./verdicts.ts";
import { type Writes, watchWrites } from "./writes.ts";

/** What the views Tutorial, Templates, Cloud and Class read. */
export interface ViewsOptions {
  readonly target: Target;
  readonly names: Names;
  readonly journal: JournalReader | undefined;
  readonly processes?: ProcessCounts | undefined;
  readonly anonymous: boolean;
  /** Options that lead a command to the same target and names. */
  readonly options: string;
}

/** The documents of these views, what a click does, and their changes while a page is open. */
export interface Views {
  readonly data: Readonly<Record<string, (query: URLSearchParams) => Promise<unknown>>>;
  readonly actions: Readonly<Record<string, (query: URLSearchParams) => Promise<unknown>>>;
  watch(changed: (what: Changed) => void): () => void;
  close(): void;
}

const filesMs = 500;
/** A document with verdicts that are still coming is worth a wait of this time. */
const firstMs = 250;

/** Prepares the views; nothing is read or watched before a page asks. */
export function createViews({ target, names, journal, processes, anonymous, options }: ViewsOptions): Views {
  const pages = new Set<(what: Changed) => void>();
  const tell = (what: Changed) => {
    for (const page of pages) page(what);
  };
  const now = () => Date.now();
  const writes = watchWrites({ target, journal });
  const verdicts = keepVerdicts({ target, names, now, changed: () => tell("checks") });
  const classView = createClassView({ target, writes, journal, anonymous, now });
  const entries = async () => (await journal?.since(0)) ?? [];
  let isCurrent = false;
  const refresh = async () => {
    isCurrent = true;
    await verdicts.refresh();
  };
  const onWrites = ({ control, definitions, data }: Writes) => {
    if (definitions || control?.length !== 0) {
      // If the cloud is unreachable, the next write tries again.
      if (isCurrent) void refresh().catch(() => {});
    }
    if (definitions || data || control?.length !== 0) tell("cloud");
  };
  let leave = () => {};
  const start = () => {
    const leaveWrites = writes.subscribe(onWrites);
    const leaveClass = classView.watch(() => tell("class"));
    let known = JSON.stringify(exercisesDocument());
    const timer = setInterval(() => {
      const seen = JSON.stringify(exercisesDocument());
      if (seen !== known) tell("exercises");
      known = seen;
    }, filesMs);
    return () => {
      leaveWrites();
      leaveClass();
      clearInterval(timer);
      isCurrent = false; // no page is open: the next one reads again
    };
  };
  return {
    data: {
      async tutorial() {
        if (!isCurrent) await Promise.race([refresh(), delay(firstMs)]);
        return await tutorialDocument({ verdicts, options, journal: entries });
      },
      exercises: async () => exercisesDocument(),
      cloud: () => cloudDocument({ target, names, processes }),
      class: () => classView.read(),
      templates: templatesDocument,
      condition: () => conditionDocument({ target, names, journal: journal && entries }),
    },
    actions: {
      async check(query) {
        const step = query.get("step") ?? "";
        if (!isStepId(step)) return undefined;
        await verdicts.recheck(step);
        return { step };
      },
    },
    watch(changed) {
      if (pages.size === 0) leave = start();
      pages.add(changed);
      return () => {
        if (pages.delete(changed) && pages.size === 0) leave();
      };
    },
    close() {
      leave();
      verdicts.close();
      classView.close();
    },
  };
}
