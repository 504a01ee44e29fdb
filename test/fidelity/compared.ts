import { actionsInScope } from "./actions.ts";
import { clientsOf, comparedActions, readVectors } from "./evidence.ts";
import { readRecorded, recordedOf } from "./recorded.ts";
import { type ServiceId, services } from "./services.ts";

/** An action, the official clients that call it in tests, and the cases that its responses are compared with. */
export interface ComparedAction {
  name: string;
  page: string;
  command: string;
  clients: string[];
  cases: string[];
}

export interface Compared {
  id: ServiceId;
  title: string;
  actions: ComparedAction[];
}

/** Every action of every service, from the lists that the services dispatch by. */
export function comparedByService(): Compared[] {
  const vectors = readVectors();
  const recorded = readRecorded();
  const inScope = actionsInScope();
  const unknown = inScope.filter(({ command }) => !services.some(({ commands }) => has(commands, command)));
  if (unknown.length > 0) throw new Error(`services.ts lacks ${unknown.map(({ command }) => command)}.`);
  return services.map(({ id, title, commands }) => ({
    id,
    title,
    actions: inScope
      .filter(({ command }) => has(commands, command))
      .flatMap(({ command, actions }) =>
        actions.map(({ name, page }) => {
          const wanted = [name, `${command}:${name}`];
          const replayed = vectors.filter(({ call }) => call !== undefined && wanted.includes(call.op));
          const beside = command === "dynamodb" && comparedActions.has(name) ? ["DynamoDB Local"] : [];
          return {
            name,
            page,
            command,
            clients: clientsOf(command, name),
            cases: [
              ...beside,
              ...replayed.map((vector) => vector.id),
              ...recordedOf(recorded, command, name),
            ],
          };
        }),
      ),
  }));
}

function has(commands: readonly string[], command: string): boolean {
  return commands.includes(command);
}
