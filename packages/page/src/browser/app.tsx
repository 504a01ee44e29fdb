import { signal } from "@preact/signals";
import { type ComponentType, render } from "preact";
import { useEffect } from "preact/hooks";
import { connect } from "./client.ts";
import { LostBar, TopBar } from "./parts/top-bar.tsx";
import { type Place, place, type ViewName } from "./router.ts";
import { restoreTheme } from "./theme.ts";
import { words } from "./words.ts";

/** A view gets its place in the page, and draws what is below the bar. */
export type View = ComponentType<{ place: Place }>;

/** Each view is a file of its own, loaded when it is first shown. */
const loaders: Readonly<Record<ViewName, () => Promise<{ view: View }>>> = {
  run: () => import("./views/run.tsx"),
  request: () => import("./views/request.tsx"),
  templates: () => import("./views/templates.tsx"),
  tutorial: () => import("./views/tutorial.tsx"),
  cloud: () => import("./views/cloud.tsx"),
  class: () => import("./views/class.tsx"),
};

const views = signal<Partial<Record<ViewName, View>>>({});
const failed = signal(false);

async function load(name: ViewName): Promise<void> {
  if (views.value[name]) return;
  try {
    const { view } = await loaders[name]();
    failed.value = false;
    views.value = { ...views.value, [name]: view };
  } catch {
    failed.value = true; // the server is gone: the next click tries again
  }
}

function App() {
  const now = place.value;
  const Shown = views.value[now.view];
  useEffect(() => {
    document.title = `${words.titles[now.view]} · ${words.name}`;
    void load(now.view);
  }, [now.view]);
  return (
    <>
      <TopBar />
      <main id="main" tabIndex={-1}>
        <LostBar />
        {Shown ? <Shown place={now} /> : <p class="dim">{failed.value ? words.broken : words.loading}</p>}
      </main>
    </>
  );
}

restoreTheme();
const root = document.getElementById("app");
if (root) render(<App />, root);
connect();
