import type { Report } from "../../../checks/engine/report.ts";
import type { Fault } from "../../../instructor/fault.ts";
import { openRoom, type Room } from "./room.ts";

/** What the checks said there of one fault, before and after it was mended. */
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

/** Rooms are used again, once all is fine in them again. */
export function openRows(endpoint: string, allIsFine: (report: Report) => boolean): Rows {
  const free: Room[] = [];
  const opened: Room[] = [];
  let accounts = 0;
  const nextRoom = async () => {
    const used = free.pop();
    if (used) return used;
    accounts += 1;
    const room = await openRoom(endpoint, `${firstAccount + accounts}`);
    opened.push(room);
    return room;
  };
  return {
    async healthy() {
      const room = await nextRoom();
      const report = await room.look();
      free.push(room);
      return report;
    },
    async makeRow(fault) {
      const room = await nextRoom();
      await fault.inject(room.place);
      const broken = await room.look();
      await room.mend(fault);
      const mended = await room.look();
      if (allIsFine(mended)) free.push(room);
      return { broken, mended };
    },
    async close() {
      await Promise.all(opened.map((room) => room.close()));
    },
  };
}
