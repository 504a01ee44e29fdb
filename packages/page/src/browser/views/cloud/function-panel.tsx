import { useEffect, useRef } from "preact/hooks";
import type { FunctionSeen } from "../../../documents.ts";
import { State } from "../../parts/state.tsx";
import { words } from "../../words.ts";

const text = words.cloud;
const nearEndPixels = 24;

/** The function: settings, processes, and the end of its log. */
export function FunctionPanel({ lambda }: { lambda: FunctionSeen }) {
  const { name, state, runtime, memoryMb, timeoutSeconds, role, environment, processes, log } = lambda;
  const region = useRef<HTMLElement>(null);
  const last = log.at(-1);
  const followed = useRef(true);
  // New lines are added at the end; a reader who has scrolled up stays in place.
  useEffect(() => {
    const element = region.current;
    if (element && followed.current) element.scrollTop = element.scrollHeight;
  }, [last?.time, last?.message]);
  const onScroll = () => {
    const element = region.current;
    if (element)
      followed.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPixels;
  };
  return (
    <section class="panel" aria-label={text.panels.function}>
      <header>
        <h2>{name}</h2>
        <span class="dim">{text.services.function}</span>
        <State state={state === "Active" ? "pass" : "run-on"}>{state}</State>
        <span class="push cap num">{text.settings(runtime, memoryMb, timeoutSeconds)}</span>
      </header>
      <div class="pad">
        <dl class="kv">
          {processes && (
            <>
              <dt>{text.processes}</dt>
              <dd class="num">{text.counts(processes.idle, processes.busy)}</dd>
            </>
          )}
          <dt>{text.role}</dt>
          <dd>
            <code>{role}</code>
          </dd>
          <dt>{text.environment}</dt>
          <dd>
            {Object.entries(environment).map(([key, value]) => (
              <code key={key} class="variable">{`${key}=${value}`}</code>
            ))}
          </dd>
        </dl>
      </div>
      {log.length === 0 ? (
        <p class="pad dim log">{text.noLog}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the keyboard
        <section class="log" tabIndex={0} aria-label={text.logRegion(name)} ref={region} onScroll={onScroll}>
          {log.map(({ time, message }, index) => {
            const key = `${time} ${index}`;
            return (
              <div key={key}>
                <time>{clock(time)}</time>
                <span>{message.replace(/^\S+Z\t[\w-]+\t/, "").replaceAll("\t", "  ")}</span>
              </div>
            );
          })}
        </section>
      )}
    </section>
  );
}

/** The time of day to the millisecond. */
function clock(time: number): string {
  const date = new Date(time);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}
