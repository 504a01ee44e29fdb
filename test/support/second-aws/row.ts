import type { Report } from "../../../checks/engine/report.ts";
import type { Fault } from "../../../instructor/fault.ts";
import { openPeerEnvironment, type PeerEnvironment } from "./peer-environment.ts";

/** The reports on one fault, before and after the repair. */
export interface Row {
  broken: Report;
  mended: Report;
}

export interface Rows {
  healthy(): Promise<Report>;
  makeRow(fault: Fault): Promise<Row>;
  close(): Promise<void>;
}

const firstAccount = 100_000_000_000;

/** An environment is reused once all its checks pass again. */
export function openRows(endpoint: string, allIsFine: (report: Report) => boolean): Rows {
  const free: PeerEnvironment[] = [];
  const opened: PeerEnvironment[] = [];
  let accounts = 0;
  const nextEnvironment = async () => {
    const used = free.pop();
    if (used) return used;
    accounts += 1;
    const environment = await openPeerEnvironment(endpoint, `${firstAccount + accounts}`);
    opened.push(environment);
    return environment;
  };
  return {
    async healthy() {
      const environment = await nextEnvironment();
      const report = await environment.look();
      free.push(environment);
      return report;
    },
    async makeRow(fault) {
      const environment = await nextEnvironment();
      await fault.inject(environment.place);
      const broken = await environment.look();
      await environment.mend(fault);
      const mended = await environment.look();
      if (allIsFine(mended)) free.push(environment);
      return { broken, mended };
    },
    async close() {
      await Promise.all(opened.map((environment) => environment.close()));
    },
  };
}
