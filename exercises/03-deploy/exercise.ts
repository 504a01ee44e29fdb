import type { Exercise } from "../model.ts";
import { commands, isBegun, prepare, remember } from "./situation.ts";

export const deploy: Exercise = {
  id: "03-deploy",
  title: "A deployment is a snapshot",
  task: "The template of your last exercise is in the API, and callers still get the old answer. They reach what was deployed last, which is a copy of the API as it was then. There is no file to edit this time: in another terminal, deploy the API.",
  step: "03-api",
  judgedBy: ["03-api/deployment-current"],
  fails: { check: "03-api/deployment-current", observed: "changed since the last deployment" },
  hints: [
    "Look at the line “observed”: it names what callers do not get yet.",
    "The API is right as it is. It has to be copied to its stage, test, once more.",
    "AWS calls that create-deployment, with the id of the API and the name of the stage; in the console it is the button Deploy API. Open a second terminal in this folder and run one of the commands above.",
  ],
  why: "A stage serves the copy that was deployed last, so an API can be changed in peace, and all changes go live together. In production, a forgotten deployment looks like a fix that does not work: the console shows it, its Test button confirms it, and callers still get the old answer.",
  command: { prepare, isBegun, commands, keepsake: "deployed.json", remember },
};
