import { codeFaults } from "./code.ts";
import { roleFaults } from "./role.ts";
import { settingsFaults } from "./settings.ts";

export const lambdaFaults = [...settingsFaults, ...codeFaults, ...roleFaults];
