import { about, connect, connection } from "../client.ts";
import { linkTo, place, viewNames } from "../router.ts";
import { switchTheme } from "../theme.ts";
import { words } from "../words.ts";
import { State } from "./state.tsx";

/** The bar at the top: the views, the connection, the target, the theme. */
export function TopBar() {
  const shown = place.value.view;
  return (
    <header class="top">
      <a class="brand" href={linkTo("run")} aria-label={words.home}>
        <svg viewBox="0 0 22 18" aria-hidden="true">
          <rect x="0" y="1" width="14" height="4" rx="1" class="work" />
          <rect x="4.5" y="7" width="17" height="4.5" class="held" />
          <path d="M1 16h20" class="row" />
        </svg>
        <span>{words.name}</span>
      </a>
      <nav class="views" aria-label={words.views}>
        {viewNames.map((view) => (
          <a key={view} href={linkTo(view)} aria-current={view === shown ? "page" : undefined}>
            {words.titles[view]}
          </a>
        ))}
      </nav>
      <div class="where">
        <ConnectionState />
        {about.value && (
          <span class="addr">
            {about.value.target} <span class="mono">{about.value.address}</span>
          </span>
        )}
        <button type="button" class="quiet icon" aria-label={words.theme} onClick={switchTheme}>
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5" />
            <path d="M8 1.75a6.25 6.25 0 0 1 0 12.5Z" fill="currentColor" />
          </svg>
        </button>
      </div>
    </header>
  );
}

function ConnectionState() {
  const { state } = connection.value;
  if (state === "lost") return <State state="unknown">{words.lost}</State>;
  if (state === "connecting") return <span class="st">{words.connecting}</span>;
  return (
    <span class="st run-on">
      <span class="pulse" />
      {words.live}
    </span>
  );
}

/** What is shown above a view while the connection is lost: the view itself stays as it was. */
export function LostBar() {
  const now = connection.value;
  if (now.state !== "lost") return null;
  const { lastAt, retrySeconds } = now;
  const text =
    lastAt === undefined
      ? words.lostNever(retrySeconds)
      : words.lostText(new Date(lastAt).toLocaleTimeString(), retrySeconds);
  return (
    <section class="panel lost" aria-label={words.lost}>
      <div class="live">
        <State state="unknown">{words.lostTitle}</State>
        <span class="dim num">{text}</span>
        <button type="button" onClick={connect}>
          {words.tryNow}
        </button>
      </div>
    </section>
  );
}
