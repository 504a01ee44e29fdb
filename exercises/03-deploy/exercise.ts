import type { Exercise } from "../model.ts";
import { commands, isBegun, prepare, remember } from "./situation.ts";

export const deploy: Exercise = {
  id: "03-deploy",
  title: "A deployment is a snapshot",
  task: "The API has the template from your last exercise, yet callers still get the old response. They reach the last deployment, which is a copy of the API as it was at that time. There is no file to edit here: in another terminal, deploy the API.",
  step: "03-api",
  judgedBy: ["03-api/deployment-current"],
  fails: { check: "03-api/deployment-current", observed: "changed since the last deployment" },
  hints: [
    "Look at the line “observed”: it names what is not deployed yet.",
    "The API itself is right. It only has to be deployed to its stage, test, again.",
    "AWS calls that create-deployment, with the id of the API and the name of the stage; in the console it is the button Deploy API. Open a second terminal in this folder and run one of the commands above.",
  ],
  why: "A stage serves the copy that was deployed last, so you can change an API without affecting callers, and all changes go live together. In production, a forgotten deployment looks like a fix that does not work: the console shows the fix, its Test button confirms it, and callers still get the old response.",
  command: { prepare, isBegun, commands, keepsake: "deployed.json", remember },
};
