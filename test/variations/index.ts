import { apiVariations } from "./api.ts";
import { codeVariations } from "./code.ts";
import { conditionVariations } from "./condition.ts";
import { eventVariations } from "./event.ts";
import { functionVariations } from "./function.ts";
import { methodVariations } from "./method.ts";
import { ownShapeVariations } from "./own-shape.ts";
import { permissionVariations } from "./permission.ts";
import { pollVariations } from "./poll.ts";
import { roleVariations } from "./role.ts";
import { tableVariations } from "./table.ts";
import { templateVariations } from "./template.ts";
import type { Variation } from "./variation.ts";
import { workflowVariations } from "./workflow.ts";

/** Every valid alternative design, in the order of the steps. */
export const variations: readonly Variation[] = [
  ...tableVariations,
  ...roleVariations,
  ...functionVariations,
  ...codeVariations,
  ...permissionVariations,
  ...eventVariations,
  ...templateVariations,
  ...methodVariations,
  ...apiVariations,
  ...workflowVariations,
  ...pollVariations,
  ...conditionVariations,
  ...ownShapeVariations,
];
