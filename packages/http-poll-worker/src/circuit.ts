/** When a host is left alone, and for how long. */
export interface CircuitSettings {
  /** This many failures in a row open the circuit; 0: never. */
  readonly failures: number;
  /** The first pause; each one that ends with another failure is twice as long. */
  readonly openSeconds: number;
}

const openSecondsMax = 60;

/** The circuits of all hosts. */
export interface Circuits {
  /** The seconds until a host may be called again; undefined if it may be called now. After a pause, one call may. */
  closedFor(host: string): number | undefined;
  succeeded(host: string): void;
  failed(host: string, reason: string): void;
  /** The last failure of a host. */
  reasonOf(host: string): string;
  /** Hosts that are left alone. */
  open(): string[];
}

interface Circuit {
  failures: number;
  reason: string;
  openUntilMs: number;
  openings: number;
  /** One call finds out whether the host responds again. */
  probing: boolean;
}

/** Hosts that fail; definitions name them, so their number is bounded. */
const circuitsMax = 1_000;

/** Creates circuits: a host that does not respond is not called by every poll, only now and then by one. */
export function createCircuits(
  { failures: failuresMax, openSeconds }: CircuitSettings,
  nowMs: () => number,
): Circuits {
  const circuits = new Map<string, Circuit>();
  const isOpen = (circuit: Circuit): boolean => failuresMax > 0 && circuit.failures >= failuresMax;

  function circuitOf(host: string): Circuit {
    const known = circuits.get(host);
    if (known) return known;
    const [oldest] = circuits.keys();
    if (circuits.size >= circuitsMax && oldest !== undefined) circuits.delete(oldest);
    const made = { failures: 0, reason: "", openUntilMs: 0, openings: 0, probing: false };
    circuits.set(host, made);
    return made;
  }

  function open(circuit: Circuit): void {
    const pauseSeconds = Math.min(openSeconds * 2 ** circuit.openings, openSecondsMax);
    circuit.openUntilMs = nowMs() + pauseSeconds * 1_000;
    circuit.openings += 1;
    circuit.probing = false;
  }

  return {
    closedFor(host) {
      const circuit = circuits.get(host);
      if (!circuit || !isOpen(circuit)) return undefined;
      const waitMs = circuit.openUntilMs - nowMs();
      if (waitMs > 0) return waitMs / 1_000;
      if (circuit.probing) return 1;
      circuit.probing = true;
      return undefined;
    },
    succeeded: (host) => void circuits.delete(host),
    failed(host, reason) {
      const circuit = circuitOf(host);
      const wasOpen = isOpen(circuit);
      circuit.failures += 1;
      circuit.reason = reason;
      // Of the requests that were under way when it opened, none makes the pause longer.
      if (isOpen(circuit) && (!wasOpen || circuit.probing)) open(circuit);
    },
    reasonOf: (host) => circuits.get(host)?.reason ?? "",
    open: () => Array.from(circuits).flatMap(([host, circuit]) => (isOpen(circuit) ? [host] : [])),
  };
}
